"""Words in context: how far one sentence's telling words are met by some word of another's."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading
    from crosslight.model import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

KINDS = ("word", "act", "clause")
CLEAR = 0.5
"""Cosine of two words in context from which one begins to stand for the other."""
ENOUGH = 30.0
"""Summed rarity of a clause that says enough to be matched alone: some three telling words."""


@dataclass(frozen=True, slots=True)
class Family:
    """Vectors of parts of sentences (words, verbs, clauses): ``start`` bounds each sentence's rows; each row has a weight."""

    start: Ints
    vectors: NDArray[np.float32]
    weight: Floats


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The story's content words, verbs and clauses as vectors.

    Words stand clause by clause: ``clause`` bounds each clause's run of words, ``clauses`` each
    sentence's run of clauses. ``rarity`` is how telling each word is in this story.
    """

    families: dict[str, Family]
    rarity: Floats
    clause: Ints
    clauses: Ints

    @classmethod
    def of(cls, story: StoryReading) -> WordVectors:
        """Pooled from the encoder's word pieces."""
        rows = Rows({k: [] for k in KINDS}, [], [])
        for s in story.sentences:
            _read(story, s.index, rows)
        held = Counter(rows.words)
        n = len(story.sentences) + 1
        rarity = np.array([terms.telling(w) * math.log(n / min(held[w], n)) + 0.05 for w in rows.words], float)
        first = (
            [0, *(k for k in range(1, len(rows.clause)) if rows.clause[k] != rows.clause[k - 1]), len(rows.clause)]
            if rows.clause
            else [0]
        )
        owner = [rows.clause[k][0] for k in first[:-1]]
        per = np.bincount(np.array(owner, np.int64), minlength=len(story.sentences))
        families = {k: _family(r, len(story.sentences)) for k, r in rows.parts.items()}
        return cls(families, rarity, np.array(first, np.int64), np.concatenate([[0], np.cumsum(per)]).astype(np.int64))

    def cover(self, a: Ints, b: Ints) -> dict[str, tuple[Floats, Floats]]:
        """For each kind how far b covers a, and a covers b; and the best match of two of that kind.

        Each sentence is laid beside its own candidates alone (``a`` comes in runs): of 30 articles they are a tenth of all.
        """
        out: dict[str, tuple[Floats, Floats]] = {}
        runs = np.flatnonzero(np.diff(a, prepend=-1))
        for first, end in zip(runs, [*runs[1:], len(a)], strict=True):
            x, y = _Side(self, a[first : first + 1]), _Side(self, b[first:end])
            for name, (there, back) in _compare(x, y).items():
                if name not in out:
                    out[name] = (np.zeros(len(a)), np.zeros(len(a)))
                out[name][0][first:end], out[name][1][first:end] = there[0], back[:, 0]
        return out


class _Side:
    """Some sentences' part of the story's word vectors."""

    def __init__(self, words: WordVectors, sentences: Ints) -> None:
        self.start, self.vectors, self.weight = {}, {}, {}
        for kind, family in words.families.items():
            self.start[kind], rows = _gathered(family.start, sentences)
            self.vectors[kind], self.weight[kind] = family.vectors[rows], family.weight[rows]
            if kind == "word":
                self.rarity = words.rarity[rows]
        self.clauses, clauses = _gathered(words.clauses, sentences)
        self.clause, _ = _gathered(words.clause, clauses)


def _gathered(start: Ints, runs: Ints) -> tuple[Ints, Ints]:
    """The bounds of the named runs once they stand one after another, and the rows that they hold."""
    length = start[runs + 1] - start[runs]
    bounds = np.concatenate([[0], np.cumsum(length)])
    rows = np.repeat(start[runs] - bounds[:-1], length) + np.arange(bounds[-1])
    return bounds, rows


def _compare(x: _Side, y: _Side) -> dict[str, tuple[Floats, Floats]]:
    out = {}
    for kind in KINDS:
        met = (
            x.vectors[kind] @ y.vectors[kind].T
            if len(x.vectors[kind]) and len(y.vectors[kind])
            else np.zeros((len(x.vectors[kind]), len(y.vectors[kind])), np.float32)
        )
        there, back = _most(met, y.start[kind]), _most_of_rows(met, x.start[kind]).T
        out[kind] = _mean(there, x.weight[kind], x.start[kind]), _mean(back, y.weight[kind], y.start[kind])
        best = _most(there.T, x.start[kind])
        out[f"{kind}_best"] = best.T.astype(float), best.astype(float)
        if kind == "word":
            out["rare"] = _mean(there, x.rarity, x.start[kind]), _mean(back, y.rarity, y.start[kind])
            out["met"] = _sum(there, x.rarity, x.start[kind]), _sum(back, y.rarity, y.start[kind])
            out["part"] = _parts(there, x), _parts(back, y)
    return out


def _parts(rows: NDArray[np.float32], side: _Side) -> Floats:
    """How far the best covered clause of each sentence is covered, small clauses held down."""
    weight = np.add.reduceat(side.rarity, side.clause[:-1]) if len(side.clause) > 1 else np.zeros(0)
    means = _mean(rows, side.rarity, side.clause) * np.minimum(weight / ENOUGH, 1.0)[:, None]
    return _most(np.ascontiguousarray(means.T.astype(np.float32)), side.clauses).T.astype(float)


