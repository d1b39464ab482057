"""Invented projects, issuances and retirements, with sizes and delays drawn as real registries show them.

Sizes: retirements ln(t) ~ N(5.30, 2.83), issuances ln(t) ~ N(10.34, 1.65), both fitted to public extracts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

TYPES = {
    "Jurisdictional REDD+": ("REDD+ program", "Jurisdictional forest standard 2.0 (synthetic)", 0.0576),
    "Reforestation": ("reforestation", "Matched plots 1.1 (synthetic)", 0.18),
    "Mangrove restoration": ("mangroves", "Tidal wetlands 2.1 (synthetic)", 0.18),
    "Refrigerant destruction": ("refrigerant destruction", "Destruction of banked gases 1.0 (synthetic)", 0.0),
    "Mine methane": ("mine methane", "Ventilation air methane 3.0 (synthetic)", 0.0),
    "Direct air capture": ("air capture", "Capture and mineral storage 1.0 (synthetic)", 0.0),
}
"""Project types with what their names end in, an invented methodology and the share that goes into the buffer."""
_PLACES = (
    ("Amber Ridge", "GH", "Jurisdictional REDD+"), ("Blue Heron Delta", "VN", "Mangrove restoration"),
    ("Cedar Hollow", "US", "Refrigerant destruction"), ("Dry Creek", "US", "Mine methane"),
    ("Elk Meadow", "CA", "Reforestation"), ("Falling Water", "CR", "Jurisdictional REDD+"),
    ("Grey Heron Coast", "ID", "Mangrove restoration"), ("High Saddle", "PE", "Jurisdictional REDD+"),
    ("Ironwood", "BR", "Reforestation"), ("Juniper Flats", "MX", "Refrigerant destruction"),
    ("Kingfisher Bay", "KE", "Mangrove restoration"), ("Long Lake", "FI", "Direct air capture"),
)  # fmt: skip
_DEVELOPERS = ("Northwind Land Trust (synthetic)", "Quiet Water Cooperative (synthetic)", "Sable Works (synthetic)")
_REASONS = (("Third party", 0.53), ("Retail program", 0.35), ("Environmental benefit", 0.08), ("Other", 0.04))
_BENEFICIARIES = (
    "Alder & Ash Ltd (synthetic)", "Bramble Foods (synthetic)", "Copper Kettle Inc. (synthetic)",
    "COPPER KETTLE INC. (synthetic)", "Delta Freight (synthetic)", "Delta Freight Services (synthetic)", "",
)  # fmt: skip
_HOLDERS = ("Lighthouse Retail Ltd (synthetic)", "Meadowlark Brokers (synthetic)", "Old Mill Partners (synthetic)")
TODAY = date(2026, 6, 30)
"""Nothing invented is dated later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticRetirement:
    """A block retired by somebody."""

    transaction: str
    first: int
    last: int
    retired_on: date
    holder: str
    beneficiary: str
    reason: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticIssuance:
    """One serial block issued for a vintage; ``free_from`` is the first serial that nobody retired."""

    vintage: int
    batch: int
    last: int
    buffer: int
    issued_on: date
    retirements: tuple[SyntheticRetirement, ...]

    @property
    def free_from(self) -> int:
        """The first serial that is still somebody's."""
        return max((retirement.last for retirement in self.retirements), default=0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticProject:
    """An invented project with its issuances."""

    number: int
    name: str
    kind: str
    methodology: str
    country: str
    developer: str
    status: str
    issuances: tuple[SyntheticIssuance, ...]

    @property
    def ref(self) -> str:
        """The id that its registry prints."""
        return f"SYN{self.number}"

    def serial(self, *, vintage: int, batch: int, first: int, last: int) -> str:
        """Print a range in the invented registry's grammar."""
        return f"SYN-{self.country}-{self.number}-{vintage}-{batch}-{first} to {last}"


def generate_projects(
    *, seed: int, count: int, retirements_max: int, size_max: int = 2_000_000
) -> Iterator[SyntheticProject]:
    """Yield invented projects, the same for the same seed.

    ``retirements_max`` bounds the retirements of one issuance, ``size_max`` the tonnes of one issuance.
    """
    random = Random(seed)  # noqa: S311 - invented data, nothing secret
    for at in range(count):
        place, country, kind = _PLACES[at % len(_PLACES)]
        ending, methodology, share = TYPES[kind]
        round_at = at // len(_PLACES)
        name = f"{place} {ending}{f' {round_at + 1}' if round_at else ''} (synthetic)"
        yield SyntheticProject(
            number=100 + at, name=name, kind=kind, methodology=methodology, country=country,
            developer=_DEVELOPERS[at % len(_DEVELOPERS)], status="Registered" if at % 5 else "Completed",
            issuances=tuple(
                _issuances(
                    random=random, number=100 + at, share=share,
                    retirements_max=retirements_max, size_max=size_max,
                )
            ),
        )  # fmt: skip


def _issuances(
    *, random: Random, number: int, share: float, retirements_max: int, size_max: int
) -> Iterator[SyntheticIssuance]:
    first_vintage = random.randint(2017, 2021)
    for vintage in range(first_vintage, first_vintage + random.randint(2, 4)):
        tonnes = min(size_max, max(100, round(math.exp(random.gauss(10.34, 1.65)))))
        issued_on = date(vintage + 1, 1, 1) + timedelta(days=random.randint(60, 500))
        batch = vintage - first_vintage + 1
        yield SyntheticIssuance(
            vintage=vintage, batch=batch, last=tonnes, buffer=round(tonnes * share), issued_on=min(issued_on, TODAY),
            retirements=tuple(
                _retirements(
                    random=random, label=f"{number}-{vintage}", tonnes=tonnes, issued_on=issued_on, most=retirements_max
                )
            ),
        )  # fmt: skip


def _retirements(
    *, random: Random, label: str, tonnes: int, issued_on: date, most: int
) -> Iterator[SyntheticRetirement]:
    """Retire from the start of the block, up to about half of it."""
    head, limit, day = 1, tonnes // 2, issued_on
    for at in range(most):
        size = max(1, round(math.exp(random.gauss(5.30, 2.83))))
        if size >= 100 and random.random() < 0.27:
            size = round(size / 100) * 100
        day += timedelta(days=random.randint(1, max(2, 900 // most)))
        if head + size - 1 > limit or day > TODAY:
            return
        reason = random.choices([word for word, _ in _REASONS], [weight for _, weight in _REASONS])[0]
        beneficiary = random.choice(_BENEFICIARIES)
        yield SyntheticRetirement(
            transaction=f"T-{label}-{at + 1}", first=head, last=head + size - 1, retired_on=day,
            holder=random.choice(_HOLDERS), beneficiary=beneficiary, reason=reason,
            purpose=f"invented use in {day.year}",
        )  # fmt: skip
        head += size
