"""The back office's projects: what each dossier holds, what it lacks, and every entry with who recorded it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, public, staff
from truetonne.supply.actions.dossier import SentFile, record_entry, withdraw_entry
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.dossier.fields import CONTENT, Kind, entries_in_force
from truetonne.supply.dossier.forms import FORMS, WithdrawForm
from truetonne.supply.dossier.sources import figure_text
from truetonne.supply.dossier.words import (
    ATTAINMENT_WORDS,
    CONDITION_WORDS,
    DISCLAIMER_WORDS,
    DOCUMENT_WORDS,
    GAS_WORDS,
    KIND_ADDS,
    KIND_HINTS,
    KIND_TITLES,
    LABEL_STATE_WORDS,
    MEASURE_WORDS,
)
from truetonne.supply.forms import RequestForm
from truetonne.supply.models import DocumentFile, Holding, Project
from truetonne.supply.views.acting import do, id_or_404, person_of, show

ENTRY_PREFIX = "dos"
SHOWN_TYPES = frozenset({"application/pdf", "text/csv", "text/plain", "image/png", "image/jpeg"})
OTHER_TYPE = "application/octet-stream"
"""What is sent for any other type, so that a document is never run as a page of ours."""

_READERS = (Role.SUPPLY, Role.REVIEWER, Role.FINANCE, Role.AUDITOR)


@staff(*_READERS)
@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """Every project of which we hold units, with what its dossier lacks."""
    held = Project.objects.select_related("program").filter(holdings__isnull=False).distinct()
    counts = {kind: _counts(kind=kind) for kind in Kind}
    rows = [
        {
            "project": row,
            "text": show_id(prefix="prj", id=row.pk),
            "entries": sum(counts[kind].get(row.pk, 0) for kind in Kind),
            "missing": [
                str(KIND_TITLES[kind])
                for kind in (Kind.STORY, Kind.PROFILE, Kind.GROSS_TO_NET, Kind.DOCUMENT)
                if not counts[kind].get(row.pk)
            ],
        }
        for row in held.order_by("name", "ref")
    ]
    return show(request, "supply/office_projects.html", {"rows": rows})


@staff(*_READERS)
@require_GET
def project(request: HttpRequest, project: str) -> HttpResponse:
    """One dossier: every kind with its entries in force, and how many stand behind them."""
    found = _project(text=project)
    may_write = person_of(request).has_role(Role.SUPPLY)
    sections = [_section(kind=kind, project=found, may_write=may_write) for kind in Kind]
    context = {"project": found, "project_text": project.lower(), "sections": sections, "may_write": may_write}
    return show(request, "supply/office_project.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_entry(request: HttpRequest, project: str, kind: str) -> HttpResponse:
    """Add an entry, or write a better one in place of ``?replaces=``."""
    found, wanted = _project(text=project), _kind(text=kind)
    old = _entry(kind=wanted, text=request.GET["replaces"]) if request.GET.get("replaces") else None
    initial: dict[str, Any] = {"request_id": str(new_id())}
    if old is not None:
        initial |= {name: getattr(old, name) for name in CONTENT[wanted]}
    form = _form(kind=wanted, project=found, data=request.POST if request.method == "POST" else None, initial=initial)
    form.files = request.FILES
    if request.method == "POST" and do(
        request,
        form=form,
        act=lambda by: _record(kind=wanted, project_id=found.pk, form=form, replaces=old, by=by),
        field_of={"PartsDoNotSum": "net_kg", "LabelOutsideBlock": "first", "DocumentTooLarge": "file"},
    ):
        return redirect("supply:office_project", project=show_id(prefix="prj", id=found.pk))
    context = {
        "project": found,
        "project_text": show_id(prefix="prj", id=found.pk),
        "form": form,
        "title": KIND_ADDS[wanted] if old is None else _("Write it anew"),
        "hint": KIND_HINTS[wanted],
        "has_file": wanted is Kind.DOCUMENT,
    }
    return show(request, "supply/office_project_entry.html", context, status=422 if request.method == "POST" else 200)


@staff(Role.SUPPLY)
@require_POST
def withdraw(request: HttpRequest, project: str, kind: str, entry: str) -> HttpResponse:
    """Take an entry out of the dossier with a reason."""
    found, wanted = _project(text=project), _kind(text=kind)
    old = _entry(kind=wanted, text=entry)
    form = WithdrawForm(request.POST)

    def act(by: By) -> str:
        reason = str(form.cleaned_data["reason"])
        withdraw_entry(kind=wanted, entry_id=old.pk, withdrawal_id=new_id(), reason=reason, by=by)
        return _("The entry is withdrawn; it stays on record with the reason.")

    if do(request, form=form, act=act):
        return redirect("supply:office_project", project=show_id(prefix="prj", id=found.pk))
    context = {
        "project": found,
        "project_text": show_id(prefix="prj", id=found.pk),
        "form": form,
        "title": _("Withdraw an entry"),
        "hint": _("It stays on record with the reason."),
        "has_file": False,
    }
    return show(request, "supply/office_project_entry.html", context, status=422)


@public
@require_safe
def document_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """A document's bytes under the hash of its bytes: they never change, and no browser runs them."""
    found = DocumentFile.objects.filter(pk=sha256).first()
    if found is None:
        raise Http404("no such document")
    response = HttpResponse(
        bytes(found.content), content_type=found.media_type if found.media_type in SHOWN_TYPES else OTHER_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="{sha256[:16]}"'
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _record(*, kind: Kind, project_id: UUID, form: RequestForm, replaces: Any, by: By) -> str:
    content = {name: form.cleaned_data[name] for name in CONTENT[kind] if name in form.cleaned_data}
    sent = form.cleaned_data.get("file")
    file = SentFile(content=sent.read(), media_type=sent.content_type or OTHER_TYPE) if sent else None
    record_entry(
        kind=kind,
        entry_id=new_id(),
        project_id=project_id,
        content=content,
        replaces_id=replaces.pk if replaces is not None else None,
        file=file,
        by=by,
    )
    return _("The entry is on record.") if replaces is None else _("The entry takes the place of the earlier one.")


def _form(*, kind: Kind, project: Project, data: Any, initial: dict[str, Any]) -> RequestForm:
    if kind in (Kind.LABEL, Kind.CONDITION):
        blocks = [
            (str(row.pk), f"{row.serial} ({row.first}\u2013{row.last})")
            for row in Holding.objects.filter(project=project).order_by("vintage", "first")
        ]
        return FORMS[kind](data, blocks=blocks, initial=initial)  # type: ignore[call-arg]
    return FORMS[kind](data, initial=initial)


def _section(*, kind: Kind, project: Project, may_write: bool) -> dict[str, object]:
    entries = entries_in_force(kind=kind).filter(project=project).select_related("person")
    rows = list(entries.order_by("-effective_at", "-id"))
    address = reverse("supply:office_new_entry", kwargs={"project": show_id(prefix="prj", id=project.pk), "kind": kind})
    return {
        "kind": kind.value,
        "title": KIND_TITLES[kind],
        "hint": KIND_HINTS[kind],
        "add": KIND_ADDS[kind],
        "address": address,
        "rows": [
            {
                "entry": row,
                "text": show_id(prefix=ENTRY_PREFIX, id=row.pk),
                "words": _words(kind=kind, row=row),
                "form": WithdrawForm(initial={"request_id": str(new_id())}, auto_id=f"w{row.pk.hex[-8:]}_%s")
                if may_write
                else None,
            }
            for row in rows
        ],
        "earlier": kind.model.objects.filter(project=project).count() - len(rows),
    }


def _words(*, kind: Kind, row: Any) -> str:
    """Say an entry in one line."""
    parts: tuple[object, ...]
    match kind:
        case Kind.STORY:
            parts = (row.language, row.lede)
        case Kind.PROFILE:
            years = _("%(years)s years") % {"years": row.durability_years} if row.durability_years else ""
            parts = (years, GAS_WORDS.get(row.gas, ""), row.region, row.source)
        case Kind.GROSS_TO_NET:
            parts = (row.issuance, row.source)
        case Kind.RATING:
            parts = (row.rater, row.value, row.scale, row.rated_on)
        case Kind.DOCUMENT:
            parts = (DOCUMENT_WORDS[row.kind], row.title, row.document_date)
        case Kind.NEWS:
            parts = (row.published_on, row.source, row.headline)
        case Kind.DISCLAIMER:
            parts = (DISCLAIMER_WORDS[row.kind], row.text_en)
        case Kind.LABEL:
            parts = (row.label, LABEL_STATE_WORDS[row.state], row.issuer, row.valid_from)
        case Kind.CONDITION:
            parts = (CONDITION_WORDS.get(row.condition, row.condition), row.holding.serial, row.source)
        case Kind.CO_BENEFIT:
            what = f"{MEASURE_WORDS[row.measure]}, {ATTAINMENT_WORDS[row.attainment]}"
            parts = (what, figure_text(figure=row.figure), row.source, row.stated_on)
    return " · ".join(str(part) for part in parts if part)


def _counts(*, kind: Kind) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for project_id in entries_in_force(kind=kind).values_list("project_id", flat=True):
        found[project_id] = found.get(project_id, 0) + 1
    return found


def _project(*, text: str) -> Project:
    found = Project.objects.select_related("program").filter(pk=id_or_404(prefix="prj", text=text)).first()
    if found is None:
        raise Http404("no such project")
    return found


def _kind(*, text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise Http404("no such kind of entry") from None


def _entry(*, kind: Kind, text: str) -> Any:
    found = entries_in_force(kind=kind).filter(pk=id_or_404(prefix=ENTRY_PREFIX, text=text)).first()
    if found is None:
        raise Http404("no such entry in force")
    return found
