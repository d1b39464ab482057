"""The register as files: CSV and JSON Lines, whole or by day, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from truetonne.edge.permissions import public
from truetonne.ledger.values import RetirementRecord
from truetonne.market.downloads import (
    day_places,
    is_closed,
    lots_csv,
    lots_jsonl,
    retirement_records,
    retirements_csv,
    retirements_jsonl,
)
from truetonne.market.inset_register import batches_file, claims_file
from truetonne.market.register_index import catch_up

TYPES: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
WRITERS: Final[dict[str, Callable[..., Iterator[bytes]]]] = {"csv": retirements_csv, "jsonl": retirements_jsonl}
FOREVER: Final = "public, max-age=31536000, immutable"
NOT_YET: Final = "public, no-cache"


@public
@require_safe
def retirements(request: HttpRequest, form: str) -> HttpResponseBase:
    """All certificates in the log's order."""
    return _retirements(form=form, records=retirement_records(places=None), name="retirements", cache=NOT_YET)


@public
@require_safe
def retirements_of_day(request: HttpRequest, day: str, form: str) -> HttpResponseBase:
    """The certificates of one day; once the log has moved on to a later day the file never changes."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404("no such day") from None
    catch_up()
    places = day_places(day=wanted)
    if places is None:
        raise Http404("nothing was retired on this day")
    cache = FOREVER if is_closed(day=wanted) else NOT_YET
    return _retirements(form=form, records=retirement_records(places=places), name=f"retirements-{day}", cache=cache)


@public
@require_safe
def lots(request: HttpRequest, form: str) -> HttpResponseBase:
    """The stock by lot as it stands now."""
    return _stream(lines=lots_csv() if form == "csv" else lots_jsonl(), form=form, name="stock", cache=NOT_YET)


@public
@require_safe
def insets(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every issued batch of fuel."""
    return _stream(lines=batches_file(form=form), form=form, name="insets", cache=NOT_YET)


@public
@require_safe
def inset_claims(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every retired claim on fuel."""
    return _stream(lines=claims_file(form=form), form=form, name="inset-claims", cache=NOT_YET)


def _retirements(
    *, form: str, records: Iterable[RetirementRecord], name: str, cache: str
) -> StreamingHttpResponse | HttpResponse:
    return _stream(lines=WRITERS[form](records=records), form=form, name=name, cache=cache)


def _stream(*, lines: Iterator[bytes], form: str, name: str, cache: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_chunks(lines=lines), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = cache
    return response


def _chunks(*, lines: Iterator[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """Gather lines into pieces worth sending."""
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= size:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
