"""The kinds of dossier entries, their tables and their own columns."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from django.apps import apps


class Kind(StrEnum):
    """A kind of entry, as addresses and audit lines name it."""

    STORY = "story"
    PROFILE = "profile"
    GROSS_TO_NET = "gross-to-net"
    RATING = "rating"
    DOCUMENT = "document"
    NEWS = "news"
    DISCLAIMER = "disclaimer"
    LABEL = "label"
    CONDITION = "condition"
    CO_BENEFIT = "co-benefit"

    @property
    def model(self) -> Any:
        """The table of this kind: a subclass of DossierEntry, whose managers the abstract class does not have."""
        return apps.get_model("supply", MODELS[self])


MODELS: Final[dict[Kind, str]] = {
    Kind.STORY: "ProjectStory",
    Kind.PROFILE: "ProjectProfile",
    Kind.GROSS_TO_NET: "GrossToNet",
    Kind.RATING: "ExternalRating",
    Kind.DOCUMENT: "ProjectDocument",
    Kind.NEWS: "ProjectNews",
    Kind.DISCLAIMER: "ProjectDisclaimer",
    Kind.LABEL: "UnitLabel",
    Kind.CONDITION: "BuyerCondition",
    Kind.CO_BENEFIT: "CoBenefitFigure",
}

GROSS_DEDUCTIONS: Final = (
    "baseline_kg", "losses_kg", "emissions_kg", "leakage_kg", "uncertainty_kg", "buffer_kg",
)  # fmt: skip
"""What is taken off the gross, in the order in which it is told."""

CONTENT: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.STORY: ("language", "lede", "body"),
    Kind.PROFILE: ("durability_years", "gas", "region", "source"),
    Kind.GROSS_TO_NET: (
        "issuance", "period_from", "period_until", "gross_kg", *GROSS_DEDUCTIONS, "net_kg", "source",
    ),
    Kind.RATING: ("rater", "value", "scale", "rated_on", "expires_on", "address", "note"),
    Kind.DOCUMENT: ("kind", "title", "issuer", "document_date", "address", "sha256"),
    Kind.NEWS: ("headline", "source", "published_on", "address", "summary"),
    Kind.DISCLAIMER: ("kind", "text_en", "text_vi", "text_zh"),
    Kind.LABEL: ("holding_id", "label", "state", "issuer", "first", "last", "valid_from", "valid_until", "evidence"),
    Kind.CONDITION: ("holding_id", "condition", "source"),
    Kind.CO_BENEFIT: ("measure", "attainment", "figure", "stated_on", "source", "address"),
}  # fmt: skip
"""The columns that are a kind's own, which a withdrawal repeats."""


def entries_in_force(*, kind: Kind) -> Any:
    """Return the entries of a kind that nothing replaces and nobody withdrew, as a query set."""
    return kind.model.objects.filter(is_withdrawn=False, replaced_by__isnull=True)
