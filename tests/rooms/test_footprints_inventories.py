"""From a file of activity to an inventory: loads, versions, restatements."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from tests.rooms.measuring import make_entity
from tests.rooms.membership import Club, make_club
from truetonne.footprints.actions.compute_inventory import (
    InventoryPlan,
    NothingToCompute,
    RestatementRequired,
    StatedPart,
    StateInvalid,
    compute_inventory,
)
from truetonne.footprints.actions.import_factors import import_factors
from truetonne.footprints.actions.load_activity import ActivityFile, EntityNotFound, load_activity
from truetonne.footprints.actions.move_inventory import InventoryMoved, InventoryNotFound, move_inventory
from truetonne.footprints.activity_files.cleaning import suggest_mapping
from truetonne.footprints.activity_files.rows import read_header
from truetonne.footprints.factor_files.mapping import read_factor_mapping
from truetonne.footprints.factor_tables import choose_sets
from truetonne.footprints.models import ActivityLine, ActivityLoad, ActivityRow, Inventory, InventoryLine
from truetonne.footprints.queries.inventories import find_standing_inventory, list_versions
from truetonne.footprints.states import InventoryState
from truetonne.footprints.synthetic.ledger import write_walk
from truetonne.members.models import LegalEntity
from truetonne.rules.inventory.categories import CategoryState

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1200


class Walk:
    """A company with the invented ledger and factors at hand."""

    def __init__(self, *, folder: Path, at: datetime) -> None:
        self.club: Club = make_club(at=at)
        self.entity: LegalEntity = make_entity(club=self.club)
        self.ledger, factors, mapping = write_walk(folder=folder, rows=ROWS)
        import_factors(
            set_id=self.club.ids(), path=factors, person_id=None, request_id="factors", at=at,
            mapping=read_factor_mapping(text=mapping.read_text(), name=mapping.name),
        )  # fmt: skip

    def load(self, *, path: Path | None = None, name: str = "Purchases") -> ActivityLoad:
        file = path or self.ledger
        return load_activity(
            load_id=self.club.ids(),
            file=ActivityFile(
                path=file, name=name, entity_id=self.entity.pk, organization_id=self.club.company.pk, year=2024,
                mapping=suggest_mapping(header=read_header(path=file)), is_synthetic=True,
            ),
            by=self.club.by(self.club.applicant),
        )  # fmt: skip

    def plan(self) -> InventoryPlan:
        return InventoryPlan(
            entity_id=self.entity.pk, organization_id=self.club.company.pk, year=2024, gwp_set="AR5GWP100",
            factor_sets=choose_sets(names=(), as_of=self.club.at.date()),
            stated={("SCOPE3", 14): StatedPart(state=CategoryState.NOT_RELEVANT, reason="No franchises")},
        )  # fmt: skip

    def compute(self, plan: InventoryPlan | None = None) -> Inventory:
        return compute_inventory(
            inventory_id=self.club.ids(), plan=plan or self.plan(), by=self.club.by(self.club.applicant)
        )

    def move(self, inventory: Inventory, to_state: InventoryState) -> Inventory:
        return move_inventory(
            step_id=self.club.ids(), inventory_id=inventory.pk, organization_id=self.club.company.pk,
            to_state=to_state, by=self.club.by(self.club.applicant),
        )  # fmt: skip


@pytest.fixture
def walk(tmp_path: Path, at: datetime) -> Walk:
    return Walk(folder=tmp_path, at=at)


def test_keeps_rows_raw_beside_cleaned_and_accounts_for_every_one(walk: Walk) -> None:
    load = walk.load()

    assert load.read_count == ROWS
    assert load.accepted_count == ActivityLine.objects.count() > 0.98 * ROWS
    assert load.held_count + load.refused_count == ActivityRow.objects.count() > 0
    line = ActivityLine.objects.filter(quantity__isnull=False).earliest("row_number")
    assert Decimal(line.raw["quantity"]) == line.quantity
    assert load.known_count == 0


def test_knows_rows_that_were_taken_before(walk: Walk) -> None:
    first = walk.load()

    again = walk.load(name="Purchases again")

    assert again.accepted_count == 0
    assert again.known_count == first.accepted_count
    assert ActivityRow.objects.get(load=again, outcome="KNOWN").row_count == first.accepted_count


def test_takes_no_file_for_an_entity_of_another_organization(walk: Walk) -> None:
    stranger = ActivityFile(
        path=walk.ledger, name="x", entity_id=walk.entity.pk, organization_id=walk.club.operator.pk, year=2024,
        mapping=suggest_mapping(header=read_header(path=walk.ledger)),
    )  # fmt: skip

    with pytest.raises(EntityNotFound):
        load_activity(load_id=walk.club.ids(), file=stranger, by=walk.club.by(walk.club.applicant))


def test_writes_a_version_whole_with_states_methods_ranges_and_gaps(walk: Walk) -> None:
    walk.load()

    made = walk.compute()

    totals = {(total.part, total.category): total for total in made.totals.all()}
    assert len(totals) == 19
    assert made.sealed_at is not None
    assert made.missing_count == ActivityLine.objects.filter(factor_key="consulting abroad").count() > 0
    assert not made.is_complete
    freight = totals["SCOPE3", 4]
    assert freight.mass_kg is not None
    assert freight.low_kg is not None
    assert freight.high_kg is not None
    assert freight.low_kg < freight.mass_kg < freight.high_kg
    assert set(freight.method_shares) == {"average_data", "spend_based"}
    assert totals["SCOPE2_MARKET", None].mass_kg < totals["SCOPE2_LOCATION", None].mass_kg  # type: ignore[operator]
    assert (totals["SCOPE3", 14].state, totals["SCOPE3", 14].mass_kg) == ("not_relevant", None)
    assert (totals["SCOPE3", 11].state, totals["SCOPE3", 11].mass_kg) == ("not_disclosed", None)
    assert set(made.findings) == {"disclose_no_residual_mix", "unverified_prices"}
    for (part, category), total in totals.items():
        summed = InventoryLine.objects.filter(inventory=made, part=part, category=category).aggregate(kg=Sum("mass_kg"))
        assert summed["kg"] == total.mass_exact_kg


def test_the_same_lines_give_the_same_figures_again(walk: Walk) -> None:
    walk.load()

    first, second = walk.compute(), walk.compute()

    assert (first.version, second.version) == (1, 2)
    assert list(first.totals.order_by("part", "category").values_list("mass_exact_kg", "low_kg")) == list(
        second.totals.order_by("part", "category").values_list("mass_exact_kg", "low_kg")
    )


def test_a_final_version_is_restated_with_what_why_and_by_how_much(walk: Walk, tmp_path: Path) -> None:
    walk.load()
    first = walk.move(walk.compute(), InventoryState.FINAL)
    more = tmp_path / "more.csv"
    more.write_text("factor_key,part,quantity,unit,date\ndiesel,1,1000,litre,2024-05-01\n")
    walk.load(path=more, name="A fuel card that was left out")

    with pytest.raises(RestatementRequired) as refused:
        walk.compute()
    plan = replace(walk.plan(), restatement_what="Fuel of May", restatement_why="A card was left out")
    second = walk.compute(plan)

    assert (refused.value.year, refused.value.version) == (2024, 1)
    assert second.restates == first
    assert second.restatement_change_kg == pytest.approx(2512, abs=1)
    assert find_standing_inventory(entity_id=walk.entity.pk, year=2024) == first
    walk.move(second, InventoryState.FINAL)
    assert find_standing_inventory(entity_id=walk.entity.pk, year=2024) == second
    assert list_versions(entity_id=walk.entity.pk, year=2024) == (first, second)


def test_states_move_forward_once(walk: Walk) -> None:
    walk.load()
    made = walk.compute()

    with pytest.raises(InventoryMoved):
        walk.move(made, InventoryState.PUBLISHED)
    walk.move(made, InventoryState.FINAL)
    assert walk.move(made, InventoryState.PUBLISHED).state == InventoryState.PUBLISHED
    with pytest.raises(InventoryMoved):
        walk.move(made, InventoryState.FINAL)
    other = walk.compute(replace(walk.plan(), restatement_what="x", restatement_why="y"))
    with pytest.raises(InventoryNotFound):
        move_inventory(
            step_id=walk.club.ids(), inventory_id=other.pk, organization_id=walk.club.operator.pk,
            to_state=InventoryState.FINAL, by=walk.club.by(walk.club.screener),
        )  # fmt: skip


def test_refuses_a_year_without_lines_and_states_that_contradict_them(walk: Walk) -> None:
    with pytest.raises(NothingToCompute):
        walk.compute()
    walk.load()
    gone = StatedPart(state=CategoryState.NOT_RELEVANT, reason="We have none")
    with pytest.raises(StateInvalid, match="has lines"):
        walk.compute(replace(walk.plan(), stated={("SCOPE3", 4): gone}))
    with pytest.raises(StateInvalid, match="needs a reason"):
        walk.compute(replace(walk.plan(), stated={("SCOPE3", 11): replace(gone, reason=" ")}))
    with pytest.raises(StateInvalid, match="no line"):
        walk.compute(replace(walk.plan(), stated={("SCOPE3", 11): StatedPart(state=CategoryState.REPORTED)}))
    assert Inventory.objects.count() == 0