def _sum(rows: NDArray[np.float32], weight: Floats, start: Ints) -> Floats:
    """The summed weight of what is clearly met in each run of rows."""
    clear = np.clip((rows - CLEAR) / (1 - CLEAR), 0, 1)
    total = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(clear * weight[:, None], axis=0)])
    return np.asarray(np.log1p(np.maximum(total[start[1:]] - total[start[:-1]], 0)))


def _most(met: NDArray[np.float32], start: Ints) -> NDArray[np.float32]:
    """The greatest value of each run of columns (none: 0)."""
    out = np.zeros((met.shape[0], len(start) - 1), np.float32)
    full = np.flatnonzero(np.diff(start) > 0)
    if len(full):
        out[:, full] = np.maximum.reduceat(met, start[full], axis=1)
    return out


def _most_of_rows(met: NDArray[np.float32], start: Ints) -> NDArray[np.float32]:
    """The greatest value of each run of rows (none: 0)."""
    out = np.zeros((len(start) - 1, met.shape[1]), np.float32)
    full = np.flatnonzero(np.diff(start) > 0)
    if len(full):
        out[full] = np.maximum.reduceat(met, start[full], axis=0)
    return out


def _mean(rows: NDArray[np.float32], weight: Floats, start: Ints) -> Floats:
    """The weighted mean of each run of rows (none: 0)."""
    out = np.zeros((len(start) - 1, rows.shape[1]))
    full = np.flatnonzero(np.diff(start) > 0)
    if len(full):
        out[full] = np.add.reduceat(rows * weight[:, None], start[full], axis=0)
        out[full] /= np.maximum(np.add.reduceat(weight, start[full])[:, None], 1e-9)
    return out


def _family(rows: list[tuple[int, NDArray[np.float32], float]], sentences: int) -> Family:
    count = np.bincount([r[0] for r in rows], minlength=sentences) if rows else np.zeros(sentences, np.int64)
    vectors = np.stack([r[1] for r in rows]) if rows else np.zeros((0, 1), np.float32)
    return Family(np.concatenate([[0], np.cumsum(count)]), vectors, np.array([r[2] for r in rows]))


CLAUSE = frozenset({"ROOT", "conj", "ccomp", "advcl", "relcl", "acl", "parataxis", "xcomp", "pcomp"})


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of each kind (sentence, vector, weight); for each word its lemma, and its sentence and clause."""

    parts: dict[str, list[tuple[int, NDArray[np.float32], float]]]
    words: list[str]
    clause: list[tuple[int, int]]


def _read(story: StoryReading, index: int, rows: Rows) -> None:
    sentence, pieces = story.sentences[index], story.pieces[index]
    tokens = story.readings[sentence.article].tokens
    starts = np.array(tokens.start[sentence.first : sentence.last], np.int64) - sentence.span.start
    owner = np.searchsorted(starts, pieces.start, side="right") - 1
    clause = clauses(tokens, sentence.first, sentence.last)
    pooled = _pool(pieces.states, owner, len(starts))
    for k in sorted(range(len(starts)), key=lambda k: (clause[k], k)):
        word, vector = terms.lemma(tokens, sentence.first + k), pooled[k]
        if word is None or vector is None:
            continue
        rows.parts["word"].append((index, vector, terms.telling(word)))
        rows.words.append(word)
        rows.clause.append((index, clause[k]))
        if tokens.pos[sentence.first + k] == "VERB":
            rows.parts["act"].append((index, vector, 1.0))
    owned = np.where(owner >= 0, np.array(clause)[owner], -1) if len(clause) else owner
    for head in sorted(set(clause)):
        inside = owned == head
        if inside.sum() >= 4:
            rows.parts["clause"].append((index, _unit(pieces.states[inside].mean(axis=0)), float(inside.sum())))


def clauses(tokens: Tokens, first: int, last: int) -> list[int]:
    """For each token of the range the head of the clause that it stands in."""
    heads = {i for i in range(first, last) if tokens.dep[i] in CLAUSE and tokens.pos[i] in ("VERB", "AUX")}
    out = []
    for i in range(first, last):
        at, steps = i, 0
        while at not in heads and tokens.head[at] != at and first <= tokens.head[at] < last and steps < 200:
            at, steps = tokens.head[at], steps + 1
        out.append(at)
    return out


def _pool(states: NDArray[np.float32], owner: Ints, words: int) -> list[NDArray[np.float32] | None]:
    """Each word's vector from its own pieces, which stand together; none where it has no piece."""
    out: list[NDArray[np.float32] | None] = [None] * words
    if not len(owner):
        return out
    first = np.flatnonzero(np.diff(owner, prepend=-2))
    means = np.add.reduceat(states, first, axis=0) / np.diff(np.append(first, len(owner)))[:, None]
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    for k, mean in zip(owner[first].tolist(), means.astype(np.float32), strict=True):
        if 0 <= k < words:
            out[k] = mean
    return out


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
