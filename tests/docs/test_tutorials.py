"""The examples of the tutorials run and come out as the pages say."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs/tutorial"
PAGES = sorted(FOLDER.glob("*.md"))
EXAMPLES = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_example_of_a_tutorial_comes_out_as_it_says(page: Path) -> None:
    blocks = EXAMPLES.findall(page.read_text(encoding="utf-8"))
    told: list[str] = []

    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.stem, str(page), 0)
    outcome = doctest.DocTestRunner().run(test, out=told.append)

    assert outcome.attempted > 5
    assert "".join(told) == ""


def test_the_documentation_leads_to_every_tutorial() -> None:
    index = (FOLDER.parent / "README.md").read_text(encoding="utf-8")

    assert [page.name for page in PAGES if f"tutorial/{page.name}" not in index] == []
