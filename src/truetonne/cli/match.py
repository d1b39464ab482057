"""``truetonne match``: matched controls with balance, coverage and effect. Needs no database.

Exit 0 matched (with warnings or not), 1 an audited list of pairs breaks its rule, 2 the input cannot be used.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
import numpy as np

from truetonne.cli.cluster import count_parts, open_cluster, solve_on
from truetonne.cli.compiled_code import keep_compiled_code
from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, emit_json, fail, json_option, progress_bar
from truetonne.cli.import_report import as_json_value
from truetonne.cli.match_report import Outcome, as_json, print_outcome
from truetonne.cli.match_units import Sample, read_sample
from truetonne.science.errors import InputRefused
from truetonne.science.forest.balance import Denominator, measure_balance
from truetonne.science.forest.effect import Effect, estimate_effect
from truetonne.science.forest.findings import Finding, judge_audit, judge_matches
from truetonne.science.forest.greedy import Order
from truetonne.science.forest.match import Matches, Rule, Ties, Units, match_controls
from truetonne.science.forest.metric import Distance
from truetonne.science.forest.pair_audit import audit_pairs
from truetonne.science.forest.parts import part_matching
from truetonne.science.parameter_sets import load_parameters

MANY = ("--covariates", "--exact")


class ListedOptions(click.Command):
    """A command whose list options take their values as ``a,b``, as ``a b`` or one by one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(_spread(args)))


def _spread(args: Sequence[str]) -> Iterable[str]:
    """Repeat a list option before each of its values; a value that is a file there ends the list."""
    option = ""
    waits = False
    for word in args:
        if word.startswith("--"):
            option, waits = (word, True) if word in MANY else ("", False)
            if not option:
                yield word
            continue
        if option and not waits and (word.startswith("-") or Path(word).is_file()):
            option = ""
        if option:
            yield option
            waits = False
        yield word


