"""Findings of targets in the reader's language, and what a target says in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import percent_text
from truetonne.footprints.inventory_words import ShownFinding
from truetonne.footprints.models import Target

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

RULES: Final[dict[str, tuple[StrPromise, StrPromise]]] = {
    "ambition": (_("Ambition"), _("Stated: %(stated)s. Least that the pathway asks: %(least)s.")),
    "absolute_beside": (_("Absolute effect"), _("In absolute emissions it means %(absolute_change)s.")),
    "scope12_coverage": (_("Coverage of scopes 1 and 2"), _("Stated: %(stated)s, due: %(least)s.")),
    "scope3_coverage": (_("Coverage of scope 3"), _("Stated: %(stated)s, due: %(least)s.")),
    "long_term_coverage": (_("Coverage in the long term"), _("Stated: %(stated)s, due: %(least)s.")),
    "long_term_reduction": (_("Reduction in the long term"), _("Stated: %(stated)s, due: %(least)s.")),
    "base_year": (_("Base year"), _("Stated: %(stated)s, earliest: %(least)s.")),
    "near_term_horizon": (_("Years to the target"), _("Years from submission to target: %(stated)s.")),
    "net_zero_year": (_("Net-zero year"), _("Stated: %(stated)s, latest: %(most)s.")),
}
NOT_SHOWN: Final = _("What is stated does not suffice to judge it.")
_SHARES: Final = {"ambition", "absolute_beside", "scope12_coverage", "scope3_coverage", "long_term_coverage", "long_term_reduction"}  # fmt: skip


def show_target_findings(*, target: Target) -> list[ShownFinding]:
    """Return the findings that were stored with a target, in words."""
    return [_show(each, rules=target.rule_set) for each in target.findings]


def describe_target(*, target: Target) -> str:
    """Return what a target promises, as a sentence."""
    facts = {
        "share": percent(target.reduction), "base": target.base_year, "year": target.target_year, "scopes": target.scopes,
    }  # fmt: skip
    if target.metric == "absolute":
        return _now("%(share)s less than %(base)s by %(year)s, over scopes %(scopes)s.") % facts
    facts |= {"unit": target.intensity_unit, "absolute": percent(target.absolute_change, is_signed=True)}
    return (
        _now("%(share)s less %(unit)s than in %(base)s by %(year)s, over scopes %(scopes)s. In absolute emissions: %(absolute)s.")
        % facts
    )  # fmt: skip


def percent(share: Any, *, is_signed: bool = False) -> str:
    """Return a share in percent with one decimal; blank where there is none."""
    if share is None:
        return ""
    number = Decimal(str(share)) * 100
    shown = percent_text(decimal=f"{number:.1f}", language=get_language() or "en")
    return f"+{shown}" if is_signed and number > 0 else shown


def _show(finding: Mapping[str, Any], *, rules: str) -> ShownFinding:
    rule = str(finding["rule"])
    title, text = RULES.get(rule, (rule, NOT_SHOWN))
    figures = {
        str(each["name"]): percent(each["value"], is_signed=rule == "absolute_beside") if rule in _SHARES else str(each["value"])
        for each in finding.get("figures", [])
    }  # fmt: skip
    try:
        said = str(text) % figures
    except KeyError:
        said = str(NOT_SHOWN)
    return ShownFinding(result=str(finding["result"]), title=str(title), text=said, rule=rules)
