"""What the market's operations take. Facts about a beneficiary may be left out here: the action names all that miss."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from truetonne.edge.parties import read_country
from truetonne.edge.problems import FieldError
from truetonne.edge.schemas import Day, ExternalId, Instant, LineId, LotId, MoneyIn, QuantityIn, QuoteId, Strict, Text
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.cancel_order import CANCEL_REASONS
from truetonne.market.actions.quote import Basket
from truetonne.market.attribution import (
    SCOPES,
    Allocation,
    AttributionInvalid,
    Beneficiary,
    Claim,
    ClaimPeriod,
    parse_claim_year,
)

LOTS_MAX = 1_000
BATCH_ROWS_MAX = 5_000

Name = Annotated[Text, Field(max_length=200)]
Word = Annotated[Text, Field(max_length=128)]


def _year(value: object) -> int:
    if type(value) is int and 1900 <= value <= 2199:
        return value
    try:
        return parse_claim_year(text=value if isinstance(value, str) else "").year or 0
    except AttributionInvalid as error:
        raise PydanticCustomError("invalid_time", "{detail}", {"detail": error.faults[0].detail}) from None


Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})]


class PickIn(Strict):
    """A mass of one lot."""

    lot: LotId
    quantity: QuantityIn

    def pick(self) -> Pick:
        return Pick(lot_id=self.lot, kg=self.quantity.quantity_kg)


class QuoteIn(Strict):
    """Exactly one of ``quantity``, ``amount`` and ``picks``; ``lots`` narrows the first two to some lots."""

    quantity: QuantityIn | None = None
    amount: MoneyIn | None = None
    picks: Annotated[list[PickIn], Field(max_length=LOTS_MAX)] = []
    lots: Annotated[list[LotId], Field(max_length=LOTS_MAX)] = []
    currency: Annotated[Text, Field(min_length=3, max_length=3)] | None = None

    def basket(self) -> Basket:
        """Return what is wanted. Raises BasketInvalid unless it is said once."""
        return Basket(
            kg=self.quantity.quantity_kg if self.quantity else None,
            minor=self.amount.minor if self.amount else None,
            picks=tuple(each.pick() for each in self.picks),
            lot_ids=tuple(self.lots),
            currency=self.amount.currency if self.amount else self.currency,
        )


class BeneficiaryIn(Strict):
    """Whose name stands on the certificate: both names, a country and at least one identifier."""

    display_name: Name = ""
    legal_name: Name = ""
    country: Annotated[Text, Field(max_length=3)] = ""
    lei: Annotated[Text, Field(max_length=20)] = ""
    registration_number: Annotated[Text, Field(max_length=64)] = ""
    domain: Annotated[Text, Field(max_length=253)] = ""
    hidden_until: Day | None = None

    def beneficiary(self) -> Beneficiary:
        return Beneficiary(
            display_name=self.display_name,
            legal_name=self.legal_name,
            country=read_country(text=self.country),
            lei=self.lei,
            registration_number=self.registration_number,
            domain=self.domain.lower(),
            hidden_until=self.hidden_until,
        )


class PeriodIn(Strict):
    """From ``start`` to the day before ``end``."""

    start: Day
    end: Day


class AllocationIn(Strict):
    """A part of the order for one entity, inventory year, scope and line; the parts add up to the order."""

    entity: Name
    inventory_year: Annotated[int, Field(ge=1900, le=2199)]
    scope: Annotated[Text, Field(max_length=8, json_schema_extra={"enum": list(SCOPES)})]
    inventory_line: Word = ""
    quantity: QuantityIn

    def allocation(self) -> Allocation:
        return Allocation(
            entity=self.entity,
            inventory_year=self.inventory_year,
            scope=self.scope,
            inventory_line=self.inventory_line,
            kg=self.quantity.quantity_kg,
        )


class ClaimIn(Strict):
    """In whose name, for what and for which period; ``authorized`` states that the signer may act."""

    beneficiary: BeneficiaryIn = BeneficiaryIn()
    purpose: Annotated[Text, Field(max_length=32)] = ""
    claim_year: Year | None = None
    period: PeriodIn | None = None
    country: Annotated[Text, Field(max_length=3)] = ""
    scope: Annotated[Text, Field(max_length=8)] = ""
    note: Annotated[Text, Field(max_length=280)] = ""
    inventory_line: Word = ""
    signer: Annotated[Text, Field(max_length=120)] = ""
    authorized: bool = False

    def claim(self) -> Claim:
        """Return the claim as given."""
        period = ClaimPeriod(
            year=self.claim_year,
            start=self.period.start if self.period else None,
            end=self.period.end if self.period else None,
        )
        return Claim(
            purpose=self.purpose,
            period=period,
            signer=self.signer,
            country=read_country(text=self.country),
            scope=self.scope,
            note=self.note,
            inventory_line=self.inventory_line,
        )


class OrderClaimIn(ClaimIn):
    """A claim whose kilograms may be allocated to inventory lines."""

    allocations: Annotated[list[AllocationIn], Field(max_length=60)] = []

    def claim(self) -> Claim:
        """Return the claim as given, with its allocations."""
        return replace(super().claim(), allocations=tuple(each.allocation() for each in self.allocations))


class OrderIn(OrderClaimIn):
    """A quote taken in the name of one beneficiary."""

    quote: QuoteId
    external_id: ExternalId | None = None


class RetirementIn(ClaimIn):
    """Units retired at once: named ``picks``, or a ``quantity`` of the oldest vintage, from ``lots`` where given.

    ``settled_by`` says how it was paid outside the exchange.
    """

    picks: Annotated[list[PickIn], Field(max_length=LOTS_MAX)] = []
    quantity: QuantityIn | None = None
    lots: Annotated[list[LotId], Field(max_length=LOTS_MAX)] = []
    currency: Annotated[Text, Field(min_length=3, max_length=3)] | None = None
    effective_at: Instant | None = None
    settled_by: Word = ""

    def basket(self) -> Basket:
        """Return what is wanted. Raises BasketInvalid unless it is said once."""
        return Basket(
            kg=self.quantity.quantity_kg if self.quantity else None,
            picks=tuple(each.pick() for each in self.picks),
            lot_ids=tuple(self.lots),
            currency=self.currency,
        )


class RetirementRowIn(ClaimIn):
    """One row of a batch; a row that comes again under its ``external_id`` gets its first answer."""

    external_id: ExternalId
    picks: Annotated[list[PickIn], Field(min_length=1, max_length=LOTS_MAX)]
    effective_at: Instant | None = None
    settled_by: Word = ""


class RetirementBatchIn(Strict):
    """Up to 5,000 retirements; a refused row does not stop the others."""

    rows: Annotated[list[RetirementRowIn], Field(min_length=1, max_length=BATCH_ROWS_MAX)]

    def repeated(self) -> list[FieldError]:
        """Return one error for each row whose ``external_id`` stands in an earlier row."""
        seen: set[str] = set()
        errors: list[FieldError] = []
        for place, row in enumerate(self.rows):
            if row.external_id in seen:
                pointer = f"/rows/{place}/external_id"
                errors.append(FieldError(pointer=pointer, code="invalid_request", detail="an earlier row has this id"))
            seen.add(row.external_id)
        return errors


class PaymentIn(Strict):
    """Money seen on the operator's account: exactly what is missing, unless a difference is to be recorded."""

    amount: MoneyIn
    reference: Annotated[Text, Field(min_length=1, max_length=128)]
    value_date: Day
    record_difference: bool = False


class RefundIn(Strict):
    """Money that went back to the buyer, at most what is to go back."""

    amount: MoneyIn
    reference: Annotated[Text, Field(min_length=1, max_length=128)]
    value_date: Day


class NoticeIn(Strict):
    """Why the seller cannot deliver an order."""

    note: Annotated[Text, Field(min_length=1, max_length=280)]


class DeliveryIn(Strict):
    """Which lines are retired, all open ones when none is named; ``effective_at`` may lie in the past."""

    lines: Annotated[list[LineId], Field(max_length=LOTS_MAX)] = []
    effective_at: Instant | None = None


class CancellationRefundIn(Strict):
    """The record of all the money that went back."""

    reference: Annotated[Text, Field(min_length=1, max_length=128)]
    value_date: Day


class CancellationIn(Strict):
    """Why an order ends. The operator may name the refund if it was made already."""

    reason: Annotated[Text, Field(max_length=32, json_schema_extra={"enum": list(CANCEL_REASONS)})]
    refund: CancellationRefundIn | None = None
