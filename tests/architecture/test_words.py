"""Names say what a thing is in the field's words; texts claim nothing and flatter nobody."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import (
    PACKAGE,
    ROOT,
    functions,
    parsed,
    place,
    public_functions,
    python_files,
    room_files,
)

EMPTY_FILE_NAMES = {"utils", "util", "common", "helpers", "helper", "core", "misc", "services", "base", "manager"}
EMPTY_CLASS_ENDINGS = ("Helper", "Util", "Utils", "Service", "Impl")
UNUSED_WORDS = {"burn", "burned", "mint", "minted", "guarantee", "guaranteed", "greenest", "organisation", "programme"}
UNSAID = re.compile(r"\b(successfully|please|carbon[ -]neutral|guaranteed?|minted|burned|climate[ -]positive)\b", re.I)
LATER = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK|for now)\b")
MACHINE_PATH = re.compile(r"""["'(\s=](/work/|/root/|/home/\w+/|/tmp/\w)""")


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def test_files_are_named_for_something() -> None:
    empty = [place(path) for path in python_files("src", "bench") if path.stem in EMPTY_FILE_NAMES]

    assert empty == []


def test_classes_are_named_for_something() -> None:
    classes = [
        (path, node)
        for path in python_files("src")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_CLASS_ENDINGS)
    ]

    assert [f"{place(path, node)} {node.name}" for path, node in classes] == []


def test_names_use_the_fields_words() -> None:
    named = [
        (path, node, node.name)
        for path in python_files("src")
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
    ]

    assert [f"{place(p, n)} {name}" for p, n, name in named if words_of(name) & UNUSED_WORDS] == []


@pytest.mark.parametrize("ending", ["html", "typ", "txt"])
def test_texts_neither_plead_nor_praise(ending: str) -> None:
    said = [
        f"{place(path)}: {found.group()}"
        for path in sorted(PACKAGE.rglob(f"*.{ending}"))
        for found in [UNSAID.search(path.read_text(encoding="utf-8"))]
        if found
    ]

    assert said == []


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{place(path)}:{number}"
        for path in python_files("src", "bench")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LATER.search(line)
    ]

    assert left == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    files = [
        *python_files("src", "bench", "tests"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "README.md",
        ROOT / "Makefile",
    ]
    named = [
        f"{place(path)}:{number}"
        for path in files
        if path.exists() and path.name != "test_words.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if MACHINE_PATH.search(line) and "noqa: S108" not in line
    ]

    assert named == []


def test_science_proof_and_actions_say_what_they_do() -> None:
    actions = [path for path in python_files("src") if "actions" in path.stem or "actions" in path.parts]
    silent = [
        f"{place(path, node)} {node.name}"
        for path in (*room_files("science", "proof"), *actions)
        for node in public_functions(path)
        if ast.get_docstring(node) is None and not _is_property(node)
    ]

    assert silent == []


def test_actions_and_queries_are_called_by_keyword() -> None:
    files = [p for p in python_files("src") if {"actions", "queries"} & {p.stem, *p.parts}]
    positional = [
        f"{place(path, node)} {node.name}"
        for path in files
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and len(node.args.args) > 1
    ]

    assert positional == []


def test_no_function_swallows_unnamed_arguments_in_an_action() -> None:
    files = [p for p in python_files("src") if {"actions", "queries"} & {p.stem, *p.parts}]
    loose = [f"{place(p, node)} {node.name}" for p in files for node in functions(p) if node.args.kwarg is not None]

    assert loose == []


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.decorator_list) or node.name.startswith("__")
