"""The back office's fuel batches: booked, proved, issued by a second person, sold, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.people.models import Organization, OrganizationKind, Person
from truetonne.supply.acceptances import find_unaccepted
from truetonne.supply.actions.book_fuel_batch import add_fuel_evidence, book_fuel_batch
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.issue_fuel_batch import issue_fuel_batch, missing_proofs
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.sell_fuel_batch import end_fuel_batch, sell_fuel_side
from truetonne.supply.forms import RequestForm
from truetonne.supply.fuel_forms import EndForm, EvidenceForm, FuelBatchForm, IssueForm, SellForm
from truetonne.supply.fuels.reading import (
    ReadBatch,
    energy_facts,
    evidence_rows,
    flag_sentences,
    fuel_facts,
    list_batches,
    proof_facts,
    read_batch,
)
from truetonne.supply.fuels.states import BatchEnding, BatchState, FuelProof
from truetonne.supply.fuels.words import PROOF_WORDS
from truetonne.supply.models import FuelBatch
from truetonne.supply.views.acting import do, id_or_404, person_of, show

OTHER_TYPE = "application/octet-stream"
FIELD_OF = {
    "FeedstockRefused": "feedstock", "ModeSwitchedOff": "mode", "DoublePurposeRegulatory": "regulatory_uses",
    "DoubleUse": "other_registries", "DoublePurposeOffset": "is_offset_issued", "DoubleIssuance": "sustainability_proof",
    "TonnesOnlyInset": "litres", "ProofMissing": "certificate_valid_until", "ImplausibleValue": "density_value",
    "UnitMismatch": "density_key",
}  # fmt: skip


@staff(Role.SUPPLY, Role.GOVERNANCE, Role.AUDITOR, Role.REVIEWER)
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch, newest first, with its state."""
    context = {"rows": list_batches(), "may_book": person_of(request).has_role(Role.SUPPLY)}
    return show(request, "supply/office_fuel.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_batch(request: HttpRequest) -> HttpResponse:
    """Book a batch in litres, with its figures and the questions against counting twice."""
    members = Organization.objects.filter(kind=OrganizationKind.MEMBER).order_by("name")
    users = [(str(each.pk), each.name) for each in members]
    form = FuelBatchForm(
        request.POST if request.method == "POST" else None, users=users, initial={"request_id": str(new_id())}
    )
    made: list[FuelBatch] = []

    def act(by: By) -> str:
        made.append(book_fuel_batch(batch_id=new_id(), batch=form.batch(), by=by))
        return _("The batch is booked. Another person issues it once its proofs are on file.")

    if request.method == "POST" and do(request, form=form, act=act, field_of=FIELD_OF):
        return redirect("supply:office_fuel_batch", batch=show_id(prefix="ins", id=made[0].pk))
    return show(request, "supply/office_fuel_new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Role.SUPPLY, Role.GOVERNANCE, Role.AUDITOR, Role.REVIEWER)
@require_GET
def batch(request: HttpRequest, batch: str) -> HttpResponse:
    """One batch with its proofs and what can be done next."""
    return _page(request, found=_find(text=batch))


@staff(Role.SUPPLY)
@require_POST
def evidence(request: HttpRequest, batch: str) -> HttpResponse:
    """Put a proof on the batch's file."""
    form = EvidenceForm(request.POST, request.FILES)
    found = _find(text=batch)

    def act(by: By) -> str:
        given, sent = form.cleaned_data, form.cleaned_data.get("file")
        add_fuel_evidence(
            evidence_id=new_id(), batch_id=found.batch.pk, kind=FuelProof(given["kind"]), title=given["title"],
            issuer=given["issuer"], number=given["number"], document_date=given["document_date"],
            sha256=given["sha256"], address=given["address"], by=by,
            file=SentFile(content=sent.read(), media_type=sent.content_type or OTHER_TYPE) if sent else None,
        )  # fmt: skip
        return _("The proof is on file.")

    return _answer(request, found=found, name="evidence", form=form, act=act, field_of={"ProofMissing": "sha256"})


@staff(Role.SUPPLY, Role.GOVERNANCE)
@require_POST
def issue(request: HttpRequest, batch: str) -> HttpResponse:
    """Make the two paired lots; never by who booked the batch."""
    form = IssueForm(request.POST, auto_id="issue_%s")
    found = _find(text=batch)

    def act(by: By) -> str:
        issue_fuel_batch(
            batch_id=found.batch.pk, lot_ids=(new_id(), new_id()), reason=form.cleaned_data["reason"], by=by
        )
        return _("Issued: two paired lots of equal kilograms. The public register counts them once.")

    return _answer(request, found=found, name="issue", form=form, act=act)


@staff(Role.SUPPLY)
@require_POST
def sell(request: HttpRequest, batch: str) -> HttpResponse:
    """Price one side and put it on sale."""
    form = SellForm(request.POST)
    found = _find(text=batch)

    def act(by: By) -> str:
        given = form.cleaned_data
        sell_fuel_side(
            price_id=new_id(), batch_id=found.batch.pk, side=given["side"], currency=given["currency"],
            price=form.price(), source=given["source"], by=by,
        )  # fmt: skip
        return _("The side is on sale at the sum of its cost parts.")

    return _answer(request, found=found, name="sell", form=form, act=act, field_of={"PriceSourceMissing": "source"})


@staff(Role.SUPPLY, Role.GOVERNANCE)
@require_POST
def end(request: HttpRequest, batch: str) -> HttpResponse:
    """End a batch; what is left of it is cancelled."""
    form = EndForm(request.POST, auto_id="end_%s")
    found = _find(text=batch)

    def act(by: By) -> str:
        end_fuel_batch(
            batch_id=found.batch.pk, ending=BatchEnding(form.cleaned_data["ending"]), reason=form.cleaned_data["reason"],
            request_id=by.request_id, person_id=by.person_id, at=by.at,
        )  # fmt: skip
        return _("The batch has ended. What was left is cancelled; what was used carries a notice.")

    return _answer(request, found=found, name="end", form=form, act=act)


def _find(*, text: str) -> ReadBatch:
    found = (
        FuelBatch.objects.select_related("person", "fuel_user").filter(pk=id_or_404(prefix="ins", text=text)).first()
    )
    if found is None:
        raise Http404("no such batch")
    return read_batch(batch=found)


def _answer(
    request: HttpRequest, *, found: ReadBatch, name: str, form: RequestForm, act: Callable[[By], str],
    field_of: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    if do(request, form=form, act=act, field_of=field_of):
        return redirect("supply:office_fuel_batch", batch=found.text)
    return _page(request, found=found, bound={name: form}, status=422)


def _page(
    request: HttpRequest, *, found: ReadBatch, bound: dict[str, RequestForm] | None = None, status: int = 200
) -> HttpResponse:
    language, person = current_language(), person_of(request)
    unaccepted = find_unaccepted(parameters=found.batch.unverified, at=datetime.now(UTC))
    context = {
        "found": found,
        "batch": found.batch,
        "fuel": fuel_facts(found=found, language=language),
        "energy": energy_facts(found=found, language=language),
        "proof": proof_facts(found=found, language=language),
        "evidence": Table(
            caption=_("Proofs on file"), caption_hidden=True, rows=tuple(evidence_rows(found=found, language=language)),
            columns=(Column(label=_("Kind")), Column(label=_("Issuer and number")), Column(label=_("Dated")),
                     Column(label="SHA-256", mono=True)),
        ),
        "missing": [str(PROOF_WORDS[FuelProof(kind)]) for kind in missing_proofs(batch=found.batch)],
        "flags": flag_sentences(flags=found.batch.flags),
        "unaccepted": unaccepted,
        "is_mine": found.batch.person_id == person.pk,
        "acts": _acts(found=found, person=person) | (bound or {}),
    }  # fmt: skip
    return show(request, "supply/office_fuel_batch.html", context, status=status)


def _acts(*, found: ReadBatch, person: Person) -> dict[str, RequestForm]:
    """Return the forms that this person may send now."""
    first = {"request_id": str(new_id())}
    is_supply = person.has_role(Role.SUPPLY)
    acts: dict[str, RequestForm] = {}
    if found.state == BatchState.BOOKED:
        if is_supply:
            acts["evidence"] = EvidenceForm(initial=first)
        if found.batch.person_id != person.pk and (is_supply or person.has_role(Role.GOVERNANCE)):
            acts["issue"] = IssueForm(initial={"request_id": str(new_id())}, auto_id="issue_%s")
    if found.state == BatchState.ISSUED:
        if is_supply:
            acts["sell"] = SellForm(request_id=str(new_id()))
        if is_supply or person.has_role(Role.GOVERNANCE):
            acts["end"] = EndForm(initial={"request_id": str(new_id())}, auto_id="end_%s")
    return acts
