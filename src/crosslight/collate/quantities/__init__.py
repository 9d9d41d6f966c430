"""Quantities: figures of one thing across articles, and how they relate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING

from crosslight.collate import trees
from crosslight.collate.quantities.grouping import groups
from crosslight.collate.quantities.naming import about
from crosslight.collate.quantities.pairing import Pairs, pairs
from crosslight.collate.quantities.relating import relate
from crosslight.collate.quantities.views import View, views
from crosslight.model import Quantity, QuantityFigure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading

ENOUGH = 0.3
"""Mean probability over all pairs from which two groups are one. Leave-one-story-out pair F1 over the annotated
stories: .79 at 0.2, .79 at 0.25, .80 at 0.3, .79 at 0.35."""
KEPT_APART = -0.5
"""What speaks against one quantity holding two numbers of one sentence: pair F1 .799 with it, .792 without."""


@dataclass(frozen=True)
class Compared:
    """All figures of a story, their pairs worth scoring, and for each pair the chance that both are of one thing."""

    views: tuple[View, ...]
    pairs: Pairs
    chances: NDArray[np.float64]


def compared(story: StoryReading, alignment: Alignment) -> Compared:
    """The story's figures, compared pair by pair: what quantities are made of, and what disputes look at."""
    seen = views(story)
    candidates = pairs(seen, story, alignment)
    return Compared(seen, candidates, trees.load("quantities", "pairs").probability(candidates.rows))


def find(figures: Compared, story: StoryReading, cast: StoryCast) -> tuple[Quantity, ...]:
    """The quantities that two or more articles give figures of, in the order in which they are first told."""
    return put_together(figures.views, figures.pairs.index, figures.chances, story, cast)


def put_together(
    seen: Sequence[View],
    index: Sequence[tuple[int, int]],
    chances: NDArray[np.float64],
    story: StoryReading,
    cast: StoryCast,
) -> tuple[Quantity, ...]:
    """Quantities of scored pairs of figures."""
    linked = [
        (a, b, KEPT_APART if _two_of_a_list(seen[a], seen[b]) else float(p)) for (a, b), p in zip(index, chances, strict=True)
    ]
    chance = {(a, b): p for a, b, p in linked}
    told = groups(linked, enough=ENOUGH)
    several = [g for g in told if len({seen[i].article for i in g}) > 1]
    return tuple(
        replace(_quantity(number, [seen[i] for i in g], story, cast), confidence=_confidence(g, seen, chance))
        for number, g in enumerate(several, 1)
    )


def _confidence(group: Sequence[int], seen: Sequence[View], chance: Mapping[tuple[int, int], float]) -> float:
    """The mean chance of its pairs over two articles; a pair that was not worth scoring has none."""
    return round(fmean(chance.get((a, b), 0.0) for a, b in combinations(group, 2) if seen[a].article != seen[b].article), 2)


def _two_of_a_list(u: View, v: View) -> bool:
    """Different exact numbers of one unit in one sentence: "Odo Brand, 41, and Ann Vale, 40"."""
    a, b = u.measure, v.measure
    return u.sentence.index == v.sentence.index and a.unit == b.unit and a.exact and b.exact and a.best != b.best


def _quantity(number: int, members: Sequence[View], story: StoryReading, cast: StoryCast) -> Quantity:
    relation, why = relate(members, story)
    return Quantity(
        id=f"q{number}",
        about=about(members, story),
        unit=_commonest([v.figure.unit for v in members if v.figure.unit]),
        relation=relation,
        figures=tuple(_figure(v, story, cast) for v in members),
        why=why,
    )


def _figure(view: View, story: StoryReading, cast: StoryCast) -> QuantityFigure:
    f = view.figure
    reading = story.readings[view.article]
    said = next((a for a in reading.attributions if a.id == f.attribution), None) if f.attribution else None
    source = cast.speaker(said.source.span, said.source.name) if said and said.source else None
    return QuantityFigure(f.span, f.value, f.low, f.high, f.unit, f.counts, source)


def _commonest(words: Sequence[str]) -> str | None:
    return max(sorted(set(words)), key=lambda w: (words.count(w), -len(w)), default=None)
