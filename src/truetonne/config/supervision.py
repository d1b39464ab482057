"""A child process ends when the ``truetonne up`` that started it is gone, however it went.

The parent holds the writing end of a pipe that it never writes to; the system closes it with the parent.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Mapping

PIPE_VARIABLE = "TRUETONNE_PARENT_PIPE"
LOOK_EVERY_S = 2.0
GRACE_S = 10.0


def watch_parent(*, environ: Mapping[str, str]) -> None:
    """Begin to watch the supervising process, if there is one; ends this process when that is gone."""
    if is_supervised(environ=environ):
        facts = (int(environ[PIPE_VARIABLE]), os.getppid())
        threading.Thread(target=_end_with, args=facts, name="watch-parent", daemon=True).start()


def is_supervised(*, environ: Mapping[str, str]) -> bool:
    """Whether ``truetonne up`` started this process."""
    return environ.get(PIPE_VARIABLE, "").isdigit()


def leave_interrupts_to_parent(*, environ: Mapping[str, str]) -> None:
    """Let Ctrl-C pass by: the terminal sends it to all, and the parent then ends its children in order.

    A web worker that gets two requests to stop at once may miss both.
    """
    if is_supervised(environ=environ):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})


def prepare_forked_workers(*, environ: Mapping[str, str]) -> None:
    """Give each forked web worker a watch of its own, and the system's answer to a request to stop.

    A thread does not survive a fork. The parent's handler does, and would note the request in the wrong process
    and lose it, until the web server sets the worker's own.
    """

    def begin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        watch_parent(environ=environ)

    os.register_at_fork(after_in_child=begin)


def _end_with(descriptor: int, parent: int) -> None:
    while os.getppid() == parent:
        readable, _, _ = select.select([descriptor], [], [], LOOK_EVERY_S)
        if readable:
            break
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)
