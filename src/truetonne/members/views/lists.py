"""Public lists in the office: their editions, the entries that wait for a person, and one entry beside a company."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, staff
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.members.actions.link_entry import link_entry
from truetonne.members.acts import By
from truetonne.members.list_ties import identity_of_company, identity_of_entry
from truetonne.members.list_words import show_entries
from truetonne.members.lists.likeness import Identity
from truetonne.members.models import ListEdition
from truetonne.members.office_forms import SameCompanyForm
from truetonne.members.queries.company_lists import find_listed_entry, list_suggestions
from truetonne.members.views.acting import application_or_404, do, id_or_404, person_of, show_office

EDITIONS_SHOWN = 50


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """What waits for a person's word, and the editions that were loaded."""
    context = {
        "suggestions": show_entries(list_suggestions()),
        "table": _editions_table(),
        "may_load": person_of(request).has_role(Role.ELIGIBILITY),
    }
    return show_office(request, "members/office_lists.html", context)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, application: str, entry: str) -> HttpResponse:
    """One entry beside one company; whoever judges applications says whether it means that company."""
    found = application_or_404(request, text=application)
    entry_id = id_or_404(prefix="lse", text=entry)
    listed = find_listed_entry(application=found, entry_id=entry_id)
    if listed is None:
        raise Http404("no entry has this id")
    may_say = person_of(request).has_role(Role.ELIGIBILITY)
    form = SameCompanyForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        is_same = form.cleaned_data["is_same"] == "yes"
        link_entry(
            link_id=new_id(), evidence_id=new_id(), entry_id=entry_id, organization_id=found.organization_id,
            is_same=is_same, reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return _("Kept: it is this company.") if is_same else _("Kept: it is another company.")

    if request.method == "POST" and may_say and do(request, form=form, act=act):
        return redirect("members:office_list_entry", application=application, entry=entry)
    (shown,) = show_entries([listed])
    ours, theirs = identity_of_company(application=found), identity_of_entry(entry=listed.entry)
    context = {
        "listed": listed, "says": shown.says, "ties": shown.ties, "form": form if may_say else None,
        "table": _side_by_side(company=ours, entry=theirs), "cells": list(listed.entry.raw.items()),
    }  # fmt: skip
    return show_office(request, "members/office_list_entry.html", context, status=422 if form.is_bound else 200)


def _side_by_side(*, company: Identity, entry: Identity) -> Table:
    nothing = _("not stated")
    rows = (
        (_("Name"), " · ".join(dict.fromkeys(company.names)), entry.names[0]),
        (_("LEI"), company.lei or nothing, entry.lei or nothing),
        (_("ISIN"), company.isin or nothing, entry.isin or nothing),
        (_("Registration number"), company.registration_number or nothing, entry.registration_number or nothing),
        (_("Web domain"), company.domain or nothing, entry.domain or nothing),
        (
            _("Country"),
            country_name(code=company.country) if company.country else nothing,
            country_name(code=entry.country) if entry.country else nothing,
        ),
    )
    columns = (Column(label=_("By")), Column(label=_("Company here")), Column(label=_("Entry of the list")))
    return Table(caption=_("Company and entry"), columns=columns, rows=rows, caption_hidden=True)


def _editions_table() -> Table:
    language = current_language()
    columns = (
        Column(label=_("List")), Column(label=_("Edition")), Column(label=_("Read"), numeric=True),
        Column(label=_("Accepted"), numeric=True), Column(label=_("Known"), numeric=True),
        Column(label=pgettext("outcome of a row", "Held"), numeric=True), Column(label=_("Refused"), numeric=True), Column(label=_("Against the edition before")),
    )  # fmt: skip
    found = ListEdition.objects.defer("mapping_text").order_by("-edition", "-recorded_at")[:EDITIONS_SHOWN]
    rows = tuple(
        (
            format_html('<a href="{}">{}</a>', _address(each), each.title), day_text(day=each.edition, language=language),
            *(f"{each.report['totals'][name]['rows']:,}" for name in ("read", "accepted", "known", "held", "refused")),
            _differences(each),
        )
        for each in found
    )  # fmt: skip
    return Table(caption=_("Editions"), columns=columns, rows=rows, caption_hidden=True)


def _address(edition: ListEdition) -> str:
    return reverse("members:office_list_edition", kwargs={"edition": show_id(prefix="lst", id=edition.pk)})


def _differences(edition: ListEdition) -> str:
    changes = edition.report["changes"]
    counts = {name: len(changes[name]) for name in ("appeared", "changed", "vanished")}
    if not any(counts.values()):
        return _("nothing else")
    return _("%(appeared)s appeared, %(changed)s changed, %(vanished)s vanished") % counts
