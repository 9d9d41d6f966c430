"""Grouping links into facts, without chaining: overlapping cliques, since one sentence may tell several facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.collate.alignment import Link

SEED = 0.30
GROW = 0.26
"""A link of at least SEED starts a fact; a sentence joins it where its links to all members of other articles are at
least GROW. Tuned on accounts, each story by a model of the others: see docs/decisions/0015-facts-by-two-regressions-and-cliques.md."""
LARGEST = 40
"""Members of a fact at most: a bound on work; the largest annotated fact has 12."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences (story indices, ascending) that tell one fact, and the mean chance of the links that hold it together."""

    members: tuple[int, ...]
    score: float


def group(links: Sequence[Link], article: Sequence[int]) -> list[Group]:
    """Cliques that cover every link of at least SEED, strongest first. ``article`` gives each sentence's article."""
    near: dict[int, dict[int, float]] = {}
    for link in links:
        if link.score >= GROW:
            near.setdefault(link.a, {})[link.b] = link.score
            near.setdefault(link.b, {})[link.a] = link.score
    covered: set[tuple[int, int]] = set()
    found = []
    for link in sorted((k for k in links if k.score >= SEED), key=lambda k: (-k.score, k.a, k.b)):
        if (link.a, link.b) in covered:
            continue
        members = sorted(_clique(link, near, article))
        held = [(i, j) for n, i in enumerate(members) for j in members[n + 1 :] if article[i] != article[j]]
        covered.update(held)
        found.append(Group(tuple(members), sum(near[i][j] for i, j in held) / len(held)))
    return found


def _clique(seed: Link, near: dict[int, dict[int, float]], article: Sequence[int]) -> list[int]:
    members: list[int] = []
    fits: dict[int, tuple[float, int]] = {}  # for each sentence that may join: the sum and number of its links to members
    refused: set[int] = set()
    joins = seed.a
    while True:
        members.append(joins)
        fits.pop(joins, None)
        for sentence in sorted(set(fits) | (set(near[joins]) - refused - set(members))):
            told = fits.get(sentence) or _links(sentence, members[:-1], near, article)
            if told is not None and article[sentence] != article[joins]:
                link = near[sentence].get(joins)
                told = (told[0] + link, told[1] + 1) if link else None
            if told is None:
                refused.add(sentence)
                fits.pop(sentence, None)
            else:
                fits[sentence] = told
        if len(members) == 1:
            joins = seed.b
        elif fits and len(members) < LARGEST:
            joins = min(fits, key=lambda s: (-fits[s][0] / fits[s][1], s))
        else:
            return members


def _links(
    sentence: int, members: Sequence[int], near: dict[int, dict[int, float]], article: Sequence[int]
) -> tuple[float, int] | None:
    """The sum and number of a sentence's links to the members of other articles; None where one is missing."""
    across = [near[sentence].get(m, 0.0) for m in members if article[m] != article[sentence]]
    return (sum(across), len(across)) if all(across) else None
