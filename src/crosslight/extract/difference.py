"""How one version of an article became the next."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from crosslight.model import Article, Change, Difference, Part, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Piece = tuple[int, int]
    """Start and end of a paragraph or a word."""

MOST_WORDS = 1_500
"""Words of a changed passage that are compared one by one; longer ones stand as removed and added whole."""
MOST_PAIRS = 2_500
"""Pairs of changed paragraphs that are weighed against each other; a text changed in more places stands as rewritten there."""
ALIKE = 0.35
"""The share of common words from which one paragraph is another's new version: an edited one keeps half or more."""
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+(?:['’.,:-]\w+)*|[^\w\s]")


def difference(old: Article, new: Article) -> Difference:
    """What the new version removed, put in another's place and added, with exact spans in both.

    Paragraphs are set against each other first, then the words of those that changed. Blank space alone is
    no change. Each :class:`~crosslight.model.Change` is as short as whole words allow.
    """
    return Difference(old, new, (*_changes(old, new, "title"), *_changes(old, new, "text")))


def _changes(old: Article, new: Article, part: Part) -> Iterator[Change]:
    before, after = ((a.text if part == "text" else a.title) or "" for a in (old, new))
    if before == after:
        return
    lines, others = _pieces(_LINE, before), _pieces(_LINE, after)
    for left, right in _unequal(before, lines, after, others):
        for first, second in _paired(before, lines[left], after, others[right]):
            words, others_words = _words_in(before, first), _words_in(after, second)
            if not words or not others_words or max(len(words), len(others_words)) > MOST_WORDS:
                yield from _change(old, words, new, others_words, part)
                continue
            for one, other in _unequal(before, words, after, others_words):
                yield from _change(old, words[one], new, others_words[other], part)


def _paired(before: str, lines: list[Piece], after: str, others: list[Piece]) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """Changed paragraphs beside what became of them, in their order: the pairs with most words in common, each of the rest alone."""
    if len(lines) * len(others) > MOST_PAIRS:
        yield lines, others
        return
    left = [Counter(before[s:e].lower().split()) for s, e in lines]
    right = [Counter(after[s:e].lower().split()) for s, e in others]
    # best[i][j]: the most that lines[i:] and others[j:] can have in common, paired in order
    best = [[0.0] * (len(others) + 1) for _ in range(len(lines) + 1)]
    alike = [[_alike(a, b) for b in right] for a in left]
    for i in reversed(range(len(lines))):
        for j in reversed(range(len(others))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0)
    i = j = 0
    while i < len(lines) or j < len(others):
        if i < len(lines) and j < len(others) and alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield [lines[i]], [others[j]]
            i, j = i + 1, j + 1
        elif i < len(lines) and (j == len(others) or best[i][j] == best[i + 1][j]):
            yield [lines[i]], []
            i += 1
        else:
            yield [], [others[j]]
            j += 1


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two paragraphs have in common (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pieces(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> list[Piece]:
    return [m.span() for m in pattern.finditer(text, start, len(text) if end is None else end)]


def _words_in(text: str, lines: Sequence[Piece]) -> list[Piece]:
    return [word for start, end in lines for word in _pieces(_WORD, text, start, end)]


def _unequal(before: str, pieces: Sequence[Piece], after: str, others: Sequence[Piece]) -> Iterator[tuple[slice, slice]]:
    """The runs of pieces that differ. Equal beginnings and ends are set aside first: mostly that is nearly all."""
    left = [" ".join(before[s:e].split()) for s, e in pieces]
    right = [" ".join(after[s:e].split()) for s, e in others]
    head = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    most = min(len(left), len(right)) - head
    tail = next((i for i in range(most) if left[-1 - i] != right[-1 - i]), most)
    matcher = SequenceMatcher(None, left[head : len(left) - tail], right[head : len(right) - tail], autojunk=True)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield slice(a + head, b + head), slice(c + head, d + head)


def _change(old: Article, words: Sequence[Piece], new: Article, others: Sequence[Piece], part: Part) -> Iterator[Change]:
    before = Span(old, words[0][0], words[-1][1], part) if words else None
    after = Span(new, others[0][0], others[-1][1], part) if others else None
    if before or after:
        yield Change(before, after)
