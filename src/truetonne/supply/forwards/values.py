"""A forward contract as a value: its terms, every schedule, commitment, delivery, stop, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truetonne.supply.forwards.states import ContractKind, ContractState, Standing
from truetonne.supply.models import ContractCommitment, ContractDelivery, ContractHold, ForwardContract


@dataclass(frozen=True, slots=True, kw_only=True)
class DueYear:
    """What is due in a year and how likely it is to come, in thousandths."""

    year: int
    kg: int
    probability_permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One schedule of a contract. Number 1 was signed; later ones are slips with their reason."""

    number: int
    reason: str
    late_permille: int
    said_at: datetime
    years: tuple[DueYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of one delivery: whose, how much of how much that waited, and which serials."""

    commitment_id: UUID | None
    organization_id: UUID | None
    waiting_kg: int
    kg: int
    has_extra: bool
    lot_id: UUID | None
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything on record of one contract."""

    row: ForwardContract
    schedules: tuple[Schedule, ...]
    commitments: tuple[ContractCommitment, ...]
    deliveries: tuple[ContractDelivery, ...]
    parts: Mapping[UUID, tuple[Part, ...]]
    holds: tuple[ContractHold, ...]
    end_reason: str
    ended_at: datetime | None
    signed_on: date | None
    signer: str
    standing: Standing
    state: ContractState

    @property
    def is_jurisdictional(self) -> bool:
        return self.row.kind == ContractKind.JURISDICTIONAL

    @property
    def schedule(self) -> Schedule | None:
        """The schedule in force."""
        return self.schedules[-1] if self.schedules else None

    @property
    def slips(self) -> tuple[Schedule, ...]:
        return self.schedules[1:]

    @property
    def hold(self) -> ContractHold | None:
        """The stop in force, if any."""
        return self.holds[-1] if self.holds and not self.holds[-1].is_release else None

    @property
    def outstanding_kg(self) -> int:
        return self.standing.total_kg - self.standing.received_kg

    @property
    def committed_kg(self) -> int:
        return sum(each.kg for each in self.commitments)

    def received_kg_of(self, *, commitment_id: UUID | None) -> int:
        """What has arrived for one commitment, or for nobody's part."""
        return sum(part.kg for parts in self.parts.values() for part in parts if part.commitment_id == commitment_id)

    def waiting_kg(self) -> dict[UUID | None, int]:
        """What each commitment still waits for, and the part that nobody committed to."""
        waiting: dict[UUID | None, int] = {
            each.pk: each.kg - self.received_kg_of(commitment_id=each.pk) for each in self.commitments
        }
        waiting[None] = self.row.total_kg - self.committed_kg - self.received_kg_of(commitment_id=None)
        return waiting
