"""Places readings on the calendar: TIMEX3 values, intervals, and X where nothing tells."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from crosslight.annotate.times.reading import Reading
    from crosslight.model import TimeType

    Tense = Callable[[], int]


class Placed(NamedTuple):
    """A time on the calendar: TIMEX3 type and value, first and last day, and what it was resolved against."""

    type: TimeType
    value: str
    interval: tuple[str, str] | None = None
    anchor: str | None = None


@dataclass(slots=True)
class Calendar:
    """What is known while an article is read: its own day, and the last day that its text named.

    ``source`` is "published" or "text": where ``today`` is from.
    """

    today: date | None = None
    source: str | None = None
    told: date | None = None
    told_unit: str = "D"

    def remember(self, day: date, unit: str) -> None:
        """Keep the day that the text has just named."""
        self.told, self.told_unit = day, unit


def days_of(first: date, last: date) -> tuple[str, str]:
    """An interval of days, as ISO dates."""
    return first.isoformat(), last.isoformat()


def month_ends(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def moved(day: date, unit: str, n: int) -> date:
    """``day`` moved by n units; the last of the month where the month is shorter.

    Raises:
        ValueError: the result lies outside the calendar.

    """
    try:
        if unit in ("D", "W", "FN", "WE"):
            return day + timedelta(days=n * {"D": 1, "W": 7, "FN": 14, "WE": 7}[unit])
    except OverflowError as error:
        raise ValueError(n) from error
    months = n * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(n)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shown(day: date, unit: str) -> tuple[str, tuple[str, str]]:
    """Value and interval of the day, week, month, year … that ``day`` lies in."""
    if unit in ("D", "FN"):
        return day.isoformat(), days_of(day, day)
    if unit == "W":
        iso = day.isocalendar()
        monday = day - timedelta(days=day.weekday())
        return f"{iso.year}-W{iso.week:02d}", days_of(monday, monday + timedelta(days=6))
    if unit == "WE":
        iso = day.isocalendar()
        saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return f"{iso.year}-W{iso.week:02d}-WE", days_of(saturday, saturday + timedelta(days=1))
    if unit == "M":
        return f"{day:%Y-%m}", days_of(*month_ends(day.year, day.month))
    if unit == "Q":
        quarter = (day.month - 1) // 3
        return f"{day.year:04d}-Q{quarter + 1}", days_of(
            date(day.year, 3 * quarter + 1, 1), month_ends(day.year, 3 * quarter + 3)[1]
        )
    span = {"Y": 1, "DE": 10, "CE": 100}[unit]
    first = day.year - day.year % span or 1
    value = f"{day.year:04d}" if span == 1 else f"{first:04d}"[: -1 if span == 10 else -2] + ("X" if span == 10 else "XX")
    return value, days_of(date(first, 1, 1), date(first + span - 1, 12, 31))


OPEN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXXX",
    "CE": "XXXX",
    "FN": "XXXX-XX-XX",
}


def edged(interval: tuple[str, str], edge: str | None, today: date | None = None) -> tuple[str, str]:
    """The third of an interval that "early", "mid" or "late" means; "earlier" and "later" end or begin today."""
    if edge is None:
        return interval
    if edge in ("earlier", "later"):
        here = today.isoformat() if today else ""
        if not interval[0] <= here <= interval[1]:
            return interval
        return (interval[0], here) if edge == "earlier" else (here, interval[1])
    first, last = date.fromisoformat(interval[0]), date.fromisoformat(interval[1])
    third = (last - first).days // 3
    if edge == "start":
        return days_of(first, first + timedelta(days=third))
    if edge in ("end", "late"):
        return days_of(last - timedelta(days=third), last)
    return days_of(first + timedelta(days=third), last - timedelta(days=third))


SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


def season(year: int, name: str) -> tuple[str, tuple[str, str]]:
    """A northern season by whole months (winter runs into the next year)."""
    first, last = SEASON_MONTHS[name]
    end = month_ends(year + (last < first), last)[1]
    return f"{year:04d}-{name}", days_of(date(year, first, 1), end)


def length(n: float, unit: str) -> str:
    """An ISO 8601 duration."""
    if unit in ("DE", "CE", "FN", "Q"):
        n, unit = n * {"DE": 10, "CE": 100, "FN": 2, "Q": 3}[unit], {"DE": "Y", "CE": "Y", "FN": "W", "Q": "M"}[unit]
    number = f"{n:g}" if n < 1e6 else str(int(n))
    return f"PT{number}{unit[0]}" if unit in ("H", "MIN", "S") else f"P{number}{unit}"


def weekday_from(today: date, weekday: int, turn: int) -> date:
    """The weekday on or before (turn -1), or after (turn 1), ``today``."""
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back) if turn < 0 else today + timedelta(days=(7 - back) % 7 or 7)


def nearest_year(today: date, month: int, day: int, turn: int) -> int:
    """The year that a day without one most likely means, seen from ``today``.

    A day up to half a year off lies in the sentence's tense's direction or else at the least distance.
    """
    options = []
    for year in (today.year - 1, today.year, today.year + 1):
        last = monthrange(year, month)[1]
        options.append((date(year, month, min(day, last)) - today).days)
    if turn < 0:
        # A week's grace: reports are dated by their time zone, and plans are told in the past tense.
        return today.year - 1 + max((i for i, gap in enumerate(options) if gap <= 7), default=0)
    if turn > 0:
        return today.year - 1 + min((i for i, gap in enumerate(options) if gap >= -7), default=2)
    return today.year - 1 + min(range(3), key=lambda i: abs(options[i]))


def place(reading: Reading, calendar: Calendar, tense: Tense) -> Placed | None:
    """The reading on the calendar, or ``None`` where its parts make no date."""
    from crosslight.annotate.times.placing import PLACERS

    try:
        return PLACERS[reading.form](reading, calendar, tense)
    except (ValueError, OverflowError):
        return None
