"""TIMEX3 values in words, with the first day that each can mean and the gaps between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from crosslight.present.lineup import MONTHS, squeeze

PARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
SEASONS = {"SP": ("spring", 3), "SU": ("summer", 6), "FA": ("autumn", 9), "AU": ("autumn", 9), "WI": ("winter", 12)}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d)?.*|T?(MO|MI|AF|EV|NI|DT)|T(\d\d))?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d)(?:-XX)?")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|AU|WI)")
_YEAR = re.compile(r"\d{4}")
_DECADE = re.compile(r"(\d{3})X?")


@dataclass(frozen=True, slots=True)
class When:
    """A time in words; ``first`` is the first day that it can mean, ``None`` where the value leaves that open."""

    words: str
    clock: str
    first: date | None


def when(value: str) -> When:
    """A TIMEX3 value as a reader says it; the value itself where it has another shape."""
    value = squeeze(value)
    for pattern, wording in ((_DAY, _day), (_WEEK, _week), (_MONTH, _month), (_SEASON, _season)):
        if found := pattern.fullmatch(value):
            try:
                return wording(found)
            except (ValueError, IndexError):
                break
    if _YEAR.fullmatch(value):
        return When(value, "", _first(int(value), 1, 1))
    if (found := _DECADE.fullmatch(value)) and len(value) == 4:
        return When(f"the {found[1]}0s", "", _first(int(found[1]) * 10, 1, 1))
    return When(value or "at a time not told", "", None)


def _first(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(found: re.Match[str]) -> When:
    year, month, day, hour, minute, part, only_hour = found.groups()
    clock = f"{hour}:{minute}" if hour else PARTS[part] if part else f"{only_hour}:00" if only_hour else ""
    if year == "XXXX":
        return When(f"{int(day)} {MONTHS[int(month) - 1]}, year not told", clock, None)
    at = date(int(year), int(month), int(day))
    return When(f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}", clock, at)


def _week(found: re.Match[str]) -> When:
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    first = monday + timedelta(days=5) if found[3] else monday
    return When(f"{'weekend' if found[3] else 'week'} of {first.day} {MONTHS[first.month - 1]} {first.year}", "", first)


def _month(found: re.Match[str]) -> When:
    name = MONTHS[int(found[2]) - 1]
    if found[1] == "XXXX":
        return When(f"{name}, year not told", "", None)
    return When(f"{name} {found[1]}", "", date(int(found[1]), int(found[2]), 1))


def _season(found: re.Match[str]) -> When:
    name, month = SEASONS[found[2]]
    return When(f"{name} {found[1]}", "", date(int(found[1]), month, 1))


def gap(before: When, after: When) -> str:
    """How long after the one the other begins, in words; "" where that is not known, or no longer than a day."""
    if before.first is None or after.first is None:
        return ""
    days = (after.first - before.first).days
    for size, unit in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        count = days // size
        if count >= 2:
            return f"{count} {unit}s later"
    return ""
