"""Grouping links into facts, without chaining and without telling one fact twice.

First overlapping cliques, since one sentence may tell several facts. Then the cliques are taken strongest first: each joins a fact
that it nearly is, stands as a fact of its own, or is left out, whichever is worth most; what facts that share sentences would be
worth as one is asked at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Link

    Ints = NDArray[np.int64]
    Pair = tuple[int, int]
    Near = dict[int, dict[int, float]]

SEED = 0.30
GROW = 0.26
"""A link of at least SEED starts a clique; a sentence joins it where its links to all members of other articles are at
least GROW. Tuned on accounts, each story by a model of the others: see docs/decisions/0015-facts-by-two-regressions-and-cliques.md."""
WORTH = 0.26
"""A pair that a fact newly tells is worth its chance less this: near half of the F1 that is reached, where a further pair neither
gains nor loses."""
AGAIN = 0.06
"""What it costs to show a sentence once more. On accounts, leave-stories-out: 0, F1 .646 at 29.8 facts a story; .03, .645 at 24.6;
.06, .639 at 20.9; .1, .633 at 17.8; .2, .612 at 14.7."""
FITS = 0.15
"""Least mean chance of a member's links to the rest of a merged fact (.1 to .2 measured the same)."""
LARGEST = 40
"""Members of a fact at most: a bound on work; the largest annotated fact has 12."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences (story indices, ascending) that tell one fact, and the mean chance of the links that hold it together."""

    members: tuple[int, ...]
    score: float


def group(links: Sequence[Link], article: Sequence[int]) -> list[Group]:
    """Facts, strongest cliques first. ``article`` gives each sentence's article."""
    near: Near = {}
    for link in links:
        near.setdefault(link.a, {})[link.b] = link.score
        near.setdefault(link.b, {})[link.a] = link.score
    facts = _Facts(near, article)
    for clique in cliques(links, article):
        facts.take(clique)
    facts.join()
    return [_scored(members, near, article) for members in facts.held.values()]


def cliques(links: Sequence[Link], article: Sequence[int]) -> list[tuple[int, ...]]:
    """Cliques that cover every link of at least SEED, the strongest link's first."""
    near: Near = {}
    for link in links:
        if link.score >= GROW:
            near.setdefault(link.a, {})[link.b] = link.score
            near.setdefault(link.b, {})[link.a] = link.score
    covered: set[Pair] = set()
    found = []
    for link in sorted((k for k in links if k.score >= SEED), key=lambda k: (-k.score, k.a, k.b)):
        if (link.a, link.b) not in covered:
            members = tuple(sorted(_clique(link, near, article)))
            covered.update(_across(members, article))
            found.append(members)
    return found


class _Facts:
    """The facts taken so far, by number; the facts that each sentence stands in; what each pair would newly tell.

    ``fresh`` is what a pair of sentences of different articles is worth: its chance less WORTH, nothing once a fact tells it.
    """

    def __init__(self, near: Near, article: Sequence[int]) -> None:
        linked = sorted(near)
        row = {i: n for n, i in enumerate(linked)}
        own = np.array([article[i] for i in linked], np.int64)
        self.row, self.article = row, own
        self.chance = np.zeros((len(linked), len(linked)))
        for i, others in near.items():
            for j, score in others.items():
                self.chance[row[i], row[j]] = score
        self.fresh = np.where(own[:, None] != own[None, :], self.chance - WORTH, 0.0)
        self.held: dict[int, tuple[int, ...]] = {}
        self.of: dict[int, set[int]] = {}

    def take(self, members: tuple[int, ...]) -> None:
        """Adds a clique to the fact that it nearly is, or as a fact of its own, or not at all."""
        alone = self._gain(members) - AGAIN * sum(bool(self.of.get(i)) for i in members)
        _, number, whole = self._joined(members, None, least=max(alone, 0.0))
        if number is not None:
            self._put(number, whole)
        elif alone > 0:
            self._put(max(self.held, default=-1) + 1, members)

    def join(self) -> None:
        """Merges facts while one that shares sentences with another is worth more inside it."""
        waiting = sorted(self.held)
        while waiting:
            number = waiting.pop(0)
            if number not in self.held:
                continue
            own = self.held[number]
            gain, other, whole = self._joined(own, number, least=-AGAIN * len(own))
            if other is not None and gain + AGAIN * len(set(own) & set(self.held[other])) > 0:
                for i in self.held.pop(number):
                    self.of[i].discard(number)
                self._put(other, whole)
                waiting.append(other)

    def _rows(self, members: Iterable[int]) -> Ints:
        return np.array([self.row[i] for i in members], np.int64)

    def _put(self, number: int, members: tuple[int, ...]) -> None:
        self.held[number] = members
        for i in members:
            self.of.setdefault(i, set()).add(number)
        rows = self._rows(members)
        self.fresh[np.ix_(rows, rows)] = 0.0

    def _gain(self, members: tuple[int, ...]) -> float:
        """What the pairs are worth that no fact tells yet."""
        rows = self._rows(members)
        return float(self.fresh[np.ix_(rows, rows)].sum()) / 2

    def _joined(self, members: tuple[int, ...], own: int | None, *, least: float) -> tuple[float, int | None, tuple[int, ...]]:
        """The fact that gains most by these members, ``least`` at the least (the gain, its number, all members together).

        The pairs inside a fact are told, so what it gains is what the members newly tell among them and with it. Only those that
        gain enough are asked whether all their members fit, the best first.
        """
        rows = self._rows(members)
        alone, beside = self._gain(members), self.fresh[rows].sum(axis=0)
        beside[rows] = 0.0
        gains = []
        for number in {n for i in members for n in self.of.get(i, ())} - {own}:
            gain = round(alone + float(beside[self._rows(self.held[number])].sum()), 9)
            if gain >= least:
                gains.append((-gain, number))
        for loss, number in sorted(gains):
            whole = tuple(sorted({*members, *self.held[number]}))
            if len(whole) <= LARGEST and self._fit(self._rows(whole)):
                return -loss, number, whole
        return float("-inf"), None, ()

    def _fit(self, rows: Ints) -> bool:
        """True where each is linked well enough to those of other articles, on the mean."""
        across = (self.article[rows][:, None] != self.article[rows][None, :]).sum(axis=1)
        return bool((self.chance[np.ix_(rows, rows)].sum(axis=1) >= FITS * np.maximum(across, 1)).all())


def _across(members: Sequence[int], article: Sequence[int]) -> Iterable[Pair]:
    return [(i, j) for n, i in enumerate(members) for j in members[n + 1 :] if article[i] != article[j]]


def _scored(members: tuple[int, ...], near: Near, article: Sequence[int]) -> Group:
    chances = [near[i].get(j, 0.0) for i, j in _across(members, article)]
    return Group(members, sum(chances) / len(chances))


def _clique(seed: Link, near: Near, article: Sequence[int]) -> list[int]:
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


def _links(sentence: int, members: Sequence[int], near: Near, article: Sequence[int]) -> tuple[float, int] | None:
    """The sum and number of a sentence's links to the members of other articles; None where one is missing."""
    across = [near[sentence].get(m, 0.0) for m in members if article[m] != article[sentence]]
    return (sum(across), len(across)) if all(across) else None
