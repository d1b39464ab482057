"""The reviewers' workplace: opening a case, declaring interests, evidence, computations, readings, publication, triggers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.ledger.lots import LotNotFound
from truetonne.members.lists.likeness import Identity
from truetonne.rules.clocks import clocks_on
from truetonne.rules.quality.rubric import QUALITY_RUBRIC, Rubric
from truetonne.rules.rule_set import rule_set
from truetonne.supply.actions.developer_match import newest_findings, record_developer_finding
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.publish_rating import publish_rating
from truetonne.supply.actions.review_case import (
    CASE_PREFIX,
    Reading,
    Submission,
    attach_computation,
    attach_evidence,
    credited_kg,
    declare_interests,
    open_case,
    submit_reading,
)
from truetonne.supply.actions.review_triggers import record_trigger
from truetonne.supply.desk.lots import get_desk_lot
from truetonne.supply.forms import RequestForm
from truetonne.supply.models import Holding, Review, ReviewCase, ReviewReading
from truetonne.supply.review_forms import (
    CaseForm,
    ComputationForm,
    DeclarationForm,
    DeveloperForm,
    EvidenceForm,
    ReadingForm,
    TriggerForm,
)
from truetonne.supply.reviewing.queries import disagreements_of, stage_of
from truetonne.supply.reviewing.states import RECONCILED, Conflict, ProjectKind, TriggerKind
from truetonne.supply.reviewing.words import (
    KIND_WORDS,
    METHOD_WORDS,
    REFUSAL_WORDS,
    RULE_WORDS,
    STAGE_WORDS,
)
from truetonne.supply.states import ReviewVerdict
from truetonne.supply.views.acting import do, id_or_404, person_of, show

STEPS = ("declare", "evidence", "computation", "reading", "reconcile", "publish")


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Submit the block behind ``?lot=`` for review."""
    holding = _holding(text=request.GET.get("lot", ""))
    if request.method == "POST":
        form = CaseForm(request.POST)
        case_id = new_id()
        if do(request, form=form, act=lambda by: _open(form=form, holding=holding, case_id=case_id, by=by)):
            case = ReviewCase.objects.get(request_id=form.cleaned_data["request_id"])
            return redirect("supply:office_case", case=show_id(prefix=CASE_PREFIX, id=case.pk))
        return _new_page(request, holding=holding, form=form, status=422)
    form = CaseForm(initial={"request_id": str(new_id()), "methodology": holding.project.methodology.split(" ")[0]})
    return _new_page(request, holding=holding, form=form)


def _new_page(request: HttpRequest, *, holding: Holding, form: CaseForm, status: int = 200) -> HttpResponse:
    return show(request, "supply/office_case_new.html", {"holding": holding, "form": form}, status=status)


def _open(*, form: CaseForm, holding: Holding, case_id: UUID, by: By) -> str:
    given = form.cleaned_data
    submission = Submission(
        kind=ProjectKind(given["kind"]),
        methodology=given["methodology"],
        variant=given["variant"],
        reason=given["reason"],
    )
    open_case(case_id=case_id, holding_id=holding.pk, submission=submission, by=by)
    return _("The review is open. Two independent readers take their seats.")


@staff(Role.SUPPLY, Role.REVIEWER, Role.AUDITOR)
@require_GET
def case(request: HttpRequest, case: str) -> HttpResponse:
    """One review under way: who reads, on what, and what is next."""
    return _page(request, found=_find(text=case))


@staff(Role.REVIEWER)
@require_POST
def take_step(request: HttpRequest, case: str, step: str) -> HttpResponse:
    """Take one step of a review; what is refused is said beside its field and nothing changes."""
    found = _find(text=case)
    if step not in STEPS:
        raise Http404("a review has no such step")
    form = _form(step=step, found=found, data=request.POST, files=request.FILES)
    if do(request, form=form, act=lambda by: ACTS[step](form, found, by), field_of=_FIELDS):
        return redirect("supply:office_case", case=show_id(prefix=CASE_PREFIX, id=found.pk))
    return _page(request, found=found, failed={step: form}, status=422)


