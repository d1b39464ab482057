"""Files of activity: sending one in, saying which column is what, watching its import, reading its report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.parts import lead_on
from truetonne.edge.permissions import Role, member
from truetonne.edge.stored_files import store_file
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.footprints.actions.receive_activity import (
    UPLOAD_PREFIX,
    ReceivedFile,
    map_activity,
    receive_activity,
)
from truetonne.footprints.activity_files.cleaning import ActivityMapping, suggest_mapping
from truetonne.footprints.activity_files.preview import Preview, count_rows, look_at, read_sample
from truetonne.footprints.activity_files.rows import ActivityFileUnreadable
from truetonne.footprints.failure_words import failure_words
from truetonne.footprints.forms import MappingForm, UploadForm
from truetonne.footprints.inventory_words import LOAD_WORDS, OUTCOME_WORDS, ROW_CODE_WORDS
from truetonne.footprints.models import ActivityLoad, ActivityUpload
from truetonne.footprints.queries.reporting import (
    find_load,
    find_remembered,
    find_upload,
    find_upload_of_load,
    iterate_rows,
    list_known_keys,
    page_rows,
)
from truetonne.footprints.states import LoadState
from truetonne.footprints.views.acting import (
    entity_choices,
    own_entities,
    readable_ids,
    reported_ids,
    show,
    window_or_404,
)
from truetonne.members.acts import By
from truetonne.members.views.acting import do, id_or_404, person_of

_MAPPABLE = {LoadState.MAPPING, LoadState.FAILED, LoadState.INTERRUPTED}


@member(Role.REPORTER)
@require_http_methods(["GET", "POST"])
@limit(name="activity", times=120, seconds=3_600)
def send(request: HttpRequest) -> HttpResponse:
    """Send a file in; it is kept with its hash and waits for its columns."""
    at = datetime.now(UTC)
    entities = own_entities(request, by=By(person_id=person_of(request).pk, request_id="", at=at))
    initial = {"request_id": str(new_id()), "year": at.year - 1}
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, entities=entity_choices(entities))
    else:
        form = UploadForm(entities=entity_choices(entities), initial=initial)
    upload_id = new_id()

    def act(by: By) -> str:
        nonlocal upload_id
        given = form.cleaned_data
        entity_id = id_or_404(prefix="ent", text=given["entity"])
        entity = next(each for each in entities if each.pk == entity_id)
        home = Path(settings.TRUETONNE.home)
        sent, place = given["sent"], f"activity/{upload_id.hex}"
        kept = store_file(root=home, folder=place, name=sent.name, chunks=sent.chunks())
        sample = read_sample(path=home / kept.place)
        if not sample:
            raise ActivityFileUnreadable(name=kept.name, reason="it has no rows", fix="")
        stored = receive_activity(
            upload_id=upload_id, entity_id=entity_id, organization_id=entity.organization_id, by=by,
            file=ReceivedFile(
                kept=kept, name=given["name"], year=given["year"], header=tuple(sample[0]), sample=sample,
                total_rows=count_rows(path=home / kept.place),
            ),
        )  # fmt: skip
        upload_id = stored.pk
        return ""

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("footprints:activity_file", upload=show_id(prefix=UPLOAD_PREFIX, id=upload_id))
    return show(request, "footprints/activity_send.html", {"form": form}, status=422 if form.is_bound else 200)


@member(Role.REPORTER)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, upload: str) -> HttpResponse:
    """Say which column is what; then how far the import is; then its report."""
    found = find_upload(upload_id=id_or_404(prefix=UPLOAD_PREFIX, text=upload), organization_ids=reported_ids(request))
    if found is None:
        raise Http404("no file has this id")
    if found.load_id is not None:
        return lead_on(request, "footprints:activity_load", load=show_id(prefix="act", id=found.load_id))
    if found.state not in _MAPPABLE:
        return _waiting(request, found)
    if getattr(request, "htmx", False):
        # The page of progress asks, and there is none any more: what went wrong stands on the whole page.
        return lead_on(request, "footprints:activity_file", upload=upload)
    mapping = _mapping_of(found)
    data = request.POST if request.method == "POST" else None
    form = MappingForm(data, header=found.header, mapping=mapping, request_id=str(new_id()))
    if data is not None and data.get("act") == "import":

        def act(by: By) -> str:
            map_activity(
                mapping_id=new_id(), upload_id=found.pk, organization_id=found.entity.organization_id,
                mapping=form.mapping(), by=by,
            )  # fmt: skip
            return ""

        if do(request, form=form, act=act):
            return redirect("footprints:activity_file", upload=upload)
    context: dict[str, Any] = {
        "upload": found, "form": form, "sample": _sample_table(found), "preview": _preview(found, form=form),
        "problem": failure_words(problem=found.problem), "fix": failure_words(problem=found.fix),
        "total": found.total_rows, "sha256": bytes(found.file_sha256).hex(),
    }  # fmt: skip
    preview = context["preview"]
    if preview is not None and preview.notes:
        context["notes"] = _notes_table(preview)
    is_wrong = form.is_bound and not form.is_valid()
    return show(request, "footprints/activity_mapping.html", context, status=422 if is_wrong else 200)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def load(request: HttpRequest, load: str) -> HttpResponse:
    """What became of a file's rows: read = accepted + known + held + refused, and each row that was not accepted."""
    found = _load_or_404(request, text=load)
    window = window_or_404(request, name="activity-rows", filters={"load": load})
    page = page_rows(load=found, window=window)
    kept = find_upload_of_load(load=found)
    context = {
        "load": found, "load_text": load, "page": page, "rows": _rows_table(page.items) if page.items else None,
        "tally": [
            (found.accepted_count, _("accepted"), "met"), (found.known_count, _("known"), "conditional"),
            (found.held_count, _("held"), "pending"), (found.refused_count, _("refused"), "not_met"),
        ],
        "facts": [
            (_("Legal entity"), found.entity.name), (_("Inventory year"), found.year), (_("File"), found.file_name),
            ("SHA-256", bytes(found.file_sha256).hex()), (_("Sent in by"), found.person.name if found.person else None),
        ],
        "has_file": kept is not None,
        "entity_text": show_id(prefix="ent", id=found.entity_id) if found.entity.organization_id in reported_ids(request) else "", "waits": found.held_count + found.refused_count,
    }  # fmt: skip
    return show(request, "footprints/activity_load.html", context)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def rows_file(request: HttpRequest, load: str) -> StreamingHttpResponse:
    """The rows that were held or refused as they stood, with the reason beside: to be mended and sent in again."""
    found = _load_or_404(request, text=load)
    kept = find_upload_of_load(load=found)
    # The database keeps a row's columns in an order of its own; the file's header has the file's.
    header = list(kept.header) if kept is not None else sorted(found.mapping["columns"].values())

    def lines() -> Iterator[tuple[object, ...]]:
        for row in iterate_rows(load=found).iterator(chunk_size=2_000):
            yield (
                *((row.raw or {}).get(name, "") for name in header), row.row_number, row.outcome.lower(), row.code, row.field,
                row.reason, row.fix,
            )  # fmt: skip

    body = csv_lines(header=(*header, "row", "outcome", "code", "field", "reason", "fix"), rows=lines())
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.year}-rows-not-taken.csv"'
    return response


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def evidence(request: HttpRequest, load: str) -> FileResponse:
    """The file as it was sent in; its SHA-256 stands on the report."""
    kept = find_upload_of_load(load=_load_or_404(request, text=load))
    path = Path(settings.TRUETONNE.home) / kept.file_place if kept is not None else None
    if kept is None or path is None or not path.is_file():
        raise Http404("this file is not kept here")
    # The response closes it.
    response = FileResponse(path.open("rb"), as_attachment=True, filename=kept.file_name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _load_or_404(request: HttpRequest, *, text: str) -> ActivityLoad:
    found = find_load(load_id=id_or_404(prefix="act", text=text), organization_ids=readable_ids(request))
    if found is None:
        raise Http404("no load has this id")
    return found


def _waiting(request: HttpRequest, found: ActivityUpload) -> HttpResponse:
    percent = None
    if found.total_rows:
        percent = min(99, found.read_rows * 100 // found.total_rows)
    context = {"upload": found, "percent": percent, "result": LOAD_WORDS[found.state]}
    return show(request, "footprints/activity_waiting.html", context)


def _mapping_of(found: ActivityUpload) -> ActivityMapping:
    """What was said of this file before, else of the organization's last file of these columns, else what names say."""
    header = tuple(found.header)
    content: dict[str, Any] | None = found.mapping or find_remembered(
        organization_id=found.entity.organization_id, header=header
    )
    return ActivityMapping(**content) if content else suggest_mapping(header=header)


def _preview(found: ActivityUpload, *, form: forms.Form) -> Preview | None:
    if form.is_bound and not form.is_valid():
        return None
    mapping = form.mapping() if form.is_bound else _mapping_of(found)  # type: ignore[attr-defined]
    if not mapping.columns.get("factor_key"):
        return None
    path = Path(settings.TRUETONNE.home) / found.file_place
    try:
        return look_at(path=path, mapping=mapping, year=found.year, known_keys=list_known_keys())
    except ActivityFileUnreadable:
        return None


def _sample_table(found: ActivityUpload) -> Table:
    return Table(
        caption=_("First rows as they stand in the file"), columns=tuple(Column(label=name) for name in found.header),
        rows=tuple(tuple(row.get(name, "") for name in found.header) for row in found.sample),
    )  # fmt: skip


def _notes_table(preview: Preview) -> Table:
    return Table(
        caption=_("Rows that would not be taken"), caption_hidden=True,
        columns=(
            Column(label=_("Row"), numeric=True), Column(label=_("Reason")), Column(label=_("Column")),
            Column(label=_("Value"), mono=True),
        ),
        rows=tuple(
            (note.row_number, str(ROW_CODE_WORDS.get(note.code, note.reason)), note.field, note.value[:80])
            for note in preview.notes
        ),
    )  # fmt: skip


def _rows_table(rows: tuple[Any, ...]) -> Table:
    return Table(
        caption=_("Rows that were not accepted"), caption_hidden=True,
        columns=(
            Column(label=_("Row"), numeric=True), Column(label=_("Outcome")), Column(label=_("Reason")),
            Column(label=_("Column")), Column(label=_("Value"), mono=True),
        ),
        rows=tuple(
            (
                row.row_number if row.row_count == 1 else _("%(row)s and %(more)s more") % {"row": row.row_number, "more": row.row_count - 1},
                str(OUTCOME_WORDS[row.outcome]), str(ROW_CODE_WORDS.get(row.code, row.reason)), row.field, row.value[:80],
            )
            for row in rows
        ),
    )  # fmt: skip
