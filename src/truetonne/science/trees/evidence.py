"""Leakage and buffer shares from the evidence that decides them, and the deduction for uncertainty."""

from __future__ import annotations

from truetonne.science.errors import FractionOutOfRange, OutOfRange
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.uncertainty import HalfWidth, Level, list_deduction_rules


def uncertainty_deduction(*, hw90: float) -> float:
    """Return UA = 0.524417 HW90 / 1.645006, the share of gross to deduct, at most 1.

    ``hw90`` is the half width of the 90% interval as a fraction of the mean, >= 0. Raises NegativeQuantity.
    Source: TREES 2.0 eq. 11, p. 46 (public code).
    """
    width = HalfWidth(fraction=hw90, level=Level.HW90)
    return list_deduction_rules()["art_trees"].fraction(hw90=width.fraction)


def leakage_share(*, share_of_national_forest: float) -> float:
    """Return the leakage deduction for an accounting area that covers this share of the national forest.

    Above 90% nothing, from 60% 5%, from 25% 10%, below 20%. Raises FractionOutOfRange.
    Source: TREES 2.0 s. 7.2 (unverified; edges as coded publicly).
    """
    share = read_number(share_of_national_forest, field="share_of_national_forest")
    if not 0 <= share <= 1:
        raise FractionOutOfRange(field="share_of_national_forest", value=share, reason="a share lies in [0, 1]")
    for edge, leakage, inclusion in _bands():
        if share > edge or (inclusion == "from" and share == edge):
            return leakage
    raise AssertionError("the last band reaches to 0")


def buffer_share(*, legislation: bool, low_interannual_variability: bool, mitigation_plan: bool) -> float:
    """Return the share of gross that goes to the buffer: 25% less 5, 10 and 5 points for three mitigations.

    ``low_interannual_variability`` means below 15% over ten years. Source: TREES 2.0 s. 7.1 (unverified).
    """
    parameters = load_parameters(name="trees")
    shown = {
        "legislation": legislation,
        "low_interannual_variability": low_interannual_variability,
        "mitigation_plan": mitigation_plan,
    }
    less = parameters.table("buffer_less_pct")
    points = sum(_points(less[name]) for name, is_shown in shown.items() if is_shown)
    return (int(parameters.number("buffer_base_pct")) - points) / 100


def check_leakage(*, leakage: float, field: str = "leakage") -> float:
    """Return a leakage share that is one of the standard's; raises OutOfRange."""
    return _one_of(leakage, {band[1] for band in _bands()}, field=field)


def check_buffer(*, buffer: float, field: str = "buffer") -> float:
    """Return a buffer share that the standard can give (5% to 25% in steps of 5 points); raises OutOfRange."""
    known = {
        buffer_share(legislation=bool(a), low_interannual_variability=bool(b), mitigation_plan=bool(c))
        for a in (0, 1)
        for b in (0, 1)
        for c in (0, 1)
    }
    return _one_of(buffer, known, field=field)


def _one_of(value: float, known: set[float], *, field: str) -> float:
    for share in known:
        if abs(read_number(value, field=field) - share) < 1e-12:
            return share
    fix = f"One of: {', '.join(f'{share:g}' for share in sorted(known))}"
    raise OutOfRange(field=field, value=value, reason="the standard knows no such share", fix=fix)


def _bands() -> tuple[tuple[float, float, str], ...]:
    bands = []
    for row in load_parameters(name="trees").rows("leakage_bands"):
        if not isinstance(row, tuple):
            raise TypeError("a leakage band is a row")
        bands.append((float(row[0]), float(row[1]), str(row[2])))
    return tuple(bands)


def _points(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no number of points")
    return value
