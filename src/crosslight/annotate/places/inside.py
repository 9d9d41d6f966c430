"""Facilities and districts, placed inside the town that the text names for them.

A gazetteer of towns knows no "Marren Street" and no "St. Ives Hospital"; the article itself often says where they lie:
"the Harrow Lane market in Verrel", "Verrel's Harrow Lane market", "the Harrow Lane district of Verrel". What no town is
named for is left out: a guess would be worth less than nothing on a map.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.annotate.places.spotting import Page

BUILT = frozenset(
    [
        "airport", "airfield", "arena", "barracks", "base", "basin", "bazaar", "bridge", "camp", "campus", "cathedral", "cemetery", "center",
        "centre", "chapel", "checkpoint", "church", "clinic", "college", "court", "courthouse", "crossing", "dam", "depot", "district", "dock",
        "factory", "ghetto", "hall", "harbor", "harbour", "hospital", "hostel", "hotel", "infirmary", "jail", "library", "market", "mill", "mine",
        "mosque", "museum", "neighborhood", "neighbourhood", "palace", "park", "pier", "plant", "plaza", "port", "prison", "quarter", "refinery",
        "road", "school", "shrine", "square", "stadium", "station", "street", "suburb", "synagogue", "temple", "terminal", "theatre", "theater",
        "tower", "tunnel", "university", "ward", "wharf", "avenue", "boulevard", "lane",
    ]
)  # fmt: skip
"""Head words of what is built in a town, or is a part of one."""
INTO = frozenset(["in", "at", "of", "near", "outside"])
"""What leads from a facility to its town."""
LONGEST = 6
"""Words of a facility's name."""
BETWEEN = frozenset(
    ["the", "central", "downtown", "eastern", "western", "northern", "southern", "east", "west", "north", "south", "city", "town"]
)
"""What may stand between "in" and the town: "in central Verrel", "in the town of Verrel" (with "of")."""


@dataclass(frozen=True, slots=True)
class _Towns:
    """The toponyms by the token at which each begins and ends."""

    starting: dict[int, Place]
    ending: dict[int, Place]


def within(parsed: ParsedArticle, page: Page, towns: Iterable[Place]) -> list[Place]:
    """The facilities and districts of the article that the text puts into one of its toponyms (ids are the caller's to give).

    A toponym inside such a name is part of it: the Harrow of "the Harrow Lane market in Verrel" is no Harrow.
    """
    at = _Towns({}, {})
    for town in towns:
        start, end = bisect_left(page.idx, town.span.start), bisect_left(page.idx, town.span.end)
        at.starting[start], at.ending[end] = town, town
    found: list[Place] = []
    for head, word in enumerate(page.text):
        if word.lower() not in BUILT:
            continue
        first = _start(page, head)
        lies = _town(page, first, head + 1, at) if first is not None else None
        if first is not None and lies is not None:
            found.append(_placed(parsed, page, first, head + 1, lies))
    return [f for n, f in enumerate(found) if not any(f.span.overlaps(g.span) for g in found[n + 1 :])]


def _start(page: Page, head: int) -> int | None:
    """Where the name begins that ends with this head word: capitalised words, a toponym among them or not; None without any."""
    start = head
    while (
        start > 0
        and head - start < LONGEST
        and (
            page.text[start - 1][:1].isupper()
            or (page.text[start - 1] in ("of", "-") and page.text[start - 2 : start - 1] and page.text[start - 2][:1].isupper())
        )
        and page.pos[start - 1] in ("PROPN", "NOUN", "ADJ", "ADP", "PUNCT", "NUM")
    ):
        start -= 1
    while start < head and page.pos[start] in ("ADP", "PUNCT"):
        start += 1
    return start if start < head else None


def _town(page: Page, start: int, end: int, at: _Towns) -> Place | None:
    """The toponym that the text puts the name into: before it ("Verrel's …"), or after ("… in central Verrel", "…, Verrel")."""
    if start > 0 and page.text[start - 1] in ("'s", "’s") and (owner := at.ending.get(start - 1)):
        return owner
    follows = end
    if follows < len(page.text) and page.text[follows] == ",":
        return at.starting.get(follows + 1)
    if follows >= len(page.text) or page.text[follows].lower() not in INTO:
        return None
    follows += 1
    for _ in range(4):
        if follows in at.starting:
            return at.starting[follows]
        if follows >= len(page.text) or page.text[follows].lower() not in BETWEEN | {"of"}:
            return None
        follows += 1
    return None


def _placed(parsed: ParsedArticle, page: Page, start: int, end: int, town: Place) -> Place:
    span = parsed.span(page.idx[start], page.idx[end - 1] + len(page.text[end - 1]))
    return Place("", span, span.text, town.country, town.lat, town.lon, None, within=town.id)
