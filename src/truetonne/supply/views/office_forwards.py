"""The back office's contracts and jurisdictions: recording, signing, scheduling, committing, delivering, stopping, ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.tables import Column, Table
from truetonne.people.models import Organization, OrganizationKind
from truetonne.supply.actions.forwards.commit_tonnes import commit_tonnes
from truetonne.supply.actions.forwards.end_contract import end_contract
from truetonne.supply.actions.forwards.hold_contract import hold_contract, release_contract
from truetonne.supply.actions.forwards.receive_delivery import receive_delivery
from truetonne.supply.actions.forwards.record_contract import (
    JurisdictionTerms,
    RemovalTerms,
    Terms,
    record_contract,
)
from truetonne.supply.actions.forwards.record_jurisdiction import (
    JurisdictionFacts,
    PoolPart,
    record_jurisdiction,
    state_adjustment,
)
from truetonne.supply.actions.forwards.schedule_tonnes import schedule_tonnes
from truetonne.supply.actions.forwards.sign_contract import sign_contract
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forms import RequestForm
from truetonne.supply.forwards import forms, sheets
from truetonne.supply.forwards.facts import PREFIX
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.sheets import Section
from truetonne.supply.forwards.states import AdjustmentState, ContractState, LeafPath, SubstitutionRule
from truetonne.supply.forwards.values import Contract
from truetonne.supply.forwards.words import KIND_WORDS, STATE_WORDS
from truetonne.supply.models import Holding, Jurisdiction
from truetonne.supply.views.acting import do, id_or_404, person_of, show
from truetonne.supply.views.forwards import (
    contract_sections,
    find_jurisdiction,
    jurisdiction_sections,
)
from truetonne.supply.views.office_links import link

_READERS = (Role.SUPPLY, Role.REVIEWER, Role.FINANCE, Role.AUDITOR)
_TERMS = tuple(Terms.__dataclass_fields__)
_REMOVAL = tuple(RemovalTerms.__dataclass_fields__)
Acts = dict[str, RequestForm]


@staff(*_READERS)
@require_GET
def forwards(request: HttpRequest) -> HttpResponse:
    """Every contract with its state, drafts included, and every jurisdiction."""
    columns = (
        Column(label=_("Contract")), Column(label=_("Kind")), Column(label=_("State")),
        Column(label=_("Promised"), numeric=True), Column(label=_("Outstanding"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (
            link(address=_address(contract=each), words=each.row.name, below=each.row.supplier),
            KIND_WORDS[each.row.kind], STATE_WORDS[each.state][1], sheets.tonnes(each.row.total_kg),
            sheets.tonnes(each.outstanding_kg),
        )
        for each in list_contracts(today=_today())
    )  # fmt: skip
    contracts = Section(
        key="contracts", title=_("Contracts"),
        table=Table(caption=_("Contracts by name"), columns=columns, rows=rows, caption_hidden=True) if rows else None,
        empty=None if rows else (_("No contract yet."), _("Record one; somebody else signs it.")),
    )  # fmt: skip
    jurisdictions = Section(
        key="jurisdictions", title=_("Jurisdictions"),
        links=tuple(
            (reverse("supply:office_jurisdiction", kwargs={"jurisdiction": show_id(prefix="jur", id=row.pk)}), row.name)
            for row in Jurisdiction.objects.order_by("name")
        ),
    )  # fmt: skip
    buttons = (
        (reverse("supply:office_new_forward", kwargs={"kind": "removal"}), _("Record a removal contract")),
        (reverse("supply:office_new_forward", kwargs={"kind": "jurisdictional"}), _("Record a LEAF contract")),
        (reverse("supply:office_new_jurisdiction"), _("Record a jurisdiction")),
    )
    context = {
        "heading": _("Bought ahead"), "here": _("Bought ahead"), "crumbs": _crumbs()[:1], "office_here": "forwards",
        "sections": [contracts, jurisdictions], "buttons": buttons if person_of(request).has_role(Role.SUPPLY) else (),
        "lede": _("Promises of later years, from the draft to the last delivery. None of them is a unit."),
    }  # fmt: skip
    return show(request, "supply/sheet.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_forward(request: HttpRequest, kind: str) -> HttpResponse:
    """Record a contract's terms as a draft."""
    if kind not in ("removal", "jurisdictional"):
        raise Http404(kind)
    data = request.POST if request.method == "POST" else None
    initial = {"request_id": str(new_id()), "currency": "USD", "deposit_minor": "0"}
    form: forms.ContractForm
    if kind == "removal":
        form = forms.RemovalForm(data, initial=initial)
    else:
        named = [(str(row.pk), row.name) for row in Jurisdiction.objects.order_by("name")]
        form = forms.PoolForm(data, jurisdictions=named, initial=initial)
    contract_id = new_id()
    fields = {
        "OilRecoveryExcluded": "storage", "NotWholeTonnes": "total_kg", "TermRunsBackward": "last_year",
    }  # fmt: skip
    if data is not None and do(
        request, form=form, act=lambda by: _record(form=form, contract_id=contract_id, by=by), field_of=fields
    ):
        return redirect("supply:office_forwards")
    title = _("Record a removal contract") if kind == "removal" else _("Record a LEAF contract")
    return _form_page(request, title=title, form=form, lede=_("It stays a draft until somebody else signs it."))


