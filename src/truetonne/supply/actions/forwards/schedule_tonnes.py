"""Scheduling what a contract delivers, year by year, and saying openly when it slips: old schedules stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.science.removals.forwards import Tranche, check_schedule
from truetonne.supply.actions.forwards.keeping import (
    SourceMissing,
    find_answer,
    lock_contract,
    note_contract,
    require_state,
)
from truetonne.supply.actions.forwards.telling import Notice, mail_members
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.forwards.values import Contract, DueYear
from truetonne.supply.models import ContractSchedule, ScheduledYear

OPEN = (
    ContractState.SIGNED, ContractState.SCHEDULED, ContractState.PART_DELIVERED, ContractState.SHORTFALL,
    ContractState.SUBSTITUTED,
)  # fmt: skip
"""States in which a schedule may be written."""


class ScheduleDoesNotAddUp(Exception):
    """The years of a schedule are not the total; carries both masses."""

    code = "invalid_quantity"

    def __init__(self, *, total_kg: int, scheduled_kg: int) -> None:
        super().__init__(f"the years add up to {scheduled_kg} kg, the contract is for {total_kg} kg")
        self.total_kg = total_kg
        self.scheduled_kg = scheduled_kg


class YearOutsideTerm(Exception):
    """A first schedule stays within the term; carries the year and the term."""

    code = "invalid_time"

    def __init__(self, *, year: int, first_year: int, last_year: int) -> None:
        super().__init__(f"{year} is outside the term {first_year} to {last_year}")
        self.year = year
        self.first_year = first_year
        self.last_year = last_year


def schedule_tonnes(
    *, schedule_id: UUID, contract_id: UUID, years: Sequence[DueYear], late_permille: int, reason: str, by: By
) -> ContractSchedule:
    """Write what is due in each year. The first schedule lies within the term; each later one is a slip with its reason.

    A slip changes no earlier schedule and no shortfall: what closed years lack is reckoned from the first one. Called
    by supply staff. Raises ScheduleDoesNotAddUp, YearOutsideTerm, ImplausibleValue for a year above the plant's
    capacity, SourceMissing for a slip without reason, ContractStateConflict, RequestReused.
    Source: methods reference 9.5 (a slip is reported, not re-dated silently).
    """
    asked = (contract_id, [asdict(each) for each in years], late_permille, reason, by.person_id)
    input_hash = fingerprint(verb="schedule_tonnes", given=asked)
    first = find_answer(model=ContractSchedule, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    with transaction.atomic():
        contract = lock_contract(contract_id=contract_id, by=by)
        require_state(state=contract.state, allowed=OPEN)
        _judge(contract=contract, years=years, reason=reason)
        row = ContractSchedule.objects.create(
            id=schedule_id, contract_id=contract_id, number=len(contract.schedules) + 1, reason=reason,
            late_permille=late_permille, person_id=by.person_id, request_id=by.request_id, input_hash=input_hash,
            effective_at=by.at,
        )  # fmt: skip
        ScheduledYear.objects.bulk_create(ScheduledYear(schedule=row, **asdict(each)) for each in years)
        act = "scheduled" if row.number == 1 else "slipped"
        facts = {"number": row.number, "reason": reason, "last_year": max(each.year for each in years)}
        is_slip = row.number > 1
        event = "offtake.slipped" if is_slip else ""
        note_contract(act=act, contract_id=contract_id, by=by, facts=facts, event=event)
        if is_slip:
            mail_members(what=Notice.SLIPPED, contract=contract, ref=str(row.number))
    return row


def _judge(*, contract: Contract, years: Sequence[DueYear], reason: str) -> None:
    row, is_first = contract.row, not contract.schedules
    if not is_first and not reason.strip():
        raise SourceMissing(field="reason")
    scheduled_kg = sum(each.kg for each in years)
    if scheduled_kg != row.total_kg:
        raise ScheduleDoesNotAddUp(total_kg=row.total_kg, scheduled_kg=scheduled_kg)
    if is_first:
        for each in years:
            if not row.first_year <= each.year <= row.last_year:
                raise YearOutsideTerm(year=each.year, first_year=row.first_year, last_year=row.last_year)
    if row.capacity_kg_per_year is not None:
        tranches = [
            Tranche(quantity_t=each.kg / KG_PER_TONNE, probability=each.probability_permille / 1_000, year=each.year)
            for each in years
        ]
        check_schedule(tranches=tranches, capacity_t_per_year=row.capacity_kg_per_year / KG_PER_TONNE)
