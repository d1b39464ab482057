"""From tonnes of a calculation to whole kilograms of the ledger: gross rounds down, each deduction rounds up.

Floats end here. A number counts as it is written: 1.001 is one thousand and one thousandths, not the binary fraction
next to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from truetonne.science.errors import NegativeQuantity, NotFinite
from truetonne.science.quantity import KG_PER_TONNE

Exact = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuable:
    """What may be issued, in whole kilograms, with every deduction beside it.

    ``gross_kg == net_kg + sum(deductions_kg.values()) - unfunded_deduction_kg``; the last is 0 unless the deductions
    exceed the gross amount, in which case nothing is issued.
    """

    gross_kg: int
    net_kg: int
    deductions_kg: Mapping[str, int]
    unfunded_deduction_kg: int = 0


def as_written(*, value: Exact) -> Fraction:
    """Return a number exactly as it is written in decimal: 0.1 is one tenth.

    Raises NotFinite for NaN and infinity.
    """
    if isinstance(value, Fraction):
        return value
    if not math.isfinite(value):
        raise NotFinite(field="value", value=value, reason="a finite number is due")
    return Fraction(repr(float(value))) if isinstance(value, float) else Fraction(value)


def floor_kg(*, quantity_t: Exact) -> int:
    """Return the whole kilograms in so many tonnes, rounded down and never below 0: the issuable amount.

    >>> floor_kg(quantity_t=1.0019)
    1001

    Source: methods reference 0.2 (operator policy).
    """
    return max(0, math.floor(as_written(value=quantity_t) * KG_PER_TONNE))


def ceiling_kg(*, quantity_t: Exact) -> int:
    """Return the whole kilograms of a deduction of so many tonnes, rounded up.

    Raises NegativeQuantity: a deduction never adds. Source: methods reference 0.2 (operator policy).
    """
    if quantity_t < 0:
        raise NegativeQuantity(field="quantity_t", value=quantity_t, reason="a deduction cannot be below 0")
    return math.ceil(as_written(value=quantity_t) * KG_PER_TONNE)


def deduct_kg(*, gross_t: Exact, deductions_t: Mapping[str, Exact]) -> Issuable:
    """Take named deductions (uncertainty, leakage, buffer) off a gross amount, in whole kilograms.

    Gross is rounded down, each deduction up, net is what is left and never below 0. Raises NegativeQuantity for a
    deduction below 0. Source: methods reference 0.2 (operator policy).
    """
    gross_kg = floor_kg(quantity_t=gross_t)
    deductions_kg = {name: ceiling_kg(quantity_t=deduction_t) for name, deduction_t in deductions_t.items()}
    left_kg = gross_kg - sum(deductions_kg.values())
    return Issuable(
        gross_kg=gross_kg,
        net_kg=max(0, left_kg),
        deductions_kg=MappingProxyType(deductions_kg),
        unfunded_deduction_kg=max(0, -left_kg),
    )
