"""Frozen values that go into the ledger's actions and come out of its actions and queries.

Nothing here touches the database. Masses are integer kilograms; ids are UUIDs (shown to people as
prefixed ids through ``edge.identifiers``); times are aware UTC datetimes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from truetonne.ledger.refusals import Refusal
from truetonne.proof.canonical import decode
from truetonne.science.money import CostParts
from truetonne.science.serial_block import SerialPart


class UnitKind(StrEnum):
    """Credits and insets never meet in a lot, an order line or a certificate."""

    CREDIT = "CREDIT"
    INSET_SCOPE1 = "INSET_SCOPE1"
    INSET_SCOPE3 = "INSET_SCOPE3"


class LotClass(StrEnum):
    """Stock may be listed and sold; buffer units never are."""

    STOCK = "STOCK"
    BUFFER = "BUFFER"


class CancelReason(StrEnum):
    ERROR = "ERROR"
    REVERSAL = "REVERSAL"
    EXPIRED = "EXPIRED"
    EXPORTED = "EXPORTED"
    COMPLIANCE = "COMPLIANCE"
    OTHER = "OTHER"


class ReservationOutcome(StrEnum):
    POSTED = "POSTED"
    VOIDED = "VOIDED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLot:
    """One block of units received from a registry, about to become a lot.

    ``key`` is the registry key of the range (see supply mappings), the same text for the same
    tonnes however their serials are printed. ``facts`` are the public facts that every certificate
    line repeats (program, project_id, project_name, country, vintage_start, vintage_end, issuance_ref,
    serial_printed, methodology ...); they never change.
    """

    lot_id: UUID
    program: str
    key: str
    first: int
    last: int
    unit_kg: int
    kind: UnitKind = UnitKind.CREDIT
    lot_class: LotClass = LotClass.STOCK
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """One batch of fuel, about to become two lots of equal kilograms: its SCOPE1 and its SCOPE3 side."""

    batch_id: UUID
    energy_mj: int
    volume_ml: int
    scope1: NewLot
    scope3: NewLot


@dataclass(frozen=True, slots=True, kw_only=True)
class LotState:
    """A lot as it stands now: issued = available + reserved + held + retired + cancelled, in kilograms.

    While a lot is on hold what is neither used nor reserved counts as held. Whether available units are on sale says
    ``is_listed``. ``carried`` is in thousandths of a minor unit.
    """

    lot_id: UUID
    program: str
    key: str
    first: int
    last: int
    unit_kg: int
    kind: UnitKind
    lot_class: LotClass
    facts: Mapping[str, object]
    issued_kg: int
    available_kg: int
    reserved_kg: int
    held_kg: int
    retired_kg: int
    cancelled_kg: int
    open_remainder_kg: int
    currency: str | None
    price: CostParts | None
    carried: CostParts
    is_listed: bool
    hold_reason: str | None
    hold_since: datetime | None
    parent_lot_id: UUID | None
    batch_id: UUID | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Kilograms of a SCOPE1 line that stand behind a SCOPE3 line of the same batch. ``line_id`` names the SCOPE1 line."""

    line_id: int
    kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A mass wanted from one lot; with ``reservation_id`` the whole reservation is posted and ``kg`` equals its mass.

    ``covers`` is for SCOPE3 lots only: the SCOPE1 lines behind the draw, together ``kg``.
    """

    lot_id: UUID
    kg: int
    reservation_id: UUID | None = None
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A cut of one lot before ``at_serial``; the tail becomes ``new_lot_id``."""

    lot_id: UUID
    at_serial: int
    new_lot_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReason:
    """A lot and why something is done to it."""

    lot_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPrice:
    """What a lot costs per tonne, in minor units of a currency."""

    lot_id: UUID
    currency: str
    price: CostParts


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReservation:
    reservation_id: UUID
    lot_id: UUID
    kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationRequest:
    """One row of a batch of reservations: its own id, and quantities that are set aside together or not at all."""

    row_id: UUID
    reservations: tuple[NewReservation, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedLine:
    """A reservation with what it was charged, in minor units per cost part."""

    reservation_id: UUID
    lot_id: UUID
    kg: int
    currency: str
    price: CostParts
    charged: CostParts
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementInstruction:
    """All that a retirement needs besides the lots themselves.

    ``public`` holds the public fields of the certificate other than its lines and totals (beneficiary,
    holder, act, purpose, wording ...), ``private`` the annex parts other than the price, ``salts`` one
    32-byte salt per annex part (``price`` included). Strings, integers, booleans, lists and objects only.
    """

    retirement_id: UUID
    certificate_id: UUID
    draws: tuple[Draw, ...]
    public: Mapping[str, object]
    private: Mapping[str, object]
    salts: Mapping[str, bytes]
    effective_at: datetime
    make_good_for: tuple[int, ...] = ()
    """Recalled lines, by their line ids, that this retirement makes good, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredLine:
    """One line of a retirement. ``line_id`` is its stop in the global unit space, which names it for good."""

    line_id: int
    lot_id: UUID
    kg: int
    serials: SerialPart
    currency: str
    charged: CostParts


class StoredAnnex(Mapping[str, object]):
    """A certificate's private parts with their salts, read out of their canonical bytes when somebody asks for them."""

    __slots__ = ("_parts", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._parts: Mapping[str, object] | None = None

    def __getitem__(self, part: str) -> object:
        return self._read()[part]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __eq__(self, other: object) -> bool:
        return self.data == other.data if isinstance(other, StoredAnnex) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.data)

    def _read(self) -> Mapping[str, object]:
        if self._parts is None:
            parts = decode(self.data)
            self._parts = parts if isinstance(parts, Mapping) else {}
        return self._parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """What a retirement did. ``body`` is the certificate's canonical bytes and the log entry; it never changes."""

    retirement_id: UUID
    certificate_id: UUID
    kg: int
    lines: tuple[RetiredLine, ...]
    body: bytes
    annex: Mapping[str, object]
    recorded_at: datetime


class CertificateStatus(StrEnum):
    """In force, in force with a notice of a recall or hold, or replaced by a correction."""

    VALID = "VALID"
    NOTICE_ATTACHED = "NOTICE_ATTACHED"
    REPLACED = "REPLACED"


class NoticeKind(StrEnum):
    RECALL = "RECALL"
    MADE_GOOD = "MADE_GOOD"
    HOLD = "HOLD"
    RELEASE = "RELEASE"
    CONFIRMATION = "CONFIRMATION"
    CORRECTION = "CORRECTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What came after a certificate: shown with it, never in it. ``log_index`` is None until the log has the entry.

    ``kg`` is the mass that a recall impairs or a make-good replaces, ``certificate_id`` the certificate that
    replaces it or makes it good, ``text`` the public reason.
    """

    kind: NoticeKind
    log_index: int | None
    recorded_at: datetime
    text: str
    kg: int | None = None
    certificate_id: UUID | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementRecord:
    """A certificate as the register shows it: the retirement, its place in the log, what became of it.

    ``registry_confirmed_at`` is when the last of its lines was seen in a registry's file, None while one is not.
    """

    retirement: Retirement
    unit_kind: UnitKind
    log_index: int | None
    status: CertificateStatus
    replaces: UUID | None
    replaced_by: UUID | None
    registry_confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry of the public log, with its canonical bytes."""

    log_index: int
    kind: str
    body: bytes
    leaf_hash: bytes
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotUse:
    """One line of a lot: a retirement or a cancellation of the serials that it names."""

    line_id: int
    use: str
    kg: int
    serials: SerialPart
    retirement_id: UUID | None
    certificate_id: UUID | None
    cancel_reason: CancelReason | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Kilograms of one unit kind and class at one moment: issued = available + reserved + held + retired + cancelled."""

    kind: UnitKind
    lot_class: LotClass
    issued_kg: int
    available_kg: int
    reserved_kg: int
    held_kg: int
    retired_kg: int
    cancelled_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTotals:
    """The register's totals now, or as they stood at ``at``. The sums count a fuel batch once, by its SCOPE1 side."""

    at: datetime | None
    by_kind: tuple[Totals, ...]
    issued_kg: int
    retired_kg: int
    cancelled_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInstruction:
    """Units to be cancelled: ``kg`` from the front of the lot's unused units, or the serials ``first`` to ``last``."""

    row_id: UUID
    lot_id: UUID
    reason: CancelReason
    note: str = ""
    kg: int | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """What a cancellation did. ``line_id`` names its line; ``lot_id`` is the lot that held the units at that moment."""

    line_id: int
    lot_id: UUID
    kg: int
    serials: SerialPart
    reason: CancelReason
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledLine:
    """Kilograms of a retired line that a recall impairs."""

    line_id: int
    certificate_id: UUID
    retirement_id: UUID
    kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What a recall found: impaired lines of certificates, and the lots that it put on hold."""

    recall_id: UUID
    program: str
    key: str
    first: int
    last: int
    reason: str
    lines: tuple[RecalledLine, ...]
    held_lot_ids: tuple[UUID, ...]
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionInstruction:
    """What a replacement certificate says instead of the old one.

    ``public`` holds whole groups that take the place of the old ones, ``private`` annex parts that do, with their
    ``salts``; ``removed_parts`` are annex parts that the replacement no longer has.
    """

    certificate_id: UUID
    new_certificate_id: UUID
    reason: str
    public: Mapping[str, object]
    private: Mapping[str, object] = field(default_factory=dict)
    salts: Mapping[str, bytes] = field(default_factory=dict)
    removed_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A registry's own file shows these lines of a retirement; ``evidence`` are public facts about that file."""

    retirement_id: UUID
    line_ids: tuple[int, ...]
    evidence: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row of a batch that was refused: its own id and why. The other rows stand."""

    row_id: UUID
    error: Refusal
