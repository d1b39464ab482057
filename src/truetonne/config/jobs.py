"""The worker of queued jobs over the installation's database. What the jobs are, each room's ``jobs.py`` says."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

from procrastinate.contrib.django import app

LOOK_EVERY_S = 0.2


async def run_jobs(
    *,
    wait: bool,
    concurrency: int,
    stop: threading.Event | None = None,
    poll_s: float = 5.0,
    patience_s: float = 8.0,
) -> None:
    """Run queued jobs: those that are due, or with ``wait`` all that come until ``stop`` is set.

    Jobs that run when it is set get ``patience_s`` to end; a later one runs again. Raises what the database raises.
    """
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        async with working.open_async():
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
            while not worker.done():
                await asyncio.wait({worker}, timeout=LOOK_EVERY_S)
                if stop is not None and stop.is_set():
                    break
            if not worker.done():
                worker.cancel()
                with suppress(asyncio.CancelledError):
                    await worker
                return
            worker.result()
