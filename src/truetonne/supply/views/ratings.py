"""Ratings in public: every version with its findings, figures and files, others' opinions beside it, and what was refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.answers import tagged
from truetonne.edge.formats import count_text, decimal_text
from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.paging import InvalidCursor, InvalidLimit, name_list, read_window
from truetonne.edge.permissions import public
from truetonne.edge.tables import csv_lines
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.desk.words import REVIEW_STATE_WORDS
from truetonne.supply.models import Review, ReviewPublication
from truetonne.supply.reviewing.queries import (
    Version,
    list_figures,
    list_latest,
    list_quarters,
    list_versions_of,
    others_of,
    read_body,
    shown_findings,
)
from truetonne.supply.reviewing.words import (
    EFFECT_WORDS,
    FIGURE_WORDS,
    KIND_WORDS,
    METHOD_WORDS,
    REFUSAL_WORDS,
    TRIGGER_WORDS,
)
from truetonne.supply.words import REVIEW_LINE_WORDS

JSON_TYPE = "application/json"


@public
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """The newest rating of every block beside what others say, and how much of what is reviewed is accepted."""
    try:
        window = read_window(
            list_name=name_list(name="ratings", filters={}),
            limit=request.GET.get("limit"),
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    page, count = list_latest(window=window)
    versions = page.items
    others = others_of(project_ids={one.review.holding.project_id for one in versions})
    quarters = list_quarters()
    context = {
        "nav_current": "catalogue",
        "rows": [(one, *_state(one), others.get(one.review.holding.project_id, [])) for one in versions],
        "page": page,
        "count": count,
        "quarters": quarters,
        "refused_count": sum(one.refused for one in quarters),
        "decided_count": sum(one.decided for one in quarters),
    }
    return render(request, "supply/ratings.html", context)


@public
@require_safe
def rating(request: HttpRequest, review: str) -> HttpResponse:
    """One version of a rating; a review of six lines shows its lines."""
    found = _find(text=review)
    project = found.holding.project
    versions = list_versions_of(project_id=project.pk)
    this = next(one for one in versions if one.review.pk == found.pk)
    result, words = REVIEW_STATE_WORDS[found.state]
    newest = next(one for one in versions if one.review.holding_id == found.holding_id)
    context: dict[str, Any] = {
        "nav_current": "catalogue",
        "this": this,
        "review": found,
        "project": project,
        "project_text": show_id(prefix="prj", id=project.pk),
        "result": result,
        "words": words,
        "is_newest": newest.review.pk == found.pk,
        "newest_text": newest.review_text,
        "is_late": found.next_review <= datetime.now(UTC).date(),
        "versions": [(one, *_state(one)) for one in versions],
        "others": others_of(project_ids={project.pk}).get(project.pk, []),
        "triggers": [
            (row, TRIGGER_WORDS[row.kind], EFFECT_WORDS[row.effect])
            for row in found.triggers.order_by("effective_at", "id")
        ],
        "lines": [(words_of, getattr(found, name)) for name, words_of in REVIEW_LINE_WORDS.items()],
    }
    if this.publication is not None:
        context |= _published(publication=this.publication)
    return render(request, "supply/rating.html", context)


def _published(*, publication: ReviewPublication) -> dict[str, Any]:
    body = read_body(publication=publication)
    own, on_top = shown_findings(body=body)
    computations = [
        (
            row,
            METHOD_WORDS.get(row.method, row.method),
            [(words, _figure(row.result["figures"][name])) for name, words in FIGURE_WORDS.items()
             if row.result.get("figures", {}).get(name) is not None],
            ", ".join(f"{name} = {value}" for name, value in sorted(row.parameters.items())),
            ", ".join(f"{name} {value}" for name, value in row.versions.items()),
        )
        for row in publication.case.computations.order_by("recorded_at", "id")
    ]  # fmt: skip
    return {
        "publication": publication,
        "body": body,
        "kind": KIND_WORDS.get(body["kind"], body["kind"]),
        "own_findings": own,
        "on_top": on_top,
        "figures": list(list_figures(publication=publication, body=body)),
        "computations": computations,
        "reviewers": [
            (row, ", ".join(str(REFUSAL_WORDS.get(code, code)) for code in row["refused_for"]))
            for row in body["reviewers"]
        ],
        "evidence": publication.case.evidence.order_by("document_date", "title", "id"),
    }


def _figure(value: object) -> object:
    """Print a figure of a computation in the reader's form: four decimals, whole numbers in groups, yes and no."""
    language = current_language()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return count_text(count=value, language=language)
    return decimal_text(decimal=f"{value:.4f}", language=language) if isinstance(value, float) else value


def _state(version: Version) -> tuple[str, object]:
    return REVIEW_STATE_WORDS[version.review.state]


@public
@require_safe
def rating_file(request: HttpRequest, review: str) -> HttpResponse:
    """The published bytes, which the hash in the log covers."""
    publication = _publication(text=review)
    response = tagged(request=request, content=bytes(publication.body), content_type=JSON_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{review.lower()}.json"'
    return response


@public
@require_safe
def chart_file(request: HttpRequest, review: str, chart: str) -> StreamingHttpResponse:
    """The figures behind one chart as CSV."""
    publication = _publication(text=review)
    for name, figure in list_figures(publication=publication, body=read_body(publication=publication)):
        if name == chart:
            lines = csv_lines(header=[column.label for column in figure.table.columns], rows=figure.rows)
            response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{review.lower()}-{chart}.csv"'
            return response
    raise Http404("this rating has no such chart")


def _find(*, text: str) -> Review:
    rows = Review.objects.select_related("reviewer", "holding__project", "holding__program")
    found = rows.filter(pk=_id(text=text)).first()
    if found is None:
        raise Http404("there is no such review")
    return found


def _publication(*, text: str) -> ReviewPublication:
    found = ReviewPublication.objects.select_related("case").filter(pk=_id(text=text)).first()
    if found is None:
        raise Http404("there is no published rating of this id")
    return found


def _id(*, text: str) -> UUID:
    try:
        return read_id(prefix="rev", text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None
