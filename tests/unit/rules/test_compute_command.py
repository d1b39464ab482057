"""The commands that run methods, rules and worked examples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from truetonne.cli.compute import command as compute_command
from truetonne.cli.vectors import command as vectors_command

pytestmark = pytest.mark.usefixtures("example_family")


def compute(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(compute_command, list(arguments), input=stdin)


def vectors(*arguments: object) -> Result:
    return CliRunner().invoke(vectors_command, [str(argument) for argument in arguments])


def write(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_computes_from_standard_input_and_prints_the_record() -> None:
    answer = compute("divide", "-", stdin='{"over": 1, "under": 2}')

    record = json.loads(answer.output)
    assert answer.exit_code == 0
    assert record["outputs"] == {"share": 0.5}
    assert record["version"] == "2"
    assert record["statuses"] == ["derived", "unverified"]
    assert record["uses_unverified"] is True


def test_computes_the_same_bytes_again(tmp_path: Path) -> None:
    source = write(tmp_path, "input.json", {"over": 1, "under": 3})

    assert compute("divide", str(source)).output == compute("divide", str(source)).output


def test_writes_the_record_to_a_file(tmp_path: Path) -> None:
    source = write(tmp_path, "input.json", {"over": 1, "under": 2})

    answer = compute("divide", str(source), "--json", str(tmp_path / "record.json"))

    assert answer.output == ""
    assert json.loads((tmp_path / "record.json").read_text())["outputs"]["share"] == 0.5


def test_judges_by_a_rule_with_tables_of_the_callers(tmp_path: Path) -> None:
    tables = write(tmp_path, "tables.json", {"limit": 8})
    facts = '{"mass_kg": 7}'

    shipped = json.loads(compute("mass-limit", "-", stdin=facts).output)
    handed_over = json.loads(compute("mass_limit", "-", "--tables", str(tables), stdin=facts).output)

    assert shipped["outputs"] == {"passes": False}
    assert handed_over["outputs"] == {"passes": True}
    assert shipped["statuses"] == ["operator policy"]


def test_refuses_with_field_value_and_fix() -> None:
    answer = compute("divide", "-", "--json", "-", stdin='{"over": 1, "under": 0}')

    error = json.loads(answer.stdout)["error"]
    assert answer.exit_code == 2
    assert (error["code"], error["field"], error["value"], error["fix"]) == (
        "undefined_result", "under", 0.0, "Give a base",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ['{"over": 1', "[1]", '{"over": 1, "over": 2}', '{"over": NaN, "under": 1}', "{}", '{"by": 1}']
)
def test_ends_with_2_on_input_that_cannot_be_used(text: str) -> None:
    assert compute("divide", "-", stdin=text).exit_code == 2


def test_ends_with_2_without_a_method_or_for_one_that_is_not_there(tmp_path: Path) -> None:
    assert compute().exit_code == 2
    assert compute("multiply").exit_code == 2
    assert compute("divide", str(tmp_path / "missing.json")).exit_code == 2
    assert compute("divide", "-", "--tables", str(write(tmp_path, "t.json", {})), stdin="{}").exit_code == 2


def test_lists_methods_and_rules_with_source_and_status() -> None:
    listed = json.loads(compute("--list", "--json", "-").output)

    assert [row["name"] for row in listed] == ["divide", "mass_limit", "row_limit"]
    assert listed[1] == {
        "name": "mass_limit", "title": "A limit", "version": "7", "source": "invented", "statuses": ["operator policy"],
    }  # fmt: skip
    assert "divide" in compute("--list").output


def test_vectors_pass_differ_or_cannot_be_run(tmp_path: Path) -> None:
    good = {"id": "half", "method": "divide", "inputs": {"over": 1, "under": 2}, "expected": {"share": 0.5}}
    passing = write(tmp_path, "passing.json", {"vectors": [good]})
    differing = write(tmp_path, "differing.json", {"vectors": [{**good, "expected": {"share": 0.6}}]})
    missing = write(tmp_path, "missing.json", {"vectors": [{**good, "method": "multiply"}]})

    assert vectors(passing).exit_code == 0
    assert "1 pass" in vectors(passing).output
    assert vectors(passing, differing).exit_code == 1
    assert "share: 0.6" in vectors(differing).output
    assert vectors(missing).exit_code == 1
    assert "cannot be run" in vectors(missing).output


def test_vectors_report_as_json(tmp_path: Path) -> None:
    good = {"id": "half", "method": "divide", "inputs": {"over": 1, "under": 2}, "expected": {"share": 0.6}}
    path = write(tmp_path, "examples.json", {"vectors": [good]})

    report = json.loads(vectors(path, "--json", "-").output)

    assert report["counts"] == {"pass": 0, "differs": 1, "cannot be run": 0}
    assert report["examples"][0]["got"] == {"share": 0.5}


def test_vectors_read_rows_of_a_table(tmp_path: Path) -> None:
    table = tmp_path / "row_limit.csv"
    table.write_text("name,mass_kg,passes\nlight,1,yes\n", encoding="utf-8")
    other = tmp_path / "unheard_of.csv"
    other.write_text("name\nx\n", encoding="utf-8")

    assert vectors(table).exit_code == 0
    assert vectors(other).exit_code == 1


@pytest.mark.parametrize("text", ["nothing", "[]", "{}"])
def test_vectors_end_with_2_on_a_file_without_examples(tmp_path: Path, text: str) -> None:
    path = tmp_path / "examples.json"
    path.write_text(text, encoding="utf-8")

    assert vectors(path).exit_code == 2


def test_an_empty_file_of_examples_shows_nothing_and_is_a_finding(tmp_path: Path) -> None:
    assert vectors(write(tmp_path, "empty.json", {"vectors": []})).exit_code == 1


def test_works_as_a_command_without_a_database(tmp_path: Path) -> None:
    environ = {**os.environ, "TRUETONNE_HOME": str(tmp_path / "home")}

    answer = subprocess.run(
        [sys.executable, "-m", "truetonne.cli", "compute", "--list"], capture_output=True, check=False, env=environ
    )

    assert answer.returncode == 0
    assert not (tmp_path / "home").exists()
