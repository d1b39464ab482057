"""Importing factor sets: every row accounted for, editions superseded, shifts named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rooms.exchange import Ids
from truetonne.footprints.actions.import_factors import EditionKnown, ImportedFactors, import_factors
from truetonne.footprints.factor_files.mapping import (
    FactorMappingInvalid,
    list_shipped_mappings,
    load_shipped_mapping,
    read_factor_mapping,
)
from truetonne.footprints.factor_files.reading import FactorFileUnreadable
from truetonne.footprints.factor_tables import FactorSetUnknown, choose_sets, load_factors
from truetonne.footprints.models import Factor, FactorSet
from truetonne.footprints.synthetic.ledger import FACTOR_MAPPING, write_walk

pytestmark = pytest.mark.django_db

SharedData = Callable[[str], Path]
HEADER = "activity,unit,region,scope,method,kg_co2e\n"


def bring_in(path: Path, *, at: datetime, ids: Ids, text: str = FACTOR_MAPPING) -> ImportedFactors:
    mapping = read_factor_mapping(text=text, name="invented.toml")
    set_id = ids()
    return import_factors(set_id=set_id, path=path, mapping=mapping, person_id=None, request_id=str(set_id), at=at)


def later(edition: str) -> str:
    return FACTOR_MAPPING.replace('edition = "2024"', f'edition = "{edition}"').replace(
        "2024-01-01", f"{edition}-01-01"
    )


@pytest.mark.parametrize(
    ("mapping", "file", "rows", "factors", "refused"),
    [
        ("epa-supply-chain-1.3", "factors/useeio_v1.3_co2e_2022usd.csv", 1016, 1016, 0),
        ("desnz-2025", "factors/desnz_2025_flat_file.xlsx", 8740, 2672, 2162),
        ("grid-average-countries", "factors/packages/global_energy_mix.json", 213, 213, 0),
        ("egrid-2023-states", "factors/packages/usa_emissions.json", 52, 52, 0),
        ("china-provinces-2023", "factors/packages/china_provincial_emissions.json", 30, 30, 0),
    ],
)
def test_accounts_for_every_row_of_the_real_files(
    shared_data: SharedData, at: datetime, mapping: str, file: str, rows: int, factors: int, refused: int
) -> None:
    imported = import_factors(
        set_id=Ids()(), path=shared_data(file), mapping=load_shipped_mapping(name=mapping), person_id=None,
        request_id="real", at=at,
    )  # fmt: skip

    counts = imported.report["rows"]
    assert counts["read"] == rows == sum(count for name, count in counts.items() if name != "read")
    assert counts["refused"] == refused
    assert Factor.objects.count() == imported.factor_set.factor_count == factors


def test_reads_gases_and_biogenic_carbon_dioxide_of_the_uk_file_apart(shared_data: SharedData, at: datetime) -> None:
    import_factors(
        set_id=Ids()(), path=shared_data("factors/desnz_2025_flat_file.xlsx"),
        mapping=load_shipped_mapping(name="desnz-2025"), person_id=None, request_id="uk", at=at,
    )  # fmt: skip

    butane = Factor.objects.get(activity_key="Fuels / Gaseous fuels / Butane", unit="tonnes", part="SCOPE1")
    figures = (butane.co2_g, butane.ch4_g, butane.co2e_g)
    assert figures == (Decimal(3029260), Decimal(90), Decimal("3033380.67"))
    diesel = Factor.objects.filter(activity_key="Fuels / Liquid fuels / Diesel (average biofuel blend)", part="SCOPE1")
    # The file prints kWh without saying of which calorific value, so kWh gross and net have no figure.
    assert {each.unit: each.biogenic_co2_g for each in diesel} == {
        "tonnes": Decimal(163170), "litres": Decimal(140), "kWh (Net CV)": None, "kWh (Gross CV)": None,
    }  # fmt: skip
    outside = Factor.objects.filter(part="BIOGENIC")
    assert outside.count() == 56
    assert not outside.filter(biogenic_co2_g=None).exists()
    assert not outside.filter(co2e_g__isnull=False).exists()


def test_the_same_file_again_changes_nothing_and_another_is_refused(tmp_path: Path, at: datetime) -> None:
    ids = Ids()
    _, factors, _ = write_walk(folder=tmp_path, rows=1)
    first = bring_in(factors, at=at, ids=ids)

    again = bring_in(factors, at=at, ids=ids)
    factors.write_text(HEADER + "diesel,litre,,1,average_data,2.6\n")

    assert (first.is_new, again.is_new) == (True, False)
    assert again.factor_set == first.factor_set
    with pytest.raises(EditionKnown) as refused:
        bring_in(factors, at=at, ids=ids)
    assert refused.value.first_sha256 != refused.value.now_sha256


def test_names_the_factors_that_shift_a_series(tmp_path: Path, at: datetime) -> None:
    ids = Ids()
    path = tmp_path / "factors.csv"
    path.write_text(HEADER + "diesel,litre,,1,average_data,2.5\npower,kWh,GB,2,average_data,0.177\n")
    first = bring_in(path, at=at, ids=ids)
    path.write_text(HEADER + "diesel,litre,,1,average_data,2.51\npower,kWh,GB,2,average_data,0.13096\n")

    second = bring_in(path, at=at, ids=ids, text=later("2026"))

    assert second.factor_set.supersedes == first.factor_set
    assert second.report["shift_count"] == 1
    assert second.report["shifts"][0] == {
        "activity_key": "power", "unit": "kWh", "region": "GB", "before_g": "177.000000000000000",
        "after_g": "130.96000", "change": "-0.2601",
    }  # fmt: skip
    assert [str(one) for one in choose_sets(names=(), as_of=date(2026, 5, 1))] == ["invented-walk 2026"]
    assert [str(one) for one in choose_sets(names=(), as_of=date(2025, 5, 1))] == ["invented-walk 2024"]
    assert [str(one) for one in choose_sets(names=["invented-walk@2024"], as_of=date(2026, 5, 1))] == [
        "invented-walk 2024"
    ]


def test_holds_and_refuses_rows_with_their_reason(tmp_path: Path, at: datetime) -> None:
    path = tmp_path / "factors.csv"
    path.write_text(
        HEADER
        + "diesel,litre,,1,average_data,2.5\ndiesel,litre,,1,average_data,2.5\ndiesel,litre,,1,average_data,2.7\n"
        + "coal,ton,,1,average_data,2.7\npeat,kg,,1,average_data,\nwood,kg,,1,average_data,none\n"
    )

    report = bring_in(path, at=at, ids=Ids()).report

    assert report["rows"] == {"read": 6, "accepted": 1, "known": 1, "held": 2, "refused": 2}
    assert report["codes"] == {
        "contradicts": 1, "no_value": 1, "not_a_number": 1, "repeated": 1, "unit_ambiguous": 1,
    }  # fmt: skip
    assert Factor.objects.get().co2e_g == 2500


def test_gives_the_engine_the_first_set_first(tmp_path: Path, at: datetime) -> None:
    ids = Ids()
    path = tmp_path / "factors.csv"
    path.write_text(HEADER + "diesel,litre,,1,average_data,2.5\n")
    bring_in(path, at=at, ids=ids)
    bring_in(path, at=at, ids=ids, text=FACTOR_MAPPING.replace("invented-walk", "other"))
    sets = choose_sets(names=["other", "invented-walk"], as_of=at.date())

    table = load_factors(sets=sets)

    by_set = dict(zip(table["factor_id"].to_pylist(), table["priority"].to_pylist(), strict=True))
    assert by_set == {Factor.objects.get(factor_set=one).pk: place for place, one in enumerate(sets)}
    assert table["co2e_g"].to_pylist() == [2500.0, 2500.0]


def test_refuses_unknown_sets_mappings_and_files(tmp_path: Path, at: datetime) -> None:
    with pytest.raises(FactorSetUnknown):
        choose_sets(names=["nobody"], as_of=at.date())
    with pytest.raises(FactorMappingInvalid, match="no such mapping"):
        load_shipped_mapping(name="nobody")
    with pytest.raises(FactorMappingInvalid, match=r"set\.licen"):
        read_factor_mapping(text=FACTOR_MAPPING.replace("license", "licence"), name="x.toml")
    empty = tmp_path / "factors.csv"
    empty.write_text(HEADER)
    with pytest.raises(FactorFileUnreadable, match="no rows"):
        bring_in(empty, at=at, ids=Ids())
    assert FactorSet.objects.count() == 0
    assert "desnz-2025" in list_shipped_mappings()
