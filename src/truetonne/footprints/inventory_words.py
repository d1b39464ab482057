"""Findings, fields, codes and states of inventories in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from truetonne.edge.formats import count_text, tonnes_text
from truetonne.footprints.checking import VersionFinding
from truetonne.footprints.words import CATEGORY_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PART_WORDS: Final[dict[str, StrPromise]] = {
    "SCOPE1": _("Scope 1"),
    "SCOPE2_LOCATION": _("Scope 2, location-based"),
    "SCOPE2_MARKET": _("Scope 2, market-based"),
    "SCOPE3": _("Scope 3"),
    "BIOGENIC": _("Biogenic CO2, outside the scopes"),
}
VERSION_WORDS: Final[dict[str, tuple[str, StrPromise]]] = {
    "DRAFT": ("pending", pgettext_lazy("state of an inventory", "draft")),
    "FINAL": ("conditional", pgettext_lazy("state of an inventory", "final")),
    "PUBLISHED": ("met", pgettext_lazy("state of an inventory", "published")),
}
LOAD_WORDS: Final[dict[str, tuple[str, StrPromise]]] = {
    "MAPPING": ("pending", _("waits for its columns")),
    "WAITING": ("not_shown", _("waiting")),
    "RUNNING": ("pending", _("running")),
    "DONE": ("met", _("done")),
    "FAILED": ("not_met", _("failed")),
    "INTERRUPTED": ("not_met", _("interrupted")),
}
STAGE_WORDS: Final[dict[str, StrPromise]] = {
    "": _("The version waits for its turn"),
    "reading": _("The lines are being read"),
    "computing": _("Every line looks for its factor"),
    "writing": _("The version is being written"),
}
METHOD_WORDS: Final[dict[str, StrPromise]] = {
    "supplier_specific": _("supplier's own"),
    "hybrid": _("hybrid"),
    "average_data": _("average"),
    "spend_based": _("by spend"),
}
CONSOLIDATION_WORDS: Final[dict[str, StrPromise]] = {
    "operational_control": _("operational control"),
    "financial_control": _("financial control"),
    "equity_share": _("equity share"),
}
CHANGE_WORDS: Final[dict[str, StrPromise]] = {
    "error": _("an error was found"),
    "methodology": _("another method or other factors"),
    "acquisition": _("something was bought"),
    "divestment": _("something was sold"),
    "insourcing": _("work was taken in"),
    "outsourcing": _("work was given away"),
    "organic_growth": _("growth of what was there"),
    "organic_decline": _("decline of what was there"),
}
FIELD_WORDS: Final[dict[str, StrPromise]] = {
    "factor_key": _("Activity"),
    "description": _("Description"),
    "supplier": _("Supplier"),
    "quantity": _("Quantity"),
    "unit": _("Unit"),
    "amount": _("Amount of money"),
    "currency": _("Currency"),
    "price_year": _("Price year"),
    "date": _("Date"),
    "part": _("Scope (1, 2 or 3)"),
    "category": _("Category of scope 3"),
    "region": _("Region or grid"),
    "instrument_g_per_kwh": _("Contracted electricity, g per kWh"),
    "uncertainty_pct": _("Uncertainty, %"),
    "data_quality": _("Data quality, 1 to 5"),
}
LINE_CODE_WORDS: Final[dict[str, StrPromise]] = {
    "missing_factor": _("no factor of this activity"),
    "unit_mismatch": _("a factor, but in units that do not fit"),
    "unit_unknown": _("the unit is not understood"),
    "deflator_required": _("no price index or exchange rate of this year"),
    "mixed_gwp_sets": _("the factor is in another GWP set and tells no gases apart"),
    "methane_origin_required": _("the origin of methane has to be stated"),
}
ROW_CODE_WORDS: Final[dict[str, StrPromise]] = {
    "factor_key_missing": _("It names no activity."),
    "no_figure": _("It has neither a quantity nor an amount. Blank is not 0."),
    "currency_missing": _("The amount has no currency."),
    "scope_unknown": _("Its scope is not known."),
    "category_unknown": _("Scope 3 has 15 categories; this is none of them."),
    "unit_missing": _("The quantity has no unit."),
    "unit_unknown": _("The unit is not known."),
    "unit_ambiguous": _("The unit has several sizes."),
    "not_a_number": _("This is no number."),
    "negative_quantity": _("It is below 0: perhaps a return."),
    "date_unknown": _("The date is not understood."),
    "outside_year": _("The date lies outside the year."),
    "out_of_range": _("The figure is out of its range."),
    "known": _("These rows were taken before."),
}
OUTCOME_WORDS: Final[dict[str, StrPromise]] = {
    "KNOWN": pgettext_lazy("outcome of a row", "known"),
    "HELD": pgettext_lazy("outcome of a row", "held"),
    "REFUSED": pgettext_lazy("outcome of a row", "refused"),
}
_FINDINGS: Final[dict[str, tuple[StrPromise, StrPromise]]] = {
    "scopes_known": (_("Scopes"), _("Scopes 1, 2 and 3 have figures: the year can be a ceiling for orders.")),
    "scopes_open": (_("Scopes"), _("Without a figure: %(parts)s. Until then the year has no ceiling and no order.")),
    "categories_known": (_("Categories"), _("Every category of scope 3 has a figure or a reason.")),
    "categories_open": (_("Categories"), _("Neither a figure nor a reason: %(categories)s. The scope 3 figure is incomplete.")),
    "lines_whole": (_("Lines"), _("All %(lines)s lines have a figure.")),
    "lines_missing": (_("Lines"), _("%(missing)s of %(lines)s lines have no figure. They are counted, never as 0.")),
    "rows_taken": (_("Rows of the files"), _("Every row of the files was taken.")),
    "rows_not_taken": (_("Rows of the files"), _("%(held)s rows wait for a person, %(refused)s were refused.")),
    "disclose_no_residual_mix": (_("Electricity"), _("Where no residual mix is known, the grid stands in for it in the market-based figure. A report says so.")),
    "unverified_prices": (_("Prices"), _("Money was exchanged or deflated by tables that nobody verified.")),
    "factors_shift_series": (_("Series"), _("A newer edition of a factor set moved factors by more than a twentieth against the year before: part of the change is not the company's.")),
    "other_factor_sets": (_("Series"), _("Other factor sets than in the year before.")),
    "gwp_set_differs": (_("Series"), _("Another GWP set than in the year before.")),
    "base_year_recalculated": (_("Base year"), _("The changes reach the threshold: the base year is recalculated.")),
    "base_year_below_threshold": (_("Base year"), _("The changes stay below the threshold: the base year stands.")),
    "base_year_unknown": (_("Base year"), _("A change is stated, and no final version is marked as the base year.")),
    "base_year_without_emissions": (_("Base year"), _("The base year has no emissions to hold a change against.")),
    "base_year_judged": (_("Base year"), _("%(gross)s of %(base)s moved, against a threshold of %(threshold)s. The base is now %(new)s.")),
    "restates": (_("Restatement"), _("It takes the place of an earlier version: %(what)s. Difference: %(change)s.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding as the page's list prints it."""

    result: str
    title: str
    text: str
    rule: str = ""


