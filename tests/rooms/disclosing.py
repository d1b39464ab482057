"""Legal entities with published inventories and targets, as tests need them."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from decimal import Decimal

from django.db import connection, transaction

from tests.rooms.exchange import Exchange
from truetonne.footprints.actions.set_target import NewTarget, accept_target, set_target
from truetonne.footprints.models import Inventory, InventoryStep, InventoryTotal, Target
from truetonne.footprints.states import InventoryState, Part
from truetonne.members.actions.figures import add_entity
from truetonne.members.acts import By
from truetonne.members.models import LegalEntity
from truetonne.people.models import Person

ALL_SCOPES = NewTarget(
    metric="absolute", base_year=2020, target_year=2030, reduction=Decimal("0.5"), scope1_base_kg=2_000,
    scope2_base_kg=2_000, scope3_base_kg=6_000, scope2_method="market", net_zero_year=2045,
)  # fmt: skip
"""10 t in 2020, 5 t in 2030, so 7.5 t in 2025."""


def by(exchange: Exchange, person: Person | None = None) -> By:
    return By(
        person_id=(person or exchange.buyer).pk, request_id=str(exchange.ids()), at=exchange.at - timedelta(hours=1)
    )  # fmt: skip


def officer() -> Person:
    return Person.objects.get(email="first@northquay.example")


def entity_of(exchange: Exchange, *, name: str = "Tallow & Pine AB", is_main: bool = True) -> LegalEntity:
    return add_entity(
        entity_id=exchange.ids(), organization=exchange.member, name=name, country="SE", is_main=is_main,
        registration_number=f"number of {name}", authorization_statement="I may.", by=by(exchange),
    )  # fmt: skip


def publish(
    exchange: Exchange, entity: LegalEntity, *, year: int = 2025, scope1: int | None = 2_000,
    location: int | None = 2_500, market: int | None = 2_000, scope3: int | None = 6_000,
    is_published: bool = True,
) -> Inventory:  # fmt: skip
    """Publish a version with these figures; a later one of a year restates the one before."""
    last = Inventory.objects.filter(entity=entity, year=year).order_by("-version").first()
    inventory_id = exchange.ids()
    restated = {} if last is None else {
        "restates": last, "restatement_what": "Waste", "restatement_why": "Counted twice", "restatement_change_kg": -1,
    }  # fmt: skip
    with transaction.atomic():
        made = Inventory.objects.create(
            pk=inventory_id, entity=entity, year=year, version=1 if last is None else last.version + 1,
            gwp_set="AR5GWP100", is_complete=True, rule_set="ghg-inventory/2026-11", engine={}, line_count=0,
            missing_count=0, input_sha256=bytes(32), person=exchange.buyer, request_id=str(inventory_id),
            effective_at=exchange.at, **restated,
        )  # fmt: skip
        parts: list[tuple[str, int | None, int | None]] = [
            (Part.SCOPE1, None, scope1), (Part.SCOPE2_LOCATION, None, location), (Part.SCOPE2_MARKET, None, market),
            (Part.BIOGENIC, None, 900), (Part.SCOPE3, 1, scope3),
            *((Part.SCOPE3, category, None) for category in range(2, 16)),
        ]  # fmt: skip
        InventoryTotal.objects.bulk_create(
            InventoryTotal(
                inventory=made, part=part, category=category, mass_kg=kg, mass_exact_kg=kg,
                state="reported" if kg is not None else "not_disclosed",
            )
            for part, category, kg in parts
        )  # fmt: skip
        Inventory.objects.filter(pk=made.pk).update(sealed_at=exchange.at)
        for state in (InventoryState.FINAL, InventoryState.PUBLISHED) if is_published else ():
            step_id = exchange.ids()
            InventoryStep.objects.create(
                pk=step_id, inventory=made, to_state=state, person=exchange.buyer, request_id=str(step_id),
                effective_at=exchange.at,
            )  # fmt: skip
            Inventory.objects.filter(pk=made.pk).update(state=state)
    with connection.cursor() as cursor:
        # Each version is judged as it is committed, also where a test is one transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made


def set_(exchange: Exchange, entity: LegalEntity, target: NewTarget = ALL_SCOPES, **given: object) -> Target:
    return set_target(
        target_id=exchange.ids(), entity_id=entity.pk, organization_id=exchange.member.pk, target=target,
        by=by(exchange), **given,  # type: ignore[arg-type]
    )  # fmt: skip


def accept(exchange: Exchange, target: Target, *, person: Person | None = None, is_accepted: bool = True) -> None:
    accept_target(
        judgement_id=exchange.ids(), target_id=target.pk, is_accepted=is_accepted,
        reason="" if is_accepted else "No base year is shown", by=by(exchange, person or officer()),
    )  # fmt: skip


def changed(**changes: object) -> NewTarget:
    return dataclasses.replace(ALL_SCOPES, **changes)  # type: ignore[arg-type]
