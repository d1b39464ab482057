"""Named refusals of the calculation modules: bad input is rejected with field, value and fix, never coerced.

The codes are those of the methods reference 0.4; interfaces translate them. No result is ever NaN.
"""

from __future__ import annotations


class InputRefused(ValueError):
    """An input that a method cannot work with; carries ``field``, ``value``, ``reason`` and ``fix``."""

    code = "input_refused"

    def __init__(self, *, field: str, value: object, reason: str, fix: str = "") -> None:
        super().__init__(f"{field} = {value!r}: {reason}" + (f". {fix}" if fix else ""))
        self.field = field
        self.value = value
        self.reason = reason
        self.fix = fix


class InputMissing(InputRefused):
    """A required input is absent."""

    code = "input_missing"


class InputUnknown(InputRefused):
    """The method knows no such input."""

    code = "input_unknown"


class WrongType(InputRefused):
    """A text where a number is due, a boolean where a list is due, and the like."""

    code = "wrong_type"


class NotFinite(InputRefused):
    """NaN or infinity."""

    code = "not_finite"


class NegativeQuantity(InputRefused):
    """A mass, volume, energy, area, standard deviation or half width below zero."""

    code = "negative_quantity"


class FractionOutOfRange(InputRefused):
    """A share, probability or efficiency outside [0, 1], or shares that do not add up to 1."""

    code = "fraction_out_of_range"


class UnitMissing(InputRefused):
    """A quantity without its unit, basis, GWP set, horizon or origin."""

    code = "unit_missing"


class UnitMismatch(InputRefused):
    """Two bases mixed: LHV with HHV, WTW with TTW, HW90 with HW95, GWP sets or horizons."""

    code = "unit_mismatch"


class TooFewValues(InputRefused):
    """Fewer observations, plots, years or draws than the method's minimum."""

    code = "too_few_values"


class UndefinedResult(InputRefused):
    """Division by a zero total, a zero benefit or a base that is not positive."""

    code = "undefined_result"


class ImplausibleValue(InputRefused):
    """Outside the plausibility bound of the method; only a second person with a reason may override it."""

    code = "implausible_value"


class NotInTable(InputRefused):
    """A name that the method's table does not hold, such as a gas without a value in a GWP set."""

    code = "not_in_table"


class OutOfRange(InputRefused):
    """A number outside the range on which the method is defined, such as a delay beyond the horizon."""

    code = "out_of_range"


class NotEligible(InputRefused):
    """A kind that earns nothing here, such as storage by enhanced oil recovery or fuel from palm oil."""

    code = "not_eligible"
