"""How much speaks for two figures being of one thing: the features of a pair, and the scorer trained on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.quantities.measures import closeness, consistent, equal
from crosslight.collate.rarity import Rarity

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.quantities.views import View
    from crosslight.collate.reading import StoryReading

    Ints = NDArray[np.int64]
    Column = NDArray[Any]
    Columns = dict[str, Any]

FEATURES = (
    "same_article", "same_sentence", "same_bounds", "equal", "consistent", "apart", "rarity", "digits", "same_unit", "is_count",
    "noun_same", "noun_inside", "nouns", "counts", "verb_same", "actors", "near", "words", "names", "named", "window", "sentence", "age_both",
    "age_one", "each_both", "each_one", "aligned", "lead", "lead_equal", "fellows", "position", "age_named", "small", "equal_near",
)  # fmt: skip
FLOOR = 0.45
"""Pairs whose numbers cannot both hold are looked at from this likeness of their windows (cosine) on:
of the gold pairs of the annotated stories 97 % pass, of all pairs of one dimension 31 %."""


@dataclass(frozen=True)
class Pairs:
    """The pairs of a story's figures worth scoring: indices into the views (``a < b``) and one row of features each."""

    index: tuple[tuple[int, int], ...]
    rows: NDArray[np.float32]


@dataclass(frozen=True)
class Surroundings:
    """What pairs of a story are compared by."""

    views: Sequence[View]
    windows: NDArray[np.float32]
    sentences: NDArray[np.float32]
    weight: Rarity
    links: Mapping[tuple[int, int], float]
    told: Mapping[tuple[str, float], int]
    in_sentence: Mapping[int, frozenset[float]]

    def link(self, u: View, v: View) -> float:
        """The chance that the sentences of two figures tell the same."""
        low, high = sorted((u.sentence.index, v.sentence.index))
        return self.links.get((low, high), 0.0)

    def fellows(self, u: View, v: View) -> int:
        """How many other numbers the sentences of two figures share, three at most."""
        shared = self.in_sentence[u.sentence.index] & self.in_sentence[v.sentence.index]
        return min(len(shared - {u.measure.best}), 3)

    @classmethod
    def of(cls, views: Sequence[View], story: StoryReading, alignment: Alignment) -> Surroundings:
        """The surroundings of a story's figures."""
        windows = story.encoded([v.window for v in views])
        at = [v.sentence.index for v in views]
        values: dict[int, set[float]] = defaultdict(set)
        for v in views:
            values[v.sentence.index].add(v.measure.best)
        return cls(
            views=views,
            windows=np.asarray(windows, np.float32),
            sentences=np.asarray(story.vectors[at], np.float32),
            weight=_weights(views),
            links={(link.a, link.b): link.score for link in alignment.links},
            told=Counter((v.measure.dimension, round(v.measure.best, 6)) for v in views),
            in_sentence={k: frozenset(s) for k, s in values.items()},
        )


def pairs(views: Sequence[View], story: StoryReading, alignment: Alignment) -> Pairs:
    """All pairs worth scoring, with their features."""
    if len(views) < 2:
        return Pairs((), np.zeros((0, len(FEATURES)), np.float32))
    around = Surroundings.of(views, story, alignment)
    windows, sentences = around.windows @ around.windows.T, around.sentences @ around.sentences.T
    chosen = list(_candidates(views, windows))
    if not chosen:
        return Pairs((), np.zeros((0, len(FEATURES)), np.float32))
    a, b = np.array(chosen, np.int64).T
    likeness = np.asarray((windows + sentences) / 2, np.float32)
    columns: Columns = {
        **_places(views, a, b),
        **_numbers(views, around, a, b),
        **_words_of(views, around, a, b),
        "window": windows[a, b],
        "sentence": sentences[a, b],
        "aligned": [around.link(views[i], views[j]) for i, j in chosen],
        "lead": _leads(views, likeness, a, b),
        "fellows": [around.fellows(views[i], views[j]) for i, j in chosen],
    }
    columns["lead_equal"] = columns["lead"] * columns["equal"]
    columns["age_named"] = columns["named"] * columns["age_both"]
    columns["equal_near"] = columns["equal"] * columns["near"]
    return Pairs(tuple(chosen), np.stack([np.asarray(columns[name], np.float32) for name in FEATURES], axis=1))


def _candidates(views: Sequence[View], alike: NDArray[np.float32]) -> Iterable[tuple[int, int]]:
    by_dimension: dict[str, list[int]] = defaultdict(list)
    for i, v in enumerate(views):
        by_dimension[v.measure.dimension].append(i)
    for members in by_dimension.values():
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                if alike[a, b] >= FLOOR or consistent(views[a].measure, views[b].measure):
                    yield a, b


