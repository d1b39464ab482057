"""An edition of a public list: taken in by a form, and its report for as long as it is kept."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.permissions import Role, staff
from truetonne.edge.stored_files import plain_name
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.members.actions.import_list import ListLoad, import_list
from truetonne.members.list_form import ListForm
from truetonne.members.list_words import FINDING_WORDS
from truetonne.members.lists.files import ListUnreadable
from truetonne.members.lists.mapping import find_mapping, mapping_text
from truetonne.members.lists.reading import ReadFile, read_list
from truetonne.members.lists.recognising import NoMappingFits, recognise_list
from truetonne.members.models import ListEdition, UnkeptListRow
from truetonne.members.views.acting import id_or_404, person_of, show_office

ROWS_SHOWN = 200
SAID_MAX = 240
VALUE_MAX = 120
COLUMNS = ("file", "record", "outcome", "code", "field", "value", "reason")
OUTCOMES = ("read", "accepted", "known", "held", "refused")


@staff(Role.ELIGIBILITY)
@require_http_methods(["GET", "POST"])
@limit(name="public list", times=60, seconds=3_600)
def upload(request: HttpRequest) -> HttpResponse:
    """Take an edition of a public list in: the same import as the command's."""
    today = datetime.now(UTC).date()
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES, today=today)
        if form.is_valid():
            edition = _load(request=request, form=form)
            if edition is not None:
                return redirect("members:office_list_edition", edition=show_id(prefix="lst", id=edition.pk))
    else:
        form = ListForm(today=today, initial={"request_id": str(new_id())})
    return show_office(request, "members/office_list_upload.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """What became of every row of an edition, and how it differs from the one before."""
    found = _find(text=edition)
    report = found.report
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in UnkeptListRow.Outcome:
        raise Http404(outcome)
    unkept = found.unkept.order_by("id")
    shown = unkept.filter(outcome=outcome) if outcome else unkept
    counts = dict(unkept.values_list("outcome").annotate(Count("id")).order_by())
    context = {
        "edition": found,
        "file_names": ", ".join(str(each["name"]) for each in report["files"]),
        "totals": _totals(report=report),
        "findings": _findings(report=report),
        "changes": _changes(report=report),
        "tabs": _tabs(counts=counts, outcome=outcome),
        "rows": _rows(rows=shown),
        "row_count": counts.get(outcome, 0) if outcome else sum(counts.values()),
        "rows_shown": ROWS_SHOWN,
        "is_older": report["totals"]["refused"]["rows"] > counts.get(UnkeptListRow.Outcome.REFUSED, 0),
        "edition_text": edition,
    }
    return show_office(request, "members/office_list_edition.html", context)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def edition_rows(request: HttpRequest, edition: str) -> StreamingHttpResponse:
    """Every row of an edition that was held or refused, as CSV."""
    del request
    rows = _find(text=edition).unkept.order_by("id").values_list(*COLUMNS)
    response = StreamingHttpResponse(csv_lines(header=COLUMNS, rows=rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{edition.lower()}-rows.csv"'
    return response


def _find(*, text: str) -> ListEdition:
    found = ListEdition.objects.select_related("person").filter(pk=id_or_404(prefix="lst", text=text)).first()
    if found is None:
        raise Http404("no edition has this id")
    return found


def _load(*, request: HttpRequest, form: ListForm) -> ListEdition | None:
    """Import the file, and return its edition; None with an error in the form where it cannot be read."""
    given = form.cleaned_data
    with tempfile.TemporaryDirectory(prefix="truetonne-list-") as folder:
        path = Path(folder) / plain_name(name=str(given["sent"].name))
        with path.open("wb") as stored:
            for part in given["sent"].chunks():
                stored.write(part)
        try:
            files: tuple[ReadFile, ...]
            if given["mapping"]:
                name, mapping = given["mapping"], find_mapping(name=given["mapping"])
                files = (read_list(path=path, mapping=mapping),)
            else:
                name, mapping, files = recognise_list(paths=[path])
        except NoMappingFits:
            form.add_error("sent", _("The columns are those of no list that is known here."))
            return None
        except ListUnreadable as fault:
            form.add_error("sent", _("The file cannot be read as this list: %(fact)s") % {"fact": fault.fact})
            return None
    load = ListLoad(
        edition_id=new_id(), mapping=mapping, mapping_text=mapping_text(name=name), files=files,
        edition=given["edition"], person_id=person_of(request).pk,
        request_id=f"{person_of(request).pk}:{given['request_id']}", at=datetime.now(UTC), new_id=new_id,
        is_complete=not given["is_partial"], is_day_assumed=given["is_day_assumed"],
    )  # fmt: skip
    import_list(load=load)
    rows = ListEdition.objects.filter(list_name=mapping.id, edition=load.edition)
    return rows.order_by("-recorded_at").first()


def _totals(*, report: dict[str, Any]) -> list[tuple[str, str]]:
    words = (_("Read"), _("Accepted"), _("Known"), _("Held back"), _("Refused"))
    return [(word, f"{report['totals'][name]['rows']:,}") for word, name in zip(words, OUTCOMES, strict=True)]


def _findings(*, report: dict[str, Any]) -> Table:
    columns = (Column(label=_("What was found")), Column(label=_("Rows"), numeric=True), Column(label=_("Such as")))
    rows = tuple(
        (
            str(FINDING_WORDS.get(each["code"], each["says"])),
            f"{each['rows']:,}" if each["rows"] else "",
            ", ".join(str(name) for name in each["facts"].get("names", ())),
        )
        for each in report["findings"]
    )
    return Table(caption=_("Findings"), columns=columns, rows=rows, caption_hidden=True)


def _changes(*, report: dict[str, Any]) -> Table:
    columns = (Column(label=_("Entry")), Column(label=_("Against the edition before")))
    words = (("appeared", _("appeared")), ("changed", _("changed")), ("vanished", _("vanished")))
    rows = [(str(each["name"]), word) for name, word in words for each in report["changes"][name]]
    return Table(caption=_("Changes"), columns=columns, rows=tuple(rows[:ROWS_SHOWN]), caption_hidden=True)


def _outcome_words() -> dict[str, str]:
    return {"held": pgettext("outcome of a row", "Held"), "refused": _("Refused")}


def _tabs(*, counts: dict[str, int], outcome: str) -> list[tuple[str, str, int, bool]]:
    tabs = [("?#rows", _("All"), sum(counts.values()), not outcome)]
    for name, words in _outcome_words().items():
        tabs.append((f"?outcome={name}#rows", words, counts.get(name, 0), outcome == name))
    return tabs


def _rows(*, rows: QuerySet[UnkeptListRow]) -> Table:
    words = _outcome_words()
    columns = (
        Column(label=_("Record")), Column(label=_("Outcome")), Column(label=_("Field")), Column(label=_("Value")),
        Column(label=_("Reason")), Column(label=_("What it says")),
    )  # fmt: skip
    shown = tuple(
        (
            format_html("{}<small class='quiet blk'>{}</small>", row.record, row.file),
            words[row.outcome],
            row.field or _nothing(),
            row.value[:VALUE_MAX] or _nothing(),
            str(FINDING_WORDS.get(row.code, row.reason)),
            _says(raw=row.raw),
        )
        for row in rows[:ROWS_SHOWN]
    )
    return Table(caption=_("Rows that were not kept"), columns=columns, rows=shown, caption_hidden=True)


def _nothing() -> str:
    return format_html('<span class="void">{}</span>', _("none"))


def _says(*, raw: dict[str, Any]) -> str:
    """Return a row's cells as one line, its name first: the database keeps no order of columns."""
    cells = sorted(raw.items(), key=lambda cell: ("name" not in cell[0].lower(), cell[0]))
    return " · ".join(str(value) for _column, value in cells if str(value).strip())[:SAID_MAX]
