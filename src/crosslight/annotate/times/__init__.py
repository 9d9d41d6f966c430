"""Times: TIMEX3 dates, times of day, durations and sets, anchored to the article's own day or left open."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from crosslight.annotate.times import calendar as cal
from crosslight.annotate.times.calendar import Calendar, Placed
from crosslight.annotate.times.grammar import readings
from crosslight.annotate.times.tense import direction
from crosslight.model import TimeExpression

if TYPE_CHECKING:
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.annotate.times.reading import Reading

__all__ = ["find"]

_LONE_DATE = 400
"""Characters from the start in which an article's own dateline is looked for."""


def find(parsed: ParsedArticle) -> tuple[TimeExpression, ...]:
    """Every time expression of one article, in text order.

    What is relative is counted from the article's own day: ``published``, or the full date that stands
    alone in a line near its top. Without either it stays open (``XXXX-09-17``) until a full date of the
    same article tells its year.
    """
    text = parsed.text
    found = [r for r in readings(text) if _stands(parsed, text[r.start : r.end], r)]
    calendar = _calendar(parsed.article.published, text, found)
    placed: list[tuple[Reading, Placed]] = []
    for reading in found:
        result = cal.place(reading, calendar, lambda r=reading: direction(parsed.doc, r.start, r.end))  # type: ignore[misc]
        if result is not None:
            placed.append((reading, result))
    placed = _with_days(placed, text)
    placed = _closed(placed)
    return tuple(
        TimeExpression(f"{parsed.article.id}:t{n}", parsed.span(r.start, r.end), p.type, p.value, p.interval, p.anchor)
        for n, (r, p) in enumerate(placed)
    )


def _stands(parsed: ParsedArticle, words: str, reading: Reading) -> bool:
    """False where the parse shows another thing: a person called May, 1709 children."""
    if reading.form not in ("month", "year") or not words.isalnum():
        return True
    span = parsed.doc.char_span(reading.start, reading.end, alignment_mode="expand")
    if span is None or not len(span):
        return True
    token = span[0]
    if reading.form == "month":
        return bool(token.ent_type_ != "PERSON")
    counts = token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ == "NNS"
    return not (counts and token.ent_type_ in ("CARDINAL", "QUANTITY", "MONEY"))


def _calendar(published_at: str | None, text: str, found: list[Reading]) -> Calendar:
    """The article's own day. A dateline in the text goes before ``published``, which may be of another zone or edition."""
    published = _iso_day(published_at)
    lined = _dateline(text, found)
    if lined is not None and (published is None or abs((lined - published).days) <= 7):
        return Calendar(lined, "text" if published is None else "published", lined)
    return Calendar(published, "published" if published else None, published)


def _iso_day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _dateline(text: str, found: list[Reading]) -> date | None:
    """A full date that has a line near the top to itself."""
    for reading in found:
        if reading.start > _LONE_DATE:
            return None
        if reading.form != "day" or reading.year is None:
            continue
        line_start = text.rfind("\n", 0, reading.start) + 1
        line_end = text.find("\n", reading.end)
        rest = text[line_start : reading.start] + text[reading.end : line_end if line_end >= 0 else len(text)]
        if len(re.sub(r"\W|\d|(?i:published|updated|posted|on|at|gmt|utc|[ap]m)", "", rest)) <= 3:
            try:
                return date(reading.year, reading.month or 1, reading.day or 1)
            except ValueError:
                return None
    return None


def _with_days(placed: list[tuple[Reading, Placed]], text: str) -> list[tuple[Reading, Placed]]:
    """Times of day with the day that they belong to: the date beside them, else the last one of their sentence."""
    out: list[tuple[Reading, Placed]] = []
    for n, (reading, result) in enumerate(placed):
        if reading.form == "clock":
            near = _day_near(placed, n, text)
            value = (near.value if near else "XXXX-XX-XX") + result.value
            out.append((reading, Placed("TIME", value, near.interval if near else None, "text" if near else None)))
        else:
            out.append((reading, result))
    return out


def _day_near(placed: list[tuple[Reading, Placed]], n: int, text: str) -> Placed | None:
    reading = placed[n][0]
    options: list[tuple[int, Placed]] = []
    for step in (-1, 1):
        at = n + step
        while 0 <= at < len(placed):
            other, result = placed[at]
            gap = text[other.end : reading.start] if step < 0 else text[reading.end : other.start]
            if len(gap) > 120 or "\n" in gap or (step > 0 and re.search(r"[.;!?]\s", gap)):
                break
            if result.type == "DATE" and re.fullmatch(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|W[\dX]{2}-\d)", result.value):
                options.append((len(gap) + (20 if re.search(r"[.;!?]\s", gap) else 0), result))
                break
            at += step
    return min(options, key=lambda o: o[0])[1] if options else None


def _closed(placed: list[tuple[Reading, Placed]]) -> list[tuple[Reading, Placed]]:
    """Days and months whose year was open, closed by a full date of the same month or the next in the article."""
    full = {p.value[:7] for _, p in placed if p.anchor is None and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", p.value)}
    by_month: dict[int, set[int]] = {}
    for value in full:
        by_month.setdefault(int(value[5:7]), set()).add(int(value[:4]))
    out = []
    for reading, result in placed:
        m = re.fullmatch(r"XXXX-(\d\d)(?:-(\d\d))?(T.*)?", result.value)
        years = by_month.get(int(m[1]), set()) if m else set()
        if m and len(years) == 1:
            year = next(iter(years))
            try:
                value, interval = cal.shown(date(year, int(m[1]), int(m[2] or 1)), "D" if m[2] else "M")
            except ValueError:
                out.append((reading, result))
                continue
            out.append((reading, Placed(result.type, value + (m[3] or ""), interval, "text")))
        else:
            out.append((reading, result))
    return out
