"""Start ``truetonne up`` in a folder of its own and wait for its first page.

The demonstration is made once a run; each exchange that shows it works in a copy of that folder, as it was after
``truetonne up --demo`` had been stopped.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import HOME_VARIABLE
from truetonne.config.embedded.sharing import held_alone

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("truetonne")
START_SECONDS_MAX = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningExchange:
    """Where a running exchange answers and how its command line reaches it."""

    url: str
    home: Path
    output: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which its commands must run."""
        return exchange_environment(home=self.home, url=self.url)

    def run(self, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run the ``truetonne`` command against this exchange and return what it printed and its exit code."""
        return subprocess.run(
            [str(COMMAND), *arguments],
            env=self.environment,
            capture_output=True,
            input=stdin,
            check=False,
            cwd=self.home,
        )

    def get(self, path: str) -> bytes:
        """Fetch one address; raises HTTPError for anything but a 2xx answer."""
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return bytes(answer.read())

    def accounts(self) -> dict[str, dict[str, str]]:
        """The demonstration accounts by role, as the demonstration wrote them down."""
        text = (self.home / "demo-accounts.json").read_text(encoding="utf-8")
        return dict(json.loads(text))


def exchange_environment(*, home: Path, url: str) -> dict[str, str]:
    """Return this process' environment pointed at another exchange."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRUETONNE_", "DATABASE_"))}
    return kept | {"TRUETONNE_HOME": str(home), "TRUETONNE_URL": url, "NO_COLOR": "1", "COLUMNS": "120"}


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def start_exchange(*, home: Path, demo: bool) -> Iterator[RunningExchange]:
    """Start an exchange over ``home``, yield it once its first page answers, stop all of it afterwards."""
    if demo:
        _copy_exchange(source=_demonstration(), target=home)
    try:
        with _running(home=home, demo=demo) as running:
            yield running
    finally:
        _remove_data(home=home)


def _demonstration() -> Path:
    """Return the folder of this run's demonstration, making it if this is the first that asks for it."""
    kept = Path(os.environ[HOME_VARIABLE]) / "demonstration"
    made = kept.with_suffix(".made")
    with held_alone(path=kept.with_suffix(".lock"), report=lambda _: None):
        if not made.exists():
            with _running(home=kept, demo=True):
                pass
            made.touch()
    return kept


def _copy_exchange(*, source: Path, target: Path) -> None:
    """Copy a stopped exchange, database included, with the owners of its files.

    Root's server runs as somebody else, who cannot walk into a test's folder: for root the data stand in the run's.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy_folder(source=source, target=target)
    if os.geteuid() == 0:
        control = target / "database"
        data = source.parent / "copies" / secrets.token_hex(6) / "data"
        data.parent.mkdir(parents=True)
        (control / "data").rename(data)
        (control / "data-folder").write_text(f"{data}\n", encoding="utf-8")
        (control / "instance").write_text(f"{data.parent.name}\n", encoding="utf-8")


def _copy_folder(*, source: Path, target: Path) -> None:
    subprocess.run(["cp", "--archive", "--reflink=auto", str(source), str(target)], check=True)


def _data_beside(*, home: Path) -> Path | None:
    """Return the database's folder where it stands outside the exchange's own: root's server cannot walk into that."""
    pointer = home / "database" / "data-folder"
    return Path(pointer.read_text(encoding="utf-8").strip()) if pointer.exists() else None


def _remove_data(*, home: Path) -> None:
    """Remove what pytest does not remove with ``home``."""
    if (beside := _data_beside(home=home)) is not None:
        shutil.rmtree(beside.parent, ignore_errors=True)


@contextmanager
def _running(*, home: Path, demo: bool) -> Iterator[RunningExchange]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    output = home / "up.log"
    home.mkdir(parents=True, exist_ok=True)
    with output.open("wb") as log:
        process = subprocess.Popen(
            [str(COMMAND), "up", "--port", str(port), "--demo" if demo else "--no-demo"],
            env=exchange_environment(home=home, url=url),
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )
    try:
        _wait_for_page(url=url, process=process, output=output)
        yield RunningExchange(url=url, home=home, output=output)
    finally:
        _stop(process=process)


def _wait_for_page(*, url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the exchange ended by itself:\n{output.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(url + "/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"no page within {START_SECONDS_MAX} s:\n{output.read_text(errors='replace')}")


def _stop(*, process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
