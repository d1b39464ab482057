"""The fact register: every figure has a source and a state, conflicts are kept, and pages cite ids that exist."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import ROOT
from truetonne.rules.facts import FactInvalid, FactStatus, get_fact, list_facts, read_facts
from truetonne.science.errors import NotInTable

CITED = re.compile(r'{%\s*fact\s+"([^"]+)"')
GOOD = """
[[fact]]
id = "a"
subject = { en = "A", vi = "A", zh = "A" }
[[fact.entry]]
value = "1"
source = "S"
status = "confirmed"
"""


def test_every_row_of_the_launch_articles_is_there_with_source_and_state() -> None:
    facts = list_facts()

    assert len(facts) >= 22
    assert all(entry.source and entry.status for fact in facts for entry in fact.entries)
    assert all(set(fact.subject) == {"en", "vi", "zh"} for fact in facts)


def test_conflicts_are_kept_side_by_side() -> None:
    values = {entry.value for entry in get_fact(fact_id="accelerator-area").entries}

    assert values == {"20000", "18000"}


def test_a_corrected_figure_stands_behind_the_stated_one() -> None:
    fact = get_fact(fact_id="dac-texas-capacity")

    assert (fact.stated.value, fact.stated.status) == ("500000", FactStatus.CONFIRMED)
    assert fact.is_thousandfold
    assert [entry.status for entry in fact.entries[1:]] == [FactStatus.CORRECTED]


def test_corrected_is_never_what_a_page_states() -> None:
    assert [fact.id for fact in list_facts() if fact.stated.status is FactStatus.CORRECTED] == []


def test_every_id_that_a_template_cites_exists() -> None:
    cited = {
        name
        for path in (ROOT / "src").rglob("templates/**/*.html")
        for name in CITED.findall(path.read_text(encoding="utf-8"))
    }

    assert cited
    assert cited <= {fact.id for fact in list_facts()}


def test_an_unknown_fact_is_refused() -> None:
    with pytest.raises(NotInTable):
        get_fact(fact_id="no-such-fact")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('source = "S"', ""), "source"), (('status = "confirmed"', 'status = "sure"'), "status"),
        (('value = "1"', ""), "missing"), (('value = "1"', 'value = "one"'), "decimal"),
        (('zh = "A"', 'zh = ""'), "zh"), (('id = "a"', 'id = "a"\nmore = 1'), "more"),
    ],
)  # fmt: skip
def test_data_that_cannot_be_is_refused(change: tuple[str, str], reason: str) -> None:
    with pytest.raises(FactInvalid, match=reason):
        read_facts(text=GOOD.replace(*change))


def test_an_id_is_used_once() -> None:
    with pytest.raises(FactInvalid, match="twice"):
        read_facts(text=GOOD + GOOD)
