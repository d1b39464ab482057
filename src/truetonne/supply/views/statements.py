"""Retirement statements that were published, as the canonical bytes that their hash covers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truetonne.edge.answers import tagged
from truetonne.edge.identifiers import InvalidId, read_id
from truetonne.edge.permissions import public
from truetonne.supply.models import PublishedStatement

STATEMENT_PREFIX = "stm"
JSON_TYPE = "application/json"


@public
@require_safe
def statement_file(request: HttpRequest, statement: str) -> HttpResponse:
    """One published statement; it never changes."""
    try:
        statement_id = read_id(prefix=STATEMENT_PREFIX, text=statement)
    except InvalidId:
        raise Http404("no such statement") from None
    found = PublishedStatement.objects.filter(pk=statement_id).first()
    if found is None:
        raise Http404("no such statement")
    return tagged(request=request, content=bytes(found.body), content_type=JSON_TYPE)
