"""Disputes about a number: the quantities whose figures cannot all hold, one side a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.collate.disputes.assembling import ALIKE, SIDES, WITNESSES, Links, Quarrel
from crosslight.collate.quantities.measures import equal, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.collate.quantities.measures import Measure
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Quantity

TOLD_TOO = 0.1
RARE = 100
"""Any link will do between two sentences that give the same number, where it is not one that comes up everywhere."""
SURE = 0.40
"""How sure a conflict of figures is beside the scorer's chances."""


def conflicting(story: StoryReading, quantities: Sequence[Quantity], usable: Sequence[bool], links: Links) -> list[Quarrel]:
    """One quarrel for each quantity in conflict: the numbers with most witnesses first."""
    found = []
    for quantity in quantities:
        sides = by_number(story, quantity, usable, links) if quantity.relation == "conflict" else []
        if len(sides) > 1:
            pair = (min(sides[0][0], sides[1][0]), max(sides[0][0], sides[1][0]))
            found.append(
                Quarrel(SURE, sides, pair, ["they give different figures of one quantity"], "figure", quantity.about, closed=True)
            )
    return found


def by_number(story: StoryReading, quantity: Quantity, usable: Sequence[bool], links: Links) -> list[list[int]]:
    """The sentences that give each number of a quantity, most witnesses first; one that gives two of them stands for none."""
    told: list[tuple[Measure, list[int]]] = []
    for figure in quantity.figures:
        size, at = measure(figure), story.sentence_at(figure.span).index
        if size is None or not usable[at]:
            continue
        home = next((own for other, own in told if equal(size, other)), None)
        if home is None:
            told.append((size, [at]))
        elif at not in home:
            home.append(at)
    for size, own in told:
        own += [
            s
            for s in links.near(own, TOLD_TOO if size.best >= RARE else ALIKE)
            if usable[s] and s not in own and _gives(story, s, size)
        ]
    sides = [[s for s in own if sum(s in other for _, other in told) == 1][:WITNESSES] for _, own in told]
    return sorted((s for s in sides if s), key=lambda s: (-len(s), s))[:SIDES]


def _gives(story: StoryReading, sentence: int, size: Measure) -> bool:
    """True where one of the sentence's figures is that number."""
    here = story.sentences[sentence]
    figures = (f for f in story.figures_in(here) if here.span.covers(f.span))
    return any(m is not None and m.dimension == size.dimension and equal(m, size) for m in map(measure, figures))
