"""Why one annotation was made: finds it by its id and asks its annotator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.attributions import explaining as attributions
from crosslight.annotate.entities import explaining as entities
from crosslight.annotate.entities import find as cast_of
from crosslight.annotate.events import explaining as events
from crosslight.annotate.figures import explaining as figures
from crosslight.annotate.places import explaining as places
from crosslight.annotate.times import explaining as times
from crosslight.model import Attribution, Entity, Event, Figure, Place, TimeExpression

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.explanation import Explanation
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Annotations

PARTS = ("figures", "times", "places", "attributions", "events", "entities")
"""The kinds of annotation that can be explained."""


def holds(reading: Annotations, id: str) -> bool:
    """True where the article has an annotation of that id, written with or without the article's own before it."""
    article = reading.article.id
    forms = {id, f"{article}:{id}", id.removeprefix(f"{article}:")}
    return any(one.id in forms for part in PARTS for one in getattr(reading, part))


def explain(parsed: ParsedArticle, reading: Annotations, id: str) -> Explanation:
    """Why the annotation of that id stands in ``reading``, which was read from ``parsed``.

    Raises:
        KeyError: there is none.

    """
    article = reading.article.id
    forms = {id, f"{article}:{id}", id.removeprefix(f"{article}:")}
    cast = cast_of(parsed)
    for part in PARTS:
        for one in getattr(reading, part):
            if one.id in forms:
                return _of(one, parsed, reading, cast)
    raise KeyError(id)


def _of(one: object, parsed: ParsedArticle, reading: Annotations, cast: Cast) -> Explanation:
    match one:
        case Figure():
            return figures.explain(parsed, one, reading.times)
        case TimeExpression():
            return times.explain(parsed, one)
        case Place():
            return places.explain(parsed, one, cast)
        case Attribution():
            return attributions.explain(parsed, one, cast)
        case Event():
            return events.explain(parsed, one)
        case Entity():
            return entities.explain(parsed, one, cast)
    raise TypeError(f"{type(one).__name__} is no annotation that can be explained")
