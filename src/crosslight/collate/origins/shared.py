"""Passages that two articles share word for word, whoever wrote them first."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
LENGTH = 7
"""Words a shared run must have."""
_LIMIT = 64
"""Places of one run of words in one article that are followed; a text that repeats itself more often is looked at no further."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words shared by two articles: character offsets in each, and how many words (those between the runs not counted)."""

    a: tuple[int, int]
    b: tuple[int, int]
    words: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in lower case, with their character offsets."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of a text."""
        found = [(m.group().lower(), m.span()) for m in _WORD.finditer(text.replace("â\x80\x99", "\u2019  "))]
        return cls(tuple(w for w, _ in found), tuple(s for _, s in found))

    def __len__(self) -> int:
        return len(self.words)


def passages(a: Words, b: Words, *, length: int = LENGTH, gap: int = 4) -> tuple[Passage, ...]:
    """Runs of ``length`` words or more that stand in both, longest first; runs broken by at most ``gap`` words are one."""
    runs = _runs(a.words, b.words, length)
    joined: list[list[int]] = []
    for i, j, n in sorted(runs):
        last = joined[-1] if joined else None
        if last and 0 <= i - last[2] <= gap and 0 <= j - last[3] <= gap:
            last[2], last[3], last[4] = i + n, j + n, last[4] + n
        else:
            joined.append([i, j, i + n, j + n, n])
    found = [Passage((a.spans[i][0], a.spans[ie - 1][1]), (b.spans[j][0], b.spans[je - 1][1]), n) for i, j, ie, je, n in joined]
    return tuple(sorted(found, key=lambda p: (-p.words, p.a, p.b)))


def _runs(a: Sequence[str], b: Sequence[str], length: int) -> list[tuple[int, int, int]]:
    """Maximal common runs, each word of ``a`` in one run at most: (place in a, place in b, words)."""
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(b) - length + 1):
        places = at[tuple(b[j : j + length])]
        if len(places) < _LIMIT:
            places.append(j)
    found: list[tuple[int, int, int]] = []
    i = 0
    while i <= len(a) - length:
        best = (0, 0)
        for j in at.get(tuple(a[i : i + length]), ()):
            n = length
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            best = max(best, (n, -j))
        if best[0]:
            found.append((i, -best[1], best[0]))
        i += max(best[0], 1)
    return found


def share(a: Words, b: Words, *, length: int = LENGTH) -> float:
    """How much of the shorter text stands word for word in the other, 0 to 1."""
    shorter = min(len(a), len(b))
    return sum(n for _, _, n in _runs(a.words, b.words, length)) / shorter if shorter else 0.0
