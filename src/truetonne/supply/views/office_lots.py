"""The back office's lots: what the operator holds, what keeps each from sale, and everything about one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from truetonne.edge.identifiers import show_id
from truetonne.edge.paging import Page, Window, cut
from truetonne.edge.permissions import Role, staff
from truetonne.ledger.lots import LotNotFound
from truetonne.supply.desk.lots import DeskLot, Stage, get_desk_lot, list_desk_lots
from truetonne.supply.desk.words import STAGE_TABS, STAGE_WORDS
from truetonne.supply.views.acting import id_or_404, show, window_or_404
from truetonne.supply.views.lot_page import render_lot, vintage_words

LOTS_SHOWN = 50


@staff(Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
@require_GET
def lots(request: HttpRequest) -> HttpResponse:
    """Every lot with its stage, newest first; by stage, and by words of its project or serial."""
    stage, text = request.GET.get("stage", ""), request.GET.get("q", "").strip()
    if stage and stage not in set(Stage):
        raise Http404(stage)
    everything = [each for each in list_desk_lots(today=datetime.now(UTC).date()) if _mentions(found=each, text=text)]
    wanted = [each for each in everything if not stage or each.stage == stage]
    window = window_or_404(request, name="lots", filters={"stage": stage, "q": text}, limit=LOTS_SHOWN)
    page = _page(lots=wanted, window=window)
    context = {
        "page": page,
        "lots": [_line(found=found) for found in page.items],
        "tabs": _tabs(lots=everything, stage=stage, text=text),
        "stage": stage,
        "text": text,
        "available_kg": sum(each.lot.available_kg for each in wanted),
        "count": len(wanted),
    }
    return show(request, "supply/office_lots.html", context)


@staff(Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
@require_GET
def lot(request: HttpRequest, lot: str) -> HttpResponse:
    """One lot: its account, its reviews and prices, its uses, and what can be done with it."""
    return render_lot(request, found=find_lot(text=lot))


def find_lot(*, text: str) -> DeskLot:
    """Return the lot of an address."""
    try:
        return get_desk_lot(lot_id=id_or_404(prefix="lot", text=text), today=datetime.now(UTC).date())
    except LotNotFound as error:
        raise Http404(str(error)) from None


def _mentions(*, found: DeskLot, text: str) -> bool:
    if not text:
        return True
    said = [str(found.lot.facts.get(name, "")) for name in ("project_name", "project_id", "issuance_id")]
    said += [found.lot.key, found.lot.program, found.holding.serial if found.holding else ""]
    return text.casefold() in " ".join(said).casefold()


def _page(*, lots: Sequence[DeskLot], window: Window) -> Page[DeskLot]:
    """Cut a page out of the lots, newest first; a lot that left the list meanwhile begins it anew."""
    order = [str(each.lot.lot_id) for each in lots]
    if window.before is not None and window.before[0] in order:
        stop = order.index(str(window.before[0]))
        part = list(reversed(lots[max(0, stop - window.fetch) : stop]))
    else:
        start = order.index(str(window.after[0])) + 1 if window.after and window.after[0] in order else 0
        part = list(lots[start : start + window.fetch])
    return cut(rows=part, window=window, position=lambda each: (str(each.lot.lot_id),))


def _tabs(*, lots: Sequence[DeskLot], stage: str, text: str) -> list[tuple[str, str, int, bool]]:
    counts = Counter(each.stage for each in lots)
    tail = f"&q={text}" if text else ""
    tabs = [(f"?{tail.lstrip('&')}", _("All"), len(lots), not stage)]
    for each in Stage:
        if counts[each] or stage == each:
            tabs.append((f"?stage={each.value}{tail}", str(STAGE_TABS[each]), counts[each], stage == each))
    return tabs


def _line(*, found: DeskLot) -> dict[str, object]:
    result, words = STAGE_WORDS[found.stage]
    facts = found.lot.facts
    return {
        "found": found,
        "lot": found.lot,
        "text": show_id(prefix="lot", id=found.lot.lot_id),
        "name": str(facts.get("project_name") or facts.get("project_id") or found.lot.key),
        "program": str(facts.get("registry") or found.lot.program),
        "vintage": vintage_words(facts=facts),
        "serial": f"{found.lot.first}–{found.lot.last}",
        "result": result,
        "words": words,
        "price_minor": found.lot.price.total if found.lot.price is not None else None,
    }
