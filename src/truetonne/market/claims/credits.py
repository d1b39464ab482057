"""Credits retired for an organization's year, line by line, each with all three parts of the core carbon principle label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from truetonne.edge.identifiers import read_id
from truetonne.market.certificates import read_certificate
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.models import Delivery
from truetonne.rules.ccp.lookup import CcpState
from truetonne.science.errors import InputRefused
from truetonne.supply.ccp.lookup import find_ccp
from truetonne.supply.dossier.fields import Kind, entries_in_force
from truetonne.supply.dossier.states import LabelState
from truetonne.supply.models import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredLine:
    """One lot's part of a retirement. ``is_labelled``: program eligible, version approved, and the serials tagged."""

    certificate_id: UUID
    retired_on: date
    facts: Mapping[str, Any]
    article6: str
    kg: int
    state: CcpState | None
    program_eligible: bool
    is_tagged: bool

    @property
    def is_labelled(self) -> bool:
        """Say whether the units carry the label; undecided is not given."""
        return self.state is CcpState.APPROVED and self.program_eligible and self.is_tagged


def list_retired(*, organization_id: UUID, year: int, today: date, is_public: bool) -> tuple[RetiredLine, ...]:
    """Return the lines of credits retired for a year, insets left out; ``is_public`` also leaves out hidden names."""
    rows = Delivery.objects.filter(order__organization_id=organization_id).filter(
        Q(order__claim_year=year) | Q(order__period_start__year=year)
    )  # fmt: skip
    found: list[RetiredLine] = []
    for delivery in rows.order_by("effective_at", "number"):
        handed = read_certificate(certificate_id=delivery.certificate_id, today=today)
        if is_public and not handed.public_name:
            continue
        retired_on = delivery.effective_at.date()
        for line in handed.body["lines"]:
            if "inset" not in line:
                adjusted = [one for one in handed.body.get("article6", ()) if one.get("lot_id") == line["lot_id"]]
                article6 = str(adjusted[0].get("status", "")) if adjusted else ""
                found.append(
                    _line(line, certificate_id=delivery.certificate_id, retired_on=retired_on, article6=article6)
                )
    return tuple(found)


def _line(line: Mapping[str, Any], *, certificate_id: UUID, retired_on: date, article6: str) -> RetiredLine:
    holding = _holding(line=line)
    # A certificate names a registry by its code; the table of decisions knows it by its name.
    program = holding.program.name if holding is not None else str(line.get("program", ""))
    methodology = " ".join(filter(None, (str(line.get("methodology", "")), str(line.get("methodology_version", "")))))
    state, eligible = None, False
    if methodology:
        try:
            standing = find_ccp(program=program, methodology=methodology, as_of=retired_on)
            state, eligible = standing.state, standing.program_eligible
        except InputRefused:
            state = CcpState.AMBIGUOUS
    return RetiredLine(
        certificate_id=certificate_id, retired_on=retired_on, facts=line, article6=article6, kg=int(line["kg"]),
        state=state, program_eligible=eligible, is_tagged=_is_tagged(line=line, holding=holding, on=retired_on),
    )  # fmt: skip


def _holding(*, line: Mapping[str, Any]) -> Holding | None:
    lot_id = read_id(prefix="lot", text=str(line["lot_id"]))
    kind = kinds_of_lots(lot_ids=(lot_id,))[lot_id]
    root_id = kind.root_id if kind is not None else lot_id
    return Holding.objects.select_related("program").filter(lot__public_id=root_id).first()


def _is_tagged(*, line: Mapping[str, Any], holding: Holding | None, on: date) -> bool:
    """Whether one label covers every serial of the line on the day of its retirement."""
    if holding is None:
        return False
    rows = entries_in_force(kind=Kind.LABEL).filter(
        holding_id=holding.pk, label__icontains="CCP", state=LabelState.TAGGED, valid_from__lte=on,
        first__lte=int(line["first"]), last__gte=int(line["last"]),
    )  # fmt: skip
    return bool(rows.filter(Q(valid_until=None) | Q(valid_until__gt=on)).exists())
