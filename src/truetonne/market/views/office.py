"""The back office's first page: what waits, what is late, and where to go."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.permissions import Role, may_view, staff
from truetonne.ledger.log.published import read_log
from truetonne.market.models import Order
from truetonne.market.queues import read_queues
from truetonne.market.views.acting import person_of
from truetonne.market.views.office_names import NAME_PREFIX
from truetonne.members.models import Application, Evidence
from truetonne.people.models import Person
from truetonne.people.words import ROLE_WORDS
from truetonne.rules.clocks import clocks_on
from truetonne.supply.desk.loads import list_programs_of_loads
from truetonne.supply.desk.overview import count_supply
from truetonne.supply.desk.words import STAGE_TABS

OPENED_BY = {
    "applications": "members:office_queues",
    "evidence": "members:office_queues",
    "invoices": "market:office_orders",
    "payments": "market:office_orders",
    "refunds": "market:office_orders",
    "deliveries": "market:office_orders",
    "names": "market:office_names",
    "reviews": "supply:office_lots",
    "unreviewed": "supply:office_lots",
    "holds": "supply:office_lots",
    "claims": "market:office_claims",
    "held": "supply:office_held",
}
"""The page behind each queue: whoever may not open it sees how many wait there, and no row of it."""
ELSEWHERE = frozenset({"claims", "held"})
"""Queues that stand on their own page and not on the first one."""


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
    opened = {key for key, name in OPENED_BY.items() if _may_open(name, person=person)}
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
        "queues": [
            (words[queue.key], queue, _age(since=queue.oldest_at, at=at), _queue_address(key=queue.key, opened=opened))
            for queue in found.queues
        ],
        "opened": opened,
        "places": [(words, reverse(name)) for words, name in _places() if _may_open(name, person=person)],
        "applications": [
            (row, _application_address(row=row), submitted if row.state == "SUBMITTED" else screening)
            for row in found.applications
        ],
        "evidence": [
            (row, row.lapses_on is not None and row.lapses_on < at.date(), _evidence_address(row=row))
            for row in found.evidence
        ],
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
        "last_program": list_programs_of_loads()[found.last_run.program] if found.last_run else "",
        "log_size": published.checkpoint.size if published else 0,
    }
    return render(request, "market/office.html", context)


def _age(*, since: datetime | None, at: datetime) -> str:
    """Say for how long the oldest row of a queue waits, in whole days."""
    if since is None:
        return ""
    days = max(0, (at - since).days)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("today")


def _places() -> list[tuple[str, str]]:
    """Return every part of the back office by its name, in the order of a day's work."""
    return [
        (_("Orders"), "market:office_orders"),
        (_("Names on certificates"), "market:office_names"),
        (_("Announced prices"), "market:office_prices"),
        (_("Applications and members"), "members:office_queues"),
        (_("Targets"), "footprints:office_targets"),
        (_("Claims to decide on"), "market:office_claims"),
        (_("Lots and prices"), "supply:office_lots"),
        (_("Projects"), "supply:office_projects"),
        (_("Reviews"), "supply:office_reviews"),
        (_("Bought ahead"), "supply:office_forwards"),
        (_("Fuel batches"), "supply:office_fuel"),
        (_("Destructions"), "supply:office_destructions"),
        (_("Contributions"), "supply:office_contributions"),
        (_("Registry files"), "supply:office_imports"),
        (_("Held rows"), "supply:office_held"),
        (_("Reconciliation"), "supply:office_reconcile"),
        (_("Recalls"), "supply:office_recalls"),
        (_("Unverified parameters"), "supply:office_parameters"),
        (_("Core Carbon Principles"), "supply:office_ccp"),
        (_("Exports"), "market:office_exports"),
        (_("Who did what"), "people:office_audit"),
        (_("People and roles"), "people:office_people"),
        (_("Tables, to read only"), "admin:index"),
    ]


def _may_open(name: str, *, person: Person) -> bool:
    return may_view(actor=person, view=resolve(reverse(name)).func)


def _queue_address(*, key: str, opened: set[str]) -> str:
    """Return where a queue stands, blank for whom it is closed."""
    if key not in opened:
        return ""
    return reverse(OPENED_BY[key]) if key in ELSEWHERE else f"#{key}"


def _application_address(*, row: Application) -> str:
    return reverse("members:office_application", args=[show_id(prefix="app", id=row.pk)])


def _evidence_address(*, row: Evidence) -> str:
    """Return the application that a piece of evidence came with, blank for evidence of none."""
    if row.application_id is None:
        return ""
    return reverse("members:office_application", args=[show_id(prefix="app", id=row.application_id)])


def _code(*, order: Order) -> str:
    return short_code(prefix="ORD", id=order.pk)


def _address(*, order: Order) -> str:
    return reverse("market:office_order", kwargs={"order": show_id(prefix="ord", id=order.pk)})
