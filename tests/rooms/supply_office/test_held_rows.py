from __future__ import annotations

import pytest

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import Desk, now
from truetonne.people.models import AuditLine
from truetonne.supply.actions.decide_held_row import (
    DecisionReasonMissing,
    HeldRowDecided,
    HeldRowNotFound,
    KeyStored,
    RowNotAdmissible,
    decide_held_row,
)
from truetonne.supply.models import HeldDecision, HeldRow, RegistryIssuance, RegistryUse
from truetonne.supply.queries import get_public_totals, list_held_rows
from truetonne.supply.states import HeldVerdict, RunKind

pytestmark = pytest.mark.django_db


def decide(desk: Desk, row: HeldRow, verdict: HeldVerdict, *, reason: str = "The registry wrote so.") -> HeldDecision:
    return decide_held_row(
        held_row_id=row.pk,
        verdict=verdict,
        reason=reason,
        person_id=desk.clerk.pk,
        request_id=f"decide {row.pk}",
        at=now(),
    )


def contradict(desk: Desk) -> HeldRow:
    """Store an issuance, then import another that overlaps it."""
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 100))))
    desk.load(("later.csv", files.issuances((51, 150))))
    return HeldRow.objects.get(code="serial_overlap")


def issued_kg() -> int:
    return get_public_totals(program="demo", project_ref="DR7").issued_kg


def test_a_stored_row_counts_again_when_what_contradicted_it_is_dismissed(desk: Desk) -> None:
    row = contradict(desk)
    assert issued_kg() == 0

    decide(desk, row, HeldVerdict.DISMISSED)

    assert issued_kg() == 100_000
    assert list_held_rows() == ()


def test_a_dismissed_row_that_comes_again_contests_nothing(desk: Desk) -> None:
    decide(desk, contradict(desk), HeldVerdict.DISMISSED)

    again = desk.load(("later.csv", files.issuances((51, 150))))

    assert again.run is not None
    assert again.run.report["totals"]["known"]["rows"] == 1
    assert issued_kg() == 100_000


def test_an_admitted_row_counts_instead_of_the_one_that_it_contradicts(desk: Desk) -> None:
    decide(desk, contradict(desk), HeldVerdict.ADMITTED)

    admitted = RegistryIssuance.objects.get(first=51)
    assert (admitted.last, admitted.kg, admitted.project) == (150, 100_000, "DR7")
    assert issued_kg() == 100_000
    assert RegistryIssuance.objects.get(first=1).is_contested

    again = desk.load(("later.csv", files.issuances((51, 150))))
    assert again.run is not None
    assert again.run.report["totals"]["known"]["rows"] == 1


def test_a_retirement_in_a_wrong_order_of_dates_can_be_admitted(desk: Desk) -> None:
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 100))))
    early = ("T1", files.serial(1, 10), 10, "2024-01-02", "DR7", "Harbour Street Bakeries")
    desk.load(("retirements.csv", files.table(files.RETIREMENTS, early)))

    decide(desk, HeldRow.objects.get(code="date_order"), HeldVerdict.ADMITTED)

    use = RegistryUse.objects.get()
    assert (use.kg, use.beneficiary, str(use.used_on)) == (10_000, "Harbour Street Bakeries", "2024-01-02")
    assert use.raw["Beneficiary"] == "Harbour Street Bakeries"


def test_a_wrong_count_is_never_admitted(desk: Desk) -> None:
    wrong = (files.serial(1, 10), 11, "2025-05-02", "DR7", 2024)
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.table(files.ISSUANCES, wrong)))
    row = HeldRow.objects.get(code="serial_count_mismatch")

    with pytest.raises(RowNotAdmissible) as refusal:
        decide(desk, row, HeldVerdict.ADMITTED)

    assert refusal.value.fault == "serial_count_mismatch"
    assert not HeldDecision.objects.filter(pk=row.pk).exists()


def test_our_own_blocks_are_never_admitted(desk: Desk) -> None:
    desk.receive_block(first=1, last=100)
    desk.load(("blocks.csv", files.holdings((51, 150))), kind=RunKind.HOLDINGS)

    with pytest.raises(RowNotAdmissible) as refusal:
        decide(desk, HeldRow.objects.get(table="holdings"), HeldVerdict.ADMITTED)

    assert refusal.value.table == "holdings"


def test_a_row_whose_key_is_stored_is_not_admitted(desk: Desk) -> None:
    row = (files.serial(1, 10), 10, "2025-05-02", "DR7", 2024)
    desk.load(("projects.csv", files.projects()), ("twice.csv", files.table(files.ISSUANCES, row, row)))

    with pytest.raises(KeyStored):
        decide(desk, HeldRow.objects.get(code="duplicate_row"), HeldVerdict.ADMITTED)


def test_a_decision_stands_and_is_noted_once(desk: Desk) -> None:
    row = contradict(desk)
    first = decide(desk, row, HeldVerdict.DISMISSED)

    assert decide(desk, row, HeldVerdict.DISMISSED) == first
    with pytest.raises(HeldRowDecided) as refusal:
        decide(desk, row, HeldVerdict.ADMITTED)

    assert refusal.value.verdict == HeldVerdict.DISMISSED
    assert AuditLine.objects.filter(action="held_row.dismissed", person_id=desk.clerk.pk).count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1_001])
def test_a_decision_states_its_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(DecisionReasonMissing):
        decide(desk, contradict(desk), HeldVerdict.DISMISSED, reason=reason)


def test_refuses_a_row_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(HeldRowNotFound):
        decide(desk, HeldRow(pk=desk.exchange.ids()), HeldVerdict.DISMISSED)
