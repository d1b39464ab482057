"""What a person still holds across the rooms: what others wait for, and what nobody else can do. Reads only.

Closing an account changes none of it: a colleague goes on, and two-person steps take any second person with the role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge.permissions import Role
from truetonne.footprints.models import Target
from truetonne.market.claims.reading import list_waiting
from truetonne.market.models import Order
from truetonne.market.states import OrderState
from truetonne.members.models import PledgeSignature, PolicyProposal, Proposal
from truetonne.people.models import ApiClient, ApiToken, Invitation, Membership, Organization, Person
from truetonne.supply.models import ParameterProposal, ReviewerDeclaration
from truetonne.supply.reviewing.queries import list_open_cases

RUNNING: Final = (OrderState.AWAITING_FUNDS, OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED)
"""States in which an order still waits for somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFinding:
    """One kind of thing a person holds, as the findings partial prints it; ``count`` is never zero."""

    result: str
    word: str
    title: str
    text: str
    fix: SafeString | str
    count: int


def list_held(*, person: Person, at: datetime) -> tuple[HeldFinding, ...]:
    """Return what a person holds, what nobody else can do first. Empty where nothing waits for them."""
    return (*_alone(person=person), *_waiting(person=person, at=at))


def _alone(*, person: Person) -> Iterator[HeldFinding]:
    """Organizations that nobody else with an open account administers."""
    others = Membership.objects.filter(
        organization_id=OuterRef("pk"), role=Role.ADMINISTRATOR, person__is_active=True
    ).exclude(person=person)
    places = Organization.objects.filter(memberships__person=person, memberships__role=Role.ADMINISTRATOR)
    names = tuple(places.exclude(Exists(others)).order_by("name").values_list("name", flat=True))
    if names:
        yield HeldFinding(
            result="not_met",
            word=_("alone"),
            title=_("Nobody else administers"),
            text=", ".join(names),
            fix=_("Give the role of administrator to a colleague under People and roles."),
            count=len(names),
        )


def _waiting(*, person: Person, at: datetime) -> Iterator[HeldFinding]:
    mine = Proposal.objects.filter(reviewer=person, decision=None)
    seats = ReviewerDeclaration.objects.filter(
        person=person, seat__isnull=False, case__in=[case.pk for case, _stage in list_open_cases()]
    )
    rows = (
        (mine.count(), _("Judgements of applications without a second person"), reverse("members:office_queues")),
        (PolicyProposal.objects.filter(person=person, sign_off=None).count(),
         _("Proposed policies without a signature"), reverse("members:office_policy")),
        (PledgeSignature.objects.filter(person=person, confirmation=None).count(),
         _("Pledges that wait for confirmation"), reverse("members:office_pledges")),
        (seats.count(), _("Seats in open reviews"), reverse("supply:office_reviews")),
        (ParameterProposal.objects.filter(person=person, decision=None).count(),
         _("Proposed parameters without a decision"), reverse("supply:office_parameters")),
        (Target.objects.filter(person=person, judgement=None).count(),
         _("Targets that nobody accepted yet"), reverse("footprints:office_targets")),
        (list_waiting().filter(person=person).count(),
         _("Claims that wait for release"), reverse("market:office_claims")),
        (Order.objects.filter(person=person, state__in=RUNNING).count(),
         _("Running orders"), reverse("market:office_orders")),
        (ApiToken.objects.visible_to(person).live(at=at).count(), _("Live tokens"), ""),
        (ApiClient.objects.filter(made_by=person, revoked_at=None).count(), _("Programs that act in their name"), ""),
        (Invitation.objects.waiting().filter(invited_by=person, expires_at__gt=at).count(),
         _("Invitations that nobody took yet"), ""),
    )  # fmt: skip
    for count, title, address in rows:
        if count:
            yield HeldFinding(
                result="pending",
                word=_("open"),
                title=title,
                text=ngettext("%(count)s of them", "%(count)s of them", count) % {"count": count},
                fix=format_html('<a href="{}">{}</a>', address, _("See the queue")) if address else "",
                count=count,
            )
