"""What the office's search finds beside orders, lots and names: papers, applications, evidence, contracts, fuel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from truetonne.edge.formats import day_text, money_text, tonnes_text
from truetonne.edge.identifiers import ALPHABET, InvalidId, read_id, read_short_code, short_code, show_id
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.documents import PREFIXES, number_text
from truetonne.market.models import Document
from truetonne.members.models import Application, Evidence
from truetonne.members.states import ApplicationState
from truetonne.members.words import KIND_WORDS, STATE_WORDS
from truetonne.supply.models import ForwardContract, FuelBatch

Row = TypeVar("Row", bound=Model)

SHOWN: Final = 20
_CODE_BITS: Final = 25
_PAPER: Final = re.compile(rf"({'|'.join(PREFIXES.values())})?[ -]?0*([0-9]{{1,9}})", re.ASCII | re.IGNORECASE)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: what it is called, what tells it from others, and where it opens (blank where it has no page)."""

    name: str
    detail: str
    address: str = ""


def find_papers(text: str) -> Iterator[Hit]:
    """Invoices and credit notes by their number, as printed or the digits alone."""
    found = _PAPER.fullmatch(text)
    if found is None:
        return
    rows = Document.objects.select_related("order__organization").filter(sequence=int(found[2]))
    if found[1]:
        rows = rows.filter(kind__in=[kind for kind, prefix in PREFIXES.items() if prefix == found[1].upper()])
    for row in rows.order_by("kind", "pk")[: SHOWN + 1]:
        said = money_text(minor=row.amount_minor, currency=row.currency, language=current_language())
        yield Hit(
            name=number_text(document=row),
            detail=f"{row.order.organization.name} · {said} · {short_code(prefix='ORD', id=row.order_id)}",
            address=reverse("market:office_order", kwargs={"order": show_id(prefix="ord", id=row.order_id)}),
        )


def find_applications(text: str) -> Iterator[Hit]:
    """Applications by code, id or company; drafts are their company's alone."""
    rows = by_code(rows=Application.objects.exclude(state=ApplicationState.DRAFT), prefix="APP", text=text)
    if rows is None:
        wanted = Q(organization__name__icontains=text) | Q(organization__legal_name__icontains=text)
        rows = Application.objects.exclude(state=ApplicationState.DRAFT).filter(wanted)
    for row in rows.select_related("organization").order_by("-pk")[: SHOWN + 1]:
        yield Hit(
            name=short_code(prefix="APP", id=row.pk),
            detail=f"{row.organization.name} · {STATE_WORDS[row.state]}",
            address=_application(row.pk),
        )


def find_evidence(text: str) -> Iterator[Hit]:
    """Evidence by its title, its address or the SHA-256 of its bytes."""
    wanted = Q(title__icontains=text) | Q(public_url__icontains=text)
    if _SHA256.fullmatch(text):
        wanted = Q(sha256=bytes.fromhex(text))
    rows = Evidence.objects.exclude(application=None).exclude(application__state=ApplicationState.DRAFT).filter(wanted)
    for row in rows.select_related("organization").order_by("-recorded_at", "pk")[: SHOWN + 1]:
        assert row.application_id is not None
        yield Hit(
            name=row.title,
            detail=f"{row.organization.name} · {KIND_WORDS.get(row.kind, row.kind)} · {_day(row.published_on or row.retrieved_on)}",
            address=_application(row.application_id),
        )


def find_contracts(text: str) -> Iterator[Hit]:
    """Contracts for later years by name or supplier."""
    rows = ForwardContract.objects.filter(Q(name__icontains=text) | Q(supplier__icontains=text)).order_by("name", "pk")
    for row in rows[: SHOWN + 1]:
        mass = tonnes_text(kg=row.total_kg, language=current_language())
        yield Hit(
            name=row.name,
            detail=f"{row.supplier} · {mass} · {row.first_year}–{row.last_year}",
            address=reverse("supply:office_forward", kwargs={"forward": show_id(prefix="fwd", id=row.pk)}),
        )


def find_fuel(text: str) -> Iterator[Hit]:
    """Batches of fuel by their record, certificate, proof, producer or user."""
    names = (
        "registry_record",
        "production_batch",
        "certificate_number",
        "sustainability_proof",
        "producer",
        "fuel_user_name",
    )
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__icontains": text})
    for row in FuelBatch.objects.filter(wanted).order_by("-delivered_on", "pk")[: SHOWN + 1]:
        yield Hit(
            name=row.production_batch,
            detail=f"{row.producer} · {row.registry_record} · {_day(row.delivered_on)}",
            address=reverse("supply:office_fuel_batch", kwargs={"batch": show_id(prefix="ins", id=row.pk)}),
        )


def by_code(*, rows: QuerySet[Row], prefix: str, text: str) -> QuerySet[Row] | None:
    """Return the rows whose id gives the short code, or whose id the text is; None for what is neither.

    A short code is the last 25 bits of an id; nothing stores it.
    """
    try:
        return rows.filter(pk=read_id(prefix=prefix.lower(), text=text))
    except InvalidId:
        pass
    try:
        code = read_short_code(prefix=prefix, text=text)
    except InvalidId:
        return None
    bits = 0
    for char in code.removeprefix(f"{prefix}-").replace("-", "").lower()[: _CODE_BITS // 5]:
        bits = bits << 5 | ALPHABET.index(char)
    table = rows.model._meta.db_table
    where = f"('x' || right(replace({table}.id::text, '-', ''), 7))::bit(28)::int & 33554431 = %s"
    return rows.extra(where=[where], params=[bits])  # noqa: S610 - the table's own name and a number


def _application(application_id: UUID) -> str:
    return reverse("members:office_application", kwargs={"application": show_id(prefix="app", id=application_id)})


def _day(day: date) -> str:
    return day_text(day=day, language=current_language())
