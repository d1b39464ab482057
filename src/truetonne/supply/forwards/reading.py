"""Reading forward contracts whole. Nothing here changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from truetonne.supply.forwards.states import ContractKind, Standing, derive_state
from truetonne.supply.forwards.values import Contract, DueYear, Part, Schedule
from truetonne.supply.models import (
    ContractCommitment,
    ContractDelivery,
    ContractEnd,
    ContractHold,
    ContractSchedule,
    ContractSignature,
    DeliveryShare,
    ForwardContract,
    ScheduledYear,
)


class ContractNotFound(Exception):
    """No forward contract has this id; carries it."""

    code = "not_found"

    def __init__(self, *, contract_id: UUID) -> None:
        super().__init__(f"no forward contract {contract_id}")
        self.contract_id = contract_id


def read_contract(*, contract_id: UUID, today: date) -> Contract:
    """Return one contract as it stands on a day. Raises ContractNotFound."""
    found = list_contracts(contract_ids=(contract_id,), today=today)
    if not found:
        raise ContractNotFound(contract_id=contract_id)
    return found[0]


def list_contracts(
    *, today: date, contract_ids: Iterable[UUID] | None = None, kind: ContractKind | None = None
) -> tuple[Contract, ...]:
    """Return contracts by name. A fixed number of queries however many there are. Years before ``today``'s are closed."""
    rows = ForwardContract.objects.select_related("project", "jurisdiction", "person")
    if contract_ids is not None:
        rows = rows.filter(pk__in=list(contract_ids))
    if kind is not None:
        rows = rows.filter(kind=kind)
    contracts = list(rows.order_by("name", "id"))
    ids = [row.pk for row in contracts]
    schedules = _schedules(ids=ids)
    commitments = _grouped(
        ContractCommitment.objects.select_related("organization")
        .filter(contract_id__in=ids)
        .order_by("agreed_on", "id")
    )
    deliveries = _grouped(
        ContractDelivery.objects.select_related("holding", "holding__project", "person")
        .defer("holding__raw", "holding__project__raw")
        .filter(contract_id__in=ids)
        .order_by("delivered_on", "effective_at", "id")
    )
    parts = _parts(ids=ids)
    holds = _grouped(ContractHold.objects.filter(contract_id__in=ids).order_by("number"))
    ends = {row.contract_id: row for row in ContractEnd.objects.filter(contract_id__in=ids)}
    signed = {
        row.contract_id: row for row in ContractSignature.objects.select_related("person").filter(contract_id__in=ids)
    }
    found = []
    for row in contracts:
        standing = _standing(
            row=row, schedules=schedules[row.pk], deliveries=deliveries[row.pk], is_signed=row.pk in signed,
            is_ended=row.pk in ends, closed_through=today.year - 1,
        )  # fmt: skip
        end, signature = ends.get(row.pk), signed.get(row.pk)
        found.append(
            Contract(
                row=row, schedules=tuple(schedules[row.pk]), commitments=tuple(commitments[row.pk]),
                deliveries=tuple(deliveries[row.pk]),
                parts={each.pk: tuple(parts[each.pk]) for each in deliveries[row.pk]}, holds=tuple(holds[row.pk]),
                end_reason=end.reason if end else "", ended_at=end.effective_at if end else None,
                signed_on=signature.signed_on if signature else None,
                signer=signature.person.name if signature else "", standing=standing,
                state=derive_state(standing=standing),
            )
        )  # fmt: skip
    return tuple(found)


def is_forward(*, contract_id: UUID) -> bool:
    """Whether an id is a forward contract's: a promise, which nobody can buy of or retire."""
    return ForwardContract.objects.filter(pk=contract_id).exists()


def _standing(
    *, row: ForwardContract, schedules: Sequence[Schedule], deliveries: Sequence[ContractDelivery], is_signed: bool,
    is_ended: bool, closed_through: int,
) -> Standing:  # fmt: skip
    """Hold what came against the first schedule, so that no later one makes a shortfall disappear."""
    first = schedules[0].years if schedules else ()
    return Standing(
        is_signed=is_signed,
        is_scheduled=bool(schedules),
        is_ended=is_ended,
        total_kg=row.total_kg,
        delivered_kg=sum(each.kg for each in deliveries if not each.is_substitute),
        substituted_kg=sum(each.kg for each in deliveries if each.is_substitute),
        overdue_kg=sum(due.kg for due in first if due.year <= closed_through),
    )


def _schedules(*, ids: Sequence[UUID]) -> dict[UUID, list[Schedule]]:
    years: dict[UUID, list[DueYear]] = defaultdict(list)
    for row in ScheduledYear.objects.filter(schedule__contract_id__in=ids).order_by("year"):
        years[row.schedule_id].append(DueYear(year=row.year, kg=row.kg, probability_permille=row.probability_permille))
    found: dict[UUID, list[Schedule]] = defaultdict(list)
    for schedule in ContractSchedule.objects.filter(contract_id__in=ids).order_by("number"):
        found[schedule.contract_id].append(
            Schedule(
                number=schedule.number, reason=schedule.reason, late_permille=schedule.late_permille,
                said_at=schedule.effective_at, years=tuple(years[schedule.pk]),
            )
        )  # fmt: skip
    return found


def _parts(*, ids: Sequence[UUID]) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = defaultdict(list)
    rows = DeliveryShare.objects.select_related("commitment").filter(delivery__contract_id__in=ids).order_by("id")
    for row in rows:
        found[row.delivery_id].append(
            Part(
                commitment_id=row.commitment_id,
                organization_id=row.commitment.organization_id if row.commitment else None,
                waiting_kg=row.waiting_kg, kg=row.kg, has_extra=row.has_extra, lot_id=row.lot, first=row.first,
                last=row.last,
            )
        )  # fmt: skip
    return found


RowT = TypeVar("RowT", ContractCommitment, ContractDelivery, ContractHold)


def _grouped(rows: Iterable[RowT]) -> dict[UUID, list[RowT]]:
    found: dict[UUID, list[RowT]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(row)
    return found
