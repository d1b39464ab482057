"""Targets: a reporter's list with their paths, setting one, one with its findings; and the office that judges."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.charts import Figure
from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.permissions import Role, member, staff
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.footprints.actions.set_target import accept_target, set_target
from truetonne.footprints.charts import draw_path
from truetonne.footprints.models import Target
from truetonne.footprints.queries.progress import list_followed
from truetonne.footprints.queries.reporting import find_base_version, find_latest_version, list_entities
from truetonne.footprints.queries.residual import read_scopes
from truetonne.footprints.queries.targets import (
    find_any_target,
    find_last_of_series,
    find_target,
    list_evidence,
    list_to_judge,
)
from truetonne.footprints.queries.trajectories import list_targets
from truetonne.footprints.target_forms import JudgeForm, TargetForm
from truetonne.footprints.target_words import describe_target, percent, show_target_findings
from truetonne.footprints.views.acting import entity_choices, own_entities, readable_ids, reported_ids, show
from truetonne.footprints.words import METRIC_WORDS
from truetonne.members.acts import By
from truetonne.members.models import LegalEntity
from truetonne.members.views.acting import do, id_or_404, person_of

TARGET_PREFIX = "tgt"


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """Every entity with its targets, their paths and how far the published years are from them."""
    entities = list_entities(organization_ids=readable_ids(request))
    context = {
        "entities": [(each, _table(list_targets(entity_id=each.pk), place="footprints:target"), _figures(each)) for each in entities],
        "may_act": bool(reported_ids(request)),
    }  # fmt: skip
    return show(request, "footprints/targets.html", context)


@member(Role.REPORTER)
@require_http_methods(["GET", "POST"])
@limit(name="target", times=60, seconds=3_600)
def new(request: HttpRequest) -> HttpResponse:
    """Set a target, or with ``series`` a later version of one; the findings follow at once."""
    at = datetime.now(UTC)
    entities = own_entities(request, by=By(person_id=person_of(request).pk, request_id="", at=at))
    ids = reported_ids(request)
    series = request.GET.get("series", "")
    before = None
    if series:
        before = find_target(target_id=id_or_404(prefix=TARGET_PREFIX, text=series), organization_ids=ids)
        if before is None:
            raise Http404("no target has this id")
    evidence = [(show_id(prefix="evd", id=each.pk), each.title) for each in list_evidence(organization_ids=ids)]
    form = TargetForm(
        request.POST if request.method == "POST" else None, entities=entity_choices(entities), evidence=evidence,
        is_new=before is None, initial=_initial(before, entities=entities),
    )  # fmt: skip
    target_id = new_id()

    def act(by: By) -> str:
        nonlocal target_id
        given = form.cleaned_data
        entity_id = id_or_404(prefix="ent", text=given["entity"])
        entity = next(each for each in entities if each.pk == entity_id)
        target_id = set_target(
            target_id=target_id, entity_id=entity_id, organization_id=entity.organization_id, target=form.target(), by=by,
            evidence_id=id_or_404(prefix="evd", text=given["evidence"]) if given["evidence"] else None,
            series=before.series if before is not None else None,
        ).pk  # fmt: skip
        return _("The target is kept with its findings. It counts once somebody else accepted it.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("footprints:target", target=show_id(prefix=TARGET_PREFIX, id=target_id))
    status = 422 if form.is_bound else 200
    return show(request, "footprints/target_new.html", {"form": form, "series": series}, status=status)


@member(Role.REPORTER, Role.AUDITOR)
@require_GET
def target(request: HttpRequest, target: str) -> HttpResponse:
    """One version of a target: what it says, its findings, its path."""
    found = find_target(target_id=id_or_404(prefix=TARGET_PREFIX, text=target), organization_ids=readable_ids(request))
    if found is None:
        raise Http404("no target has this id")
    is_own = found.entity.organization_id in reported_ids(request) and find_last_of_series(target=found).pk == found.pk
    context = {**_shown(found, text=target), "is_own": is_own, "is_office": False, "form": None}
    return show(request, "footprints/target.html", context)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def office_targets(request: HttpRequest) -> HttpResponse:
    """Targets that wait for a person, and those that were judged."""
    waiting, judged = list_to_judge()
    context = {
        "nav_current": "office", "waiting": _table(waiting, place="footprints:office_target"),
        "judged": _table(judged, place="footprints:office_target"),
    }  # fmt: skip
    return render(request, "footprints/office_targets.html", context)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def office_target(request: HttpRequest, target: str) -> HttpResponse:
    """One target before a person of eligibility, who accepts or rejects it."""
    found = find_any_target(target_id=id_or_404(prefix=TARGET_PREFIX, text=target))
    if found is None:
        raise Http404("no target has this id")
    person = person_of(request)
    may_judge = person.has_role(Role.ELIGIBILITY) and not hasattr(found, "judgement") and found.person_id != person.pk
    form = JudgeForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        is_accepted = form.cleaned_data["is_accepted"] == "yes"
        accept_target(
            judgement_id=new_id(),
            target_id=found.pk,
            is_accepted=is_accepted,
            reason=form.cleaned_data["reason"],
            by=by,
        )
        return _("Accepted: its path counts.") if is_accepted else _("Rejected, with your reason.")

    if request.method == "POST" and may_judge and do(request, form=form, act=act):
        return redirect("footprints:office_target", target=target)
    context = {
        "nav_current": "office", **_shown(found, text=target), "is_own": False, "is_office": True,
        "form": form if may_judge else None,
    }  # fmt: skip
    is_wrong = form.is_bound and may_judge
    return render(request, "footprints/target.html", context, status=422 if is_wrong else 200)


def _shown(found: Target, *, text: str) -> dict[str, Any]:
    language = current_language()
    masses = [
        (label, tonnes_text(kg=kg, language=language))
        for label, kg in (
            (_("Scope 1 in the base year"), found.scope1_base_kg), (_("Scope 2 in the base year"), found.scope2_base_kg),
            (_("Scope 3 in the base year"), found.scope3_base_kg),
        )
        if kg is not None
    ]  # fmt: skip
    steps = ((_("Reduces from"), found.reduce_from), (_("Removes from"), found.remove_from), (_("Offsets from"), found.offset_from))  # fmt: skip
    facts = [
        (_("Measured"), METRIC_WORDS[found.metric]), (_("Base year"), found.base_year), *masses,
        (_("Target year"), found.target_year), (_("Reduction"), percent(found.reduction)),
        (_("Absolute change"), percent(found.absolute_change, is_signed=True)), (_("Net-zero year"), found.net_zero_year),
        *((label, year) for label, year in steps if year), (_("Validated by"), found.validator or _("nobody")),
        (_("Public address"), found.public_url), (_("Set by"), found.person.name),
    ]  # fmt: skip
    return {
        "target": found, "text": text, "heading": _("Scopes %(scopes)s to %(year)s") % {"scopes": found.scopes, "year": found.target_year},
        "said": describe_target(target=found), "findings": show_target_findings(target=found), "facts": facts,
        "judgement": getattr(found, "judgement", None),
        "figures": _figures(found.entity, scopes=found.scopes) if _is_accepted(found) else [],
    }  # fmt: skip


def _figures(entity: LegalEntity, *, scopes: str = "") -> list[Figure]:
    followed = list_followed(entity_id=entity.pk, as_of=datetime.now(UTC).date())
    return [
        draw_path(years=years, scopes=path.name, language=current_language())
        for path, years in followed
        if not scopes or path.name == scopes
    ]


def _is_accepted(found: Target) -> bool:
    judgement = getattr(found, "judgement", None)
    return judgement is not None and bool(judgement.is_accepted)


def _table(rows: list[Target], *, place: str) -> Table | None:
    if not rows:
        return None
    return Table(
        caption=_("Targets"), caption_hidden=True,
        columns=(
            Column(label=_("Target")), Column(label=_("Measured")), Column(label=_("Reduction"), numeric=True),
            Column(label=_("Absolute change"), numeric=True), Column(label=_("Judged")),
        ),
        rows=tuple(
            (
                format_html(
                    '<a href="{}">{}</a><br><small>{}</small>',
                    reverse(place, kwargs={"target": show_id(prefix=TARGET_PREFIX, id=each.pk)}),
                    _("Scopes %(scopes)s to %(year)s") % {"scopes": each.scopes, "year": each.target_year}, each.entity.name,
                ),
                str(METRIC_WORDS[each.metric]), percent(each.reduction), percent(each.absolute_change, is_signed=True),
                _judged(each),
            )
            for each in rows
        ),
    )  # fmt: skip


def _judged(each: Target) -> str:
    judgement = getattr(each, "judgement", None)
    if judgement is None:
        return _("waits for another person")
    return _("accepted") if judgement.is_accepted else _("rejected")


def _initial(before: Target | None, *, entities: list[LegalEntity]) -> dict[str, Any]:
    """What was said before, else the figures of the first and the last published year of the first entity."""
    initial: dict[str, Any] = {"request_id": str(new_id()), "metric": "absolute", "scope2_method": "market"}
    if before is not None:
        names = ("metric", "base_year", "target_year", "recent_year", "intensity_unit", "net_zero_year", "reduce_from",
                 "remove_from", "offset_from", "validator", "validated_on", "valid_until", "public_url", "scope2_method")  # fmt: skip
        initial |= {name: getattr(before, name) for name in names}
        initial |= {f"scope{n}_base": getattr(before, f"scope{n}_base_kg") for n in (1, 2, 3)}
        initial |= {f"scope{n}_recent": getattr(before, f"scope{n}_recent_kg") for n in (1, 2, 3)}
        shares = (
            ("reduction", before.reduction),
            ("coverage", before.coverage),
            ("growth_per_year", before.growth_per_year),
        )
        return initial | {name: (share * 100).normalize() for name, share in shares if share is not None} | {
            "entity": show_id(prefix="ent", id=before.entity_id)
        }  # fmt: skip
    for which, found in (
        ("base", find_base_version(entity_id=entities[0].pk) if entities else None),
        ("recent", find_latest_version(entity_id=entities[0].pk) if entities else None),
    ):
        if found is not None:
            scopes = read_scopes(inventory=found)
            initial |= {
                f"{which}_year": found.year, f"scope1_{which}": scopes.scope1_kg,
                f"scope2_{which}": scopes.scope2_market_kg, f"scope3_{which}": scopes.scope3_kg,
            }  # fmt: skip
    return initial
