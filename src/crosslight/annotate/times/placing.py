"""One rule a form of reading: from what the words say to a TIMEX3 value."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crosslight.annotate.times import calendar as cal
from crosslight.annotate.times.calendar import Calendar, Placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from crosslight.annotate.times.calendar import Tense
    from crosslight.annotate.times.reading import Reading

    Placer = Callable[[Reading, Calendar, Tense], Placed | None]


def _day(r: Reading, c: Calendar, tense: Tense) -> Placed | None:
    month, day = r.month or 1, r.day or 1
    year, anchor = r.year, None
    if year is None:
        year, anchor = _year_of(month, day, c, tense)
    if year is None:
        date(2000, month, day)  # refuses 31 June
        return Placed("DATE", f"XXXX-{month:02d}-{day:02d}")
    found = date(year, month, day)
    c.remember(found, "D")
    return Placed("DATE", *cal.shown(found, "D"), anchor)


def _year_of(month: int, day: int, c: Calendar, tense: Tense) -> tuple[int | None, str | None]:
    if c.today is None:
        return None, None
    return cal.nearest_year(c.today, month, day, tense()), c.source


def _days(r: Reading, c: Calendar, tense: Tense) -> Placed | None:
    month, first, last = r.month or 1, r.day or 1, r.last_day or 1
    year, anchor = (r.year, None) if r.year else _year_of(month, first, c, tense)
    if year is None:
        return Placed("DATE", f"XXXX-{month:02d}-{first:02d}/XXXX-{month:02d}-{last:02d}")
    interval = cal.days_of(date(year, month, first), date(year, month, last))
    c.remember(date(year, month, first), "D")
    return Placed("DATE", "/".join(interval), interval, anchor)


def _month(r: Reading, c: Calendar, tense: Tense) -> Placed | None:
    month = r.month or 1
    year, anchor = r.year, None
    if year is None and c.today is not None:
        anchor = c.source
        turn = r.turn if r.turn is not None else tense()
        year = cal.nearest_year(c.today, month, 15, turn or 0)
        if month == c.today.month and r.turn in (None, 0):
            year = c.today.year
        elif r.turn == -1 and month == c.today.month:
            year = c.today.year - 1
        elif r.turn == 0:
            year = c.today.year
    if year is None:
        return Placed("DATE", f"XXXX-{month:02d}")
    value, interval = cal.shown(date(year, month, 1), "M")
    c.remember(date(year, month, 1), "M")
    if r.edge == "end":
        return Placed("DATE", interval[1], (interval[1], interval[1]), anchor)
    return Placed("DATE", value, cal.edged(interval, r.edge), anchor)


def _year(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    value, interval = cal.shown(date(r.year or 1, 1, 1), "Y")
    c.remember(date(r.year or 1, 1, 1), "Y")
    if r.edge == "end":
        return Placed("DATE", interval[1], (interval[1], interval[1]))
    return Placed("DATE", value, cal.edged(interval, r.edge))


def _years(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    first, last = r.year or 1, int(r.n or 1)
    return Placed("DATE", f"{first}/{last}", cal.days_of(date(first, 1, 1), date(last, 12, 31)))


def _decade(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    value, interval = cal.shown(date(r.year or 1, 1, 1), "DE" if r.form == "decade" else "CE")
    return Placed("DATE", value, cal.edged(interval, r.edge))


def _season(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    name = r.unit or "SU"
    if r.year is not None:
        value, interval = cal.season(r.year, name)
        return Placed("DATE", value, interval)
    if c.today is None:
        return Placed("DATE", f"XXXX-{name}")
    over = date.fromisoformat(cal.season(c.today.year, name)[1][1]) < c.today
    begun = date.fromisoformat(cal.season(c.today.year, name)[1][0]) <= c.today
    year = c.today.year
    if r.turn == -1:
        year -= not over
    elif r.turn == 1:
        year += begun
    value, interval = cal.season(year, name)
    return Placed("DATE", value, interval, c.source)


def _quarter(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    n, letter, months = int(r.n or 1), "H" if r.form == "half" else "Q", 6 if r.form == "half" else 3
    year, anchor = r.year, None
    if year is None and c.today is not None:
        year, anchor = c.today.year + (r.turn or 0), c.source
    if year is None:
        return Placed("DATE", f"XXXX-{letter}{n}")
    first, last = date(year, months * (n - 1) + 1, 1), cal.month_ends(year, months * n)[1]
    return Placed("DATE", f"{year}-{letter}{n}", cal.days_of(first, last), anchor)


def _weekday(r: Reading, c: Calendar, tense: Tense) -> Placed | None:
    weekday = r.weekday or 0
    if c.today is None:
        return Placed("DATE", f"XXXX-WXX-{weekday + 1}")
    turn = r.turn or tense() or -1
    day = cal.weekday_from(c.today, weekday, turn)
    if r.turn == -1 and day == c.today:
        day -= timedelta(days=7)
    c.remember(day, "D")
    return Placed("DATE", *cal.shown(day, "D"), c.source)


def _weekend(r: Reading, c: Calendar, tense: Tense) -> Placed | None:
    if c.today is None:
        return Placed("DATE", cal.OPEN["WE"])
    turn = r.turn if r.turn is not None else tense()
    here = c.today.weekday() >= 5
    # "the weekend" on a Saturday or Sunday is the one that is running; on a weekday tense decides.
    weeks = turn if r.turn is not None and here else 0 if here else -1 if turn <= 0 else 0
    day = c.today + timedelta(days=7 * weeks)
    if not here and r.turn == 1:
        day = c.today
    c.remember(day - timedelta(days=day.weekday()) + timedelta(days=5), "D")
    return Placed("DATE", *cal.shown(day, "WE"), c.source)


def _shift(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    unit, n = r.unit or "D", r.n or 0
    base, anchor = (c.told, "text") if r.told else (c.today, c.source)
    if unit in ("H", "MIN", "S"):
        return Placed("DURATION", cal.length(abs(n), unit)) if n else None
    if base is None:
        return Placed("DATE", cal.OPEN[unit])
    if n % 1:
        unit, n = {"Y": ("M", n * 12), "DE": ("Y", n * 10), "CE": ("Y", n * 100), "W": ("D", n * 7), "M": ("D", n * 30)}.get(
            unit, (unit, n)
        )
    day = cal.moved(base, unit, round(n))
    wide = {"DE": "Y", "CE": "Y", "FN": "D"}.get(unit, unit) if n else unit
    if r.told and abs(n) >= 1 and unit != "D" and c.told_unit != "D":
        wide = (
            max(unit, c.told_unit, key=["D", "W", "M", "Q", "Y", "DE", "CE"].index)
            if c.told_unit in ("M", "Y") and unit in ("M", "Y")
            else wide
        )
    value, interval = cal.shown(day, wide)
    if r.edge == "end" and unit in ("Y", "M") and n == 0 and not r.turn:
        value, interval = interval[1], (interval[1], interval[1])
        return Placed("DATE", value, interval, anchor)
    if r.told or n:
        c.remember(day, wide)
    return Placed("DATE", value, cal.edged(interval, r.edge, c.today), anchor)


def _period(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    n, unit = r.n or 1, r.unit or "D"
    if c.today is None or unit in ("H", "MIN", "S") or n % 1:
        return Placed("DURATION", cal.length(n, unit))
    other = cal.moved(c.today, unit, round(n) * (r.turn or -1))
    first, last = sorted((c.today, other))
    wide = {"DE": "Y", "CE": "Y", "Q": "M", "W": "D", "FN": "D"}.get(unit, unit)
    (one, (begin, _)), (two, (_, end)) = cal.shown(first, wide), cal.shown(last, wide)
    return Placed("DATE", f"{one}/{two}", (begin, end), c.source)


def _duration(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    if r.n is None:
        unit = r.unit or "D"
        return Placed(
            "DURATION", r.value if r.value and r.value != "X" else f"P{'T' if unit in ('H', 'MIN', 'S') else ''}X{unit[0]}"
        )
    return Placed("DURATION", cal.length(r.n, r.unit or "D"))


def _set(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    if r.weekday is not None:
        return Placed("SET", f"XXXX-WXX-{r.weekday + 1}")
    return Placed("SET", r.value or cal.length(r.n or 1, r.unit or "D"))


def _clock(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    # The day is filled in by `find`, which sees the dates around.
    return Placed("TIME", f"T{r.clock}")


def _part(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    base, anchor = (c.told, "text") if r.told else (c.today, c.source)
    if base is None:
        return Placed("TIME", f"XXXX-XX-XXT{r.clock}")
    day = base + timedelta(days=int(r.n or 0))
    if r.n is None:
        return Placed("TIME", f"{day.isoformat()}T{r.clock}", cal.days_of(day - timedelta(days=1), day), anchor)
    return Placed("TIME", f"{day.isoformat()}T{r.clock}", cal.days_of(day, day), anchor)


def _open(r: Reading, c: Calendar, tense: Tense) -> Placed | None:  # noqa: ARG001
    return Placed("DATE", r.value or "XXXX-XX-XX") if r.value != "PAST_REF" else None


PLACERS: dict[str, Placer] = {
    "day": _day, "days": _days, "month": _month, "year": _year, "years": _years, "decade": _decade, "century": _decade,
    "season": _season, "quarter": _quarter, "half": _quarter, "weekday": _weekday, "weekend": _weekend, "shift": _shift,
    "period": _period, "duration": _duration, "set": _set, "clock": _clock, "part": _part, "open": _open,
}  # fmt: skip
