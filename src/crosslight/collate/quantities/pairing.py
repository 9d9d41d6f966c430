"""How much speaks for two figures being of one thing: the features of a pair, and the scorer trained on them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.quantities.measures import closeness, consistent, equal
from crosslight.collate.rarity import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.quantities.views import View
    from crosslight.collate.reading import StoryReading

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
    likeness = np.asarray((around.windows @ around.windows.T + around.sentences @ around.sentences.T) / 2, np.float32)
    chosen = list(_candidates(views, around.windows @ around.windows.T))
    leads = _leads(views, likeness)
    rows = [_features(a, b, around, leads) for a, b in chosen]
    return Pairs(tuple(chosen), np.array(rows, np.float32).reshape(len(rows), len(FEATURES)))


def _candidates(views: Sequence[View], alike: NDArray[np.float32]) -> Iterable[tuple[int, int]]:
    by_dimension: dict[str, list[int]] = defaultdict(list)
    for i, v in enumerate(views):
        by_dimension[v.measure.dimension].append(i)
    for members in by_dimension.values():
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                if alike[a, b] >= FLOOR or consistent(views[a].measure, views[b].measure):
                    yield a, b


@dataclass(frozen=True)
class Leads:
    """For each figure and article the best and second-best likeness of a figure there, and whose the best is."""

    best: dict[tuple[int, int], tuple[float, int, float]]

    def of(self, a: int, b: int, article: int, likeness: float) -> float:
        """How far b is ahead of (or behind) the other figures of its article as a's fellow."""
        top, who, second = self.best.get((a, article), (0.0, -1, 0.0))
        return likeness - (second if who == b else top)


def _leads(views: Sequence[View], likeness: NDArray[np.float32]) -> tuple[Leads, NDArray[np.float32]]:
    best: dict[tuple[int, int], tuple[float, int, float]] = {}
    by_article: dict[int, list[int]] = defaultdict(list)
    for i, v in enumerate(views):
        by_article[v.article].append(i)
    for a, v in enumerate(views):
        for article, members in by_article.items():
            same = [b for b in members if b != a and views[b].measure.dimension == v.measure.dimension]
            if article == v.article or not same:
                continue
            order = sorted(same, key=lambda b: -likeness[a, b])
            second = float(likeness[a, order[1]]) if len(order) > 1 else 0.0
            best[a, article] = (float(likeness[a, order[0]]), order[0], second)
    return Leads(best), likeness


def _weights(views: Sequence[View]) -> Rarity:
    """Over the sentences that hold figures."""
    sentences = {v.sentence.index: v.words | v.near for v in views}
    return Rarity.over(list(sentences.values()), unknown=2.0)


@lru_cache(maxsize=4096)
def _words(counts: str | None) -> frozenset[str]:
    return frozenset((counts or "").lower().replace("-", " ").split()) - {"of", "the", "a", "in", "to"}


def _features(a: int, b: int, s: Surroundings, leads: tuple[Leads, NDArray[np.float32]]) -> list[float]:
    u, v = s.views[a], s.views[b]
    same = equal(u.measure, v.measure)
    one_article = u.article == v.article
    window, sentence = float(s.windows[a] @ s.windows[b]), float(s.sentences[a] @ s.sentences[b])
    like = float(leads[1][a, b])
    lead = 0.0 if one_article else min(leads[0].of(a, b, v.article, like), leads[0].of(b, a, u.article, like))
    told = s.told[u.measure.dimension, round(u.measure.best, 6)]
    fellows = len((s.in_sentence[u.sentence.index] & s.in_sentence[v.sentence.index]) - {u.measure.best})
    low, high = sorted((u.sentence.index, v.sentence.index))
    near, named = s.weight.dice(u.near, v.near), s.weight.dice(u.named, v.named)
    return [
        one_article,
        u.sentence.index == v.sentence.index,
        (u.figure.low, u.figure.high) == (v.figure.low, v.figure.high) and same,
        same,
        consistent(u.measure, v.measure),
        closeness(u.measure, v.measure),
        same / math.sqrt(told),
        same * _digits(u.measure.best),
        u.measure.unit == v.measure.unit,
        u.measure.dimension == "count",
        bool(u.noun) and u.noun == v.noun,
        (u.noun in v.nouns) + (v.noun in u.nouns),
        s.weight.dice(u.nouns, v.nouns),
        s.weight.dice(_words(u.figure.counts), _words(v.figure.counts)),
        bool(u.verb) and u.verb == v.verb,
        s.weight.dice(u.actors, v.actors),
        near,
        s.weight.dice(u.words, v.words),
        s.weight.dice(u.names, v.names),
        named,
        window,
        sentence,
        u.age and v.age,
        u.age != v.age,
        u.each and v.each,
        u.each != v.each,
        s.links.get((low, high), 0.0),
        lead,
        lead * same,
        min(fellows, 3),
        abs(u.position - v.position) / 20,
        named * (u.age and v.age),
        u.measure.best <= 3,
        same * near,
    ]


def _digits(number: float) -> int:
    """Significant digits: 143,000,000 has three, 693,665 six, 50 one."""
    return len(f"{abs(number):.6g}".split("e")[0].replace(".", "").strip("0")) or 1
