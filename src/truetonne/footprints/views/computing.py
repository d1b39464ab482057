"""Asking for a version, watching it being computed, and the lines behind its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.formats import decimal_text, tonnes_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.parts import lead_on
from truetonne.edge.permissions import Role, member
from truetonne.edge.tables import Column, Table, csv_lines
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.footprints.actions.ask_computation import COMPUTATION_PREFIX, ask_computation
from truetonne.footprints.actions.compute_inventory import InventoryPlan, StatedPart
from truetonne.footprints.failure_words import failure_words
from truetonne.footprints.forms import ComputeForm
from truetonne.footprints.inventory_words import (
    LINE_CODE_WORDS,
    LOAD_WORDS,
    METHOD_WORDS,
    PART_WORDS,
    STAGE_WORDS,
    part_words,
)
from truetonne.footprints.models import FactorSet, InventoryLine
from truetonne.footprints.queries.inventories import find_standing_inventory
from truetonne.footprints.queries.reporting import (
    find_computation,
    find_last_plan,
    lines_of,
    list_entities,
    list_sets,
    page_lines,
)
from truetonne.footprints.states import Consolidation
from truetonne.footprints.views.acting import reported_ids, show, version_or_404, window_or_404
from truetonne.footprints.words import CATEGORY_WORDS
from truetonne.members.acts import By
from truetonne.members.models import LegalEntity
from truetonne.members.views.acting import do, id_or_404
from truetonne.rules.inventory.base_year import Change, ChangeKind
from truetonne.rules.inventory.categories import CategoryState
from truetonne.science.gwp import MethaneOrigin


@member(Role.REPORTER)
@require_http_methods(["GET", "POST"])
def compute(request: HttpRequest, entity: str, year: int) -> HttpResponse:
    """Choose factor sets and say what parts without lines are; the version is computed apart from the page."""
    entity_id = id_or_404(prefix="ent", text=entity)
    known = {each.pk: each for each in list_entities(organization_ids=reported_ids(request))}
    if entity_id not in known or not 1990 <= year <= 2100:
        raise Http404("no legal entity has this id")
    found, sets = known[entity_id], list_sets()
    standing = find_standing_inventory(entity_id=entity_id, year=year)
    last = find_last_plan(entity_id=entity_id, year=year) or {}
    form = ComputeForm(
        request.POST if request.method == "POST" else None, said=_said(last), restates=standing is not None,
        sets=[(str(one.pk), f"{one.title} ({one.name}@{one.edition})") for one in sets],
        initial=_initial(last, sets=sets, year=year, is_base_year=standing is not None and standing.is_base_year),
    )  # fmt: skip
    computation_id = new_id()

    def act(by: By) -> str:
        nonlocal computation_id
        plan = _plan(form.cleaned_data, entity=found, year=year, sets={str(one.pk): one for one in sets})
        computation_id = ask_computation(computation_id=computation_id, plan=plan, by=by).pk
        return ""

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("footprints:computation", computation=show_id(prefix=COMPUTATION_PREFIX, id=computation_id))
    context = {"entity": found, "year": year, "form": form, "standing": standing, "has_sets": bool(sets)}
    return show(request, "footprints/inventory_compute.html", context, status=422 if form.is_bound else 200)


@member(Role.REPORTER)
@require_GET
def computation(request: HttpRequest, computation: str) -> HttpResponse:
    """How far a version is; once it is there, the version."""
    found = find_computation(
        computation_id=id_or_404(prefix=COMPUTATION_PREFIX, text=computation), organization_ids=reported_ids(request)
    )
    if found is None:
        raise Http404("no computation has this id")
    if found.inventory_id is not None:
        return lead_on(request, "footprints:inventory", inventory=show_id(prefix="inv", id=found.inventory_id))
    places = {"": 5, "reading": 25, "computing": 50, "writing": 75}
    context = {
        "found": found, "result": LOAD_WORDS[found.state], "stage": STAGE_WORDS.get(found.stage, STAGE_WORDS[""]),
        "percent": places.get(found.stage, 5), "is_open": found.state in {"WAITING", "RUNNING"},
        "entity_text": show_id(prefix="ent", id=found.entity_id),
        "problem": failure_words(problem=found.problem), "fix": failure_words(problem=found.fix),
    }  # fmt: skip
    return show(request, "footprints/inventory_computation.html", context)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def lines(request: HttpRequest, inventory: str) -> HttpResponse:
    """The lines behind a figure, each with its factor and method, or why it has none."""
    found = version_or_404(request, text=inventory)
    part, category, only_missing = _filters(request)
    filters = {"inventory": inventory, "part": part, "category": category, "missing": only_missing}
    rows = lines_of(inventory=found, part=part, category=category, only_missing=only_missing)
    page = page_lines(rows=rows, window=window_or_404(request, name="inventory-lines", filters=filters))
    context = {
        "found": found, "text": inventory, "page": page, "table": _lines_table(page.items) if page.items else None,
        "what": part_words(part=part, category=category) if part else _("All parts"), "only_missing": only_missing,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return show(request, "footprints/inventory_lines.html", context)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def lines_file(request: HttpRequest, inventory: str) -> StreamingHttpResponse:
    """The same lines as CSV, all of them, in kilograms as they are stored."""
    found = version_or_404(request, text=inventory)
    part, category, only_missing = _filters(request)
    rows = lines_of(inventory=found, part=part, category=category, only_missing=only_missing).order_by("id")

    def written() -> Iterator[tuple[object, ...]]:
        for line in rows.iterator(chunk_size=2_000):
            told, factor = line.activity_line, line.factor
            yield (
                told.row_number, line.part, line.category, told.description, told.supplier, told.factor_key,
                told.quantity, told.unit, told.amount, told.currency, told.price_year, told.region,
                f"{factor.factor_set.name}@{factor.factor_set.edition}" if factor else None,
                factor.activity_key if factor else None, line.method, line.mass_kg, line.co2_kg, line.ch4_kg,
                line.n2o_kg, line.code,
            )  # fmt: skip

    header = (
        "row", "part", "category", "description", "supplier", "factor_key", "quantity", "unit", "amount", "currency",
        "price_year", "region", "factor_set", "factor", "method", "mass_kg", "co2_kg", "ch4_kg", "n2o_kg", "code",
    )  # fmt: skip
    response = StreamingHttpResponse(csv_lines(header=header, rows=written()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.year}-v{found.version}-lines.csv"'
    return response


def _filters(request: HttpRequest) -> tuple[str, int | None, bool]:
    part, category = request.GET.get("part", ""), request.GET.get("category", "")
    if (part and part not in PART_WORDS) or (category and not (category.isascii() and category.isdigit())):
        raise Http404("no such part")
    number = int(category) if category else None
    if number is not None and number not in CATEGORY_WORDS:
        raise Http404("no such category")
    return part, number, request.GET.get("missing") == "1"


def _said(last: dict[str, Any]) -> dict[int, tuple[str, str]]:
    return {each["category"]: (each["state"], each["reason"]) for each in last.get("stated", []) if each["category"]}


def _initial(last: dict[str, Any], *, sets: list[FactorSet], year: int, is_base_year: bool) -> dict[str, Any]:
    in_force = _in_force(sets, year=year)
    return {
        "request_id": str(new_id()), "sets": last.get("factor_sets") or in_force,
        "gwp_set": last.get("gwp_set", "AR5GWP100"), "methane_origin": last.get("methane_origin", ""),
        "consolidation": last.get("consolidation", Consolidation.OPERATIONAL_CONTROL), "is_base_year": is_base_year,
    }  # fmt: skip


def _in_force(sets: list[FactorSet], *, year: int) -> list[str]:
    """Return the newest edition of each set that began before the year's end."""
    chosen: dict[str, str] = {}
    end = datetime(year, 12, 31, tzinfo=UTC).date()
    for one in sets:
        if one.valid_from <= end:
            chosen.setdefault(one.name, str(one.pk))
    return list(chosen.values())


