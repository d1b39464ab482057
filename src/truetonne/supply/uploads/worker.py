"""Importing what was sent in, one upload after another, apart from the pages.

One process of the exchange does it at a time: it holds a lock of the database while it works, so that an upload that
is said to be running while nobody holds the lock was interrupted. Such an upload says so and may be started again,
because an import that is repeated changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import Error, OperationalError, connection, transaction

from truetonne.edge.identifiers import new_id
from truetonne.edge.requests import RequestReused
from truetonne.supply.actions.import_holdings import import_holdings
from truetonne.supply.actions.import_records import Load, Loaded, import_records
from truetonne.supply.catalog import ProgramMapping, ProgramUnknown, find_program, make_program_mapping
from truetonne.supply.detecting import ProgramAmbiguous, detect_program
from truetonne.supply.models import Upload
from truetonne.supply.registry_records.files import FileUnreadable
from truetonne.supply.registry_records.layouts import TableUnknown
from truetonne.supply.registry_records.mapping_file import MappingInvalid
from truetonne.supply.registry_records.reading import read_file
from truetonne.supply.registry_records.vocabulary import Table
from truetonne.supply.states import RunKind, UploadState
from truetonne.supply.uploads.progress import Progress
from truetonne.supply.uploads.receiving import remove_files, upload_folder

LOCK_KEY = 0x75706C6F6164
"""Session lock of whoever imports ("upload" in ASCII)."""

logger = logging.getLogger("truetonne.imports")
Clock = Callable[[], datetime]


def read_clock() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Importer:
    """Imports in a thread of its own, so that whoever calls ``tick`` each second is never kept waiting."""

    def __init__(self, *, clock: Clock = read_clock) -> None:
        self._clock = clock
        self._thread: threading.Thread | None = None
        self._progress: Progress | None = None
        self._done_count = 0

    def tick(self) -> int:
        """Start waiting imports and write down how far a running one is; return how many ended since the last call."""
        if self._thread is not None and self._thread.is_alive():
            progress = self._progress
            if progress is not None:
                progress.store()
        elif has_open_uploads():
            self._thread = threading.Thread(target=self._work, name="imports", daemon=True)
            self._thread.start()
        ended, self._done_count = self._done_count, 0
        return ended

    def finish(self) -> None:
        """Wait until nothing is being imported any more."""
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        try:
            import_waiting(clock=self._clock, on_begin=self._follow, on_end=self._count)
        except Exception:
            logger.exception("imports: stopped; they go on at the next turn")
        finally:
            self._progress = None
            connection.close()

    def _follow(self, progress: Progress) -> None:
        self._progress = progress

    def _count(self) -> None:
        self._progress = None
        self._done_count += 1


def has_open_uploads() -> bool:
    """Whether an upload waits, or is said to be running."""
    return Upload.objects.filter(state__in=[UploadState.WAITING, UploadState.RUNNING]).exists()


def import_waiting(
    *, clock: Clock, on_begin: Callable[[Progress], None] = lambda _: None, on_end: Callable[[], None] = lambda: None
) -> int:
    """Import every waiting upload, oldest first, and return how many; none while another process does it."""
    count = 0
    with _alone() as is_alone:
        if not is_alone:
            return 0
        _settle_interrupted(at=clock())
        while (upload := _claim(at=clock())) is not None:
            progress = Progress(upload_id=upload.pk)
            on_begin(progress)
            import_upload(upload=upload, progress=progress, clock=clock)
            on_end()
            count += 1
    return count


def import_upload(*, upload: Upload, progress: Progress, clock: Clock) -> None:
    """Import one upload and write down what became of it; only a lost database is raised."""
    try:
        loaded = _import(upload=upload, progress=progress, at=clock())
    except FileUnreadable as error:
        _fail(progress=progress, problem=f"{error.name}: {error.reason}", fix=error.fix, at=clock())
    except ProgramUnknown as error:
        fix = f"Known programs: {', '.join(error.known)}; or send a mapping file along"
        _fail(progress=progress, problem=f"the program {error.program!r} is unknown", fix=fix, at=clock())
    except ProgramAmbiguous as error:
        _fail(
            progress=progress, problem=str(error), fix="Choose the registry, or send a mapping file along", at=clock()
        )
    except TableUnknown as error:
        fix = f"Choose one of its tables: {', '.join(error.known) or 'none'}"
        _fail(progress=progress, problem=f"the mapping has no table {error.table!r}", fix=fix, at=clock())
    except (MappingInvalid, RequestReused) as error:
        _fail(progress=progress, problem=str(error), fix="Send the files again", at=clock())
    except OperationalError as error:
        connection.close()
        problem = f"the database ended the import ({' '.join(str(error).split())[:200]})"
        _end(progress=progress, state=UploadState.INTERRUPTED, problem=problem, at=clock())
        raise
    except Exception as error:
        logger.exception("imports: upload %s failed", upload.pk)
        problem = f"the import failed ({type(error).__name__}); the exchange's own log has the details"
        _fail(progress=progress, problem=problem, fix="Start it again; if it fails again, report it", at=clock())
    else:
        _end(progress=progress, state=UploadState.DONE, run_id=loaded.run_id, at=clock())
        remove_files(upload_id=upload.pk)


def _import(*, upload: Upload, progress: Progress, at: datetime) -> Loaded:
    folder = upload_folder(upload_id=upload.pk)
    paths = [folder / str(file["place"]) for file in upload.files]
    kind = RunKind(upload.kind)
    table = Table.HOLDINGS if kind is RunKind.HOLDINGS else Table(upload.table) if upload.table else None
    program = _find_program(upload=upload, paths=paths, table=table)
    readings = [
        read_file(
            path=path,
            mapping=program.mapping,
            today=at.date(),
            table=table,
            file=number,
            progress=progress.follow(file=number),
        )
        for number, path in enumerate(paths)
    ]
    load = Load(
        run_id=new_id(),
        program=program,
        readings=progress.watch(readings=readings),
        edition=upload.edition,
        is_complete=upload.is_complete,
        person_id=upload.person_id,
        request_id=f"upload/{upload.pk.hex}",
        at=at,
        new_id=new_id,
    )
    return import_holdings(load=load) if kind is RunKind.HOLDINGS else import_records(load=load)


def _find_program(*, upload: Upload, paths: list[Path], table: Table | None) -> ProgramMapping:
    if upload.mapping_text:
        return make_program_mapping(text=upload.mapping_text, name=upload.mapping_name)
    if upload.program:
        return find_program(program=upload.program)
    return detect_program(paths=paths, table=table)


def _claim(*, at: datetime) -> Upload | None:
    with transaction.atomic():
        waiting = Upload.objects.select_for_update(skip_locked=True).filter(state=UploadState.WAITING)
        upload = waiting.order_by("recorded_at", "id").first()
        if upload is None:
            return None
        Upload.objects.filter(pk=upload.pk).update(
            state=UploadState.RUNNING,
            attempt_count=upload.attempt_count + 1,
            started_at=at,
            ended_at=None,
            is_judging=False,
            read_bytes=0,
            read_rows=0,
            unreadable_rows=0,
            problem="",
            fix="",
        )
    return upload


def _settle_interrupted(*, at: datetime) -> None:
    """Nobody imports while this process holds the lock: what is said to be running was broken off."""
    Upload.objects.filter(state=UploadState.RUNNING).update(
        state=UploadState.INTERRUPTED,
        problem="the exchange stopped while this import was running",
        fix="Start it again",
        ended_at=at,
    )


def _fail(*, progress: Progress, problem: str, fix: str, at: datetime) -> None:
    _end(progress=progress, state=UploadState.FAILED, problem=problem, fix=fix, at=at)


def _end(
    *,
    progress: Progress,
    state: UploadState,
    at: datetime,
    run_id: UUID | None = None,
    problem: str = "",
    fix: str = "",
) -> None:
    progress.store()
    running = Upload.objects.filter(pk=progress.upload_id, state=UploadState.RUNNING)
    running.update(state=state, run_id=run_id, problem=problem, fix=fix, ended_at=at)


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the importer's lock for as long as the block runs; False when another process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY])
        (is_alone,) = cursor.fetchone()
    try:
        yield bool(is_alone)
    finally:
        if is_alone:
            _unlock()


def _unlock() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
    except Error:
        # The connection is gone, and the lock with it.
        connection.close()
