"""What packs ask for and answer, in the reader's words."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from django.utils import translation

from truetonne.market.pack_words import code_words, fact_words


def test_it_has_words_for_every_datapoint_of_every_pack() -> None:
    tables = [each for each in files("truetonne.rules").joinpath("data").iterdir() if each.name.startswith("pack-")]
    named = {fact for table in tables for fact in re.findall(r'(?m)^fact = "([a-z0-9_]+)"', table.read_text("utf-8"))}
    assert len(named) > 60
    assert {fact for fact in named if fact_words(fact=fact) == fact} == set()


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("org_boundary_approach", "operational_control", "kiểm soát vận hành"),
        ("target_reduction", "0.420000", "42,0%"),
        ("cancelled_on", "2026-06-10", "10/6/2026"),
        ("purpose", {"code": "ONGOING_EMISSIONS", "claim_year": 2025}, "Phát thải đang diễn ra, 2025"),
        ("targets", {"reduction": "0.42", "base_year": 2020, "target_year": 2030, "scopes": "1+2+3"}, "42,0%"),
        ("project_name", "Amber Ridge", None),
    ],
)
def test_it_says_codes_shares_and_days_in_the_readers_language(fact: str, value: object, words: str | None) -> None:
    with translation.override("vi"):
        said = code_words(fact=fact, value=value, language="vi")
    assert said is None if words is None else words in str(said)
