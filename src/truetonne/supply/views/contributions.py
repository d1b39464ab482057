"""Contributions: the public list with its file, and the desk that records, puts right and withdraws them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, public, staff
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.people.models import Organization, OrganizationKind
from truetonne.supply.actions.forwards.record_contribution import (
    Gift,
    record_contribution,
    withdraw_contribution,
)
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.dossier.forms import WithdrawForm
from truetonne.supply.forwards import sheets
from truetonne.supply.forwards.facts import (
    CONTRIBUTION_COLUMNS,
    contribution_facts,
    list_contributions,
)
from truetonne.supply.forwards.facts import CONTRIBUTION_PREFIX as PREFIX
from truetonne.supply.forwards.forms import ContributionForm
from truetonne.supply.forwards.sheets import Section
from truetonne.supply.forwards.states import ContributionKind
from truetonne.supply.forwards.words import CONTRIBUTION_WORDS
from truetonne.supply.models import Contribution, Project
from truetonne.supply.views.acting import do, id_or_404, person_of, show
from truetonne.supply.views.office_links import link


@public
@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """Who gave what to whom, with sums by currency and kind."""
    rows = list(list_contributions())
    sections = [_sums(rows=rows), _listed(rows=rows)] if rows else [_listed(rows=rows)]
    context = {
        "nav_current": "register", "heading": _("Contributions"), "here": _("Contributions"), "sections": sections,
        "crumbs": (("/", _("Home")), ("/register/", _("Register"))),
        "lede": _(
            "Money given to projects and funds without any unit in return. It earns no tonne, no claim and no lower"
            " inventory, and it is never added to what was retired."
        ),
    }  # fmt: skip
    return render(request, "supply/sheet.html", context)


@public
@require_safe
def contributions_file(request: HttpRequest) -> HttpResponse:
    """Every contribution in force as CSV."""
    facts = (contribution_facts(row=row) for row in list_contributions())
    lines = csv_lines(
        header=CONTRIBUTION_COLUMNS, rows=([each[name] for name in CONTRIBUTION_COLUMNS] for each in facts)
    )
    response = HttpResponse(b"".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contributions.csv"'
    return response


@staff(Role.SUPPLY, Role.FINANCE, Role.AUDITOR)
@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """The same list, to be put right."""
    may_write = person_of(request).has_role(Role.SUPPLY)
    context = {
        "heading": _("Contributions"), "here": _("Contributions"), "crumbs": (("/office/", _("Queues")),),
        "office_here": "contributions", "sections": [_listed(rows=list(list_contributions()), is_office=may_write)],
        "buttons": ((reverse("supply:office_new_contribution"), _("Record a contribution")),) if may_write else (),
        "lede": _("Recorded and published, never units: there is no way from here to a lot."),
    }  # fmt: skip
    return show(request, "supply/sheet.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a contribution, or put the one in ``?replaces=`` right."""
    old = _find(text=request.GET["replaces"]) if request.GET.get("replaces") else None
    initial: dict[str, object] = {"request_id": str(new_id()), "currency": "USD"}
    if old is not None:
        initial |= {name: getattr(old, name) for name in Gift.__dataclass_fields__ if name != "amount_minor"}
    form = ContributionForm(
        request.POST if request.method == "POST" else None, members=_members(), projects=_projects(), initial=initial
    )

    def act(by: By) -> str:
        given = form.cleaned_data
        names = Gift.__dataclass_fields__
        facts = {name: given[name] for name in names} | {"kind": ContributionKind(given["kind"])}
        for name in ("organization_id", "project_id"):
            facts[name] = UUID(given[name]) if given[name] else None
        record_contribution(
            contribution_id=new_id(), gift=Gift(**facts), replaces_id=old.pk if old else None,
            reason=str(given["reason"]), by=by,
        )  # fmt: skip
        return _("The contribution is on record and published.")

    fields = {"NothingGiven": "amount_minor", "SourceMissing": "reason"}
    if request.method == "POST" and do(request, form=form, act=act, field_of=fields):
        return redirect("supply:office_contributions")
    title = _("Put a contribution right") if old else _("Record a contribution")
    context = {
        "heading": title, "here": title, "form": form, "back": reverse("supply:office_contributions"),
        "crumbs": (("/office/", _("Queues")), (reverse("supply:office_contributions"), _("Contributions"))),
    }  # fmt: skip
    return show(request, "supply/sheet_form.html", context, status=422 if form.is_bound else 200)


