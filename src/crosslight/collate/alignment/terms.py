"""The words that sentences share: families of terms, weighted by how telling they are."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate import ragged
from crosslight.data.numbers import SMALL, TENS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading
    from crosslight.model import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
LIGHT = frozenset(
    [
        "be",
        "have",
        "do",
        "say",
        "tell",
        "add",
        "make",
        "take",
        "get",
        "go",
        "come",
        "also",
        "more",
        "other",
        "new",
        "one",
        "first",
        "last",
        "year",
        "day",
        "time",
        "people",
        "according",
        "not",
        "just",
        "only",
        "even",
        "still",
        "now",
        "then",
        "there",
        "here",
        "when",
        "where",
        "how",
        "why",
        "very",
        "much",
        "many",
        "most",
        "such",
        "so",
        "too",
        "well",
        "would",
        "could",
        "should",
        "may",
        "might",
        "can",
        "will",
    ]
)
"""Lemmas that news uses everywhere: they join nothing."""

NUMBER_WORDS = {word: str(n) for word, n in (SMALL | TENS).items()} | {"hundred": "100", "dozen": "12"}
STEM = 5
"""Letters of a stem: "derail" and "derailment", "explode" and "explosion" meet. 4 and 6 measured no better."""

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Terms:
    """One family: the distinct terms of each sentence (``start`` bounds a sentence's run in ``term``) and each term's weight."""

    start: Ints
    term: Ints
    weight: Floats

    def totals(self) -> Floats:
        """The summed weight of each sentence's terms."""
        sums = np.concatenate([[0.0], np.cumsum(self.weight[self.term])])
        return np.asarray(sums[self.start[1:]] - sums[self.start[:-1]])

    def met(self, a: Ints, b: Ints) -> tuple[Ints, Ints]:
        """The terms that both sentences of a pair hold: the pair of each (ascending), and the term."""
        held = np.bincount(self.term, minlength=len(self.weight))
        several = held[self.term] > 1  # what one sentence alone holds is never shared
        sentence = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))[several]
        term = self.term[several]
        column = np.cumsum(held > 1) - 1
        holds = np.zeros((len(self.start) - 1, int((held > 1).sum())), bool)
        holds[sentence, column[term]] = True
        start = ragged.bounds(np.bincount(sentence, minlength=len(self.start) - 1))
        laid, rows = ragged.gathered(start, a)
        pair = np.repeat(np.arange(len(a)), np.diff(laid))
        hit = np.flatnonzero(holds[b[pair], column[term[rows]]])
        return pair[hit], term[rows[hit]]

    def shared(self, met: tuple[Ints, Ints], pairs: int) -> tuple[Floats, Floats, Floats]:
        """For each of so many pairs: summed weight, number and greatest weight of the terms that both hold (from :meth:`met`)."""
        pair, weight = met[0], self.weight[met[1]]
        found = np.bincount(pair, minlength=pairs)
        total = np.bincount(pair, weight, pairs)
        return np.asarray(total, float), np.asarray(found, float), ragged.most(weight, ragged.bounds(found))


def family(rows: Sequence[set[str]], weigh: Callable[[str, int], float]) -> Terms:
    """The terms of each sentence; ``weigh`` gets a term and the number of sentences that hold it."""
    held = Counter(term for row in rows for term in row)
    number = {term: n for n, term in enumerate(sorted(held))}
    start = np.cumsum([0, *(len(r) for r in rows)])
    column = np.array([n for r in rows for n in sorted([number[t] for t in r])], np.int64)
    return Terms(start, column, np.array([weigh(t, held[t]) for t in number], float))


def rows_of(story: StoryReading, take: Callable[[Tokens, int], str | None]) -> list[set[str]]:
    """For each sentence the set of what ``take`` gives of its tokens."""
    rows = []
    for s in story.sentences:
        tokens = story.readings[s.article].tokens
        rows.append({t for i in range(s.first, s.last) if (t := take(tokens, i))})
    return rows


def runs(story: StoryReading, length: int) -> list[set[str]]:
    """Runs of lemmas, small words and all: "around the clock"."""
    rows = []
    for s in story.sentences:
        tokens = story.readings[s.article].tokens
        words = [tokens.lemma[i] for i in range(s.first, s.last) if tokens.lemma[i].isalnum()]
        rows.append({" ".join(words[i : i + length]) for i in range(len(words) - length + 1)})
    return rows


def neighbours(story: StoryReading) -> list[set[str]]:
    """Pairs of content words' stems that follow each other, small words between left out, in either order."""
    rows = []
    for s in story.sentences:
        tokens = story.readings[s.article].tokens
        words = [w for i in range(s.first, s.last) if (w := stem(tokens, i))]
        rows.append({" ".join(sorted((words[i], words[i + k]))) for k in (1, 2) for i in range(len(words) - k)})
    return rows


def lemma(tokens: Tokens, i: int) -> str | None:
    """A content word's lemma."""
    return _content(tokens.lemma[i], tokens.pos[i])


@functools.lru_cache(maxsize=16384)  # a story asks for each of its words a dozen times
def _content(lemma: str, pos: str) -> str | None:
    word = lemma.strip("-'’.")
    return word if pos in CONTENT and len(word) > 1 and word not in LIGHT and word[0].isalnum() else None


def stem(tokens: Tokens, i: int) -> str | None:
    """A content word's first letters."""
    word = lemma(tokens, i)
    return word[:STEM] if word else None


def name(tokens: Tokens, i: int) -> str | None:
    """A word of a name."""
    return lemma(tokens, i) if tokens.pos[i] == "PROPN" else None


def verb(tokens: Tokens, i: int) -> str | None:
    """A verb's stem."""
    return stem(tokens, i) if tokens.pos[i] == "VERB" else None


def noun(tokens: Tokens, i: int) -> str | None:
    """A common noun's stem."""
    return stem(tokens, i) if tokens.pos[i] == "NOUN" else None


def number(tokens: Tokens, i: int) -> str | None:
    """A number, in digits; dates' and clock times' too."""
    return _number(tokens.lemma[i], tokens.pos[i])


@functools.lru_cache(maxsize=16384)
def _number(lemma: str, pos: str) -> str | None:
    if found := _DIGITS.search(lemma):
        return found.group().replace(",", "")
    return NUMBER_WORDS.get(lemma) if pos == "NUM" or lemma == "dozen" else None


@functools.cache
def background() -> dict[str, float]:
    """How telling a lemma is in news at large: log of articles over articles that hold it (data/facts/CARD.md)."""
    with resources.as_file(resources.files("crosslight.data") / "facts" / "words.npz") as file, np.load(file) as table:
        words = str(table["words"]).split("\n")
        return dict(zip(words, np.log(float(table["articles"]) / table["held"]).tolist(), strict=True))


UNSEEN = 7.5
"""The background weight of a lemma that the table does not hold (fewer than 3 of some 2,500 articles)."""


def telling(lemma: str) -> float:
    """The background weight of a lemma."""
    return background().get(lemma, UNSEEN)
