"""What the market tells the ledger about a retirement: the certificate's public groups and its private parts. Pure.

The ledger adds lines, quantity and times; ``proof.certificate`` refuses a body that lacks the gross statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from truetonne.market.attribution import Beneficiary, Claim, ClaimPeriod
from truetonne.market.certificate_wording import build_wording
from truetonne.market.unit_groups import UnitGroups


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFields:
    """``public`` and ``private`` of a retirement instruction, with one fresh salt per annex part."""

    public: Mapping[str, object]
    private: Mapping[str, object]
    salts: Mapping[str, bytes]


def build_fields(
    *,
    beneficiary: Beneficiary,
    claim: Claim,
    operator_name: str,
    order_id: str,
    request_id: str,
    retired_on: date,
    units: UnitGroups,
    written_on: date,
    new_salt: Callable[[], bytes],
) -> CertificateFields:
    """Return the fields of one certificate; empty facts are left out, never null.

    The wording is that in force on ``written_on``. A name that is hidden beyond ``retired_on`` stands in the annex only. Units of LEAF path 3 bring the sentence
    that the host country counts them too (features CL-4).
    """
    is_hidden = beneficiary.hidden_until is not None and beneficiary.hidden_until > retired_on
    identity = identity_of(beneficiary=beneficiary)
    public: dict[str, object] = {
        "beneficiary": {"hidden_until": _day(beneficiary.hidden_until)} if is_hidden else identity,
        "holder": {"retired_by": operator_name},
        "act": {"order_id": order_id, "request_id": request_id},
        "purpose": _purpose(claim=claim),
        "wording": build_wording(day=written_on, is_counted_by_host=units.is_counted_by_host),
        **units.as_members(),
    }
    private: dict[str, object] = {"signer": {"name": claim.signer}}
    if claim.inventory_line or claim.allocations:
        private["allocation"] = _allocation(claim=claim)
    if is_hidden:
        private["beneficiary"] = identity
    salts = {part: new_salt() for part in ("price", *sorted(private))}
    return CertificateFields(public=public, private=private, salts=salts)


def _allocation(*, claim: Claim) -> dict[str, object]:
    """Return to which inventory lines a claim belongs; the lines are those of the whole order."""
    if not claim.allocations:
        return {"inventory_line": claim.inventory_line}
    return {"inventory_line": claim.inventory_line, "order_lines": [each.as_fact() for each in claim.allocations]}


def identity_of(*, beneficiary: Beneficiary) -> dict[str, object]:
    """Return the beneficiary's group of a certificate, names and identifiers; what is not stated is left out."""
    return _present(
        display_name=beneficiary.display_name,
        legal_name=beneficiary.legal_name,
        lei=beneficiary.lei,
        registration_number=beneficiary.registration_number,
        domain=beneficiary.domain,
        country=beneficiary.country,
    )


def _purpose(*, claim: Claim) -> dict[str, object]:
    return {
        "code": claim.purpose,
        **_period(period=claim.period),
        **_present(note=claim.note, country=claim.country, scope=claim.scope),
    }


def _period(*, period: ClaimPeriod) -> dict[str, object]:
    if period.year is not None:
        return {"claim_year": period.year}
    return {"period_start": _day(period.start), "period_end": _day(period.end)}


def _present(**facts: str) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value}


def _day(day: date | None) -> str:
    assert day is not None
    return day.isoformat()
