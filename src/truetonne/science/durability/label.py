"""The durability label of a unit: years of storage, of them monitored, and who answers for the rest."""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.errors import InputMissing, NegativeQuantity, NotEligible


@dataclass(frozen=True, slots=True, kw_only=True)
class DurabilityLabel:
    """Years for which storage is claimed and monitored, and the named party for those in between.

    Raises NegativeQuantity, and InputMissing where storage is claimed beyond monitoring and nobody is named.
    Source: methods reference 6.4.
    """

    storage_years: int
    monitored_years: int
    responsible_party: str = ""

    def __post_init__(self) -> None:
        for field, years in (("storage_years", self.storage_years), ("monitored_years", self.monitored_years)):
            if years < 0:
                raise NegativeQuantity(field=field, value=years, reason="this cannot be below 0")
        if self.storage_years > self.monitored_years and not self.responsible_party.strip():
            raise InputMissing(
                field="responsible_party", value=None,
                reason=f"{self.storage_years} years are claimed and {self.monitored_years} monitored",
                fix="Name who answers for the years beyond monitoring, or claim the monitored years only",
            )  # fmt: skip


def check_substitute(*, promised: DurabilityLabel, offered: DurabilityLabel) -> None:
    """Accept a substitute of equal or longer storage only; raises NotEligible with both.

    Source: features of forward offtakes (operator policy).
    """
    if offered.storage_years < promised.storage_years:
        raise NotEligible(
            field="storage_years", value=offered.storage_years,
            reason=f"a substitute stores at least the {promised.storage_years} years promised",
        )  # fmt: skip
