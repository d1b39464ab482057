"""The mail that tells an organization's administrators that the exchange stopped sending to them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from truetonne.api.models import EndpointState, WebhookEndpoint
from truetonne.api.webhooks.words import PAUSE_WORDS
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.people.adapters import write_mail
from truetonne.people.models import Person


def mail_paused(*, endpoint_id: UUID) -> int:
    """Mail each administrator in their language, and return how many; nobody if it was resumed meanwhile."""
    endpoint = WebhookEndpoint.objects.select_related("organization").get(pk=endpoint_id)
    if endpoint.state != EndpointState.PAUSED:
        return 0
    address = reverse(
        "webhook",
        kwargs={
            "org": show_id(prefix="org", id=endpoint.organization_id),
            "webhook": show_id(prefix="whk", id=endpoint_id),
        },
    )
    people = Person.objects.filter(
        memberships__organization_id=endpoint.organization_id, memberships__role=Role.ADMINISTRATOR, is_active=True
    )
    found = tuple(people.distinct().order_by("pk"))
    for person in found:
        with translation.override(person.language):
            write_mail(
                to=person.email,
                subject=_("Webhooks of %(organization)s are paused") % {"organization": endpoint.organization.name},
                body=f"{endpoint.url}\n\n{PAUSE_WORDS[endpoint.pause_reason]}",
                address=settings.TRUETONNE.base_url + address,
                more=_("Messages since then are kept and go out when you resume."),
            )
    return len(found)
