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

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.floating[Any]]

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


def swaps(story: StoryReading, a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
    """One row of :data:`FEATURES` a pair ``(a[k], b[k])``."""
    out = np.zeros((len(a), len(FEATURES)), np.float32)
    if not len(a):
        return out
    table = _Table.of([_words(story, s) for s in range(len(story.sentences))])
    order = np.argsort(a, kind="stable")
    for block in np.split(order, np.flatnonzero(np.diff(a[order])) + 1):
        one = table.words[int(a[block[0]])]
        full = np.array([k for k in block.tolist() if table.words[int(b[k])].lemmas], np.int64)
        if one.lemmas and len(full):
            out[full] = table.against(int(a[block[0]]), b[full].tolist())
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
    """All sentences of a story: their words, how telling each word is, and which sentence holds which lemma."""

    words: Sequence[_Words]
    weights: Sequence[Floats]
    numbers: Sequence[NDArray[np.int64]]
    holds: NDArray[np.bool_]

    @classmethod
    def of(cls, words: Sequence[_Words]) -> _Table:
        counts = Counter(w for one in words for w in frozenset(one.lemmas))
        number = {w: n for n, w in enumerate(counts)}
        several = len(words) + 1
        weigh = {w: 0.05 + (0.1 if w in EMPTY else math.log(several / n)) for w, n in counts.items()}
        numbers = [np.array([number[w] for w in one.lemmas], np.int64) for one in words]
        holds = np.zeros((len(number), len(words)), bool)
        for k, own in enumerate(numbers):
            holds[own, k] = True
        return cls(words, [np.array([weigh[w] for w in one.lemmas], np.float32) for one in words], numbers, holds)

    def against(self, i: int, others: Sequence[int]) -> Floats:
        """The rows of one sentence with each of the others, none of which is without words."""
        x, w = self.words[i], self.weights[i][:, None]
        theirs = [self.words[j] for j in others]
        run = np.array([len(t.lemmas) for t in theirs])
        start = np.concatenate([[0], np.cumsum(run)[:-1]])
        weight = np.concatenate([self.weights[j] for j in others])
        vectors = np.concatenate([t.vectors for t in theirs])
        alike = np.asarray(x.vectors @ vectors.T, np.float32)
        most = np.maximum.reduceat(alike, start, axis=1)
        best = alike.max(axis=0)
        new = ~self.holds[self.numbers[i]][:, others]
        back = ~self.holds[np.concatenate([self.numbers[j] for j in others]), i]
        left = (w * (new & (most < MET))).sum(axis=0)
        left_back = np.add.reduceat(weight * (back & (best < MET)), start)
        total, totals = w.sum(), np.add.reduceat(weight, start)
        unlike = np.repeat(new, run, axis=1) & back
        columns = [
            *_ordered((w * most).sum(axis=0) / total, np.add.reduceat(weight * best, start) / totals),
            *_ordered(left, left_back),
            *_ordered(left / total, left_back / totals),
            np.maximum(np.maximum.reduceat(np.where(unlike, alike, -1), start, axis=1).max(axis=0), 0),
            *_swapped(x, theirs, alike, np.repeat(most, run, axis=1), best, unlike, start),
            (w * ~new).sum(axis=0),
            *np.array([_roles(x, t) for t in theirs]).T,
            np.sort(most, axis=0)[-3:].mean(axis=0),
            *_heads(x, theirs, alike, start),
            np.array([bool(x.undone & t.done or t.undone & x.done) for t in theirs]),
            _near(w * new, x.vectors, (weight * back)[:, None] * vectors, start) * ((left > 0) & (left_back > 0)),
            (most > CLEAR).mean(axis=0) * np.add.reduceat((best > CLEAR).astype(np.float32), start) / run,
        ]
        return np.stack([np.asarray(c, np.float32) for c in columns], axis=1)


def _ordered(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    return np.minimum(one, other), np.maximum(one, other)


def _swapped(  # noqa: PLR0913 - the columns of one block
    x: _Words,
    theirs: Sequence[_Words],
    alike: Floats,
    most: Floats,
    best: Floats,
    unlike: NDArray[np.bool_],
    start: NDArray[np.int64],
) -> Iterable[Numbers]:
    """How many words of each class stand in one another's place, and how near the nearest and the mean of them are."""
    classes = np.concatenate([t.classes for t in theirs])
    in_place = unlike & (alike == most) & (alike == best) & (alike > IN_PLACE) & (x.classes[:, None] == classes)
    for c in range(len(_NAMES)):
        yield np.add.reduceat(in_place[x.classes == c].sum(axis=0), start).astype(np.float32)
    near = np.where(in_place, alike, 0)
    yield np.maximum.reduceat(near.max(axis=0), start)
    yield np.add.reduceat(near.sum(axis=0), start) / np.maximum(np.add.reduceat(in_place.sum(axis=0), start), 1)


def _roles(x: _Words, y: _Words) -> list[int]:
    """How many arguments of one role under one word are the same, and how many of each class are not."""
    same, other = 0, Counter[int]()
    for key in x.roles.keys() & y.roles.keys():
        if key[1] in EMPTY and key[0] not in TELLS_BY_ITSELF:
            continue
        if x.roles[key][0] & y.roles[key][0]:
            same += 1
        else:
            other[x.roles[key][1]] += 1
    return [same, *(other[c] for c in range(len(_NAMES)))]


def _heads(x: _Words, theirs: Sequence[_Words], alike: Floats, start: NDArray[np.int64]) -> Iterable[Numbers]:
    """Whether both hang on one word, how near their main words are, and how near their subjects."""
    same, near = np.zeros(len(theirs), np.float32), np.zeros(len(theirs), np.float32)
    for k, t in enumerate(theirs):
        if x.root is not None and t.root is not None:
            same[k] = x.lemmas[x.root] == t.lemmas[t.root]
            near[k] = alike[x.root, start[k] + t.root]
    yield same
    yield near
    subjects = np.concatenate([t.subjects for t in theirs])
    both = x.subjects[:, None] & subjects
    found = np.maximum.reduceat(np.where(both, alike, -1).max(axis=0), start)
    yield np.where(np.maximum.reduceat(both.any(axis=0), start), found, 0)


def _near(own: Floats, vectors: Floats, weighed: Floats, start: NDArray[np.int64]) -> Floats:
    """The cosine of what is new on either side."""
    p, q = own.T @ vectors, np.add.reduceat(weighed, start, axis=0)
    norm = np.linalg.norm(p, axis=1) * np.linalg.norm(q, axis=1)
    return np.asarray(np.einsum("ij,ij->i", p, q) / (norm + 1e-9), np.float32)
