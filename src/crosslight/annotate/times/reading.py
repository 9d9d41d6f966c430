"""What the words of a time expression say before any calendar is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosslight.annotate.figures.numbers import worded

Form = Literal[
    "day", "month", "year", "weekday", "week", "weekend", "season", "quarter", "half", "decade", "century", "years", "days",
    "shift", "period", "duration", "set", "clock", "part", "open",
]  # fmt: skip
"""``shift``: n units from the anchor; ``period``: the n units up to (or from) it; ``part``: a part of a day; ``open``: never a date."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a time expression say, not yet placed on a calendar.

    ``turn`` is -1 for last/past/ago, 0 for this, 1 for next, ``None`` where the sentence's tense must tell.
    ``told`` marks what counts from a date named before ("the following day"). ``edge`` is the start, middle
    or end of the whole.
    """

    start: int
    end: int
    form: Form
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: float | None = None
    unit: str | None = None
    turn: int | None = None
    told: bool = False
    edge: str | None = None
    clock: str | None = None
    last_day: int | None = None
    last_month: int | None = None
    value: str | None = None


MONTHS = {name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
DAYS = {name: n for n, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
PARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "midday": "MI",
    "lunchtime": "MI",
    "dawn": "DT",
    "dusk": "EV",
}
UNITS = {
    "year": "Y",
    "month": "M",
    "week": "W",
    "day": "D",
    "hour": "H",
    "minute": "MIN",
    "second": "S",
    "decade": "DE",
    "century": "CE",
    "fortnight": "FN",
    "weekend": "WE",
    "quarter": "Q",
    "night": "D",
}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
CENTURIES = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "seventeenth": 17, "sixteenth": 16}


def count(words: str) -> float | None:
    """The number that a time expression's count word means (``None`` for "several", "a few")."""
    text = words.lower().strip()
    if text in ("a", "an", "one"):
        return 1
    if text in ("half an", "half a", "a half"):
        return 0.5
    if text == "a couple of":
        return 2
    if text == "a dozen":
        return 12
    if text[:1].isdigit():
        return float(text.rstrip(",").replace(",", "").rstrip("."))
    found = worded(text)
    return found[0][2] if len(found) == 1 else None
