"""Which sentences of different articles tell the same: the scored links that facts, disputes and the rest stand on.

How it works, and what each part was measured to give: docs/how-it-works/collation-facts.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment import copies, scoring
from crosslight.collate.alignment.candidates import candidates
from crosslight.collate.alignment.features import measure

if TYPE_CHECKING:
    from crosslight.collate.reading import StoryReading

KEPT = 0.1
"""Links below this chance are dropped: of the pairs annotated as telling the same, 4 % lie there."""

SHOWN = ("cosine", "name_shared", "number_shared", "number_clash", "verb_cosine", "cosine_rank_less")

__all__ = ["Alignment", "Link", "align"]


@dataclass(frozen=True, slots=True)
class Link:
    """Two sentences of different articles (story indices, ``a < b``), and how sure it is that they tell the same.

    ``signs`` are the measurements named in :data:`SHOWN`; a copy's link to its original has none.
    """

    a: int
    b: int
    score: float
    signs: tuple[float, ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        """What speaks for the link, in plain words (few links are asked)."""
        return _told(dict(zip(SHOWN, self.signs, strict=True))) if self.signs else ("the same words",)


@dataclass(frozen=True, slots=True)
class Alignment:
    """All links of a story worth keeping, best first. ``score`` is a calibrated probability.

    ``copies`` maps each sentence of an article that is another's copy to the sentence that it repeats; its links are the original's.
    """

    links: tuple[Link, ...]
    copies: dict[int, int] = field(default_factory=dict)


def align(story: StoryReading) -> Alignment:
    """The story's links, weighed as if copies were not there; each copy then shares its original's."""
    copied = copies.originals(story)
    if not copied:
        return Alignment(_ranked(_links(story)))
    own = [s.index for s in story.sentences if s.index not in copied]
    carriers: dict[int, list[int]] = {i: [i] for i in own}
    for copy, original in copied.items():
        carriers[original].append(copy)
    article = [s.article for s in story.sentences]
    found = [
        Link(min(i, j), max(i, j), k.score, k.signs)
        for k in _links(copies.kept(story, own))
        for i in carriers[own[k.a]]
        for j in carriers[own[k.b]]
        if article[i] != article[j]
    ]
    found += [
        Link(i, j, 1.0) for same in carriers.values() for n, i in enumerate(same) for j in same[n + 1 :] if article[i] != article[j]
    ]
    return Alignment(_ranked(found), copied)


def _links(story: StoryReading) -> list[Link]:
    a, b = candidates(story)
    if not len(a):
        return []
    pairs = measure(story, a, b)
    chance = scoring.chances(story, pairs)
    held = np.flatnonzero(chance >= KEPT)
    signs = pairs.matrix(SHOWN)[held].tolist()
    rows = zip(a[held].tolist(), b[held].tolist(), chance[held].tolist(), signs, strict=True)
    return [Link(i, j, round(sure, 4), tuple(signs)) for i, j, sure, signs in rows]


def _ranked(links: list[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda k: (-k.score, k.a, k.b)))


def _told(at: dict[str, float]) -> tuple[str, ...]:
    told = [f"likeness in meaning {at['cosine']:.2f}"]
    if at["name_shared"]:
        told.append(f"{at['name_shared']:.0f} name{'s' * (at['name_shared'] > 1)} in common")
    if at["number_shared"]:
        told.append(f"{at['number_shared']:.0f} number{'s' * (at['number_shared'] > 1)} in common")
    elif at["number_clash"]:
        told.append("different numbers")
    if at["verb_cosine"] > 0:
        told.append("the same verb")
    if at["cosine_rank_less"] == 1:
        told.append("each is the other's closest in its article")
    return tuple(told)
