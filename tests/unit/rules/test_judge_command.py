"""The command that judges fact records: one or many, from objects or tables, with a funnel."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from truetonne.cli.judge import command

LISTS = Path(os.environ.get("TRUETONNE_DATA", Path(__file__).resolve().parents[4] / "shared/data")) / "corporate"
FIRST_BUYERS = Path(__file__).resolve().parents[3] / "docs/examples/first-buyers.jsonl"


def judge(tmp_path: Path, name: str, text: str, *options: str) -> tuple[int, dict[str, object]]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    ran = CliRunner().invoke(
        command, ["exchange-eligibility", str(path), "--as-of", "2026-11-22", "--json", "-", *options]
    )
    found: dict[str, object] = json.loads(ran.stdout)
    return ran.exit_code, found


NOTHING = {
    "R0 relationship": "no_relationship", "R0 market": "market_unknown", "R1": "net_zero_not_shown",
    "R2": "no_public_disclosure", "R3": "no_strategy", "R4": "use_not_stated",
}  # fmt: skip
SIGNED = {"R0 relationship": "relationship_shown", "R1": "net_zero_by_pledge"}


@pytest.mark.parametrize(
    ("company", "shown", "results"),
    [
        ("Corsair", {}, "not_shown not_shown not_shown not_shown not_shown not_shown"),
        ("Flickr (SmugMug)", {}, "not_shown not_shown not_shown not_shown not_shown not_shown"),
        ("Ryan Companies", SIGNED, "met not_shown met not_shown not_shown not_shown"),
        ("Seneca Group", SIGNED, "met not_shown met not_shown not_shown not_shown"),
        (
            "Slalom",
            {**SIGNED, "R0 market": "market_open", "R3": "commitment_overdue"},
            "met met met not_shown not_met not_shown",
        ),
        (
            "Steelcase",
            {"R0 market": "market_open", "R3": "target_in_force"},
            "not_shown met not_shown not_shown met not_shown",
        ),
    ],
)
def test_the_verdict_on_each_first_buyer_is_explained_by_its_findings(
    tmp_path: Path, company: str, shown: dict[str, str], results: str
) -> None:
    code, found = judge(tmp_path, "buyers.jsonl", FIRST_BUYERS.read_text("utf-8"))

    (record,) = [each for each in found["records"] if each["record"] == company]  # type: ignore[attr-defined]
    findings = {f"{each['rule']} {each['clause']}".strip(): each for each in record["findings"]}
    said = {rule: each["message_key"] for rule, each in findings.items()}
    assert code == 1
    assert record["outcome"] == "ineligible"
    assert [said[rule] for rule in NOTHING] == list((NOTHING | shown).values())
    assert [findings[rule]["result"] for rule in NOTHING] == results.split()
    assert all(each["mends"] for each in findings.values() if each["result"] in ("not_shown", "not_met"))


def test_every_fact_of_the_first_buyers_names_its_source_and_its_date() -> None:
    for line in FIRST_BUYERS.read_text("utf-8").splitlines():
        record = json.loads(line)
        subjects = {"relationship_id", "climate_pledge_signatory", "pledge_state"}
        facts = set(record) - {"sources"} - subjects
        assert facts == set(record["sources"]), record["company"]
        assert all(re.search(r"20\d\d", said) for said in record["sources"].values())


@pytest.mark.skipif(not LISTS.is_dir(), reason="the shared data files are not here (TRUETONNE_DATA)")
def test_the_facts_of_the_first_buyers_stand_in_the_public_lists() -> None:
    from truetonne.members.lists.mapping import find_mapping
    from truetonne.members.lists.reading import read_list

    pledge = read_list(
        path=LISTS / "climate_pledge_signatories_2023-04.csv", mapping=find_mapping(name="climate-pledge")
    )
    targets = read_list(path=LISTS / "sbti_companies_2023-01.xlsx", mapping=find_mapping(name="science-based-targets"))
    signed = {each.name.casefold(): each.facts["signed_on"] for each in pledge.entries if each.outcome == "read"}
    listed = {each.name: each for each in targets.entries if each.outcome == "read"}

    assert signed["ryan companies"] == "2022-03-25"
    assert signed["seneca group"] == "2022-09-06"
    assert signed["slalom"] == "2021-02-15"
    assert {"corsair", "flickr", "smugmug", "steelcase"} & set(signed) == set()
    assert listed["Slalom"].facts == {"science": {"type": "sbti_committed"}, "dated_on": "2022-12-01"}
    assert listed["Steelcase Inc."].lei == "GIE4CCPBJDI8SMV1OX95"
    assert listed["Steelcase Inc."].facts["science"] == {
        "type": "sbti_near_term_validated", "valid_to": "2031-12-31",
    }  # fmt: skip


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
