"""Sharing whole units among several parties by largest remainder, so that the shares always add up.

What arrives is shared by what each party still waits for. Nobody gets more than that, whoever is named first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from truetonne.science.errors import NegativeQuantity, OutOfRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one party gets of a delivery, in whole units.

    ``exact`` is the quota before rounding, ``has_extra`` whether its remainder earned one unit more than the whole
    part of it.
    """

    party: str
    waiting_units: int
    exact: Fraction
    units: int
    has_extra: bool

    @property
    def remainder(self) -> Fraction:
        """The part of the quota that is less than a unit, by which the last units are given out."""
        return self.exact - int(self.exact)


def share_units(*, units: int, waiting: Mapping[str, int]) -> tuple[Share, ...]:
    """Share ``units`` among parties by what each waits for; return the shares by party.

    The quota of a party is ``units x waiting / sum(waiting)``. Each gets the whole part of it; the units left over go
    to the largest remainders, and of equal remainders to the larger wait, then to the name that sorts first, so the
    order in which parties are given changes nothing. The shares add up to ``units`` and none is above its wait.
    Raises NegativeQuantity, and OutOfRange where more arrives than is waited for.
    Source: Hamilton's method of apportionment (largest remainder); breaking of ties is operator policy.
    """
    for party, wanted in waiting.items():
        if wanted < 0:
            raise NegativeQuantity(field=f"waiting.{party}", value=wanted, reason="this cannot be below 0")
    whole = sum(waiting.values())
    if not 0 <= units <= whole:
        raise OutOfRange(field="units", value=units, reason=f"lies between 0 and the {whole} that are waited for")
    quotas = {party: Fraction(units * wanted, whole) if whole else Fraction(0) for party, wanted in waiting.items()}
    left = units - sum(int(quota) for quota in quotas.values())
    by_claim = sorted(quotas, key=lambda party: (int(quotas[party]) - quotas[party], -waiting[party], party))
    extra = set(by_claim[:left])
    return tuple(
        Share(
            party=party, waiting_units=waiting[party], exact=quotas[party],
            units=int(quotas[party]) + (party in extra), has_extra=party in extra,
        )
        for party in sorted(waiting)
    )  # fmt: skip
