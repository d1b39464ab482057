"""Others' ratings, reviews and labels in bulk: what was read, what became of every row, the rows that were not taken in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.members.lists.files import ListUnreadable
from truetonne.supply.actions.import_opinions import MappingUnusable, import_opinions, read_mapping
from truetonne.supply.forms import OpinionForm
from truetonne.supply.models import OpinionLoad
from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.views.acting import id_or_404, person_of, show
from truetonne.supply.words import OUTCOME_WORDS

LOAD_PREFIX = "imp"
LOADS_SHOWN = 100
ROWS_SHOWN = 200
KIND_WORDS: Final = {"reviews": gettext_lazy("Others' ratings and reviews"), "labels": gettext_lazy("Labels")}
COLUMNS: Final = ("record", "outcome", "field", "value", "reason")


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def opinions(request: HttpRequest) -> HttpResponse:
    """Imports of others' opinions, newest first, each with the sum of its outcomes."""
    loads = OpinionLoad.objects.select_related("person").order_by("-recorded_at", "-id")[:LOADS_SHOWN]
    context = {
        "outcome_words": [OUTCOME_WORDS[each] for each in Outcome],
        "loads": [
            (row, show_id(prefix=LOAD_PREFIX, id=row.pk), KIND_WORDS[row.kind], _counts(load=row)) for row in loads
        ],
        "may_send": person_of(request).has_role(Role.SUPPLY),
    }
    return show(request, "supply/office_opinions.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_opinions(request: HttpRequest) -> HttpResponse:
    """Send in one list with its mapping; all of it is read at once."""
    form = OpinionForm(request.POST, request.FILES) if request.method == "POST" else OpinionForm()
    load = _import(request, form) if request.method == "POST" and form.is_valid() else None
    if load is not None:
        return redirect("supply:office_opinion", load=show_id(prefix=LOAD_PREFIX, id=load.pk))
    return show(request, "supply/office_opinions_new.html", {"form": form}, status=422 if form.errors else 200)


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def opinion(request: HttpRequest, load: str) -> HttpResponse:
    """One import: what became of its rows, and those that were known, held or refused with the reason."""
    found = _find(text=load)
    context = {
        "load": found,
        "load_text": load,
        "kind": KIND_WORDS[found.kind],
        "counts": _counts(load=found),
        "table": _table(rows=found.rows[:ROWS_SHOWN]),
        "more_count": max(0, len(found.rows) - ROWS_SHOWN),
        "read_count": found.totals["read"]["rows"],
    }
    return show(request, "supply/office_opinion.html", context)


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def opinion_rows(request: HttpRequest, load: str) -> StreamingHttpResponse:
    """Every row that was not accepted, as CSV."""
    found = _find(text=load)
    lines = csv_lines(header=COLUMNS, rows=[tuple(row[name] for name in COLUMNS) for row in found.rows])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{load.lower()}-rows.csv"'
    return response


def _import(request: HttpRequest, form: OpinionForm) -> OpinionLoad | None:
    """Read the list; what keeps it out stands beside its field, and nothing is stored."""
    sent = form.cleaned_data["sent"]
    person = person_of(request)
    try:
        mapping = read_mapping(text=form.mapping_text)
        with TemporaryDirectory() as folder:
            path = Path(folder) / Path(sent.name).name
            path.write_bytes(sent.read())
            report = import_opinions(
                path=path, mapping=mapping, person_id=person.pk, at=datetime.now(UTC), new_id=new_id
            )
    except MappingUnusable as fault:
        form.add_error("mapping", str(fault))
        return None
    except ListUnreadable as fault:
        form.add_error("sent", fault.fact)
        return None
    own = OpinionLoad.objects.filter(person=person, sha256=report["files"][0]["sha256"])
    return own.order_by("-recorded_at", "-id").first()


def _counts(*, load: OpinionLoad) -> list[tuple[object, int]]:
    return [(OUTCOME_WORDS[each], load.totals[each.value]["rows"]) for each in Outcome]


def _table(*, rows: list[dict[str, str]]) -> Table:
    words = {each.value: str(OUTCOME_WORDS[each]) for each in Outcome}
    return Table(
        caption=_("Rows that were not accepted"),
        caption_hidden=True,
        columns=(
            Column(label=_("Record")), Column(label=_("Outcome")), Column(label=_("Field")), Column(label=_("Value")),
            Column(label=_("Reason")),
        ),
        rows=tuple(
            (row["record"], words[row["outcome"]], row["field"], row["value"][:120], row["reason"]) for row in rows
        ),
    )  # fmt: skip


def _find(*, text: str) -> OpinionLoad:
    found = OpinionLoad.objects.select_related("person").filter(pk=id_or_404(prefix=LOAD_PREFIX, text=text)).first()
    if found is None:
        raise Http404("there is no such import")
    return found
