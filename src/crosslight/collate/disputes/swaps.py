"""What one sentence says where the other says something else: words met, words left over, words in one another's place.

"A woman was on top of me" and "a girl was on top of me" are alike in all but one word, and that word is the dispute. Words are
compared in context (the encoder's pieces), one sentence against all that it is paired with at a time.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from crosslight.collate import ragged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]
    Numbers = NDArray[Any]

CLASSES = {"NOUN": 0, "PROPN": 1, "VERB": 2, "ADJ": 3, "ADV": 3, "NUM": 4}
_NAMES = ("noun", "name", "verb", "quality", "number")
FEATURES = (
    "met_less", "met_more", "left_less", "left_more", "left_share_less", "left_share_more", "left_best",
    *(f"swapped_{n}" for n in _NAMES), "swapped_top", "swapped_mean", "held", "role_same", *(f"role_{n}" for n in _NAMES),
    "met_top", "root_same", "root_near", "subject_near", "undone", "left_near", "met_wholly",
)  # fmt: skip
MET = 0.5
"""Cosine of two words in context from which one is met by the other."""
IN_PLACE = 0.3
"""From here on two words that are one another's best match can stand in one another's place."""
CLEAR = 0.75
EMPTY = frozenset(["be", "have", "do", "say", "tell", "make", "take", "get", "go", "come"])
"""Verbs that tell little: as words of a sentence, and as what an argument hangs on."""
TELLS_BY_ITSELF = ("attr", "acomp", "dobj")
TOP = 3


@dataclass(frozen=True, slots=True)
class _Words:
    """One sentence's words that tell: lemma, class and vector of each, and how they hang together."""

    lemmas: tuple[str, ...]
    classes: NDArray[np.int64]
    vectors: Floats
    roles: dict[tuple[str, str], tuple[frozenset[str], int]]
    root: int | None
    subjects: NDArray[np.bool_]
    undone: frozenset[str]
    done: frozenset[str]


def swaps(story: StoryReading, a: Ints, b: Ints) -> Floats:
    """One row of :data:`FEATURES` a pair ``(a[k], b[k])``."""
    out = np.zeros((len(a), len(FEATURES)), np.float32)
    if not len(a):
        return out
    table = _Table.of([_words(story, s) for s in range(len(story.sentences))])
    count = np.diff(table.start)
    full = np.flatnonzero((count[a] > 0) & (count[b] > 0))
    full = full[np.argsort(a[full], kind="stable")]
    for batch in ragged.batches(count[a[full]] * count[b[full]]):
        some = full[batch]
        out[some] = table.compared(a[some], b[some])
    return out


def _words(story: StoryReading, index: int) -> _Words:
    sentence = story.sentences[index]
    tokens = story.readings[sentence.article].tokens
    lemmas, classes, kept, at = [], [], [], []
    roles: dict[tuple[str, str], tuple[set[str], int]] = {}
    subjects = []
    for i, vector in zip(story.words[index].tokens, story.words[index].vectors, strict=True):
        word = tokens.lemma[i].lower()
        if tokens.pos[i] not in CLASSES or (len(word) < 2 and tokens.pos[i] != "NUM"):
            continue
        lemmas.append(word)
        classes.append(CLASSES[tokens.pos[i]])
        kept.append(vector)
        at.append(i)
        role, head = tokens.dep[i], tokens.head[i]
        if role == "pobj" and sentence.first <= head < sentence.last:
            role, head = f"pobj:{tokens.lemma[head].lower()}", tokens.head[head]
        roles.setdefault((role, tokens.lemma[head].lower()), (set(), classes[-1]))[0].add(word)
        subjects.append(role in ("nsubj", "nsubjpass"))
    span = range(sentence.first, sentence.last)
    undone = frozenset(tokens.lemma[tokens.head[i]].lower() for i in span if tokens.dep[i] == "neg")
    return _Words(
        tuple(lemmas),
        np.array(classes, np.int64),
        np.stack(kept) if kept else np.zeros((0, 1), np.float32),
        {key: (frozenset(words), cls) for key, (words, cls) in roles.items()},
        next((k for k, i in enumerate(at) if tokens.head[i] == i), None),
        np.array(subjects, bool),
        undone,
        frozenset(tokens.lemma[i].lower() for i in span if tokens.pos[i] in ("VERB", "AUX")) - undone,
    )


