"""A company with activity data and factors, as tests of inventories need it, written through the models."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from tests.rooms.membership import Club, make_club
from truetonne.footprints.models import (
    ActivityLine,
    ActivityLoad,
    Factor,
    FactorSet,
    Inventory,
    InventoryFactorSet,
    InventoryLine,
    InventoryLoad,
    InventoryStep,
    InventoryTotal,
)
from truetonne.footprints.states import InventoryState, Part
from truetonne.members.actions.figures import add_entity
from truetonne.members.models import LegalEntity
from truetonne.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A legal entity with one load of one diesel line, and the factor for it."""

    club: Club
    entity: LegalEntity
    factor: Factor
    load: ActivityLoad
    line: ActivityLine
    at: datetime

    @property
    def reporter(self) -> Person:
        return self.club.applicant

    def draft(self, *, year: int = 2025, seal: bool = True, **fields: object) -> Inventory:
        """Write a version with all parts: scope 1 has the diesel line, category 1 is a gap, the rest is not relevant."""
        with transaction.atomic():
            made = self.write(year=year, fields=fields)
            if seal:
                Inventory.objects.filter(pk=made.pk).update(sealed_at=self.at)
        made.refresh_from_db()
        return made

    def write(self, *, year: int, fields: dict[str, object]) -> Inventory:
        mass_kg = Decimal("2512.06")
        inventory_id = self.club.ids()
        last = Inventory.objects.filter(entity=self.entity, year=year).count()
        made = Inventory.objects.create(
            pk=inventory_id, entity=self.entity, year=year,
            **{
                "version": last + 1, "gwp_set": "AR5GWP100", "is_complete": False, "rule_set": "ghg-inventory@2026-11",
                "engine": {}, "line_count": 1, "missing_count": 0, "input_sha256": bytes(32), "person": self.reporter,
                "request_id": str(inventory_id), "effective_at": self.at, **fields,
            },
        )  # fmt: skip
        InventoryFactorSet.objects.create(inventory=made, factor_set=self.factor.factor_set, priority=0)
        InventoryLoad.objects.create(inventory=made, load=self.load)
        InventoryLine.objects.create(
            inventory=made, activity_line=self.line, factor=self.factor, part=Part.SCOPE1, method="average_data",
            mass_kg=mass_kg,
        )  # fmt: skip
        InventoryTotal.objects.bulk_create(self.totals(inventory=made, mass_kg=mass_kg))
        return made

    def totals(self, *, inventory: Inventory, mass_kg: Decimal) -> list[InventoryTotal]:
        scope1 = InventoryTotal(
            inventory=inventory, part=Part.SCOPE1, state="reported", mass_kg=round(mass_kg), mass_exact_kg=mass_kg,
            method="average_data", line_count=1,
        )  # fmt: skip
        others = [
            InventoryTotal(inventory=inventory, part=part, state="not_relevant", reason="No such source")
            for part in (Part.SCOPE2_LOCATION, Part.SCOPE2_MARKET, Part.BIOGENIC)
        ]
        categories = [
            InventoryTotal(
                inventory=inventory,
                part=Part.SCOPE3,
                category=category,
                state="relevant_not_calculated" if category == 1 else "not_relevant",
                reason="" if category == 1 else "No such activity",
            )
            for category in range(1, 16)
        ]
        return [scope1, *others, *categories]

    def move(self, inventory: Inventory, to_state: InventoryState) -> None:
        with transaction.atomic():
            step_id = self.club.ids()
            InventoryStep.objects.create(
                pk=step_id, inventory=inventory, to_state=to_state, person=self.reporter, request_id=str(step_id),
                effective_at=self.at,
            )  # fmt: skip
            Inventory.objects.filter(pk=inventory.pk).update(state=to_state)


def make_entity(*, club: Club, name: str = "Tallow & Pine AB") -> LegalEntity:
    return add_entity(
        entity_id=club.ids(), organization=club.company, name=name, country="SE", is_main=True,
        by=club.by(club.applicant),
    )  # fmt: skip


def make_factor_set(*, new_id: object, at: datetime, **fields: object) -> FactorSet:
    set_id: UUID = new_id()  # type: ignore[operator]
    return FactorSet.objects.create(
        pk=set_id,
        **{
            "name": "invented", "edition": "2025", "title": "Invented factors", "publisher": "Northquay",
            "source": "Invented for tests", "license": "none", "gwp_set": "AR5GWP100",
            "valid_from": date(2025, 1, 1), "is_synthetic": True, "mapping_name": "invented", "mapping_text": "",
            "file_name": "invented.csv", "file_sha256": bytes(32), "report": {}, "factor_count": 1,
            "request_id": str(set_id), "effective_at": at, **fields,
        },
    )  # fmt: skip


def make_measured(*, at: datetime) -> Measured:
    club = make_club(at=at)
    entity = make_entity(club=club)
    factor_set = make_factor_set(new_id=club.ids, at=at)
    factor = Factor.objects.create(
        factor_set=factor_set, activity_key="diesel", title="Diesel", unit="litre", part="SCOPE1",
        co2_g=Decimal(2475), ch4_g=Decimal("0.1"), n2o_g=Decimal("0.13"), co2e_g=Decimal("2512.06"),
    )  # fmt: skip
    load_id = club.ids()
    load = ActivityLoad.objects.create(
        pk=load_id, entity=entity, year=2025, name="Fuel cards", file_name="fuel.csv", file_sha256=bytes(32),
        mapping={}, read_count=1, accepted_count=1, known_count=0, held_count=0, refused_count=0,
        person=club.applicant, request_id=str(load_id), effective_at=at,
    )  # fmt: skip
    line = ActivityLine.objects.create(
        load=load, row_number=1, line_sha256=hashlib.sha256(b"1").digest(), entity=entity, year=2025,
        raw={"litres": "1000"}, factor_key="diesel", part="SCOPE1", quantity=Decimal(1000), unit="litre",
    )  # fmt: skip
    return Measured(club=club, entity=entity, factor=factor, load=load, line=line, at=at)
