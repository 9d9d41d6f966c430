"""Passages that two articles share word for word, whoever wrote them first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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
    _runs: dict[int, dict[tuple[str, ...], list[int]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of a text."""
        found = [(m.group().lower(), m.span()) for m in _WORD.finditer(text.replace("â\x80\x99", "\u2019  "))]
        return cls(tuple(w for w, _ in found), tuple(s for _, s in found))

    def runs(self, length: int) -> dict[tuple[str, ...], list[int]]:
        """Where each run of ``length`` words begins; worked out once, for a story lays every text beside every other."""
        if length not in self._runs:
            at = self._runs[length] = {}
            for j in range(len(self.words) - length + 1):
                places = at.setdefault(self.words[j : j + length], [])
                if len(places) < _LIMIT:
                    places.append(j)
        return self._runs[length]

    def __len__(self) -> int:
        return len(self.words)


def passages(a: Words, b: Words, *, length: int = LENGTH, gap: int = 4) -> tuple[Passage, ...]:
    """Runs of ``length`` words or more that stand in both, longest first; runs broken by at most ``gap`` words are one."""
    runs = _runs(a, b, length)
    joined: list[list[int]] = []
    for i, j, n in sorted(runs):
        last = joined[-1] if joined else None
        if last and 0 <= i - last[2] <= gap and 0 <= j - last[3] <= gap:
            last[2], last[3], last[4] = i + n, j + n, last[4] + n
        else:
            joined.append([i, j, i + n, j + n, n])
    found = [Passage((a.spans[i][0], a.spans[ie - 1][1]), (b.spans[j][0], b.spans[je - 1][1]), n) for i, j, ie, je, n in joined]
    return tuple(sorted(found, key=lambda p: (-p.words, p.a, p.b)))


def _runs(one: Words, other: Words, length: int) -> list[tuple[int, int, int]]:
    """Maximal common runs, each word of ``one`` in one run at most: (place in one, place in the other, words)."""
    a, b, at = one.words, other.words, other.runs(length)
    shared = sorted(i for run in one.runs(length).keys() & at.keys() for i in one.runs(length)[run])
    found: list[tuple[int, int, int]] = []
    after = 0
    for i in shared:
        if i < after:
            continue
        best = (0, 0)
        for j in at[a[i : i + length]]:
            n = length
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            best = max(best, (n, -j))
        found.append((i, -best[1], best[0]))
        after = i + best[0]
    return found


def share(a: Words, b: Words, *, length: int = LENGTH) -> float:
    """How much of the shorter text stands word for word in the other, 0 to 1."""
    shorter = min(len(a), len(b))
    return sum(n for _, _, n in _runs(a, b, length)) / shorter if shorter else 0.0
