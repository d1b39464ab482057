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
    given = environ.get(PIPE_VARIABLE, "")
    if given.isdigit():
        threading.Thread(target=_end_with, args=(int(given), os.getppid()), name="watch-parent", daemon=True).start()


def _end_with(descriptor: int, parent: int) -> None:
    while os.getppid() == parent:
        readable, _, _ = select.select([descriptor], [], [], LOOK_EVERY_S)
        if readable:
            break
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)
