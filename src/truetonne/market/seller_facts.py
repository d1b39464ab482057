"""What a seller of credits states of a project, from what the exchange holds and its registry's records say of it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.parties import country_name
from truetonne.market.lot_facts import years_text
from truetonne.market.project_page import ProjectPage
from truetonne.rules.packs.filling import FilledPack, fill_pack
from truetonne.rules.packs.tables import AB_1305_SELLER
from truetonne.rules.rule_set import list_versions, rule_set
from truetonne.science.errors import NotInTable
from truetonne.supply.dossier.queries import is_tagged
from truetonne.supply.dossier.states import DocumentKind
from truetonne.supply.models import Holding
from truetonne.supply.words import CLASS_WORDS

_THIRD_PARTY = frozenset({DocumentKind.VALIDATION, DocumentKind.VERIFICATION})


def make_seller_pack(*, page: ProjectPage, language: str, today: date) -> FilledPack:
    """Return the seller's datapoints of a project under the table in force; what nobody states is missing."""
    try:
        table = rule_set(family=AB_1305_SELLER, as_of=today)
    except NotInTable:
        table = list_versions(family=AB_1305_SELLER)[-1]
    return fill_pack(pack=table, record={}, projects=[_facts(page=page, language=language)])


def _facts(*, page: ProjectPage, language: str) -> dict[str, object]:
    facts, totals, profile = page.facts, page.totals, page.dossier.profile
    holdings = list(Holding.objects.filter(project_id=facts.project_id).order_by("issued_on", "vintage", "first"))
    period = [day.isoformat() for day in (facts.credited_from, facts.credited_until) if day is not None]
    place = ", ".join(
        filter(None, (profile.region if profile else "", country_name(code=facts.country) if facts.country else ""))
    )
    has_records = bool(totals.row_count)
    documents = page.dossier.documents
    return {
        "project_name": facts.name,
        "protocol": facts.methodology,
        "project_site": place,
        "project_timeline": " – ".join(period) if len(period) == 2 else None,
        "project_start_date": facts.credited_from.isoformat() if facts.credited_from else None,
        "issued": [_issued(holding, language=language) for holding in holdings],
        "modified": _mass(totals.cancelled_kg, language=language) if has_records else None,
        "reversed": _mass(totals.reversed_kg, language=language) if has_records else None,
        "credit_kind": str(CLASS_WORDS[facts.credit_class]) if facts.credit_class in CLASS_WORDS else None,
        "standards_met": [
            facts.program_name, *dict.fromkeys(row.label for row in page.dossier.labels if is_tagged(label=row))
        ],
        "durability": years_text(years=profile.durability_years) if profile and profile.durability_years else None,
        "is_third_party_validated": True if any(row.kind in _THIRD_PARTY for row in documents) else None,
        "yearly_mass_kg": _by_vintage(holdings, language=language),
        "accountability": _(
            "Units that are reversed or were issued in excess are recalled, and the operator retires other units in their place."
        ),
        "data_and_methods": [
            f"{row.title}, {row.document_date.isoformat()}{f', SHA-256 {row.sha256}' if row.sha256 else ''}"
            for row in documents
        ],
    }  # fmt: skip


def _issued(holding: Holding, *, language: str) -> str:
    day = holding.issued_on.isoformat() if holding.issued_on else _("day not stated")
    return f"{day}: {_mass(holding.kg, language=language)} ({holding.serial})"


def _by_vintage(holdings: list[Holding], *, language: str) -> list[str]:
    found: dict[int, int] = {}
    for holding in holdings:
        if holding.vintage is not None:
            found[holding.vintage] = found.get(holding.vintage, 0) + holding.kg
    return [f"{year}: {_mass(kg, language=language)}" for year, kg in sorted(found.items())]


def _mass(kg: int, *, language: str) -> str:
    return tonnes_text(kg=kg, language=language)
