"""Public facts of the ledger, without a token: stock by lot, totals, and what came after certificates."""

from __future__ import annotations

import json
from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from truetonne.edge.answers import list_answer, public_answer
from truetonne.edge.list_queries import ListQuery, allows
from truetonne.edge.paging import Position, Window, cut, settled_before
from truetonne.edge.problems import Json
from truetonne.edge.schemas import (
    CertificateId,
    CostPartsOut,
    Instant,
    QuantityOut,
    Strict,
    Text,
    UnitPriceOut,
    id_json,
    instant_json,
    parts_json,
    quantity_json,
    unit_price_json,
)
from truetonne.ledger.queries.events import list_events
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.queries.notices import notices_for
from truetonne.ledger.queries.totals import public_totals
from truetonne.ledger.values import LogEntry, LotState, Notice, Totals

FACTS: Final = (
    "registry", "project_id", "project_name", "country", "issuance_id", "vintage_start", "vintage_end", "methodology",
    "credit_class",
)  # fmt: skip

router = Router(tags=["register"])


class LotQuery(ListQuery):
    """Stock by lot; a repeated filter means any of its values."""

    program: list[Text] = []
    project: list[Text] = []
    country: list[Text] = []
    vintage: list[Text] = []
    kind: list[Text] = []
    lot_class: list[Text] = []

    def lets_through(self, *, lot: LotState) -> bool:
        facts = lot.facts
        return (
            allows(self.program, lot.program)
            and allows(self.project, str(facts.get("project_id", "")))
            and allows(self.country, str(facts.get("country", "")))
            and allows(self.vintage, str(facts.get("vintage_start", ""))[:4])
            and allows(self.kind, str(lot.kind))
            and allows(self.lot_class, str(lot.lot_class))
        )


class LotOut(Schema):
    """Where each kilogram of a lot is. ``carried`` is in thousandths of a minor unit."""

    id: str
    livemode: bool
    program: str
    registry: str | None
    project_id: str | None
    project_name: str | None
    country: str | None
    issuance_id: str | None
    vintage_start: str | None
    vintage_end: str | None
    methodology: str | None
    credit_class: str | None
    kind: str
    lot_class: str
    first: int
    last: int
    unit_kg: int
    issued_kg: int
    available_kg: int
    reserved_kg: int
    held_kg: int
    retired_kg: int
    cancelled_kg: int
    open_remainder_kg: int
    is_listed: bool
    hold_reason: str | None
    price: UnitPriceOut | None
    carried: CostPartsOut
    recorded_at: str


