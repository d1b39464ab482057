"""``truetonne up``: database, pages, log worker and worker in one process group, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from types import FrameType

import click

from truetonne.cli.console import EXIT_UNUSABLE_INSTALLATION, bootstrap_django, errors, fail, report_line
from truetonne.cli.demo import OPERATOR_NAME, load_demo
from truetonne.cli.processes import Children, ChildSpec
from truetonne.config.embedded import Lease

LOOK_EVERY_S = 0.25
FIRST_PAGE_PATIENCE_S = 120.0
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
BEHIND_THE_PAGES = (
    ChildSpec(name="log worker", arguments=("log-worker",)),
    ChildSpec(name="worker", arguments=("worker",)),
)


class StopRequested(Exception):
    """Ctrl-C, or the system asks to stop."""


@click.command()
@click.option("--port", default=8321, show_default=True, type=click.IntRange(1, 65535), help="Port of the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--demo/--no-demo", default=False, help="Load the demonstration exchange (invented companies).")
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Web workers (default: by processors).")
def command(port: int, host: str, demo: bool, workers: int | None) -> None:  # noqa: FBT001 - click passes it by name
    """Run the whole exchange: starts what it needs, migrates, serves, stops all on Ctrl-C."""
    began = time.monotonic()
    _listen_for_stop()
    _check_port(host=host, port=port)
    if "TRUETONNE_URL" not in os.environ and host not in LOCAL_HOSTS:
        report_line("only this machine is answered: set TRUETONNE_URL to the address under which others reach it")
    os.environ.setdefault("TRUETONNE_URL", f"http://127.0.0.1:{port}")
    os.environ["TRUETONNE_DEMO"] = "1" if demo else "0"
    if demo:
        os.environ.setdefault("TRUETONNE_OPERATOR", OPERATOR_NAME)
    os.environ["TRUETONNE_STATIC"] = "collected"
    try:
        lease = _prepare(demo=demo)
        count = workers or max(2, min(4, os.cpu_count() or 2))
        serve = ("serve", "--host", host, "--port", str(port), "--workers", str(count))
        children = Children(environ=os.environ)
        try:
            children.start(ChildSpec(name="web server", arguments=serve))
            _run(children=children, lease=lease, host=host, port=port, began=began)
        finally:
            _ignore_stop()
            children.stop(report=report_line)
    except StopRequested:
        pass
    finally:
        report_line("stopped")


def _prepare(*, demo: bool) -> Lease | None:
    """Bring database, keys, static files and demonstration data to where pages can be served."""
    with errors.status("starting the database"):
        lease = bootstrap_django(renew=True)

        from django.conf import settings

        from truetonne.config.static_files import collect_static_files

        report_line(f"state is in {settings.TRUETONNE.home}")
        if lease is not None and settings.TRUETONNE.home not in lease.data.parents:
            report_line(f"the database is in {lease.data}: its own user cannot walk into the folder above")
        if not settings.IDENTITY.mail.is_sent:
            report_line(f"no mail leaves this machine: each one is a file in {settings.IDENTITY.mail.folder}")
        collect_static_files(home=settings.TRUETONNE.home, report=report_line)
    if demo:
        load_demo(report_line)
    return lease


def _run(*, children: Children, lease: Lease | None, host: str, port: int, began: float) -> None:
    """Watch until asked to stop: children and database are started again when they are gone.

    The workers behind the pages start after the first page is there: nobody waits for them.
    """
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}/"  # noqa: S104 - compared only
    announced = False
    while True:
        children.look(report=report_line)
        if lease is not None and lease.ensure_running():
            report_line("the database server had ended; it is running again, nothing recorded is lost")
        if not announced and _answers(address):
            announced = True
            children.start(*BEHIND_THE_PAGES)
            errors.print(
                f"[bold]the exchange is at {address}[/]  [dim]({time.monotonic() - began:.1f} s; Ctrl-C stops it)[/]"
            )
        if not announced and time.monotonic() - began > FIRST_PAGE_PATIENCE_S:
            fail(
                f"{address} does not answer after {FIRST_PAGE_PATIENCE_S:.0f} s",
                fix="Read the lines above",
                code=EXIT_UNUSABLE_INSTALLATION,
            )
        time.sleep(LOOK_EVERY_S)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _check_port(*, host: str, port: int) -> None:
    """End the command if another program listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(
                f"--port {port}: cannot be used on {host} ({error.strerror})",
                fix=f"Stop the other program, or choose another port: truetonne up --port {port + 1 if port < 65535 else 8321}",
                code=EXIT_UNUSABLE_INSTALLATION,
            )


def _listen_for_stop() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)


def _ignore_stop() -> None:
    """A second Ctrl-C must not break off an orderly stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested
