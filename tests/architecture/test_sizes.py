"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

from tests.architecture.sources import functions, place, python_files

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70


def test_files_stay_below_the_limit() -> None:
    sizes = {place(path): len(path.read_text().splitlines()) for path in python_files("src", "tests", "bench")}

    assert {name: size for name, size in sizes.items() if size > FILE_LINES_MAX} == {}


def test_functions_stay_below_the_limit() -> None:
    sizes = {
        f"{place(path, node)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files("src", "tests", "bench")
        for node in functions(path)
    }

    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES_MAX} == {}