@click.command(name="match", cls=ListedOptions)
@click.argument("files", metavar="DATA | TREATED CONTROLS", nargs=-1, required=True)
@click.option("--treatment", metavar="COL", help="Column of DATA that is 1 for treated units and 0 for donors.")
@click.option(
    "--covariates", multiple=True, metavar="A,B,...", help="Columns of numbers that units should be alike in."
)
@click.option("--exact", multiple=True, metavar="A,B,...", help="Columns in which a pair must be equal.")
@click.option("--distance", type=click.Choice([d.value for d in Distance]), help="[mahalanobis; ps with a score]")
@click.option("--score-column", metavar="C", help="A score that is given; distance ps fits its own otherwise.")
@click.option("--k", default=1, show_default=True, type=click.IntRange(1), metavar="K", help="Controls for each unit.")
@click.option("--replace/--no-replace", default=None, help="May a donor serve twice? [yes; no with --method optimal]")
@click.option("--ties", type=click.Choice([t.value for t in Ties]), help="[all with replacement, first without]")
@click.option("--tie-tolerance", type=float, metavar="X", help="Scaled squared distances this close are tied [1e-5].")
@click.option(
    "--caliper",
    "calipers",
    multiple=True,
    metavar="X | COL=X",
    help="Largest scaled distance (ps: in standard deviations of the score), or difference in a covariate.",
)
@click.option("--method", type=click.Choice(["nearest", "optimal"]), default="nearest", show_default=True)
@click.option(
    "--order",
    type=click.Choice([o.value for o in Order]),
    default=Order.CLOSEST.value,
    show_default=True,
    help="Who chooses first in nearest matching without replacement.",
)
@click.option("--outcome", metavar="Y", help="Column whose difference is the effect.")
@click.option("--bias-adjust", is_flag=True, help="Correct the effect by regression on the covariates.")
@click.option("--id", "id_column", metavar="COL", help="Column that names units [an unnamed first column, or id].")
@click.option("--balance-limit", type=click.FloatRange(0), metavar="X", help="Largest balanced difference [0.25].")
@click.option(
    "--spread",
    type=click.Choice([d.value for d in Denominator]),
    default="pooled",
    show_default=True,
    help="Standard deviation that balance is measured in.",
)
@click.option("--cluster", metavar="N | ADDRESS", help="Spread the exact keys over N processes or a Dask scheduler.")
@click.option("--pairs", "pairs_path", metavar="PATH", help="Write all pairs as CSV: t, c, w, distance.")
@click.option("--audit", "audited", metavar="PAIRS", help="Check the pairs of this file (columns t, c) instead.")
@json_option
def command(  # noqa: PLR0917 - click passes by name
    files: tuple[str, ...], treatment: str | None, covariates: tuple[str, ...], exact: tuple[str, ...],
    distance: str | None, score_column: str | None, k: int, replace: bool | None, ties: str | None,  # noqa: FBT001
    tie_tolerance: float | None, calipers: tuple[str, ...], method: str, order: str, outcome: str | None,
    bias_adjust: bool, id_column: str | None, balance_limit: float | None, spread: str,  # noqa: FBT001
    cluster: str | None, pairs_path: str | None, audited: str | None, json_path: str | None,
) -> None:  # fmt: skip
    """Match treated units with the donors most like them.

    Units stand in one file with a column --treatment, or in two; or they are the pixels of GeoTIFF files on one grid,
    whose bands are the columns. Units without a match are counted and named; the
    balance table compares means before and after. Exit codes: 0 matched, 1 audited pairs break their rule, 2 the
    input cannot be used.
    """
    keep_compiled_code()
    chosen = Distance(distance or (Distance.PROPENSITY if score_column else Distance.MAHALANOBIS))
    is_replacing = (method == "nearest") if replace is None else replace
    try:
        limits, widths = _read_calipers(calipers)
        rule = Rule(
            distance=chosen, k=k, replace=is_replacing, is_optimal=method == "optimal",
            ties=Ties(ties) if ties else Ties.ALL if is_replacing else Ties.FIRST, tie_tolerance=tie_tolerance,
            caliper=limits, covariate_calipers=widths, order=Order(order),
        )  # fmt: skip
        sample = read_sample(
            files=files, treatment=treatment, covariates=_names(covariates), exact=_names(exact), outcome=outcome,
            id_column=id_column, distance=chosen, score_column=score_column,
        )  # fmt: skip
        if audited is not None:
            sys.exit(_audit(path=audited, sample=sample, rule=rule, json_path=json_path))
        outcome_found = _match(
            sample=sample,
            rule=rule,
            bias_adjust=bias_adjust,
            spread=Denominator(spread),
            limit=balance_limit,
            cluster=cluster,
        )
    except InputRefused as refused:
        fail(f"{refused.field} = {refused.value!r}: {refused.reason} ({refused.code})", fix=refused.fix)
    if pairs_path is not None:
        _write_pairs(path=pairs_path, sample=sample, matches=outcome_found.matches)
    emit_json(json_path, as_json_value(as_json(outcome=outcome_found, sample=sample, pairs_file=pairs_path)))
    if json_path != "-":
        print_outcome(outcome=outcome_found, sample=sample)


def _match(
    *, sample: Sample, rule: Rule, bias_adjust: bool, spread: Denominator, limit: float | None, cluster: str | None
) -> Outcome:
    parameters = load_parameters(name="forest_matching")
    balance_limit = parameters.number("balance_limit") if limit is None else limit
    matches = _find_matches(units=sample.units, rule=rule, cluster=cluster)
    if len(matches.treated) == 0:
        reasons = ", ".join(sorted({reason.value for reason in matches.reasons}))
        fail(f"none of the {matches.n_treated} treated units has a donor ({reasons})",
             fix="Widen --caliper, or leave an --exact column out")  # fmt: skip
    treated, donors, names = sample.compared()
    balance = measure_balance(treated=treated, donors=donors, names=names, matches=matches, denominator=spread)
    findings = judge_matches(
        matches=matches, balance=balance, treated_names=sample.treated_names, balance_limit=balance_limit,
        unmatched_share_max=parameters.number("unmatched_share_max"),
    )  # fmt: skip
    return Outcome(
        matches=matches, balance=balance, findings=findings, balance_limit=balance_limit, spread=spread,
        effect=_effect(sample=sample, matches=matches, bias_adjust=bias_adjust),
    )  # fmt: skip


