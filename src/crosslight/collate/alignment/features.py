"""What is measured of a pair of sentences of different articles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment import terms
from crosslight.collate.alignment.words import WordVectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of sentences, and a column of measurements for each name."""

    a: Ints
    b: Ints
    columns: dict[str, Floats]

    def matrix(self, names: tuple[str, ...]) -> Floats:
        """The named columns, side by side."""
        return np.column_stack([self.columns[n] for n in names])


def measure(story: StoryReading, a: Ints, b: Ints) -> Pairs:
    """All measurements of the pairs ``(a[k], b[k])``."""
    columns: dict[str, Floats] = {}
    _terms(story, a, b, columns)
    _vectors(story, a, b, columns)
    _soft(story, a, b, columns)
    _shape(story, a, b, columns)
    return Pairs(a, b, columns)


def _terms(story: StoryReading, a: Ints, b: Ints, out: dict[str, Floats]) -> None:
    n = len(story.sentences) + 1
    local = lambda _, held: math.log(n / held)  # noqa: E731
    lemmas = terms.rows_of(story, terms.lemma)
    families = {
        "lemma": terms.family(lemmas, lambda t, _: terms.telling(t)),
        "local": terms.family(lemmas, local),
        "both": terms.family(lemmas, lambda t, held: terms.telling(t) * math.log(n / held)),
        "stem": terms.family(terms.rows_of(story, terms.stem), local),
        "name": terms.family(terms.rows_of(story, terms.name), local),
        "verb": terms.family(terms.rows_of(story, terms.verb), local),
        "noun": terms.family(terms.rows_of(story, terms.noun), local),
        "number": terms.family(terms.rows_of(story, terms.number), local),
        "run": terms.family(terms.runs(story, 3), local),
        "next": terms.family(terms.neighbours(story), local),
    }
    same = families["lemma"].met(a, b)
    for name, family in families.items():
        total, count = family.totals(), np.diff(family.start)
        met = same if name in ("lemma", "local", "both") else family.met(a, b)  # three weigh the lemmas
        both, number, greatest = family.shared(met, len(a))
        less, more = np.minimum(total[a], total[b]), np.maximum(total[a], total[b])
        out[f"{name}_cosine"] = both / np.sqrt(np.maximum(less * more, 1e-9))
        out[f"{name}_of_less"] = both / np.maximum(less, 1e-9)
        if name in ("both", "stem", "name", "number", "run", "next"):
            out[f"{name}_weight"] = both
            out[f"{name}_greatest"] = greatest
            out[f"{name}_shared"] = number
        if name in ("name", "number"):
            out[f"{name}_least"] = np.minimum(count[a], count[b]).astype(float)
            out[f"{name}_clash"] = ((number == 0) & (count[a] > 0) & (count[b] > 0)).astype(float)


def _vectors(story: StoryReading, a: Ints, b: Ints, out: dict[str, Floats]) -> None:
    vectors = story.vectors.astype(np.float64)
    article = np.array([s.article for s in story.sentences])
    cosine = _products(vectors, vectors, a, b)
    out["cosine"] = cosine
    around = np.zeros_like(vectors)
    around[1:] += vectors[:-1]
    around[:-1] += vectors[1:]
    for row in story.first_sentence[1:-1]:
        around[row] -= vectors[row - 1]
        around[row - 1] -= vectors[row]
    around /= np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-9)
    out["around"] = _products(around, around, a, b)
    out["across"] = np.maximum(_products(around, vectors, a, b), _products(vectors, around, a, b))
    centre = vectors.mean(axis=0)
    central = vectors @ centre / max(float(np.linalg.norm(centre)), 1e-9)
    out["central_less"], out["central_more"] = np.minimum(central[a], central[b]), np.maximum(central[a], central[b])
    out["own_voice"] = cosine - central[a] * central[b]
    competition(a, b, article, cosine, "cosine", out)
    competition(a, b, article, out["both_cosine"], "both", out)


def _products(left: Floats, right: Floats, a: Ints, b: Ints) -> Floats:
    """The inner product of each pair's rows, a few thousand pairs at a time: what is gathered stays in the cache."""
    parts = [np.einsum("ij,ij->i", left[a[k : k + 2048]], right[b[k : k + 2048]]) for k in range(0, len(a), 2048)]
    return np.concatenate(parts) if parts else np.zeros(0)


def competition(a: Ints, b: Ints, article: Ints, score: Floats, name: str, out: dict[str, Floats]) -> None:
    """How a pair's score stands among those that either sentence has with the other's article."""
    ranks, margins, standings = [], [], []
    for own, other in ((a, b), (b, a)):
        group = own * (int(article.max(initial=0)) + 1) + article[other]
        by = np.lexsort((-score, group))
        sizes = np.unique(group[by], return_counts=True)[1]
        first = np.cumsum(sizes) - sizes
        rank = np.empty(len(a))
        rank[by] = np.arange(len(a)) - np.repeat(first, sizes)
        best = np.empty(len(a))
        best[by] = np.repeat(score[by][first], sizes)
        second = np.empty(len(a))
        second[by] = np.repeat(np.where(sizes > 1, score[by][np.minimum(first + 1, len(a) - 1)], 0.0), sizes)
        mean, square = np.add.reduceat(score[by], first) / sizes, np.add.reduceat(score[by] ** 2, first) / sizes
        spread = np.sqrt(np.maximum(square - mean**2, 1e-6))
        standing = np.empty(len(a))
        standing[by] = (score[by] - np.repeat(mean, sizes)) / np.repeat(spread, sizes)
        ranks.append(1 / (1 + rank))
        margins.append(np.where(rank == 0, score - second, score - best))
        standings.append(standing)
    out[f"{name}_rank_less"], out[f"{name}_rank_more"] = np.minimum(*ranks), np.maximum(*ranks)
    out[f"{name}_margin_less"], out[f"{name}_margin_more"] = np.minimum(*margins), np.maximum(*margins)
    out[f"{name}_standing_less"], out[f"{name}_standing_more"] = np.minimum(*standings), np.maximum(*standings)


def _soft(story: StoryReading, a: Ints, b: Ints, out: dict[str, Floats]) -> None:
    words = WordVectors.of(story)
    for name, (there, back) in words.cover(a, b).items():
        out[f"{name}_less"], out[f"{name}_more"] = np.minimum(there, back), np.maximum(there, back)


def _shape(story: StoryReading, a: Ints, b: Ints, out: dict[str, Floats]) -> None:
    words = np.array(
        [sum(p in terms.CONTENT for p in story.readings[s.article].tokens.pos[s.first : s.last]) for s in story.sentences], float
    )
    length = np.array([max(len(r.sentences), 1) for r in story.readings], float)[[s.article for s in story.sentences]]
    position = np.array([s.position for s in story.sentences], float)
    relative = position / length
    quoted = np.array([any(mark in s.text for mark in '"“”') for s in story.sentences], float)
    out["words_less"], out["words_more"] = np.minimum(words[a], words[b]), np.maximum(words[a], words[b])
    out["position_less"], out["position_more"] = np.minimum(position[a], position[b]), np.maximum(position[a], position[b])
    out["relative_gap"] = np.abs(relative[a] - relative[b])
    out["relative_less"] = np.minimum(relative[a], relative[b])
    out["quoted"] = quoted[a] + quoted[b]
    out["articles"] = np.full(len(a), float(len(story.readings)))
