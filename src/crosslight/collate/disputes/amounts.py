"""Disputes about a number: the quantities whose figures cannot all hold, one side a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.collate.disputes.assembling import SIDES, WITNESSES, Quarrel
from crosslight.collate.quantities.measures import equal, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crosslight.collate.quantities.measures import Measure
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Quantity

SURE = 0.40
"""How sure a conflict of figures is beside the scorer's chances."""


def conflicting(story: StoryReading, quantities: Sequence[Quantity], usable: Sequence[bool]) -> list[Quarrel]:
    """One quarrel for each quantity in conflict: the numbers with most witnesses first."""
    found = []
    for quantity in quantities:
        if quantity.relation != "conflict":
            continue
        by_number: list[tuple[Measure, list[int]]] = []
        for figure in quantity.figures:
            size, at = measure(figure), story.sentence_at(figure.span).index
            if size is None or not usable[at]:
                continue
            home = next((own for other, own in by_number if equal(size, other)), None)
            if home is None:
                by_number.append((size, [at]))
            elif at not in home:
                home.append(at)
        sides = _apart(own for _, own in by_number)
        if len(sides) > 1:
            pair = (min(sides[0][0], sides[1][0]), max(sides[0][0], sides[1][0]))
            found.append(
                Quarrel(SURE, sides, pair, ["they give different figures of one quantity"], "figure", quantity.about, closed=True)
            )
    return found


def _apart(sides: Iterable[list[int]]) -> list[list[int]]:
    """The sides without the sentences that give two of the numbers, which take none."""
    all_sides = [list(s) for s in sides]
    kept = [[s for s in own if sum(s in other for other in all_sides) == 1][:WITNESSES] for own in all_sides]
    return sorted((s for s in kept if s), key=lambda s: (-len(s), s))[:SIDES]
