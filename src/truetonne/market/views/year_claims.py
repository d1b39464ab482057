"""Claims of a disclosed year: judged in public from public facts, and for the member with its own evidence and drafts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.formats import share_text, tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role, member, public
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.footprints.queries.disclosures import DisclosedRecord, list_disclosures_of
from truetonne.footprints.views.disclosures import record_or_404
from truetonne.market.claims.credits import RetiredLine, list_retired
from truetonne.market.claims.drafts import TierDraft, draft_tier
from truetonne.market.claims.judging import YearClaims, judge_year
from truetonne.market.claims.making import describe_confirmation, year_of_order
from truetonne.market.claims.reading import list_own, list_public
from truetonne.market.claims.told import confirmed_words
from truetonne.market.claims.words import CRITERION_WORDS, REASON_WORDS, RESULT_WORDS
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.models import Delivery
from truetonne.market.states import Purpose
from truetonne.market.views.acting import person_of
from truetonne.market.views.public_claims import claims_table
from truetonne.rules.findings import Finding, FindingResult
from truetonne.supply.acceptances import find_confirmation
from truetonne.supply.ccp.words import CCP_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding as the findings list prints it."""

    result: str
    title: str
    text: str
    evidence: str = ""
    fix: str = ""
    rule: str = ""
    word: str = ""


@public
@require_safe
def year_claims(request: HttpRequest, disclosure: str) -> HttpResponse:
    """What a disclosed year allows, from what anyone can read."""
    found = record_or_404(text=disclosure)
    context = _context(found, is_public=True) | {"text": disclosure, "is_public": True}
    return render(request, "market/year_claims.html", context)


@member(Role.BUYER, Role.REPORTER, Role.AUDITOR, Role.ADMINISTRATOR)
@require_safe
def own_claims(request: HttpRequest) -> HttpResponse:
    """One's own disclosed years, each with what it allows; with ``?year=`` of one record, judged with one's evidence."""
    language = current_language()
    organizations = person_of(request).list_organization_ids()
    records = [each for each in list_disclosures_of(organization_ids=organizations) if each.is_latest]
    wanted = request.GET.get("record", "")
    chosen = next((each for each in records if show_id(prefix="dsc", id=each.disclosure_id) == wanted), None)
    if chosen is not None:
        context = _context(chosen, is_public=False) | {"text": wanted, "is_public": False}
        return render(request, "market/year_claims.html", context)
    rows = []
    for each in records:
        judged = judge_year(found=each, lines=_lines(each, is_public=False), today=_today(), is_public=False)
        name = show_id(prefix="dsc", id=each.disclosure_id)
        link = format_html('<a href="{}?record={}">{} {}</a>', reverse("market:own_claims"), name, each.name, each.year)
        rows.append(
            (
                link, _mass(judged.remaining_kg, language=language), _mass(judged.retired_kg, language=language),
                _mass(judged.labelled_kg, language=language), _share(judged, language=language),
            )
        )  # fmt: skip
    table = Table(
        caption=_("Disclosed years"),
        caption_hidden=True,
        columns=(
            Column(label=_("Year")), Column(label=_("Emissions, t"), numeric=True),
            Column(label=_("Retired, t"), numeric=True), Column(label=_("With the label, t"), numeric=True),
            Column(label=_("Share"), numeric=True),
        ),
        rows=tuple(rows),
    )  # fmt: skip
    made = claims_table(list_own(organization_ids=organizations), caption=_("Claims made"))
    context = {
        "nav_current": "orders", "table": table if rows else None, "made": made,
        "certificates": _certificates(organizations, language=language),
    }  # fmt: skip
    return render(request, "market/own_claims.html", context)


def _certificates(organizations: Collection[UUID], *, language: str) -> Table | None:
    """Return the newest certificates of credits, each with the way to a claim about it."""
    rows = Delivery.objects.filter(order__organization_id__in=organizations).exclude(order__purpose=Purpose.INSETTING)
    shown = tuple(
        (
            each.short_code, str(year_of_order(order=each.order)),
            _mass(each.kg, language=language),
            format_html(
                '<a class="btn plain slim" href="{}?certificate={}">{}</a>', reverse("market:new_claim"),
                show_id(prefix="crt", id=each.certificate_id), _("Draft a claim"),
            ),
        )
        for each in rows.select_related("order").order_by("-effective_at", "-pk")[:50]
    )  # fmt: skip
    columns = (
        Column(label=_("Certificate")), Column(label=_("Year")), Column(label=_("Tonnes"), numeric=True),
        Column(label=_("Do"), act=True, hidden=True),
    )  # fmt: skip
    return Table(caption=_("Certificates"), caption_hidden=True, columns=columns, rows=shown) if shown else None


