"""F11: a project's registry status changes between two imports; unsold stock freezes, what is retired stays."""

from __future__ import annotations

import pytest

from tests.rooms.supply.rated import have_operator
from tests.rooms.supply.syn_files import Registry, facts, findings, holding, issuance, project
from truetonne.ledger import actions as ledger
from truetonne.ledger.queries import list_lots
from truetonne.people.models import Person
from truetonne.supply.actions.standings import EvidenceMissing, find_standing, record_project_status
from truetonne.supply.models import Project, ProjectEdition
from truetonne.supply.registry_records.vocabulary import Standing


@pytest.fixture
def held(registry: Registry) -> Registry:
    registry.projects(project(), project(number=101))
    registry.issuances(issuance(1, 1000))
    registry.holdings(holding(1, 500))
    return registry


@pytest.mark.parametrize(
    ("status", "standing"),
    [("On hold", "BLOCKED"), ("Withdrawn", "BLOCKED"), ("Late to verify", "WATCH"), ("Under a cloud", "BLOCKED")],
)
def test_an_adverse_or_unknown_status_holds_unsold_stock(held: Registry, status: str, standing: str) -> None:
    loaded = held.projects(project(status=status), project(number=101))

    (lot,) = list_lots()
    found = facts(loaded, "status_adverse")
    assert (found["standing"], found["lots"], found["frozen_kg"], found["retired_kg"]) == (standing, 1, 500_000, 0)
    assert lot.hold_reason == f"registry status '{status}' means {standing.lower()}"
    assert (lot.available_kg, lot.held_kg) == (0, 500_000)


def test_the_status_stays_a_reason_while_it_lasts_and_holds_once(held: Registry) -> None:
    held.projects(project(status="Withdrawn"))

    loaded = held.projects(project(status="Withdrawn"))

    assert [found["code"] for found in findings(loaded)] == ["status_adverse"]
    assert len(list_lots()) == 1


def test_a_status_that_was_adverse_waits_for_a_person(held: Registry, reviewer: Person) -> None:
    held.projects(project(status="On hold"))
    held.projects(project(status="Registered"))
    (lot,) = list_lots()
    assert lot.hold_reason is not None

    found = Project.objects.get(ref="SYN100")
    have_operator(held)
    record_project_status(
        judgement_id=held.ids(), project_id=found.pk, standing=Standing.SELLABLE, evidence="letter of the registry of 3 March",
        person_id=reviewer.pk, request_id="judge 1", at=held.at,
    )  # fmt: skip

    (lot,) = list_lots()
    assert lot.hold_reason is None


def test_a_finding_without_evidence_is_refused(held: Registry, reviewer: Person) -> None:
    with pytest.raises(EvidenceMissing):
        record_project_status(
            judgement_id=held.ids(), project_id=Project.objects.get(ref="SYN100").pk, standing=Standing.SELLABLE,
            evidence=" ", person_id=reviewer.pk, request_id="judge 1", at=held.at,
        )  # fmt: skip


def test_somebody_elses_hold_is_not_released_by_a_status(held: Registry) -> None:
    (lot,) = list_lots()
    ledger.hold_lot(lot_id=lot.lot_id, reason="court order", request_id="hold 1", at=held.at)

    held.projects(project(status="Withdrawn"))
    held.projects(project(status="Registered"))

    (lot,) = list_lots()
    assert lot.hold_reason == "court order"


def test_an_older_edition_adds_to_the_history_and_changes_nothing(held: Registry) -> None:
    from datetime import date

    loaded = held.projects(project(status="Withdrawn"), edition=date(2020, 1, 1))

    found = Project.objects.get(ref="SYN100")
    assert (found.status, find_standing(project=found)) == ("Registered", Standing.SELLABLE)
    assert facts(loaded, "row_changed")["changed"] == {
        "Status": ["Registered", "Withdrawn"],
        "status": ["Registered", "Withdrawn"],
    }
    assert ProjectEdition.objects.filter(project=found).count() == 2
    (lot,) = list_lots()
    assert lot.hold_reason is None
