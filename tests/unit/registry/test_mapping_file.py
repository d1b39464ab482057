"""A mapping file: everything wrong is named at once, with key and fix."""

from __future__ import annotations

import pytest

from truetonne.supply.catalog import list_shipped
from truetonne.supply.registry_records.mapping_file import MappingInvalid, read_mapping
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.synthetic.writing import mapping_text

PROGRAM = '[program]\ncode = "oak"\nname = "Oak registry (synthetic)"\n'
TABLE = '[[tables]]\ntable = "issuances"\n[tables.columns]\nproject = "P"\nquantity = "Q"\nissued = "D"\n'


def problems(text: str) -> dict[str, str]:
    with pytest.raises(MappingInvalid) as refused:
        read_mapping(text=text, name="oak.toml")
    assert refused.value.name == "oak.toml"
    return dict(refused.value.problems)


def test_reads_every_shipped_mapping() -> None:
    codes = [program.code for program in list_shipped()]

    assert codes == ["acr", "arb", "art", "berkeley", "car", "climate_refarm", "gold_standard", "puro", "verra"]


def test_reads_the_invented_registry() -> None:
    assert read_mapping(text=mapping_text(), name="syn.toml").program.synthetic


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("x = ", "", "not TOML"),
        (PROGRAM, "tables", "at least one"),
        (TABLE, "program", "missing"),
        (PROGRAM.replace('code = "oak"', 'code = "Oak Tree"') + TABLE, "program.code", "lower-case"),
        (PROGRAM + 'nam = "x"\n' + TABLE, "program.nam", "did you mean 'name'"),
        (PROGRAM + TABLE.replace("quantity", "quantitty"), "tables[1]", "'quantitty' is no field"),
        (PROGRAM + TABLE.replace('issued = "D"\n', ""), "tables[1].columns.issued", "missing"),
        (
            PROGRAM + TABLE.replace('"Q"', '{ colum = "Q" }'),
            "tables[1].columns.quantity.colum",
            "did you mean 'column'",
        ),
        (
            PROGRAM + TABLE.replace('"Q"', '{ column = "Q", constant = "1" }'),
            "tables[1].columns.quantity",
            "exactly one",
        ),
        (PROGRAM + TABLE + 'serial = "S"\n', "tables[1].columns.serial", "needs a [serial] grammar"),
        (PROGRAM + TABLE + 'first = "F"\n', "tables[1].columns", "go together"),
        (PROGRAM + '[format]\ndates = ["M/D/YY"]\n' + TABLE, "format", "two_digit_years_from"),
        (PROGRAM + '[format]\nthousands = "."\n' + TABLE, "format", "must differ"),
        (
            PROGRAM + "[serial]\npatterns = ['(?P<first>1']\n" + TABLE,
            "serial.patterns[1].pattern",
            "regular expression",
        ),
        (PROGRAM + "[serial]\npatterns = ['(?P<one>1)']\n" + TABLE, "serial.patterns[1]", "name the parts"),
        (PROGRAM + '[statuses]\nsellable = ["On"]\nblocked = ["on"]\n' + TABLE, "statuses", "more than one list"),
        (PROGRAM + '[classes]\nForest = "NICE"\n' + TABLE, "classes.Forest", "REDUCTION_NATURE"),
        (PROGRAM + TABLE.replace('"issuances"', '"issuance"'), "tables[1].table", "issuances"),
        (PROGRAM + '[issuance]\nmatch = ["colour"]\n' + TABLE, "issuance.match", "cannot link"),
    ],
)
def test_names_the_key_and_the_fix(text: str, key: str, reason: str) -> None:
    found = problems(text)

    assert key in found
    assert reason in found[key]


def test_names_all_problems_at_once() -> None:
    found = problems(PROGRAM + 'nam = "x"\n' + TABLE.replace('"Q"', "{ colum = 'Q' }"))

    assert set(found) >= {"program.nam", "tables[1].columns.quantity.colum"}


def test_a_status_word_is_compared_without_case_and_doubled_blanks() -> None:
    verra = next(program.mapping for program in list_shipped() if program.code == "verra")

    standings = verra.statuses.standings()

    assert standings["on hold - see notification letter"] is Standing.BLOCKED
    assert standings["late to verify"] is Standing.WATCH
    assert standings["registered"] is Standing.SELLABLE
