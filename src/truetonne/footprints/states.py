"""The room's vocabularies; values are stable for ever."""

from __future__ import annotations

from django.db import models

from truetonne.rules.inventory.categories import CategoryState


class InventoryState(models.TextChoices):
    """How far a version has come; it moves in this order and never back."""

    DRAFT = "DRAFT"
    FINAL = "FINAL"
    PUBLISHED = "PUBLISHED"

    @property
    def place(self) -> int:
        """Return 0 for a draft, 1 for a final and 2 for a published version."""
        return list(type(self)).index(self)


class Part(models.TextChoices):
    """A line of an inventory. The two of scope 2 are never added; biogenic CO2 stands outside the scopes."""

    SCOPE1 = "SCOPE1"
    SCOPE2_LOCATION = "SCOPE2_LOCATION"
    SCOPE2_MARKET = "SCOPE2_MARKET"
    SCOPE3 = "SCOPE3"
    BIOGENIC = "BIOGENIC"


class Consolidation(models.TextChoices):
    """Which of an organization's sources the inventory takes in."""

    OPERATIONAL_CONTROL = "operational_control"
    FINANCIAL_CONTROL = "financial_control"
    EQUITY_SHARE = "equity_share"


class Method(models.TextChoices):
    """How a figure came about, best first."""

    SUPPLIER_SPECIFIC = "supplier_specific"
    HYBRID = "hybrid"
    AVERAGE_DATA = "average_data"
    SPEND_BASED = "spend_based"


class RowOutcome(models.TextChoices):
    """What became of a row that was not accepted."""

    KNOWN = "KNOWN"
    HELD = "HELD"
    REFUSED = "REFUSED"


class LoadState(models.TextChoices):
    """How far the import of a file has come."""

    MAPPING = "MAPPING"
    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    INTERRUPTED = "INTERRUPTED"


STATES_WITH_KG = tuple(state.value for state in CategoryState if state.carries_kg)
STATES_WITH_REASON = (CategoryState.NOT_RELEVANT.value, CategoryState.EXCLUDED.value)
CATEGORY_STATES = tuple(state.value for state in CategoryState)
