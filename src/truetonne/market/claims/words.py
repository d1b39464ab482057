"""What the findings about a year's claims say, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CRITERION_WORDS: Final[dict[str, StrPromise]] = {
    "inventory": _("A public inventory of scopes 1, 2 and 3"),
    "target": _("A validated near-term target"),
    "progress": _("Progress in figures, money and governance"),
    "advocacy": _("Advocacy in line with the Paris Agreement"),
    "credit_quality": _("Credits that carry the Core Carbon Principles label"),
    "assurance": _("Assured by a third party"),
    "share": _("Share of the year’s emissions"),
}

RESULT_WORDS: Final[dict[tuple[str, str], StrPromise]] = {
    ("inventory", "met"): _("The disclosed record has a figure for every scope and every category that matters."),
    ("inventory", "not_met"): _("At least one scope or category that matters has no figure."),
    ("target", "met"): _("An accepted target is validated, and the validation holds today."),
    ("target", "not_shown"): _("No accepted target of this entity is validated by a third party today."),
    ("progress", "met"): _("The year lies on its path, and an accepted transition plan says how the rest is done."),
    ("progress", "not_met"): _("The year lies above the path of its accepted target."),
    ("progress", "not_shown"): _("Figures alone do not show it: money and governance stand in no public record here."),
    ("advocacy", "met"): _("The organization takes part in Race to Zero, which asks for it (operator policy)."),
    ("advocacy", "not_shown"): _("Nothing on record says what the organization argues for."),
    ("credit_quality", "met"): _(
        "At least one retired lot has an eligible program, an approved version and tagged serials."
    ),
    ("credit_quality", "not_met"): _("Every retired lot uses a methodology that does not meet the principles."),
    ("credit_quality", "not_shown"): _("No retired lot is shown to carry the label: undecided is not given."),
    ("assurance", "met"): _("The record names its assurer and the level of assurance."),
    ("assurance", "not_shown"): _("The record states no assurance."),
    ("share", "met"): _("The share reaches a tier of the table."),
    ("share", "not_met"): _("The share reaches no tier of the table."),
}

REASON_WORDS: Final[dict[str, StrPromise]] = {
    "gap_above_share": _("The gap is larger than the rule allows."),
    "after_last_year": _("The year lies after the last one for which a gap may be claimed."),
    "year_above_share_of_allowance": _("One year takes more than its part of what all years together may take."),
    "credits_below_gap": _("Fewer labelled credits are retired than the gap."),
}
