"""The page of methods says what the methods say."""

from __future__ import annotations

from tests.docs.methods_page import PAGE, render


def test_the_page_is_what_the_methods_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m tests.docs.methods_page"
