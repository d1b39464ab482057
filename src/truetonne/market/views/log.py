"""The public log for people: the newest checkpoint, the newest entries, and how to follow it."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from truetonne.edge.paging import InvalidCursor, InvalidLimit, cut, read_window
from truetonne.edge.permissions import public
from truetonne.ledger.log.published import read_log
from truetonne.ledger.queries import entries, get_entry, latest_entries
from truetonne.ledger.queries.log import EntryUnknown
from truetonne.ledger.values import LogEntry
from truetonne.market.log_lines import read_line
from truetonne.market.register_index import CERTIFICATE_KINDS


@public
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Checkpoint and entries, newest first."""

    try:
        window = read_window(
            list_name="log", limit=None, after=request.GET.get("after"), before=request.GET.get("before")
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    if window.before is not None:
        found = entries(after=int(window.before[0]), limit=window.fetch)
    else:
        found = latest_entries(before=int(window.after[0]) if window.after else None, limit=window.fetch)
    page = cut(rows=found, window=window, position=lambda entry: (entry.log_index,))
    published = read_log()
    context = {
        "nav_current": "log",
        "published": published,
        "root": published.checkpoint.root.hex() if published else "",
        "page": page,
        "entries": [(entry, read_line(entry=entry), _certificate(entry=entry)) for entry in page.items],
        "base_url": settings.TRUETONNE.base_url,
    }
    return render(request, "market/log.html", context)


@public
@require_safe
def log_entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry: its canonical bytes, readable and raw."""
    try:
        entry = get_entry(log_index=index)
    except EntryUnknown as error:
        raise Http404(str(error)) from None
    text = json.dumps(json.loads(entry.body), ensure_ascii=False, indent=2)
    context = {
        "nav_current": "log",
        "entry": entry,
        "line": read_line(entry=entry),
        "certificate": _certificate(entry=entry),
        "text": text,
    }
    return render(request, "market/log_entry.html", context)


def _certificate(*, entry: LogEntry) -> str:
    """Return the id of the certificate that an entry is, blank for every other kind."""
    return str(json.loads(entry.body)["certificate_id"]) if entry.kind in CERTIFICATE_KINDS else ""
