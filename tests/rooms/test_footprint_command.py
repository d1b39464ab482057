"""``truetonne import factors`` and ``truetonne footprint``, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from truetonne.cli import footprint, import_factors
from truetonne.cli.__main__ import group
from truetonne.footprints.models import FactorSet
from truetonne.footprints.synthetic.ledger import write_walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _exchange_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (footprint, import_factors):
        monkeypatch.setattr(module, "bootstrap_django", lambda: None)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(group, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_imports_factors_and_turns_a_ledger_into_a_footprint(tmp_path: Path) -> None:
    ledger, factors, mapping = write_walk(folder=tmp_path, rows=600)
    answer, facts = tmp_path / "answer.json", tmp_path / "facts.json"

    imported, _ = run("import", "factors", "--mapping", mapping, factors, "--json", facts)
    code, shown = run("footprint", ledger, "--as-of", "2024-12-31", "--simulate", "10000", "--json", answer)

    told = json.loads(answer.read_text())
    assert (imported, code) == (0, 1)
    assert FactorSet.objects.get().is_synthetic
    assert "SCOPE2_MARKET" in shown
    assert told["rows"]["read"] == 600 == sum(count for name, count in told["rows"].items() if name != "read")
    assert told["missing"] == sum(gap["line_count"] for gap in told["gaps"]) > 0
    assert {part["part"] for part in told["parts"]} == {"SCOPE1", "SCOPE2_LOCATION", "SCOPE2_MARKET", "SCOPE3"}
    assert told["simulation"]["q05_kg"] < told["simulation"]["mean_kg"] < told["simulation"]["q95_kg"]
    assert told["factor_sets"] == ["invented-walk 2024"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("footprint", "nowhere.csv"), "no such file"),
        (("import", "factors", "--mapping", "desnz-2025", "nowhere.xlsx"), "no such file"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(Exception, match=said) as refused:
        CliRunner().invoke(group, arguments, catch_exceptions=False, standalone_mode=False)
    assert getattr(refused.value, "fix", "")


def test_asks_for_factors_where_there_are_none(tmp_path: Path) -> None:
    ledger, _, _ = write_walk(folder=tmp_path, rows=5)

    with pytest.raises(Exception, match="no factor set is in force") as refused:
        CliRunner().invoke(group, ["footprint", str(ledger)], catch_exceptions=False, standalone_mode=False)
    assert "import factors" in getattr(refused.value, "fix", "")
