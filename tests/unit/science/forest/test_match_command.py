"""``truetonne match`` and ``truetonne synth``: options, reports, files, and errors that say what to do."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from truetonne.cli.compiled_code import VARIABLE, keep_compiled_code
from truetonne.cli.console import CommandFailed
from truetonne.cli.match import command as match_command
from truetonne.cli.synth import command as synth_command


def match(*arguments: object) -> Result:
    return CliRunner().invoke(match_command, [str(argument) for argument in arguments], standalone_mode=False)


def synth(*arguments: object) -> Result:
    return CliRunner().invoke(synth_command, [str(argument) for argument in arguments], standalone_mode=False)


def report(answer: Result) -> dict[str, Any]:
    assert answer.exception is None, answer.exception
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def refusal(answer: Result) -> str:
    assert isinstance(answer.exception, CommandFailed), answer.exception
    assert answer.exception.exit_code == 2
    return f"{answer.exception.message} / {answer.exception.fix}"


@pytest.fixture
def plots() -> pl.DataFrame:
    """Invented plots: 20 treated ones with an effect of 3, 80 donors, two ecoregions."""
    random = np.random.default_rng(12)
    treated = np.arange(100) < 20
    slope, height = random.normal(10, 3, 100), random.normal(300, 50, 100)
    return pl.DataFrame(
        {
            "plot_id": [f"plot-{number:03}" for number in range(100)],
            "treated": treated.astype(int),
            "slope": slope,
            "height": height,
            "ecoregion": random.choice(["moist", "dry"], 100),
            "growth": 0.1 * slope + 0.01 * height + 3.0 * treated,
        }
    )


@pytest.fixture
def file(plots: pl.DataFrame, tmp_path: Path) -> Path:
    path = tmp_path / "plots.csv"
    plots.write_csv(path)
    return path


LIKE = ("--treatment", "treated", "--covariates", "slope,height")


def test_gives_the_reference_effect_and_pairs(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    people = shared_data("matching_benchmarks/datasets/lalonde.csv")
    reference = shared_data("matching_benchmarks/r_matching/mahal_M1_replace_ties_pairs.csv")
    pairs = tmp_path / "pairs.csv"

    answer = match(
        people, "--treatment", "treat", "--covariates", "age", "educ", "re74", "re75", "--outcome", "re78",
        "--pairs", pairs, "--json", "-",
    )  # fmt: skip

    assert report(answer)["effect"]["estimate"] == pytest.approx(594.6848232149, abs=1e-9)
    assert report(answer)["pairs_count"] == 222
    with pairs.open() as found, reference.open() as expected:
        made = {(row["t"], row["c"]): float(row["w"]) for row in csv.DictReader(found)}
        assert made == pytest.approx({(r["t"], r["c"]): float(r["w"]) for r in csv.DictReader(expected)})


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "parquet", "json"])
def test_reads_every_kind_of_file(plots: pl.DataFrame, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"plots.{kind}"
    if kind == "parquet":
        plots.write_parquet(path)
    elif kind == "json":
        plots.write_json(path)
    else:
        text = plots.write_csv().encode()
        path.write_bytes(gzip.compress(text) if kind.endswith("gz") else text)

    found = report(match(path, *LIKE, "--exact", "ecoregion", "--outcome", "growth", "--bias-adjust", "--json", "-"))

    assert found["effect"]["estimate"] == pytest.approx(3.0, abs=1e-6)
    assert found["rule"]["id"] == "plot_id"
    assert all(pair["t"] < "plot-020" <= pair["c"] for pair in found["pairs"])


def test_two_files_and_one_give_the_same(plots: pl.DataFrame, file: Path, tmp_path: Path) -> None:
    plots.filter(pl.col("treated") == 1).write_csv(tmp_path / "treated.csv")
    plots.filter(pl.col("treated") == 0).write_csv(tmp_path / "controls.csv")

    one = report(match(file, *LIKE, "--k", 2, "--json", "-"))
    two = report(
        match(
            tmp_path / "treated.csv", tmp_path / "controls.csv", "--covariates", "slope,height", "--k", 2, "--json", "-"
        )
    )

    assert one["pairs"] == two["pairs"]


@pytest.mark.parametrize(
    "options",
    [
        "--no-replace",
        "--no-replace --order hardest",
        "--method optimal --k 3",
        "--distance ivar --ties first",
        "--distance ps",
        "--distance euclidean --caliper slope=2,height=40",
    ],
)
def test_does_not_depend_on_the_order_of_records(plots: pl.DataFrame, file: Path, tmp_path: Path, options: str) -> None:
    shuffled = tmp_path / "shuffled.csv"
    plots.sample(fraction=1.0, shuffle=True, seed=3).write_csv(shuffled)

    answers = [report(match(path, *LIKE, *options.split(), "--json", "-")) for path in (file, shuffled)]

    first, second = (sorted((pair["t"], pair["c"], pair["w"]) for pair in answer["pairs"]) for answer in answers)
    assert first == second
    if "ps" in options:
        assert answers[0]["score"]["gradient_max"] < 1e-10


def test_names_units_without_a_match_and_covariates_out_of_balance(plots: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "far.csv"
    moved = pl.when(pl.col("treated") == 1).then(pl.col("slope") + 6).otherwise(pl.col("slope"))
    plots.with_columns(slope=moved).write_csv(path)

    answer = match(path, *LIKE, "--caliper", 1.5, "--json", "-")

    found = report(answer)
    findings = {finding["code"]: finding for finding in found["findings"]}
    assert set(findings) == {"unmatched_units", "poor_balance"}
    assert findings["poor_balance"]["facts"]["covariate"] == "slope"
    coverage = found["coverage"]
    assert coverage["matched"] + coverage["unmatched"] == coverage["treated"] == 20
    assert len(coverage["unmatched_units"]) == coverage["unmatched"] > 0
    assert {unit["reason"] for unit in coverage["unmatched_units"]} == {"outside_caliper"}


def test_prints_what_it_found(file: Path) -> None:
    answer = match(file, *LIKE, "--outcome", "growth")

    assert answer.exception is None
    for said in ("20 of 20 treated units", "slope", "effect on the treated", "no findings"):
        assert said in answer.stdout


def test_audits_pairs_of_somebody_else(file: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    match(file, *LIKE, "--pairs", pairs)
    sound = match(file, *LIKE, "--audit", pairs, "--json", "-")
    lines = pairs.read_text().splitlines()
    taken = {line.split(",")[1] for line in lines}
    other = next(name for name in (f"plot-{n:03}" for n in range(99, 20, -1)) if name not in taken)
    pairs.write_text("\n".join([*lines[:-1], f"{lines[-1].split(',')[0]},{other},1,0"]))

    broken = match(file, *LIKE, "--audit", pairs, "--json", "-")

    assert report_of(sound)["sound"] is True
    assert isinstance(broken.exception, SystemExit)
    assert broken.exception.code == 1
    assert json.loads(broken.stdout)["findings"][0]["facts"]["which"][0]["c"] == other


def report_of(answer: Result) -> dict[str, Any]:
    """The report of a command that ended by exit code 0."""
    assert answer.exception is None or answer.exception.args == (0,)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--treatment", "treted", "--covariates", "slope"),
            "--treatment treted: .* no such column / Columns: plot_id",
        ),
        (("--treatment", "treated", "--covariates", "slope,aspect"), "--covariates aspect: .* no such column"),
        (("--treatment", "treated", "--covariates", "ecoregion"), "is no number / Match on it exactly"),
        (("--treatment", "treated"), "--covariates is missing"),
        (("--covariates", "slope"), "--treatment is missing"),
        (("--treatment", "slope", "--covariates", "height"), "Write 1 for treated"),
        ((*LIKE, "--caliper", "wide"), "'wide' is no number"),
        ((*LIKE, "--caliper", "0"), "none of the 20 treated units has a donor .outside_caliper."),
        ((*LIKE, "--no-replace", "--ties", "all"), "without replacement a tied donor"),
        ((*LIKE, "--bias-adjust"), "--outcome"),
        ((*LIKE, "--id", "ecoregion"), "--id ecoregion"),
        ((*LIKE, "--covariates", "slope,slope2"), "depend on each other"),
        ((*LIKE, "--exact", "plot_id"), "no_donor_in_key"),
    ],
)
def test_errors_name_the_field_and_the_fix(
    plots: pl.DataFrame, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "plots.csv"
    plots.with_columns(slope2=pl.col("slope") * 2).write_csv(path)

    answer = match(path, *options)

    assert re.search(said, refusal(answer), flags=re.DOTALL), refusal(answer)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slope": None}, "--covariates slope: record 4 of .* no finite number"),
        ({"growth": float("nan")}, "--outcome growth: record 4"),
        ({"ecoregion": None}, "--exact ecoregion: record 4 of .* empty"),
        ({"treated": None}, "--treatment treated: record 4"),
    ],
)
def test_a_gap_is_refused_with_its_record(
    plots: pl.DataFrame, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = tmp_path / "plots.csv"
    (column, value), *_ = change.items()
    cells = plots[column].to_list()
    cells[3] = value
    plots.with_columns(pl.Series(column, cells, strict=False)).write_csv(path)

    answer = match(path, *LIKE, "--exact", "ecoregion", "--outcome", "growth")

    assert re.search(said, refusal(answer)), refusal(answer)


@pytest.mark.parametrize("mark", [0, 1])
def test_one_group_alone_is_refused(plots: pl.DataFrame, tmp_path: Path, mark: int) -> None:
    path = tmp_path / "plots.csv"
    plots.with_columns(treated=pl.lit(mark)).write_csv(path)

    assert ("treated unit" if mark == 0 else "donor") in refusal(match(path, *LIKE))


def test_compiled_code_is_kept_in_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    keep_compiled_code()

    assert os.environ[VARIABLE].startswith(str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """Invented losses of forest in nine regions; after 2015 the first one loses 2 less a year."""
    random = np.random.default_rng(8)
    shared = random.normal(size=(2, 20)).cumsum(axis=1)
    regions = random.normal(size=(8, 2)) @ shared + random.normal(0, 0.02, (8, 20)) + 10
    own = 0.5 * regions[0] + 0.5 * regions[3]
    own[16:] -= 2.0
    rows = [
        {"region": name, "year": 2000 + year, "loss": float(series[year])}
        for name, series in [("Own", own), *((f"R{i}", regions[i]) for i in range(8))]
        for year in range(20)
    ]
    path = tmp_path / "panel.csv"
    pl.DataFrame(rows).sample(fraction=1.0, shuffle=True, seed=1).write_csv(path)
    return path


PANEL = ("--unit", "region", "--time", "year", "--outcome", "loss", "--treated", "Own", "--pre", "2000:2015")


def test_synth_gives_weights_fit_and_gaps(panel: Path, tmp_path: Path) -> None:
    gaps = tmp_path / "gaps.csv"

    answer = synth(panel, *PANEL, "--gaps", gaps, "--json", "-")

    found = report(answer)
    assert sum(found["weights"].values()) == pytest.approx(1.0)
    assert found["weights"]["R0"] == pytest.approx(0.5, abs=1e-4)
    assert found["effect"]["mean"] == pytest.approx(-2.0, abs=1e-4)
    assert found["placebo"]["p"] == pytest.approx(1 / 9)
    assert found["findings"] == []
    assert len(gaps.read_text().splitlines()) == 21
    assert "placebo in space: p = 0.111 of 9 units" in synth(panel, *PANEL).stdout


def test_synth_leaves_out_donors_with_gaps_and_says_so(panel: Path) -> None:
    table = pl.read_csv(panel)
    table.filter((pl.col("region") != "R5") | (pl.col("year") != 2003)).write_csv(panel)

    found = report(synth(panel, *PANEL, "--json", "-"))

    assert found["findings"][0]["code"] == "donors_left_out"
    assert found["findings"][0]["facts"]["first"] == ["R5"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--treated", "Owm"), "Near names: Own"),
        (("--pre", "2000"), "such as 2000:2009"),
        (("--pre", "2000:2019"), "leave at least one after"),
        (("--pre", "1900:1910"), "Times run from 2000 to 2019"),
        (("--outcome", "gain"), "no such column"),
    ],
)
def test_synth_errors_name_the_fix(panel: Path, change: tuple[str, str], said: str) -> None:
    assert said in refusal(synth(panel, *PANEL, *change))


def test_synth_refuses_two_rows_for_one_time(panel: Path) -> None:
    table = pl.read_csv(panel)
    pl.concat([table, table.filter(pl.col("region") == "Own").head(1)]).write_csv(panel)

    assert "two rows for time" in refusal(synth(panel, *PANEL))
