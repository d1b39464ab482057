"""Packs for disclosure regimes: an organization's public record joined with what was retired for its year.

Only certificates whose beneficiary is public stand in a public pack. Figures of emissions and of credits go over side by
side; nothing here adds or subtracts across the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from truetonne.footprints.queries.disclosures import DisclosedRecord
from truetonne.market.certificates import read_certificate
from truetonne.market.models import Delivery
from truetonne.rules.packs.filling import FilledPack, fill_pack, sum_credits
from truetonne.rules.packs.tables import AB_1305_BUYER, CDP, ESRS_E1, IFRS_S2, PackTable
from truetonne.rules.rule_set import Family, list_versions, rule_set
from truetonne.science.errors import NotInTable

PACKS: Final[dict[str, Family[PackTable]]] = {
    "ab-1305": AB_1305_BUYER, "cdp": CDP, "esrs-e1": ESRS_E1, "ifrs-s2": IFRS_S2,
}  # fmt: skip
"""The packs that a buyer's record fills, by the name in their address."""

EU: Final = frozenset(
    ["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"]
)  # fmt: skip


def make_pack(*, name: str, found: DisclosedRecord, today: date) -> FilledPack:
    """Return a pack by its name, under the table in force today. Raises KeyError for an unknown name."""
    family = PACKS[name]
    try:
        table = rule_set(family=family, as_of=today)
    except NotInTable:
        table = list_versions(family=family)[-1]
    # Retirements are kept per organization: they stand in the pack of its main entity and in no second one.
    credits = (
        list_credits(organization_id=found.organization_id, year=found.year, today=today)
        if found.is_main_entity
        else []
    )
    proof = {"sha256": found.sha256}
    return fill_pack(
        pack=table, record={**found.record, **proof, **sum_credits(credits=credits)}, credits=credits
    )  # fmt: skip


def list_credits(*, organization_id: UUID, year: int, today: date) -> list[dict[str, object]]:
    """Return a row for every line of credits retired for an organization's year, as far as its name is public."""
    rows = Delivery.objects.filter(order__organization_id=organization_id).filter(
        Q(order__claim_year=year) | Q(order__period_start__year=year)
    )  # fmt: skip
    found: list[dict[str, object]] = []
    for delivery in rows.order_by("effective_at", "number"):
        handed = read_certificate(certificate_id=delivery.certificate_id, today=today)
        if handed.public_name:
            found += [
                _row(line, body=handed.body, on=delivery.effective_at.date())
                for line in handed.body["lines"]
                if "inset" not in line
            ]
    return found


def _row(line: Mapping[str, Any], *, body: Mapping[str, Any], on: date) -> dict[str, object]:
    credit_class = str(line.get("credit_class", ""))
    kind = "removal" if credit_class.startswith("REMOVAL") else "avoidance" if credit_class else None
    adjusted = [each for each in body.get("article6", ()) if each.get("lot_id") == line["lot_id"]]
    durable = [each for each in body.get("durability", ()) if each.get("lot_id") == line["lot_id"]]
    country = str(line.get("country", ""))
    return {
        "seller_name": settings.TRUETONNE.operator_name,
        "registry": line.get("registry"),
        "project_id": line.get("project_id"),
        "project_name": line.get("project_name"),
        "credit_kind": kind,
        "project_site": country or None,
        "protocol": line.get("methodology"),
        "scheme": line.get("program"),
        "vintage": str(line.get("vintage_start", ""))[:4] or None,
        "mass_kg": line["kg"],
        "is_cancelled": True,
        "cancelled_on": on.isoformat(),
        "purpose": body.get("purpose"),
        "corresponding_adjustment": adjusted[0].get("status") if adjusted else None,
        # A credit is by its kind outside the buyer's chain; what lies inside is an inset and stands elsewhere.
        "is_outside_value_chain": True,
        "is_in_eu": country[:2] in EU if country else None,
        "permanence": durable[0].get("durability_class") if durable else None,
    }
