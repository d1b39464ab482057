"""Folders and other processes for tests that run a database of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.processes import Fork, Holder, remove_home, silent
from truetonne.config.embedded import Lease, open_database


@pytest.fixture
def home() -> Iterator[Path]:
    """A TRUETONNE_HOME of this test; whatever server is left in it is stopped."""
    path = Path(tempfile.mkdtemp(prefix="tt-"))
    path.chmod(0o755)
    yield path / "home"
    remove_home(path / "home")
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def pristine() -> Iterator[Path]:
    """A HOME whose database was made once for this session and is at rest, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="tt-"))
    path.chmod(0o755)
    open_database(home=path / "home", report=silent).close()
    yield path / "home"
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def made_home(home: Path, pristine: Path) -> Path:
    """The test's HOME with a whole database at rest, as if it had been used before."""
    subprocess.run(["cp", "-a", str(pristine), str(home)], check=True)
    return home


@pytest.fixture
def leases(made_home: Path) -> Iterator[Callable[[], Lease]]:
    """Open leases on the test's made home; all are given back at the end."""
    opened: list[Lease] = []

    def take() -> Lease:
        opened.append(open_database(home=made_home, report=silent))
        return opened[-1]

    yield take
    for lease in opened:
        lease.close()


@pytest.fixture
def as_ordinary_user() -> Fork:
    """Run a function in a child process as user nobody (root only) and return the text that it returns."""
    if os.geteuid() != 0:
        pytest.skip("needs root: it steps down to another user")

    def run(work: Callable[[], str]) -> str:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
                text = work()
            except BaseException as error:
                text = f"{type(error).__name__}: {error}"
            os.write(writing, text.encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            text = stream.read().decode()
        os.waitpid(child, 0)
        return text

    return run


@pytest.fixture
def holders() -> Iterator[Callable[..., Holder]]:
    """Start other truetonne processes; all are ended with the test."""
    started: list[Holder] = []

    def start(*, home: Path, environ: dict[str, str] | None = None) -> Holder:
        started.append(Holder(home=home, environ=environ))
        return started[-1]

    yield start
    for holder in started:
        if holder.process.poll() is None:
            holder.kill()
