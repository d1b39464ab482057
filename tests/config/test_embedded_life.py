"""The embedded PostgreSQL starts, is shared, survives being killed, and stops with its last user."""

from __future__ import annotations

import importlib.util
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.config.processes import Fork, Holder, remove_home, silent
from truetonne.config.access import OWNER_ROLE, SUPERUSER_ROLE, WEB_ROLE, read_access
from truetonne.config.embedded import Lease, open_database, server
from truetonne.config.embedded.account import Account
from truetonne.config.embedded.binaries import PACKAGE, Binaries
from truetonne.config.embedded.places import Places

Leases = Callable[[], Lease]
Holders = Callable[..., Holder]


def connect(lease: Lease, role: str = OWNER_ROLE) -> psycopg.Connection:
    return psycopg.connect(**lease.access(role=role).conninfo(), autocommit=True)  # type: ignore[arg-type]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def kill_server(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while is_alive(pid):
        time.sleep(0.01)


def test_keeps_data_from_one_start_to_the_next(home: Path, leases: Leases) -> None:
    first = leases()
    with connect(first) as connection:
        connection.execute("CREATE TABLE kept (kg bigint)")
        connection.execute("INSERT INTO kept VALUES (3250)")
    pid = first.server_pid()
    first.close()

    second = leases()

    assert pid is not None
    assert not is_alive(pid)
    with connect(second) as connection:
        assert connection.execute("SELECT kg FROM kept").fetchall() == [(3250,)]


def test_writes_durably_and_listens_on_a_private_socket_only(home: Path, leases: Leases) -> None:
    lease = leases()

    with connect(lease, SUPERUSER_ROLE) as connection:
        names = ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "password_encryption")
        values = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]
        rules = connection.execute("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules").fetchall()

    assert values == [("on",), ("on",), ("on",), ("",), ("scram-sha-256",)]
    assert rules == [("local", "scram-sha-256")]
    assert stat.S_IMODE(lease.socket.stat().st_mode) == 0o700
    for name in ("access.json", "passwords.json"):
        assert stat.S_IMODE((home / "database" / name).stat().st_mode) == 0o600


def test_refuses_a_wrong_password(leases: Leases) -> None:
    lease = leases()
    info = {**lease.access(role=WEB_ROLE).conninfo(), "password": "wrong"}

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**info)  # type: ignore[arg-type]


def test_tells_settings_how_to_reach_it(home: Path, leases: Leases) -> None:
    lease = leases()

    access = read_access(home=home)

    assert access is not None
    assert access.web == lease.access(role=WEB_ROLE)
    assert access.owner.user == OWNER_ROLE


def test_loses_no_commit_when_the_server_is_killed(leases: Leases) -> None:
    lease = leases()
    with connect(lease) as connection:
        connection.execute("CREATE TABLE acknowledged (n int)")
    for n in range(3):
        with connect(lease) as connection:
            connection.execute("INSERT INTO acknowledged VALUES (%s)", [n])
        pid = lease.server_pid()
        assert pid is not None
        kill_server(pid)

        assert lease.ensure_running()

        with connect(lease) as connection:
            row = connection.execute("SELECT count(*) FROM acknowledged").fetchone()
            assert row == (n + 1,)
    assert not lease.ensure_running()


def test_is_adopted_when_the_application_is_killed(made_home: Path, leases: Leases, holders: Holders) -> None:
    killed = holders(home=made_home)
    pid, _, _ = killed.facts()
    killed.kill()

    adopter = leases()

    assert adopter.server_pid() == pid
    adopter.close()
    assert not is_alive(pid)


def test_starts_after_server_and_application_were_killed(made_home: Path, leases: Leases, holders: Holders) -> None:
    killed = holders(home=made_home)
    pid, _, _ = killed.facts()
    killed.kill()
    kill_server(pid)

    lease = leases()

    assert lease.server_pid() not in {None, pid}
    with connect(lease, WEB_ROLE) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_serves_two_processes_and_stops_with_the_last(made_home: Path, holders: Holders) -> None:
    first, second = holders(home=made_home), holders(home=made_home)
    pid = first.facts()[0]
    assert second.facts()[0] == pid

    first.give_back()
    assert is_alive(pid)

    second.give_back()
    assert not is_alive(pid)


