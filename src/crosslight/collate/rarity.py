"""How much words tell in one story: those that few of its sentences hold tell most."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

COMMON = frozenset(
    ["be", "have", "do", "make", "take", "get", "go", "say", "tell", "people", "other", "more", "year", "day", "time", "new"]
)
"""Lemmas that come up in any story: they tell neither what a sentence is about nor what a figure counts."""


class Rarity:
    """A weight for each word. Sums are exact, so that the order of a set changes nothing, and kept: the same sets meet again and again."""

    def __init__(self, weight: dict[str, float], *, unknown: float = 0.0) -> None:
        self._weight, self._unknown = weight, unknown
        self._totals: dict[frozenset[str], float] = {}

    @classmethod
    def over(cls, rows: Collection[frozenset[str]], *, unknown: float) -> Rarity:
        """Inverse document frequency over the rows (sentences); ``unknown`` is what a word that is in none weighs."""
        counts = Counter(w for row in rows for w in row)
        return cls({w: math.log((1 + len(rows)) / (0.5 + n)) for w, n in counts.items()}, unknown=unknown)

    def total(self, words: frozenset[str]) -> float:
        """The weight of all these words together."""
        known = self._totals.get(words)
        if known is None:
            known = self._totals[words] = math.fsum(self._weight.get(w, self._unknown) for w in words)
        return known

    def held(self, a: frozenset[str], b: frozenset[str]) -> float:
        """How much of the one that tells less the other holds, 0 to 1."""
        return 0.0 if a.isdisjoint(b) else self.total(a & b) / max(min(self.total(a), self.total(b)), 1e-9)

    def dice(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Weighted Dice of two sets: 1 where they are equal, 0 where they share nothing."""
        if a.isdisjoint(b):
            return 0.0
        total = self.total(a) + self.total(b)
        return 2 * self.total(a & b) / total if total > 0 else 0.0
