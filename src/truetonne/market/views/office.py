"""The back office's first page: what waits, what is late, and where to go."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.ledger.log.published import read_log
from truetonne.market.models import Order
from truetonne.market.queues import read_queues
from truetonne.market.views.acting import person_of
from truetonne.market.views.office_names import NAME_PREFIX
from truetonne.members.models import Application
from truetonne.people.words import ROLE_WORDS
from truetonne.rules.clocks import clocks_on
from truetonne.supply.desk.overview import count_supply
from truetonne.supply.desk.words import STAGE_TABS


@staff()
@require_GET
def queues(request: HttpRequest) -> HttpResponse:
    """Every queue with its first rows."""
    at = datetime.now(UTC)
    person = person_of(request)
    clocks = clocks_on(day=at.date())
    found = read_queues(at=at, clocks=clocks)
    supply = count_supply(today=at.date())
    published = read_log()
    submitted, screening = _("submitted"), _("in screening")
    words = {
        "applications": _("Applications"),
        "evidence": _("Evidence expiring"),
        "invoices": _("To invoice"),
        "holds": _("Lots on hold"),
        "payments": _("Payments"),
        "refunds": _("Refunds"),
        "deliveries": _("To retire"),
        "names": _("Names to check"),
        "reviews": _("Reviews due"),
        "unreviewed": _("To review"),
        "claims": _("Claims to decide on"),
        "held": _("Held rows"),
    }
    context = {
        "nav_current": "office",
        "at": at,
        "person": person,
        "roles": ", ".join(str(ROLE_WORDS[role]) for role in sorted(person.list_roles()) if role != Role.BUYER),
        "found": found,
        "queues": [(words[queue.key], queue, _age(since=queue.oldest_at, at=at)) for queue in found.queues],
        "applications": [
            (row, _waiting_place(row=row), submitted if row.state == "SUBMITTED" else screening)
            for row in found.applications
        ],
        "evidence": [(row, row.lapses_on is not None and row.lapses_on < at.date()) for row in found.evidence],
        "uninvoiced": [(order, _code(order=order), _address(order=order)) for order in found.uninvoiced],
        "holds": [(lot, show_id(prefix="lot", id=lot.lot_id)) for lot in found.holds],
        "payments": [(order, _code(order=order), _address(order=order)) for order in found.payments],
        "refunds": [
            (row, _code(order=row.order), _address(order=row.order), row.since_at <= at - clocks.refund_late.span)
            for row in found.refunds
        ],
        "deliveries": [(order, _code(order=order), _address(order=order)) for order in found.deliveries],
        "names": [(name, show_id(prefix=NAME_PREFIX, id=name.pk)) for name in found.names],
        "reviews_due": [(review, show_id(prefix="lot", id=review.holding.lot_id)) for review in found.reviews_due],
        "unreviewed": [(holding, show_id(prefix="lot", id=holding.lot_id)) for holding in found.unreviewed],
        "stages": [(STAGE_TABS[stage], stage.value, count) for stage, count in supply.stages],
        "supply": supply,
        "may_audit": person.has_role(Role.AUDITOR) or person.has_role(Role.ADMINISTRATOR),
        "is_administrator": person.has_role(Role.ADMINISTRATOR),
        "log_size": published.checkpoint.size if published else 0,
    }
    return render(request, "market/office.html", context)


def _age(*, since: datetime | None, at: datetime) -> str:
    """Say for how long the oldest row of a queue waits, in whole days."""
    if since is None:
        return ""
    days = max(0, (at - since).days)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("today")


def _waiting_place(*, row: Application) -> str:
    """Return where an application opens, blank while no such page is there."""
    address = f"/office/applications/{show_id(prefix='app', id=row.pk)}/"
    return address if is_valid_path(address) else ""


def _code(*, order: Order) -> str:
    return short_code(prefix="ORD", id=order.pk)


def _address(*, order: Order) -> str:
    return reverse("market:office_order", kwargs={"order": show_id(prefix="ord", id=order.pk)})
