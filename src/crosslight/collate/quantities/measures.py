"""What a figure amounts to: its dimension, its bounds in the dimension's own unit, and how two of them compare."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.model import Figure, QuantityFigure

_LENGTH = {"metre": 1.0, "kilometre": 1000.0, "centimetre": 0.01, "millimetre": 0.001, "mile": 1609.344, "foot": 0.3048, "inch": 0.0254, "yard": 0.9144, "nautical mile": 1852.0}  # fmt: skip
_MASS = {
    "kilogram": 1.0,
    "gram": 0.001,
    "milligram": 1e-6,
    "tonne": 1000.0,
    "ton": 1000.0,
    "pound": 0.45359,
    "ounce": 0.02835,
    "stone": 6.35,
}
_TIME = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0, "month": 2629800.0, "year": 31557600.0, "decade": 315576000.0}  # fmt: skip
_SPEED = {"mph": 1.609344, "km/h": 1.0, "kph": 1.0, "kilometre per hour": 1.0, "mile per hour": 1.609344, "knot": 1.852}
_AREA = {
    "square metre": 1.0,
    "square kilometre": 1e6,
    "square mile": 2.59e6,
    "square foot": 0.0929,
    "hectare": 1e4,
    "acre": 4046.86,
}
_SHARE = {"percent": 1.0, "percentage point": 1.0}
CONVERSIONS = {
    unit: (dimension, factor)
    for dimension, table in {
        "length": _LENGTH,
        "mass": _MASS,
        "time": _TIME,
        "speed": _SPEED,
        "area": _AREA,
        "share": _SHARE,
    }.items()
    for unit, factor in table.items()
}
NEAR = 0.06
"""How far an approximate or converted figure may lie from its fellow: "40 foot" and "12 metres" differ by 1.6 %,
"nearly 200" and 188 by 6 %."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure in its dimension's base unit: the number named (``best``) and the range that the words allow."""

    dimension: str
    unit: str | None
    best: float
    low: float
    high: float
    exact: bool


def measure(figure: Figure | QuantityFigure) -> Measure | None:
    """The figure's measure; ``None`` where it names no number at all."""
    named = figure.value if figure.value is not None else figure.low if figure.low is not None else figure.high
    if named is None or not math.isfinite(named):
        return None
    dimension, factor = dimension_of(figure.unit)
    low, high = figure.low, figure.high
    exact = low is not None and low == high
    if low is None and high is None:
        low, high = named * (1 - NEAR), named * (1 + NEAR)
    best = (low + high) / 2 if figure.value is None and low is not None and high is not None else named
    return Measure(
        dimension,
        figure.unit,
        best * factor,
        (low if low is not None else -math.inf) * factor,
        (high if high is not None else math.inf) * factor,
        exact,
    )


def dimension_of(unit: str | None) -> tuple[str, float]:
    """The dimension of a unit, and what one of it is in the base unit. Money is a dimension a currency; the rest is counted."""
    if unit is None:
        return "count", 1.0
    if unit in CONVERSIONS:
        return CONVERSIONS[unit]
    if len(unit) == 3 and unit.isupper():
        return "money", 1.0
    return "count", 1.0


def closeness(a: Measure, b: Measure) -> float:
    """How far apart two numbers lie: 0 the same, growing with the logarithm of their ratio, at most 5."""
    if a.best == b.best:
        return 0.0
    if a.best <= 0 or b.best <= 0:
        return 5.0
    return min(abs(math.log(a.best / b.best)), 5.0)


def equal(a: Measure, b: Measure) -> bool:
    """The same number, unit conversion and its rounding allowed for."""
    if a.unit == b.unit:
        return closeness(a, b) < 1e-9
    return closeness(a, b) <= NEAR / 2


def consistent(a: Measure, b: Measure) -> bool:
    """Both can hold: the ranges that the words allow meet."""
    slack = 1 + (NEAR / 2 if a.unit != b.unit else 1e-9)
    return a.low <= b.high * slack and b.low <= a.high * slack
