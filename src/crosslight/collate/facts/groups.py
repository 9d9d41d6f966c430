"""Grouping links into facts, without chaining and without telling one fact twice.

First overlapping cliques, since one sentence may tell several facts. Then the cliques are taken strongest first: each joins a fact
that it nearly is, stands as a fact of its own, or is left out, whichever is worth most; what facts that share sentences would be
worth as one is asked at the end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Link

    Ints = NDArray[np.int64]

SEED = 0.30
GROW = 0.26
"""A link of at least SEED starts a clique; a sentence joins it where its links to all members of other articles are at
least GROW. Tuned on accounts, each story by a model of the others: see docs/decisions/0015-facts-by-two-regressions-and-cliques.md."""
WORTH = 0.26
"""A pair that a fact newly tells is worth its chance less this: near half of the F1 that is reached, where a further pair neither
gains nor loses."""
AGAIN = 0.03
"""What it costs to show a sentence once more: so much for each time that it is shown already, and more in a fact of many. On accounts,
leave-stories-out: 0, F1 .646 at 29.8 facts a story; .03, .640 at 19.4; .05, .629 at 17.6. The same cost for every further time, however
often (.06, F1 .641 at 20.8), gave 547 facts for 19 real articles, nine of ten of them half another's; this one gives 265."""
JOINED = 0.06
"""What is gained by each sentence that two facts share and one would hold."""
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
    table = _Table.of(links, article)
    facts = _Facts(table)
    for clique in table.cliques(links):
        facts.take(clique)
    facts.join()
    return [_scored(members, table) for members in facts.held.values()]


@dataclass(frozen=True)
class _Table:
    """The linked sentences in rows: which sentence each row is, its article, and every pair's chance (0: no link)."""

    sentence: tuple[int, ...]
    row: dict[int, int]
    article: Ints
    article_of: dict[int, int]
    chance: NDArray[np.float64]

    @classmethod
    def of(cls, links: Sequence[Link], article: Sequence[int]) -> _Table:
        """The table of these links."""
        linked = tuple(sorted({i for k in links for i in (k.a, k.b)}))
        row = {i: n for n, i in enumerate(linked)}
        chance = np.zeros((len(linked), len(linked)))
        for k in links:
            chance[row[k.a], row[k.b]] = chance[row[k.b], row[k.a]] = k.score
        return cls(linked, row, np.array([article[i] for i in linked], np.int64), {i: article[i] for i in linked}, chance)

    def rows(self, members: Iterable[int]) -> Ints:
        """The rows of these sentences."""
        return np.array([self.row[i] for i in members], np.int64)

    def cliques(self, links: Sequence[Link]) -> list[tuple[int, ...]]:
        """Cliques that cover every link of at least SEED, the strongest link's first."""
        near = self._near(links)
        covered: set[tuple[int, int]] = set()
        found = []
        for link in sorted((k for k in links if k.score >= SEED), key=lambda k: (-k.score, k.a, k.b)):
            if (link.a, link.b) not in covered:
                members = sorted(self._clique(link, near))
                covered.update(combinations(members, 2))
                found.append(tuple(members))
        return found

    def _near(self, links: Sequence[Link]) -> dict[int, dict[int, float]]:
        """For each sentence those linked to it strongly enough to stand in one clique."""
        near: dict[int, dict[int, float]] = {i: {} for i in self.sentence}
        for k in links:
            if k.score >= GROW:
                near[k.a][k.b] = near[k.b][k.a] = k.score
        return near

    def _clique(self, seed: Link, near: dict[int, dict[int, float]]) -> list[int]:
        """What is linked to all members of other articles joins, the best linked first."""
        members = [seed.a]
        waiting = dict.fromkeys(sorted({*near[seed.a], *near[seed.b]} - {seed.a, seed.b}), (0.0, 0))
        waiting, _ = self._still(waiting, seed.a, near[seed.a])
        joins = seed.b
        while True:
            members.append(joins)
            waiting, best = self._still(waiting, joins, near[joins])
            if best is None or len(members) >= LARGEST:
                return members
            joins = best
            del waiting[joins]

    def _still(
        self, waiting: dict[int, tuple[float, int]], joins: int, linked: dict[int, float]
    ) -> tuple[dict[int, tuple[float, int]], int | None]:
        """Those that may still join, each with the sum and the number of its links to members of other articles; and the best linked."""
        own, article, row = self.article_of[joins], self.article_of, linked.get
        still, best, most = {}, None, 0.0
        for i, (total, count) in waiting.items():
            link = row(i)
            if link is not None:
                total, count = total + link, count + 1  # noqa: PLW2901 - one more link
            elif article[i] != own:
                continue
            still[i] = total, count
            if count and total / count > most:
                best, most = i, total / count
        return still, best


