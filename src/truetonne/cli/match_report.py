"""What ``truetonne match`` says: on the screen in tables, as JSON in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from truetonne.cli.console import output
from truetonne.cli.match_units import Sample
from truetonne.science.forest.balance import DEFINITION, CovariateBalance, Denominator
from truetonne.science.forest.effect import Effect
from truetonne.science.forest.findings import Finding
from truetonne.science.forest.match import Matches
from truetonne.science.parameter_sets import load_parameters

PAIRS_IN_JSON_MAX = 100_000
_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that a run found."""

    matches: Matches
    balance: tuple[CovariateBalance, ...]
    balance_limit: float
    spread: Denominator
    effect: Effect | None
    findings: tuple[Finding, ...]


def as_json(*, outcome: Outcome, sample: Sample, pairs_file: str | None) -> dict[str, object]:
    """Return the whole report; pairs above PAIRS_IN_JSON_MAX stand in the pairs file only."""
    matches = outcome.matches
    pairs = [
        {"t": t, "c": c, "w": w, "distance": distance} for t, c, w, distance in sample.named_pairs(matches)
    ] if len(matches.treated) <= PAIRS_IN_JSON_MAX else None  # fmt: skip
    weights = matches.donor_weights
    return {
        "files": list(sample.files),
        "rule": _rule_as_json(matches, sample),
        "parameter_set": load_parameters(name="forest_matching").key,
        "coverage": {
            "treated": matches.n_treated,
            "matched": len(matches.matched),
            "unmatched": len(matches.unmatched),
            "share": len(matches.matched) / matches.n_treated,
            "reasons": dict(Counter(reason.value for reason in matches.reasons)),
            "unmatched_units": [
                {"unit": sample.treated_names[row], "reason": reason.value}
                for row, reason in zip(matches.unmatched.tolist(), matches.reasons, strict=True)
            ],
            "incomplete_units": [sample.treated_names[row] for row in matches.incomplete.tolist()],
            "donors": matches.n_donors,
            "donors_used": int((weights > 0).sum()),
            "donors_effective": float(weights.sum() ** 2 / (weights**2).sum()),
        },
        "balance": {
            "definition": DEFINITION,
            "spread": outcome.spread.value,
            "limit": outcome.balance_limit,
            "covariates": [_balance_as_json(one) for one in outcome.balance],
        },
        "effect": None if outcome.effect is None else _effect_as_json(outcome.effect),
        "score": None
        if sample.score is None
        else {
            "coefficients": dict(
                zip(("intercept", *sample.covariates), sample.score.coefficients.tolist(), strict=True)
            ),
            "steps": sample.score.steps,
            "gradient_max": sample.score.gradient_max,
        },
        "pairs_count": len(matches.treated),
        "pairs_file": pairs_file,
        "pairs": pairs,
        "total_distance": matches.total_distance,
        "findings": [finding.as_json() for finding in outcome.findings],
    }


def print_outcome(*, outcome: Outcome, sample: Sample) -> None:
    """Print rule, coverage, balance, effect and findings."""
    matches = outcome.matches
    output.print(Text(f"{matches.rule.method}, k = {matches.rule.k}, {matches.statement}"))
    share = len(matches.matched) / matches.n_treated
    output.print(
        Text(
            f"{len(matches.matched):,} of {matches.n_treated:,} treated units matched ({share:.1%}) with "
            f"{int((matches.donor_weights > 0).sum()):,} of {matches.n_donors:,} donors in {len(matches.treated):,} pairs"
        )
    )
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("covariate", "treated", "donors", "matched donors", "difference before", "after"):
        table.add_column(column, justify="left" if column == "covariate" else "right")
    for one in outcome.balance:
        is_over = one.smd_matched is not None and abs(one.smd_matched) > outcome.balance_limit
        cells = (one.mean_treated, one.mean_donors, one.mean_donors_matched, one.smd_raw, one.smd_matched)
        table.add_row(Text(one.name), *map(_number, cells), style="yellow" if is_over else "")
    output.print(table)
    output.print(Text(f"differences in standard deviations ({outcome.spread.value})", style="dim"))
    if outcome.effect is not None:
        effect = outcome.effect
        adjusted = ", bias-adjusted" if effect.is_bias_adjusted else ""
        line = f"effect on the treated {effect.estimate:.6g} (standard error {effect.standard_error:.4g}{adjusted})"
        output.print(Text(line, style="bold"))
    print_findings(outcome.findings, of=f"{matches.n_treated:,} treated units")


def print_findings(findings: Sequence[Finding], *, of: str) -> None:
    """Print each finding with its facts on one line."""
    for finding in findings:
        facts = ", ".join(f"{name} {_fact(value)}" for name, value in finding.facts.items() if value not in (None, []))
        output.print(Text(f"{finding.severity.value} {finding.code}: {facts}", style=_STYLES[finding.severity.value]))
    if not findings:
        output.print(Text(f"no findings on {of}"))


def _rule_as_json(matches: Matches, sample: Sample) -> dict[str, object]:
    rule = matches.rule
    return {
        "method": rule.method,
        "distance": rule.distance.value,
        "distance_is": matches.statement,
        "k": rule.k,
        "replace": rule.replace,
        "ties": rule.ties.value,
        "tie_tolerance": matches.tie_tolerance if rule.ties.value == "all" else None,
        "order": rule.order.value if not (rule.replace or rule.is_optimal) else None,
        "caliper": rule.caliper,
        "covariate_calipers": dict(rule.covariate_calipers),
        "covariates": list(sample.covariates),
        "exact": list(sample.exact),
        "id": sample.id_column,
        "equal_distances": "by id" if sample.id_column is not None else "by record number",
    }


def _balance_as_json(one: CovariateBalance) -> dict[str, object]:
    return {
        "covariate": one.name,
        "mean_treated": one.mean_treated,
        "mean_donors": one.mean_donors,
        "mean_treated_matched": one.mean_treated_matched,
        "mean_donors_matched": one.mean_donors_matched,
        "smd_raw": one.smd_raw,
        "smd_matched": one.smd_matched,
        "variance_ratio_matched": one.variance_ratio_matched,
    }


def _effect_as_json(effect: Effect) -> dict[str, object]:
    return {
        "estimand": "average effect on the matched treated units",
        "estimate": effect.estimate,
        "standard_error": effect.standard_error,
        "standard_error_is": "Abadie-Imbens, population effect on the treated, one error variance",
        "standard_error_paired": effect.standard_error_paired,
        "interval_90": [effect.estimate - 1.6448536 * effect.standard_error,
                        effect.estimate + 1.6448536 * effect.standard_error],
        "matched_units": effect.n_matched,
        "bias_adjusted": effect.is_bias_adjusted,
        "bias_adjustment": effect.bias_adjustment,
    }  # fmt: skip


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3f}" if abs(value) < 1000 else f"{value:,.0f}"


def _fact(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(map(_fact, value[:5])) + (" ..." if len(value) > 5 else "")
    if isinstance(value, dict):
        return " ".join(f"{name}={_fact(item)}" for name, item in value.items())
    return str(value)