def _find_matches(*, units: Units, rule: Rule, cluster: str | None) -> Matches:
    with progress_bar(label="matching", total=len(units.treated)) as progress:
        if cluster is None:
            return match_controls(units=units, rule=rule, progress=progress)
        with open_cluster(cluster) as client:
            parted = part_matching(units=units, rule=rule, count=count_parts(client))
            return solve_on(client=client, parted=parted, progress=progress)


def _effect(*, sample: Sample, matches: Matches, bias_adjust: bool) -> Effect | None:
    if sample.treated_outcome is None or sample.donor_outcome is None:
        if bias_adjust:
            fail("--bias-adjust: there is no outcome to adjust", fix="Name its column with --outcome")
        return None
    if bias_adjust and not sample.covariates:
        fail("--bias-adjust: there are no covariates to adjust by", fix="Name columns with --covariates")
    return estimate_effect(
        matches=matches,
        treated_outcome=sample.treated_outcome,
        donor_outcome=sample.donor_outcome,
        treated=sample.units.treated if bias_adjust else None,
        donors=sample.units.donors if bias_adjust else None,
    )


def _audit(*, path: str, sample: Sample, rule: Rule, json_path: str | None) -> int:
    from truetonne.cli.data_files import labels, need_columns, read_table
    from truetonne.cli.match_report import print_findings

    table = read_table(path)
    need_columns(table=table, columns=("t", "c"), path=path, option="--audit")
    named = [labels(table=table, column=column, path=path, option="--audit").tolist() for column in ("t", "c")]
    places = (sample.treated_places(), sample.donor_places())
    for column, names, known in zip("tc", named, places, strict=True):
        strange = [name for name in names if name not in known]
        if strange:
            fail(f"--audit {path}: {strange[0]!r} in column {column} is no unit of the data ({len(strange)} in all)",
                 fix="Name the column of units' names with --id")  # fmt: skip
    treated = np.array([places[0][name] for name in named[0]], dtype=np.int64)
    donors = np.array([places[1][name] for name in named[1]], dtype=np.int64)
    audit = audit_pairs(units=sample.units, treated=treated, donors=donors, rule=rule)
    findings: tuple[Finding, ...] = judge_audit(audit=audit, pairs=list(zip(*named, strict=True)))
    report = {
        "audited": path,
        "rule": rule.method,
        "distance": rule.distance.value,
        "pairs": len(treated),
        "sound": audit.is_sound,
        "findings": [finding.as_json() for finding in findings],
    }
    emit_json(json_path, as_json_value(report))
    if json_path != "-":
        print_findings(findings, of=f"{len(treated)} pairs")
    return EXIT_DONE if audit.is_sound else EXIT_FINDINGS


def _names(values: Iterable[str]) -> tuple[str, ...]:
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    return tuple(dict.fromkeys(names))


def _read_calipers(values: Sequence[str]) -> tuple[float | None, Mapping[str, float]]:
    overall: float | None = None
    widths: dict[str, float] = {}
    for value in values:
        for part in value.split(","):
            name, equals, number = part.rpartition("=")
            try:
                width = float(number)
            except ValueError:
                fail(f"--caliper {part}: {number!r} is no number", fix="Write --caliper 0.2 or --caliper elevation=200")
            if equals:
                widths[name.strip()] = width
            else:
                overall = width
    return overall, widths


def _write_pairs(*, path: str, sample: Sample, matches: Matches) -> None:
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("t", "c", "w", "distance"))
            writer.writerows(sample.named_pairs(matches))
    except OSError as error:
        fail(f"--pairs {path}: cannot be written ({error.strerror})", fix="Name a file in a folder you can write")
