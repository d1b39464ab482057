"""Recording a jurisdiction's programme, its reference years and its buffer, and what is known of its adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.science.trees.crediting_level import mean_reference_level
from truetonne.supply.actions.forwards.keeping import SourceMissing, find_answer, note, require_text
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import AdjustmentState
from truetonne.supply.models import AdjustmentStatement, BufferPart, Jurisdiction


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionFacts:
    """What its registration states. ``reference_kg`` holds five consecutive years, oldest first."""

    name: str
    country: str
    region: str
    standard: str
    registration: str
    project_id: UUID | None
    reference_from_year: int
    reference_kg: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPart:
    """One part of the buffer pool: yearly hazard in millionths, severity of an event in thousandths."""

    name: str
    stock_kg: int
    buffer_kg: int
    hazard_per_million: int
    severity_permille: int


def record_jurisdiction(
    *, jurisdiction_id: UUID, facts: JurisdictionFacts, pool: Sequence[PoolPart], by: By
) -> Jurisdiction:
    """Put a jurisdiction's programme on record. Called by supply staff.

    Raises SourceMissing, RequestReused, and the refusals of a reference that is not five years of emissions.
    Source: features reference FO-1, FO-2.
    """
    asked = (asdict(facts), [asdict(part) for part in pool], by.person_id)
    input_hash = fingerprint(verb="record_jurisdiction", given=asked)
    first = find_answer(model=Jurisdiction, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    require_text(
        texts={
            "name": facts.name, "standard": facts.standard, "registration": facts.registration, "source": facts.source
        }
    )  # fmt: skip
    mean_reference_level(emissions_t=[kg / KG_PER_TONNE for kg in facts.reference_kg])
    given = asdict(facts) | {"reference_kg": list(facts.reference_kg)}
    with transaction.atomic():
        row = Jurisdiction.objects.create(
            id=jurisdiction_id, person_id=by.person_id, request_id=by.request_id, input_hash=input_hash,
            effective_at=by.at, **given,
        )  # fmt: skip
        BufferPart.objects.bulk_create(BufferPart(jurisdiction=row, **asdict(part)) for part in pool)
        note(
            action="jurisdiction.recorded", subject=show_id(prefix="jur", id=row.pk), by=by,
            facts={"registration": facts.registration},
        )  # fmt: skip
    return row


def state_adjustment(
    *,
    statement_id: UUID,
    jurisdiction_id: UUID,
    state: AdjustmentState,
    stated_on: date,
    authorization_ref: str,
    source: str,
    by: By,
) -> AdjustmentStatement:
    """Say where the host country's corresponding adjustment stands, from which source. Earlier statements stay.

    Called by supply staff. A completed one names its authorization. Raises SourceMissing, RequestReused.
    """
    asked = (jurisdiction_id, state.value, stated_on, authorization_ref, source, by.person_id)
    input_hash = fingerprint(verb="state_adjustment", given=asked)
    first = find_answer(model=AdjustmentStatement, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    require_text(texts={"source": source})
    if state is AdjustmentState.COMPLETED and not authorization_ref.strip():
        raise SourceMissing(field="authorization_ref")
    with transaction.atomic():
        number = AdjustmentStatement.objects.filter(jurisdiction_id=jurisdiction_id).count() + 1
        row = AdjustmentStatement.objects.create(
            id=statement_id, jurisdiction_id=jurisdiction_id, number=number, state=state, stated_on=stated_on,
            authorization_ref=authorization_ref, source=source, person_id=by.person_id, request_id=by.request_id,
            input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        note(
            action="jurisdiction.adjustment_stated", subject=show_id(prefix="jur", id=jurisdiction_id), by=by,
            facts={"state": state.value},
        )  # fmt: skip
    return row
