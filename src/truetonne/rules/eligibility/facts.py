"""What is known of a company when it is judged, as frozen values, and the reader of such facts from JSON.

A fact that is absent is not a no: the rules answer *not shown*. Every part may carry the ids of the evidence that it
rests on, so that findings can name them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from truetonne.science.errors import InputMissing, WrongType
from truetonne.science.inputs import Inputs

COVERAGE = {
    "yes": "yes", "full": "yes", "true": "yes", "partial": "partial", "partly": "partial",
    "no": "no", "none": "no", "false": "no", "not specified": "", "": "",
}  # fmt: skip
"""Words for how far a statement covers scope 3; an empty word is not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetZeroStatement:
    """A net-zero target as published. ``kind`` tells net zero from carbon or climate neutrality."""

    year_as_written: object
    scopes: tuple[int, ...] | None
    scope3_coverage: str = ""
    public_url: str = ""
    published_on: date | None = None
    kind: str = "net_zero"
    lapses_on: date | None = None
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """An inventory report: the period it covers, when and where it was published, and its scopes."""

    period_end: date
    published_on: date | None
    url: str
    scopes: tuple[int, ...]
    scope3_coverage: str = ""
    standard: str = ""
    evidence_ids: tuple[str, ...] = ()

    def is_public(self, *, as_of: date) -> bool:
        """Say whether anyone could read it on that day: it has an address and a date of publication not later."""
        return bool(self.url) and self.published_on is not None and self.published_on <= as_of

    def covers(self, *, scopes: tuple[int, ...]) -> bool:
        """Say whether all the scopes are in; partial scope 3 is not scope 3."""
        return set(scopes) <= set(self.scopes) and (3 not in scopes or self.scope3_coverage in ("", "yes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTarget:
    """An own target on one pathway, with the inputs of the check that it must pass."""

    stated: Decimal
    inputs: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One piece of evidence for a plan in line with the science.

    ``check_passed`` is the recorded result of a path check that a person ran; ``targets`` are checked here.
    """

    kind: str
    valid_until: date | None = None
    committed_on: date | None = None
    check_passed: bool | None = None
    targets: tuple[OwnTarget, ...] = ()
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditUseReport:
    """A report on the company's use of credits, as LEAF asks for it."""

    url: str = ""
    is_separate: bool = False
    states_purpose: bool = False
    is_audited: bool = False
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """One company as of a day.

    ``relationship_shown`` is False where a relationship is claimed but no record stands behind it, None where the
    caller does not say. ``pledge_state`` is empty where only the signature is known; ``pledge_lapses_on`` is the last day
    on which that state holds if nothing is reported.
    """

    as_of: date
    relationship: str = ""
    relationship_shown: bool | None = None
    relationship_evidence_ids: tuple[str, ...] = ()
    country: str = ""
    is_signatory: bool = False
    pledge_state: str = ""
    pledge_lapses_on: date | None = None
    pledge_evidence_ids: tuple[str, ...] = ()
    net_zero: NetZeroStatement | None = None
    disclosures: tuple[Disclosure, ...] = ()
    first_time_pass_used: bool = False
    strategies: tuple[Strategy, ...] = ()
    use: str = ""
    race_to_zero_url: str = ""
    race_to_zero_evidence_ids: tuple[str, ...] = ()
    credit_use_report: CreditUseReport | None = None


def read_facts(*, given: Inputs) -> CompanyFacts:
    """Read a company's facts from JSON-like values; raises the refusals of ``science.errors`` with field and fix.

    Names are those of the worked examples: ``as_of``, ``relationship``, ``relationship_id``, ``country``,
    ``climate_pledge_signatory``, ``pledge_state``, ``pledge_lapses_on``, ``net_zero``, ``disclosures``, ``first_time_pass_used``,
    ``science``, ``use``, ``race_to_zero``, ``credit_use_report``; each object may name ``evidence_ids``.
    """
    as_of = read_day(given, "as_of")
    if as_of is None:
        raise InputMissing(field=given.path("as_of"), value=None, reason="a judgement needs its day", fix="2026-11-22")
    race = given.nested("race_to_zero") if given.has("race_to_zero") else None
    report = given.nested("credit_use_report") if given.has("credit_use_report") else None
    has_relationship_id = given.has("relationship_id")
    return CompanyFacts(
        as_of=as_of,
        relationship=_word(given, "relationship"),
        relationship_shown=has_relationship_id or (None if given.raw("relationship_id", "") == "" else False),
        relationship_evidence_ids=_texts(given, "relationship_evidence_ids"),
        country=_word(given, "country").upper(),
        is_signatory=bool(given.flag("climate_pledge_signatory")) if given.has("climate_pledge_signatory") else False,
        pledge_state=_word(given, "pledge_state").lower(),
        pledge_lapses_on=read_day(given, "pledge_lapses_on"),
        pledge_evidence_ids=_texts(given, "pledge_evidence_ids"),
        net_zero=_read_net_zero(given.nested("net_zero")) if given.has("net_zero") else None,
        disclosures=_read_disclosures(given),
        first_time_pass_used=given.flag("first_time_pass_used") if given.has("first_time_pass_used") else False,
        strategies=_read_strategies(given),
        use=_word(given, "use"),
        race_to_zero_url=_word(race, "public_url") if race else "",
        race_to_zero_evidence_ids=_texts(race, "evidence_ids") if race else (),
        credit_use_report=_read_report(report) if report else None,
    )


def read_day(given: Inputs, name: str) -> date | None:
    """Return a date written as YYYY-MM-DD, None where it is absent; raises WrongType for anything else."""
    if not given.has(name):
        return None
    value = given.raw(name)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else _refuse(given, name)
    except ValueError:
        return _refuse(given, name)


def _refuse(given: Inputs, name: str) -> date:
    raise WrongType(field=given.path(name), value=given.raw(name), reason="a date is due", fix="Write 2026-11-22")


def _word(given: Inputs, name: str) -> str:
    return given.text(name).strip() if given.has(name) and given.raw(name) != "" else ""


def _texts(given: Inputs, name: str) -> tuple[str, ...]:
    return given.each(name, lambda item, field: Inputs({"id": item}, where=field).text("id"), [])


def _scopes(given: Inputs, name: str) -> tuple[int, ...] | None:
    if not given.has(name):
        return None
    found = given.each(name, lambda item, field: Inputs({"scope": item}, where=field).whole("scope"))
    for place, scope in enumerate(found):
        if scope not in (1, 2, 3):
            field = f"{given.path(name)}[{place}]"
            raise WrongType(field=field, value=scope, reason="there are scopes 1, 2 and 3", fix="Write 1, 2 or 3")
    return found


def _coverage(given: Inputs) -> str:
    # Lists print the same thing under several names; the words are the ones of COVERAGE.
    for name in ("scope3_coverage", "scope3", "scope_3"):
        if given.has(name):
            word = str(given.raw(name)).strip().lower()
            if word not in COVERAGE:
                fix = "Write yes, partial or no"
                raise WrongType(field=given.path(name), value=given.raw(name), reason="unknown coverage", fix=fix)
            return COVERAGE[word]
    return ""


def _read_net_zero(given: Inputs) -> NetZeroStatement:
    statement = NetZeroStatement(
        year_as_written=given.raw("year", None),
        scopes=_scopes(given, "scopes"),
        scope3_coverage=_coverage(given),
        public_url=_word(given, "public_url") or _word(given, "url"),
        published_on=read_day(given, "published_on") or read_day(given, "published"),
        kind=_word(given, "kind") or "net_zero",
        lapses_on=read_day(given, "lapses_on"),
        evidence_ids=_texts(given, "evidence_ids"),
    )
    given.finish()
    return statement


def _read_disclosures(given: Inputs) -> tuple[Disclosure, ...]:
    if not given.has("disclosures"):
        return ()
    return given.each("disclosures", lambda item, field: _read_disclosure(_object(item, field)))


def _read_disclosure(given: Inputs) -> Disclosure:
    period_end = read_day(given, "period_end")
    if period_end is None:
        raise InputMissing(field=given.path("period_end"), value=None, reason="a report covers a period")
    given.raw("period_start", None)
    given.raw("sha256", None)
    disclosure = Disclosure(
        period_end=period_end,
        published_on=read_day(given, "published") or read_day(given, "published_on"),
        url=_word(given, "url") or _word(given, "public_url"),
        scopes=_scopes(given, "scopes") or (),
        scope3_coverage=_coverage(given),
        standard=_word(given, "standard"),
        evidence_ids=_texts(given, "evidence_ids"),
    )
    given.finish()
    return disclosure


def _read_strategies(given: Inputs) -> tuple[Strategy, ...]:
    if not given.has("science"):
        return ()
    value = given.raw("science")
    if isinstance(value, Mapping):
        return (_read_strategy(given.nested("science")),)
    return given.each("science", lambda item, field: _read_strategy(_object(item, field)))


def _read_strategy(given: Inputs) -> Strategy:
    passed = next((given.flag(name) for name in ("passes", "check_passed") if given.has(name)), None)
    targets = given.each("targets", lambda item, field: _read_target(_object(item, field)), [])
    strategy = Strategy(
        kind=given.text("type"),
        valid_until=read_day(given, "valid_to") or read_day(given, "valid_until"),
        committed_on=read_day(given, "committed_on"),
        check_passed=passed,
        targets=targets,
        evidence_ids=_texts(given, "evidence_ids"),
    )
    given.raw("removed_on", None)
    given.raw("validated_on", None)
    given.finish()
    return strategy


def _read_target(given: Inputs) -> OwnTarget:
    value = given.raw("stated")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise WrongType(field=given.path("stated"), value=value, reason="a number is due")
    try:
        stated = Decimal(str(value))
    except InvalidOperation:
        raise WrongType(field=given.path("stated"), value=value, reason="a number is due") from None
    inputs = {name: given.raw(name) for name in given.names() if name != "stated"}
    return OwnTarget(stated=stated, inputs=inputs)


def _read_report(given: Inputs) -> CreditUseReport:
    report = CreditUseReport(
        url=_word(given, "public_url"),
        is_separate=given.flag("separate", False),
        states_purpose=given.flag("states_purpose", False),
        is_audited=given.flag("audited", False),
        evidence_ids=_texts(given, "evidence_ids"),
    )
    given.finish()
    return report


def _object(item: object, field: str) -> Inputs:
    if not isinstance(item, Mapping) or isinstance(item, Sequence):
        raise WrongType(field=field, value=item, reason="an object with named values is due")
    return Inputs(item, where=field)