class LotsOut(Schema):
    data: list[LotOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None
    as_of: str


class TotalsQuery(Strict):
    """``at`` asks for the totals as they stood at an instant."""

    at: Instant | None = None


class KindTotalsOut(Schema):
    kind: str
    lot_class: str
    issued_kg: int
    available_kg: int
    reserved_kg: int
    held_kg: int
    retired_kg: int
    cancelled_kg: int


class TotalsOut(Schema):
    """Sums of the ledger; a fuel batch counts once, by its SCOPE1 side."""

    livemode: bool
    at: str | None
    issued: QuantityOut
    retired: QuantityOut
    cancelled: QuantityOut
    by_kind: list[KindTotalsOut]


class NoticeQuery(ListQuery):
    """Notices of one ``certificate``, or the events of the whole log."""

    certificate: CertificateId | None = None


class NoticeOut(Schema):
    """``entry`` is the log's own record of the event; the other facts say what it means for the certificate asked for."""

    kind: str
    log_index: int | None
    recorded_at: str
    text: str | None = None
    quantity: QuantityOut | None = None
    certificate: str | None = None
    entry: dict[str, object] | None = None


class NoticesOut(Schema):
    data: list[NoticeOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/lots", auth=None, response=LotsOut, summary="Stock by lot")
def get_lots(request: HttpRequest, query: Annotated[LotQuery, Query()]) -> HttpResponse:
    """Every lot with the state of each of its kilograms, oldest first."""
    window = query.window(name="lots")
    settled = settled_before()
    lots = [lot for lot in list_lots() if lot.recorded_at < settled and query.lets_through(lot=lot)]
    rows = _part(lots=sorted(lots, key=_position), window=window)
    page = cut(rows=rows, window=window, position=_position)
    return list_answer(request=request, page=page, show=_lot_json, facts={"as_of": instant_json(instant=settled)})


@router.get("/public/totals", auth=None, response=TotalsOut, summary="Totals")
def get_totals(request: HttpRequest, query: Annotated[TotalsQuery, Query()]) -> HttpResponse:
    """What was issued, retired and cancelled, now or as it stood at an instant."""
    totals = public_totals(at=query.at)
    data: Json = {
        "livemode": settings.TRUETONNE.livemode,
        "at": instant_json(instant=query.at) if query.at else None,
        "issued": quantity_json(kg=totals.issued_kg),
        "retired": quantity_json(kg=totals.retired_kg),
        "cancelled": quantity_json(kg=totals.cancelled_kg),
        "by_kind": [_kind_json(totals=each) for each in totals.by_kind],
    }
    return public_answer(request=request, data=data)


@router.get("/public/notices", auth=None, response=NoticesOut, summary="Notices")
def get_notices(request: HttpRequest, query: Annotated[NoticeQuery, Query()]) -> HttpResponse:
    """Recalls, holds, releases and corrections in the order of the log; or all notices of one certificate."""
    window = query.window(name="notices")
    if query.certificate is not None:
        found = [_notice_json(notice=notice) for notice in notices_for(certificate_id=query.certificate)]
        return public_answer(
            request=request, data={"data": found, "has_more": False, "next_cursor": None, "previous_cursor": None}
        )
    events = list_events(
        after=int(window.after[0]) if window.after else None,
        before=int(window.before[0]) if window.before else None,
        limit=window.fetch,
        is_newest_first=window.is_backward,
    )
    page = cut(rows=events, window=window, position=lambda entry: (entry.log_index,))
    return list_answer(request=request, page=page, show=_event_json)


def _position(lot: LotState) -> Position:
    """The order of a list that grows at its end: by the time of recording, then by id."""
    return (instant_json(instant=lot.recorded_at.replace(microsecond=0)), lot.recorded_at.microsecond, lot.lot_id.hex)


def _part(*, lots: list[LotState], window: Window) -> list[LotState]:
    if window.before is not None:
        return [lot for lot in reversed(lots) if _position(lot) < window.before][: window.fetch]
    if window.after is not None:
        lots = [lot for lot in lots if _position(lot) > window.after]
    return lots[: window.fetch]


def _lot_json(lot: LotState) -> Json:
    price = None
    if lot.price is not None and lot.currency is not None:
        price = unit_price_json(price=lot.price, currency=lot.currency)
    facts: dict[str, Json] = {name: str(lot.facts[name]) if name in lot.facts else None for name in FACTS}
    masses: dict[str, Json] = {name: getattr(lot, name) for name in MASSES}
    return {
        "id": id_json(prefix="lot", id=lot.lot_id),
        "livemode": settings.TRUETONNE.livemode,
        "program": lot.program,
        **facts,
        "kind": str(lot.kind),
        "lot_class": str(lot.lot_class),
        "first": lot.first,
        "last": lot.last,
        "unit_kg": lot.unit_kg,
        **masses,
        "is_listed": lot.is_listed,
        "hold_reason": lot.hold_reason,
        "price": price,
        "carried": parts_json(parts=lot.carried),
        "recorded_at": instant_json(instant=lot.recorded_at),
    }


MASSES: Final = (
    "issued_kg", "available_kg", "reserved_kg", "held_kg", "retired_kg", "cancelled_kg", "open_remainder_kg",
)  # fmt: skip


def _kind_json(*, totals: Totals) -> Json:
    masses: dict[str, Json] = {name: getattr(totals, name) for name in MASSES[:-1]}
    return {"kind": str(totals.kind), "lot_class": str(totals.lot_class), **masses}


def _notice_json(*, notice: Notice) -> Json:
    return {
        "kind": str(notice.kind),
        "log_index": notice.log_index,
        "recorded_at": instant_json(instant=notice.recorded_at),
        "text": notice.text,
        "quantity": None if notice.kg is None else quantity_json(kg=notice.kg),
        "certificate": None if notice.certificate_id is None else id_json(prefix="crt", id=notice.certificate_id),
        "entry": None,
    }


def _event_json(entry: LogEntry) -> Json:
    body: Json = json.loads(entry.body)
    return {
        "kind": entry.kind,
        "log_index": entry.log_index,
        "recorded_at": instant_json(instant=entry.recorded_at),
        "text": None,
        "quantity": None,
        "certificate": None,
        "entry": body,
    }
