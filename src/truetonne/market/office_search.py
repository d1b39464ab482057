"""One search over what the operator's people look for, kind by kind, as far as their roles may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from truetonne.edge.formats import serials_text, tonnes_text
from truetonne.edge.identifiers import InvalidId, read_id, read_short_code, short_code, show_id
from truetonne.edge.permissions import Role
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import LotState
from truetonne.market.actions.place_order import search_key
from truetonne.market.models import BeneficiaryName, Order, RegisterRow
from truetonne.market.office_hits import (
    SHOWN,
    Hit,
    by_code,
    find_applications,
    find_contracts,
    find_evidence,
    find_fuel,
    find_papers,
)
from truetonne.market.words import STATE_WORDS
from truetonne.people.models import Organization, Person
from truetonne.supply.models import Project

TEXT_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What one kind of thing gave; ``has_more`` beyond those shown."""

    title: str
    hits: tuple[Hit, ...]
    has_more: bool


def search_office(*, text: str, person: Person) -> tuple[Hits, ...]:
    """Return what a text finds, kind by kind, of the kinds that this person's roles may read. Empty kinds are left out."""
    text = text.strip()[:TEXT_MAX]
    if not text:
        return ()
    found = []
    for title, roles, find in _kinds():
        if not any(person.has_role(role) for role in roles):
            continue
        hits = list(islice(find(text), SHOWN + 1))
        if hits:
            found.append(Hits(title=title, hits=tuple(hits[:SHOWN]), has_more=len(hits) > SHOWN))
    return tuple(found)