def _plan(given: dict[str, Any], *, entity: LegalEntity, year: int, sets: dict[str, FactorSet]) -> InventoryPlan:
    stated: dict[tuple[str, int | None], StatedPart] = {
        ("SCOPE3", number): StatedPart(
            state=CategoryState(given[f"state_{number}"]), reason=given[f"reason_{number}"].strip()
        )
        for number in CATEGORY_WORDS
        if given[f"state_{number}"]
    }
    changes = ()
    if given.get("change_kind"):
        changes = (Change(kind=ChangeKind(given["change_kind"]), emissions=Fraction(given["change_kg"])),)  # type: ignore[assignment]
    return InventoryPlan(
        entity_id=entity.pk, organization_id=entity.organization_id, year=year,
        factor_sets=[sets[key] for key in given["sets"]], gwp_set=given["gwp_set"],
        methane_origin=MethaneOrigin(given["methane_origin"]) if given["methane_origin"] else None,
        consolidation=Consolidation(given["consolidation"]), is_base_year=given["is_base_year"], stated=stated,
        restatement_what=given.get("what", ""), restatement_why=given.get("why", ""),
        restatement_kind=ChangeKind(given.get("kind") or ChangeKind.ERROR), base_year_changes=changes,
    )  # fmt: skip


def _lines_table(rows: tuple[InventoryLine, ...]) -> Table:
    language = current_language()
    return Table(
        caption=_("Lines in the order of the file"), caption_hidden=True,
        columns=(
            Column(label=_("Row"), numeric=True), Column(label=_("Activity")), Column(label=_("Supplier")),
            Column(label=_("Measured"), numeric=True), Column(label=_("Part")), Column(label=_("Factor")),
            Column(label=_("Method")), Column(label=_("Tonnes CO2e"), numeric=True),
        ),
        rows=tuple(_line(line, language=language) for line in rows),
    )  # fmt: skip


def _line(line: InventoryLine, *, language: str) -> tuple[object, ...]:
    told, factor = line.activity_line, line.factor
    measured = (
        f"{decimal_text(decimal=f'{told.quantity:.2f}', language=language)} {told.unit}"
        if told.quantity is not None
        else f"{decimal_text(decimal=f'{told.amount:.2f}', language=language)} {told.currency} {told.price_year}"
    )
    mass = str(LINE_CODE_WORDS.get(line.code, line.code))
    if line.mass_kg is not None:
        mass = tonnes_text(kg=round(line.mass_kg), language=language, unit=False)
    chosen = f"{factor.factor_set.name}@{factor.factor_set.edition}" if factor else _("none")
    return (
        told.row_number, told.factor_key, told.supplier, measured,
        part_words(part=line.part, category=line.category), chosen, str(METHOD_WORDS.get(line.method, "")), mass,
    )  # fmt: skip
