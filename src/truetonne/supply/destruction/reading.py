"""A destruction as pages show it: stages with their losses, findings, and the same gases under several sets side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.parties import country_name
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import tonnes
from truetonne.science.gwp import lifetime_class
from truetonne.science.superpollutants.custody import REFUSED
from truetonne.supply.destruction.quantify import stage_losses
from truetonne.supply.destruction.words import (
    FINDING_WORDS,
    LIFETIME_WORDS,
    STAGE_WORDS,
    SUBTYPE_WORDS,
    kilograms_text,
    set_text,
)
from truetonne.supply.models import Destruction, DestructionIssue


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding as the findings partial prints it."""

    result: str
    word: str
    title: str
    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDestruction:
    """A destruction with the lot that was made of it, if any."""

    destruction: Destruction
    issue: DestructionIssue | None

    @property
    def code(self) -> str:
        """Its short code."""
        return short_code(prefix="DST", id=self.destruction.pk)

    @property
    def text(self) -> str:
        """Its id as addresses have it."""
        return show_id(prefix="dst", id=self.destruction.pk)

    @property
    def mark(self) -> tuple[str, str]:
        """Its state's mark and word: issued, refused, held, forward, or ready to be issued."""
        if self.issue is not None:
            return "met", _("Issued")
        codes = {str(one["code"]) for one in self.destruction.findings}
        if codes & REFUSED:
            return "not_met", _("Refused")
        if "no_certificate" in codes:
            return "pending", _("Forward: no certificate yet")
        return ("not_shown", _("Held: something is not shown")) if codes else ("pending", _("Ready to be issued"))


def read_destruction(*, destruction: Destruction) -> ReadDestruction:
    """Return a destruction with its lot."""
    issue = DestructionIssue.objects.select_related("person", "holding").filter(destruction=destruction).first()
    return ReadDestruction(destruction=destruction, issue=issue)


def list_destructions(*, is_issued_only: bool = False) -> list[ReadDestruction]:
    """Return destructions, newest first."""
    rows = Destruction.objects.select_related("person").order_by("-recorded_at", "-id")
    if is_issued_only:
        rows = rows.filter(issue__isnull=False)
    return [read_destruction(destruction=each) for each in rows]


def facts_of(*, destruction: Destruction, language: str) -> list[tuple[str, object]]:
    """Return what was destroyed, where, and under which law."""
    mandated = {True: _("yes"), False: _("no"), None: _("not shown")}[destruction.is_mandated]
    return [
        (_("Family"), SUBTYPE_WORDS[destruction.subtype]),
        (_("Gas"), str(destruction.inputs.get("blend") or destruction.inputs.get("gas") or "CH4")),
        (_("Developer"), destruction.developer),
        (_("Country"), country_name(code=destruction.country)),
        (_("Facility"), destruction.facility),
        (
            _("Destroyed"),
            f"{day_text(day=destruction.started_on, language=language)} – "
            f"{day_text(day=destruction.ended_on, language=language)}",
        ),
        (_("Jurisdiction"), destruction.jurisdiction),
        (_("Law in force on the day of destruction"), destruction.law),
        (_("Does it require the destruction?"), mandated),
        (_("Evidence of it"), destruction.legal_evidence),
        (_("Destruction certificate"), " · ".join(filter(None, (destruction.certificate_number, destruction.certificate_issuer)))),
        (_("SHA-256 of the certificate"), destruction.certificate_sha256),
        (_("GWP set of the lot"), _("%(set)s years") % {"set": set_text(name=destruction.gwp_set)}),
    ]  # fmt: skip


def stages_table(*, destruction: Destruction, language: str) -> Table:
    """Return the masses on their way, each with what was lost since the stage before."""
    masses = (destruction.collected_g, destruction.transported_g, destruction.aggregated_g, destruction.destroyed_g)
    return Table(
        caption=_("Masses on their way, and what was lost"),
        columns=(
            Column(label=_("Stage")),
            Column(label=_("Lost since the stage before"), numeric=True),
            Column(label=_("Mass"), numeric=True),
        ),
        rows=tuple(
            (
                str(STAGE_WORDS[stage]),
                kilograms_text(mass_g=lost, language=language) if stage != "collected" else "",
                kilograms_text(mass_g=mass, language=language),
            )
            for stage, mass, lost in stage_losses(masses_g=masses)
        ),
    )


def gases_table(*, destruction: Destruction, language: str) -> Table:
    """Return the gases one by one with how long each stays in the air."""
    return Table(
        caption=_("Gas by gas"),
        columns=(Column(label=_("Gas")), Column(label=_("Mass"), numeric=True), Column(label=_("In the air"))),
        rows=tuple(
            (
                str(each["gas"]),
                kilograms_text(mass_g=int(each["mass_g"]), language=language),
                str(LIFETIME_WORDS[lifetime_class(gas=str(each["gas"])).value]),
            )
            for each in destruction.gases
        ),
    )


def views_table(*, destruction: Destruction) -> Table:
    """Return the same gases under each set, side by side. No row adds two of them: there is no foot."""
    return Table(
        caption=_("The same gases under several GWP sets"),
        note=_("Each figure stands alone; figures of two sets are never added."),
        columns=(
            Column(label=_("GWP set")),
            Column(label=_("Horizon")),
            Column(label=_("What it is")),
            Column(label=_("Tonnes CO2e"), numeric=True),
        ),
        rows=tuple(
            (
                name.partition("GWP")[0],
                _("%(years)s years") % {"years": name.partition("GWP")[2]},
                _("the lot's own: these units were issued") if name == destruction.gwp_set else _("a view, never issued"),
                tonnes(int(kg)),
            )
            for name, kg in sorted(destruction.views.items(), key=lambda pair: (pair[0] != destruction.gwp_set, pair[0]))
        ),
    )  # fmt: skip


def shown_findings(*, destruction: Destruction) -> Sequence[ShownFinding]:
    """Return what stands against issuing, as the findings partial prints it."""
    return [
        ShownFinding(
            result="not_met" if one["code"] in REFUSED else "not_shown",
            word=str(FINDING_WORDS.get(str(one["code"]), one["code"])),
            title=str(one["field"]),
            text=str(one["fact"]),
            rule=str(one["code"]),
        )
        for one in destruction.findings
    ]
