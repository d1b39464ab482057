"""Kinds, states, paths and storages of forward contracts, and kinds of contributions, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.supply.forwards.states import (
    AdjustmentState,
    ContractKind,
    ContractState,
    ContributionKind,
    LeafPath,
    SubstitutionRule,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KIND_WORDS: Final[dict[str, _StrPromise]] = {
    ContractKind.REMOVAL: _("Removal, bought ahead"),
    ContractKind.JURISDICTIONAL: _("Forest results of a jurisdiction"),
}

STATE_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    ContractState.DRAFT: ("not_shown", _("draft")),
    ContractState.SIGNED: ("pending", _("signed")),
    ContractState.SCHEDULED: ("pending", _("scheduled")),
    ContractState.PART_DELIVERED: ("conditional", _("partly delivered")),
    ContractState.SHORTFALL: ("not_met", _("short")),
    ContractState.SUBSTITUTED: ("conditional", _("partly substituted")),
    ContractState.FULFILLED: ("met", _("fulfilled")),
    ContractState.TERMINATED: ("not_met", _("terminated")),
}
"""The shape of a state and its word."""

SUBSTITUTION_WORDS: Final[dict[str, _StrPromise]] = {
    SubstitutionRule.EQUAL_OR_HIGHER: _("units that last at least as long, when deliveries are late"),
    SubstitutionRule.NONE: _("none: late tonnes stay owed"),
}

PATH_WORDS: Final[dict[int, _StrPromise]] = {
    LeafPath.SOVEREIGN: _("1: to a sovereign, which does not count it toward its own target"),
    LeafPath.RESULTS_WITHOUT_TITLE: _("2: payment for results, without title"),
    LeafPath.TITLE_HOST_COUNTS: _("3: with title; the host country counts it too, and buyers must say so"),
    LeafPath.TITLE_ADJUSTED: _("4: with title and a corresponding adjustment"),
}

ADJUSTMENT_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    AdjustmentState.NOT_STARTED: ("not_shown", _("not started")),
    AdjustmentState.PENDING: ("pending", _("pending")),
    AdjustmentState.COMPLETED: ("met", _("completed")),
}

CONTRIBUTION_WORDS: Final[dict[str, _StrPromise]] = {
    ContributionKind.PREPURCHASE: _("Pre-purchase"),
    ContributionKind.RESULTS_PAYMENT: _("Payment for results, without title"),
    ContributionKind.EQUITY: _("Equity"),
    ContributionKind.GRANT: _("Grant"),
}

PATHWAY_WORDS: Final[dict[str, _StrPromise]] = {
    "direct_air_capture": _("Direct air capture"),
    "biochar": _("Biochar"),
    "enhanced_weathering": _("Enhanced rock weathering"),
    "bioenergy_with_capture": _("Bioenergy with capture"),
    "other": _("Other removal"),
}

STORAGE_WORDS: Final[dict[str, _StrPromise]] = {
    "saline_aquifer": _("saline aquifer"),
    "depleted_reservoir": _("depleted reservoir, nothing brought up"),
    "basalt_mineralization": _("mineralized in basalt"),
    "mineral": _("bound in mineral"),
    "biochar_soil": _("biochar in soil"),
    "concrete": _("concrete"),
    "ocean_alkalinity": _("dissolved in the ocean"),
    "other_geological": _("other geological storage"),
}