@staff(*_READERS)
@require_GET
def forward(request: HttpRequest, forward: str) -> HttpResponse:
    """One contract with its members' names, and what can be done with it now."""
    return _render(request, contract=_contract(text=forward), bound={})


@staff(Role.SUPPLY, Role.FINANCE)
@require_POST
def sign(request: HttpRequest, forward: str) -> HttpResponse:
    """Sign a draft that somebody else recorded."""
    form, found = forms.SignForm(request.POST, auto_id="sign_%s"), _contract(text=forward)

    def act(by: By) -> str:
        sign_contract(signature_id=new_id(), contract_id=found.row.pk, by=by, **_cleaned(form))  # type: ignore[arg-type]
        return _("The contract is signed.")

    return _answer(
        request, contract=found, name="sign", form=form, act=act, field_of={"CapacityUnexplained": "capacity_reason"}
    )


@staff(Role.SUPPLY)
@require_POST
def schedule(request: HttpRequest, forward: str) -> HttpResponse:
    """Write the first schedule, or say openly that it slips."""
    form, found = forms.ScheduleForm(request.POST, auto_id="schedule_%s"), _contract(text=forward)

    def act(by: By) -> str:
        given = form.cleaned_data
        row = schedule_tonnes(
            schedule_id=new_id(), contract_id=found.row.pk, years=given["lines"],
            late_permille=int(given["late_percent"] * 10), reason=str(given["reason"]), by=by,
        )  # fmt: skip
        return (
            _("The schedule is on record.") if row.number == 1 else _("The slip is on record and shown to everybody.")
        )

    fields = {
        "ScheduleDoesNotAddUp": "lines", "YearOutsideTerm": "lines", "ImplausibleValue": "lines",
        "SourceMissing": "reason",
    }  # fmt: skip
    return _answer(request, contract=found, name="schedule", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def commit(request: HttpRequest, forward: str) -> HttpResponse:
    """Record what a member will take."""
    form, found = forms.CommitForm(request.POST, members=_members(), auto_id="commit_%s"), _contract(text=forward)

    def act(by: By) -> str:
        given = form.cleaned_data
        commit_tonnes(
            commitment_id=new_id(), contract_id=found.row.pk, organization_id=UUID(given["organization_id"]),
            kg=int(given["kg"]), agreed_on=given["agreed_on"], by=by,
        )  # fmt: skip
        return _("The commitment is on record.")

    fields = {"CommitmentsExceedContract": "kg", "NotWholeTonnes": "kg", "AlreadyCommitted": "organization_id"}
    return _answer(request, contract=found, name="commit", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def deliver(request: HttpRequest, forward: str) -> HttpResponse:
    """Name a block of ours as what came for the contract."""
    form, found = forms.DeliverForm(request.POST, blocks=_blocks(), auto_id="deliver_%s"), _contract(text=forward)

    def act(by: By) -> str:
        given = form.cleaned_data
        receive_delivery(
            delivery_id=new_id(), contract_id=found.row.pk, holding_id=UUID(given["holding_id"]),
            delivered_on=given["delivered_on"], is_substitute=bool(given["is_substitute"]),
            source=str(given["source"]), by=by,
        )  # fmt: skip
        return _("The delivery is on record, and shared out where members committed.")

    fields = {
        "DurabilityTooShort": "holding_id", "BlockInUse": "holding_id", "DeliveredBeyondContract": "holding_id",
        "NotSubstitutable": "is_substitute",
    }  # fmt: skip
    return _answer(request, contract=found, name="deliver", form=form, act=act, field_of=fields)


@staff(Role.SUPPLY)
@require_POST
def hold(request: HttpRequest, forward: str) -> HttpResponse:
    """Stop a contract, or let a stopped one go on."""
    form, found = forms.HoldForm(request.POST, auto_id="hold_%s"), _contract(text=forward)
    verb = release_contract if found.hold is not None else hold_contract

    def act(by: By) -> str:
        verb(hold_id=new_id(), contract_id=found.row.pk, by=by, **_cleaned(form))  # type: ignore[arg-type]
        return _("The hold is ended.") if found.hold is not None else _("The contract is on legal hold.")

    return _answer(request, contract=found, name="hold", form=form, act=act)


@staff(Role.SUPPLY)
@require_POST
def end(request: HttpRequest, forward: str) -> HttpResponse:
    """Terminate a contract."""
    form, found = forms.EndForm(request.POST, auto_id="end_%s"), _contract(text=forward)

    def act(by: By) -> str:
        end_contract(end_id=new_id(), contract_id=found.row.pk, by=by, **_cleaned(form))  # type: ignore[arg-type]
        return _("The contract is terminated; what was delivered stays.")

    return _answer(request, contract=found, name="end", form=form, act=act)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_jurisdiction(request: HttpRequest) -> HttpResponse:
    """Record a jurisdiction's programme."""
    data = request.POST if request.method == "POST" else None
    form = forms.JurisdictionForm(data, initial={"request_id": str(new_id())})
    jurisdiction_id = new_id()

    def act(by: By) -> str:
        given = _cleaned(form)
        reference = form.cleaned_data["reference"]
        facts = {name: value for name, value in given.items() if name not in ("reference", "pool")}
        jurisdiction_facts = JurisdictionFacts(reference_kg=reference, project_id=None, **facts)  # type: ignore[arg-type]
        names = tuple(PoolPart.__dataclass_fields__)
        parts = [PoolPart(**dict(zip(names, part, strict=True))) for part in form.cleaned_data["pool"]]
        record_jurisdiction(jurisdiction_id=jurisdiction_id, facts=jurisdiction_facts, pool=parts, by=by)
        return _("The jurisdiction is on record.")

    if data is not None and do(request, form=form, act=act):
        return redirect("supply:office_forwards")
    return _form_page(request, title=_("Record a jurisdiction"), form=form, lede="")


@staff(*_READERS)
@require_http_methods(["GET", "POST"])
def jurisdiction(request: HttpRequest, jurisdiction: str) -> HttpResponse:
    """One jurisdiction, and what is known of its adjustment; supply states what is new."""
    row, may_write = find_jurisdiction(text=jurisdiction), person_of(request).has_role(Role.SUPPLY)
    data = request.POST if request.method == "POST" and may_write else None
    form = forms.AdjustmentForm(data, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        given = _cleaned(form)
        state = AdjustmentState(str(given.pop("state")))
        state_adjustment(statement_id=new_id(), jurisdiction_id=row.pk, state=state, by=by, **given)  # type: ignore[arg-type]
        return _("The statement is on record.")

    if data is not None and do(request, form=form, act=act, field_of={"SourceMissing": "authorization_ref"}):
        return redirect("supply:office_jurisdiction", jurisdiction=jurisdiction)
    acts = _acts({"state": (form, _("State the adjustment"), request.path, "")}) if may_write else ()
    sections = [Section(key="acts", title=_("What can be done"), acts=acts), *jurisdiction_sections(row=row)]
    context = {
        "heading": row.name, "here": row.name, "crumbs": _crumbs(), "over": row.registration,
        "sections": sections if may_write else sections[1:],
    }  # fmt: skip
    return show(request, "supply/sheet.html", context, status=422 if form.errors else 200)


def _record(*, form: forms.ContractForm, contract_id: UUID, by: By) -> str:
    given = form.cleaned_data
    terms = {name: given[name] for name in _TERMS if name in given}
    terms["substitution"] = SubstitutionRule(given.get("substitution", SubstitutionRule.NONE))
    specific: RemovalTerms | JurisdictionTerms
    if isinstance(form, forms.RemovalForm):
        specific = RemovalTerms(**{name: given[name] for name in _REMOVAL})
    else:
        specific = JurisdictionTerms(
            jurisdiction_id=UUID(given["jurisdiction_id"]), leaf_path=LeafPath(given["leaf_path"])
        )
    row = record_contract(contract_id=contract_id, terms=Terms(**terms), specific=specific, by=by)
    if row.is_capacity_flagged:
        return _(
            "The draft is on record. Its capacity is beyond what is plausible for the pathway: it is signed only with a"
            " reason and a source."
        )
    return _("The draft is on record. Somebody else signs it.")


def _render(request: HttpRequest, *, contract: Contract, bound: Acts, status: int = 200) -> HttpResponse:
    person = person_of(request)
    sections = contract_sections(contract=contract, today=_today(), is_staff=True)
    acts = _contract_acts(contract=contract, bound=bound, roles={r for r in Role if person.has_role(r)})
    if contract.row.is_capacity_flagged:
        words = _(
            "The capacity is beyond what is plausible for this pathway. Check thousands and millions; it is signed only"
            " with a reason and a source."
        )
        sections.insert(0, Section(key="finding", title=_("Finding"), note=words))
    if acts:
        sections.insert(0, Section(key="acts", title=_("What can be done"), acts=acts))
    context = {
        "heading": contract.row.name, "here": contract.row.name, "crumbs": _crumbs(), "sections": sections,
        "over": KIND_WORDS[contract.row.kind], "verdict": STATE_WORDS[contract.state],
        "stopped": contract.hold is not None,
    }  # fmt: skip
    return show(request, "supply/sheet.html", context, status=status)


def _contract_acts(*, contract: Contract, bound: Acts, roles: set[Role]) -> tuple[Mapping[str, object], ...]:
    """Return the acts that the contract's state and the reader's roles allow."""
    state, is_supply = contract.state, Role.SUPPLY in roles
    ended = state in (ContractState.TERMINATED, ContractState.FULFILLED)
    is_open = not ended and state not in (ContractState.DRAFT, ContractState.SIGNED)
    new: dict[str, Callable[[str], RequestForm]] = {}
    if state == ContractState.DRAFT and roles & {Role.SUPPLY, Role.FINANCE}:
        new["sign"] = lambda key: forms.SignForm(initial=_initial(), auto_id=f"{key}_%s")
    if is_supply and is_open and contract.hold is None:
        new["deliver"] = lambda key: forms.DeliverForm(blocks=_blocks(), initial=_initial(), auto_id=f"{key}_%s")
    if is_supply and not ended and state != ContractState.DRAFT:
        new["schedule"] = lambda key: forms.ScheduleForm(
            initial=_schedule_initial(contract=contract), auto_id=f"{key}_%s"
        )
        if not contract.deliveries:
            new["commit"] = lambda key: forms.CommitForm(members=_members(), initial=_initial(), auto_id=f"{key}_%s")
    if is_supply and state not in (ContractState.DRAFT, ContractState.TERMINATED):
        new["hold"] = lambda key: forms.HoldForm(initial=_initial(), auto_id=f"{key}_%s")
    if is_supply and not ended:
        new["end"] = lambda key: forms.EndForm(initial=_initial(), auto_id=f"{key}_%s")
    words = {
        "sign": (_("Sign"), _("Whoever recorded it cannot sign it.")),
        "deliver": (_("Receive a delivery"), _("A whole block becomes the delivery. This cannot be undone.")),
        "schedule": (_("Announce a slip"), "") if contract.schedules else (_("Write the schedule"), ""),
        "commit": (_("Record a commitment"), ""),
        "hold": (_("End the legal hold"), "") if contract.hold else (_("Put on legal hold"), ""),
        "end": (_("Terminate"), _("What is outstanding lapses. This cannot be undone.")),
    }
    text = show_id(prefix=PREFIX, id=contract.row.pk)
    return _acts(
        {
            key: (
                bound.get(key) or make(key), words[key][0],
                reverse(f"supply:office_forward_{key}", kwargs={"forward": text}), words[key][1],
            )
            for key, make in new.items()
        }
    )  # fmt: skip


def _acts(given: Mapping[str, tuple[RequestForm, str, str, str]]) -> tuple[Mapping[str, object], ...]:
    return tuple(
        {"form": form, "words": words, "address": address, "says": says, "plain": place > 0}
        for place, (form, words, address, says) in enumerate(given.values())
    )


def _answer(
    request: HttpRequest, *, contract: Contract, name: str, form: RequestForm, act: Callable[[By], str],
    field_of: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Do the act and go back to the contract, or show it with what is wrong beside the act's form."""
    if do(request, form=form, act=act, field_of=field_of):
        return redirect("supply:office_forward", forward=show_id(prefix=PREFIX, id=contract.row.pk))
    return _render(request, contract=contract, bound={name: form}, status=422)


def _cleaned(form: RequestForm) -> dict[str, object]:
    return {name: value for name, value in form.cleaned_data.items() if name != "request_id"}


def _schedule_initial(*, contract: Contract) -> dict[str, object]:
    """Put the schedule in force into the form, to be written anew."""
    found = _initial()
    if contract.schedule is not None:
        found["lines"] = "\n".join(
            f"{due.year} {due.kg // 1_000} {due.probability_permille / 10:g}" for due in contract.schedule.years
        )
        found["late_percent"] = contract.schedule.late_permille / 10
    return found


def _initial() -> dict[str, object]:
    return {"request_id": str(new_id())}


def _members() -> list[tuple[str, str]]:
    rows = Organization.objects.filter(kind=OrganizationKind.MEMBER).order_by("name")
    return [(str(row.pk), row.name) for row in rows]


def _blocks() -> list[tuple[str, str]]:
    """Blocks of stock that no contract has yet, newest first."""
    rows = Holding.objects.select_related("project").filter(contract_delivery__isnull=True, lot_class="STOCK")
    return [
        (str(row.pk), f"{row.project.name or row.project.ref} · {row.serial} · {sheets.tonnes(row.kg)}")
        for row in rows.order_by("-recorded_at", "-id")
    ]


def _contract(*, text: str) -> Contract:
    found = list_contracts(contract_ids=(id_or_404(prefix=PREFIX, text=text),), today=_today())
    if not found:
        raise Http404("no such contract")
    return found[0]


def _address(*, contract: Contract) -> str:
    return reverse("supply:office_forward", kwargs={"forward": show_id(prefix=PREFIX, id=contract.row.pk)})


def _crumbs() -> tuple[tuple[str, str], ...]:
    return (("/office/", _("Queues")), (reverse("supply:office_forwards"), _("Bought ahead")))


def _form_page(request: HttpRequest, *, title: str, form: RequestForm, lede: str) -> HttpResponse:
    context = {
        "heading": title, "here": title, "crumbs": _crumbs(), "form": form, "lede": lede,
        "back": reverse("supply:office_forwards"),
    }  # fmt: skip
    return show(request, "supply/sheet_form.html", context, status=422 if form.is_bound else 200)


def _today() -> date:
    return datetime.now(UTC).date()
