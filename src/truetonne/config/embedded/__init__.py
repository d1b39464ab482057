"""The embedded PostgreSQL: the programs of a wheel behind a small wrapper of ours.

``open_database`` starts the server over HOME/database, or joins the one that another truetonne process runs, and
returns a lease; the last lease given back stops the server. A process that dies gives its lease back by dying.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from truetonne.config.access import (
    DATABASE_NAME,
    OWNER_ROLE,
    SUPERUSER_ROLE,
    WEB_ROLE,
    Access,
    AccessFile,
    access_path,
    read_access,
    write_access,
)
from truetonne.config.embedded.binaries import Binaries, find_binaries
from truetonne.config.embedded.cluster import (
    Passwords,
    load_passwords,
    make_cluster,
    prepare_roles,
    renew_passwords,
    write_server_file,
)
from truetonne.config.embedded.configuration import access_rules, server_configuration
from truetonne.config.embedded.faults import DatabaseUnusable
from truetonne.config.embedded.places import Places, find_places, socket_folder
from truetonne.config.embedded.server import Report, Server
from truetonne.config.embedded.sharing import SharedUse, held_alone

__all__ = ["DatabaseUnusable", "Lease", "open_database"]


class Lease:
    """One process's use of the running server."""

    def __init__(
        self, *, home: Path, places: Places, binaries: Binaries, settings: Mapping[str, str], report: Report
    ) -> None:
        self._home = home
        self._places = places
        self._binaries = binaries
        self._settings = settings
        self._report = report
        self._server = Server(places=places, binaries=binaries)
        self._use: SharedUse | None = None
        self._passwords: Passwords | None = None
        self.socket: Path = places.control

    @property
    def data(self) -> Path:
        """The data folder; may stand outside HOME when root runs truetonne."""
        return self._places.data

    @property
    def binaries(self) -> Path:
        """The folder of postgres, psql, pg_dump and pgbench."""
        return self._binaries.folder

    @property
    def log_path(self) -> Path:
        return self._places.log_path

    def server_pid(self) -> int | None:
        """Return the server's process id while it runs."""
        running = self._server.running()
        return running.pid if running else None

    def access(self, *, role: str, database: str = DATABASE_NAME) -> Access:
        """Return the way in for one of the three roles."""
        if self._passwords is None:
            raise RuntimeError("the lease was not opened")
        password = {
            SUPERUSER_ROLE: self._passwords.superuser,
            OWNER_ROLE: self._passwords.owner,
            WEB_ROLE: self._passwords.web,
        }[role]
        return Access(host=str(self.socket), port=5432, database=database, user=role, password=password)

    def ensure_running(self) -> bool:
        """Start the server again if it is gone; True if it was. Cheap while it runs."""
        if self._server.running() is not None:
            return False
        with held_alone(path=self._places.control / "start.lock", report=self._report):
            if self._server.running() is not None:
                return False
            self._start()
        return True

    def open(self) -> None:
        """Join the users of the server, making and starting what is missing."""
        with held_alone(path=self._places.control / "start.lock", report=self._report):
            self._use = SharedUse(path=self._places.control / "users.lock")
            try:
                self._start()
            except BaseException:
                self._use.leave()
                self._use = None
                raise

    def close(self) -> None:
        """Give the lease back; the last one stops the server."""
        if self._use is None:
            return
        with held_alone(path=self._places.control / "start.lock", report=self._report):
            if self._use.leave():
                self._server.stop(report=self._report)
                self._leave_no_folder()
            self._use = None

    def _leave_no_folder(self) -> None:
        """Remove the socket's folder where it stands outside HOME; the next start makes it again."""
        if self.socket.parent != self._places.control:
            with suppress(OSError):
                self.socket.rmdir()

    def _start(self) -> None:
        if not self._places.is_made:
            self._report("making the database")
        make_cluster(places=self._places, binaries=self._binaries)
        if self._server.running() is None:
            self.socket = socket_folder(places=self._places)
            self._configure()
        ready = self._server.start(socket=self.socket, report=self._report)
        self.socket = ready.socket
        self._passwords = load_passwords(places=self._places)
        if self._passwords is None:
            self._report("the database's passwords are lost; making new ones")
            self._passwords = renew_passwords(places=self._places, server_pid=ready.pid, socket=ready.socket)
            access_path(home=self._home).unlink(missing_ok=True)
        self._publish()

    def _configure(self) -> None:
        extra = self._places.control / "extra.conf"
        configuration = server_configuration(socket=self.socket, extra=extra, settings=self._settings)
        write_server_file(places=self._places, name="postgresql.conf", text=configuration)
        write_server_file(places=self._places, name="pg_hba.conf", text=access_rules(open_to_superuser=False))

    def _publish(self) -> None:
        """Make the roles if they are missing and tell later processes how to reach the database."""
        if self._passwords is None:
            raise RuntimeError("the lease was not opened")
        access = AccessFile(web=self.access(role=WEB_ROLE), owner=self.access(role=OWNER_ROLE))
        if read_access(home=self._home) == access:
            return
        prepare_roles(admin=self.access(role=SUPERUSER_ROLE, database="postgres"), passwords=self._passwords)
        write_access(home=self._home, access=access)


def open_database(*, home: Path, report: Report, settings: Mapping[str, str] | None = None) -> Lease:
    """Start or join the server over ``home`` and return the lease; raises a DatabaseUnusable that says what to do.

    ``settings`` are extra lines of postgresql.conf; they count only for a server that this call starts.
    """
    places = find_places(home=home)
    lease = Lease(
        home=home,
        places=places,
        binaries=find_binaries(account=places.account),
        settings=settings or {},
        report=report,
    )
    lease.open()
    return lease