def _leads(views: Sequence[View], likeness: NDArray[np.float32], a: Ints, b: Ints) -> Column:
    """How far the two are ahead of (or behind) the other figures of their articles as each other's fellows; in one article nothing."""
    article = np.array([v.article for v in views])
    dimension = _numbered([v.measure.dimension for v in views])
    comparable = (dimension[:, None] == dimension[None, :]) & (article[:, None] != article[None, :])
    top, second = np.zeros((2, len(views), int(article.max()) + 1))
    first = np.full(top.shape, -1)
    for number in np.unique(article):
        members = np.flatnonzero(article == number)
        like = np.where(comparable[:, members], likeness[:, members], -np.inf)
        best = like.argmax(axis=1)
        some = np.isfinite(like.max(axis=1))
        top[some, number], first[some, number] = like.max(axis=1)[some], members[best[some]]
        like[np.arange(len(views)), best] = -np.inf
        others = np.isfinite(like.max(axis=1))
        second[others, number] = like.max(axis=1)[others]

    def ahead(one: Ints, other: Ints) -> Column:
        there = article[other]
        rival: Column = np.where(first[one, there] == other, second[one, there], top[one, there])
        return likeness[one, other] - rival

    return np.where(article[a] == article[b], 0.0, np.minimum(ahead(a, b), ahead(b, a)))


def _weights(views: Sequence[View]) -> Rarity:
    """Over the sentences that hold figures."""
    sentences = {v.sentence.index: v.words | v.near for v in views}
    return Rarity.over(list(sentences.values()), unknown=2.0)


@lru_cache(maxsize=4096)
def _words(counts: str | None) -> frozenset[str]:
    return frozenset((counts or "").lower().replace("-", " ").split()) - {"of", "the", "a", "in", "to"}


def _places(views: Sequence[View], a: Ints, b: Ints) -> Columns:
    """Where the two stand, and what kind of figure each is."""
    sentence, position = np.array([v.sentence.index for v in views]), np.array([v.position for v in views], float)
    article, age, each = (np.array([getattr(v, name) for v in views]) for name in ("article", "age", "each"))
    return {
        "same_article": article[a] == article[b],
        "same_sentence": sentence[a] == sentence[b],
        "position": np.abs(position[a] - position[b]) / 20,
        "age_both": age[a] & age[b],
        "age_one": age[a] != age[b],
        "each_both": each[a] & each[b],
        "each_one": each[a] != each[b],
    }


def _numbers(views: Sequence[View], around: Surroundings, a: Ints, b: Ints) -> Columns:
    """How the two numbers compare."""
    measures = [v.measure for v in views]
    same = np.array([equal(measures[i], measures[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)])
    told = np.array([around.told[m.dimension, round(m.best, 6)] for m in measures])
    bounds = _numbered([(v.figure.low, v.figure.high) for v in views])
    unit = _numbered([m.unit for m in measures])
    return {
        "equal": same,
        "same_bounds": (bounds[a] == bounds[b]) & same,
        "consistent": [consistent(measures[i], measures[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)],
        "apart": [closeness(measures[i], measures[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)],
        "rarity": same / np.sqrt(told[a]),
        "digits": same * np.array([_digits(m.best) for m in measures])[a],
        "same_unit": unit[a] == unit[b],
        "is_count": np.array([m.dimension == "count" for m in measures])[a],
        "small": np.array([m.best <= 3 for m in measures])[a],
    }


def _words_of(views: Sequence[View], around: Surroundings, a: Ints, b: Ints) -> Columns:
    """How far the two are told in the same words: of what they count, of what is done to it, and around."""
    dice = around.weight.dice
    noun, verb = (np.array([bool(getattr(v, name)) for v in views]) for name in ("noun", "verb"))
    which_noun, which_verb = _numbered([v.noun for v in views]), _numbered([v.verb for v in views])
    counts = [_words(v.figure.counts) for v in views]
    both = [(views[i], views[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)]
    return {
        "noun_same": noun[a] & (which_noun[a] == which_noun[b]),
        "noun_inside": [(u.noun in v.nouns) + (v.noun in u.nouns) for u, v in both],
        "nouns": [dice(u.nouns, v.nouns) for u, v in both],
        "counts": [dice(counts[i], counts[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)],
        "verb_same": verb[a] & (which_verb[a] == which_verb[b]),
        "actors": [dice(u.actors, v.actors) for u, v in both],
        "near": np.array([dice(u.near, v.near) for u, v in both]),
        "words": [dice(u.words, v.words) for u, v in both],
        "names": [dice(u.names, v.names) for u, v in both],
        "named": np.array([dice(u.named, v.named) for u, v in both]),
    }


def _numbered(values: Sequence[Hashable]) -> Ints:
    """Each value as a number: equal ones the same."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(v, len(number)) for v in values], np.int64)


def _digits(number: float) -> int:
    """Significant digits: 143,000,000 has three, 693,665 six, 50 one."""
    return len(f"{abs(number):.6g}".split("e")[0].replace(".", "").strip("0")) or 1