def show_finding(*, finding: VersionFinding, language: str) -> ShownFinding:
    """Return a finding in words with its numbers."""
    known = _FINDINGS.get(finding.code)
    if known is None:
        return ShownFinding(result=finding.result.value, title=_now("Note"), text=finding.code)
    title, text = known
    facts = _facts(finding.facts, language=language)
    figures = _series_text(finding.facts, shown=facts)
    return ShownFinding(
        result=finding.result.value, title=str(title), text=" ".join(filter(None, (str(text) % facts, figures))),
        rule=str(finding.facts.get("rule_set", "")),
    )  # fmt: skip


def _series_text(facts: Mapping[str, object], *, shown: Mapping[str, str]) -> str:
    """Return both figures of a break of the series; blank for other findings."""
    if "now_kg" not in facts:
        return ""
    if facts["then_kg"] is None:
        return _now("By %(then)s this activity cannot be counted; by %(now)s it comes to %(now_figure)s.") % {
            "then": facts["then"], "now": facts["now"], "now_figure": shown["now_figure"],
        }  # fmt: skip
    text = _now("The same activity comes to %(then_figure)s by %(then)s and to %(now_figure)s by %(now)s.") % {
        "then": facts["then"], "now": facts["now"], "then_figure": shown["then_figure"],
        "now_figure": shown["now_figure"],
    }  # fmt: skip
    if facts["then_missing"] == facts["now_missing"]:
        return text
    lines = _now("Lines without a figure: %(then)s then, %(now)s now; the two are over different lines.")
    return f"{text} {lines % {'then': shown['then_missing'], 'now': shown['now_missing']}}"


def category_words(*, number: int | None) -> str:
    """Return a category's number and name."""
    return f"{number} · {CATEGORY_WORDS[number]}" if number in CATEGORY_WORDS else ""


def part_words(*, part: str, category: int | None) -> str:
    """Return a part's name, of scope 3 the category's."""
    return category_words(number=category) if category else str(PART_WORDS[part])


def methods_text(*, method: str, shares: Mapping[str, str]) -> str:
    """Return the methods behind a figure with their shares, the largest first."""
    if len(shares) < 2:
        return str(METHOD_WORDS.get(method, ""))
    ordered = sorted(shares.items(), key=lambda each: -float(each[1]))
    return ", ".join(f"{METHOD_WORDS.get(name, name)} {float(share):.0%}" for name, share in ordered)


def _facts(facts: Mapping[str, object], *, language: str) -> dict[str, str]:
    shown: dict[str, str] = {}
    for name, value in facts.items():
        if name in {"then_kg", "now_kg"} and isinstance(value, int):
            shown[name.replace("_kg", "_figure")] = tonnes_text(kg=value, language=language)
        elif name == "year":
            shown[name] = str(value)
        elif name.endswith("_kg") and isinstance(value, int):
            shown[name.removesuffix("_kg").removeprefix("new_base") or "new"] = tonnes_text(kg=value, language=language)
        elif isinstance(value, int):
            shown[name] = count_text(count=value, language=language)
        elif name == "parts" and isinstance(value, list):
            shown[name] = ", ".join(str(PART_WORDS[str(part)]) for part in value)
        elif isinstance(value, list):
            shown[name] = ", ".join(str(each) for each in value)
        elif name == "threshold":
            shown[name] = f"{float(str(value)):.1%}"
        else:
            shown[name] = str(value)
    return shown
