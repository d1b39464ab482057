"""Reading the published log: the newest checkpoint, proofs of inclusion and consistency, entries out of bundles.

Reads the published files only, so that what a page says is what a stranger can fetch. One place of the database is
asked: where an entry stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from truetonne.ledger.log.folder import LogFolder
from truetonne.proof.certificate import CertificateProof
from truetonne.proof.checkpoint import Checkpoint, PublicKey, read_checkpoint
from truetonne.proof.merkle import consistency_proof, inclusion_proof
from truetonne.proof.tiles import TiledLog

_PLACE_OF_CERTIFICATE = """
    SELECT l.log_index FROM ledger_certificate c JOIN ledger_leaf l ON l.entry_id = c.entry_id WHERE c.certificate_id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLog:
    """The log as of its newest published checkpoint. ``note`` is the signed text, ``checkpoint`` what it says."""

    note: str
    checkpoint: Checkpoint
    folder: LogFolder

    def inclusion(self, *, log_index: int) -> list[bytes]:
        """Return the hashes that lead from an entry's leaf to the root. Raises OutsideLog, MissingTile."""
        log = TiledLog(size=self.checkpoint.size, read=self.folder.read_tile)
        return inclusion_proof(index=log_index, size=self.checkpoint.size, read=log.node)

    def consistency(self, *, old_size: int) -> list[bytes]:
        """Return the hashes that show that an older log is the beginning of this one. Raises OutsideLog, MissingTile."""
        log = TiledLog(size=self.checkpoint.size, read=self.folder.read_tile)
        return consistency_proof(old_size=old_size, size=self.checkpoint.size, read=log.node)


def log_folder() -> LogFolder:
    """Return the folder that this exchange publishes its log in."""
    return LogFolder(path=Path(settings.TRUETONNE.home) / "log")


def checkpoint_written_ns() -> int:
    """Return when the newest checkpoint was written, in nanoseconds of the file system's clock, 0 before the first."""
    return log_folder().checkpoint_written_ns()


def read_log() -> PublishedLog | None:
    """Return the log as published, None before the first checkpoint."""
    folder = log_folder()
    note = folder.read_checkpoint()
    return None if note is None else PublishedLog(note=note, checkpoint=read_checkpoint(note), folder=folder)


def log_public_key() -> PublicKey:
    """Return the log's public key. Raises FileNotFoundError before the exchange has made its keys."""
    path = Path(settings.TRUETONNE.home) / "keys" / "log.pub"
    return PublicKey.from_text(path.read_text(encoding="utf-8"))


def certificate_proof(*, certificate_id: UUID) -> CertificateProof | None:
    """Return a certificate's proof under the newest published checkpoint, None while it is pending.

    Reads the entry's place from the database and the rest from at most a few tiles. An unknown certificate is pending
    too: ask for the certificate first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLACE_OF_CERTIFICATE, [certificate_id])
        row = cursor.fetchone()
    log = read_log()
    if row is None or log is None or int(row[0]) >= log.checkpoint.size:
        return None
    log_index = int(row[0])
    return CertificateProof(
        log_index=log_index,
        inclusion_proof=log.inclusion(log_index=log_index),
        checkpoint=log.note,
        key=log_public_key(),
    )
