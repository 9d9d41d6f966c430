"""Every toponym of one article and where it lies, in text order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crosslight.annotate.places.gazetteer import gazetteer
from crosslight.annotate.places.home import home
from crosslight.annotate.places.inside import within
from crosslight.annotate.places.ranking import likely, resolve, weights
from crosslight.annotate.places.spotting import spots
from crosslight.model import Place

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle


def find(parsed: ParsedArticle, cast: Cast) -> tuple[Place, ...]:
    """The article's toponyms, resolved together: each reading makes the readings near it likelier."""
    table, learnt = gazetteer(), weights()
    page, found = spots(parsed, cast, table)
    kept = [s for s in found if likely(s, learnt)]
    meant = resolve([*kept, *home(parsed.article, table)], learnt) if kept else []
    places: list[Place] = []
    for spot, choice in zip(kept, meant, strict=False):  # the outlet's home speaks for others, and is no place of the text
        start, end = page.idx[spot.start], page.idx[spot.end - 1] + len(page.text[spot.end - 1])
        places.append(
            Place(
                id=f"p{len(places) + 1}",
                span=parsed.span(start, end),
                name=table.name(choice.row),
                country=choice.country or None,
                lat=choice.lat,
                lon=choice.lon,
                geonameid=table.id(choice.row),
            )
        )
    facilities = within(parsed, page, places)
    named = [p for p in places if not any(f.span.covers(p.span) and f.within != p.id for f in facilities)]
    towns = {p.id for p in named}
    own = [replace(f, id=f"p{len(places) + n}") for n, f in enumerate(facilities, 1) if f.within in towns]
    return tuple(sorted([*named, *own], key=lambda p: (p.span.start, p.span.end)))
