"""The worker of queued jobs over the installation's database. What the jobs are, each room's ``jobs.py`` says."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import psycopg
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.manager import JobManager

from truetonne.edge.jobs import put_back_stalled_jobs

LOOK_EVERY_S: Final = 0.2
PRESENCE_LOCK: Final = int.from_bytes(b"working", "big")
"""The advisory lock that every worker shares for as long as it lives."""
PRESENCE_EVERY_S: Final = 10.0
"""How often a worker sees that its share of the lock is still there."""


async def run_jobs(
    *,
    wait: bool,
    concurrency: int,
    stop: threading.Event | None = None,
    poll_s: float = 5.0,
    patience_s: float = 8.0,
) -> None:
    """Run queued jobs: those that are due, or with ``wait`` all that come until ``stop`` is set.

    Jobs that run when it is set get ``patience_s`` to end; a later one runs again. Where no other worker lives, what
    the dead left behind is queued again first. Raises what the database raises.
    """
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        async with working.open_async(), _presence(manager=working.job_manager) as held:
            worker = asyncio.create_task(
                working.run_worker_async(
                    wait=wait,
                    concurrency=concurrency,
                    fetch_job_polling_interval=poll_s,
                    listen_notify=wait,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=patience_s,
                )
            )
            presence = asyncio.create_task(_see_presence(held=held))
            try:
                await _until_done(worker=worker, presence=presence, stop=stop)
            finally:
                await _end(worker)
                await _end(presence)
            if not worker.cancelled():
                worker.result()


async def _until_done(
    *, worker: asyncio.Task[None], presence: asyncio.Task[None], stop: threading.Event | None
) -> None:
    while not worker.done():
        await asyncio.wait({worker, presence}, timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
        if presence.done():
            presence.result()
        if stop is not None and stop.is_set():
            return


async def _end(task: asyncio.Task[None]) -> None:
    """Ask a task to end and wait for it; what it came to stays in it."""
    if not task.done():
        task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task


@asynccontextmanager
async def _presence(*, manager: JobManager) -> AsyncIterator[psycopg.AsyncConnection]:
    """Say for as long as this lasts that a worker lives, and first put back the jobs of the dead if none does.

    The server takes the lock back as soon as the process is gone, however it went. So who gets it alone knows that no
    job is being run and need not wait for a silence; where another worker lives, its clock finds silent ones.
    """
    async with await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as held:
        row = await (await held.execute("SELECT pg_try_advisory_lock(%s)", [PRESENCE_LOCK])).fetchone()
        is_alone = row is not None and bool(row[0])
        if is_alone:
            await put_back_stalled_jobs(manager=manager, silent_s=0.0)
        await held.execute("SELECT pg_advisory_lock_shared(%s)", [PRESENCE_LOCK])
        if is_alone:
            await held.execute("SELECT pg_advisory_unlock(%s)", [PRESENCE_LOCK])
        yield held


async def _see_presence(*, held: psycopg.AsyncConnection) -> None:
    """Ask the connection that holds the lock for a sign of life, again and again; raises when there is none."""
    while True:
        await asyncio.sleep(PRESENCE_EVERY_S)
        await held.execute("SELECT 1")
