"""What is left of each year to cover: every term, by scope, and the rules that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from truetonne.edge.formats import tonnes_text
from truetonne.edge.permissions import Role, member
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.footprints.queries.reporting import list_entities
from truetonne.footprints.queries.residual import find_published, find_residual, list_scope_years
from truetonne.footprints.queries.trajectories import list_paths
from truetonne.market.gates import ordered_by_entity
from truetonne.market.residual_words import reason_words
from truetonne.market.views.acting import person_of
from truetonne.market.words import CAP_MODE_WORDS
from truetonne.members.models import LegalEntity
from truetonne.members.queries.residual import InventoryIncomplete, Residual

YEARS_SHOWN = 5
READERS = (Role.REPORTER, Role.BUYER, Role.AUDITOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLeft:
    """An entity's year with its terms, or the reason why nothing can be said."""

    name: str
    year: int
    residual_kg: int = 0
    table: Table | None = None
    scopes: Table | None = None
    mode: str = ""
    rule_set: str = ""
    rule_id: str = ""
    rule_version: str = ""
    is_provisional: bool = False
    problem: str = ""


@member(*READERS)
@require_GET
def residual(request: HttpRequest) -> HttpResponse:
    """The last years of every legal entity, newest first."""
    memberships = person_of(request).list_memberships()
    ids = tuple(dict.fromkeys(m.organization_id for m in memberships if m.role in READERS))
    at = datetime.now(UTC)
    years = [
        found
        for entity in list_entities(organization_ids=ids)
        for year in range(at.year, at.year - YEARS_SHOWN, -1)
        if (found := _left(entity=entity, year=year, at=at)) is not None
    ]
    return render(request, "market/residual.html", {"nav_current": "inventories", "years": years})


def _left(*, entity: LegalEntity, year: int, at: datetime) -> YearLeft | None:
    used = ordered_by_entity(organization_id=entity.organization_id, year=year).get(entity.pk, 0)
    try:
        found = find_residual(
            organization_id=entity.organization_id, entity_id=entity.pk, inventory_year=year, neutralized_kg=used, at=at
        )
    except InventoryIncomplete as error:
        is_known = find_published(entity_id=entity.pk, year=year) is not None
        return YearLeft(name=entity.name, year=year, problem=reason_words(reason=error.reason)) if is_known else None
    if found is None:
        return None
    rule_id, _slash, rule_version = found.rule_set.partition("/")
    return YearLeft(
        name=entity.name, year=year, residual_kg=found.residual_kg, table=_terms(found),
        mode=str(CAP_MODE_WORDS[found.mode]), rule_set=found.rule_set, rule_id=rule_id, rule_version=rule_version,
        is_provisional=found.is_provisional,
        scopes=_scopes(entity=entity, year=year, at=at),
    )  # fmt: skip


def _terms(found: Residual) -> Table:
    terms = (
        (_("Gross emissions of the year"), found.gross_kg), (_("What the target's path allows"), found.trajectory_kg),
        (_("Reductions that are due first"), found.due_reductions_kg),
        (_("Ordered, retired, or allowed to others"), -found.neutralized_kg),
        (_("Allowed by other entities"), found.received_kg),
    )  # fmt: skip
    rows = tuple((words, tonnes(kg=kg)) for words, kg in terms)
    columns = (Column(label=pgettext("part of a sum", "Term")), Column(label=_("Tonnes CO2e"), numeric=True))
    return Table(
        caption=_("How the figure comes about"),
        columns=columns,
        rows=rows,
        fold=False,
        foot=(_("Left to cover"), tonnes(kg=found.residual_kg)),
    )


def _scopes(*, entity: LegalEntity, year: int, at: datetime) -> Table | None:
    published = find_published(entity_id=entity.pk, year=year)
    if published is None:
        return None
    language = current_language()

    def mass(kg: int | None) -> str:
        return _("not stated") if kg is None else tonnes_text(kg=kg, language=language, unit=False)

    rows = tuple(
        (
            each.scopes, mass(each.gross_kg), mass(each.path_kg), mass(each.due_kg), mass(each.remaining_kg),
            _("residual") if each.is_residual else _("ongoing"),
        )
        for each in list_scope_years(scopes=published, paths=list_paths(entity_id=entity.pk, as_of=at.date()))
    )  # fmt: skip
    return Table(
        caption=_("By scope"), rows=rows,
        columns=(
            Column(label=_("Scopes")), Column(label=_("Gross, t"), numeric=True), Column(label=_("Path, t"), numeric=True),
            Column(label=_("Due first, t"), numeric=True), Column(label=_("Remains, t"), numeric=True),
            Column(label=_("Kind")),
        ),
    )  # fmt: skip
