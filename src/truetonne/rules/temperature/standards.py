"""The temperature score as a standard: rows in, scores out; a file of rows holds its own worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from truetonne.rules.exact_numbers import needed_year
from truetonne.rules.shipped import HANDED_OVER, find_rule_set, optional_exact, read_day, state
from truetonne.rules.standard import Case, Outputs, Standard
from truetonne.rules.temperature.model import (
    TEMPERATURE_SCORE,
    Benchmark,
    Coefficient,
    Scope,
    TemperatureModel,
    TimeFrame,
)
from truetonne.rules.temperature.portfolio import Weighting, aggregate_scores
from truetonne.rules.temperature.scoring import ScoredRow, TargetRow, find_time_frame, score_rows
from truetonne.science.errors import InputMissing, NotInTable
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (TEMPERATURE_SCORE,)
_SCOPES: Final = {"S1+S2": Scope.S1S2, "S1+S2+S3": Scope.S1S2S3, **{scope.value: scope for scope in Scope}}
_OUTPUTS: Final = ("sr15_variable", "annual_reduction_rate", "temperature_score")
_MONEY: Final = {
    "investment": "investment_value",
    "market_cap": "company_market_cap",
    "enterprise_value": "company_enterprise_value",
    "enterprise_value_plus_cash": "company_ev_plus_cash",
    "total_assets": "company_total_assets",
}


def judge_temperature(inputs: Inputs, context: Inputs) -> Outputs:
    """Score rows, then return one company's row, a portfolio's score, or all rows.

    ``rows`` come with the facts or as the tables' ``inputs``. ``company`` or ``method`` with ``time_frame`` and
    ``scope`` choose what is returned. Rows without a time frame are given one by ``as_of``.
    """
    rules = find_rule_set(family=TEMPERATURE_SCORE, inputs=inputs)
    model = _model(context, rules.body)
    as_of = read_day(value=inputs.raw("as_of"), field="as_of") if inputs.has("as_of") else None
    source = inputs if inputs.has("rows") else context
    rows = source.each("rows" if inputs.has("rows") else "inputs", _reader)
    read = [_read_row(row, model, as_of) for row in rows]
    scored = score_rows(rows=[row for row in read if row is not None], model=model)
    frame = TimeFrame(inputs.choice("time_frame", tuple(TimeFrame))) if inputs.has("time_frame") else None
    scope = _SCOPES[inputs.choice("scope", tuple(_SCOPES))] if inputs.has("scope") else None
    chosen = [one for one in scored if frame in (None, one.row.time_frame) and scope in (None, one.row.scope)]
    key = HANDED_OVER if context.has("coefficients") else rules.key
    if inputs.has("method"):
        weighting = Weighting(inputs.choice("method", tuple(Weighting)))
        score = aggregate_scores(rows=chosen, weighting=weighting)
        return state(outputs={"score": score, "companies": len(chosen)}, rule_set_key=key, basis=rules.basis)
    if inputs.has("company"):
        return state(outputs=_one(chosen, inputs.text("company")), rule_set_key=key, basis=rules.basis)
    return state(outputs={"rows": [_written(one) for one in chosen]}, rule_set_key=key, basis=rules.basis)


def list_cases(file: Mapping[str, object]) -> Iterator[Case]:
    """Yield the file's rows, portfolios and literal assertions; each rests on all of its input rows."""
    context = {name: file[name] for name in ("rules", "coefficients", "inputs") if name in file}
    tolerances = file.get("tolerance")
    sizes = tolerances if isinstance(tolerances, Mapping) else {}
    for part, expected, size in (
        ("cases", _OUTPUTS, "temperature_score_abs"),
        ("aggregates", ("score",), "aggregation_abs"),
        ("upstream_literal_assertions", ("score",), "temperature_score_abs"),
    ):
        entries = file.get(part)
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            facts = {name: value for name, value in entry.items() if name not in (*expected, "id", "name")}
            yield Case(
                id=str(entry.get("id", f"{part}-{place + 1:02d}")),
                inputs=facts,
                expected={name: entry[name] for name in expected if name in entry},
                tolerance={"abs": sizes.get(size, 0.0)},
                context=context,
            )


