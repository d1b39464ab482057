"""What all commands share: starting the exchange, progress, JSON output, errors that say what to do.

Exit codes: 0 done; 1 done, and there are findings (or a certificate is invalid); 2 the command line or a file
given cannot be used; 3 consistent, but the key is not pinned (``verify`` only); 4 the installation cannot be
used (folder, database, port, key); 130 interrupted.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from truetonne.config.embedded import Lease

EXIT_DONE = 0
EXIT_FINDINGS = 1
EXIT_UNUSABLE_INPUT = 2
EXIT_NOT_PINNED = 3
EXIT_UNUSABLE_INSTALLATION = 4
EXIT_INTERRUPTED = 130

FILE_WIDTH = 160

JsonValue = str | int | float | bool | None | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
Decorated = TypeVar("Decorated", bound=Callable[..., object])

errors = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False, soft_wrap=True)


class CommandFailed(click.ClickException):
    """Ends the command with what is wrong and what to do about it, on standard error."""

    def __init__(self, *, message: str, fix: str, code: int) -> None:
        super().__init__(message)
        self.fix = fix
        # click declares the code on the class and reads it from the instance.
        self.exit_code = code  # type: ignore[misc]

    def show(self, file: object = None) -> None:
        errors.print(f"[bold red]error[/] {_escaped(self.message)}")
        if self.fix:
            errors.print(f"  [bold]fix[/] {_escaped(self.fix)}")


def fail(message: str, *, fix: str = "", code: int = EXIT_UNUSABLE_INPUT) -> NoReturn:
    """End the command with a message, the fix and an exit code."""
    raise CommandFailed(message=message, fix=fix, code=code)


def widen_for_files() -> None:
    """Give tables room where they go to a file or another program, which has no window to fit."""
    if not output.is_terminal:
        output.width = max(output.width, FILE_WIDTH)


def report_line(text: str) -> None:
    """Print one line of progress on standard error."""
    errors.print(f"[dim]{_escaped(text)}[/]")


def bootstrap_django(*, renew: bool = False, report: Callable[[str], None] = report_line) -> Lease | None:
    """Start the database if need be, migrate it and set Django up; the database is given back at exit.

    Returns the lease of the embedded database, None where DATABASE_URL names another. What is wrong with the
    installation ends the command with the field, the fix and exit code 4.
    """
    from truetonne.config.bootstrap import prepare_database, start_django

    lease = prepare_database(environ=os.environ, report=report)
    if lease is not None:
        atexit.register(lease.close)
    start_django(report=report, renew=renew)
    return lease


def json_option(command: Decorated) -> Decorated:
    """Add ``--json PATH`` to a command; the value arrives as ``json_path``."""
    option = click.option("--json", "json_path", metavar="PATH", help="Write the result as JSON; - is standard output.")
    decorated: Decorated = option(command)
    return decorated


def emit_json(path: str | None, value: JsonValue) -> None:
    """Write ``value`` to the file that ``--json`` names, - being standard output; nothing without a path."""
    if path is None:
        return
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if path == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"--json {path}: cannot be written ({error.strerror})", fix="Name a file in a folder that you can write")


@contextmanager
def progress_bar(*, label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while a long thing runs; yields a function that takes the count done so far.

    Where standard error is no terminal the bar is silent: logs stay readable.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.update(task, completed=done)


def installation_fault(error: Exception) -> CommandFailed | None:
    """Return how a known fault of the installation ends a command, or None for an unforeseen error."""
    code = getattr(error, "code", None)
    if not isinstance(code, str):
        return None
    fix = getattr(error, "fix", "")
    field = getattr(error, "field", "")
    fact = getattr(error, "fact", "")
    message = f"{field}: {fact}" if field and fact else str(error)
    if fix and message.endswith(f". {fix}"):
        message = message.removesuffix(f". {fix}")
    return CommandFailed(message=message, fix=fix, code=EXIT_UNUSABLE_INSTALLATION)


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
