"""The lines of the tutorial on matching do what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "match-controls.md"


def test_lines_come_out_as_they_say() -> None:
    outcome = doctest.testfile(str(PAGE), module_relative=False)

    assert outcome.attempted > 5
    assert outcome.failed == 0
