"""Reasons in plain clauses: what two articles share, and how near their dates lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.likeness import FEATURES
from crosslight.discover.reading import WIDTHS
from crosslight.discover.rows import STARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from crosslight.discover.rows import Rows

TOLD = 4
"""Terms of a kind that a reason names."""
COPY = 0.5
"""Share of passages from which a reason says that text is shared."""


def reasons(
    rows: Rows, slots: tuple[int, int], features: NDArray[np.float32], shown: Mapping[int, str], mean: float, members: int
) -> tuple[str, ...]:
    """Why two articles are, or are not, of one story; ``mean`` is the chance over all ``members`` of the other's story."""
    mine, other = slots
    value = dict(zip(FEATURES, features.tolist(), strict=True))
    names, words = (_shared(rows, mine, other, kind, shown) for kind in ("names", "words"))
    words = [w for w in words if all(w not in n.split() for n in names)]
    told = [
        f"vectors {max(value['lead_vectors'], value['cross_vectors'], value['body_vectors']):.2f} alike, words {value['words']:.2f}"
    ]
    if names:
        told.append("both name " + ", ".join(names[:TOLD]))
    if words:
        told.append("shared rare words: " + ", ".join(words[:TOLD]))
    if not names and not words:
        told.append("no rare word in common")
    if figures := _shared(rows, mine, other, "figures", shown):
        told.append("same figures: " + ", ".join(figures[:TOLD]))
    if (part := _contained(rows, mine, other)) >= COPY:
        told.append(f"{part:.0%} of the shorter text's passages stand in the other, word for word")
    told.append(_apart(float(rows.day[mine]), float(rows.day[other])))
    if members > 1:
        told.append(f"chance {mean:.2f} on the average over {members} of the story's articles")
    return tuple(told)


def _shared(rows: Rows, mine: int, other: int, kind: str, shown: Mapping[int, str]) -> list[str]:
    """The spellings of the terms of one kind that both have, the heaviest first."""
    start = STARTS[list(WIDTHS).index(kind)]
    held = slice(start, start + WIDTHS[kind])
    theirs = set(rows.terms[other, held].tolist())  # both rows stand by weight
    return [shown[t] for t in rows.terms[mine, held].tolist() if t in theirs and t in shown]


def _contained(rows: Rows, mine: int, other: int) -> float:
    """How much of the shorter text's sampled passages the other has."""
    both = [set(rows.passages[s, : rows.sampled[s]].tolist()) for s in (mine, other)]
    return len(both[0] & both[1]) / max(min(map(len, both)), 1)


def _apart(mine: float, other: float) -> str:
    gap = abs(mine - other)
    if np.isnan(gap):
        return "no date to go by"
    if gap < 1:
        return "published within a day"
    return f"published {gap:.0f} days apart" if gap >= 2 else "published a day apart"
