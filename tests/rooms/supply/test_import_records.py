"""Public records: what a load stores, what it knows, what it holds, and what it finds. Faults by their number."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rooms.supply.syn_files import (
    ISSUANCE_COLUMNS,
    RETIREMENT_COLUMNS,
    Registry,
    counts,
    facts,
    findings,
    issuance,
    project,
    retirement,
    rows,
    serial,
)
from truetonne.edge.requests import RequestReused
from truetonne.supply.models import HeldDecision, HeldRow, ImportRun, RecordEdition, RegistryIssuance, RegistryUse

BLOCK = issuance(1, 1000)


def test_report_has_the_shape_that_is_promised(registry: Registry) -> None:
    loaded = registry.retirements(retirement(1, 2), retirement(3, 4, tonnes=1), edition=date(2026, 2, 1))

    report = loaded.report
    assert list(report) == ["program", "edition", "complete", "files", "totals", "by_table", "findings", "rows"]
    assert (report["program"], report["edition"], report["complete"]) == ("syn", "2026-02-01", False)
    assert report["totals"] == report["by_table"]["retirements"]  # type: ignore[index]
    assert report["totals"] == {
        "read": {"rows": 2, "kg": 3_000}, "accepted": {"rows": 1, "kg": 2_000}, "known": {"rows": 0, "kg": 0},
        "held": {"rows": 1, "kg": 1_000}, "refused": {"rows": 0, "kg": 0},
    }  # fmt: skip
    (file,) = report["files"]  # type: ignore[misc]
    assert (file["name"], file["table"], file["encoding"], len(file["sha256"])) == (
        "retirements.csv",
        "retirements",
        "utf-8",
        64,
    )
    (found,) = findings(loaded)
    assert {name: found[name] for name in ("code", "severity", "table", "rows", "kg")} == {
        "code": "serial_count_mismatch", "severity": "error", "table": "retirements", "rows": 1, "kg": 1_000,
    }  # fmt: skip
    (row,) = rows(loaded)
    assert (row.file, row.record, row.outcome, row.code, row.kg) == (
        "retirements.csv",
        "2",
        "held",
        "serial_count_mismatch",
        1_000,
    )


def test_f1_a_wrong_count_is_held_with_both_figures(registry: Registry) -> None:
    loaded = registry.issuances(issuance(1, 1000, tonnes=999))

    assert counts(loaded) == {"held": 1}
    assert {k: facts(loaded, "serial_count_mismatch")[k] for k in ("counted", "stated")} == {
        "counted": 1000,
        "stated": 999,
    }
    assert RegistryIssuance.objects.count() == 0


@pytest.mark.parametrize(("second", "overlap"), [((100, 199), 1), ((1, 100), 100), ((50, 60), 11)])
def test_f2_overlapping_retirements_are_both_held_and_name_each_other(
    registry: Registry, second: tuple[int, int], overlap: int
) -> None:
    loaded = registry.retirements(
        retirement(1, 100), retirement(*second, beneficiary="Bramble (synthetic)"), retirement(300, 301)
    )

    assert counts(loaded) == {"accepted": 1, "held": 2}
    held = {row.record: row.reason for row in rows(loaded)}
    assert "record 2" in held["1"]
    assert "record 1" in held["2"]
    assert facts(loaded, "serial_overlap")["overlap"] == overlap


def test_f2_a_later_load_that_contradicts_takes_both_out_of_every_balance(registry: Registry) -> None:
    registry.retirements(retirement(1, 100))

    loaded = registry.retirements(retirement(100, 199))

    assert counts(loaded) == {"held": 1}
    assert serial(1, 100) in rows(loaded)[0].reason
    assert RegistryUse.objects.get().is_contested


def test_f3_the_same_file_again_changes_nothing(registry: Registry) -> None:
    path = registry.write("r.csv", RETIREMENT_COLUMNS, [retirement(1, 10), retirement(11, 20), retirement(21, 30)])
    registry.load(path)
    before = RegistryUse.objects.count()

    again = registry.load(path)

    assert counts(again) == {"known": 3}
    assert findings(again) == []
    assert [(row.record, row.outcome, row.kg) for row in rows(again)] == [("1-3", "known", 30_000)]
    assert RegistryUse.objects.count() == before
    assert RecordEdition.objects.count() == 0


def test_f3_other_order_and_line_ends_change_nothing(registry: Registry) -> None:
    one = retirement(1, 10, purpose="two\nlines")
    registry.retirements(one, retirement(11, 20))

    again = registry.load(
        registry.write(
            "again.csv",
            RETIREMENT_COLUMNS,
            [retirement(11, 20), [str(c).replace("\n", "\r\n") for c in one]],
            line_end="\r\n",
        )
    )

    assert counts(again) == {"known": 2}
    assert findings(again) == []


def test_f3_a_row_repeated_inside_one_file_is_held_once(registry: Registry) -> None:
    path = registry.write("r.csv", RETIREMENT_COLUMNS, [retirement(1, 10), retirement(11, 20), retirement(1, 10)])

    first, again = registry.load(path), registry.load(path)

    assert counts(first) == {"accepted": 2, "held": 1}
    assert [(row.record, row.code) for row in rows(first)] == [("3", "duplicate_row")]
    assert counts(again) == {"known": 3}
    assert HeldRow.objects.count() == 1
    assert [found["code"] for found in findings(again)] == ["still_held"]


@pytest.mark.parametrize("is_cut_first", [False, True])
def test_f4_a_range_cut_otherwise_is_known(registry: Registry, is_cut_first: bool) -> None:
    whole, parts = [retirement(1, 100)], [retirement(1, 40), retirement(41, 99), retirement(100, 100)]
    registry.retirements(*(parts if is_cut_first else whole))

    again = registry.retirements(*(whole if is_cut_first else parts))

    assert counts(again) == {"known": 1 if is_cut_first else 3}
    assert findings(again) == []


def test_f4_other_cuts_of_the_same_union_are_known(registry: Registry) -> None:
    registry.retirements(retirement(1, 40), retirement(41, 100))

    assert counts(registry.retirements(retirement(1, 60), retirement(61, 100))) == {"known": 2}


def test_f4_a_part_alone_is_no_cut_of_the_whole(registry: Registry) -> None:
    registry.retirements(retirement(1, 100))

    assert counts(registry.retirements(retirement(1, 40))) == {"held": 1}


@pytest.mark.parametrize("excess", [1, 10, 400])
def test_f5_more_retired_than_issued_is_found_to_the_kilogram(registry: Registry, excess: int) -> None:
    kilograms = registry.text.replace("unit_kg = 1000", "unit_kg = 1").replace(
        'thousands = ","', 'thousands = ","\nunit = "kg"'
    )
    registry.text = kilograms
    registry.issuances(BLOCK)

    loaded = registry.retirements(
        retirement(1, 1000), retirement(1001, 1000 + excess, purpose="the registry says all is well")
    )

    assert counts(loaded) == {"accepted": 2}
    found = facts(loaded, "over_retired")
    assert (found["issued_kg"], found["retired_kg"], found["excess_kg"]) == (1_000, 1_000 + excess, excess)


def test_f5_is_found_again_and_not_cleared_by_a_comment(registry: Registry) -> None:
    registry.issuances(BLOCK)
    path = registry.write("r.csv", RETIREMENT_COLUMNS, [retirement(1, 1001, purpose="cleared by the registry")])
    registry.load(path)

    assert facts(registry.load(path), "over_retired")["excess_kg"] == 1_000


def test_f6_a_retirement_before_its_issuance_is_held(registry: Registry) -> None:
    registry.issuances(BLOCK)

    loaded = registry.retirements(retirement(1, 10, used="2024-04-30"), retirement(11, 20, used="2024-05-01"))

    assert counts(loaded) == {"accepted": 1, "held": 1}
    assert facts(loaded, "date_order")["issued"] == "2024-05-01"


def test_f6_also_within_one_load(registry: Registry) -> None:
    loaded = registry.load(
        registry.write("r.csv", RETIREMENT_COLUMNS, [retirement(1, 10, used="2024-04-30")]),
        registry.write("i.csv", ISSUANCE_COLUMNS, [BLOCK]),
    )

    assert counts(loaded) == {"accepted": 1, "held": 1}


def test_f12_a_buffer_cancelled_twice_is_held(registry: Registry) -> None:
    cut = ("2024-09-01", "SYN100", serial(1, 50), 50, "reversal")

    loaded = registry.cancellations(cut, ("2024-10-01", *cut[1:]))

    assert counts(loaded) == {"held": 2}


def test_a_unit_cannot_be_retired_and_cancelled(registry: Registry) -> None:
    registry.retirements(retirement(1, 50))

    loaded = registry.cancellations(("2024-09-01", "SYN100", serial(1, 50), 50, "error"))

    assert counts(loaded) == {"held": 1}
    assert RegistryUse.objects.get().is_contested


def test_f13_a_reversal_beyond_the_buffer_states_the_shortfall(registry: Registry) -> None:
    registry.issuances(issuance(1, 1000, buffer=200))

    loaded = registry.reversals(("R-1", "SYN100", "150", "2025-01-01"), ("R-2", "SYN100", "51", "2025-02-01"))

    found = facts(loaded, "buffer_shortfall")
    assert counts(loaded) == {"accepted": 2}
    assert (found["reversed_kg"], found["buffer_kg"], found["shortfall_kg"]) == (201_000, 200_000, 1_000)


def test_f14_serials_issued_under_two_projects_are_both_held(registry: Registry) -> None:
    registry.text = registry.text.replace('key = ["number", "vintage", "batch"]', "key = []")

    loaded = registry.issuances(issuance(1, 1000), issuance(500, 1500, number=101), issuance(2000, 2001))

    assert counts(loaded) == {"accepted": 1, "held": 2}
    assert "record 2" in rows(loaded)[0].reason


def test_f14_serials_issued_at_two_registries_are_both_out_of_balance(registry: Registry) -> None:
    registry.issuances(BLOCK)
    registry.text = registry.text.replace('code = "syn"', 'code = "syntwo"')

    loaded = registry.issuances(BLOCK)

    assert counts(loaded) == {"held": 1}
    assert facts(loaded, "serial_overlap")["other_program"] == "syn"
    assert RegistryIssuance.objects.get().is_contested


def test_f15_totals_that_disagree_are_found_with_both_figures(registry: Registry) -> None:
    registry.issuances(BLOCK)
    registry.retirements(retirement(1, 10))

    loaded = registry.projects(project(issued=1001, retired=10), complete=True)

    found = facts(loaded, "total_mismatch")
    assert (found["total"], found["stated_kg"], found["transactions_kg"]) == ("issued", 1_001_000, 1_000_000)


def test_f20_sums_over_many_rows_stay_exact(registry: Registry) -> None:
    registry.text = registry.text.replace("unit_kg = 1000", "unit_kg = 1").replace(
        'thousands = ","', 'thousands = ","\nunit = "kg"'
    )
    size = 2**39
    large = [issuance(1, size, batch=n) for n in range(1, 5001)]

    loaded = registry.issuances(*large)

    assert loaded.report["totals"]["accepted"] == {"rows": 5_000, "kg": 5_000 * size}  # type: ignore[index]


def test_another_quantity_under_a_known_transaction_is_held(registry: Registry) -> None:
    registry.retirements(retirement(1, 100, transaction="T-1"))

    loaded = registry.retirements(retirement(1, 90, transaction="T-1"))

    assert [row.code for row in rows(loaded)] == ["quantity_changed"]
    assert not RegistryUse.objects.get().is_contested


def test_another_quantity_under_a_known_key_without_serials_is_held(registry: Registry) -> None:
    registry.reversals(("R-1", "SYN100", "150", "2025-01-01"))

    loaded = registry.reversals(("R-1", "SYN100", "151", "2025-01-01"))

    found = facts(loaded, "quantity_changed")
    assert (found["stored_kg"], found["stated_kg"]) == (150_000, 151_000)


def test_other_details_of_a_known_row_are_kept_as_a_further_edition(registry: Registry) -> None:
    registry.retirements(retirement(1, 10, beneficiary=""))

    loaded = registry.retirements(retirement(1, 10, beneficiary="Alder & Ash (synthetic)"))

    assert counts(loaded) == {"known": 1}
    assert facts(loaded, "row_changed")["changed"] == {"beneficiary": ["", "Alder & Ash (synthetic)"]}
    assert RegistryUse.objects.get().beneficiary == ""
    assert RecordEdition.objects.get().cleaned["beneficiary"] == "Alder & Ash (synthetic)"
    assert findings(registry.retirements(retirement(1, 10, beneficiary="Alder & Ash (synthetic)"))) == []


def test_a_held_row_that_passes_later_waits_no_more(registry: Registry) -> None:
    whole = registry.text
    registry.text = whole.replace("SYN-(?P<country>", "NYS-(?P<country>")
    held = registry.retirements(retirement(1, 10))
    registry.text = whole

    loaded = registry.retirements(retirement(1, 10))

    assert counts(held) == {"held": 1}
    assert counts(loaded) == {"accepted": 1}
    assert HeldDecision.objects.get().verdict == "PASSED"


def test_a_slice_never_says_that_rows_vanished(registry: Registry) -> None:
    registry.retirements(retirement(1, 10), retirement(11, 20), complete=True)

    assert findings(registry.retirements(retirement(1, 10))) == []


def test_a_complete_load_says_which_rows_vanished(registry: Registry) -> None:
    registry.retirements(retirement(1, 1000), retirement(1001, 1005), complete=True)

    loaded = registry.retirements(retirement(1, 500), retirement(501, 1000), complete=True)

    assert counts(loaded) == {"known": 2}
    assert facts(loaded, "rows_vanished") == {"rows": 1, "kg": 5_000, "examples": [serial(1001, 1005)]}


def test_a_complete_load_that_shrank_is_refused_as_a_whole(registry: Registry) -> None:
    registry.retirements(retirement(1, 1000), complete=True)

    loaded = registry.retirements(retirement(1, 988), retirement(2000, 2000), complete=True)

    assert counts(loaded) == {"refused": 2}
    found = facts(loaded, "total_dropped")
    assert (found["kg_before"], found["kg_now"]) == (1_000_000, 989_000)
    assert [(row.record, row.outcome) for row in rows(loaded)] == [("1-2", "refused")]
    assert RegistryUse.objects.count() == 1


def test_one_percent_less_is_still_accepted(registry: Registry) -> None:
    registry.retirements(retirement(1, 1000), retirement(1001, 1010), complete=True)

    assert "total_dropped" not in [
        f["code"] for f in findings(registry.retirements(retirement(1, 1000), complete=True))
    ]


def test_projects_that_vanish_are_named(registry: Registry) -> None:
    registry.projects(*(project(number=n) for n in range(100, 300)), complete=True)

    loaded = registry.projects(*(project(number=n) for n in range(100, 299)), complete=True)

    assert facts(loaded, "rows_vanished")["examples"] == ["SYN299"]


def test_a_repeated_request_gets_its_first_answer(registry: Registry) -> None:
    path = registry.write("r.csv", RETIREMENT_COLUMNS, [retirement(1, 10)])

    first, again = registry.load(path, request_id="load 1"), registry.load(path, request_id="load 1")

    assert (again.run_id, again.report, again.is_replay) == (first.run_id, first.report, True)
    assert ImportRun.objects.count() == 1


def test_a_request_id_with_other_files_is_refused(registry: Registry) -> None:
    registry.retirements(retirement(1, 10), request_id="load 1")

    with pytest.raises(RequestReused) as reused:
        registry.retirements(retirement(1, 11), request_id="load 1")

    assert reused.value.request_id == "load 1"


def test_a_refused_file_stops_no_other_file(registry: Registry) -> None:
    bad = registry.write("bad.csv", ["Project ID", "Nothing else"], [["SYN1", "x"], ["SYN2", "y"]])
    good = registry.write("good.csv", RETIREMENT_COLUMNS, [retirement(1, 10)])

    loaded = registry.load(bad, good)

    assert counts(loaded) == {"accepted": 1, "refused": 2}
    assert [(row.file, row.record, row.code) for row in rows(loaded)] == [("bad.csv", "1-2", "column_missing")]


def test_leaves_the_waiting_room_empty(registry: Registry) -> None:
    from django.db import connection

    registry.retirements(retirement(1, 10), retirement(5, 15))

    with connection.cursor() as cursor:
        for table in ("row", "verdict", "member"):
            cursor.execute(f"SELECT count(*) FROM supply_staged_{table}")
            assert cursor.fetchone() == (0,)
