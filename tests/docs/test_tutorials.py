"""The examples of the tutorials run and come out as the pages say: dialogues as doctests, programs with what they print."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs/tutorial"
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted(FOLDER.glob("*.md"))}
EXAMPLES = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAMS = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```\n(?P<output>.*?)^```)?", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [page for page, text in PAGES.items() if EXAMPLES.search(text)])
def test_every_example_of_a_tutorial_comes_out_as_it_says(page: str) -> None:
    blocks = EXAMPLES.findall(PAGES[page])
    told: list[str] = []

    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page, page, 0)
    outcome = doctest.DocTestRunner().run(test, out=told.append)

    assert outcome.attempted > 5
    assert "".join(told) == ""


@pytest.mark.parametrize("page", [page for page, text in PAGES.items() if PROGRAMS.search(text)])
def test_every_program_of_a_tutorial_prints_what_the_page_says(page: str) -> None:
    names: dict[str, object] = {"__name__": "tutorial"}

    for block in PROGRAMS.finditer(PAGES[page]):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block["code"], page, "exec"), names)
        assert printed.getvalue() == (block["output"] or ""), block["code"]


def test_every_tutorial_has_examples_and_the_documentation_leads_to_it() -> None:
    index = (FOLDER.parent / "README.md").read_text(encoding="utf-8")

    assert [page for page, text in PAGES.items() if not (EXAMPLES.search(text) or PROGRAMS.search(text))] == []
    assert [page for page in PAGES if f"tutorial/{page}.md" not in index] == []
