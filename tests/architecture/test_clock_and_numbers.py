"""Below a view or a command nothing reads the clock or makes an id, and no quantity or price is a float."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import parsed, place, room_files

CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "localtime", "uuid1", "uuid4", "uuid7", "new_id", "token_hex"}
CLOCK_OWNERS = {"datetime", "date", "timezone", "time", "uuid", "uuid_utils", "secrets", "identifiers"}
ENTRIES = (
    "views",
    "api",
    "urls",
    "admin",
    "apps",
    "worker",
    "jobs",
    "mount",
    "failures",
    "adapters",
    "sign_in_trail",
    "fresh",
)
NAIVE = {"utcnow", "utcfromtimestamp"}
EXACT_SCIENCE = {"money", "quantity", "serial_block"}
"""Calculations work with floats; the values that leave them for the ledger do not."""


def is_entry(path: Path) -> bool:
    """Whether a file is a view, a router or a running process: there the clock is read, once."""
    return any(part.startswith(ENTRIES) for part in (path.stem, *path.parent.parts[-2:]))


def called(node: ast.Call) -> tuple[str, str]:
    """Return (owner, name) of a call, for example ("datetime", "now")."""
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return (owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", ""), node.func.attr)
    return ("", node.func.id if isinstance(node.func, ast.Name) else "")


def given(tree: ast.AST) -> set[tuple[str, str]]:
    """Return the sources of ids and times that a file's functions are given by their callers, as calls of them look."""
    return {
        ("", argument.arg)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
    }


def test_nothing_below_a_view_reads_the_clock_or_makes_an_id() -> None:
    readings = [
        f"{place(path, node)} {'.'.join(filter(None, called(node)))}"
        for path in room_files("science", "proof", "ledger", "people", "supply", "market")
        if not is_entry(path)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and called(node)[1] in CLOCKS
        and called(node)[0] in {"", *CLOCK_OWNERS}
        and called(node) not in given(parsed(path))
    ]

    assert readings == []


def test_no_time_is_naive() -> None:
    naive = [
        f"{place(path, node)} {called(node)[1]}"
        for path in room_files(".")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and (called(node)[1] in NAIVE or (called(node) == ("datetime", "now") and not (node.args or node.keywords)))
    ]

    assert naive == []


def test_quantities_and_prices_are_never_floats() -> None:
    exact = [*room_files("ledger", "market"), *(path for path in room_files("science") if path.stem in EXACT_SCIENCE)]
    floats = [
        f"{place(path, node)}"
        for path in exact
        if not is_entry(path)
        for node in ast.walk(parsed(path))
        if _is_float(node)
    ]

    assert floats == []


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.Name):
        return node.id == "float"
    return isinstance(node, ast.Attribute) and node.attr == "FloatField"