@staff(Role.SUPPLY)
@require_POST
def judge_developer(request: HttpRequest, case: str) -> HttpResponse:
    """Record whether a company is the project's developer or only has a name like it."""
    found = _find(text=case)
    form = DeveloperForm(request.POST, auto_id="developer_%s")
    if do(request, form=form, act=lambda by: _developer(form=form, found=found, by=by)):
        return redirect("supply:office_case", case=show_id(prefix=CASE_PREFIX, id=found.pk))
    return _page(request, found=found, failed={"developer": form}, status=422)


def _developer(*, form: DeveloperForm, found: ReviewCase, by: By) -> str:
    given = form.cleaned_data
    record_developer_finding(
        finding_id=new_id(), project_id=found.holding.project_id, is_same=given["is_same"] == "yes",
        company=Identity(names=(given["name"],), lei=given["lei"], domain=given["domain"]), evidence=given["evidence"],
        by=by,
    )  # fmt: skip
    return _("The finding is recorded. It decides from the next declaration on.")


@staff(Role.SUPPLY, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def new_trigger(request: HttpRequest, review: str) -> HttpResponse:
    """Record what happened to a rated block."""
    found = Review.objects.select_related("holding__project").filter(pk=id_or_404(prefix="rev", text=review)).first()
    if found is None:
        raise Http404("there is no such review")
    form = TriggerForm(request.POST) if request.method == "POST" else TriggerForm(initial={"request_id": str(new_id())})
    if request.method == "POST" and do(request, form=form, act=lambda by: _happened(form=form, review=found, by=by)):
        return redirect("supply:rating", review=review)
    context = {"review": found, "form": form, "review_text": review}
    return show(request, "supply/office_trigger_new.html", context, status=422 if form.errors else 200)


def _happened(*, form: TriggerForm, review: Review, by: By) -> str:
    given = form.cleaned_data
    row = record_trigger(
        review_id=review.pk,
        kind=TriggerKind(given["kind"]),
        fact=given["fact"],
        source=given["source"],
        by=by,
        new_id=new_id,
    )
    if row.effect == "suspend":
        return _("Recorded. The rating is suspended, its lots are off sale and a new review is open.")
    return _("Recorded. A new review is open; the lots stay on sale.")


def _page(
    request: HttpRequest, *, found: ReviewCase, failed: Mapping[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    person = person_of(request)
    declarations = list(found.declarations.select_related("person").order_by("recorded_at", "id"))
    own = next((row for row in declarations if row.person_id == person.pk and row.seat), None)
    readings = {row.seat: row for row in found.readings.select_related("person")}
    stage = stage_of(case=found)
    result, words = STAGE_WORDS[stage]
    steps = _steps(found=found, person=person, seat=own.seat if own else None, readings=readings)
    context: dict[str, Any] = {
        "case": found,
        "case_text": show_id(prefix=CASE_PREFIX, id=found.pk),
        "result": result,
        "words": words,
        "kind": KIND_WORDS[found.kind],
        "declarations": [(row, [REFUSAL_WORDS[one] for one in row.refusals]) for row in declarations],
        "evidence": found.evidence.order_by("recorded_at", "id"),
        "computations": [(row, METHOD_WORDS[row.method]) for row in found.computations.order_by("recorded_at", "id")],
        # A reader sees the other's reading only after giving their own: the two are independent.
        "readings": [row for _seat, row in sorted(readings.items())] if own is None or own.seat in readings else [],
        "differences": [
            (
                RULE_WORDS.get(name, name),
                *((result, _reason_of(readings[seat], name)) for seat, result in enumerate(both, start=1)),
            )
            for name, *both in disagreements_of(case=found)
        ],
        "estimates": [readings[seat].estimate_kg for seat in (1, 2)] if {1, 2} <= set(readings) else [],
        "credited_kg": credited_kg(case=found),
        "developers": newest_findings(project=found.holding.project),
        "developer_form": _developer_form(person=person, failed=failed or {}),
        "published": getattr(found, "publication", None),
        "published_text": show_id(prefix="rev", id=found.publication.pk) if hasattr(found, "publication") else "",
        "forms": [
            (step, *_STEP_WORDS[step], (failed or {}).get(step) or _form(step=step, found=found, reader=readings))
            for step in steps
        ],
    }
    return show(request, "supply/office_case.html", context, status=status)


def _reason_of(reading: ReviewReading, name: str) -> str:
    return str(reading.answers.get(name, {}).get("text", ""))


def _developer_form(*, person: Any, failed: Mapping[str, forms.Form]) -> forms.Form | None:
    if not person.has_role(Role.SUPPLY):
        return None
    return failed.get("developer") or DeveloperForm(initial={"request_id": str(new_id())}, auto_id="developer_%s")


def _steps(*, found: ReviewCase, person: Any, seat: int | None, readings: Mapping[int, ReviewReading]) -> list[str]:
    """Return the steps that this person may take now."""
    if hasattr(found, "publication") or not person.has_role(Role.REVIEWER):
        return []
    if seat is None:
        taken = found.declarations.exclude(seat=None).count()
        return ["declare"] if taken < 2 else []
    if RECONCILED in readings:
        return ["publish"] if readings[RECONCILED].person_id != person.pk else []
    if seat not in readings:
        return ["evidence", "computation", "reading"]
    return ["reconcile"] if {1, 2} <= set(readings) else []


def _form(
    *,
    step: str,
    found: ReviewCase,
    data: Any = None,
    files: Any = None,
    reader: Mapping[int, ReviewReading] | None = None,
) -> Any:
    form = _make_form(step=step, found=found, data=data, files=files, reader=reader)
    # Several forms stand on one page, and an id names one thing only.
    form.auto_id = f"{step}_%s"
    return form


def _make_form(
    *, step: str, found: ReviewCase, data: Any, files: Any, reader: Mapping[int, ReviewReading] | None
) -> Any:
    initial = {"request_id": str(new_id())}
    if step == "declare":
        return DeclarationForm(data, initial=initial)
    if step == "evidence":
        return EvidenceForm(data, files, initial=initial)
    if step == "computation":
        return ComputationForm(data, files, initial={**initial, "seed": 0, "parameters": {}})
    if step == "publish":
        return RequestForm(data, initial=initial)
    evidence = [(row.sha256, row.title) for row in found.evidence.order_by("recorded_at", "id")]
    evidence += [
        (row.result_sha256, str(METHOD_WORDS[row.method])) for row in found.computations.order_by("recorded_at", "id")
    ]
    today = datetime.now(UTC).date()
    start: dict[str, Any] = {"next_review": clocks_on(day=today).review_next.last_day(day=today)}
    if step == "reconcile" and reader:
        start |= _merged(readings=reader)
    return ReadingForm(data, rubric=_rubric(), evidence=evidence, request_id=initial["request_id"], initial=start)


def _merged(*, readings: Mapping[int, ReviewReading]) -> dict[str, Any]:
    """Start the reconciled reading from what both said: the stricter result, both reasons, the lower estimate."""
    order = ("not_met", "not_shown", "met")
    start: dict[str, Any] = {}
    first, second = readings[1], readings[2]
    for name in sorted({*first.answers, *second.answers}):
        pair = [row.answers.get(name, {"result": "not_shown", "text": "", "evidence": []}) for row in (first, second)]
        key = name.replace(".", "-")
        start[f"{key}-result"] = min((one["result"] for one in pair), key=order.index)
        start[f"{key}-text"] = " ".join(dict.fromkeys(one["text"] for one in pair if one["text"]))
        start[f"{key}-evidence"] = list(dict.fromkeys(sha for one in pair for sha in one["evidence"]))
    lower = min(first, second, key=lambda row: row.estimate_kg)
    return start | {
        "estimate_kg": lower.estimate_kg,
        "estimate_basis": lower.estimate_basis,
        "next_review": min(first.next_review, second.next_review),
        "verdict": ReviewVerdict.ACCEPTED
        if {first.verdict, second.verdict} == {ReviewVerdict.ACCEPTED.value}
        else ReviewVerdict.REFUSED,
    }


def _rubric() -> Rubric:
    return rule_set(family=QUALITY_RUBRIC, as_of=datetime.now(UTC).date()).body


def _declare(form: Any, found: ReviewCase, by: By) -> str:
    given = form.cleaned_data
    row = declare_interests(
        declaration_id=new_id(), case_id=found.pk, employer=given["employer"], paid_by=given["paid_by"],
        conflicts=tuple(Conflict(one) for one in given["conflicts"]), by=by,
    )  # fmt: skip
    if row.refusals:
        reasons = ", ".join(str(REFUSAL_WORDS[one]) for one in row.refusals)
        return _("The seat is refused: %(reasons)s. The declaration stays on record.") % {"reasons": reasons}
    return _("You have a seat. Read on your own: the other reading is shown when yours is given.")


def _evidence(form: Any, found: ReviewCase, by: By) -> str:
    given = form.cleaned_data
    attach_evidence(
        evidence_id=new_id(), case_id=found.pk, title=given["title"], issuer=given["issuer"],
        document_date=given["document_date"], address=given["address"], sha256=given["sha256"],
        file=_sent(given["file"]), by=by,
    )  # fmt: skip
    return _("The document is attached under its hash.")


def _compute(form: Any, found: ReviewCase, by: By) -> str:
    given = form.cleaned_data
    file = _sent(given["file"])
    assert file is not None
    attach_computation(
        computation_id=new_id(), case_id=found.pk, method=given["method"], file=file, file_name=given["file"].name,
        parameters=given["parameters"], seed=given["seed"], by=by,
    )  # fmt: skip
    return _("The computation ran and is attached with its input, parameters and seed.")


def _read(form: Any, found: ReviewCase, by: By) -> str:
    _submit(form=form, found=found, by=by, is_reconciled=False)
    return _("Your reading is given.")


def _reconcile(form: Any, found: ReviewCase, by: By) -> str:
    _submit(form=form, found=found, by=by, is_reconciled=True)
    return _("The reconciled reading is given. The other reader confirms and publishes it.")


def _submit(*, form: Any, found: ReviewCase, by: By, is_reconciled: bool) -> None:
    given = form.cleaned_data
    reading = Reading(
        answers=form.answers, estimate_kg=given["estimate_kg"], estimate_basis=given["estimate_basis"],
        verdict=ReviewVerdict(given["verdict"]), next_review=given["next_review"],
    )  # fmt: skip
    submit_reading(reading_id=new_id(), case_id=found.pk, reading=reading, by=by, is_reconciled=is_reconciled)


def _publish(form: Any, found: ReviewCase, by: By) -> str:
    publish_rating(review_id=new_id(), case_id=found.pk, by=by, new_id=new_id)
    return _("The rating is published as a new version and stands in the public log.")


def _sent(file: Any) -> SentFile | None:
    return SentFile(content=file.read(), media_type=file.content_type or "") if file else None


ACTS: Mapping[str, Callable[[Any, ReviewCase, By], str]] = {
    "declare": _declare, "evidence": _evidence, "computation": _compute, "reading": _read, "reconcile": _reconcile,
    "publish": _publish,
}  # fmt: skip
_FIELDS = {"NextReviewInvalid": "next_review", "EstimateWithoutBasis": "estimate_kg", "DocumentTooLarge": "file"}
_STEP_WORDS: Mapping[str, tuple[object, object]] = {
    "declare": (gettext_lazy("Declare your interests"), gettext_lazy("Declare and take a seat")),
    "evidence": (gettext_lazy("Attach a document"), gettext_lazy("Attach")),
    "computation": (gettext_lazy("Attach a computation"), gettext_lazy("Compute and attach")),
    "reading": (gettext_lazy("Your reading"), gettext_lazy("Give the reading")),
    "reconcile": (gettext_lazy("The reconciled reading"), gettext_lazy("Give the reconciled reading")),
    "publish": (gettext_lazy("Confirm and publish"), gettext_lazy("Publish the rating")),
}
"""What a step is called, and its button."""


def _find(*, text: str) -> ReviewCase:
    rows = ReviewCase.objects.select_related("holding__project", "holding__program", "person", "publication")
    found = rows.filter(pk=id_or_404(prefix=CASE_PREFIX, text=text)).first()
    if found is None:
        raise Http404("there is no such review")
    return found


def _holding(*, text: str) -> Holding:
    try:
        found = get_desk_lot(lot_id=id_or_404(prefix="lot", text=text), today=datetime.now(UTC).date())
    except LotNotFound as error:
        raise Http404(str(error)) from None
    if found.holding is None:
        raise Http404("this lot came from no registry block")
    return found.holding