def test_ends_sessions_that_a_killed_server_left_behind(leases: Leases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LEFTOVER_PATIENCE_S", 0.2)
    lease = leases()
    with connect(lease, SUPERUSER_ROLE) as connection:
        session = connection.info.backend_pid
        pid = lease.server_pid()
        assert pid is not None
        os.kill(session, signal.SIGSTOP)
        kill_server(pid)
        assert is_alive(session)

        assert lease.ensure_running()

        assert not is_alive(session)


def test_starts_over_a_pid_file_whose_number_is_another_program(home: Path, leases: Leases) -> None:
    lease = leases()
    pid = lease.server_pid()
    assert pid is not None
    path = lease.data / "postmaster.pid"
    stale = path.read_text().splitlines()
    kill_server(pid)
    path.write_text("\n".join([str(os.getpid()), *stale[1:]]) + "\n")

    assert lease.ensure_running()

    assert lease.server_pid() not in {None, pid, os.getpid()}


def test_gives_new_passwords_where_their_file_is_lost(home: Path, leases: Leases) -> None:
    leases().close()
    (home / "database" / "passwords.json").unlink()

    lease = leases()

    for role in (SUPERUSER_ROLE, OWNER_ROLE, WEB_ROLE):
        with connect(lease, role) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)


def test_finds_a_shorter_place_for_the_socket(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    lease = open_database(home=deep, report=silent)
    try:
        assert len(str(lease.socket)) < 100
        with connect(lease, WEB_ROLE) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        lease.close()
    assert not lease.socket.exists()


def test_takes_the_operators_own_lines_last(home: Path, leases: Leases) -> None:
    leases().close()
    (home / "database" / "extra.conf").write_text("work_mem = '7MB'\n")

    with connect(leases()) as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("7MB",)


def test_waits_as_long_as_the_server_says_that_it_is_starting(home: Path, tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text(
        "#!/bin/sh\n"
        'lines() { printf "%s\\n2\\n3\\n5432\\n/socket\\n\\n7\\n%s\\n" $$ "$1" > new && mv new postmaster.pid; }\n'
        "lines starting; sleep 2.6; lines ready; exec sleep 30\n"
    )
    program.chmod(0o755)
    lines: list[str] = []
    data = home / "data"
    data.mkdir(parents=True)
    places = Places(control=home, data=data, account=Account(uid=None))
    wrapped = server.Server(places=places, binaries=Binaries(folder=tmp_path))

    ready = wrapped.start(socket=tmp_path, report=lines.append)

    assert ready.status == "ready"
    assert any("starting up" in line for line in lines)
    wrapped.stop(report=lines.append)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it looks at what root does")
def test_runs_for_root_from_a_private_checkout_and_home(home: Path, holders: Holders) -> None:
    home.mkdir(mode=0o700)
    spec = importlib.util.find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    for found in (package, *package.parent.glob(f"{PACKAGE}.libs")):
        subprocess.run(["cp", "-a", str(found), str(home / found.name)], check=True)
    private = home / "state"

    holder = holders(home=private, environ={"PYTHONPATH": str(home)})
    pid, data, binaries = holder.facts()

    owner = data.stat().st_uid
    assert owner != 0
    assert Path(f"/proc/{pid}").stat().st_uid == owner
    assert home not in (*data.parents, *binaries.parents)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert binaries.stat().st_uid == 0
    holder.give_back()
    remove_home(private)


def test_runs_for_an_ordinary_user(home: Path, as_ordinary_user: Fork) -> None:
    home.mkdir()
    os.chown(home, 65534, 65534)
    home.chmod(0o700)

    def work() -> str:
        lease = open_database(home=home / "state", report=silent)
        with connect(lease, WEB_ROLE) as connection:
            row = connection.execute("SELECT current_user").fetchone()
        pid = lease.server_pid()
        owner = Path(f"/proc/{pid}").stat().st_uid
        lease.close()
        return f"{row} {owner} {lease.data}"

    assert as_ordinary_user(work) == f"('{WEB_ROLE}',) 65534 {home}/state/database/data"


def test_makes_one_database_when_two_processes_begin_at_once(home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from truetonne.config.embedded import open_database\n"
        "lease = open_database(home=Path(sys.argv[1]), report=print); print('pid', lease.server_pid(), flush=True)\n"
        "sys.stdin.read(); lease.close()"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]

    spoken = []
    for process in both:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        while not lines[-1].startswith("pid"):
            lines.append(process.stdout.readline())
        spoken.append(lines)
    for process in both:
        process.communicate("")

    assert spoken[0][-1] == spoken[1][-1]
    assert sum(line == "making the database\n" for lines in spoken for line in lines) == 1
