"""What a lot of destroyed gas stores: one subtype, gas by gas amounts, and the metric that its tonnes are under."""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.errors import TooFewValues
from truetonne.science.gwp import GasAmount, sum_co2e
from truetonne.science.superpollutants.families import Subtype, check_subtype
from truetonne.science.units import Co2e, Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionLot:
    """Destroyed gases of one subtype, with what was issued for them under the program's metric.

    Raises NotEligible for a gas of another subtype (methane is no refrigerant), TooFewValues for none. Two lots add
    up only through ``issued``, which refuses another set or horizon.
    """

    subtype: Subtype
    amounts: tuple[GasAmount, ...]
    issued: Co2e

    def __post_init__(self) -> None:
        if not self.amounts:
            raise TooFewValues(field="amounts", value=0, reason="at least 1 gas is needed")
        for amount in self.amounts:
            check_subtype(gas=amount.gas, subtype=self.subtype)


def view_under(*, lot: DestructionLot, metric: Metric) -> Co2e:
    """Return the lot's issued amount as another set would count it: a second, labelled view, never an edit.

    The issued amount is scaled by the ratio of the gases' CO2e under both sets. Raises as ``sum_co2e``.
    """
    if lot.issued.metric is None or lot.issued.metric == metric:
        return lot.issued
    ratio = sum_co2e(amounts=lot.amounts, metric=metric).kg / sum_co2e(amounts=lot.amounts, metric=lot.issued.metric).kg
    return Co2e(kg=lot.issued.kg * ratio, metric=metric)
