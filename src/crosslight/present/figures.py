"""Figures as a reader takes them in: in symbols ("≥ 7"), in words ("at least 7"), and as a place on an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.model import QuantityFigure

Kind = Literal["exact", "about", "at_least", "at_most", "range", "unread"]

# Beyond this ratio of largest to smallest, a linear axis presses the small figures into one dot of 10 px on a strip of 400 px.
LOG_FROM = 40.0
# Dots keep this distance (per cent of the strip) from its ends, so that arrows have room.
MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure says: its kind and the one or two numbers that carry it."""

    kind: Kind
    low: float
    high: float

    @property
    def symbols(self) -> str:
        """Short, for tables: ``≥ 7``, ``≈ 140``, ``20–25``."""
        low, high = number(self.low), number(self.high)
        return {
            "exact": low, "about": f"≈ {low}", "at_least": f"≥ {low}", "at_most": f"≤ {high}", "range": f"{low}–{high}", "unread": "?",
        }[self.kind]  # fmt: skip

    @property
    def words(self) -> str:
        """The same in words, for a reader who hears the page."""
        low, high = number(self.low), number(self.high)
        return {
            "exact": f"exactly {low}", "about": f"about {low}", "at_least": f"at least {low}", "at_most": f"at most {high}",
            "range": f"between {low} and {high}", "unread": "a figure that was not read as a number",
        }[self.kind]  # fmt: skip

    def times(self, factor: float | None) -> Reading:
        """The same in another unit; unread where there is no factor to it."""
        if factor is None:
            return Reading("unread", 0, 0)
        return self if factor == 1 else Reading(self.kind, self.low * factor, self.high * factor)


def reading(figure: QuantityFigure) -> Reading:
    """What a quantity's figure says."""
    value, low, high = (_finite(v) for v in (figure.value, figure.low, figure.high))
    if low is not None and high is not None:
        return Reading("exact" if low == high else "range", min(low, high), max(low, high))
    if low is not None:
        return Reading("at_least", low, low)
    if high is not None:
        return Reading("at_most", high, high)
    if value is not None:
        return Reading("about", value, value)
    return Reading("unread", 0, 0)


def _finite(value: float | None) -> float | None:
    """A number that an axis can hold: what is smaller than any news is nought, what is larger than any is not read."""
    if value is None or not abs(value) < 1e30:
        return None
    return value if abs(value) > 1e-9 else 0.0


def number(value: float) -> str:
    """A number for reading: grouped by thousands, millions and billions in words, no idle digits."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{_digits(value / size)} {word}"
    return _digits(value)


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale for one quantity. ``log`` where the figures lie orders of magnitude apart."""

    low: float
    high: float
    log: bool
    ticks: tuple[float, ...]

    @classmethod
    def over(cls, readings: Iterable[Reading]) -> Axis:
        """The axis that holds all these figures, with at most six ticks."""
        readings = tuple(readings)
        values = sorted({v for r in readings if r.kind != "unread" for v in (r.low, r.high)})
        if not values:
            return cls(0, 1, log=False, ticks=())
        low, high = _room(values[0], values[-1], [r for r in readings if r.kind != "unread"])
        if math.isclose(low, high):
            return cls(low, low, log=False, ticks=(low,))
        if values[0] > 0 and values[-1] / values[0] > LOG_FROM:
            low, high = values[0], values[-1]
            return cls(low, high, log=True, ticks=_log_ticks(low, high))
        return cls(low, high, log=False, ticks=_linear_ticks(low, high, whole=all(v == int(v) for v in values)))

    def at(self, value: float) -> float:
        """Where a value lies, in per cent of the strip's width."""
        if self.low == self.high:
            return 50.0
        value = min(max(value, self.low), self.high)
        share = (
            math.log(value / self.low) / math.log(self.high / self.low) if self.log else (value - self.low) / (self.high - self.low)
        )
        return round(MARGIN + share * (100 - 2 * MARGIN), 2)


def _room(low: float, high: float, readings: list[Reading]) -> tuple[float, float]:
    """The ends of the axis, moved out where an open figure stands at one, so that its arrow has a length."""
    reach = (high - low or abs(high) or 1) / 3
    first = max(low - reach, min(low, 0)) if any(r.kind == "at_most" and r.high == low for r in readings) else low
    return first, high + reach if any(r.kind == "at_least" and r.low == high for r in readings) else high


def _linear_ticks(low: float, high: float, *, whole: bool) -> tuple[float, ...]:
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * 0.999)
    if whole:
        step = max(1.0, step)
    first = math.ceil(low / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1))[:6]


def _log_ticks(low: float, high: float) -> tuple[float, ...]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        ticks = [m * 10.0**p for p in powers for m in steps if low <= m * 10.0**p <= high]
        if len(ticks) <= 6:
            return tuple(ticks)
    return tuple(ticks[:: math.ceil(len(ticks) / 6)])
