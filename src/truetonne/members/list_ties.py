"""By what a company and a list's entry are known, and what persons said of them before."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from truetonne.members.lists.likeness import Identity, plain_domain, plain_number
from truetonne.members.models import Application, ListEntry, ListLink


def identity_of_company(*, application: Application) -> Identity:
    """Return by what a company is known: its own facts, and the ISIN that its application may name."""
    organization = application.organization
    return Identity(
        names=(organization.name, organization.legal_name), lei=organization.lei,
        isin=str(application.draft.get("isin") or "").upper(),
        registration_number=plain_number(text=organization.registration_number),
        domain=plain_domain(text=organization.domain), country=organization.country,
    )  # fmt: skip


def identity_of_entry(*, entry: ListEntry) -> Identity:
    """Return by what an entry names its company."""
    return Identity(
        names=(entry.name,), lei=entry.lei, isin=entry.isin, registration_number=entry.registration_number,
        domain=entry.domain, country=entry.country,
    )  # fmt: skip


def filter_by_identifier(*, application: Application) -> Q:
    """Return a filter for entries with one of the company's identifiers, or of which a person spoke before."""
    company = identity_of_company(application=application)
    found = Q(pk__in=[])
    for name in ("lei", "isin", "domain", "registration_number"):
        if getattr(company, name):
            found |= Q(**{name: getattr(company, name)})
    spoken = ListLink.objects.filter(organization=application.organization)
    for list_name, key in spoken.values_list("entry__list_name", "entry__key"):
        found |= Q(list_name=list_name, key=key)
    return found


def last_answers(*, organization_id: UUID, list_names: Iterable[str]) -> dict[tuple[str, str], ListLink]:
    """Return the last word that a person gave on each entry, by list and key: it holds for later editions too."""
    rows = ListLink.objects.filter(organization_id=organization_id, entry__list_name__in=list(list_names))
    rows = rows.select_related("entry", "person").order_by("recorded_at", "number")
    return {(row.entry.list_name, row.entry.key): row for row in rows}