@dataclass(frozen=True)
class _Table:
    """All sentences of a story.

    Their words stand one after another, ``start`` bounds each sentence's: how telling each word is, its lemma's number, class and vector,
    and whether it is a subject. ``holds`` says which lemma stands in which sentence, ``root`` which of its words is a sentence's main
    one (-1: none); ``gram`` are the cosines of each sentence's words among themselves.
    """

    words: Sequence[_Words]
    start: Ints
    weight: Numbers
    number: Ints
    cls: Ints
    vector: Floats
    subject: NDArray[np.bool_]
    holds: NDArray[np.bool_]
    root: Ints
    gram: Numbers

    @classmethod
    def of(cls, words: Sequence[_Words]) -> _Table:
        counts = Counter(w for one in words for w in frozenset(one.lemmas))
        known = {w: n for n, w in enumerate(counts)}
        several = len(words) + 1
        weigh = {w: 0.05 + (0.1 if w in EMPTY else math.log(several / n)) for w, n in counts.items()}
        number = np.array([known[w] for one in words for w in one.lemmas], np.int64)
        length = np.array([len(one.lemmas) for one in words], np.int64)
        holds = np.zeros((len(known), len(words)), bool)
        holds[number, np.repeat(np.arange(len(words)), length)] = True
        return cls(
            words,
            ragged.bounds(length),
            np.array([weigh[w] for one in words for w in one.lemmas]),
            number,
            np.concatenate([one.classes for one in words]),
            np.concatenate([one.vectors for one in words if len(one.vectors)] or [np.zeros((0, 1), np.float32)]),
            np.concatenate([one.subjects for one in words]),
            holds,
            np.array([-1 if one.root is None else one.root for one in words]),
            np.concatenate([(one.vectors @ one.vectors.T).ravel() for one in words]).astype(float),
        )

    def compared(self, a: Ints, b: Ints) -> Floats:
        """The rows of these pairs of sentences, none of which is without words; ``a`` ascends."""
        x, y = ragged.gathered(self.start, a), ragged.gathered(self.start, b)
        cells = ragged.Crossed.of(np.diff(x[0]), np.diff(y[0]))
        alike = ragged.products(self.vector, self.start, a, self.vector, y[1], y[0])
        one, other = self._side(x, b, cells.most_of_rows(alike)), self._side(y, a, cells.most_of_others(alike))
        unlike = one.new[cells.row] & other.new[cells.other]
        columns = [
            *_ordered(one.mean(one.best), other.mean(other.best)),
            *_ordered(one.left, other.left),
            *_ordered(one.left / one.total, other.left / other.total),
            np.maximum(ragged.most(np.where(unlike, alike, -1), cells.start), 0),
            *self._swapped(one, other, cells, alike, unlike),
            one.sum(one.weight * ~one.new),
            *np.array([_roles(self.words[i], self.words[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)]).T,
            one.top(),
            *self._heads(a, b, cells, alike),
            self._subjects(x, y, cells, alike),
            np.array([_undone(self.words[i], self.words[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)]),
            self._near(a, b, one, other, cells, alike),
            one.sum(one.best > CLEAR) * other.sum(other.best > CLEAR) / (cells.own * cells.others),
        ]
        return np.stack([np.asarray(c, np.float32) for c in columns], axis=1)

    def _side(self, side: tuple[Ints, Ints], others: Ints, best: Numbers) -> _Side:
        start, rows = side
        new = ~self.holds[self.number[rows], np.repeat(others, np.diff(start))]
        return _Side(start, rows, self.weight[rows], best, new)

    def _swapped(
        self, one: _Side, other: _Side, cells: ragged.Crossed, alike: Numbers, unlike: NDArray[np.bool_]
    ) -> Iterable[Numbers]:
        """How many words of each class stand in one another's place, and how near the nearest and the mean of them are."""
        cls = self.cls[one.rows][cells.row]
        in_place = unlike & (alike > IN_PLACE) & (alike == one.best[cells.row]) & (alike == other.best[cells.other])
        in_place &= cls == self.cls[other.rows][cells.other]
        pairs = len(cells.own)
        for number in range(len(_NAMES)):
            yield np.bincount(cells.pair[in_place & (cls == number)], minlength=pairs)
        near = np.where(in_place, alike, 0.0)
        yield ragged.most(near, cells.start)
        yield ragged.total(near, cells.start) / np.maximum(np.bincount(cells.pair[in_place], minlength=pairs), 1)

    def _heads(self, a: Ints, b: Ints, cells: ragged.Crossed, alike: Numbers) -> Iterable[Numbers]:
        """Whether both hang on one word, and how near their main words are."""
        both = np.flatnonzero((self.root[a] >= 0) & (self.root[b] >= 0))
        same, near = np.zeros(len(a)), np.zeros(len(a))
        i, j = self.root[a[both]], self.root[b[both]]
        same[both] = self.number[self.start[a[both]] + i] == self.number[self.start[b[both]] + j]
        near[both] = alike[cells.start[both] + j * cells.own[both] + i]
        yield same
        yield near

    def _subjects(self, x: tuple[Ints, Ints], y: tuple[Ints, Ints], cells: ragged.Crossed, alike: Numbers) -> Numbers:
        """How near their subjects are (none: 0)."""
        both = self.subject[x[1]][cells.row] & self.subject[y[1]][cells.other]
        found = ragged.most(np.where(both, alike, -1), cells.start)
        return np.where(np.bincount(cells.pair[both], minlength=len(cells.own)) > 0, found, 0)

    def _near(self, a: Ints, b: Ints, one: _Side, other: _Side, cells: ragged.Crossed, alike: Numbers) -> Numbers:
        """The cosine of what is new on either side, where something is left over on both."""
        own, others = one.weight * one.new, other.weight * other.new
        product = ragged.total(own[cells.row] * others[cells.other] * alike, cells.start)
        sizes = self._size(a, own, np.diff(one.start)) * self._size(b, others, np.diff(other.start))
        cosine: Numbers = product / (np.sqrt(np.maximum(sizes, 0)) + 1e-9)
        return np.where((one.left > 0) & (other.left > 0), cosine, 0.0)

    def _size(self, sentences: Ints, weight: Numbers, count: Ints) -> Numbers:
        """The squared length of the weighted sum of each sentence's words."""
        cells = ragged.Crossed.of(count, count)
        gram = ragged.bounds(np.diff(self.start) ** 2)
        within = np.arange(cells.start[-1]) - cells.start[cells.pair]
        return ragged.total(weight[cells.row] * weight[cells.other] * self.gram[gram[sentences][cells.pair] + within], cells.start)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of some pairs: its words in a row, with their weight, their best match on the other, and whether it lacks their lemma."""

    start: Ints
    rows: Ints
    weight: Numbers
    best: Numbers
    new: NDArray[np.bool_]

    def sum(self, values: Numbers) -> Numbers:
        """The sum of each pair's."""
        return ragged.total(np.asarray(values, float), self.start)

    def mean(self, values: Numbers) -> Numbers:
        """The mean of each pair's, by weight."""
        return self.sum(self.weight * values) / self.total

    @property
    def total(self) -> Numbers:
        """The weight of each pair's words."""
        return self.sum(self.weight)

    @property
    def left(self) -> Numbers:
        """The weight of the words that the other side neither holds nor has a like of."""
        return self.sum(self.weight * (self.new & (self.best < MET)))

    def top(self) -> Numbers:
        """The mean of each pair's three best matches."""
        count = np.diff(self.start)
        ascending = np.lexsort((self.best, np.repeat(np.arange(len(count)), count)))
        last = np.repeat(self.start[1:], count) - np.arange(len(self.best)) <= TOP
        return self.sum(self.best[ascending] * last) / np.minimum(count, TOP)


def _ordered(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    return np.minimum(one, other), np.maximum(one, other)


def _roles(x: _Words, y: _Words) -> list[int]:
    """How many arguments of one role under one word are the same, and how many of each class are not."""
    same, other = 0, [0] * len(_NAMES)
    for key in x.roles.keys() & y.roles.keys():
        if key[1] in EMPTY and key[0] not in TELLS_BY_ITSELF:
            continue
        if x.roles[key][0] & y.roles[key][0]:
            same += 1
        else:
            other[x.roles[key][1]] += 1
    return [same, *other]


def _undone(x: _Words, y: _Words) -> bool:
    """True where one negates what the other does."""
    return bool(x.undone & y.done or y.undone & x.done)
