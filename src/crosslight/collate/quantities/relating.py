"""How the figures of one quantity relate: agree, compatible, updated, conflict."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from crosslight.collate.quantities.measures import closeness, consistent, equal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.collate.quantities.views import View
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Relation

BOUND_REACH = 0.6
"""How far (log ratio) a figure may lie beyond another's bound and still be what the bound was rounded from: "more than 30"
and 47 pass (0.45), "more than 60" and "at least 120" do not (0.69); gold calls the first compatible, the second updated."""
VAGUE = re.compile(r"\b(?:tens|dozens|scores|hundreds|thousands|millions|billions|decades)\b", re.IGNORECASE)
MOVED = re.compile(
    r"\b(?:(?:has |have )?(?:risen|rose|climbed|increased|jumped|grown|revised|raised|lowered|updated|swelled)\b(?: \w+){0,3} (?:to|from)"
    r"|rais(?:ed|es|ing) (?:the |its )?(?:\w+ ){0,3}(?:to|from)|(?:rose|rises|climbed|climbs|went up) (?:from|to)|previous(?:ly)?|earlier (?:reports?|estimates?|said|figures?|put)|initial(?:ly)?|originally|so far|up from|down from"
    r"|more updated|latest (?:figures?|toll|count)|new (?:toll|estimate|count|figure))\b",
    re.IGNORECASE,
)
"""Words that say that a number has moved."""
LASTING = re.compile(r"\b(?:still|remain(?:s|ed|ing)?|now|left|fewer|down to)\b", re.IGNORECASE)
"""Words of a state that runs down: a count falls as news only where one is told ("23 were still missing", then 20)."""
DATELINE = 160
"""A dateline's date stands within so many characters of an article's start, its headline counted."""
_DAY = re.compile(r"^(?:\d{4}|XXXX)-\d{2}-\d{2}$")


def relate(members: Sequence[View], story: StoryReading) -> tuple[Relation, tuple[str, ...]]:
    """The relation of a quantity's figures, and the reason in plain words."""
    told: dict[int, list[View]] = defaultdict(list)
    precise = [v for v in members if not VAGUE.search(v.figure.span.text)]
    for v in precise if len({v.article for v in precise}) > 1 else members:
        told[v.article].append(v)
    apart = _apart(told)
    if apart is None:
        relation, why = _without_conflict(members, told)
        moved = relation == "compatible" and _one_way(told, story) and any(MOVED.search(v.sentence.text) for v in members)
        return ("updated", (f"{why[0]}, and the numbers move one way with time",)) if moved else (relation, why)
    first, second = apart
    words = f"“{first.figure.span.text}” against “{second.figure.span.text}”"
    if _one_way(told, story):
        return "updated", (f"{words}: the numbers move one way with the time of publication",)
    if any(MOVED.search(v.sentence.text) for v in members):
        return "updated", (f"{words}: an article says that the number has moved",)
    return "conflict", (f"{words}: both cannot hold",)


def _without_conflict(members: Sequence[View], told: dict[int, list[View]]) -> tuple[Relation, tuple[str, ...]]:
    all_told = [v for own in told.values() for v in own]
    first = all_told[0]
    articles = sorted(told)
    apart = next(
        (
            (told[a][0], told[b][0])
            for n, a in enumerate(articles)
            for b in articles[n + 1 :]
            if not any(equal(u.measure, v.measure) for u in told[a] for v in told[b])
        ),
        None,
    )
    if apart is not None:
        return "compatible", (f"“{apart[0].figure.span.text}” and “{apart[1].figure.span.text}” can both hold",)
    if len({v.article for v in members}) > len(told):
        return "compatible", ("one article gives the number, another only its order of size",)
    return "agree", (f"all give the same number: {first.figure.span.text}",)


def _apart(told: dict[int, list[View]]) -> tuple[View, View] | None:
    """Figures of two articles none of which can hold beside any of the other's."""
    articles = sorted(told)
    for n, a in enumerate(articles):
        for b in articles[n + 1 :]:
            if not any(_fits(u, v) for u in told[a] for v in told[b]):
                return told[a][0], told[b][0]
    return None


def _fits(u: View, v: View) -> bool:
    a, b = u.measure, v.measure
    if _range(u) and _range(v):
        return (u.figure.low, u.figure.high) == (v.figure.low, v.figure.high) or a.unit != b.unit
    return equal(a, b) or (consistent(a, b) and closeness(a, b) <= BOUND_REACH)


def _range(view: View) -> bool:
    """True for one that names both its ends ("10 to 15"), so that "10 to 14" is another."""
    return view.figure.value is None and view.figure.low is not None and view.figure.high is not None


def _one_way(told: dict[int, list[View]], story: StoryReading) -> bool:
    """True where later days bring higher numbers only (or lower ones only, of what is said to be still so).

    Ages and lengths of time do not move; articles without a day are left out.
    """
    days: dict[str, list[float]] = defaultdict(list)
    members = [v for own in told.values() for v in own]
    if any(v.age or v.measure.dimension == "time" for v in members):
        return False
    for article, own in told.items():
        day = day_of(story, article)
        if day is not None:
            days[day].extend(v.measure.best for v in own)
    runs = [sorted(days[d]) for d in sorted(days)]
    if len(runs) < 2:
        return False
    rising = all(a[-1] <= b[-1] and a[0] <= b[0] for a, b in pairwise(runs)) and runs[0][-1] < runs[-1][-1]
    falling = all(a[-1] >= b[-1] and a[0] >= b[0] for a, b in pairwise(runs)) and runs[0][0] > runs[-1][0]
    return rising or (falling and any(LASTING.search(v.sentence.text) for v in members))


def day_of(story: StoryReading, article: int) -> str | None:
    """The day an article is of: that of its publication, else the date in its dateline."""
    reading = story.readings[article]
    if reading.article.published:
        return reading.article.published[:10]
    year = next((r.article.published[:4] for r in story.readings if r.article.published), None)
    for time in reading.times:
        if time.span.part == "text" and time.span.end <= DATELINE and time.type == "DATE" and _DAY.match(time.value):
            month_and_day = time.value[4:]
            return f"{year}{month_and_day}" if time.value.startswith("XXXX") and year else time.value
    return None
