"""What is done inside one exchange, in a process of its own: ``python -m bench.harness.jobs JOB [ARGUMENT]``.

Each job prints one line of JSON. They use the product's own code as its commands do.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median

from bench.harness.library import start
from bench.harness.public_jobs import list_public_pages, time_public_pages

PAGE_REQUESTS = 40


def migrate(argument: str) -> dict[str, object]:
    """Bring a kept exchange up to this version."""
    from truetonne.config.migrate import migrate as migrate_exchange

    return {"migrations": migrate_exchange(report=lambda text: None)}


def publish_log(argument: str) -> dict[str, object]:
    """Number, sign and publish every entry that waits; the time is the worker's, without its start."""
    from django.conf import settings

    from truetonne.config.connection import connect
    from truetonne.config.keys import load_signer
    from truetonne.ledger.log.published import log_folder
    from truetonne.ledger.log.worker import LogWorker

    exchange = settings.TRUETONNE
    with connect() as connection:
        worker = LogWorker(
            connection=connection,
            folder=log_folder(),
            signer=load_signer(home=exchange.home),
            origin=exchange.log_origin,
        )
        worker.start()
        cpu, began, entries, checkpoints = time.process_time(), time.perf_counter(), 0, 0
        while indexed := worker.index_once().entries:
            entries += indexed
            checkpoints += 1
        return {
            "entries": entries,
            "checkpoints": checkpoints,
            "seconds": time.perf_counter() - began,
            "cpu_s": time.process_time() - cpu,
        }


def time_parts(argument: str) -> dict[str, object]:
    """Time apart what the worker does to ``argument`` stored entries, and making the canonical bytes, which it does not."""
    from django.db import connection

    from truetonne.proof.canonical import decode, encode
    from truetonne.proof.log import LogState, append

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry WHERE kind = 'RETIREMENT' ORDER BY id LIMIT %s", [int(argument)])
        bodies = [bytes(row[0]) for row in cursor.fetchall()]
    values = [decode(body) for body in bodies[:2_000]]
    began = time.perf_counter()
    append(state=LogState(), entries=bodies)
    hashed = time.perf_counter()
    for value in values:
        encode(value)
    encoded = time.perf_counter()
    return {
        "entries": len(bodies),
        "bytes_mean": sum(map(len, bodies)) / len(bodies),
        "hash_per_s": len(bodies) / (hashed - began),
        "encode_per_s": len(values) / (encoded - hashed),
    }


def audit(argument: str) -> dict[str, object]:
    """Audit the whole exchange, as ``truetonne ledger audit`` does."""
    from truetonne.config.auditing import audit_exchange
    from truetonne.config.connection import connect

    began = time.perf_counter()
    with connect() as connection:
        report = audit_exchange(connection=connection)
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "rows": dict(report.rows),
        "pending": report.pending_entries,
        "findings": [finding.check for finding in report.findings],
    }


def index_register(argument: str) -> dict[str, object]:
    """Let the register's index catch up with the log."""
    from truetonne.market.register_index import follow_log

    began, entries = time.perf_counter(), 0
    while done := follow_log():
        entries += done
    return {"entries": entries, "seconds": time.perf_counter() - began}


def time_pages(argument: str) -> dict[str, object]:
    """Time the register's pages inside the server: from the request's arrival to the last byte of the answer."""
    from django.db import connection

    from truetonne.config.loading import load_pages

    load_pages()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(log_index) FROM ledger_leaf")
        size = int(cursor.fetchone()[0])
    chance = Random(size)
    return {
        "size": size,
        "pages": {name: _time_page(make, chance, size) for name, make in PAGES.items()},
    }


def _first(chance: Random, size: int) -> str:
    return "/register/"


def _deep(chance: Random, size: int) -> str:
    """Any page of the whole list, as a reader who pages back gets it."""
    from truetonne.edge.paging import name_list, write_cursor

    cursor = write_cursor(list_name=name_list(name="register", filters={}), position=(chance.randrange(size),))
    return f"/register/?after={cursor}"


def _name(chance: Random, size: int) -> str:
    return f"/register/?q=Invented+Buyer+{chance.randrange(200)}"


def _year(chance: Random, size: int) -> str:
    return f"/register/?year={chance.choice((2025, 2026))}"


def _project(chance: Random, size: int) -> str:
    return f"/register/?program=syn&project=SYN{chance.randrange(200)}"


PAGES: dict[str, Callable[[Random, int], str]] = {
    "first page": _first,
    "any page": _deep,
    "by beneficiary": _name,
    "by year": _year,
    "by project": _project,
}


def _time_page(make: Callable[[Random, int], str], chance: Random, size: int) -> dict[str, float]:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    times = []
    for _ in range(PAGE_REQUESTS):
        address = make(chance, size)
        began = time.perf_counter()
        response = client.get(address)
        content = response.content
        times.append(1000 * (time.perf_counter() - began))
        if response.status_code != 200 or len(content) < 1_000:
            raise RuntimeError(f"{address} answers {response.status_code}")
    warm = sorted(times[PAGE_REQUESTS // 4 :])
    return {"cold_ms": times[0], "median_ms": median(warm), "worst_ms": warm[-1]}


JOBS: dict[str, Callable[[str], dict[str, object]]] = {
    "migrate": migrate,
    "publish_log": publish_log,
    "time_parts": time_parts,
    "audit": audit,
    "index_register": index_register,
    "time_pages": time_pages,
    "time_public_pages": time_public_pages,
    "list_public_pages": list_public_pages,
}


def main() -> None:
    """Run one job on the exchange of TRUETONNE_HOME."""
    start()
    done = JOBS[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else "")
    print(json.dumps(done))


if __name__ == "__main__":
    main()
