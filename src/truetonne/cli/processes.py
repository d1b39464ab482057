"""The children of ``truetonne up``: started together, watched, restarted when one crashes, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from truetonne.config.supervision import PIPE_VARIABLE

CRASHES_MAX = 5
CRASH_WINDOW_S = 60.0
PAUSE_MAX_S = 8.0
STOP_PATIENCE_S = 12.0


class ChildKeepsCrashing(Exception):
    """A child ended again and again; restarting it once more would not help."""

    code = "child_keeps_crashing"

    def __init__(self, *, name: str, crashes: int, exit_code: int) -> None:
        self.name = name
        self.crashes = crashes
        self.exit_code = exit_code
        self.fix = "Read its last lines above; the data are safe"
        super().__init__(f"the {name} ended {crashes} times within {CRASH_WINDOW_S:.0f} s (last exit code {exit_code})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSpec:
    """One kind of child: what people call it, and the truetonne subcommand that it runs."""

    name: str
    arguments: tuple[str, ...]


class Child:
    """One child process and its history."""

    def __init__(self, *, spec: ChildSpec, environ: Mapping[str, str], pipe: int) -> None:
        self.spec = spec
        self._environ = {**environ, PIPE_VARIABLE: str(pipe)}
        self._pipe = pipe
        self._crashes: list[float] = []
        self._start_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            [sys.executable, "-m", "truetonne.cli", *self.spec.arguments],
            env=self._environ,
            stdin=subprocess.DEVNULL,
            pass_fds=(self._pipe,),
        )

    def look(self, *, now: float, report: Callable[[str], None]) -> None:
        """Start the child again if it ended, after a pause that grows; raises ChildKeepsCrashing."""
        if self.process is not None:
            exit_code = self.process.poll()
            if exit_code is None:
                return
            self.process = None
            self._note_crash(now=now, exit_code=exit_code, report=report)
        if now >= self._start_at:
            self.start()

    def end(self, *, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def wait(self, *, until: float) -> bool:
        """Wait for the end; True if it came in time."""
        if self.process is None:
            return True
        try:
            self.process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _note_crash(self, *, now: float, exit_code: int, report: Callable[[str], None]) -> None:
        self._crashes = [*(crash for crash in self._crashes if now - crash < CRASH_WINDOW_S), now]
        if len(self._crashes) >= CRASHES_MAX:
            raise ChildKeepsCrashing(name=self.spec.name, crashes=len(self._crashes), exit_code=exit_code)
        pause = min(PAUSE_MAX_S, 0.5 * 2.0 ** (len(self._crashes) - 1))
        self._start_at = now + pause
        report(f"the {self.spec.name} ended with exit code {exit_code}; starting it again in {pause:g} s")


class Children:
    """All children of one ``truetonne up``."""

    def __init__(self, *, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._reading, self._writing = os.pipe()
        self._children: list[Child] = []

    def start(self, *specs: ChildSpec) -> None:
        for spec in specs:
            self._children.append(Child(spec=spec, environ=self._environ, pipe=self._reading))
            self._children[-1].start()

    def look(self, *, report: Callable[[str], None]) -> None:
        """Look after every child once; raises ChildKeepsCrashing."""
        now = time.monotonic()
        for child in self._children:
            child.look(now=now, report=report)

    def stop(self, *, report: Callable[[str], None]) -> None:
        """Ask every child to end, wait, and end those that do not."""
        for child in self._children:
            child.end(number=signal.SIGTERM)
        until = time.monotonic() + STOP_PATIENCE_S
        for child in self._children:
            if not child.wait(until=until):
                report(f"the {child.spec.name} does not end; ending it by force")
                child.end(number=signal.SIGKILL)
                child.wait(until=time.monotonic() + STOP_PATIENCE_S)
        os.close(self._writing)
        os.close(self._reading)
