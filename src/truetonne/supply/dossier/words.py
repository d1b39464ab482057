"""Dossier entries as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.supply.dossier.fields import Kind
from truetonne.supply.dossier.states import Attainment, DisclaimerKind, DocumentKind, Gas, LabelState, Measure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KIND_TITLES: Final[dict[Kind, _StrPromise]] = {
    Kind.STORY: _("Story"),
    Kind.PROFILE: _("Durability and gas"),
    Kind.GROSS_TO_NET: _("Gross to net"),
    Kind.RATING: _("Ratings of others"),
    Kind.DOCUMENT: _("Documents"),
    Kind.NEWS: _("News"),
    Kind.DISCLAIMER: _("Disclaimers"),
    Kind.LABEL: _("Labels"),
    Kind.CONDITION: _("Conditions for buyers"),
    Kind.CO_BENEFIT: _("Co-benefits"),
}

KIND_ADDS: Final[dict[Kind, _StrPromise]] = {
    Kind.STORY: _("Tell the story in a language"),
    Kind.PROFILE: _("State durability and gas"),
    Kind.GROSS_TO_NET: _("Add an issuance"),
    Kind.RATING: _("Add a rating"),
    Kind.DOCUMENT: _("Add a document"),
    Kind.NEWS: _("Add a clipping"),
    Kind.DISCLAIMER: _("Add a disclaimer"),
    Kind.LABEL: _("Add a label"),
    Kind.CONDITION: _("Add a condition"),
    Kind.CO_BENEFIT: _("Add a figure"),
}

KIND_HINTS: Final[dict[Kind, _StrPromise]] = {
    Kind.STORY: _("What is done, by whom, and what is credited. English is shown where a language is missing."),
    Kind.PROFILE: _("What the registry does not state. The catalogue filters by it."),
    Kind.GROSS_TO_NET: _("What was measured, what was taken off, and what may be sold. The parts sum to the net."),
    Kind.RATING: _("Shown side by side, each on its own scale and with its day. They are never averaged."),
    Kind.DOCUMENT: _("With its date and the hash of its bytes, so that anybody can tell whether it is the same file."),
    Kind.NEWS: _("What others published, with source and day, good or bad."),
    Kind.DISCLAIMER: _("What a buyer must know before buying."),
    Kind.LABEL: _("Labels belong to serials and have a day; they never belong to a project as a whole."),
    Kind.CONDITION: _(
        "What the seller asks of whoever buys, beside our own rules. Others see the lot with the reason."
    ),
    Kind.CO_BENEFIT: _("One figure of one source. Where sources differ all stand side by side; none is chosen."),
}

DOCUMENT_WORDS: Final[dict[str, _StrPromise]] = {
    DocumentKind.DESCRIPTION: _("Project description"),
    DocumentKind.VALIDATION: _("Validation report"),
    DocumentKind.MONITORING: _("Monitoring report"),
    DocumentKind.VERIFICATION: _("Verification statement"),
    DocumentKind.AGREEMENT: _("Agreement"),
    DocumentKind.CONSULTATION: _("Minutes of consultations"),
    DocumentKind.OTHER: _("Other document"),
}

DISCLAIMER_WORDS: Final[dict[str, _StrPromise]] = {
    DisclaimerKind.REVERSAL: _("Reversal"),
    DisclaimerKind.METHOD: _("Method"),
    DisclaimerKind.COUNTRY: _("Host country"),
    DisclaimerKind.DISPUTE: _("Dispute"),
    DisclaimerKind.SHORT_LIVED: _("Short-lived gas"),
    DisclaimerKind.DATA_GAP: _("Gap in the data"),
    DisclaimerKind.OTHER: _("To know"),
}

GAS_WORDS: Final[dict[str, _StrPromise]] = {
    Gas.CO2: _("Carbon dioxide"),
    Gas.CH4: _("Methane"),
    Gas.N2O: _("Nitrous oxide"),
    Gas.HFC: _("HFC refrigerant"),
    Gas.ODS: _("Ozone-depleting refrigerant"),
}

LABEL_STATE_WORDS: Final[dict[str, _StrPromise]] = {
    LabelState.TAGGED: _("tagged"),
    LabelState.UNDECIDED: _("undecided"),
}

GROSS_WORDS: Final[dict[str, _StrPromise]] = {
    "gross_kg": _("Gross, as measured"),
    "baseline_kg": _("Baseline: what would have happened anyway"),
    "losses_kg": _("Losses"),
    "emissions_kg": _("The project’s own emissions"),
    "leakage_kg": _("Leakage"),
    "uncertainty_kg": _("Deduction for uncertainty"),
    "buffer_kg": _("To the buffer"),
    "net_kg": _("Net, for sale"),
}

CONDITION_WORDS: Final[dict[str, _StrPromise]] = {
    "leaf-buyer": _("LEAF Coalition’s conditions for buyers"),
    "set-aside": _("set aside for a member who had committed to it"),
}
"""Names of the rule sets that a lot may hand down; others are shown by their id."""

MEASURE_WORDS: Final[dict[str, _StrPromise]] = {
    Measure.FARMERS: _("Farmers"),
    Measure.HECTARES: _("Hectares"),
    Measure.TREES: _("Trees"),
    Measure.JOBS: _("Jobs"),
    Measure.WOMEN: _("Women among those who take part"),
    Measure.SPECIES: _("Species planted"),
    Measure.TONNES: _("Tonnes of CO2e, as the source states them"),
}

ATTAINMENT_WORDS: Final[dict[str, _StrPromise]] = {
    Attainment.REACHED: _("reached"),
    Attainment.PLANNED: _("planned"),
}
