"""The stylesheet: contrast of every ink in both themes, files that exist, and classes that templates may use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import truetonne
from truetonne.edge.accent import contrast
from truetonne.edge.charts import TOKENS

PACKAGE = Path(truetonne.__file__).parent
STATIC = PACKAGE / "site" / "static" / "site"
SHEET = (STATIC / "look.css").read_text(encoding="utf-8")
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
OURS = [path for path in TEMPLATES if path.parent.name != "admin"]
"""Templates in our own sheet; those of Django's admin use its classes."""
WITHOUT_STYLE = {"rules", "blk", "two", "broad", "cells", "fig", "plain", "credits"}
"""Classes that name a part and need no rule of their own."""


def token(name: str, *, theme: str) -> str:
    light, dark = re.findall(rf"--{name}:light-dark\((#\w+),(#\w+)\)", SHEET)[0]
    short = light if theme == "light" else dark
    return "#" + "".join(digit * 2 for digit in short[1:]) if len(short) == 4 else str(short)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "seal", "blue", "focus"])
def test_every_ink_can_be_read_on_every_ground(ink: str, ground: str, theme: str) -> None:
    assert contrast(one=token(ink, theme=theme), other=token(ground, theme=theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_field_borders_and_text_on_vermilion_can_be_seen(theme: str) -> None:
    assert contrast(one=token("rule-2", theme=theme), other=token("paper", theme=theme)) >= 3
    assert contrast(one=token("on-seal", theme=theme), other=token("seal", theme=theme)) >= 4.5
    assert contrast(one=token("seal", theme=theme), other=token("seal-wash", theme=theme)) >= 4.5


def test_browsers_without_light_dark_get_the_light_tokens() -> None:
    for name in ("paper", "ink", "ink-2", "ink-3", "rule-2", "seal", "blue"):
        assert f"--{name}:{token(name, theme='light')}" in SHEET


def test_chart_tokens_are_the_tokens_of_the_sheet() -> None:
    for colour, variable in TOKENS.items():
        assert token(variable.removeprefix("var(--").removesuffix(")"), theme="light") == colour


def test_every_font_and_picture_of_the_sheets_is_there_with_its_licence() -> None:
    for sheet in (STATIC / "look.css", STATIC / "fonts" / "noto-sans-sc.css"):
        addresses = re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8"))
        assert addresses
        files = [address for address in addresses if not address.startswith("/")]
        assert [address for address in files if not (sheet.parent / address).is_file()] == []
    families = {"newsreader", "archivo", "ibm-plex-mono"}
    assert all((STATIC / "fonts" / f"{family}-OFL.txt").is_file() for family in families)
    assert (STATIC / "fonts" / "noto-sans-sc" / "OFL.txt").is_file()


def test_the_sheet_loads_nothing_from_elsewhere() -> None:
    assert "http" not in SHEET
    assert "data:" not in SHEET
    assert "@import" not in SHEET


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_template_uses_the_sheet_and_nothing_inline(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")

    assert not re.search(r'\sstyle="', markup)
    assert "<style" not in markup
    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)
    assert not re.search(r'\son\w+="', markup)
    assert "data:" not in markup


def test_every_class_of_a_template_is_in_the_sheet() -> None:
    known = set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", SHEET)) | WITHOUT_STYLE
    unknown = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in OURS
        for value in re.findall(r'class="([^"{}]*)"', path.read_text(encoding="utf-8"))
        for name in value.split()
        if name not in known
    }

    assert sorted(unknown) == []
