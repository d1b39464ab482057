"""What has happened in the demonstration: orders delivered over half a year, and some that wait for somebody."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from truetonne.cli.demo.people import Cast
from truetonne.cli.demo.stock import Stocked
from truetonne.edge.identifiers import new_id
from truetonne.market.attribution import Beneficiary, Claim, ClaimPeriod

if TYPE_CHECKING:
    from truetonne.market.actions.allocate import Pick


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deal:
    """One order: who buys what, how many days ago, and how far it has come."""

    member: str
    kg: int
    days_ago: int
    kinds: tuple[str, ...] = ()
    until: str = "delivered"
    beneficiary: Beneficiary | None = None
    year: int = 2025
    note: str = ""


FOREST, BLUE, GAS, AIR = "Jurisdictional REDD+", "Mangrove restoration", "Refrigerant destruction", "Direct air capture"
SPELT_ANEW = Beneficiary(
    display_name="Harbour St. Bakeries",
    legal_name="Harbour Street Bakeries Oy",
    country="FI",
    domain="harbourstreet.example",
)
DEALS = (
    _Deal(member="buyer", kg=12_500, days_ago=171, kinds=(FOREST,), note="Ovens and vans, 2025"),
    _Deal(member="freight", kg=1_284_000, days_ago=158, kinds=(FOREST, BLUE)),
    _Deal(member="coffee", kg=86_250, days_ago=149, kinds=(BLUE,)),
    _Deal(member="tea", kg=40_001, days_ago=133, kinds=(GAS,)),
    _Deal(member="buyer", kg=999, days_ago=120, kinds=(BLUE,)),
    _Deal(member="freight", kg=3_250, days_ago=104, kinds=(AIR,)),
    _Deal(member="freight", kg=412_000, days_ago=92, kinds=(GAS,)),
    _Deal(member="coffee", kg=1_500, days_ago=75, kinds=(FOREST,)),
    _Deal(member="tea", kg=217_730, days_ago=58, kinds=(BLUE, FOREST)),
    _Deal(member="buyer", kg=64_000, days_ago=41, kinds=(FOREST, BLUE, GAS)),
    _Deal(member="freight", kg=25_000, days_ago=26, kinds=(AIR,)),
    _Deal(member="coffee", kg=1, days_ago=12, kinds=(AIR,)),
    _Deal(member="tea", kg=100_000, days_ago=5, kinds=(BLUE,)),
    _Deal(member="buyer", kg=7_800, days_ago=3, kinds=(FOREST,), until="paid", beneficiary=SPELT_ANEW),
    _Deal(member="freight", kg=53_000, days_ago=2, kinds=(GAS,), until="placed"),
    _Deal(member="coffee", kg=9_400, days_ago=1, kinds=(FOREST,), until="paid"),
)


def trade(*, cast: Cast, lots: Sequence[Stocked], at: datetime, report: Callable[[str], None]) -> None:
    """Quote, order, pay and deliver as the deals say; then a recall, its make-good and a correction."""
    for number, deal in enumerate(DEALS):
        report(f"orders: {number + 1} of {len(DEALS)}")
        _deal(cast=cast, lots=lots, deal=deal, number=number, at=at - timedelta(days=deal.days_ago))


def _deal(*, cast: Cast, lots: Sequence[Stocked], deal: _Deal, number: int, at: datetime) -> None:
    from truetonne.market.actions.deliver_order import Sources, deliver_order
    from truetonne.market.actions.place_order import place_order
    from truetonne.market.actions.quote import Basket, quote
    from truetonne.market.actions.record_payment import record_payment

    member, person = cast.members[deal.member], cast.persons[deal.member]
    quoted = quote(
        quote_id=new_id(), organization_id=member.pk, person_id=person.pk,
        basket=Basket(picks=_picks(lots=lots, deal=deal)), request_id=f"demo quote {number}", at=at, new_id=new_id,
    )  # fmt: skip
    placed = place_order(
        order_id=new_id(), quote_id=quoted.quote_id, name_id=new_id(), organization_id=member.pk, person=person,
        beneficiary=deal.beneficiary or cast.beneficiary(deal.member),
        claim=Claim(
            purpose="ONGOING_EMISSIONS", period=ClaimPeriod(year=deal.year), signer=person.name, note=deal.note
        ),
        is_authorized=True, request_id=f"demo order {number}", at=at,
    )  # fmt: skip
    if deal.until == "placed":
        return
    record_payment(
        payment_id=new_id(), order_id=placed.order_id, person_id=cast.persons["finance"].pk, minor=placed.amount_minor,
        currency="USD", reference=f"DEMO-{number:03d}", value_date=at.date(), request_id=f"demo payment {number}", at=at,
    )  # fmt: skip
    if deal.until == "paid":
        return
    _confirm_names(cast=cast, at=at)
    deliver_order(
        order_id=placed.order_id, person_id=cast.persons["supply"].pk, effective_at=at,
        request_id=f"demo delivery {number}", at=at,
        sources=Sources(new_id=new_id, new_salt=lambda: secrets.token_bytes(32)),
    )  # fmt: skip


def _picks(*, lots: Sequence[Stocked], deal: _Deal) -> tuple[Pick, ...]:
    """Share the mass over one lot of each kind that has stock; the last takes what is left."""
    from truetonne.ledger.queries import get_lot
    from truetonne.market.actions.allocate import Pick
    from truetonne.market.gates import conditions_of_lots

    conditional = conditions_of_lots(roots={one.lot_id: one.lot_id for one in lots})

    chosen: list[tuple[UUID, int]] = []
    for kind in deal.kinds:
        free = [
            (one.lot_id, get_lot(lot_id=one.lot_id).available_kg)
            for one in lots
            if one.kind == kind and one.is_listed and one.lot_id not in conditional
        ]
        chosen.append(max(free, key=lambda pair: pair[1]))
    picks: list[Pick] = []
    left = deal.kg
    for place, (lot_id, available_kg) in enumerate(chosen):
        kg = left if place == len(chosen) - 1 else min(left // 2, available_kg)
        picks.append(Pick(lot_id=lot_id, kg=min(kg, available_kg)))
        left -= min(kg, available_kg)
    return tuple(picks)


def _confirm_names(*, cast: Cast, at: datetime) -> None:
    from truetonne.market.actions.confirm_name import confirm_name
    from truetonne.market.models import BeneficiaryName

    for name in BeneficiaryName.objects.filter(decision__isnull=True).exclude(display_name=SPELT_ANEW.display_name):
        confirm_name(
            name_id=name.pk, person_id=cast.persons["supply"].pk, is_confirmed=True, reason="",
            request_id=f"demo name {name.pk}", at=at,
        )  # fmt: skip
