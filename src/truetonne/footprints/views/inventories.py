"""A reporter's inventories: the list, one version, its lines, a comparison, and the steps to the public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.formats import count_text, day_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, member
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.footprints.actions.move_inventory import move_inventory
from truetonne.footprints.actions.publish_disclosure import publish_disclosure
from truetonne.footprints.actions.receive_activity import UPLOAD_PREFIX
from truetonne.footprints.checking import check_version, next_state
from truetonne.footprints.forms import PublishForm
from truetonne.footprints.inventory_tables import change_text, compare_totals, draw_parts, list_categories, list_scopes
from truetonne.footprints.inventory_words import CONSOLIDATION_WORDS, LOAD_WORDS, VERSION_WORDS, show_finding
from truetonne.footprints.models import Inventory
from truetonne.footprints.queries.disclosures import list_disclosures
from truetonne.footprints.queries.inventories import list_versions
from truetonne.footprints.queries.reporting import (
    EntityYear,
    list_open_computations,
    list_open_uploads,
    list_totals,
    list_years,
)
from truetonne.footprints.queries.totals import add_total_kg
from truetonne.footprints.states import InventoryState, Part
from truetonne.footprints.views.acting import readable_ids, reported_ids, show, version_or_404
from truetonne.members.acts import By
from truetonne.members.forms import RequestForm
from truetonne.members.views.acting import do


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def inventories(request: HttpRequest) -> HttpResponse:
    """Every year with its versions and files, and what is on its way."""
    ids = readable_ids(request)
    years = list_years(organization_ids=ids)
    context = {
        "years": [
            {
                "name": each.entity.name, "year": each.year, "entity_text": show_id(prefix="ent", id=each.entity.pk),
                "versions": _versions_table(each), "loads": _loads_table(each),
            }
            for each in years
        ],
        "uploads": [
            (each, LOAD_WORDS[each.state], show_id(prefix=UPLOAD_PREFIX, id=each.pk))
            for each in list_open_uploads(organization_ids=ids)
        ],
        "computations": [
            (each, LOAD_WORDS[each.state], show_id(prefix="cmp", id=each.pk))
            for each in list_open_computations(organization_ids=ids)
        ],
        "may_act": bool(reported_ids(request)),
    }  # fmt: skip
    return show(request, "footprints/inventories.html", context)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def inventory(request: HttpRequest, inventory: str) -> HttpResponse:
    """One version: scopes, categories, chart, findings, what it rests on, and its place among the year's versions."""
    found = version_or_404(request, text=inventory)
    language = current_language()
    totals = list_totals(inventory=found)
    lines_at = reverse("footprints:inventory_lines", kwargs={"inventory": inventory})
    both = [
        (str(words), add_total_kg(totals=totals, scope2=part))
        for words, part in ((_("with scope 2 location-based"), Part.SCOPE2_LOCATION), (_("with scope 2 market-based"), Part.SCOPE2_MARKET))
    ]  # fmt: skip
    context = {
        "found": found, "text": inventory, "state": VERSION_WORDS[found.state], "both": both,
        "scopes": list_scopes(totals=totals, lines_at=lines_at, language=language),
        "categories": list_categories(totals=totals, lines_at=lines_at, language=language),
        "figure": draw_parts(totals=totals, language=language),
        "findings": [
            show_finding(finding=each, language=language) for each in check_version(inventory=found, totals=totals)
        ],
        "facts": _facts(found), "sets": _sets_table(found), "files": _files_table(found),
        "versions": _versions_table(
            EntityYear(entity=found.entity, year=found.year, loads=(),
                       versions=tuple(reversed(list_versions(entity_id=found.entity_id, year=found.year))))
        ),
        "next": next_state(inventory=found),
        "is_own": found.entity.organization_id in reported_ids(request), "record": _record(found),
        "change": None if found.restatement_change_kg is None else change_text(kg=found.restatement_change_kg, language=language) + " t CO2e",
    }  # fmt: skip
    return show(request, "footprints/inventory.html", context)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def compare(request: HttpRequest, inventory: str) -> HttpResponse:
    """A version beside another of its year, by default the one that it restates: what, why, by how much."""
    found = version_or_404(request, text=inventory)
    versions = list_versions(entity_id=found.entity_id, year=found.year)
    wanted = request.GET.get("with", "")
    others = [each for each in versions if each.pk != found.pk]
    other = next((each for each in others if str(each.version) == wanted), None)
    other = other or found.restates or (others[-1] if others else None)
    language = current_language()
    context = {
        "found": found, "text": inventory, "other": other,
        "others": [(f"?with={each.version}", _("Version %(number)s") % {"number": each.version}, None, each == other) for each in others],
        "table": compare_totals(before=list_totals(inventory=other), now=list_totals(inventory=found), language=language)
        if other is not None
        else None,
        "change": change_text(
            kg=add_total_kg(totals=list_totals(inventory=found)) - add_total_kg(totals=list_totals(inventory=other)),
            language=language,
        )
        + " t CO2e"
        if other is not None
        else None,
        "bases": [(each.version, _facts(each), _sets_table(each)) for each in (other, found) if each is not None],
        "is_restatement": other is not None and found.restates_id == other.pk,
    }  # fmt: skip
    return show(request, "footprints/inventory_compare.html", context)