@staff(Role.SUPPLY)
@require_POST
def withdraw(request: HttpRequest, contribution: str) -> HttpResponse:
    """Take a contribution out of the list with a reason."""
    old, form = _find(text=contribution), WithdrawForm(request.POST)

    def act(by: By) -> str:
        reason = str(form.cleaned_data["reason"])
        withdraw_contribution(contribution_id=old.pk, withdrawal_id=new_id(), reason=reason, by=by)
        return _("The contribution is withdrawn; it stays on record with the reason.")

    if do(request, form=form, act=act):
        return redirect("supply:office_contributions")
    title = _("Withdraw a contribution")
    context = {
        "heading": title, "here": title, "form": form, "back": reverse("supply:office_contributions"), "crumbs": (),
    }  # fmt: skip
    return show(request, "supply/sheet_form.html", context, status=422)


def _listed(*, rows: list[Contribution], is_office: bool = False) -> Section:
    if not rows:
        empty = (_("No contribution is on record."), _("Each one stands here with party, day and amount."))
        return Section(key="list", title=_("Every contribution"), empty=empty)
    columns = (
        Column(label=_("Given by")), Column(label=_("Kind")), Column(label=_("Given to")), Column(label=_("Given on")),
        Column(label=_("Amount"), numeric=True),
    )  # fmt: skip
    table = Table(
        caption=_("Contributions, newest first"), columns=columns, caption_hidden=True,
        rows=tuple(
            (
                row.party if not is_office else link(address=_anew(row=row), words=row.party, below=row.source),
                CONTRIBUTION_WORDS[row.kind], _recipient(row=row), sheets.day(row.given_on),
                sheets.money(minor=row.amount_minor, currency=row.currency),
            )
            for row in rows
        ),
    )  # fmt: skip
    acts = tuple(
        {
            "form": WithdrawForm(initial={"request_id": str(new_id())}, auto_id=f"w{row.pk.hex[-8:]}_%s"),
            "address": reverse(
                "supply:office_withdraw_contribution", kwargs={"contribution": show_id(prefix=PREFIX, id=row.pk)}
            ),
            "words": _("Withdraw: %(party)s, %(day)s") % {"party": row.party, "day": sheets.day(row.given_on)},
            "plain": True, "says": "",
        }
        for row in rows
    )  # fmt: skip
    return Section(
        key="list", title=_("Every contribution"), table=table, acts=acts if is_office else (),
        links=() if is_office else ((reverse("supply:contributions_file"), _("Download as CSV")),),
    )  # fmt: skip


def _recipient(*, row: Contribution) -> object:
    if row.project is None:
        return f"{row.recipient} · {row.purpose}"
    address = f"/projects/{show_id(prefix='prj', id=row.project.pk)}/"
    return link(address=address, words=row.recipient, below=row.purpose)


def _sums(*, rows: Iterable[Contribution]) -> Section:
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        sums[row.currency, row.kind] = sums.get((row.currency, row.kind), 0) + row.amount_minor
    facts = [
        (str(CONTRIBUTION_WORDS[kind]), sheets.money(minor=minor, currency=currency))
        for (currency, kind), minor in sorted(sums.items())
    ]
    return Section(key="sums", title=_("By kind"), facts=facts, hint=_("Currencies are never added up."))


def _anew(*, row: Contribution) -> str:
    return f"{reverse('supply:office_new_contribution')}?replaces={show_id(prefix=PREFIX, id=row.pk)}"


def _find(*, text: str) -> Contribution:
    row = list_contributions().filter(pk=id_or_404(prefix=PREFIX, text=text)).first()
    if row is None:
        raise Http404("no such contribution in force")
    return row


def _members() -> list[tuple[str, str]]:
    rows = Organization.objects.filter(kind=OrganizationKind.MEMBER).order_by("name")
    return [(str(row.pk), row.name) for row in rows]


def _projects() -> list[tuple[str, str]]:
    rows = Project.objects.filter(holdings__isnull=False).distinct().order_by("name", "ref")
    return [(str(row.pk), row.name or row.ref) for row in rows]
