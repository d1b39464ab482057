"""Telling of a claim on fuel: the claimant, and the fuel user whose customer claimed, by event and by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.jobs import enqueue
from truetonne.edge.outbox import write_event
from truetonne.edge.permissions import Role
from truetonne.market.models import InsetClaim
from truetonne.people.adapters import write_mail
from truetonne.people.models import Person
from truetonne.supply.fuels.words import litres_text

MAIL_JOB: Final = "market.mail_inset"


def tell_claim(*, claim: InsetClaim, order_id: UUID, request_id: str, at: datetime) -> None:
    """Queue what is told of a claim, in the transaction that makes it.

    The claimant hears its order; the fuel user hears that its customer's side was claimed, how much of it and for which
    year, and nothing of the customer's order.
    """
    batch = show_id(prefix="ins", id=claim.batch_id)
    facts: dict[str, object] = {
        "side": claim.side, "kg": claim.kg, "volume_ml": claim.volume_ml, "energy_mj": claim.energy_mj,
        "claim_year": claim.claim_year,
    }  # fmt: skip
    told: dict[UUID, dict[str, object]] = {
        claim.organization_id: {**facts, "order": show_id(prefix="ord", id=order_id)}
    }
    if claim.side == "SCOPE3" and claim.batch.fuel_user_id is not None:
        told.setdefault(claim.batch.fuel_user_id, facts)
    for organization_id, data in told.items():
        write_event(
            type="inset.claimed", subject=batch, organization_id=organization_id,
            request_id=f"{request_id}/{organization_id}", at=at, data=data,
        )  # fmt: skip
        people = Person.objects.filter(
            memberships__organization_id=organization_id, memberships__role=Role.BUYER, is_active=True
        )
        for person_id in people.distinct().order_by("pk").values_list("pk", flat=True):
            enqueue(name=MAIL_JOB, quote=str(claim.pk), person=str(person_id))


def mail_claim(*, quote_id: UUID, person_id: UUID) -> bool:
    """Write one mail about a claim; False where the person has left."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    claim = InsetClaim.objects.select_related("batch", "quote__order").get(pk=quote_id)
    if person is None:
        return False
    is_own = claim.organization_id in person.list_organization_ids()
    with translation.override(person.language):
        said = {
            "batch": short_code(prefix="INS", id=claim.batch_id),
            "fuel": claim.batch.fuel,
            "litres": litres_text(volume_ml=claim.volume_ml, language=person.language),
            "mass": tonnes_text(kg=claim.kg, language=person.language),
            "year": claim.claim_year,
        }
        if is_own:
            subject = _("Claim on %(litres)s of %(fuel)s")
            body = _(
                "%(litres)s of batch %(batch)s, %(mass)s CO2e, are reserved for your transport of %(year)s until they are paid."
            )
            address = reverse("market:order", kwargs={"order": show_id(prefix="ord", id=claim.quote.order.pk)})
        else:
            subject = _("A customer of yours claimed fuel of batch %(batch)s")
            body = _(
                "%(litres)s, %(mass)s CO2e, of the customer's side were claimed for %(year)s. Your own side stays as it is."
            )
            address = reverse("market:inset", kwargs={"batch": show_id(prefix="ins", id=claim.batch_id)})
        write_mail(
            to=person.email, subject=subject % said, body=body % said, address=settings.TRUETONNE.base_url + address,
            more=_("For the market-based statement only: no inset is taken off an inventory."),
        )  # fmt: skip
    return True