@member(Role.REPORTER)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, inventory: str) -> HttpResponse:
    """The check, then the two steps: final, and public with its record."""
    found = version_or_404(request, text=inventory, own=True)
    following = next_state(inventory=found)
    data = request.POST if request.method == "POST" else None
    kind = PublishForm if following == InventoryState.PUBLISHED else RequestForm
    form = kind(data, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        if following is None:
            return ""
        move_inventory(
            step_id=new_id(),
            inventory_id=found.pk,
            organization_id=found.entity.organization_id,
            to_state=following,
            by=by,
        )
        if following == InventoryState.FINAL:
            return _("The version is final. It is not public yet.")
        publish_disclosure(
            disclosure_id=new_id(), inventory_id=found.pk, organization_id=found.entity.organization_id,
            level_of_assurance=form.cleaned_data["level_of_assurance"], assurer=form.cleaned_data["assurer"],
            by=By(person_id=by.person_id, request_id=f"{by.request_id}:record", at=by.at),
        )  # fmt: skip
        return _("The version is public.")

    if data is not None and do(request, form=form, act=act):
        if following == InventoryState.FINAL:
            return redirect("footprints:inventory_publish", inventory=inventory)
        return redirect("footprints:inventory", inventory=inventory)
    language = current_language()
    totals = list_totals(inventory=found)
    context = {
        "found": found, "text": inventory, "form": form, "following": following, "state": VERSION_WORDS[found.state],
        "steps": [_("Final"), _("Public")], "step": 1 if following == InventoryState.FINAL else 2, "record": _record(found),
        "findings": [
            show_finding(finding=each, language=language) for each in check_version(inventory=found, totals=totals)
        ],
        "total_kg": add_total_kg(totals=totals),
    }  # fmt: skip
    return show(request, "footprints/inventory_publish.html", context, status=422 if form.is_bound else 200)


def _record(found: Inventory) -> str:
    records = list_disclosures(entity_id=found.entity_id, year=found.year)
    return next((show_id(prefix="dsc", id=each.disclosure_id) for each in records if each.inventory_id == found.pk), "")


def _versions_table(each: EntityYear) -> Table | None:
    language = current_language()
    if not each.versions:
        return None
    return Table(
        caption=_("Versions of %(year)s") % {"year": each.year}, caption_hidden=True,
        columns=(
            Column(label=_("Version")), Column(label=_("State")), Column(label=_("Tonnes CO2e"), numeric=True),
            Column(label=_("Against the one before, t"), numeric=True), Column(label=_("Computed")),
        ),
        rows=tuple(
            (
                format_html(
                    '<a href="{}">{}</a>',
                    reverse("footprints:inventory", kwargs={"inventory": show_id(prefix="inv", id=one.pk)}),
                    _("Version %(number)s") % {"number": one.version},
                ),
                str(VERSION_WORDS[one.state][1]),
                tonnes(kg=add_total_kg(totals=list(one.totals.all()))),
                _("none") if one.restatement_change_kg is None else change_text(kg=one.restatement_change_kg, language=language),
                day_text(day=one.effective_at.date(), language=language),
            )
            for one in each.versions
        ),
        note=_("With scope 2 location-based; parts without a figure are left out, not 0."),
    )  # fmt: skip


def _loads_table(each: EntityYear) -> Table | None:
    if not each.loads:
        return None
    return Table(
        caption=_("Files of %(year)s") % {"year": each.year}, caption_hidden=True,
        columns=(
            Column(label=_("File")), Column(label=_("Read"), numeric=True), Column(label=_("Accepted"), numeric=True),
            Column(label=_("Known"), numeric=True), Column(label=_("Held back"), numeric=True),
            Column(label=_("Refused"), numeric=True),
        ),
        rows=tuple(
            (
                format_html(
                    '<a href="{}">{}</a>',
                    reverse("footprints:activity_load", kwargs={"load": show_id(prefix="act", id=one.pk)}), one.name,
                ),
                *(f"{count:,}" for count in (one.read_count, one.accepted_count, one.known_count, one.held_count, one.refused_count)),
            )
            for one in each.loads
        ),
    )  # fmt: skip


def _facts(found: Inventory) -> list[tuple[str, object]]:
    language = current_language()
    return [
        (_("Legal entity"), found.entity.name),
        (_("GWP set"), found.gwp_set),
        (_("Boundary"), CONSOLIDATION_WORDS[found.consolidation]),
        (_("Base year"), _("yes") if found.is_base_year else _("no")),
        (_("Lines"), count_text(count=found.line_count, language=language)),
        (_("Rules"), found.rule_set),
        (_("Engine"), " ".join(f"{name} {value}" for name, value in found.engine.items() if value and name != "program")),
        (_("SHA-256 of files and factors"), bytes(found.input_sha256).hex() if any(found.input_sha256) else _("none: figures were taken over")),
        (_("Computed"), day_text(day=found.effective_at.date(), language=language)),
    ]  # fmt: skip


def _sets_table(found: Inventory) -> Table | None:
    rows = [each.factor_set for each in found.factor_sets.select_related("factor_set").order_by("priority")]
    if not rows:
        return None
    return Table(
        caption=_("Factor sets, the first asked first"), caption_hidden=True,
        columns=(
            Column(label=_("Set")), Column(label=_("Publisher")), Column(label=_("Licence")), Column(label=_("GWP set")),
        ),
        rows=tuple((f"{one.title} ({one.name}@{one.edition})", one.publisher, one.license, one.gwp_set) for one in rows),
    )  # fmt: skip


def _files_table(found: Inventory) -> Table | None:
    rows = [each.load for each in found.loads.select_related("load").order_by("load__recorded_at")]
    return _loads_table(EntityYear(entity=found.entity, year=found.year, versions=(), loads=tuple(rows)))
