"""Tables of the operator's day as CSV: whole, streamed, masses in kilograms and money in minor units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from truetonne.edge.permissions import Role
from truetonne.edge.tables import csv_lines
from truetonne.market.models import BeneficiaryName, Delivery, Document, Order, Payment, QuoteLine
from truetonne.members.models import Application, Evidence
from truetonne.people.models import Organization
from truetonne.science.money import COST_PARTS
from truetonne.supply.models import HeldRow, Holding, ImportRun, PriceFact, Project, Review

ROWS_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One table: its title, who may have it, its rows in a stable order, and its columns as paths from a row."""

    title: Any
    roles: tuple[Role, ...]
    rows: Callable[[], QuerySet[Any]]
    columns: tuple[str, ...]

    def lines(self) -> Iterator[bytes]:
        """Write the table, header first."""
        values = self.rows().values_list(*self.columns).iterator(chunk_size=ROWS_AT_ONCE)
        header = [name.replace("__", "_") for name in self.columns]
        return csv_lines(header=header, rows=(tuple(_cell(value) for value in row) for row in values))


_DESK: Final = (Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
_MONEY: Final = (Role.FINANCE, Role.AUDITOR)
_GATE: Final = (Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)

EXPORTS: Final[dict[str, Export]] = {
    "organizations": Export(
        title=_("Organizations"), roles=(*_MONEY, Role.ADMINISTRATOR, Role.ELIGIBILITY),
        rows=lambda: Organization.objects.order_by("pk"),
        columns=("id", "kind", "name", "legal_name", "lei", "registration_number", "domain", "country", "recorded_at"),
    ),
    "applications": Export(
        title=_("Applications"), roles=_GATE, rows=lambda: Application.objects.order_by("pk"),
        columns=("id", "organization__name", "state", "buys_until", "effective_at"),
    ),
    "evidence": Export(
        title=_("Evidence"), roles=_GATE, rows=lambda: Evidence.objects.order_by("pk"),
        columns=("id", "organization__name", "kind", "title", "public_url", "published_on", "retrieved_on", "lapses_on"),
    ),
    "orders": Export(
        title=_("Orders"), roles=(*_MONEY, Role.SUPPLY), rows=lambda: Order.objects.order_by("pk"),
        columns=(
            "id", "external_id", "organization__name", "beneficiary__display_name", "state", "purpose", "claim_year",
            "period_start", "period_end", "quote__kg", "quote__amount_minor", "quote__currency", "payment_due_at",
            "effective_at",
        ),
    ),
    "order-lines": Export(
        title=_("Lines of orders"), roles=(*_MONEY, Role.SUPPLY),
        rows=lambda: QuoteLine.objects.filter(quote__order__isnull=False).order_by("quote__order__pk", "number"),
        columns=(
            "quote__order__id", "number", "lot_id", "kg", "quote__currency", *(f"{part}_minor" for part in COST_PARTS),
        ),
    ),
    "invoices": Export(
        title=_("Invoices and credit notes"), roles=_MONEY,
        rows=lambda: Document.objects.order_by("kind", "sequence"),
        columns=("id", "order_id", "kind", "sequence", "reason", "currency", "amount_minor", "effective_at"),
    ),
    "payments": Export(
        title=_("Payments"), roles=_MONEY, rows=lambda: Payment.objects.order_by("pk"),
        columns=("id", "order_id", "kind", "currency", "amount_minor", "reference", "value_date", "person__name"),
    ),
    "deliveries": Export(
        title=_("Deliveries"), roles=(*_MONEY, Role.SUPPLY), rows=lambda: Delivery.objects.order_by("pk"),
        columns=("id", "order_id", "number", "short_code", "kg", "person__name", "effective_at"),
    ),
    "names": Export(
        title=_("Names of beneficiaries"), roles=(*_MONEY, Role.SUPPLY),
        rows=lambda: BeneficiaryName.objects.order_by("pk"),
        columns=(
            "id", "organization__name", "display_name", "legal_name", "lei", "registration_number", "domain", "country",
            "decision__is_confirmed", "effective_at",
        ),
    ),
    "projects": Export(
        title=_("Projects"), roles=_DESK, rows=lambda: Project.objects.order_by("program_id", "ref"),
        columns=(
            "id", "program_id", "ref", "name", "status", "standing", "developer", "country", "project_type",
            "methodology", "credit_class", "edition",
        ),
    ),
    "blocks": Export(
        title=_("Our blocks"), roles=_DESK, rows=lambda: Holding.objects.order_by("pk"),
        columns=("id", "lot_id", "program_id", "project__ref", "key", "first", "last", "unit_kg", "kg", "lot_class", "vintage"),
    ),
    "reviews": Export(
        title=_("Reviews"), roles=_DESK, rows=lambda: Review.objects.order_by("pk"),
        columns=(
            "id", "holding_id", "holding__project__ref", "reviewer__name", "verdict", "state", "next_review",
            "additionality", "baseline", "leakage", "durability", "uncertainty", "community", "effective_at",
        ),
    ),
    "prices": Export(
        title=_("Prices"), roles=_DESK, rows=lambda: PriceFact.objects.order_by("pk"),
        columns=(
            "id", "lot", "currency", *(f"{part}_minor" for part in COST_PARTS), "source", "person__name", "effective_at",
        ),
    ),
    "imports": Export(
        title=_("Imports"), roles=_DESK, rows=lambda: ImportRun.objects.order_by("recorded_at", "pk"),
        columns=("id", "kind", "program", "edition", "is_complete", "is_refused", "person__name", "recorded_at"),
    ),
    "held-rows": Export(
        title=_("Held rows"), roles=_DESK, rows=lambda: HeldRow.objects.filter(decision__isnull=True).order_by("pk"),
        columns=("id", "program", "table", "file", "record", "code", "field", "value", "reason", "kg", "serial"),
    ),
}  # fmt: skip
"""By the name in the address."""


def _cell(value: object) -> object:
    """Write times as ISO text in UTC; anything else as it stands."""
    return value.isoformat() if hasattr(value, "isoformat") else value
