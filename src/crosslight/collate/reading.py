"""One story as collation sees it: the read articles in a fixed order, their sentences, and a vector for each."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crosslight.model import Annotations, Article, Attribution, Figure, Span
    from crosslight.vectors import Encoder, Pieces


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one article.

    ``index`` counts through the story, ``position`` through the article; ``first`` and ``last`` are
    the token range ``[first, last)`` in the article's :class:`~crosslight.model.Tokens`.
    """

    index: int
    article: int
    position: int
    span: Span
    first: int
    last: int

    @property
    def text(self) -> str:
        """The sentence's exact words."""
        return self.span.text


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence's words in context.

    ``owner`` gives for each of its word pieces the word that it belongs to (counted from the sentence's first token; -1: none),
    ``tokens`` the words that have pieces (in the article's tokens) and ``vectors`` the mean of those, of unit length, a row a word.
    """

    owner: NDArray[np.int64]
    tokens: tuple[int, ...]
    vectors: NDArray[np.float32]


@dataclass(frozen=True)
class StoryReading:
    """The annotated articles of one story, in an order that does not depend on how they were given.

    ``readings`` holds only annotated articles; :attr:`sentences` runs through all of them.
    """

    readings: tuple[Annotations, ...]
    encoder: Encoder = field(repr=False, compare=False)

    @classmethod
    def of(cls, readings: Iterable[Annotations], encoder: Encoder) -> StoryReading:
        """The story of these readings, sorted by publication time, outlet and id."""
        return cls(tuple(sorted((r for r in readings if r.annotated), key=lambda r: order(r.article))), encoder)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, article by article."""
        found: list[Sentence] = []
        for number, reading in enumerate(self.readings):
            bounds = _token_ranges(reading)
            first = len(found)
            found.extend(Sentence(first + p, number, p, s, *bounds[p]) for p, s in enumerate(reading.sentences))
        return tuple(found)

    @cached_property
    def first_sentence(self) -> tuple[int, ...]:
        """For each article the index of its first sentence; one more entry closes the last."""
        return tuple(np.cumsum([0, *(len(r.sentences) for r in self.readings)]).tolist())

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """One unit vector a sentence, shape ``(sentences, width)``."""
        return self._encoded[0]

    @property
    def pieces(self) -> list[Pieces]:
        """Each sentence's word pieces in context; offsets count from the sentence's start."""
        return self._encoded[1]

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """For each sentence the vectors of its words in context."""
        return tuple(self._words(s) for s in self.sentences)

    def _words(self, sentence: Sentence) -> Words:
        pieces = self.pieces[sentence.index]
        starts = np.array(self.readings[sentence.article].tokens.start[sentence.first : sentence.last], np.int64)
        owner = np.searchsorted(starts - sentence.span.start, pieces.start, side="right") - 1
        if not len(owner) or not len(starts):
            return Words(owner, (), np.zeros((0, pieces.states.shape[1] if pieces.states.ndim > 1 else 1), np.float32))
        first = np.flatnonzero(np.diff(owner, prepend=-2))  # a word's pieces stand together
        means = np.add.reduceat(pieces.states, first, axis=0) / np.diff(np.append(first, len(owner)))[:, None]
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
        known = owner[first] >= 0
        return Words(owner, tuple((owner[first][known] + sentence.first).tolist()), means.astype(np.float32)[known])

    @cached_property
    def _encoded(self) -> tuple[NDArray[np.float32], list[Pieces]]:
        at: dict[str, int] = {}  # the same words are encoded once, however many carry them
        rows = [at.setdefault(s.text, len(at)) for s in self.sentences]
        vectors, pieces = self.encoder.read(list(at))
        return vectors[rows], [pieces[k] for k in rows]

    def encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text; what two parts ask for is worked out once (each text runs alone, so nothing changes by it)."""
        new = [t for t in dict.fromkeys(texts) if t not in self._texts]
        self._texts.update(zip(new, self.encoder.encode(new), strict=True))
        return np.array([self._texts[t] for t in texts], np.float32)

    @cached_property
    def _texts(self) -> dict[str, NDArray[np.float32]]:
        return {}

    def reading_of(self, span: Span) -> Annotations:
        """The reading of the article that the span lies in."""
        return self.readings[self.number_of(span.article)]

    def number_of(self, article: Article) -> int:
        """The article's place in :attr:`readings`."""
        return self._numbers[article.id]

    def sentence_at(self, span: Span) -> Sentence:
        """The sentence in which the span begins (the nearest before it, where it begins between two)."""
        number = self.number_of(span.article)
        at = bisect_right(self._starts[number], span.start) - 1
        return self.sentences[self.first_sentence[number] + max(at, 0)]

    def attributions_in(self, sentence: Sentence) -> tuple[Attribution, ...]:
        """The attributions of which some content lies in the sentence, in the article's order."""
        return self._attributions.get(sentence.index, ())

    def figures_in(self, sentence: Sentence) -> tuple[Figure, ...]:
        """The figures that lie in the sentence or reach into it, in the article's order."""
        return self._figures.get(sentence.index, ())

    @cached_property
    def _figures(self) -> dict[int, tuple[Figure, ...]]:
        found: dict[int, tuple[Figure, ...]] = {}
        for sentence in self.sentences:
            own = tuple(f for f in self.readings[sentence.article].figures if f.span.overlaps(sentence.span))
            if own:
                found[sentence.index] = own
        return found

    @cached_property
    def _attributions(self) -> dict[int, tuple[Attribution, ...]]:
        found: dict[int, list[Attribution]] = {}
        for number, reading in enumerate(self.readings):
            first = self.first_sentence[number]
            for said in reading.attributions:
                within: set[int] = set()
                for content in said.content:
                    at = max(bisect_right(self._starts[number], content.start) - 1, 0)
                    while at < len(reading.sentences) and reading.sentences[at].start < content.end:
                        if content.start < reading.sentences[at].end:
                            within.add(first + at)
                        at += 1
                for index in within:
                    found.setdefault(index, []).append(said)
        return {index: tuple(said) for index, said in found.items()}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {r.article.id: n for n, r in enumerate(self.readings)}

    @cached_property
    def _starts(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(s.start for s in r.sentences) for r in self.readings)


def order(article: Article) -> tuple[bool, str, str, str]:
    """What articles of a story are sorted by: dated ones first, by time, then outlet, then id."""
    return article.published is None, article.published or "", article.outlet or "", article.id


def _token_ranges(reading: Annotations) -> list[tuple[int, int]]:
    ranges = [(0, 0)] * len(reading.sentences)
    if not ranges:
        return ranges  # nothing but white space
    which = reading.tokens.sentence
    start = 0
    for i in range(1, len(which) + 1):
        if i == len(which) or which[i] != which[start]:
            ranges[which[start]] = (start, i)
            start = i
    return ranges
