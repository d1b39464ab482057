"""R2: regular public disclosure, by calendar months. Source: standards reference 2.1, operator policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truetonne.rules.calendar_months import add_months, is_within_months, last_day_within
from truetonne.rules.eligibility.facts import CompanyFacts, Disclosure
from truetonne.rules.eligibility.policy import DisclosureRule, PolicyInForce
from truetonne.rules.findings import Figure, Finding, FindingResult


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    """The public reports, newest first, one for each period: of a restated period the last one published."""

    latest: Disclosure | None
    previous: Disclosure | None
    """The newest earlier report that covers the required scopes."""
    full: int
    """How many periods were ever reported over the required scopes."""
    passed_over: tuple[str, ...]


def find_disclosure(*, facts: CompanyFacts, policy: PolicyInForce) -> Finding:
    """Judge the public reports: recent, over all scopes, and not the only one; a first report passes once for a time."""
    rule = policy.policy.r2
    series = _order(facts=facts, rule=rule)
    latest, previous = series.latest, series.previous
    if latest is None:
        return Finding(
            rule="R2", rule_set=policy.key, result=FindingResult.NOT_SHOWN, message_key="no_public_disclosure",
            figures=(Figure(name="max_age", value=rule.max_age_months, unit="months"),),
            mends=("publish_inventory",), warnings=series.passed_over,
        )  # fmt: skip
    evidence = tuple(dict.fromkeys((*latest.evidence_ids, *(previous.evidence_ids if previous else ()))))
    figures = _figures(latest=latest, previous=previous, facts=facts, rule=rule)
    faults = []
    if not latest.covers(scopes=rule.required_scopes):
        faults.append("latest_scopes_missing")
    if not is_within_months(day=latest.period_end, as_of=facts.as_of, months=rule.max_age_months):
        faults.append("disclosure_too_old")
    first_until = _first_time_until(latest=latest, series=series, rule=rule)
    if previous is not None:
        if not is_within_months(day=previous.period_end, as_of=latest.period_end, months=rule.max_gap_months):
            faults.append("disclosure_gap")
    elif first_until is not None and (facts.first_time_pass_used or facts.as_of > first_until):
        faults.append("first_time_pass_over")
    if faults:
        return Finding(
            rule="R2", rule_set=policy.key, result=FindingResult.NOT_MET, message_key=faults[0],
            also=tuple(faults[1:]), evidence_ids=evidence, figures=figures, mends=_mends(faults),
            warnings=series.passed_over,
        )  # fmt: skip
    if previous is None:
        return Finding(
            rule="R2", rule_set=policy.key, result=FindingResult.CONDITIONAL, message_key="first_disclosure",
            evidence_ids=evidence, figures=figures, mends=("publish_second_inventory",),
            warnings=series.passed_over, lapses_on=first_until,
        )  # fmt: skip
    return Finding(
        rule="R2", rule_set=policy.key, result=FindingResult.MET, message_key="disclosure_regular",
        evidence_ids=evidence, figures=figures, warnings=series.passed_over,
        lapses_on=last_day_within(day=latest.period_end, months=rule.max_age_months),
    )  # fmt: skip


def _order(*, facts: CompanyFacts, rule: DisclosureRule) -> _Series:
    passed_over = []
    by_period: dict[date, Disclosure] = {}
    for report in facts.disclosures:
        if not report.is_public(as_of=facts.as_of):
            passed_over.append("disclosure_not_public")
        elif report.published_on is not None and report.period_end > report.published_on:
            passed_over.append("disclosure_before_period_end")
        else:
            known = by_period.get(report.period_end)
            if known is None or (known.published_on or date.min) <= report.published_on:  # type: ignore[operator]
                by_period[report.period_end] = report
    newest_first = [by_period[day] for day in sorted(by_period, reverse=True)]
    full = [report for report in newest_first if report.covers(scopes=rule.required_scopes)]
    latest = newest_first[0] if newest_first else None
    previous = next((report for report in full if latest and report.period_end < latest.period_end), None)
    return _Series(latest=latest, previous=previous, full=len(full), passed_over=tuple(dict.fromkeys(passed_over)))


def _first_time_until(*, latest: Disclosure, series: _Series, rule: DisclosureRule) -> date | None:
    if series.full != 1 or latest.published_on is None or not latest.covers(scopes=rule.required_scopes):
        return None
    return add_months(day=latest.published_on, months=rule.first_time_months)


def _figures(
    *, latest: Disclosure, previous: Disclosure | None, facts: CompanyFacts, rule: DisclosureRule
) -> tuple[Figure, ...]:
    figures = [
        Figure(name="period_end", value=latest.period_end),
        Figure(name="age", value=_months_between(latest.period_end, facts.as_of), unit="months"),
        Figure(name="max_age", value=rule.max_age_months, unit="months"),
        Figure(name="scopes", value=", ".join(map(str, sorted(latest.scopes)))),
        Figure(name="first_time", value=rule.first_time_months, unit="months"),
    ]
    if latest.published_on is not None:
        figures.append(Figure(name="published_on", value=latest.published_on))
    if previous is not None:
        figures.append(Figure(name="previous_period_end", value=previous.period_end))
        gap = _months_between(previous.period_end, latest.period_end)
        figures.append(Figure(name="gap", value=gap, unit="months"))
        figures.append(Figure(name="max_gap", value=rule.max_gap_months, unit="months"))
    return tuple(figures)


def _months_between(start: date, end: date) -> int:
    """Return the months begun between two days, so that one day over 24 months is 25."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(day=end, months=-months) <= start else months + 1


def _mends(faults: list[str]) -> tuple[str, ...]:
    known = {
        "latest_scopes_missing": "publish_all_scopes",
        "disclosure_too_old": "publish_inventory",
        "disclosure_gap": "publish_missing_year",
        "first_time_pass_over": "publish_second_inventory",
    }
    return tuple(dict.fromkeys(known[fault] for fault in faults))
