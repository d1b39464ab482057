"""The back office's registry files: sending them in, watching their import, reading its report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.parts import lead_on
from truetonne.edge.permissions import Role, staff
from truetonne.edge.requests import RequestReused
from truetonne.edge.stored_files import FilesNotStored
from truetonne.edge.tables import csv_lines
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.receive_files import (
    UPLOAD_PREFIX,
    ImportOrder,
    discard_upload,
    receive_files,
    restart_upload,
)
from truetonne.supply.catalog import list_programs_by_code
from truetonne.supply.desk.loads import (
    UploadNotFound,
    count_report_rows,
    find_loads,
    find_report_rows,
    get_upload,
    list_open_uploads,
    list_programs_of_loads,
    report_pieces,
)
from truetonne.supply.desk.words import KIND_WORDS, UPLOAD_WORDS
from truetonne.supply.forms import ImportForm, RequestForm
from truetonne.supply.models import Upload
from truetonne.supply.queries import RunFacts, RunNotFound, get_run, iterate_report_rows
from truetonne.supply.states import RunKind, UploadState
from truetonne.supply.uploads.receiving import IncomingFile, remove_files, store_files
from truetonne.supply.views.acting import by_of, do, id_or_404, person_of, show, window_or_404
from truetonne.supply.views.refusals import refusal_words
from truetonne.supply.views.report_page import OUTCOMES, report_context

RUN_PREFIX = "imp"
ROW_COLUMNS = ("file", "record", "table", "outcome", "code", "field", "value", "reason", "kg")


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Loads, newest first, and what is on its way."""
    program = request.GET.get("program", "")
    window = window_or_404(request, name="loads", filters={"program": program}, limit=20)
    page = find_loads(program=program, window=window)
    programs, uploads = list_programs_of_loads(), list_open_uploads()
    context = {
        "page": page,
        "loads": [
            (line, programs[line.program], show_id(prefix=RUN_PREFIX, id=line.run_id), KIND_WORDS[line.kind])
            for line in page.items
        ],
        "uploads": [_upload_line(upload=upload) for upload in uploads],
        "is_moving": any(upload.state in {UploadState.WAITING, UploadState.RUNNING} for upload in uploads),
        "programs": list(programs.items()),
        "program": program,
        "may_send": person_of(request).has_role(Role.SUPPLY),
    }
    return show(request, "supply/office_imports.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    """Send files in; they are stored and put in line."""
    known = list_programs_by_code().values()
    programs = sorted(
        ((found.code, found.mapping.program.name) for found in known), key=lambda pair: pair[1].casefold()
    )
    if request.method != "POST":
        form = ImportForm(programs=programs, request_id=str(new_id()))
        return show(request, "supply/office_import_new.html", {"form": form})
    form = ImportForm(request.POST, request.FILES, programs=programs)
    upload = _receive(request, form) if form.is_valid() else None
    if upload is None:
        return show(request, "supply/office_import_new.html", {"form": form}, status=422)
    return redirect("supply:office_upload", upload=show_id(prefix=UPLOAD_PREFIX, id=upload.pk))


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def upload(request: HttpRequest, upload: str) -> HttpResponse:
    """How far an import has come; when it is done, its report."""
    found = _find_upload(text=upload)
    if found.run_id is not None:
        return lead_on(request, "supply:office_import", run=show_id(prefix=RUN_PREFIX, id=found.run_id))
    is_over = found.state in {UploadState.FAILED, UploadState.INTERRUPTED}
    context = {
        "upload": found,
        "upload_text": upload,
        "line": _upload_line(upload=found),
        "kind": KIND_WORDS[RunKind(found.kind)],
        "names": ", ".join(str(file["name"]) for file in found.files),
        "is_open": found.state in {UploadState.WAITING, UploadState.RUNNING},
        "is_long_waiting": _waits_long(upload=found),
        "form": RequestForm(initial={"request_id": str(new_id())}, auto_id=False)
        if is_over and person_of(request).has_role(Role.SUPPLY)
        else None,
    }
    return show(request, "supply/office_upload.html", context)


@staff(Role.SUPPLY)
@require_POST
def restart(request: HttpRequest, upload: str) -> HttpResponse:
    """Put a failed or interrupted import in line again."""
    upload_id = _find_upload(text=upload).pk
    form = RequestForm(request.POST)

    def act(by: By) -> str:
        restart_upload(upload_id=upload_id, person_id=by.person_id, request_id=by.request_id, at=by.at)
        return _("The import starts again; what it stored before it finds again.")

    _act_or_say(request, form, act)
    return redirect("supply:office_upload", upload=upload)


@staff(Role.SUPPLY)
@require_POST
def discard(request: HttpRequest, upload: str) -> HttpResponse:
    """Give a failed or interrupted import up and remove its files."""
    upload_id = _find_upload(text=upload).pk
    form = RequestForm(request.POST)

    def act(by: By) -> str:
        discard_upload(upload_id=upload_id, person_id=by.person_id, request_id=by.request_id, at=by.at)
        remove_files(upload_id=upload_id)
        return _("The import is given up; its files are removed.")

    _act_or_say(request, form, act)
    return redirect("supply:office_imports")


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def show_import(request: HttpRequest, run: str) -> HttpResponse:
    """A load's report: what was read and what became of it, findings, and the rows that were not accepted."""
    found = _find_run(text=run)
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in OUTCOMES:
        raise Http404(outcome)
    window = window_or_404(request, name="report", filters={"run": run, "outcome": outcome})
    page = find_report_rows(run_id=found.run_id, outcome=outcome, window=window)
    counts = count_report_rows(run_id=found.run_id)
    context = {
        **report_context(
            run=found, counts=counts, outcome=outcome, address=reverse("supply:office_import", args=[run])
        ),
        "run": found,
        "run_text": run,
        "page": page,
        "kind": KIND_WORDS[found.kind],
        "program": list_programs_of_loads()[found.program],
    }
    return show(request, "supply/office_import.html", context)


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def import_file(request: HttpRequest, run: str) -> StreamingHttpResponse:
    """The same report as JSON, with every row."""
    found = _find_run(text=run)
    pieces = report_pieces(report=found.report, rows=iterate_report_rows(run_id=found.run_id))
    response = StreamingHttpResponse(pieces, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{run}.json"'
    return response


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def import_rows(request: HttpRequest, run: str) -> StreamingHttpResponse:
    """Every row of a load that was known, held or refused, as CSV; masses in kilograms."""
    del request
    found = _find_run(text=run)
    rows = (tuple(getattr(note, name) for name in ROW_COLUMNS) for note in iterate_report_rows(run_id=found.run_id))
    response = StreamingHttpResponse(csv_lines(header=ROW_COLUMNS, rows=rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{run.lower()}-rows.csv"'
    return response


def _receive(request: HttpRequest, form: ImportForm) -> Upload | None:
    """Store the files and put them in line; what keeps them out stands beside the files' field."""
    given = form.cleaned_data
    by = by_of(request, form)
    upload_id = new_id()
    order = ImportOrder(
        kind=RunKind(given["kind"]),
        program="" if form.mapping_text else str(given["program"]),
        mapping_name=str(given["mapping"].name) if form.mapping_text else "",
        mapping_text=form.mapping_text,
        table="" if given["kind"] == RunKind.HOLDINGS else str(given["table"]),
        edition=given["edition"] or by.at.date(),
        is_complete=bool(given["is_complete"]),
    )
    if order.edition > by.at.date():
        form.add_error("edition", _("This day lies in the future."))
        return None
    incoming = [IncomingFile(name=sent.name or "", chunks=sent.chunks()) for sent in given["sent"]]
    try:
        stored = store_files(upload_id=upload_id, files=incoming)
        upload = receive_files(
            upload_id=upload_id,
            order=order,
            files=stored,
            person_id=by.person_id,
            request_id=by.request_id,
            at=by.at,
        )
    except FilesNotStored as error:
        form.add_error(
            "sent", _("The files could not be stored (%(reason)s). Nothing was imported.") % {"reason": error.reason}
        )
        return None
    except RequestReused as refusal:
        remove_files(upload_id=upload_id)
        form.add_error(None, refusal_words(refusal=refusal))
        return None
    if upload.pk != upload_id:
        remove_files(upload_id=upload_id)
    return upload


def _act_or_say(request: HttpRequest, form: RequestForm, act: Callable[[By], str]) -> None:
    if not do(request, form=form, act=act):
        for said in map(str, form.non_field_errors()):
            messages.error(request, said)


def _find_upload(*, text: str) -> Upload:
    try:
        return get_upload(upload_id=id_or_404(prefix=UPLOAD_PREFIX, text=text))
    except UploadNotFound as error:
        raise Http404(str(error)) from None


def _find_run(*, text: str) -> RunFacts:
    run_id: UUID = id_or_404(prefix=RUN_PREFIX, text=text)
    try:
        return get_run(run_id=run_id)
    except RunNotFound as error:
        raise Http404(str(error)) from None


def _upload_line(*, upload: Upload) -> dict[str, object]:
    result, words = UPLOAD_WORDS[upload.state]
    return {
        "upload": upload,
        "text": show_id(prefix=UPLOAD_PREFIX, id=upload.pk),
        "result": result,
        "words": words,
        "names": ", ".join(str(file["name"]) for file in upload.files),
        "read_bytes": min(upload.read_bytes, upload.size_bytes),
        "percent": 100 if upload.is_judging else 100 * upload.read_bytes // max(upload.size_bytes, 1),
    }


def _waits_long(*, upload: Upload) -> bool:
    """Whether nobody took the upload up for a while: then the clock of the exchange does not run."""
    age_s = (datetime.now(UTC) - upload.recorded_at).total_seconds()
    return upload.state == UploadState.WAITING and age_s > 30
