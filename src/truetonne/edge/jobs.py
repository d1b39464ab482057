"""Work outside a request: jobs queued in the transaction that needs them, and clocks that run once a day.

A room states its work in ``jobs.py``, which the start of Django gathers. ``@job`` makes a job, ``enqueue`` queues one
in the present transaction, ``@daily`` registers a clock. docs/reference/jobs-and-events.md says how.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

from truetonne.edge.models import ClockRun

Clock = Callable[..., int]
ClockT = TypeVar("ClockT", bound=Clock)
JobT = TypeVar("JobT", bound=Callable[..., None])
JsonValue = str | int | bool | None

CLOCKS: Final[dict[str, Clock]] = {}
"""Daily clocks by name; filled by ``daily``."""
STALLED_AFTER_S: Final = 30.0
"""A worker that gave no sign of life for so long is gone, and its jobs run again."""
AFTER_DATABASE_FAULT: Final = RetryStrategy(
    max_attempts=8, exponential_wait=2, retry_exceptions={OperationalError, InterfaceError}
)
"""A database that went away under a job says nothing of the job: it runs again, after 2, 4, 8, ... seconds."""

logger = logging.getLogger("truetonne.jobs")
_in_transaction = JobManager(connector=DjangoConnector())
_tasks: dict[str, Task[Any, Any, Any]] = {}


def job(*, name: str, hears_of_repeats: bool = False) -> Callable[[JobT], JobT]:
    """Make a function a job. It may run more than once and must bear it; it is given keyword values of JSON.

    With ``hears_of_repeats`` it is given ``is_repeat`` too: an earlier run was broken off, nobody knows how far it came.
    """

    def register(run: JobT) -> JobT:
        if not hears_of_repeats:
            _tasks[name] = app.task(name=name, queue="jobs", retry=AFTER_DATABASE_FAULT)(run)
            return run

        @app.task(name=name, queue="jobs", retry=AFTER_DATABASE_FAULT, pass_context=True)
        def run_in_context(context: JobContext, /, **values: JsonValue) -> None:
            run(is_repeat=context.job.attempts > 0, **values)

        _tasks[name] = run_in_context
        return run

    return register


def enqueue(*, name: str, at: datetime | None = None, lock: str | None = None, **values: JsonValue) -> None:
    """Queue a job in the present transaction, to run now or at ``at``: it runs only if the transaction holds.

    Jobs of one ``lock`` run one after the other, in the order in which they were queued.
    """
    deferrer = _tasks[name].configure(schedule_at=at, lock=lock)
    JobDeferrer(job=deferrer.job, job_manager=_in_transaction).defer(**values)


def daily(*, name: str) -> Callable[[ClockT], ClockT]:
    """Register a clock: called as ``run(at=...)`` once each day (UTC), it returns how many things it ended.

    It runs within minutes of midnight, or as soon as a worker is there again, and is tried again until it succeeds;
    so running it twice must end nothing twice. It opens its own transactions.
    """

    def register(run: ClockT) -> ClockT:
        CLOCKS[name] = run
        return run

    return register


def run_daily_clocks(*, at: datetime) -> dict[str, int]:
    """Run the clocks that have not run on this day, and return how many things each ended.

    One that fails stops no other; the next call tries it again.
    """
    done = set(ClockRun.objects.filter(day=at.date()).values_list("name", flat=True))
    ended: dict[str, int] = {}
    for name in sorted(set(CLOCKS) - done):
        try:
            count = CLOCKS[name](at=at)
        except Exception:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            logger.exception("the clock %s failed; it is tried again", name)
            continue
        ended[name] = count
        _note(name=name, ended=count, at=at)
    return ended


def _note(*, name: str, ended: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            ClockRun.objects.create(name=name, day=at.date(), ended=ended)
    except IntegrityError:
        logger.info("the clock %s ran at another worker too", name)


@app.periodic(cron="*/5 * * * *", periodic_id="daily-clocks")
@app.task(name="edge.run_daily_clocks", queue="jobs", lock="daily-clocks")
def run_clocks_due(timestamp: int) -> None:
    """Run what is due today; asked every few minutes, so that a machine that was off misses nothing."""
    ended = run_daily_clocks(at=datetime.now(UTC))
    for name, count in ended.items():
        logger.info("%s: %d ended", name, count)


@app.periodic(cron="* * * * *", periodic_id="stalled-jobs")
@app.task(name="edge.retry_stalled_jobs", queue="jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of workers that died, as kill -9 or a power cut leaves them."""
    await put_back_stalled_jobs(manager=context.app.job_manager)


async def put_back_stalled_jobs(*, manager: JobManager, silent_s: float = STALLED_AFTER_S) -> int:
    """Queue again the running jobs whose worker has been silent for so long; return how many."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=silent_s))
    for each in stalled:
        await manager.retry_job(each)
        logger.warning("the job %s of a worker that is gone runs again", each.task_name)
    return len(stalled)
