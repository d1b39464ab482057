"""The registries' own files, where they are at hand: every row that can be read is read, and counts up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from truetonne.supply.catalog import list_shipped
from truetonne.supply.registry_records.reading import read_file
from truetonne.supply.registry_records.rows import RecordRow

SharedData = Callable[[str], Path]
SAMPLES = "registry/offsetsdb_samples"
FILES = [
    ("acr", f"{SAMPLES}/american-carbon-registry/projects.csv", {"projects": 50}, 0),
    ("acr", f"{SAMPLES}/american-carbon-registry/issuances.csv", {"issuances": 100}, 0),
    ("acr", f"{SAMPLES}/american-carbon-registry/retirements.csv", {"retirements": 100}, 0),
    ("acr", f"{SAMPLES}/american-carbon-registry/cancellations.csv", {"cancellations": 50}, 0),
    ("acr", "registry/acr_2024_10/ACR_Projects.txt.gz", {"projects": 811}, 0),
    ("acr", "registry/berkeley_v3_2021/ACR_issuances.csv.gz", {"issuances": 1_053}, 0),
    ("acr", "registry/berkeley_v3_2021/ACR_retirements.csv.gz", {"retirements": 2_637}, 0),
    ("art", f"{SAMPLES}/art-trees/projects.csv", {"projects": 28}, 0),
    ("art", f"{SAMPLES}/art-trees/issuances.csv", {"issuances": 11}, 0),
    ("art", f"{SAMPLES}/art-trees/retirements.csv", {"retirements": 8}, 0),
    ("art", f"{SAMPLES}/art-trees/cancellations.csv", {"cancellations": 3}, 0),
    ("car", f"{SAMPLES}/climate-action-reserve/projects.csv", {"projects": 50}, 0),
    ("car", f"{SAMPLES}/climate-action-reserve/issuances.csv", {"issuances": 100}, 0),
    ("car", f"{SAMPLES}/climate-action-reserve/retirements.csv", {"retirements": 100}, 0),
    ("car", f"{SAMPLES}/climate-action-reserve/cancellations.csv", {"cancellations": 50}, 0),
    ("gold_standard", f"{SAMPLES}/gold-standard/projects.csv", {"projects": 50}, 0),
    ("gold_standard", f"{SAMPLES}/gold-standard/issuances.csv", {"issuances": 100}, 0),
    ("gold_standard", f"{SAMPLES}/gold-standard/retirements.csv", {"retirements": 94, "cancellations": 6}, 0),
    ("verra", f"{SAMPLES}/verra/projects.csv", {"projects": 50}, 0),
    ("verra", f"{SAMPLES}/verra/transactions.csv", {"issuances": 100, "retirements": 100}, 0),
    ("verra", "registry/verra_vcus_2024/vcus_singapore.csv", {"retirements": 92}, 0),
    ("verra", "registry/verra_projects_2024/allprojects.csv.gz", {"projects": 4_395}, 0),
    ("verra", "registry/berkeley_v3_2021/VCS_issuances.csv.gz", {"issuances": 6_750}, 0),
    ("arb", "registry/arb/nc-arboc_issuance_2024-12-10.xlsx", {"issuances": 1_868}, 50),
    ("arb", f"{SAMPLES}/arb/nc-arboc_issuance_sheet3.csv", {"issuances": 98, "reversals": 1}, 1),
    ("climate_refarm", "registry/climate_refarm/ledger_main.csv", {"issuances": 110}, 0),
    ("berkeley", "registry/berkeley_v3_2021/projects.csv.gz", {"projects": 5_805}, 0),
]


@pytest.fixture
def recorded_data(shared_data: SharedData) -> SharedData:
    """A local file whose content is the recorded one, because figures depend on it; else the test skips."""

    def find(path: str) -> Path:
        found = shared_data(path)
        recorded = dict(reversed(line.split(maxsplit=1)) for line in shared_data("SHA256SUMS").read_text().splitlines())
        if recorded.get(path) != hashlib.sha256(found.read_bytes()).hexdigest():
            pytest.skip(f"{path}: file differs from the recorded one")
        return found

    return find


def read(code: str, path: Path) -> list[RecordRow]:
    mapping = next(program.mapping for program in list_shipped() if program.code == code)
    reading = read_file(path=path, mapping=mapping, today=date(2026, 11, 22))
    assert reading.refusal is None
    return list(reading.rows())


@pytest.mark.parametrize(
    ("code", "path", "accepted", "refused"), FILES, ids=[path.split("/", 1)[1] for _, path, _, _ in FILES]
)
def test_reads_every_row(
    code: str, path: str, accepted: dict[str, int], refused: int, recorded_data: SharedData
) -> None:
    rows = read(code, recorded_data(path))

    outcomes = Counter(row.outcome.value for row in rows)
    assert outcomes["held"] == 0
    assert outcomes["refused"] == refused
    assert Counter(row.table.value for row in rows if row.outcome == "accepted") == accepted


def test_all_serials_of_each_registry_count_up(recorded_data: SharedData) -> None:
    counted: Counter[str] = Counter()
    for code, path, _, _ in FILES:
        for row in read(code, recorded_data(path)):
            if row.first is not None and row.last is not None:
                assert (row.last - row.first + 1) * row.unit_kg == row.kg
                counted[code] += 1

    assert counted == {"acr": 2_787, "art": 11, "car": 150, "gold_standard": 200, "verra": 292, "climate_refarm": 110}


def test_california_states_four_issuances_with_more_uses_than_units(recorded_data: SharedData) -> None:
    rows = read("arb", recorded_data("registry/arb/nc-arboc_issuance_2024-12-10.xlsx"))

    found = {
        str(remark.facts["issuance"]): remark.facts["excess_kg"]
        for row in rows
        for remark in row.remarks
        if remark.code == "over_retired" and remark.facts
    }
    assert sum(row.kg for row in rows if row.outcome == "accepted") == 266_519_677_000
    assert found == {
        "CAFR5253-C": 70_461_000,
        "CAFR0042-A": 426_000,
        "CAFR0042-B": 734_000,
        "CAFR0042-C": 882_000,
    }


def test_art_keeps_the_host_countrys_use_apart_from_the_companys(recorded_data: SharedData) -> None:
    rows = read("art", recorded_data(f"{SAMPLES}/art-trees/retirements.csv"))

    assert all((row.host_country_use == "NDC") == ("NDC" in (row.reason_text or "")) for row in rows)
    assert {row.host_country_use for row in rows} == {"NDC", ""}
    assert {row.use_reason for row in rows} == {"CLIMATE_PLEDGE"}
    assert {row.beneficiary for row in rows} == {"Emergent retiring on behalf of Chanel", ""}


def test_art_reductions_less_buffer_are_verified(recorded_data: SharedData) -> None:
    rows = read("art", recorded_data(f"{SAMPLES}/art-trees/issuances.csv"))

    assert all(row.gross == row.kg + (row.buffer or 0) for row in rows)
    assert all(row.buffer == 0 for row in rows if "FCPF" in (row.methodology or ""))


def test_every_verra_status_of_2024_is_mapped(recorded_data: SharedData) -> None:
    rows = read("verra", recorded_data("registry/verra_projects_2024/allprojects.csv.gz"))

    assert len({row.status for row in rows}) == 19
    assert not any(row.remarks for row in rows)
    assert {row.standing for row in rows if row.status == "Late to verify"} == {"WATCH"}
    assert {row.standing for row in rows if (row.status or "").startswith("On Hold")} == {"BLOCKED"}


def test_three_berkeley_projects_state_more_retired_than_issued(recorded_data: SharedData) -> None:
    rows = read("berkeley", recorded_data("registry/berkeley_v3_2021/projects.csv.gz"))

    over = [remark.facts for row in rows for remark in row.remarks if remark.code == "over_retired"]
    assert [facts and facts["excess_kg"] for facts in over] == [78_638_000, 43_265_000, 384_000]
    assert Counter(row.program for row in rows) == {"gold_standard": 2_333, "verra": 2_282, "car": 691, "acr": 499}
    assert not any(remark.code == "total_mismatch" for row in rows for remark in row.remarks)
