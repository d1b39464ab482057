"""A data folder that cannot be used is named, with what is wrong and what to do; nothing is changed in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.processes import Fork, silent
from truetonne.config.embedded import DatabaseUnusable, open_database, places
from truetonne.config.embedded.faults import (
    BinariesUnusable,
    DataCorrupt,
    DataFolderGone,
    DiskFull,
    FolderIsAFile,
    FolderNotADatabase,
    FolderNotWritable,
    FolderOfAnotherOwner,
    FolderTooOpen,
    OtherMajorVersion,
    ServerStopped,
)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it changes owners or mounts a small disk")


@pytest.fixture
def made(made_home: Path) -> Path:
    """The data folder of a whole database at rest."""
    return made_home / "database" / "data"


def refused(home: Path) -> DatabaseUnusable:
    """Return the refusal to open ``home``, after checking that it says what to do."""
    with pytest.raises(DatabaseUnusable) as caught:
        open_database(home=home, report=silent)
    fault = caught.value
    assert fault.field
    assert fault.fix
    assert str(fault) == f"{fault.field}: {fault.fact}. {fault.fix}"
    return fault


def test_names_a_home_that_is_a_file(home: Path) -> None:
    home.write_text("not a folder")

    fault = refused(home)

    assert isinstance(fault, FolderIsAFile)
    assert fault.path == home
    assert home.read_text() == "not a folder"


def test_names_a_file_above_the_home(home: Path) -> None:
    home.write_text("not a folder")

    fault = refused(home / "inner" / "state")

    assert isinstance(fault, FolderIsAFile)
    assert fault.path == home


def test_names_a_data_folder_that_is_a_file(home: Path) -> None:
    (home / "database").mkdir(parents=True)
    (home / "database" / "data").write_text("")

    fault = refused(home)

    assert isinstance(fault, FolderIsAFile)
    assert fault.field == str(home / "database" / "data")


def test_names_a_home_that_cannot_be_written(home: Path, as_ordinary_user: Fork) -> None:
    home.mkdir(mode=0o755)

    def work() -> str:
        fault = refused(home)
        return f"{type(fault).__name__} {fault.field}"

    assert as_ordinary_user(work) == f"{FolderNotWritable.__name__} {home}"


@needs_root
def test_names_the_owner_of_another_users_data(made: Path) -> None:
    os.chown(made, 0, 0)

    fault = refused(made.parent.parent)

    assert isinstance(fault, FolderOfAnotherOwner)
    assert fault.owner_uid == 0
    assert "chown -R" in fault.fix


def test_names_the_owner_to_an_ordinary_user(made: Path, as_ordinary_user: Fork) -> None:
    control = made.parent
    owner = made.stat().st_uid
    for folder in (control.parent, control):
        os.chown(folder, 65534, 65534)

    def work() -> str:
        fault = refused(control.parent)
        assert isinstance(fault, FolderOfAnotherOwner)
        return f"{fault.owner_uid} {fault.needed_uid}"

    assert as_ordinary_user(work) == f"{owner} 65534"


def test_names_a_folder_that_others_can_read(made: Path) -> None:
    made.chmod(0o755)

    fault = refused(made.parent.parent)

    assert isinstance(fault, FolderTooOpen)
    assert fault.fix == f"Run: chmod 0700 {made}"
    made.chmod(0o700)


def test_names_another_major_version(made: Path) -> None:
    (made / "PG_VERSION").write_text("14\n")

    fault = refused(made.parent.parent)

    assert isinstance(fault, OtherMajorVersion)
    assert (fault.found, fault.needed) == ("14", "18")
    assert "pg_dump" in fault.fix


def test_leaves_a_folder_of_other_files_alone(made: Path) -> None:
    (made / "PG_VERSION").unlink()

    fault = refused(made.parent.parent)

    assert isinstance(fault, FolderNotADatabase)
    assert (made / "base").is_dir()


@pytest.mark.parametrize("name", ["global/pg_control", "pg_wal"])
def test_names_damage_in_the_servers_own_words(made: Path, name: str) -> None:
    if name == "pg_wal":
        for segment in (made / "pg_wal").glob("0*"):
            segment.unlink()
    else:
        path = made / name
        path.write_bytes(b"\0" * path.stat().st_size)

    fault = refused(made.parent.parent)

    assert isinstance(fault, DataCorrupt)
    assert fault.log_lines
    assert "backup" in fault.fix


def test_names_the_line_that_the_server_refuses(made: Path) -> None:
    (made.parent / "extra.conf").write_text("shared_bufers = '1GB'\n")

    fault = refused(made.parent.parent)

    assert isinstance(fault, ServerStopped)
    assert "shared_bufers" in fault.fact
    assert fault.log_path == made.parent / "server.log"


def test_stops_before_a_full_disk_does_harm(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=1024)
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: full)

    fault = refused(made.parent.parent)

    assert isinstance(fault, DiskFull)
    assert "nothing recorded is lost" in fault.fix


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A file system of 96 MiB; skips where mounting is not allowed."""
    disk = home.parent / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=0755", "tmpfs", str(disk)], check=False)
    if mounted.returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@needs_root
def test_names_a_disk_that_fills_while_the_database_is_made(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "FREE_BYTES_MIN", 0)
    (small_disk / "filler").write_bytes(b"\0" * 70 * 2**20)

    fault = refused(small_disk / "home")

    assert isinstance(fault, DiskFull)
    assert not (small_disk / "home" / "database" / "data").exists()
    assert not (small_disk / "home" / "database" / "data.new").exists()


@needs_root
def test_does_not_take_a_lost_data_folder_for_a_new_exchange(home: Path) -> None:
    home.mkdir(mode=0o700)
    lease = open_database(home=home, report=silent)
    lease.close()
    shutil.rmtree(lease.data.parent)

    fault = refused(home)

    assert isinstance(fault, DataFolderGone)
    assert fault.path == lease.data
    shutil.rmtree(home)


def test_names_missing_programs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truetonne.config.embedded.binaries.PACKAGE", "no_such_package")

    fault = refused(home)

    assert isinstance(fault, BinariesUnusable)
    assert "DATABASE_URL" in fault.fix
