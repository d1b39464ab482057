"""JSON files given on the command line: read whole, refused with the place where they break."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from truetonne.cli.console import fail


def read_json(*, path: str) -> object:
    """Return what is in a JSON file, or on standard input for ``-``.

    What cannot be read ends the command with exit code 2. A key given twice is refused, because one of the two
    values would be lost.
    """
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path}: {getattr(error, 'strerror', None) or error}", fix="Name a JSON file (UTF-8) that you can read")
    return parse_json(text=text, path=path)


def parse_json(*, text: str, path: str) -> object:
    """Return what a JSON text holds; ``path`` names it in what is said of a text that breaks."""
    try:
        value: object = json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        fail(f"{path}: line {error.lineno}, column {error.colno}: {error.msg}", fix="Write valid JSON")
    except _KeyRepeated as error:
        fail(f"{path}: the key {error.args[0]!r} stands twice in one object", fix="Keep one of the two")
    return value


def read_table(*, path: Path) -> dict[str, object]:
    """Return a .csv file as ``{"id": its name, "rows": [...]}``, each row by the names of the first line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fail(f"{path}: {getattr(error, 'strerror', None) or error}", fix="Name a .csv file (UTF-8) that you can read")
    return {"id": path.stem, "rows": rows}


class _KeyRepeated(Exception):
    """A key that stands twice in one object."""


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in pairs:
        if name in values:
            raise _KeyRepeated(name)
        values[name] = value
    return values
