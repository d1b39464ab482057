"""What a call with many orders takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from truetonne.edge.problems import FieldError
from truetonne.edge.schemas import ExternalId, LotId, MoneyIn, QuantityIn, QuoteId, Strict, Text
from truetonne.market.actions.quote import Basket, BasketInvalid
from truetonne.market.api.forms import LOTS_MAX, OrderClaimIn, PickIn, QuoteIn

ORDER_ROWS_MAX = 500


class OrderRowIn(OrderClaimIn):
    """One order under its ``external_id``: of a ``quote``, or of what is asked for as in a quote."""

    external_id: ExternalId
    quote: QuoteId | None = None
    quantity: QuantityIn | None = None
    amount: MoneyIn | None = None
    picks: Annotated[list[PickIn], Field(max_length=LOTS_MAX)] = []
    lots: Annotated[list[LotId], Field(max_length=LOTS_MAX)] = []
    currency: Annotated[Text, Field(min_length=3, max_length=3)] | None = None

    def basket(self) -> Basket:
        """Return what is wanted. Raises BasketInvalid unless it is said once."""
        wanted = QuoteIn(
            quantity=self.quantity, amount=self.amount, picks=self.picks, lots=self.lots, currency=self.currency
        )
        return wanted.basket()


class OrderBatchIn(Strict):
    """Up to 500 orders; a refused row does not stop the others."""

    rows: Annotated[list[OrderRowIn], Field(min_length=1, max_length=ORDER_ROWS_MAX)]

    def repeated(self) -> list[FieldError]:
        """Return one error for each row that repeats an ``external_id`` or says what it wants twice or not at all."""
        seen: set[str] = set()
        errors: list[FieldError] = []
        for place, row in enumerate(self.rows):
            if row.external_id in seen:
                pointer = f"/rows/{place}/external_id"
                errors.append(FieldError(pointer=pointer, code="invalid_request", detail="an earlier row has this id"))
            seen.add(row.external_id)
            errors.extend(_wanted_errors(place=place, row=row))
        return errors


def _wanted_errors(*, place: int, row: OrderRowIn) -> list[FieldError]:
    is_given = any((row.quantity, row.amount, row.picks, row.lots, row.currency))
    if row.quote is not None:
        detail = "a quote already says what is wanted"
        return [FieldError(pointer=f"/rows/{place}", code="invalid_request", detail=detail)] if is_given else []
    try:
        row.basket()
    except BasketInvalid as refusal:
        return [FieldError(pointer=f"/rows/{place}", code="invalid_request", detail=refusal.reason)]
    return []
