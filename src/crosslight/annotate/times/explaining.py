"""Why words were read as a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.explanation import Explanation, shown
from crosslight.annotate.times.grammar import readings
from crosslight.annotate.times.tense import direction

if TYPE_CHECKING:
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.annotate.times.reading import Reading
    from crosslight.model import TimeExpression

_FORMS = {
    "day": "a day of a month", "days": "days of one month", "month": "a month", "year": "a year", "weekday": "a day of the week",
    "week": "a week", "weekend": "a weekend", "season": "a season", "quarter": "a quarter of a year", "half": "half a year",
    "decade": "a decade", "century": "a century", "years": "a span of years", "shift": "so many units from a day",
    "period": "the time up to or from a day", "duration": "a length of time", "set": "something that repeats",
    "clock": "a time of day by the clock", "part": "a part of a day", "open": "an open reference: never a date",
}  # fmt: skip
_TURNS = {-1: "the past", 0: "no direction", 1: "the future"}
_BY_TENSE = frozenset({"weekday", "weekend", "day", "days", "month", "season"})


def explain(parsed: ParsedArticle, time: TimeExpression) -> Explanation:
    """The pattern, the words' own direction or the sentence's tense, and the anchor."""
    span = time.span
    found = next((r for r in readings(parsed.text) if (r.start, r.end) == (span.start, span.end)), None)
    reasons = []
    if found is not None:
        reasons.append(f"the pattern is {_FORMS.get(found.form, found.form)}" + _said(found))
        if found.turn is None and found.year is None and not found.told and found.form in _BY_TENSE:
            reasons.append(
                f"no word says which one: the tense of its sentence points to {_TURNS[direction(parsed.doc, span.start, span.end)]}"
            )
    reasons.append(_anchor(parsed, time, told=found is not None and found.told))
    reasons.append("a rule of the grammar: it carries no score")
    what = f"{time.type} {time.value}" + (f", {time.interval[0]} to {time.interval[1]}" if time.interval else "")
    return Explanation(time.id, "time", span, what, tuple(reasons))


def _said(reading: Reading) -> str:
    parts = [f"{name} {value}" for name in ("year", "month", "day") if (value := getattr(reading, name)) is not None]
    if reading.n is not None:
        parts.append(f"{reading.n:g} {reading.unit or ''}".strip())
    if reading.turn is not None:
        parts.append({-1: "back", 0: "this one", 1: "ahead"}[reading.turn])
    if reading.edge:
        parts.append(f"its {reading.edge}")
    return f" ({', '.join(parts)})" if parts else ""


def _anchor(parsed: ParsedArticle, time: TimeExpression, *, told: bool) -> str:
    if time.anchor == "published":
        return f"counted from the article's own day (published {parsed.article.published})"
    if time.anchor == "text":
        return "counted from the date that the text named before" if told else "its year or day is that of another date in the text"
    if "X" in time.value and time.type in ("DATE", "TIME"):
        return f"left open: nothing says which day {shown(time.span.text)} is"
    return "complete as it stands: no anchor needed"
