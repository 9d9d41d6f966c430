"""Disputes: positions that cannot all hold, denials, blame, and loaded names for one act.

A trained scorer ranks pairs of sentences by how much speaks for their holding different positions on
one question; pairs that share sides become one dispute. How it works, and what it was measured to give:
docs/how-it-works/collation-figures-and-disputes.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate import trees
from crosslight.collate.disputes.assembling import Quarrel, assemble
from crosslight.collate.disputes.marks import Marks, marks
from crosslight.collate.disputes.naming import holder, kind_of, position, reasons, subject
from crosslight.collate.disputes.pairing import Pairs, figures_of, pairs, weights
from crosslight.collate.quantities import scored
from crosslight.model import Dispute, DisputeSide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Quantity, Span

LEAST = 0.03
"""Probability from which a pair is shown or joins a dispute. Over the annotated stories (nine folds), with at most ten
disputes: 0.03 gives F1 .51 and finds .71 of the disputes on figures, times, places and denials, 0.08 .49 and .63."""
MOST = 10
"""Disputes shown a story, the surest first: six give F1 .49 (precision .54), eight .50 (.53), ten .51 (.50)."""

LOOKED_AT = 600
"""Pairs put together at most, the surest first: more than the annotated stories have above the bar, save one."""


def find(story: StoryReading, cast: StoryCast, alignment: Alignment, quantities: tuple[Quantity, ...]) -> tuple[Dispute, ...]:
    """The story's disputes, the surest first."""
    told = marks(story, cast)
    seen, figures, likely = scored(story, alignment)
    candidates = pairs(told, story, alignment, quantities, figures_of(seen, figures.index, likely))
    if not len(candidates.a):
        return ()
    chances = trees.load("disputes", "pairs").probability(candidates.rows)
    links = {(link.a, link.b): link.score for link in alignment.links}
    found = quarrels(candidates, chances, links)
    at = {(int(a), int(b)): k for k, (a, b) in enumerate(zip(candidates.a, candidates.b, strict=True))}
    weight = weights(told)
    return tuple(
        _dispute(number, q, candidates.rows[at[q.best]], told=told, story=story, weight=weight) for number, q in enumerate(found, 1)
    )


def quarrels(candidates: Pairs, chances: NDArray[np.float64], links: Mapping[tuple[int, int], float]) -> list[Quarrel]:
    """Scored pairs put together, best first."""
    order = [k for k in np.argsort(-chances, kind="stable").tolist() if chances[k] >= LEAST]
    best = [(int(candidates.a[k]), int(candidates.b[k]), float(chances[k])) for k in order[:LOOKED_AT]]
    return assemble(best, links=links, cosine=candidates.cosine, most=MOST)


def _dispute(
    number: int,
    quarrel: Quarrel,
    row: NDArray[np.float32],
    *,
    told: Sequence[Marks],
    story: StoryReading,
    weight: Mapping[str, float],
) -> Dispute:
    sides = []
    for n, side in enumerate(quarrel.sides):
        others = [told[s] for m, other in enumerate(quarrel.sides) if m != n for s in other]
        sides.append(DisputeSide(position(told[side[0]], others), holder(told[side[0]], story), _evidence(side, story)))
    return Dispute(f"d{number}", kind_of(row), subject(told, quarrel.sides, weight), tuple(sides), reasons(row, quarrel.score))


def _evidence(side: Sequence[int], story: StoryReading) -> tuple[Span, ...]:
    return tuple(story.sentences[s].span for s in side)
