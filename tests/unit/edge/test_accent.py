"""The operator's accent is refused unless it can be read in both themes."""

from __future__ import annotations

import pytest

from truetonne.edge.accent import AccentInvalid, contrast, read_accent


def test_reads_two_colours_and_none() -> None:
    accent = read_accent(text=" #1F5FA8, #7FB4F0 ")

    assert accent is not None
    assert (accent.light, accent.dark) == ("#1f5fa8", "#7fb4f0")
    assert "light-dark(#1f5fa8,#7fb4f0)" in accent.css
    assert read_accent(text=" ") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("vermilion", "write two colours"),
        ("#bf2c15", "write two colours"),
        ("#f4775a #f4775a", "on #fafaf7"),
        ("#bf2c15 #bf2c15", "on #111417"),
        ("#bf2c15 url(x)", "write two colours"),
    ],
)
def test_refuses_what_cannot_be_read(text: str, reason: str) -> None:
    with pytest.raises(AccentInvalid) as refused:
        read_accent(text=text)

    assert reason in refused.value.reason


def test_the_houses_own_vermilion_passes() -> None:
    assert read_accent(text="#bf2c15 #f4775a") is not None
    assert round(contrast(one="#bf2c15", other="#fafaf7"), 1) == 5.6
    assert contrast(one="#000000", other="#ffffff") == pytest.approx(21)
