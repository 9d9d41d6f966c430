"""Words in context: how far one sentence's telling words are met by some word of another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

KINDS = ("word", "act", "clause")


@dataclass(frozen=True, slots=True)
class Family:
    """Vectors of parts of sentences (words, verbs, clauses): ``start`` bounds each sentence's rows; each row has a weight."""

    start: Ints
    vectors: NDArray[np.float32]
    weight: Floats


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The story's content words, verbs and clauses as vectors."""

    families: dict[str, Family]

    @classmethod
    def of(cls, story: StoryReading) -> WordVectors:
        """Pooled from the encoder's word pieces."""
        parts: dict[str, list[tuple[int, NDArray[np.float32], float]]] = {k: [] for k in KINDS}
        for s in story.sentences:
            _read(story, s.index, parts)
        return cls({k: _family(rows, len(story.sentences)) for k, rows in parts.items()})

    def cover(self, story: StoryReading, a: Ints, b: Ints) -> dict[str, tuple[Floats, Floats]]:
        """For each kind, how far b covers a and a covers b; for clauses the best and the mean match."""
        out = {}
        article = np.array([s.article for s in story.sentences])
        for kind, family in self.families.items():
            there, back, best = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
            both = article[a] * len(story.readings) + article[b]
            for block in np.unique(both):
                at = np.flatnonzero(both == block)
                there[at], back[at], best[at] = _block(
                    family, story.first_sentence, divmod(int(block), len(story.readings)), a[at], b[at]
                )
            out[kind] = (there, back)
            out[f"{kind}_best"] = (best, best)
        return out


def _block(family: Family, first: tuple[int, ...], articles: tuple[int, int], a: Ints, b: Ints) -> tuple[Floats, Floats, Floats]:
    (x, y) = articles
    xs, ys = family.start[first[x] : first[x + 1] + 1], family.start[first[y] : first[y + 1] + 1]
    if xs[-1] == xs[0] or ys[-1] == ys[0]:
        none = np.zeros(len(a))
        return none, none, none
    met = family.vectors[xs[0] : xs[-1]] @ family.vectors[ys[0] : ys[-1]].T
    there = _mean(_most(met, ys - ys[0]), family.weight[xs[0] : xs[-1]], xs - xs[0])
    back = _mean(_most(met.T, xs - xs[0]), family.weight[ys[0] : ys[-1]], ys - ys[0])
    best = _most(_most(met, ys - ys[0]).T, xs - xs[0]).T
    return there[a - first[x], b - first[y]], back[b - first[y], a - first[x]], best[a - first[x], b - first[y]]


def _most(met: NDArray[np.float32], start: Ints) -> NDArray[np.float32]:
    """The greatest value of each run of columns (none: 0)."""
    out = np.zeros((met.shape[0], len(start) - 1), np.float32)
    full = np.flatnonzero(np.diff(start) > 0)
    if len(full):
        out[:, full] = np.maximum.reduceat(met, start[full], axis=1)
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


def _read(story: StoryReading, index: int, parts: dict[str, list[tuple[int, NDArray[np.float32], float]]]) -> None:
    sentence, pieces = story.sentences[index], story.pieces[index]
    tokens = story.readings[sentence.article].tokens
    starts = np.array(tokens.start[sentence.first : sentence.last], np.int64) - sentence.span.start
    owner = np.searchsorted(starts, pieces.start, side="right") - 1
    clause = clauses(tokens, sentence.first, sentence.last)
    pooled = _pool(pieces.states, owner, len(starts))
    for k in range(len(starts)):
        word = terms.lemma(tokens, sentence.first + k)
        if word is None or pooled[k] is None:
            continue
        parts["word"].append((index, pooled[k], terms.telling(word)))
        if tokens.pos[sentence.first + k] == "VERB":
            parts["act"].append((index, pooled[k], 1.0))
    for head in sorted(set(clause)):
        inside = np.isin(owner, np.flatnonzero(np.array(clause) == head))
        if inside.sum() >= 4:
            parts["clause"].append((index, _unit(pieces.states[inside].mean(axis=0)), float(inside.sum())))


def clauses(tokens: terms.Tokens, first: int, last: int) -> list[int]:
    """For each token of the range the head of the clause that it stands in."""
    heads = {}
    for i in range(first, last):
        if tokens.dep[i] in CLAUSE and tokens.pos[i] in ("VERB", "AUX"):
            heads[i] = i
    out = []
    for i in range(first, last):
        at, steps = i, 0
        while at not in heads and tokens.head[at] != at and first <= tokens.head[at] < last and steps < 200:
            at, steps = tokens.head[at], steps + 1
        out.append(at)
    return out


def _pool(states: NDArray[np.float32], owner: Ints, words: int) -> list[NDArray[np.float32] | None]:
    out: list[NDArray[np.float32] | None] = [None] * words
    for k in range(words):
        own = states[owner == k]
        if len(own):
            out[k] = _unit(own.mean(axis=0))
    return out


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
