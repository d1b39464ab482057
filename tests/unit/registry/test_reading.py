"""What a row alone can tell: each fault has one outcome and one code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.registry.conftest import ISSUANCES, RETIREMENTS, codes, issuance, lines
from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import CreditClass, Delivery, Standing, Table, UseReason

ReadRows = Callable[..., list[RecordRow]]
KG = '[program]\ncode = "kilo"\nname = "Kilo (synthetic)"\nunit_kg = 1\n[format]\nunit = "kg"\ndates = ["YYYY-MM-DD"]\n'
KG_TABLE = (
    "[serial]\nkey = ['project']\npatterns = ['K-(?P<first>\\d+)-(?P<last>\\d+)']\n"
    '[[tables]]\ntable = "issuances"\n[tables.columns]\nproject = "P"\nquantity = "Q"\nissued = "D"\nserial = "S"\n'
)


def retirement(*, used: str = "2024-06-01", quantity: str = "10", serial: str = "SYN-GH-100-2023-1-1 to 10") -> str:
    return (
        f"T-1,{used},SYN100,2023,{serial},{quantity},Old Mill (synthetic),Alder & Ash (synthetic),Third party,why not"
    )


def one(read_rows: ReadRows, row: str, header: str = ISSUANCES) -> RecordRow:
    (read,) = read_rows(lines(header, row))
    return read


@pytest.mark.parametrize("quantity", ["999", "1001", "1000.5"])
def test_holds_a_row_whose_serials_do_not_count_up(quantity: str, read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(quantity=quantity))

    assert codes([row]) == [("held", "serial_count_mismatch")]
    assert row.facts is not None
    assert (row.facts["first"], row.facts["last"], row.facts["counted"]) == (1, 1000, 1000)
    assert str(row.facts["stated"]) == quantity


@pytest.mark.parametrize(
    ("quantity", "outcome"),
    [("1,000", "accepted"), ("1000", "accepted"), ("1000.0", "accepted"), ("1000.000", "accepted"),
     ("1 000", "refused"), ("-1000", "refused"), ("", "refused"), ("1e3", "refused"), ("1000.0001", "refused"),
     ("about 1000", "refused")],
)  # fmt: skip
def test_accepts_only_numbers_that_the_source_declares(quantity: str, outcome: str, read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(quantity=quantity))

    assert row.outcome == outcome
    assert row.code == ("number_unreadable" if outcome == "refused" else "")
    assert row.kg == (1_000_000 if outcome == "accepted" else 0)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (issuance(issued="2022-12-31"), "date_order"),
        (issuance(issued="2026-07-01"), "date_in_future"),
        (issuance(vintage="2025", serial="SYN-GH-100-2025-1-1 to 1000"), "date_order"),
    ],
    ids=["vintage after issue", "issued tomorrow", "vintage year after issue"],
)
def test_holds_issuances_whose_dates_cannot_be(row: str, code: str, read_rows: ReadRows) -> None:
    assert codes([one(read_rows, row)]) == [("held", code)]


def test_holds_a_retirement_in_the_future_and_reads_its_words(read_rows: ReadRows) -> None:
    later = one(read_rows, retirement(used="2026-12-31"), RETIREMENTS)
    fine = one(read_rows, retirement(), RETIREMENTS)

    assert codes([later, fine]) == [("held", "date_in_future"), ("accepted", "")]
    assert (fine.use_reason, fine.reason_text) == (UseReason.THIRD_PARTY, "Third party")
    assert (fine.holder, fine.beneficiary, fine.purpose) == (
        "Old Mill (synthetic)", "Alder & Ash (synthetic)", "why not",
    )  # fmt: skip


@pytest.mark.parametrize("issued", ["05/01/2024", "2024-13-01", "soon", "2024-02-30"])
def test_refuses_dates_in_other_formats(issued: str, read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(issued=issued))

    assert codes([row]) == [("refused", "date_unreadable")]
    assert (row.field, row.value) == ("Issued On", issued)
    assert row.kg == 1_000_000


@pytest.mark.parametrize(
    "serial",
    [
        "OAK-GH-100-2023-1-1 to 1000", "SYN-GH-100-2023-1-1 to 10 00", "SYN-GH-100-2023-1-1\u00a0to 1000",
        "SYN-GH-100-2023-1-1 to", "",
    ],
)  # fmt: skip
def test_holds_unknown_serials_as_printed(serial: str, read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(serial=serial))

    assert codes([row]) == [("held", "serial_grammar_unknown")]
    assert row.serial == serial
    assert row.kg == 1_000_000
    assert row.first is None


def test_holds_a_reversed_range(read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(serial="SYN-GH-100-2023-1-1000 to 1"))

    assert codes([row]) == [("held", "serial_count_mismatch")]


def test_holds_a_serial_too_large_for_the_unit_space(read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(serial=f"SYN-GH-100-2023-1-{2**40} to {2**40}", quantity="1"))

    assert codes([row]) == [("held", "implausible_value")]


@pytest.mark.parametrize(
    ("row", "field"), [(issuance(project="SYN101"), "project"), (issuance(vintage="2022"), "vintage")]
)
def test_holds_a_row_whose_serial_says_otherwise(row: str, field: str, read_rows: ReadRows) -> None:
    read = one(read_rows, row)

    assert codes([read]) == [("held", "serial_disagrees")]
    assert read.field == field


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (issuance(buffer="100"), ""),
        (issuance(kind="Mine methane", buffer="1"), "buffer_not_allowed"),
    ],
)
def test_judges_buffer_contributions_by_project_type(row: str, code: str, read_rows: ReadRows) -> None:
    read = one(read_rows, row)

    assert read.code == code
    assert read.outcome == ("held" if code else "accepted")


def test_holds_a_buffer_larger_than_the_issuance(read_rows: ReadRows, syn: Mapping) -> None:
    inside = syn.model_copy(update={"buffer": syn.buffer.model_copy(update={"inside": True})})

    (read,) = read_rows(lines(ISSUANCES, issuance(buffer="1001")), mapping=inside)

    assert codes([read]) == [("held", "buffer_exceeds_issued")]
    assert read.facts == {"buffer_kg": 1_001_000, "issued_kg": 1_000_000}


@pytest.mark.parametrize("kg", [1, 999, 1_001, 2**53 + 1])
def test_keeps_kilograms_exact_at_the_edges(kg: int, read_rows: ReadRows) -> None:
    from truetonne.supply.registry_records.mapping_file import read_mapping

    mapping = read_mapping(text=KG + KG_TABLE.replace('serial = "S"\n', ""), name="kilo.toml")

    (row,) = read_rows(lines("P,Q,D,S", f"K1,{kg},2024-01-01,"), mapping=mapping)

    assert row.outcome == "accepted"
    assert row.kg == kg
    assert [remark.code for remark in row.remarks] == (["implausible_value"] if kg > 10**15 else [])


def test_counts_kilogram_serials(read_rows: ReadRows) -> None:
    from truetonne.supply.registry_records.mapping_file import read_mapping

    mapping = read_mapping(text=KG + KG_TABLE, name="kilo.toml")

    good, bad = read_rows(lines("P,Q,D,S", "K1,250,2024-01-01,K-1-250", "K1,251,2024-01-01,K-1-250"), mapping=mapping)

    assert codes([good, bad]) == [("accepted", ""), ("held", "serial_count_mismatch")]


def test_one_bad_row_stops_no_other(read_rows: ReadRows) -> None:
    rows = [issuance(serial=f"SYN-GH-100-2023-{n}-1 to 1000", quantity="x" if n == 2 else "1000") for n in range(1, 4)]

    assert codes(read_rows(lines(ISSUANCES, *rows))) == [
        ("accepted", ""),
        ("refused", "number_unreadable"),
        ("accepted", ""),
    ]


def test_names_all_problems_of_a_row(read_rows: ReadRows) -> None:
    row = one(read_rows, issuance(quantity="x", issued="soon"))

    assert row.outcome == "refused"
    assert "Credits" in row.field + row.reason
    assert "Issued On" in row.field + row.reason


def test_an_unknown_project_status_blocks_and_is_found(read_rows: ReadRows) -> None:
    header = "Project ID,Project Name,Status,Developer,Type,Methodology,Country"
    words = ("Registered", "registered ", "Late to verify", "Withdrawn", "Under a cloud", "")
    text = lines(header, *(f"SYN{n},Name,{word},Dev,Reforestation,M,GUYANA" for n, word in enumerate(words)))

    rows = read_rows(text)

    assert [row.standing for row in rows] == [
        Standing.SELLABLE, Standing.SELLABLE, Standing.WATCH, Standing.BLOCKED, Standing.BLOCKED, Standing.BLOCKED,
    ]  # fmt: skip
    assert {row.outcome for row in rows} == {"accepted"}
    assert [bool(row.remarks) for row in rows] == [False, False, False, False, True, True]
    assert (rows[0].country, rows[0].credit_class) == ("GY", CreditClass.REMOVAL_NATURE)


def test_ex_ante_units_are_never_retired_and_never_held(read_rows: ReadRows, syn: Mapping) -> None:
    early = syn.model_copy(update={"program": syn.program.model_copy(update={"ex_ante": ("pre_retired",)})})
    issued = lines(ISSUANCES + ",Unit Status", issuance() + ",pre_retired")
    held = lines("Serial Numbers,Credits,Unit Status", "SYN-GH-100-2023-1-1 to 10,10,pre_retired")

    (unit,) = read_rows(issued, mapping=early)
    (block,) = read_rows(held, mapping=early, table=Table.HOLDINGS)

    assert (unit.outcome, unit.delivery, [r.code for r in unit.remarks]) == ("accepted", Delivery.EX_ANTE, ["ex_ante"])
    assert codes([block]) == [("held", "ex_ante")]


def test_units_used_up_at_the_registry_are_not_held(read_rows: ReadRows) -> None:
    text = lines("Serial Numbers,Credits,Unit Status", "SYN-GH-100-2023-1-1 to 10,10,Retired")

    (block,) = read_rows(text, table=Table.HOLDINGS)

    assert codes([block]) == [("held", "not_holdable")]


def test_a_block_takes_project_vintage_and_issuance_from_its_serial(read_rows: ReadRows) -> None:
    (block,) = read_rows(lines("serial,quantity_kg", "SYN-GH-100-2023-1-1 to 10,10000"), table=Table.HOLDINGS)

    assert (block.project, block.vintage, block.issuance, block.kg) == ("SYN100", 2023, "SYN-100-2023-1", 10_000)


def test_the_same_row_has_the_same_hashes_in_any_dress(read_rows: ReadRows) -> None:
    (plain,) = read_rows(
        lines(
            ISSUANCES,
            issuance()
            .replace("Amber Ridge", '"Amber\nRidge"')
            .replace('" (syn', " (syn")
            .replace("thetic),", 'thetic)",'),
        )
    )
    (windows,) = read_rows(
        lines(ISSUANCES, issuance().replace("Amber Ridge", '"Amber\r\nRidge"').replace('" (syn', " (syn").replace("thetic),", 'thetic)",'))
    )  # fmt: skip

    assert plain.identity == windows.identity
    assert plain.content == windows.content
