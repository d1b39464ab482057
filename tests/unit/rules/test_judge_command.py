"""The command that judges fact records: one or many, from objects or tables, with a funnel."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from truetonne.cli.judge import command

# What the launch articles and public lists establish of the six first buyers: their names, and nothing else.
FIRST_BUYERS = ("Corsair", "Flickr (SmugMug)", "Ryan Companies", "Seneca Group", "Slalom", "Steelcase")


def judge(tmp_path: Path, name: str, text: str, *options: str) -> tuple[int, dict[str, object]]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    ran = CliRunner().invoke(
        command, ["exchange-eligibility", str(path), "--as-of", "2026-11-22", "--json", "-", *options]
    )
    found: dict[str, object] = json.loads(ran.stdout)
    return ran.exit_code, found


def test_the_six_first_buyers_are_not_shown_rather_than_refused(tmp_path: Path) -> None:
    facts = [{"company": name, "use": "residual", "country": "US"} for name in FIRST_BUYERS]

    code, found = judge(tmp_path, "buyers.json", json.dumps(facts))

    assert code == 1
    for record in found["records"]:  # type: ignore[attr-defined]
        results = {each["rule"]: each["result"] for each in record["findings"] if each["clause"] != "market"}
        assert results == {"R0": "not_shown", "R1": "not_shown", "R2": "not_shown", "R3": "not_shown", "R4": "met"}
        assert all(each["mends"] for each in record["findings"] if each["result"] == "not_shown")


def test_reads_a_table_with_dotted_headers_and_counts_the_funnel(tmp_path: Path) -> None:
    table = (
        "company,country,relationship,use,net_zero.year,net_zero.scopes,net_zero.public_url\n"
        'One,US,supplier,residual,FY2045,"1,2,3",https://one.example\n'
        'Two,US,supplier,residual,2051,"1,2,3",https://two.example\n'
        "Three,VN,supplier,residual,,,\n"
    )

    code, found = judge(tmp_path, "facts.csv", table)

    assert code == 1
    steps = {step["rule"]: step for step in found["funnel"]}  # type: ignore[attr-defined]
    assert (steps["R0"]["fell_here"], steps["R1"]["fell_here"], steps["R2"]["left"]) == (1, 1, 0)
    assert steps["R1"]["fail_at_all"] == 2


def test_ends_with_2_for_a_rule_set_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text("{}", "utf-8")

    assert CliRunner().invoke(command, ["no-such-rules", str(path)]).exit_code == 2
