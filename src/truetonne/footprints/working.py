"""The work behind an upload and a computation: it runs in a job, says how far it is, and writes down what came of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection

from truetonne.edge.problems import find_problem
from truetonne.footprints.actions.compute_inventory import compute_inventory
from truetonne.footprints.actions.load_activity import ActivityFile, load_activity
from truetonne.footprints.activity_files.cleaning import ActivityMapping
from truetonne.footprints.activity_files.rows import ActivityFileUnreadable
from truetonne.footprints.models import ActivityUpload, InventoryComputation
from truetonne.footprints.plans import read_plan
from truetonne.footprints.states import LoadState
from truetonne.members.acts import By
from truetonne.science.errors import InputRefused

EVERY_S: Final = 1.0
_AGAIN: Final = "Start it again; if it fails again, report it"
logger = logging.getLogger("truetonne.imports")


def run_upload(*, upload_id: UUID, load_id: UUID, at: datetime) -> None:
    """Import a mapped file, all of it or nothing, and write down what came of it; only a lost database is raised."""
    rows = ActivityUpload.objects.filter(pk=upload_id, state__in=[LoadState.WAITING, LoadState.RUNNING])
    upload = rows.select_related("entity").first()
    if upload is None:
        return
    rows.update(state=LoadState.RUNNING, attempt_count=upload.attempt_count + 1, started_at=at, read_rows=0)
    try:
        with _telling(model=ActivityUpload, id=upload_id) as tell:
            load = load_activity(
                load_id=load_id, progress=lambda count: tell(read_rows=count),
                file=ActivityFile(
                    path=Path(settings.TRUETONNE.home) / upload.file_place, name=upload.name, entity_id=upload.entity_id,
                    organization_id=upload.entity.organization_id, year=upload.year,
                    mapping=ActivityMapping(**(upload.mapping or {})), is_synthetic=settings.TRUETONNE.demo,
                ),
                by=By(person_id=upload.person_id, request_id=f"upload {upload_id}", at=at),
            )  # fmt: skip
    except Exception as error:
        _fail(rows=rows, error=error, at=at, what=f"upload {upload_id}")
    else:
        rows.update(state=LoadState.DONE, load=load, read_rows=load.read_count, ended_at=at)


def run_computation(*, computation_id: UUID, inventory_id: UUID, at: datetime) -> None:
    """Compute the version that was asked for and write down what came of it; only a lost database is raised."""
    rows = InventoryComputation.objects.filter(
        pk=computation_id, state__in=[LoadState.WAITING, LoadState.RUNNING]
    )  # fmt: skip
    asked = rows.select_related("entity").first()
    if asked is None:
        return
    rows.update(state=LoadState.RUNNING, started_at=at)
    try:
        plan = read_plan(
            content=asked.plan, entity_id=asked.entity_id, organization_id=asked.entity.organization_id, year=asked.year
        )
        with _telling(model=InventoryComputation, id=computation_id) as tell:
            made = compute_inventory(
                inventory_id=inventory_id, plan=plan, progress=lambda stage: tell(stage=stage),
                by=By(person_id=asked.person_id, request_id=f"computation {computation_id}", at=at),
            )  # fmt: skip
    except Exception as error:
        _fail(rows=rows, error=error, at=at, what=f"computation {computation_id}")
    else:
        rows.update(state=LoadState.DONE, inventory=made, ended_at=at)


def _fail(*, rows: Any, error: Exception, at: datetime, what: str) -> None:
    if isinstance(error, OperationalError):
        connection.close()
        raise error
    if isinstance(error, ActivityFileUnreadable | InputRefused):
        problem, fix = str(error), error.fix
    elif find_problem(exception=error) is not None:
        problem, fix = str(error), ""
    else:
        logger.exception("%s failed", what)
        problem = f"it failed ({type(error).__name__}); the exchange's own log has the details"
        fix = _AGAIN
    rows.update(state=LoadState.FAILED, problem=problem[:2000], fix=fix[:500], ended_at=at)


@contextmanager
def _telling(*, model: Any, id: UUID) -> Iterator[Any]:
    """Yield what notes progress; a thread with a connection of its own writes it, so that readers see it at once."""
    last: dict[str, object] = {}
    done = threading.Event()

    def write() -> None:
        try:
            told: dict[str, object] = {}
            while not done.wait(EVERY_S):
                now = dict(last)
                if now and now != told:
                    model.objects.filter(pk=id, state=LoadState.RUNNING).update(**now)
                    told = now
        except Exception:
            logger.exception("progress is not written any more")
        finally:
            connection.close()

    thread = threading.Thread(target=write, name="progress", daemon=True)
    thread.start()
    try:
        yield last.update
    finally:
        done.set()
        thread.join()
