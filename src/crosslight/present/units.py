"""Units as a picture needs them: what may stand on one axis, and how many of one unit make another."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# One of each unit in the first of its row (Bureau International des Poids et Mesures; NIST Handbook 44 for the customary ones).
_ROWS: tuple[dict[str, float], ...] = (
    {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629746, "year": 31556952},
    {"metre": 1, "kilometre": 1000, "centimetre": 0.01, "millimetre": 0.001, "mile": 1609.344, "foot": 0.3048, "inch": 0.0254, "yard": 0.9144, "nautical mile": 1852},
    {"kilogram": 1, "gram": 0.001, "milligram": 1e-6, "tonne": 1000, "ton": 907.18474, "pound": 0.45359237, "ounce": 0.028349523125},
    {"square metre": 1, "square kilometre": 1e6, "square mile": 2589988.110336, "hectare": 10000, "acre": 4046.8564224, "square foot": 0.09290304},
    {"litre": 1, "cubic metre": 1000, "gallon": 3.785411784, "barrel": 158.987294928},
    {"km/h": 1, "mph": 1.609344, "knot": 1.852},
    {"megawatt": 1, "gigawatt": 1000, "kilowatt": 0.001},
    {"megabyte": 1, "gigabyte": 1000, "terabyte": 1e6},
)  # fmt: skip
_FACTORS = {unit: (row, factor) for row, units in enumerate(_ROWS) for unit, factor in units.items()}
_SHORT = {
    "second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "yr", "metre": "m", "kilometre": "km",
    "centimetre": "cm", "millimetre": "mm", "mile": "mi", "foot": "ft", "inch": "in", "yard": "yd", "nautical mile": "nm", "kilogram": "kg",
    "gram": "g", "milligram": "mg", "tonne": "t", "ton": "tons", "pound": "lb", "ounce": "oz", "square kilometre": "km²",
    "square metre": "m²", "hectare": "ha", "percent": "%",
}  # fmt: skip


def common(units: Iterable[str | None]) -> str | None:
    """The unit that most figures are told in; of two told as often, the first."""
    counted = Counter(units)
    return counted.most_common(1)[0][0] if counted else None


def into(unit: str | None, base: str | None) -> float | None:
    """How many of ``base`` one ``unit`` is; ``None`` where the two cannot stand on one axis."""
    if unit == base:
        return 1.0
    here, there = _FACTORS.get(unit or ""), _FACTORS.get(base or "")
    if here and there and here[0] == there[0]:
        return here[1] / there[1]
    return 1.0 if _counts(unit) and _counts(base) else None


def short(unit: str | None) -> str:
    """The unit as it stands behind a number."""
    return _SHORT.get(unit or "", unit or "")


def _counts(unit: str | None) -> bool:
    """Whether a unit only says what is counted (people, items), rather than measures it."""
    return (
        unit not in _FACTORS
        and unit not in {"percent", "percentage point", "degree", "hertz"}
        and not re.fullmatch("[A-Z]{3}", unit or "")
    )
