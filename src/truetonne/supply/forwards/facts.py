"""Public figures of contracts, contributions and co-benefits by name: the same in files and in the API."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import QuerySet

from truetonne.edge.identifiers import show_id
from truetonne.supply.dossier.fields import Kind, entries_in_force
from truetonne.supply.dossier.sources import figure_text
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models import CoBenefitFigure, Contribution

PREFIX, CONTRIBUTION_PREFIX = "fwd", "ctb"
CONTRACT_COLUMNS: Final = (
    "id", "kind", "name", "supplier", "state", "total_kg", "delivered_kg", "substituted_kg", "outstanding_kg",
    "shortfall_kg", "slip_count", "first_year", "last_year", "currency", "price_minor_per_t", "durability_years",
    "leaf_path", "is_on_hold",
)  # fmt: skip
CONTRIBUTION_COLUMNS: Final = (
    "id", "kind", "party", "recipient", "program", "project_id", "amount_minor", "currency", "given_on", "purpose",
    "source", "recorded_at",
)  # fmt: skip
FIGURE_COLUMNS: Final = (
    "id", "program", "project_id", "project_name", "measure", "attainment", "figure", "stated_on", "source", "address",
)  # fmt: skip


def public_contracts(*, today: date) -> tuple[Contract, ...]:
    """Return the contracts that everybody may read: signed ones."""
    return tuple(each for each in list_contracts(today=today) if each.signed_on is not None)


def contract_facts(*, contract: Contract) -> dict[str, str | int | bool | None]:
    """Return a contract's public figures by name, for files and the API."""
    row, standing = contract.row, contract.standing
    return {
        "id": show_id(prefix=PREFIX, id=row.pk), "kind": row.kind, "name": row.name, "supplier": row.supplier,
        "state": contract.state.value, "total_kg": row.total_kg, "delivered_kg": standing.delivered_kg,
        "substituted_kg": standing.substituted_kg, "outstanding_kg": contract.outstanding_kg,
        "shortfall_kg": standing.shortfall_kg, "slip_count": len(contract.slips), "first_year": row.first_year,
        "last_year": row.last_year, "currency": row.currency, "price_minor_per_t": row.price_minor_per_t,
        "durability_years": row.durability_years, "leaf_path": row.leaf_path,
        "is_on_hold": contract.hold is not None,
    }  # fmt: skip


def list_contributions() -> QuerySet[Contribution]:
    """Return the contributions in force, newest gift first."""
    rows = Contribution.objects.select_related("project", "organization").defer("project__raw")
    return rows.filter(is_withdrawn=False, replaced_by__isnull=True).order_by("-given_on", "-id")


def contribution_facts(*, row: Contribution) -> dict[str, str | int]:
    """Return a contribution's public figures by name."""
    return {
        "id": show_id(prefix=CONTRIBUTION_PREFIX, id=row.pk), "kind": row.kind, "party": row.party, "recipient": row.recipient,
        "program": row.project.program_id if row.project else "", "project_id": row.project.ref if row.project else "",
        "amount_minor": row.amount_minor, "currency": row.currency, "given_on": row.given_on.isoformat(),
        "purpose": row.purpose, "source": row.source, "recorded_at": row.effective_at.isoformat(),
    }  # fmt: skip


def list_figures() -> QuerySet[CoBenefitFigure]:
    """Return every figure in force, by project, measure and day."""
    rows: QuerySet[CoBenefitFigure] = entries_in_force(kind=Kind.CO_BENEFIT).select_related("project")
    return rows.defer("project__raw").order_by(
        "project__name", "project_id", "measure", "attainment", "stated_on", "id"
    )


def figure_facts(*, row: CoBenefitFigure) -> dict[str, str]:
    """Return a figure's public facts by name; the number is text as it was stated."""
    return {
        "id": show_id(prefix="dos", id=row.pk), "program": row.project.program_id, "project_id": row.project.ref,
        "project_name": row.project.name, "measure": row.measure, "attainment": row.attainment,
        "figure": figure_text(figure=row.figure), "stated_on": row.stated_on.isoformat(), "source": row.source,
        "address": row.address,
    }  # fmt: skip
