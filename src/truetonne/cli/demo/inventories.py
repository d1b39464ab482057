"""Invented inventories, targets and disclosures of two members of the demonstration, all marked as invented."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from truetonne.cli.demo.people import Cast
    from truetonne.footprints.models import Inventory
    from truetonne.members.models import LegalEntity
    from truetonne.people.models import Person

NewId = Callable[[], UUID]
Figures = tuple[int, int, int, int]

YEARS: Final[dict[str, dict[int, Figures]]] = {
    "buyer": {
        2023: (68_900, 51_200, 47_300, 451_000),
        2024: (64_800, 46_900, 42_100, 431_600),
        2025: (61_400, 44_800, 38_250, 412_700),
    },
    "freight": {2024: (3_020_400, 97_000, 91_500, 1_342_000), 2025: (2_914_000, 93_800, 86_000, 1_310_500)},
}
"""Scope 1, scope 2 location-based and market-based, scope 3, in kilograms."""
BASES: Final = {"buyer": (78_000, 60_000, 512_000), "freight": (3_300_000, 110_000, 1_500_000)}
"""Scopes 1, 2 and 3 of 2020."""
SHARES: Final = {1: 58, 3: 6, 4: 19, 5: 4, 6: 8, 7: 5}
"""Scope 3 by category, in hundredths."""


def disclose_inventories(*, cast: Cast, folder: Path, at: datetime, new_id: NewId) -> None:
    """Publish every year, set and accept the targets, disclose; the first member restates a year."""
    from truetonne.footprints.actions.publish_disclosure import publish_disclosure
    from truetonne.footprints.actions.set_target import NewTarget, accept_target, set_target
    from truetonne.members.acts import By
    from truetonne.members.models import LegalEntity

    officer = cast.persons["eligibility"]
    for key, years in YEARS.items():
        organization, person = cast.members[key], cast.persons[key]
        entity = LegalEntity.objects.get(organization=organization, is_main=True)
        scope1, scope2, scope3 = BASES[key]
        target = set_target(
            target_id=new_id(), entity_id=entity.pk, organization_id=organization.pk,
            target=NewTarget(
                metric="absolute", base_year=2020, target_year=2030, reduction=Decimal("0.42"), scope1_base_kg=scope1,
                scope2_base_kg=scope2, scope3_base_kg=scope3, scope2_method="market", coverage=Decimal(1),
                net_zero_year=2045, reduce_from=2021, remove_from=2040, offset_from=2045,
            ),
            by=By(person_id=person.pk, request_id=f"demo target {key}", at=at),
        )  # fmt: skip
        accept_target(
            judgement_id=new_id(), target_id=target.pk, is_accepted=True, reason="",
            by=By(person_id=officer.pk, request_id=f"demo target accepted {key}", at=at),
        )  # fmt: skip
        for year, figures in years.items():
            source = _write_source(folder=folder, key=key, year=year, figures=figures)
            made = _publish(
                entity=entity, person=person, year=year, figures=figures, source=source, at=at, new_id=new_id
            )
            versions = [made]
            if (key, year) == ("buyer", 2024):
                changed = (*figures[:3], figures[3] - 8_400)
                source = _write_source(folder=folder, key=f"{key}-restated", year=year, figures=changed)
                versions.append(
                    _publish(
                        entity=entity, person=person, year=year, figures=changed, source=source,
                        at=at + timedelta(days=1), new_id=new_id, restates=made,
                    )
                )  # fmt: skip
            for each in versions:
                publish_disclosure(
                    disclosure_id=new_id(), inventory_id=each.pk, organization_id=organization.pk,
                    level_of_assurance="limited" if key == "freight" else "none",
                    assurer="Invented Assurance Oy" if key == "freight" else "",
                    by=By(person_id=person.pk, request_id=f"demo disclosure {each.pk}", at=each.effective_at),
                )  # fmt: skip


def _write_source(*, folder: Path, key: str, year: int, figures: Figures) -> bytes:
    """Write the invented figures of a year as the file that they stand for, and return its bytes."""
    names = ("scope1_kg", "scope2_location_kg", "scope2_market_kg", "scope3_kg")
    lines = ["part,mass_kg", *(f"{name},{kg}" for name, kg in zip(names, figures, strict=True))]
    content = "\n".join((*lines, "")).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"invented-inventory-{key}-{year}.csv").write_bytes(content)
    return content


def _publish(
    *,
    entity: LegalEntity,
    person: Person,
    year: int,
    figures: Figures,
    source: bytes,
    at: datetime,
    new_id: NewId,
    restates: Inventory | None = None,
) -> Inventory:
    """Write a version whose totals were made up, without lines, and publish it."""
    from truetonne.footprints.models import Inventory, InventoryStep, InventoryTotal
    from truetonne.footprints.states import InventoryState, Part

    said = {} if restates is None else {
        "restates": restates, "restatement_what": "Freight of one depot was counted twice.",
        "restatement_why": "Counted twice", "restatement_change_kg": -8_400,
    }  # fmt: skip
    made = Inventory.objects.create(
        pk=new_id(), entity=entity, year=year, version=1 if restates is None else restates.version + 1,
        gwp_set="AR6GWP100", is_complete=False, rule_set="ghg-inventory/1", engine={"program": "invented figures"},
        line_count=0, missing_count=0, input_sha256=hashlib.sha256(source).digest(), is_synthetic=True, person=person,
        request_id=f"demo inventory {entity.pk} {year} {restates is not None}", effective_at=at, **said,
    )  # fmt: skip
    scope1, location, market, scope3 = figures
    parts = ((Part.SCOPE1, scope1), (Part.SCOPE2_LOCATION, location), (Part.SCOPE2_MARKET, market), (Part.BIOGENIC, 0))
    rows = [
        InventoryTotal(inventory=made, part=part, state="reported", mass_kg=kg, mass_exact_kg=kg) for part, kg in parts
    ]
    rest = scope3
    for category in range(1, 16):
        row = InventoryTotal(inventory=made, part=Part.SCOPE3, category=category)
        if category in SHARES:
            kg = rest if category == max(SHARES) else scope3 * SHARES[category] // 100
            rest -= kg
            row.state, row.mass_kg, row.mass_exact_kg = ("estimated" if category == 1 else "reported"), kg, Decimal(kg)
        elif category == 12:
            row.state = "relevant_not_calculated"
        else:
            row.state, row.reason = "not_relevant", "The company has no such activity."
        rows.append(row)
    InventoryTotal.objects.bulk_create(rows)
    Inventory.objects.filter(pk=made.pk).update(sealed_at=at)
    for state in (InventoryState.FINAL, InventoryState.PUBLISHED):
        InventoryStep.objects.create(
            pk=new_id(), inventory=made, to_state=state, person=person, request_id=f"demo {state} {made.pk}",
            effective_at=at,
        )  # fmt: skip
        Inventory.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made
