"""Serving the pages: granian's workers over the WSGI application. Started and watched by ``truetonne up``."""

from __future__ import annotations

import gc
import os

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from truetonne.config.supervision import leave_interrupts_to_parent, prepare_forked_workers, watch_parent

BACKLOG = 2048


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8321, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads of each worker.")
def command(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages of an exchange whose database is already prepared."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truetonne.config.settings")
    leave_interrupts_to_parent(environ=os.environ)
    watch_parent(environ=os.environ)
    _load_pages()
    prepare_forked_workers(environ=os.environ)
    Granian(
        target="truetonne.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=6,
        process_name=None,
    ).serve()


def _load_pages() -> None:
    """Load every room once, before the workers are forked: they start at once and share the memory."""
    from truetonne.config.loading import load_pages

    load_pages()
    gc.freeze()