def _read_row(row: Inputs, model: TemperatureModel, as_of: date | None) -> TargetRow | None:
    """Read a row; None for a target so far ahead that the rating does not read it."""
    end_year = _year(row, "end_year")
    if row.has("time_frame"):
        frame: TimeFrame | None = TimeFrame(row.choice("time_frame", tuple(TimeFrame)))
    elif as_of is None or end_year is None:
        reason = "a row without time frame needs its end year and the day of the rating"
        raise InputMissing(field=row.path("time_frame"), value=None, reason=reason, fix="Give as_of")
    else:
        frame = find_time_frame(end_year=end_year, as_of=as_of, model=model)
    if frame is None:
        return None
    company = row.text("company_name") if row.has("company_name") else row.text("company")
    return TargetRow(
        company=company,
        time_frame=frame,
        scope=_SCOPES[row.choice("scope", tuple(_SCOPES))],
        isic=_text(row, "isic"),
        target_type=_text(row, "target_type"),
        intensity_metric=_text(row, "intensity_metric"),
        reduction_ambition=optional_exact(inputs=row, name="reduction_ambition"),
        base_year=_year(row, "base_year"),
        end_year=end_year,
        emissions_s1s2=optional_exact(inputs=row, name="ghg_s1s2"),
        emissions_s3=optional_exact(inputs=row, name="ghg_s3"),
        **{name: optional_exact(inputs=row, name=column) for name, column in _MONEY.items()},
    )


def _year(row: Inputs, name: str) -> int | None:
    return needed_year(row.raw(name), field=row.path(name)) if row.has(name) else None


def _text(row: Inputs, name: str) -> str:
    return row.text(name) if row.has(name) else ""


def _one(rows: Sequence[ScoredRow], company: str) -> Mapping[str, object]:
    found = [one for one in rows if one.row.company == company]
    scores = {one.score for one in found}
    if len(scores) != 1:
        fix = f"Known companies: {', '.join(sorted({one.row.company for one in rows}))}" if not found else ""
        reason = "there is no such row" if not found else "several rows differ: name a time frame and a scope"
        raise NotInTable(field="company", value=company, reason=reason, fix=fix)
    return _written(found[0])


def _written(one: ScoredRow) -> Mapping[str, object]:
    return {
        "company": one.row.company,
        "time_frame": one.row.time_frame.value,
        "scope": one.row.scope.value,
        "sr15_variable": one.variable,
        "annual_reduction_rate": one.annual_reduction_rate,
        "temperature_score": one.score,
        "score": one.score,
        "is_fallback": one.is_fallback,
    }


def _model(context: Inputs, shipped: TemperatureModel) -> TemperatureModel:
    if not context.has("coefficients"):
        return shipped
    rules = context.nested("rules") if context.has("rules") else Inputs({})
    slopes = rules.nested("slope_by_time_frame") if rules.has("slope_by_time_frame") else None
    return TemperatureModel(
        fallback_score=_decimal(rules, "fallback_score", shipped.fallback_score),
        least_score=shipped.least_score,
        scope3_share=shipped.scope3_share,
        years=shipped.years,
        slope_by_time_frame={name: slopes.text(name) for name in slopes.names()}
        if slopes
        else shipped.slope_by_time_frame,
        coefficient=context.each("coefficients", _read_coefficient),
        absolute=_read_mapping(rules, "absolute_mapping", shipped.absolute),
        intensity=_read_mapping(rules, "intensity_mapping", shipped.intensity),
    )


def _read_coefficient(value: object, field: str) -> Coefficient:
    row = _reader(value, field)
    return Coefficient(
        variable=row.text("variable"),
        slope=row.text("slope"),
        param=Decimal(str(row.number("param"))),
        intercept=Decimal(str(row.number("intercept"))),
    )


def _read_mapping(rules: Inputs, name: str, shipped: tuple[Benchmark, ...]) -> tuple[Benchmark, ...]:
    if not rules.has(name):
        return shipped
    table = rules.nested(name)
    names = dict.fromkeys(key.partition("|")[0] for key in table.names())
    return tuple(Benchmark(name=key, s1s2=table.text(f"{key}|S1S2"), s3=table.text(f"{key}|S3")) for key in names)


def _decimal(rules: Inputs, name: str, default: Decimal) -> Decimal:
    return Decimal(str(rules.number(name))) if rules.has(name) else default


def _reader(value: object, field: str) -> Inputs:
    return Inputs(value if isinstance(value, Mapping) else {}, where=field)


STANDARDS = (
    Standard(
        name="sbti_finance_temperature_score",
        title="Temperature scores and six portfolio aggregations",
        source="ScienceBasedTargets/SBTi-finance-tool, commit dcae9db (MIT)",
        status=Status.PUBLIC_CODE,
        judge=judge_temperature,
        list_cases=list_cases,
    ),
)
