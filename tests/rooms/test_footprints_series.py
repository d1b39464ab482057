"""What breaks a series is a finding with both figures: the same activity as it was counted then and now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation

from tests.rooms.measuring import make_entity
from tests.rooms.membership import Club, make_club
from tests.rooms.test_footprints_factors import HEADER, bring_in, later
from truetonne.footprints.actions.compute_inventory import InventoryPlan, compute_inventory
from truetonne.footprints.actions.load_activity import ActivityFile, load_activity
from truetonne.footprints.actions.move_inventory import move_inventory
from truetonne.footprints.activity_files.cleaning import suggest_mapping
from truetonne.footprints.activity_files.rows import read_header
from truetonne.footprints.checking import check_version
from truetonne.footprints.factor_tables import choose_sets
from truetonne.footprints.failure_words import failure_words
from truetonne.footprints.inventory_words import show_finding
from truetonne.footprints.models import Inventory
from truetonne.footprints.states import InventoryState
from truetonne.rules.inventory.base_year import ChangeKind

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = HEADER + "diesel,litre,,1,average_data,2.5\npower,kWh,GB,2,average_data,0.2\n"
SHIFTED = HEADER + "diesel,litre,,1,average_data,2.0\npower,kWh,GB,2,average_data,0.2\n"
STILL = HEADER + "diesel,litre,,1,average_data,2.51\npower,kWh,GB,2,average_data,0.2\n"


class Years:
    """A company whose only activity is diesel, 1,000 litres a year."""

    def __init__(self, *, folder: Path, at: datetime) -> None:
        self.club: Club = make_club(at=at)
        self.entity = make_entity(club=self.club)
        self.folder = folder

    def factors(self, text: str, *, edition: str = "") -> None:
        path = self.folder / "factors.csv"
        path.write_text(text)
        more = {"text": later(edition)} if edition else {}
        bring_in(path, at=self.club.at, ids=self.club.ids, **more)

    def load(self, *, year: int, litres: int = 1_000) -> None:
        path = self.folder / f"{year}-{litres}.csv"
        path.write_text(f"factor_key,part,quantity,unit,date\ndiesel,1,{litres},litre,{year}-05-01\n")
        load_activity(
            load_id=self.club.ids(),
            file=ActivityFile(
                path=path, name=path.stem, entity_id=self.entity.pk, organization_id=self.club.company.pk, year=year,
                mapping=suggest_mapping(header=read_header(path=path)), is_synthetic=True,
            ),
            by=self.club.by(self.club.applicant),
        )  # fmt: skip

    def compute(self, *, year: int, sets: tuple[str, ...], is_final: bool = True, **changes: object) -> Inventory:
        plan = InventoryPlan(
            entity_id=self.entity.pk, organization_id=self.club.company.pk, year=year, gwp_set="AR5GWP100",
            factor_sets=choose_sets(names=sets, as_of=self.club.at.date()),
        )  # fmt: skip
        made = compute_inventory(
            inventory_id=self.club.ids(), plan=replace(plan, **changes), by=self.club.by(self.club.applicant)  # type: ignore[arg-type]
        )  # fmt: skip
        if is_final:
            move_inventory(
                step_id=self.club.ids(), inventory_id=made.pk, organization_id=self.club.company.pk,
                to_state=InventoryState.FINAL, by=self.club.by(self.club.applicant),
            )  # fmt: skip
        return made


@pytest.fixture
def years(tmp_path: Path, at: datetime) -> Years:
    made = Years(folder=tmp_path, at=at)
    made.factors(BEFORE)
    made.load(year=2023)
    made.compute(year=2023, sets=("invented-walk@2024",))
    made.load(year=2024)
    return made


def words(made: Inventory, code: str, *, language: str = "en") -> str:
    found = check_version(inventory=made, totals=list(made.totals.all()))
    with translation.override(language.lower()):
        return show_finding(finding=next(each for each in found if each.code == code), language=language).text


def test_a_newer_edition_that_moved_a_factor_says_what_the_year_would_be_by_the_former(years: Years) -> None:
    years.factors(SHIFTED, edition="2025")

    made = years.compute(year=2024, sets=("invented-walk@2025",))

    (one,) = made.series
    assert made.findings == ["factors_shift_series"]
    assert (one["then_kg"], one["now_kg"], one["year"]) == (2_500, 2_000, 2023)
    assert (one["then"], one["now"]) == ("invented-walk@2024", "invented-walk@2025")
    said = words(made, "factors_shift_series").replace("\u00a0", " ")
    assert "comes to 2.500 t by invented-walk@2024 and to 2.000 t by invented-walk@2025" in said
    assert "2,500" in words(made, "factors_shift_series", language="vi")


def test_a_newer_edition_within_a_twentieth_breaks_nothing(years: Years) -> None:
    years.factors(STILL, edition="2025")

    assert years.compute(year=2024, sets=("invented-walk@2025",)).series == []
    assert (
        years.compute(
            year=2024, sets=("invented-walk@2024",), is_final=False, restatement_what="x", restatement_why="y"
        ).series
        == []
    )


def test_another_gwp_set_is_a_finding_with_the_year_under_both(years: Years) -> None:
    made = years.compute(year=2024, sets=("invented-walk@2024",), gwp_set="AR6GWP100")

    (one,) = made.series
    assert (one["code"], one["then"], one["now"]) == ("gwp_set_differs", "AR5GWP100", "AR6GWP100")
    assert one["then_kg"] == 2_500
    assert one["now_missing"] > one["then_missing"]
    assert "over different lines" in words(made, "gwp_set_differs")


@pytest.mark.parametrize(
    ("litres", "code", "base"), [(10, "base_year_below_threshold", 2_500), (500, "base_year_recalculated", 3_750)]
)
def test_a_base_year_is_recalculated_from_the_threshold_on(years: Years, litres: int, code: str, base: int) -> None:
    years.compute(year=2024, sets=("invented-walk@2024",), is_base_year=True)
    years.load(year=2024, litres=litres)

    made = years.compute(
        year=2024, sets=("invented-walk@2024",), is_base_year=True, restatement_what="A tank", restatement_why="It was left out",
        restatement_kind=ChangeKind.ERROR,
    )  # fmt: skip

    judged = made.base_year_judgements.get()
    assert code in made.findings
    assert (judged.base_kg, judged.new_base_kg) == (2_500, base)
    assert judged.gross_change_kg == litres * 5 // 2
    assert "2.500" in words(made, "base_year_judged")
    assert made.restatement_change_kg == litres * 5 // 2


def test_reasons_of_failed_work_are_told_in_the_readers_language() -> None:
    with translation.override("vi"):
        assert failure_words(problem="a.csv: it has no rows") == "a.csv: tệp không có dòng nào"
        assert "2024" in failure_words(problem="2024 has the final version 3: say what changes and why")
        assert failure_words(problem="SCOPE3 14: not_relevant needs a reason").startswith("14 · ")
    assert failure_words(problem="only the log knows") == "only the log knows"
