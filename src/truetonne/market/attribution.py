"""In whose name, for what and for which period a retirement is made. Nothing here is ever defaulted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from truetonne.edge.parties import is_country, is_domain, is_lei
from truetonne.market import policy
from truetonne.market.states import Purpose
from truetonne.rules.clocks import clocks_on

_YEAR = re.compile(r"(?:19|20|21)\d{2}", re.ASCII)
SCOPES = ("1", "2", "3", "1-3")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """One field that cannot be taken: its name, a code of the error catalogue, and what to write instead."""

    field: str
    code: str
    detail: str


class AttributionRequired(Exception):
    """Fields without which no retirement is made; carries the names of those missing."""

    code = "attribution_required"

    def __init__(self, *, missing: tuple[str, ...]) -> None:
        super().__init__(f"missing: {', '.join(missing)}")
        self.missing = missing


class AttributionInvalid(Exception):
    """Fields that are given but cannot be; carries all of them at once."""

    code = "invalid_request"

    def __init__(self, *, faults: tuple[FieldFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.detail}" for fault in faults))
        self.faults = faults


class AuthorizationRequired(Exception):
    """The buyer did not tick that they may act; carries the statement."""

    code = "authorization_required"

    def __init__(self, *, statement: str) -> None:
        super().__init__(f"not ticked: {statement}")
        self.statement = statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """Whose name stands on the certificate. ``hidden_until`` hides the name, never the mass or the serials."""

    display_name: str
    legal_name: str
    country: str
    lei: str = ""
    registration_number: str = ""
    domain: str = ""
    hidden_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPeriod:
    """A claim year, or a period from ``start`` (included) to ``end`` (excluded)."""

    year: int | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A part of an order that answers for emissions of one entity in one inventory year, scope and line. Private."""

    entity: str
    inventory_year: int
    scope: str
    inventory_line: str
    kg: int

    def as_fact(self) -> dict[str, object]:
        """Return the allocation as it stands in a certificate's annex."""
        return {
            "entity": self.entity,
            "inventory_year": self.inventory_year,
            "scope": self.scope,
            "inventory_line": self.inventory_line,
            "kg": self.kg,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a retirement is for. ``inventory_line``, ``allocations`` and ``signer`` are private to the parties."""

    purpose: str
    period: ClaimPeriod
    signer: str
    country: str = ""
    scope: str = ""
    note: str = ""
    inventory_line: str = ""
    allocations: tuple[Allocation, ...] = ()


def parse_claim_year(*, text: str) -> ClaimPeriod:
    """Read ``2025``. A fiscal year has no fixed days: its period is given. Raises AttributionInvalid."""
    if _YEAR.fullmatch(text.strip()) is None:
        detail = _("write a calendar year such as 2025; for a fiscal year give the period's first day and its end")
        raise AttributionInvalid(faults=(FieldFault(field="claim_year", code="invalid_time", detail=detail),))
    return ClaimPeriod(year=int(text))


def require_attribution(*, beneficiary: Beneficiary, claim: Claim, is_authorized: bool, at: datetime) -> None:
    """Raise unless a retirement may be made in this name, for this purpose and period, as asked at ``at``.

    Raises AttributionRequired with all missing fields, AttributionInvalid with all wrong ones, and
    AuthorizationRequired when the buyer did not tick that they may act.
    """
    missing = tuple(_missing(beneficiary=beneficiary, claim=claim))
    if missing:
        raise AttributionRequired(missing=missing)
    faults = (*_beneficiary_faults(beneficiary=beneficiary, at=at), *_claim_faults(claim=claim, at=at))
    if faults:
        raise AttributionInvalid(faults=faults)
    if not is_authorized:
        raise AuthorizationRequired(statement=policy.AUTHORIZATION_STATEMENT)


def require_beneficiary(*, beneficiary: Beneficiary, at: datetime) -> None:
    """Raise AttributionRequired or AttributionInvalid unless this can stand on a certificate as its beneficiary."""
    missing = tuple(_missing_of_beneficiary(beneficiary=beneficiary))
    if missing:
        raise AttributionRequired(missing=missing)
    faults = tuple(_beneficiary_faults(beneficiary=beneficiary, at=at))
    if faults:
        raise AttributionInvalid(faults=faults)


def latest_hidden_until(*, retired_on: date) -> date:
    """Return the last day until which a name may be hidden after a retirement on this day."""
    return clocks_on(day=retired_on).hidden_name.last_day(day=retired_on)


def _missing_of_beneficiary(*, beneficiary: Beneficiary) -> Iterable[str]:
    if not beneficiary.display_name.strip():
        yield "beneficiary.display_name"
    if not beneficiary.legal_name.strip():
        yield "beneficiary.legal_name"
    if not beneficiary.country:
        yield "beneficiary.country"
    if not (beneficiary.lei or beneficiary.registration_number or beneficiary.domain):
        yield "beneficiary.identifier"


def _missing(*, beneficiary: Beneficiary, claim: Claim) -> Iterable[str]:
    yield from _missing_of_beneficiary(beneficiary=beneficiary)
    if not claim.purpose:
        yield "purpose"
    period = claim.period
    if period.year is None and period.start is None and period.end is None:
        yield "claim_year"
    if not claim.signer.strip():
        yield "signer"


def _beneficiary_faults(*, beneficiary: Beneficiary, at: datetime) -> Iterable[FieldFault]:
    for name, text, limit in (
        ("display_name", beneficiary.display_name, 200),
        ("legal_name", beneficiary.legal_name, 200),
        ("registration_number", beneficiary.registration_number, 64),
    ):
        if len(text) > limit or not text.isprintable() or text != text.strip():
            detail = _("at most %(limit)s printable characters, no blanks at the ends") % {"limit": limit}
            yield FieldFault(field=f"beneficiary.{name}", code="invalid_request", detail=detail)
    if beneficiary.lei and not is_lei(text=beneficiary.lei):
        detail = _("a LEI has 20 characters and its check digits must agree")
        yield FieldFault(field="beneficiary.lei", code="invalid_request", detail=detail)
    if beneficiary.domain and not is_domain(text=beneficiary.domain):
        detail = _("write a web domain such as example.org, in lower case")
        yield FieldFault(field="beneficiary.domain", code="invalid_request", detail=detail)
    if not is_country(text=beneficiary.country):
        yield FieldFault(field="beneficiary.country", code="invalid_request", detail=_("write two letters, such as VN"))
    hidden_until = beneficiary.hidden_until
    if hidden_until is not None:
        latest = latest_hidden_until(retired_on=at.date())
        if not at.date() < hidden_until <= latest:
            detail = _("a name is hidden until a day after today and not after %(latest)s") % {"latest": latest}
            yield FieldFault(field="beneficiary.hidden_until", code="invalid_time", detail=detail)


def _claim_faults(*, claim: Claim, at: datetime) -> Iterable[FieldFault]:
    if claim.purpose not in Purpose.values:
        detail = _("one of %(values)s") % {"values": ", ".join(Purpose.values)}
        yield FieldFault(field="purpose", code="invalid_request", detail=detail)
    period = claim.period
    if period.year is not None:
        if period.start is not None or period.end is not None:
            yield FieldFault(field="claim_year", code="invalid_time", detail=_("give a year or a period, not both"))
        if period.year > at.year:
            detail = _("%(year)s has not begun") % {"year": period.year}
            yield FieldFault(field="claim_year", code="invalid_time", detail=detail)
    elif period.start is None or period.end is None or period.start >= period.end:
        detail = _("a period has a first day and a later day after its end")
        yield FieldFault(field="period", code="invalid_time", detail=detail)
    elif period.start > at.date():
        yield FieldFault(field="period", code="invalid_time", detail=_("the period has not begun"))
    if len(claim.note) > 280:
        yield FieldFault(field="note", code="invalid_request", detail=_("at most 280 characters"))
    if claim.country and not is_country(text=claim.country):
        yield FieldFault(field="country", code="invalid_request", detail=_("write two letters, such as VN"))
    if claim.scope and claim.scope not in SCOPES:
        yield FieldFault(
            field="scope", code="invalid_request", detail=_("one of %(values)s") % {"values": ", ".join(SCOPES)}
        )
