"""The tables of specs/: each row is a story, read by people and run here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.ledger.conftest import named
from tests.ledger.telling import Salts, Story, kilograms
from truetonne.ledger import queries
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.values import NoticeKind
from truetonne.science.money import parse_minor

pytestmark = pytest.mark.django_db

SPECS = Path(__file__).with_name("specs")
Row = tuple[str, str, str]


def rows() -> Iterator[object]:
    for path in sorted(SPECS.glob("*.md")):
        rule, number = "", 0
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## Rule: "):
                rule, number = line.removeprefix("## Rule: "), 0
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
            if len(cells) == 3 and cells[0] != "given" and not set(cells[1]) <= set("-"):
                number += 1
                yield pytest.param((cells[0], cells[1], cells[2]), id=f"{path.stem}: {rule} ({number})")


@pytest.mark.parametrize("row", list(rows()))
def test_keeps_its_word(row: Row, at: datetime, salts: Salts) -> None:
    given, when, then = row
    story = Story(at=at, salts=salts)
    for step in filter(None, (part.strip() for part in given.split(";"))):
        story.tell(step)
    refusal = re.fullmatch(r"refused (\w+)\((.*)\)", then)
    if refusal:
        before = [queries.list_lots(), queries.public_totals()]
        with pytest.raises(Refusal) as caught:
            story.tell(when)
        assert type(caught.value).__name__ == refusal[1]
        for fact in filter(None, refusal[2].split(", ")):
            name, value = fact.split("=")
            assert str(getattr(caught.value, name)) == value
        assert [queries.list_lots(), queries.public_totals()] == before
        return
    story.tell(when)
    for fact in re.split(r", (?!ends)", then):
        CHECKS[next(pattern for pattern in CHECKS if re.fullmatch(pattern, fact))](story, fact)
    for state in queries.list_lots():
        parts = (state.available_kg, state.reserved_kg, state.held_kg, state.retired_kg, state.cancelled_kg)
        assert state.issued_kg == sum(parts)
        assert min(parts) >= 0


def check_lot(story: Story, fact: str) -> None:
    name, what, mass = fact.split(" ", 2)
    state = story.lot(name)
    stated = state.open_remainder_kg if what == "open" else getattr(state, f"{what}_kg")
    assert stated == kilograms(mass)


def check_total(story: Story, fact: str) -> None:
    what, mass = fact.split(" ", 1)
    assert sum(getattr(state, f"{what}_kg") for state in queries.list_lots()) == kilograms(mass)


def check_carried(story: Story, fact: str) -> None:
    name, _, carried = fact.split(" ")
    assert story.lot(name).carried.total == int(carried)


def check_charged(story: Story, fact: str) -> None:
    _, amount, currency = fact.split(" ")
    line = story.retirements[-1].lines[0]
    assert (line.charged.total, line.currency) == (parse_minor(text=amount, currency=currency), currency)


def check_serials(story: Story, fact: str) -> None:
    found = re.fullmatch(r"serials (\d+) to (\d+), ends (.+ t) and (.+ t)", fact)
    assert found is not None
    serials = story.retirements[-1].lines[0].serials
    assert (serials.first, serials.last) == (int(found[1]), int(found[2]))
    assert (serials.first_part_kg, serials.last_part_kg) == (kilograms(found[3]), kilograms(found[4]))


def check_recalled(story: Story, fact: str) -> None:
    found = re.fullmatch(r"recalled (.+ t) in (\d+) lines", fact)
    assert found is not None
    assert story.recall is not None
    assert (sum(line.kg for line in story.recall.lines), len(story.recall.lines)) == (
        kilograms(found[1]),
        int(found[2]),
    )


def check_notices(story: Story, fact: str) -> None:
    wanted = [NoticeKind(word) for word in fact.split()[1:]] if fact != "no notices" else []
    found = queries.notices_for(certificate_id=story.retirements[0].certificate_id)
    assert [notice.kind for notice in found] == wanted


def check_status(story: Story, fact: str) -> None:
    retirement = story.retirements[0]
    if fact.startswith("first"):
        record = queries.get_retirement(certificate_id=retirement.certificate_id)
    else:
        record = queries.get_retirement(retirement_id=retirement.retirement_id)
    assert record.status == fact.rsplit(maxsplit=1)[-1]


def check_confirmed(story: Story, fact: str) -> None:
    record = queries.get_retirement(retirement_id=story.retirements[0].retirement_id)
    assert (record.registry_confirmed_at is not None) == (fact == "confirmed")


def check_version(story: Story, fact: str) -> None:
    record = queries.get_retirement(retirement_id=story.retirements[0].retirement_id)
    assert f'"version":{fact.split()[1]}}}'.encode() in record.retirement.body or (
        f'"version":{fact.split()[1]},'.encode() in record.retirement.body
    )


CHECKS: dict[str, Callable[[Story, str], None]] = {
    r"[A-Z] (issued|available|reserved|held|retired|cancelled|open) .+": check_lot,
    r"(issued|available|reserved|held|retired|cancelled) .+": check_total,
    r"[A-Z] carried -?\d+": check_carried,
    r"[A-Z] listed": lambda story, fact: _assert(story.lot(fact[0]).is_listed),
    r"[A-Z] not listed": lambda story, fact: _assert(not story.lot(fact[0]).is_listed),
    r"[A-Z] costs .+": lambda story, fact: _assert(
        story.lot(fact[0]).price is not None and story.lot(fact[0]).currency == fact.split()[-1]
    ),
    r"lots \d+": lambda story, fact: _assert(len(queries.list_lots()) == int(fact.split()[1])),
    r"charged .+": check_charged,
    r"serials .+": check_serials,
    r"recalled .+ lines": check_recalled,
    r"open make-goods .+": lambda story, fact: _assert(
        sum(one.open_kg for one in queries.list_open_make_goods()) == kilograms(fact.removeprefix("open make-goods "))
    ),
    r"no notices|notices .+": check_notices,
    r"(first|in force) [A-Z_]+": check_status,
    r"(not )?confirmed": check_confirmed,
    r"certificates \d+": lambda story, fact: _assert(len(story.certificates) == int(fact.split()[1])),
    r"version \d+": check_version,
}


def _assert(is_so: bool) -> None:
    assert is_so


def test_names_lots_by_letters() -> None:
    assert named("A") == named("A") != named("B")
