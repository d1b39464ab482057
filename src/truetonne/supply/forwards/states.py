"""Kinds and states of forward contracts, and the pure rule by which a state follows from what is on record."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from truetonne.science.parameter_sets import load_parameters

FIRST_YEAR, LAST_YEAR = 1990, 2100


class ContractKind(models.TextChoices):
    """What is bought ahead: removals of one supplier, or results of a jurisdiction."""

    REMOVAL = "REMOVAL"
    JURISDICTIONAL = "JURISDICTIONAL"


class ContractState(models.TextChoices):
    """Where a contract stands. Derived from its records, never written."""

    DRAFT = "DRAFT"
    SIGNED = "SIGNED"
    SCHEDULED = "SCHEDULED"
    PART_DELIVERED = "PART_DELIVERED"
    SHORTFALL = "SHORTFALL"
    SUBSTITUTED = "SUBSTITUTED"
    FULFILLED = "FULFILLED"
    TERMINATED = "TERMINATED"


class SubstitutionRule(models.TextChoices):
    """Whether other units may take the place of what does not come."""

    EQUAL_OR_HIGHER = "EQUAL_OR_HIGHER"
    NONE = "NONE"


class LeafPath(models.IntegerChoices):
    """The four kinds of transaction of the LEAF Coalition (standards reference 3, secondary)."""

    SOVEREIGN = 1
    RESULTS_WITHOUT_TITLE = 2
    TITLE_HOST_COUNTS = 3
    TITLE_ADJUSTED = 4


TITLE_PATHS = (LeafPath.TITLE_HOST_COUNTS, LeafPath.TITLE_ADJUSTED)
"""Only these hand over title, so only these can ever become units of a company."""


class AdjustmentState(models.TextChoices):
    """Where a host country's corresponding adjustment stands."""

    NOT_STARTED = "NOT_STARTED"
    PENDING = "PENDING"
    COMPLETED = "COMPLETED"


class ContributionKind(models.TextChoices):
    """Direct investment without units."""

    PREPURCHASE = "PREPURCHASE"
    RESULTS_PAYMENT = "RESULTS_PAYMENT"
    EQUITY = "EQUITY"
    GRANT = "GRANT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides a contract's state, in kilograms. ``overdue_kg`` was due in closed years by the first schedule."""

    is_signed: bool
    is_scheduled: bool
    is_ended: bool
    total_kg: int
    delivered_kg: int
    substituted_kg: int
    overdue_kg: int

    @property
    def received_kg(self) -> int:
        return self.delivered_kg + self.substituted_kg

    @property
    def shortfall_kg(self) -> int:
        """What closed years still lack. Writing a new schedule does not make it smaller."""
        return max(0, self.overdue_kg - self.received_kg)


def derive_state(*, standing: Standing) -> ContractState:
    """Return the one state that follows from a contract's records. Source: features reference 20, forward contract."""
    if standing.received_kg == standing.total_kg:
        return ContractState.FULFILLED
    if standing.is_ended:
        return ContractState.TERMINATED
    if not standing.is_signed:
        return ContractState.DRAFT
    if not standing.is_scheduled:
        return ContractState.SIGNED
    if standing.shortfall_kg:
        return ContractState.SHORTFALL
    if standing.substituted_kg:
        return ContractState.SUBSTITUTED
    return ContractState.PART_DELIVERED if standing.delivered_kg else ContractState.SCHEDULED


def known_pathways() -> tuple[str, ...]:
    """Pathways of removal that have a bound of plausible capacity."""
    return tuple(load_parameters(name="removals").table("capture_t_per_year_max"))


def known_storage() -> tuple[str, ...]:
    """Kinds of storage that earn a removal; enhanced oil recovery is none of them."""
    return tuple(str(name) for name in load_parameters(name="removals").rows("storage_types"))
