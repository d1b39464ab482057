"""A member's commitments to what is bought ahead: how much waits, what came, and every notice that concerns it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role, member
from truetonne.supply.forwards import sheets
from truetonne.supply.forwards.outlook import list_substitutes
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.sheets import Moment, Section
from truetonne.supply.forwards.values import Contract
from truetonne.supply.forwards.words import STATE_WORDS
from truetonne.supply.models import ContractCommitment
from truetonne.supply.views.acting import person_of


@member(Role.BUYER)
@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    """Every commitment of the organizations that this person acts for."""
    own = ContractCommitment.objects.filter(organization_id__in=person_of(request).list_organization_ids())
    rows = {row.contract_id: row for row in own.select_related("organization")}
    contracts = list_contracts(contract_ids=rows, today=datetime.now(UTC).date())
    sections = [_section(contract=each, commitment=rows[each.row.pk]) for each in contracts]
    if not sections:
        empty = (
            _("No commitment."),
            _(
                "Tell the operator how many tonnes of what is bought ahead you will take; they stand here until they come."
            ),
        )
        links = ((reverse("supply:forwards"), _("What is bought ahead")),)
        sections = [Section(key="none", title=_("Commitments"), empty=empty, links=links)]
    context = {
        "nav_current": "orders", "heading": _("Our commitments"), "here": _("Our commitments"), "sections": sections,
        "crumbs": (("/", _("Home")), ("/orders/", _("Orders"))),
        "lede": _("What you will take of tonnes that do not exist yet. Until they arrive they count for nothing."),
    }  # fmt: skip
    return render(request, "supply/sheet.html", context)


def list_notices(*, contract: Contract, commitment: ContractCommitment) -> list[Moment]:
    """Return what a member must know of a contract it committed to, oldest first: slips, shares, holds, the end."""
    told: list[tuple[datetime, str]] = [
        (slip.said_at, _("Slip %(number)s: %(reason)s") % {"number": slip.number - 1, "reason": slip.reason})
        for slip in contract.slips
    ]
    for delivery in contract.deliveries:
        for part in contract.parts[delivery.pk]:
            if part.commitment_id == commitment.pk:
                words = _(
                    "%(came)s came; your share is %(kg)s of the %(waiting)s that you waited for, serials %(serials)s"
                )
                facts = {
                    "came": sheets.tonnes(delivery.kg), "kg": sheets.tonnes(part.kg),
                    "waiting": sheets.tonnes(part.waiting_kg),
                    "serials": f"{part.first}–{part.last}" if part.first is not None else _("none"),
                }  # fmt: skip
                told.append((delivery.effective_at, words % facts))
    for hold in contract.holds:
        words = (
            _("Legal hold ended: %(reason)s (%(source)s)")
            if hold.is_release
            else _("Legal hold: %(reason)s (%(source)s)")
        )
        told.append((hold.effective_at, words % {"reason": hold.reason, "source": hold.source}))
    if contract.ended_at is not None:
        told.append((contract.ended_at, _("Terminated: %(reason)s") % {"reason": contract.end_reason}))
    told.sort(key=lambda pair: pair[0])
    return [Moment(state="done", when=sheets.day(at), words=words) for at, words in told]


def _section(*, contract: Contract, commitment: ContractCommitment) -> Section:
    received = contract.received_kg_of(commitment_id=commitment.pk)
    address = reverse("supply:forward", kwargs={"forward": show_id(prefix="fwd", id=contract.row.pk)})
    facts: list[tuple[str, object]] = [
        (_("Contract"), format_html('<a href="{}">{}</a>', address, contract.row.supplier)),
        (_("State"), STATE_WORDS[contract.state][1]),
        (_("For"), commitment.organization.name),
        (_("You committed to"), sheets.tonnes(commitment.kg)),
        (_("Came for you"), sheets.tonnes(received)),
        (_("Still waits"), sheets.tonnes(commitment.kg - received)),
    ]
    for delivery in contract.deliveries:
        for part in contract.parts[delivery.pk]:
            if part.commitment_id == commitment.pk and part.lot_id is not None:
                project = show_id(prefix="prj", id=delivery.holding.project_id)
                serials = f"{part.first}–{part.last}"
                facts.append((_("Set aside for you"), format_html('<a href="/projects/{}/">{}</a>', project, serials)))
    links = []
    is_late = contract.slips or contract.standing.shortfall_kg
    if is_late and list_substitutes(contract=contract):
        links.append((f"{address}#substitutes", _("Lots for sale that last at least as long")))
    return Section(
        key=show_id(prefix="cmt", id=commitment.pk), title=contract.row.name, facts=facts, links=links,
        timeline=list_notices(contract=contract, commitment=commitment),
    )  # fmt: skip
