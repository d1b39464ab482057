"""The commands over these loads: files in, one report out, an exit code, and errors that say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.rooms.supply.syn_files import (
    ISSUANCE_COLUMNS,
    PROJECT_COLUMNS,
    RETIREMENT_COLUMNS,
    Registry,
    issuance,
    project,
    retirement,
)
from truetonne.cli import imports, reconcile, records
from truetonne.people.models import Person
from truetonne.supply.models import ImportRun


@pytest.fixture
def files(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the invented registry's mapping and files; the database is there already."""
    for module in (imports, reconcile, records):
        monkeypatch.setattr(module, "bootstrap_django", lambda: None)
    (registry.folder / "syn.toml").write_text(registry.text)
    registry.write("p.csv", PROJECT_COLUMNS, [project(issued=1000, retired=100)])
    registry.write("i.csv", ISSUANCE_COLUMNS, [issuance(1, 1000)])
    registry.write("r.csv", RETIREMENT_COLUMNS, [retirement(1, 100, beneficiary="Harbour Cloud", purpose="usage 2023")])
    registry.write("bad.csv", RETIREMENT_COLUMNS, [retirement(200, 300, tonnes=7)])
    return registry.folder


def run(*arguments: object) -> Result:
    command = {
        "import": imports.command,
        "reconcile": reconcile.command,
        "records": records.command,
        "statement": records.statement,
    }
    name, *rest = map(str, arguments)
    return CliRunner().invoke(command[name], rest)


def test_imports_by_a_mapping_of_ones_own_without_code(files: Path) -> None:
    result = run(
        "import", "registry", "--mapping", files / "syn.toml", files / "p.csv", files / "i.csv", files / "r.csv"
    )

    assert result.exit_code == 0, result.output
    assert "accepted" in result.output
    assert ImportRun.objects.get().program == "syn"


def test_a_program_that_was_imported_once_is_known_by_name_in_any_case(files: Path) -> None:
    run("import", "registry", "--mapping", files / "syn.toml", files / "p.csv")

    result = run("import", "registry", "--program", "SYN", files / "i.csv")

    assert result.exit_code == 0, result.output


def test_held_rows_end_with_1_and_stand_in_the_json(files: Path) -> None:
    result = run(
        "import", "registry", "--mapping", files / "syn.toml", "--json", files / "report.json", files / "bad.csv"
    )

    report = json.loads((files / "report.json").read_text())
    assert result.exit_code == 1
    assert "101 serials, the quantity is 7" in result.output
    assert report["rows"] == [
        {"file": "bad.csv", "record": "1", "table": "retirements", "outcome": "held", "code": "serial_count_mismatch",
         "field": "Serial Numbers", "value": "SYN-GH-100-2023-1-200 to 300", "kg": 7000,
         "reason": "200 to 300 are 101 serials, the quantity is 7"}
    ]  # fmt: skip


def test_json_on_standard_output_is_nothing_but_json(files: Path) -> None:
    result = run("import", "registry", "--mapping", files / "syn.toml", "--json", "-", files / "r.csv")

    assert json.loads(result.stdout)["totals"]["accepted"] == {"rows": 1, "kg": 100_000}


def test_holdings_become_lots(files: Path) -> None:
    run("import", "registry", "--mapping", files / "syn.toml", files / "p.csv", files / "i.csv")
    (files / "own.csv").write_text("serial,quantity_t\nSYN-GH-100-2023-1-501 to 600,100\n")

    result = run("import", "holdings", "--program", "syn", files / "own.csv")

    assert result.exit_code == 0, result.output


def test_an_importer_is_named_by_address(files: Path, importer: Person) -> None:
    result = run(
        "import", "registry", "--mapping", files / "syn.toml", "--by", "INES@northquay.example", files / "p.csv"
    )

    assert result.exit_code == 0, result.output
    assert ImportRun.objects.get().person_id == importer.pk


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("registry", "--program", "nosuch", "i.csv"), "--program nosuch: unknown"),
        (("registry", "--program", "acr", "none.csv"), "there is no such file"),
        (("registry", "--mapping", "none.toml", "i.csv"), "there is no such file"),
        (("registry", "--mapping", "broken.toml", "i.csv"), "program.nam: unknown key"),
        (("registry", "--program", "acr", "--mapping", "syn.toml", "i.csv"), "is for 'syn'"),
        (("registry", "--mapping", "syn.toml", "--edition", "2999-01-01", "i.csv"), "lies in the future"),
        (("registry", "--mapping", "syn.toml", "--by", "x@y.example", "i.csv"), "nobody signs in"),
        (("registry", "--program", "puro", "i.csv"), "puro has no such table"),
        (("registry", "notes.pdf"), "suffix"),
        (("registry", "odd.csv"), "fit no known program"),
        (("holdings", "i.csv"), "no program"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_stored(
    files: Path, arguments: tuple[str, ...], message: str
) -> None:
    (files / "broken.toml").write_text('[program]\ncode = "x1"\nnam = "y"\n')
    (files / "notes.pdf").write_text("%PDF")
    (files / "odd.csv").write_text("a,b\n1,2\n")
    given = [str(files / a) if a.endswith((".csv", ".toml", ".pdf")) else a for a in arguments]

    result = run("import", *given)

    assert result.exit_code == 2
    assert message in str(result.exception) + result.output
    assert ImportRun.objects.count() == 0


def test_a_file_that_fits_another_program_says_which(files: Path) -> None:
    run("import", "registry", "--mapping", files / "syn.toml", files / "p.csv")

    result = run("import", "registry", "--program", "acr", files / "i.csv")

    assert result.exit_code == 1
    assert "try --program syn" in result.output


def test_reconcile_prints_every_break_with_both_figures(files: Path) -> None:
    run("import", "registry", "--mapping", files / "syn.toml", files / "p.csv", files / "i.csv", files / "r.csv")
    clean = run("reconcile", "--program", "syn")
    (files / "p.csv").write_text((files / "p.csv").read_text().replace(",1000,100", ",1001,100"))
    run("import", "registry", "--program", "syn", files / "p.csv")

    broken = run("reconcile", "--json", "-")

    assert clean.exit_code == 0, clean.output
    assert broken.exit_code == 1
    found = [f["facts"] for f in json.loads(broken.stdout)["findings"] if f["code"] == "total_mismatch"]
    assert [(f["stated_kg"], f["transactions_kg"]) for f in found] == [(1_001_000, 1_000_000)]


def test_records_are_found_and_stated(files: Path) -> None:
    run("import", "registry", "--mapping", files / "syn.toml", files / "r.csv")

    found = run("records", "find", "--text", "usage")
    stated = run("statement", "--beneficiary", "harbour cloud", "--publish")
    nobody = run("statement", "--beneficiary", "Harbour")

    assert "SYN-GH-100-2023-1-1 to 100" in found.output
    assert stated.exit_code == 0, stated.output
    assert "total 100.000 t in 1 retirements" in stated.output.replace("\u2009", " ").replace("\u00a0", " ")
    assert "published as /statements/stm_" in stated.output
    assert nobody.exit_code == 2
    assert "Names that contain it: Harbour Cloud" in nobody.output
