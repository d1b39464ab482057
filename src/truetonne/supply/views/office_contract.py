"""One contract in the back office: its sections, what can be done with it now, and what its pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.people.models import Organization, OrganizationKind
from truetonne.supply.forms import RequestForm
from truetonne.supply.forwards import forms, sheets
from truetonne.supply.forwards.facts import PREFIX
from truetonne.supply.forwards.reading import list_contracts
from truetonne.supply.forwards.sheets import Section
from truetonne.supply.forwards.states import ContractState
from truetonne.supply.forwards.values import Contract
from truetonne.supply.forwards.words import KIND_WORDS, STATE_WORDS
from truetonne.supply.models import Holding
from truetonne.supply.views.acting import id_or_404, person_of, show
from truetonne.supply.views.forwards import contract_sections

READERS = (Role.SUPPLY, Role.REVIEWER, Role.FINANCE, Role.AUDITOR)
Acts = dict[str, RequestForm]


def render_contract(request: HttpRequest, *, contract: Contract, bound: Acts, status: int = 200) -> HttpResponse:
    """Return the page of a contract; ``bound`` holds forms that were sent, by the name of their act."""
    person = person_of(request)
    sections = contract_sections(contract=contract, today=today_utc(), is_staff=True)
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
        "heading": contract.row.name, "here": contract.row.name, "crumbs": crumbs(), "sections": sections,
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
        new["deliver"] = lambda key: forms.DeliverForm(blocks=block_choices(), initial=_initial(), auto_id=f"{key}_%s")
    if is_supply and not ended and state != ContractState.DRAFT:
        new["schedule"] = lambda key: forms.ScheduleForm(
            initial=_schedule_initial(contract=contract), auto_id=f"{key}_%s"
        )
        if not contract.deliveries:
            new["commit"] = lambda key: forms.CommitForm(
                members=member_choices(), initial=_initial(), auto_id=f"{key}_%s"
            )
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
    return act_list(
        {
            key: (
                bound.get(key) or make(key), words[key][0],
                reverse(f"supply:office_forward_{key}", kwargs={"forward": text}), words[key][1],
            )
            for key, make in new.items()
        }
    )  # fmt: skip


def act_list(given: Mapping[str, tuple[RequestForm, str, str, str]]) -> tuple[Mapping[str, object], ...]:
    """Return acts as a section shows them; the first is the main one."""
    return tuple(
        {"form": form, "words": words, "address": address, "says": says, "plain": place > 0}
        for place, (form, words, address, says) in enumerate(given.values())
    )


def cleaned(form: RequestForm) -> dict[str, object]:
    """Return a form's answers without its request id."""
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


def member_choices() -> list[tuple[str, str]]:
    """Return the members by name, as choices."""
    rows = Organization.objects.filter(kind=OrganizationKind.MEMBER).order_by("name")
    return [(str(row.pk), row.name) for row in rows]


def block_choices() -> list[tuple[str, str]]:
    """Blocks of stock that no contract has yet, newest first."""
    rows = Holding.objects.select_related("project").filter(contract_delivery__isnull=True, lot_class="STOCK")
    return [
        (str(row.pk), f"{row.project.name or row.project.ref} · {row.serial} · {sheets.tonnes(row.kg)}")
        for row in rows.order_by("-recorded_at", "-id")
    ]


def find_contract(*, text: str) -> Contract:
    """Return the contract of an address, drafts included."""
    found = list_contracts(contract_ids=(id_or_404(prefix=PREFIX, text=text),), today=today_utc())
    if not found:
        raise Http404("no such contract")
    return found[0]


def crumbs() -> tuple[tuple[str, str], ...]:
    """Return the way to the contracts of the back office."""
    return (("/office/", _("Queues")), (reverse("supply:office_forwards"), _("Bought ahead")))


def form_page(request: HttpRequest, *, title: str, form: RequestForm, lede: str) -> HttpResponse:
    """Return a page with one form."""
    context = {
        "heading": title, "here": title, "crumbs": crumbs(), "form": form, "lede": lede,
        "back": reverse("supply:office_forwards"),
    }  # fmt: skip
    return show(request, "supply/sheet_form.html", context, status=422 if form.is_bound else 200)


def today_utc() -> date:
    """Return the present day."""
    return datetime.now(UTC).date()