def _kinds() -> tuple[tuple[str, tuple[Role, ...], Callable[[str], Iterator[Hit]]], ...]:
    everybody = tuple(Role)
    desk = (Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
    gate = (Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
    return (
        (_("Organizations"), everybody, _organizations),
        (_("Persons"), (Role.ADMINISTRATOR, Role.AUDITOR), _persons),
        (_("Orders"), (Role.FINANCE, Role.AUDITOR, Role.SUPPLY), _orders),
        (_("Certificates"), everybody, _certificates),
        (_("Projects"), desk, _projects),
        (_("Lots and serials"), desk, _lots),
        (_("Names"), (Role.SUPPLY, Role.FINANCE, Role.AUDITOR), _names),
        (_("Invoices and credit notes"), (Role.FINANCE, Role.AUDITOR), find_papers),
        (_("Applications"), gate, find_applications),
        (_("Evidence"), gate, find_evidence),
        (_("Contracts for later years"), desk, find_contracts),
        (_("Fuel batches"), (Role.SUPPLY, Role.GOVERNANCE, Role.AUDITOR, Role.REVIEWER), find_fuel),
    )


def _persons(text: str) -> Iterator[Hit]:
    rows = Person.objects.filter(Q(name__icontains=text) | Q(email__icontains=text)).order_by("name", "pk")
    for row in rows[: SHOWN + 1]:
        address = reverse("market:office_person", kwargs={"person": show_id(prefix="per", id=row.pk)})
        detail = row.email if row.is_active else _("%(email)s, account closed") % {"email": row.email}
        yield Hit(name=row.name or row.email, detail=detail, address=address)


def _organizations(text: str) -> Iterator[Hit]:
    wanted = Q(name__icontains=text) | Q(legal_name__icontains=text) | Q(domain__icontains=text)
    wanted |= Q(lei__iexact=text) | Q(registration_number__iexact=text)
    for row in Organization.objects.filter(wanted).order_by("name", "pk")[: SHOWN + 1]:
        ids = (row.legal_name, row.country, row.domain, row.lei, row.registration_number)
        yield Hit(name=row.name, detail=" · ".join(filter(None, ids)))


def _orders(text: str) -> Iterator[Hit]:
    every: QuerySet[Order] = Order.objects.select_related("organization", "beneficiary", "quote")
    rows = by_code(rows=every, prefix="ORD", text=text)
    if rows is None:
        wanted = Q(organization__name__icontains=text) | Q(beneficiary__display_name__icontains=text)
        rows = every.filter(wanted | Q(external_id=text) | Q(payments__reference=text)).distinct()
    language = current_language()
    for row in rows.order_by("-pk")[: SHOWN + 1]:
        mass = tonnes_text(kg=row.quote.kg, language=language)
        yield Hit(
            name=short_code(prefix="ORD", id=row.pk),
            detail=f"{row.organization.name} · {mass} · {STATE_WORDS.get(row.state, row.state)}",
            address=reverse("market:office_order", kwargs={"order": show_id(prefix="ord", id=row.pk)}),
        )


def _certificates(text: str) -> Iterator[Hit]:
    rows = RegisterRow.objects.all()
    certificate_id = _id(prefix="crt", text=text)
    try:
        rows = rows.filter(short_code=read_short_code(prefix="RET", text=text))
    except InvalidId:
        if certificate_id is None:
            rows = rows.filter(name_key=search_key(text=text) or " ")
        else:
            rows = rows.filter(certificate_id=certificate_id)
    for row in rows.order_by("-log_index")[: SHOWN + 1]:
        yield Hit(
            name=row.short_code,
            detail=f"{tonnes_text(kg=row.kg, language=current_language())} · {row.day.isoformat()}",
            address=reverse("market:certificate", kwargs={"certificate": show_id(prefix="crt", id=row.certificate_id)}),
        )


def _projects(text: str) -> Iterator[Hit]:
    wanted = Q(name__icontains=text) | Q(ref__iexact=text) | Q(developer__icontains=text)
    rows = Project.objects.select_related("program").filter(wanted).order_by("name", "pk")
    for row in rows[: SHOWN + 1]:
        yield Hit(
            name=row.name or row.ref,
            detail=f"{row.program.name} · {row.ref} · {row.status}".rstrip(" ·"),
            address=reverse("supply:office_project", kwargs={"project": show_id(prefix="prj", id=row.pk)}),
        )


def _lots(text: str) -> Iterator[Hit]:
    """Lots by id, by project, or by a serial that lies in them, alone or behind its key."""
    wanted = text.casefold()
    lot_id = _id(prefix="lot", text=text)
    tail = wanted.rsplit(maxsplit=1)[-1].rsplit("-", 1)[-1]
    serial = int(tail) if tail.isascii() and tail.isdigit() and len(tail) <= 13 else None
    head = wanted.removesuffix(tail).rstrip(" -:#/")
    for lot in list_lots():
        if lot.lot_id == lot_id or (serial is None and _says(lot=lot, text=wanted)) or _holds(lot, head, serial):
            yield Hit(
                name=str(lot.facts.get("project_name", "")) or lot.key,
                detail=f"{lot.program} {lot.key} · {_serials(lot=lot)}",
                address=reverse("supply:office_lot", kwargs={"lot": show_id(prefix="lot", id=lot.lot_id)}),
            )


def _names(text: str) -> Iterator[Hit]:
    wanted = Q(display_name__icontains=text) | Q(legal_name__icontains=text) | Q(lei__iexact=text)
    for row in BeneficiaryName.objects.select_related("organization").filter(wanted).order_by("pk")[: SHOWN + 1]:
        yield Hit(
            name=row.display_name,
            detail=" · ".join(filter(None, (row.legal_name, row.organization.name, row.lei, row.domain))),
            address=reverse("market:office_name", kwargs={"name": show_id(prefix="bnm", id=row.pk)}),
        )


def _says(*, lot: LotState, text: str) -> bool:
    return any(
        text in str(lot.facts.get(name, "")).casefold() for name in ("project_name", "issuance_id", "project_id")
    )


def _holds(lot: LotState, head: str, serial: int | None) -> bool:
    if serial is None or not lot.first <= serial <= lot.last:
        return False
    return not head or head in f"{lot.program} {lot.key} {lot.facts.get('issuance_id', '')}".casefold()


def _serials(*, lot: LotState) -> str:
    return serials_text(
        first=lot.first, last=lot.last, first_part_kg=lot.unit_kg, last_part_kg=lot.unit_kg, unit_kg=lot.unit_kg,
        language=current_language(),
    )  # fmt: skip


def _id(*, prefix: str, text: str) -> UUID | None:
    try:
        return read_id(prefix=prefix, text=text)
    except InvalidId:
        return None
