"""Words in context: how far one sentence's telling words are met by some word of another's."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate import ragged
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
        words = np.diff(self.families["word"].start)
        parts = [self._cover(a[some], b[some]) for some in ragged.batches(words[a] * words[b])]
        names = parts[0] if parts else ()
        return {n: (np.concatenate([p[n][0] for p in parts]), np.concatenate([p[n][1] for p in parts])) for n in names}

    def _cover(self, a: Ints, b: Ints) -> dict[str, tuple[Floats, Floats]]:
        x, y = _Side(self, a), _Side(self, b)
        out = {}
        for kind, family in self.families.items():
            cells = ragged.Crossed.of(np.diff(x.start[kind]), np.diff(y.start[kind]))
            cosines = ragged.products(family.vectors, family.start, a, family.vectors, y.rows[kind], y.start[kind])
            there, back = cells.most_of_rows(cosines), cells.most_of_others(cosines)
            out[kind] = ragged.mean(there, x.weight[kind], x.start[kind]), ragged.mean(back, y.weight[kind], y.start[kind])
            best = ragged.most(there, x.start[kind])
            out[f"{kind}_best"] = best, best
            if kind == "word":
                out["rare"] = ragged.mean(there, x.rarity, x.start[kind]), ragged.mean(back, y.rarity, y.start[kind])
                out["met"] = _clear(there, x.rarity, x.start[kind]), _clear(back, y.rarity, y.start[kind])
                out["part"] = _part(there, x), _part(back, y)
        return out


class _Side:
    """One side of some pairs: for each kind the rows of their sentences, one after another, with their weights."""

    def __init__(self, words: WordVectors, sentences: Ints) -> None:
        self.start: dict[str, Ints] = {}
        self.rows: dict[str, Ints] = {}
        for kind, family in words.families.items():
            self.start[kind], self.rows[kind] = ragged.gathered(family.start, sentences)
        self.weight = {kind: words.families[kind].weight[rows] for kind, rows in self.rows.items()}
        self.rarity = words.rarity[self.rows["word"]]
        self.clauses, clauses = ragged.gathered(words.clauses, sentences)
        self.clause, _ = ragged.gathered(words.clause, clauses)


def _part(met: Floats, side: _Side) -> Floats:
    """How far the best covered clause of each sentence is covered, small clauses held down."""
    held = np.minimum(ragged.total(side.rarity, side.clause) / ENOUGH, 1.0)
    return ragged.most(ragged.mean(met, side.rarity, side.clause) * held, side.clauses)


def _clear(met: Floats, weight: Floats, start: Ints) -> Floats:
    """The summed weight of what is clearly met in each run, as a logarithm."""
    return np.log1p(ragged.total(np.clip((met - CLEAR) / (1 - CLEAR), 0, 1) * weight, start))


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
    sentence, states, own = story.sentences[index], story.pieces[index].states, story.words[index]
    tokens = story.readings[sentence.article].tokens
    clause = clauses(tokens, sentence.first, sentence.last)
    of_clause = sorted(zip(own.tokens, own.vectors, strict=True), key=lambda w: (clause[w[0] - sentence.first], w[0]))
    for k, vector in of_clause:
        word = terms.lemma(tokens, k)
        if word is None:
            continue
        rows.parts["word"].append((index, vector, terms.telling(word)))
        rows.words.append(word)
        rows.clause.append((index, clause[k - sentence.first]))
        if tokens.pos[k] == "VERB":
            rows.parts["act"].append((index, vector, 1.0))
    owned = np.where(own.owner >= 0, np.array(clause)[own.owner], -1) if len(clause) else own.owner
    for head in sorted(set(clause)):
        inside = owned == head
        if inside.sum() >= 4:
            rows.parts["clause"].append((index, _unit(states[inside].mean(axis=0)), float(inside.sum())))


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


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
