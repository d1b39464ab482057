"""The pledge's register: what a signatory promises, and the state of a signature at any day, from dated facts alone.

A signature is reporting from its first report, overdue when the months after the last report (or the signature) are
over, and removed after more of them; whoever is removed may sign again. Nothing is stored but the facts, so that anyone
computes the same history. Source: standards reference 14 (commitments secondary, months operator policy).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from truetonne.rules.calendar_months import add_months
from truetonne.rules.eligibility.facts import read_day
from truetonne.rules.rule_set import Family, RuleSet
from truetonne.rules.shipped import find_rule_set, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.errors import InputMissing, InputRefused
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status


class PledgeState(StrEnum):
    """Where a signature stands; only SIGNED and REPORTING are live."""

    SIGNED = "signed"
    REPORTING = "reporting"
    OVERDUE = "overdue"
    REMOVED = "removed"


LIVE: Final = (PledgeState.SIGNED, PledgeState.REPORTING)


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRules:
    """What is promised and tested, and after how many months a signature is overdue and removed."""

    target_year_max: int
    commitments: tuple[str, ...]
    offset_tests: tuple[str, ...]
    overdue_months: int
    removed_months: int


PLEDGE_REGISTER: Final = Family(id="pledge-register", body=PledgeRules)


class PledgeIncomplete(InputRefused):
    """A signature that promises less than the pledge: a later year, or not all commitments."""

    code = "invalid_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeStep:
    """A state with the first day on which it holds."""

    state: PledgeState
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeStanding:
    """The state at a day, how it came, and the last day of the state if nothing is reported until then."""

    state: PledgeState
    history: tuple[PledgeStep, ...]
    holds_until: date | None

    @property
    def is_live(self) -> bool:
        """Whether the signature counts."""
        return self.state in LIVE


def check_signature(*, target_year: int, commitments: Iterable[str], rules: PledgeRules) -> None:
    """Raise PledgeIncomplete unless the year is early enough and every commitment is made."""
    if target_year > rules.target_year_max:
        reason = f"the pledge is net zero by {rules.target_year_max} or earlier"
        raise PledgeIncomplete(field="target_year", value=target_year, reason=reason)
    missing = [each for each in rules.commitments if each not in set(commitments)]
    if missing:
        reason = f"every commitment is made: {', '.join(missing)} is missing"
        raise PledgeIncomplete(field="commitments", value=missing, reason=reason)


def find_standing(
    *, signed_on: date, reported_on: Iterable[date], left_on: date | None, as_of: date, rules: PledgeRules
) -> PledgeStanding:
    """Return the state of a signature at a day with its history; ``as_of`` is not before ``signed_on``.

    A report counts from its day; one that comes after the removal counts no more: that needs a new signature.
    """
    history = [PledgeStep(state=PledgeState.SIGNED, since=signed_on)]
    last = signed_on
    days = sorted(day for day in set(reported_on) if signed_on <= day <= as_of)
    for day in [*days, None]:
        end = as_of if day is None else day - timedelta(days=1)
        history += _lapses(last=last, until=end, rules=rules)
        if history[-1].state == PledgeState.REMOVED or day is None:
            break
        if history[-1].state != PledgeState.REPORTING:
            history.append(PledgeStep(state=PledgeState.REPORTING, since=day))
        last = day
    if left_on is not None and left_on <= as_of:
        history = [step for step in history if step.since < left_on or step.since == signed_on]
        if history[-1].state != PledgeState.REMOVED:
            history.append(PledgeStep(state=PledgeState.REMOVED, since=left_on))
    now = history[-1].state
    months = {PledgeState.OVERDUE: rules.removed_months, PledgeState.REMOVED: 0}.get(now, rules.overdue_months)
    return PledgeStanding(
        state=now, history=tuple(history), holds_until=add_months(day=last, months=months) if months else None
    )


def _lapses(*, last: date, until: date, rules: PledgeRules) -> list[PledgeStep]:
    """Return the states into which a signature falls between its last report and a day."""
    found = []
    for state_, months in ((PledgeState.OVERDUE, rules.overdue_months), (PledgeState.REMOVED, rules.removed_months)):
        since = add_months(day=last, months=months) + timedelta(days=1)
        if since <= until:
            found.append(PledgeStep(state=state_, since=since))
    return found


def judge_pledge(inputs: Inputs, context: Inputs) -> Outputs:
    """Return the state of a signature at ``as_of`` with its history, from ``signed_on``, ``reported_on``, ``left_on``."""
    context.names()
    rules: RuleSet[PledgeRules] = find_rule_set(family=PLEDGE_REGISTER, inputs=Inputs({}))
    signed_on, as_of = read_day(inputs, "signed_on"), read_day(inputs, "as_of")
    if signed_on is None or as_of is None:
        missing = "signed_on" if signed_on is None else "as_of"
        raise InputMissing(field=inputs.path(missing), value=None, reason="a day is due", fix="Write 2026-11-22")
    reports = inputs.each("reported_on", _read_report, [])
    standing = find_standing(
        signed_on=signed_on, reported_on=reports, left_on=read_day(inputs, "left_on"), as_of=as_of, rules=rules.body
    )
    outputs = {
        "state": standing.state.value,
        "is_live": standing.is_live,
        "holds_until": standing.holds_until.isoformat() if standing.holds_until else None,
        "history": [{"state": step.state.value, "since": step.since.isoformat()} for step in standing.history],
    }
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def _read_report(value: object, field: str) -> date:
    day = read_day(Inputs({"day": value}, where=field), "day")
    if day is None:
        raise InputMissing(field=field, value=value, reason="a report has its day", fix="Write 2026-11-22")
    return day


RULE_SETS: Final = (PLEDGE_REGISTER,)
STANDARDS: Final = (
    Standard(
        name="pledge_register",
        title="State of a pledge signature",
        source="rules/data/pledge-register.toml; Climate Pledge FAQ",
        status=Status.OPERATOR_POLICY,
        judge=judge_pledge,
    ),
)
