"""Batches, sides, claims and the register's rows about fuel, as pages print them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import short_code
from truetonne.edge.parties import country_name
from truetonne.edge.templatetags.edge_formats import current_language, money
from truetonne.ledger.queries.covers import fuel_of_certificates
from truetonne.ledger.values import LotState
from truetonne.market.inset_judging import claimable_mj
from truetonne.market.inset_words import SIDE_WORDS, SIDES
from truetonne.market.lifetimes import lifetime_rows
from truetonne.market.lot_cards import LotCard
from truetonne.market.models import Delivery, InsetClaim, TransportActivity
from truetonne.market.values import QuotedLine
from truetonne.market.words import PART_WORDS
from truetonne.science.money import COST_PARTS
from truetonne.supply.fuels.reading import ReadBatch
from truetonne.supply.fuels.states import BatchState
from truetonne.supply.fuels.words import FEEDSTOCK_WORDS, MODE_WORDS, litres_text, megajoules_text

SIDE_SLUGS = {"SCOPE1": "scope-1", "SCOPE3": "scope-3"}


def claim_address(*, found: ReadBatch, side: str) -> str:
    """Return where one side of a batch is claimed."""
    return reverse("market:claim_inset", kwargs={"batch": found.text, "side": SIDE_SLUGS[side]})


def card_of(*, found: ReadBatch) -> LotCard:
    """Return a batch as one card of the catalogue: both sides on it, so that nothing reads as if it were there twice."""
    batch, language = found.batch, current_language()
    first = next((lot for lot in found.lots if lot.price is not None), None)
    is_open = found.state == BatchState.ISSUED and first is not None
    litres = {side: _left(found=found, side=side) for side in SIDES}
    facts: list[tuple[str, SafeString | str, str]] = [
        (str(SIDE_WORDS[side]), litres_text(volume_ml=litres[side], language=language), _("available"))
        for side in SIDES
    ]  # fmt: skip
    if first is not None and first.price is not None and first.currency is not None:
        facts.insert(0, (_("Price"), money(first.price.total, first.currency), _("a tonne, at cost")))
    address = reverse("market:inset", kwargs={"batch": found.text})
    return LotCard(
        address=address,
        name=f"{batch.fuel}, {batch.facility}",
        place=" · ".join((country_name(code=batch.market), day_text(day=batch.delivered_on, language=language))),
        who=f"{batch.producer} · {batch.registry}",
        punches=(
            (_("Fuel inset"), "kind"),
            (str(FEEDSTOCK_WORDS.get(batch.feedstock, batch.feedstock)), ""),
            (str(MODE_WORDS[batch.mode]), ""),
            *(() if is_open else ((_("Used up"), "wait"),)),
        ),
        facts=tuple(facts),
        parts=_parts(lot=first),
        small=_("Valid until %(day)s · burnt by %(user)s")
        % {"day": day_text(day=batch.expires_on, language=language), "user": batch.fuel_user_name},
        note="",
        note_stop=False,
        act_address=address,
        act_words=_("See and claim") if is_open else _("See"),
        act_plain=not is_open,
        is_shut=not is_open,
    )


def side_rows(*, found: ReadBatch) -> list[dict[str, object]]:
    """Return each side with what is left of it, what it costs and where it is claimed."""
    language = current_language()
    rows: list[dict[str, object]] = []
    for side in SIDES:
        lots = found.side(side)
        priced = next((lot for lot in lots if lot.price is not None), None)
        rows.append(
            {
                "side": side,
                "words": SIDE_WORDS[side],
                "issued_kg": sum(lot.issued_kg for lot in lots),
                "retired_kg": sum(lot.retired_kg for lot in lots),
                "reserved_kg": sum(lot.reserved_kg for lot in lots),
                "available_kg": sum(lot.available_kg for lot in lots),
                "cancelled_kg": sum(lot.cancelled_kg for lot in lots),
                "litres": litres_text(volume_ml=_left(found=found, side=side), language=language),
                "price": priced.price.total if priced is not None and priced.price is not None else None,
                "currency": priced.currency if priced is not None else "",
                "address": claim_address(found=found, side=side),
                "is_open": found.state == BatchState.ISSUED and any(lot.is_listed and lot.available_kg for lot in lots),
            }
        )
    return rows


def activity_choices(*, organization_id: UUID, scope: str) -> list[tuple[str, str]]:
    """Return a member's activities of one scope, newest year first, each with what may still be claimed."""
    language = current_language()
    rows = TransportActivity.objects.filter(organization_id=organization_id, scope=scope)
    return [
        (
            str(row.pk),
            _("%(year)s, %(what)s, %(mode)s in %(market)s: %(left)s of %(all)s free")
            % {
                "year": row.year,
                "what": row.description,
                "mode": MODE_WORDS[row.mode],
                "market": country_name(code=row.market),
                "left": megajoules_text(energy_mj=max(0, claimable_mj(activity=row)), language=language),
                "all": megajoules_text(energy_mj=row.energy_mj, language=language),
            },
        )
        for row in rows.order_by("-year", "-recorded_at")
    ]


def _left(*, found: ReadBatch, side: str) -> int:
    """Return the millilitres that are for sale of a side."""
    kg = sum(lot.available_kg for lot in found.side(side) if lot.is_listed)
    return found.batch.volume_ml * kg // found.batch.kg if found.batch.kg else 0


def _parts(*, lot: LotState | None) -> tuple[tuple[str, SafeString], ...]:
    if lot is None or lot.price is None or lot.currency is None:
        return ()
    pairs = zip(COST_PARTS, lot.price.as_tuple(), strict=True)
    return tuple((str(PART_WORDS[name]), money(minor, lot.currency, sign=False)) for name, minor in pairs)


def inset_order_facts(*, quote_id: UUID) -> list[tuple[str, object]]:
    """Return what an order of fuel asks for, nothing for an order of credits."""
    claim = InsetClaim.objects.select_related("batch").filter(quote_id=quote_id).first()
    if claim is None:
        return []
    language = current_language()
    wanted = (
        litres_text(volume_ml=claim.wanted_volume_ml, language=language)
        if claim.wanted_volume_ml is not None
        else megajoules_text(energy_mj=claim.wanted_energy_mj or 0, language=language)
    )
    delivery = Delivery.objects.filter(order__quote_id=quote_id).order_by("number").first()
    given = (claim.energy_mj, claim.volume_ml)
    if delivery is not None:
        given = fuel_of_certificates(certificate_ids=(delivery.certificate_id,)).get(delivery.certificate_id, given)
    energy_mj, volume_ml = given
    return [
        (_("Batch"), short_code(prefix="INS", id=claim.batch_id)),
        (_("Side"), SIDE_WORDS[claim.side]),
        (_("Ordered"), wanted),
        (_("Given"), litres_text(volume_ml=volume_ml, language=language)),
        (_("Energy"), megajoules_text(energy_mj=energy_mj, language=language)),
        (_("Claim year"), str(claim.claim_year)),
    ]


def fuel_and_gas(*, quote_id: UUID, lines: Iterable[QuotedLine]) -> dict[str, object]:
    """Return what an order's page shows besides: the fuel of an inset, and short-lived gas against CO2."""
    return {"inset": inset_order_facts(quote_id=quote_id), "lifetimes": lifetime_rows(lines=lines)}
