"""The worker of the public log: order, proofs, late commits, and what is left by one that dies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.ledger.conftest import Instruct, ListedLot, named
from truetonne.config.keys import load_signer, make_keys
from truetonne.ledger import actions
from truetonne.ledger.log import worker as worker_module
from truetonne.ledger.log.folder import LogFolder
from truetonne.ledger.log.published import certificate_proof, log_folder, log_public_key, read_log
from truetonne.ledger.log.rebuilding import LogForked
from truetonne.ledger.log.worker import LogWorker
from truetonne.proof.certificate import assemble, verify
from truetonne.proof.checkpoint import Signer
from truetonne.proof.merkle import is_consistent

pytestmark = pytest.mark.django_db(transaction=True)

WebConnection = Callable[..., psycopg.Connection]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log and its key of this test's own: other workers publish too."""
    exchange = replace(settings.TRUETONNE, home=tmp_path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


@pytest.fixture
def start_worker(web_connection: WebConnection) -> Callable[..., LogWorker]:
    def start(*, signer: Signer | None = None, folder: LogFolder | None = None) -> LogWorker:
        connection = web_connection()
        made = LogWorker(
            connection=connection,
            folder=folder or log_folder(),
            signer=signer or load_signer(home=settings.TRUETONNE.home),
            origin=settings.TRUETONNE.log_origin,
        )
        made.start(is_waiting=False)
        return made

    return start


def _retire(name: str, lot_id: object, instruct: Instruct, at: datetime) -> bytes:
    return actions.retire_units(instruction=instruct(name, (lot_id, 1_500)), request_id=name, at=at).body


def test_gives_every_committed_entry_one_place_and_a_proof_that_verifies(
    listed_lot: ListedLot, instruct: Instruct, start_worker: Callable[..., LogWorker], at: datetime
) -> None:
    body = _retire("a", listed_lot().lot_id, instruct, at)
    pending = certificate_proof(certificate_id=named("crt a"))

    indexed = start_worker().index_once()

    proof = certificate_proof(certificate_id=named("crt a"))
    assert pending is None
    assert indexed.entries == indexed.size == 2
    assert proof is not None
    file = assemble(body=body, proof=proof)
    assert verify(data=file, key=log_public_key()).exit_code == 0


def test_leaves_nothing_to_do_the_second_time(listed_lot: ListedLot, start_worker: Callable[..., LogWorker]) -> None:
    listed_lot()
    worker = start_worker()
    worker.index_once()

    again = worker.index_once()

    assert (again.entries, again.size) == (0, 1)


def test_finds_an_entry_that_commits_after_a_younger_one(
    listed_lot: ListedLot, instruct: Instruct, start_worker: Callable[..., LogWorker], web_connection: WebConnection,
    at: datetime,
) -> None:  # fmt: skip
    lot = listed_lot()
    worker = start_worker()
    worker.index_once()
    slow = web_connection()
    slow.execute(
        "INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at)"
        " VALUES ('RATING', 'slow', sha256('slow'), '{}', '2026-01-01Z')"
    )
    _retire("young", lot.lot_id, instruct, at)
    worker.index_once()

    slow.commit()
    found = worker.index_once()

    assert (found.entries, found.size) == (1, 3)


def test_keeps_every_checkpoint_consistent_with_the_one_before(
    listed_lot: ListedLot, instruct: Instruct, start_worker: Callable[..., LogWorker], at: datetime
) -> None:
    lot = listed_lot(tonnes=1_000)
    worker = start_worker()
    checkpoints = []
    for number in range(12):
        _retire(f"r{number}", lot.lot_id, instruct, at)
        worker.index_once()
        log = read_log()
        assert log is not None
        checkpoints.append(log.checkpoint)

    newest = read_log()
    assert newest is not None
    for old in checkpoints:
        path = newest.consistency(old_size=old.size)
        assert is_consistent(
            old_size=old.size, old_root=old.root, size=newest.checkpoint.size, root=newest.checkpoint.root, path=path
        )


@pytest.mark.parametrize("dies_before", ["write_tiles", "write_checkpoint"])
def test_publishes_what_a_dead_worker_committed_and_did_not_publish(
    listed_lot: ListedLot, instruct: Instruct, start_worker: Callable[..., LogWorker], at: datetime, dies_before: str,
    monkeypatch: pytest.MonkeyPatch, web_connection: WebConnection,
) -> None:  # fmt: skip
    lot = listed_lot()
    first = start_worker()
    first.index_once()
    body = _retire("a", lot.lot_id, instruct, at)

    def die(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(worker_module.LogFolder, dies_before, die)
        with pytest.raises(OSError, match="No space left"):
            first.index_once()
    assert certificate_proof(certificate_id=named("crt a")) is None
    first._connection.close()

    start_worker()

    proof = certificate_proof(certificate_id=named("crt a"))
    assert proof is not None
    assert verify(data=assemble(body=body, proof=proof), key=log_public_key()).exit_code == 0


def test_writes_lost_tiles_again_from_the_stored_bodies(
    listed_lot: ListedLot, start_worker: Callable[..., LogWorker]
) -> None:
    for number in range(3):
        listed_lot(f"lot {number}")
    worker = start_worker()
    worker.index_once()
    tiles = {path.relative_to(log_folder().path): path.read_bytes() for path in _files(log_folder().path)}
    worker._connection.close()
    shutil.rmtree(log_folder().path / "tile")

    start_worker()

    assert {path.relative_to(log_folder().path): path.read_bytes() for path in _files(log_folder().path)} == tiles


def test_refuses_to_sign_a_second_history(
    listed_lot: ListedLot, start_worker: Callable[..., LogWorker], superuser_connection: psycopg.Connection
) -> None:
    listed_lot()
    worker = start_worker()
    worker.index_once()
    worker._connection.close()
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute("DELETE FROM ledger_checkpoint")
    superuser_connection.execute("DELETE FROM ledger_leaf")

    with pytest.raises(LogForked) as refusal:
        start_worker()

    assert (refusal.value.published_size, refusal.value.committed_size) == (1, 0)


def test_refuses_a_folder_that_another_key_signed(
    listed_lot: ListedLot, start_worker: Callable[..., LogWorker]
) -> None:
    listed_lot()
    worker = start_worker()
    worker.index_once()
    worker._connection.close()

    with pytest.raises(LogForked):
        start_worker(signer=Signer.generate(settings.TRUETONNE.log_origin))


def test_lets_one_worker_work_at_a_time(start_worker: Callable[..., LogWorker], web_connection: WebConnection) -> None:
    start_worker()
    second = LogWorker(
        connection=web_connection(),
        folder=log_folder(),
        signer=load_signer(home=settings.TRUETONNE.home),
        origin=settings.TRUETONNE.log_origin,
    )

    assert second.start(is_waiting=False) is False


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
