"""Frozen values that come out of the market's actions and queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from truetonne.market.states import OrderState, QuoteState
from truetonne.science.money import COST_PARTS, CostParts


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A mass of one lot with what the ledger charged for it, about to become a line of a quote."""

    lot_id: UUID
    reservation_id: UUID | None
    kg: int
    currency: str
    price: CostParts
    charged: CostParts


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    """What one lot gives and costs: ``charged`` in minor units, ``price`` in minor units per tonne."""

    line_id: UUID
    number: int
    lot_id: UUID
    reservation_id: UUID | None
    kg: int
    price: CostParts
    charged: CostParts

    @property
    def amount_minor(self) -> int:
        """The price of the line: the sum of its cost parts and nothing else."""
        return self.charged.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote as it stands. ``order_id`` is what it became, if anything."""

    quote_id: UUID
    organization_id: UUID
    state: QuoteState
    rule: str
    currency: str
    kg: int
    amount_minor: int
    wanted_kg: int | None
    wanted_minor: int | None
    expires_at: datetime
    effective_at: datetime
    lines: tuple[QuotedLine, ...]
    explanation: Mapping[str, Any] = field(default_factory=dict)
    disclaimers: tuple[Mapping[str, Any], ...] = ()
    order_id: UUID | None = None

    @property
    def parts(self) -> CostParts:
        """The cost parts of all lines together, in minor units."""
        sums = {name: sum(getattr(line.charged, name) for line in self.lines) for name in COST_PARTS}
        return CostParts(**sums)

    @property
    def is_lower_than_wanted(self) -> bool:
        """Whether the money asked for is not used up, because kilograms are whole or stock ended."""
        return self.wanted_minor is not None and self.amount_minor < self.wanted_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order right after it was placed."""

    order_id: UUID
    quote_id: UUID
    state: OrderState
    currency: str
    amount_minor: int
    kg: int
    payment_due_at: datetime
    is_name_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Money that was recorded for an order."""

    payment_id: UUID
    order_id: UUID
    kind: str
    currency: str
    amount_minor: int
    reference: str
    value_date: date
    effective_at: datetime
    gateway: str
    balance_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One retirement of an order, with its certificate. ``body`` is the log entry."""

    delivery_id: UUID
    order_id: UUID
    number: int
    retirement_id: UUID
    certificate_id: UUID
    short_code: str
    kg: int
    effective_at: datetime
