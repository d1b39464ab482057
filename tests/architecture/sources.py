"""The source files and what can be read from them without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "truetonne"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(*folders: str) -> list[Path]:
    """Return our Python files below the folders, migrations left out: Django writes those."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def room_files(*rooms: str) -> list[Path]:
    """Return the Python files of rooms."""
    return python_files(*(f"src/truetonne/{room}" for room in rooms))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, FUNCTIONS):
            yield node


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield functions and methods that other modules may call."""
    for holder in (parsed(path), *(n for n in parsed(path).body if isinstance(n, ast.ClassDef))):
        for node in holder.body:
            if isinstance(node, FUNCTIONS) and not node.name.startswith("_"):
                yield node


def place(path: Path, node: ast.AST | None = None) -> str:
    """Return ``path:line`` as an editor takes it."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"
