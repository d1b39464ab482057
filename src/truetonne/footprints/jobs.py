"""What this room does outside a request: it reads files of activity in, and computes versions."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from truetonne.edge.identifiers import new_id
from truetonne.edge.jobs import job
from truetonne.footprints.actions.ask_computation import COMPUTE_JOB
from truetonne.footprints.actions.receive_activity import LOAD_JOB
from truetonne.footprints.working import run_computation, run_upload


@job(name=LOAD_JOB)
def load(upload: str) -> None:
    """Import a file; run twice, the second finds what the first stored."""
    run_upload(upload_id=UUID(upload), load_id=new_id(), at=datetime.now(UTC))


@job(name=COMPUTE_JOB)
def compute(computation: str) -> None:
    """Compute a version; run twice, the second finds the first one's."""
    run_computation(computation_id=UUID(computation), inventory_id=new_id(), at=datetime.now(UTC))