class _Facts:
    """The facts taken so far, by number; the facts that each sentence stands in; what each pair would newly tell.

    ``fresh`` is what a pair of sentences of different articles is worth: its chance less WORTH, nothing once a fact tells it.
    """

    def __init__(self, table: _Table) -> None:
        self.table = table
        across = table.article[:, None] != table.article[None, :]
        self.fresh = np.where(across, table.chance - WORTH, 0.0)
        self.held: dict[int, tuple[int, ...]] = {}
        self.inside = np.zeros((0, len(table.sentence)))  # which rows each fact holds, by its number
        self.of: dict[int, set[int]] = {}

    def take(self, members: tuple[int, ...]) -> None:
        """Adds a clique to the fact that it nearly is, or as a fact of its own, or not at all."""
        shown = sum(len(self.of.get(i, ())) for i in members)
        alone = self._gain(members) - AGAIN * shown * math.sqrt(len(members) - 1)
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
            gain, other, whole = self._joined(own, number, least=-JOINED * len(own))
            if other is not None and gain + JOINED * len(set(own) & set(self.held[other])) > 0:
                for i in self.held.pop(number):
                    self.of[i].discard(number)
                self._put(other, whole)
                waiting.append(other)

    def _put(self, number: int, members: tuple[int, ...]) -> None:
        self.held[number] = members
        for i in members:
            self.of.setdefault(i, set()).add(number)
        rows = self.table.rows(members)
        if number >= len(self.inside):
            self.inside = np.concatenate([self.inside, np.zeros((max(64, len(self.inside)), self.inside.shape[1]))])
        self.inside[number] = 0.0
        self.inside[number, rows] = 1.0
        self.fresh[np.ix_(rows, rows)] = 0.0

    def _gain(self, members: tuple[int, ...]) -> float:
        """What the pairs are worth that no fact tells yet."""
        rows = self.table.rows(members)
        return float(self.fresh[np.ix_(rows, rows)].sum()) / 2

    def _joined(self, members: tuple[int, ...], own: int | None, *, least: float) -> tuple[float, int | None, tuple[int, ...]]:
        """The fact that gains most by these members, ``least`` at the least (the gain, its number, all members together).

        The pairs inside a fact are told, so what it gains is what the members newly tell among them and with it. Only those that
        gain enough are asked whether all their members fit, the best first.
        """
        rows = self.table.rows(members)
        alone, beside = self._gain(members), self.fresh[rows].sum(axis=0)
        beside[rows] = 0.0
        near = sorted({n for i in members for n in self.of.get(i, ())} - {own})
        worth = np.round(alone + self.inside[near] @ beside, 9) if near else np.zeros(0)
        gains = [(-gain, number) for gain, number in zip(worth.tolist(), near, strict=True) if gain >= least]
        for loss, number in sorted(gains):
            whole = tuple(sorted({*members, *self.held[number]}))
            if len(whole) <= LARGEST and self._fit(self.table.rows(whole)):
                return -loss, number, whole
        return float("-inf"), None, ()

    def _fit(self, rows: Ints) -> bool:
        """True where each is linked well enough to those of other articles, on the mean."""
        own = self.table.article[rows]
        across = (own[:, None] != own[None, :]).sum(axis=1)
        return bool((self.table.chance[np.ix_(rows, rows)].sum(axis=1) >= FITS * np.maximum(across, 1)).all())


def _scored(members: tuple[int, ...], table: _Table) -> Group:
    rows = table.rows(members)
    own, chance = table.article[rows], table.chance[np.ix_(rows, rows)]
    across = np.triu(own[:, None] != own[None, :])
    return Group(members, float(chance[across].sum() / across.sum()))