def _context(found: DisclosedRecord, *, is_public: bool) -> dict[str, object]:
    language, today = current_language(), _today()
    lines = _lines(found, is_public=is_public)
    judged = judge_year(found=found, lines=lines, today=today, is_public=is_public)
    draft: TierDraft | None = None
    if not is_public:
        draft = draft_tier(found=found, judged=judged, lines=lines, language=language, today=today)
    return {
        "nav_current": "disclosures",
        "found": found,
        "judged": judged,
        "facts": [
            (_("Emissions of the year"), _mass(judged.remaining_kg, language=language, unit=True)),
            (_("Retired for it"), _mass(judged.retired_kg, language=language, unit=True)),
            (_("of which with the label"), _mass(judged.labelled_kg, language=language, unit=True)),
            (_("Share"), _share(judged, language=language)),
            (_("Scope 2 taken"), {"market": _("market-based"), "location": _("location-based")}.get(
                judged.scope2_method, _("the higher of both"))),
        ],
        "findings": [_tier_finding(each) for each in judged.findings],
        "tiers": _tiers(judged, language=language),
        "gap": _gap_findings(judged, language=language),
        "credits": _credits(lines, language=language) if lines else None,
        "draft": draft,
        "confirmed": confirmed_words(
            describe_confirmation(find_confirmation(rule_set_key=judged.readings[0].table.key, at=datetime.now(UTC))),
            language=language,
        ),
        "made": claims_table(
            list_public().filter(disclosure_id=found.disclosure_id), caption=_("Claims published for this year")
        ),
    }  # fmt: skip


def _lines(found: DisclosedRecord, *, is_public: bool) -> tuple[RetiredLine, ...]:
    """Return what was retired for the year; retirements are kept per organization and count for its main entity."""
    if not found.is_main_entity:
        return ()
    return list_retired(organization_id=found.organization_id, year=found.year, today=_today(), is_public=is_public)


def _tier_finding(finding: Finding) -> Shown:
    key = (finding.rule, finding.result.value)
    return Shown(
        result=finding.result.value, title=str(CRITERION_WORDS[finding.rule]), text=str(RESULT_WORDS[key]),
        rule=finding.rule_set,
    )  # fmt: skip


def _tiers(judged: YearClaims, *, language: str) -> Table:
    none, at = _("none"), datetime.now(UTC)
    confirmed = {
        each.table.key: confirmed_words(
            describe_confirmation(find_confirmation(rule_set_key=each.table.key, at=at)), language=language
        )
        for each in judged.readings
    }
    return Table(
        caption=_("Tiers under each declared table"),
        columns=(
            Column(label=_("Table"), mono=True), Column(label=_("By the share alone")),
            Column(label=_("With every criterion")), Column(label=_("Confirmed against the official text")),
        ),
        rows=tuple(
            (
                each.table.key, each.by_share or none, (each.verdict.tier if each.verdict else None) or none,
                confirmed[each.table.key] or _("by nobody yet"),
            )
            for each in judged.readings
        ),
        note="" if any(confirmed.values()) else _(
            "The tables are in conflict and nobody has confirmed one against the official text: nothing here is for"
            " publication until two people of the operator do."
        ),
    )  # fmt: skip


