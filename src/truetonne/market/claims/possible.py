"""What an organization's certificates and disclosed years allow to be said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.edge.problems import find_problem
from truetonne.footprints.queries.disclosures import list_disclosures_of
from truetonne.market.claims.making import ClaimAsk, read_claim, year_of_order
from truetonne.market.models import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """A certificate or a year: whether it supports a claim, and why not. ``id`` is its typed id."""

    about: str
    id: str
    year: int
    is_possible: bool
    reason: str = ""
    findings: tuple[str, ...] = ()


def list_possible(*, organization_ids: Collection[UUID], at: datetime) -> tuple[Possible, ...]:
    """Return every certificate, newest first, then every disclosed year; reasons are the refusals' own sentences."""
    rows = Delivery.objects.filter(order__organization_id__in=organization_ids).select_related("order")
    certificates = (
        _judge(
            ClaimAsk(certificate_id=each.certificate_id), organization_ids=organization_ids, at=at, about="certificate",
            id=show_id(prefix="crt", id=each.certificate_id),
            year=year_of_order(order=each.order),
        )
        for each in rows.order_by("-effective_at", "-pk")
    )  # fmt: skip
    years = (
        _judge(
            ClaimAsk(disclosure_id=each.disclosure_id), organization_ids=organization_ids, at=at, about="tier",
            id=show_id(prefix="dsc", id=each.disclosure_id), year=each.year,
        )
        for each in list_disclosures_of(organization_ids=list(organization_ids)) if each.is_latest
    )  # fmt: skip
    return (*certificates, *years)


def _judge(
    ask: ClaimAsk, *, organization_ids: Collection[UUID], at: datetime, about: str, id: str, year: int
) -> Possible:  # fmt: skip
    try:
        read_claim(ask=ask, organization_ids=organization_ids, at=at)
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        failing = problem.facts.get("findings") or problem.facts.get("parameters") or []
        found = tuple(str(one) for one in failing) if isinstance(failing, list) else ()
        return Possible(about=about, id=id, year=year, is_possible=False, reason=str(refusal), findings=found)
    return Possible(about=about, id=id, year=year, is_possible=True)