def _gap_findings(judged: YearClaims, *, language: str) -> list[Shown]:
    gap, rule = judged.gap, judged.gap_rules.key
    if gap is None:
        return [
            Shown(
                result=FindingResult.NOT_SHOWN.value, title=_("The gap of scope 3"),
                text=_("It needs a complete scope 3 and an accepted target whose path covers it."), rule=rule,
            )
        ]  # fmt: skip
    figures = _("Scope 3 %(actual)s, path %(path)s: a gap of %(gap)s, at most %(allowed)s.") % {
        "actual": _mass(judged.scope3_kg, language=language, unit=True),
        "path": _mass(judged.scope3_path_kg, language=language, unit=True),
        "gap": _mass(int(gap.gap), language=language, unit=True),
        "allowed": _mass(int(gap.allowed_gap), language=language, unit=True),
    }
    shared = (
        ""
        if judged.path_scopes == "3"
        else _("The target covers several scopes; scope 3 has its share of the base year.")
    )
    size_fails = "gap_above_share" in gap.reasons
    found = [
        Shown(
            result="not_met" if size_fails else "met", title=_("The gap of scope 3"),
            text=str(REASON_WORDS["gap_above_share"]) if size_fails else _("The gap is within what the rule allows."),
            evidence=" ".join(filter(None, (figures, shared))), rule=rule,
        ),
        Shown(
            result="met" if gap.credits_suffice else "not_met", title=_("Labelled credits cover the gap"),
            text=_("As many are retired as the gap needs.") if gap.credits_suffice
            else str(REASON_WORDS["credits_below_gap"]),
            evidence=_("Needed: %(needed)s, retired with the label: %(retired)s") % {
                "needed": _mass(int(gap.credits_needed), language=language, unit=True),
                "retired": _mass(judged.labelled_kg, language=language, unit=True),
            }, rule=rule,
        ),
    ]  # fmt: skip
    if "after_last_year" in gap.reasons:
        found.append(Shown(result="not_met", title=_("The year"), text=str(REASON_WORDS["after_last_year"]), rule=rule))
    return [*found, *_budget_findings(judged, language=language)]


def _budget_findings(judged: YearClaims, *, language: str) -> list[Shown]:
    """Return the years judged together: the rule offers both ways, and a claim names the one that it takes."""
    budget, rule, title = judged.budget, judged.gap_rules.key, _("Several years together")
    if budget is None:
        text = _("It needs two disclosed years with a complete scope 3 and a path.")
        return [Shown(result=FindingResult.NOT_SHOWN.value, title=title, text=text, rule=rule)]
    reasons = " ".join(str(REASON_WORDS[one]) for one in budget.reasons)
    figures = _(
        "%(years)s: gaps of %(gap)s, at most %(allowed)s in all and %(most)s in one year; retired with the label: at least"
        " %(needed)s are needed."
    ) % {
        "years": ", ".join(str(year) for year in judged.budget_years),
        "gap": _mass(int(budget.gap), language=language, unit=True),
        "allowed": _mass(int(budget.allowed_gap), language=language, unit=True),
        "most": _mass(int(budget.year_gap_max or 0), language=language, unit=True),
        "needed": _mass(int(budget.credits_needed), language=language, unit=True),
    }
    return [
        Shown(
            result="met" if budget.eligible else "not_met", title=title, evidence=figures, rule=rule,
            text=reasons or _("The gaps are within what the rule allows, and labelled credits cover them."),
        )
    ]  # fmt: skip


def _credits(lines: Sequence[RetiredLine], *, language: str) -> Table:
    return Table(
        caption=_("Credits retired for the year"),
        caption_hidden=True,
        columns=(
            Column(label=_("Project")), Column(label=_("Methodology")), Column(label=_("Decision")),
            Column(label=_("Serials tagged")), Column(label=_("Counts")), Column(label=_("Tonnes"), numeric=True),
        ),
        rows=tuple(
            (
                _certificate_link(line, words=facts.name), facts.methodology or _("not stated"),
                _("no table was imported") if line.state is None else str(CCP_WORDS[line.state]),
                _("yes") if line.is_tagged else _("no"), _("yes") if line.is_labelled else _("no"),
                _mass(line.kg, language=language),
            )
            for line in lines
            for facts in [read_lot_facts(facts=line.facts, language=language)]
        ),
    )  # fmt: skip


def _certificate_link(line: RetiredLine, *, words: str) -> str:
    address = reverse("market:certificate", kwargs={"certificate": show_id(prefix="crt", id=line.certificate_id)})
    return format_html('<a href="{}">{}</a>', address, words)


def _mass(kg: int | None, *, language: str, unit: bool = False) -> str:
    return _("not disclosed") if kg is None else tonnes_text(kg=kg, language=language, unit=unit)


def _share(judged: YearClaims, *, language: str) -> str:
    if not judged.remaining_kg:
        return _("not shown")
    return share_text(part=judged.labelled_kg, whole=judged.remaining_kg, language=language)


def _today() -> date:
    return datetime.now(UTC).date()
