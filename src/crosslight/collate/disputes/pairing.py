"""How much speaks for two sentences holding different positions on one question: the features of a pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.disputes import swaps
from crosslight.collate.disputes.cues import CUES
from crosslight.collate.quantities.measures import consistent, equal
from crosslight.collate.rarity import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.disputes.marks import Marks
    from crosslight.collate.quantities.views import View
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Quantity

    Ints = NDArray[np.int64]
    Column = NDArray[Any]

_EITHER = tuple(f"{name}_{how}" for name in CUES for how in ("both", "one"))
FEATURES = (
    "cosine", "aligned", "lead", "same_article", "distance", "words", "nouns", "verbs", "names", "subjects", "adjectives", "cover_less", "cover_more",
    "quantity_apart", "quantity_same", "figures_clash", "figures_agree", "event_time_clash", "number_clash", "number_equal", "time_clash", "time_equal", "clock_clash", "length_clash", "place_clash",
    "place_equal", "name_less", "speakers_differ", "speakers_same", "speakers", "quoted_more", "quoted_less", "length_less", "length_more", "position_less",
    "position_more", "judged_opposite", "neighbours", "told_often", *_EITHER, *swaps.FEATURES,
)  # fmt: skip
FLOOR = 0.30
"""Sentences less alike than this (cosine) and not linked are no pair: 92 % of the gold pairs lie above, 22 % of all."""

EVERY = 300
"""Up to so many sentences all pairs are looked at."""
NEAREST = 15
"""In a longer story a sentence is paired with so many of its likest only: no more pairs than grow with the sentences."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of sentences worth scoring: story indices (``a < b``), one row of features each, cosines of all sentences."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    rows: NDArray[np.float32]
    cosine: NDArray[np.float32]


def pairs(
    told: Sequence[Marks],
    story: StoryReading,
    alignment: Alignment,
    quantities: Sequence[Quantity],
    figures: Mapping[tuple[int, int], tuple[float, float]],
) -> Pairs:
    """All pairs worth scoring, with their features. ``figures`` is what :func:`figures_of` gives."""
    if len(told) < 2:
        nothing = np.zeros(0, np.int64)
        return Pairs(nothing, nothing, np.zeros((0, len(FEATURES)), np.float32), np.zeros((len(told), len(told)), np.float32))
    cosine = np.asarray(story.vectors @ story.vectors.T, np.float32)
    links = {(link.a, link.b): link.score for link in alignment.links}
    linked = np.zeros_like(cosine)
    for (i, j), score in links.items():
        linked[i, j] = linked[j, i] = score
    article = np.array([m.sentence.article for m in told])
    worth = (cosine >= FLOOR) | (linked > 0)
    worth &= (cosine < 0.985) | (linked < 0.5)
    worth &= _near(cosine, NEAREST)
    a, b = np.nonzero(np.triu(worth, 1))
    if not len(a):
        return Pairs(a, b, np.zeros((0, len(FEATURES)), np.float32), cosine)
    weight = Rarity.over([m.words for m in told], unknown=1.0)
    lead = _leads(cosine, article)
    lead = np.minimum(lead, lead.T)
    apart, same = _quantity_pairs(story, quantities)
    listed = list(zip(a.tolist(), b.tolist(), strict=True))
    slots = [[float(p in apart), float(p in same), *figures.get(p, (0.0, 0.0)), *_clashes(told[p[0]], told[p[1]])] for p in listed]
    often = (linked > 0.5).sum(axis=1)
    columns = [
        cosine[a, b],
        linked[a, b],
        lead[a, b],
        *_places(told, a, b),
        *np.array([_likeness(told[i], told[j], weight) for i, j in listed], np.float32).T,
        *np.array(slots, np.float32).T,
        *_voices(told, a, b),
        _opposite(told, a, b),
        _around(linked, a, b, article),
        np.minimum(often[a], often[b]),
        *_cues(told, a, b),
    ]
    own = np.stack([np.asarray(c, np.float32) for c in columns], axis=1)
    return Pairs(a, b, np.hstack([own, swaps.swaps(story, a, b)]), cosine)


def _near(cosine: NDArray[np.float32], most: int) -> NDArray[np.bool_]:
    """True where one of the two is among the other's likest."""
    if len(cosine) <= EVERY:
        return np.ones(cosine.shape, bool)
    bar = -np.partition(-cosine, most, axis=1)[:, most]
    near: NDArray[np.bool_] = (cosine >= bar[:, None]) | (cosine >= bar[None, :])
    return near


def figures_of(
    seen: Sequence[View], index: Sequence[tuple[int, int]], chances: NDArray[np.float64]
) -> dict[tuple[int, int], tuple[float, float]]:
    """For pairs of sentences, the best chance that two of their figures are of one thing: figures that clash, figures that agree."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for (a, b), chance in zip(index, chances.tolist(), strict=True):
        u, v = seen[a], seen[b]
        i, j = sorted((u.sentence.index, v.sentence.index))
        clash, agree = found.get((i, j), (0.0, 0.0))
        if equal(u.measure, v.measure):
            found[i, j] = clash, max(agree, chance)
        else:
            found[i, j] = max(clash, chance), agree
    return found


def _quantity_pairs(story: StoryReading, quantities: Sequence[Quantity]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of sentences that hold unequal, and equal, figures of one quantity."""
    apart: set[tuple[int, int]] = set()
    same: set[tuple[int, int]] = set()
    for quantity in quantities:
        at = [(story.sentence_at(f.span).index, f) for f in quantity.figures]
        for n, (i, f) in enumerate(at):
            for j, g in at[n + 1 :]:
                pair = (min(i, j), max(i, j))
                (same if (f.value, f.low, f.high) == (g.value, g.low, g.high) else apart).add(pair)
    return apart, same


def _leads(cosine: NDArray[np.float32], article: NDArray[np.int64]) -> NDArray[np.float32]:
    """``lead[i, j]``: how far j is ahead of the other sentences of its article in likeness to i."""
    lead = np.zeros_like(cosine)
    for number in np.unique(article):
        own = np.flatnonzero(article == number)
        block = cosine[:, own].copy()
        block[own, np.arange(len(own))] = -1
        order = np.sort(block, axis=1)
        top = order[:, -1:]
        second = order[:, -2:-1] if len(own) > 1 else np.zeros_like(top)
        lead[:, own] = block - np.where(block == top, second, top)
    return lead


def _places(told: Sequence[Marks], a: Ints, b: Ints) -> Iterable[Column]:
    """Whether both stand in one article, and how far apart."""
    article, position = (np.array([getattr(m.sentence, name) for m in told]) for name in ("article", "position"))
    one = article[a] == article[b]
    yield one
    yield np.where(one, np.minimum(np.abs(position[a] - position[b]), 20), 30)


def _likeness(u: Marks, v: Marks, weight: Rarity) -> list[float]:
    both = weight.total(u.words & v.words)
    cover = sorted(both / max(0.1, weight.total(m.words)) for m in (u, v))
    return [
        weight.dice(u.words, v.words),
        weight.dice(u.nouns, v.nouns),
        weight.dice(u.verbs, v.verbs),
        weight.dice(u.names, v.names),
        weight.dice(u.subjects, v.subjects),
        weight.dice(u.adjectives, v.adjectives),
        *cover,
    ]


def _clashes(u: Marks, v: Marks) -> list[float]:
    clash = same = 0
    for _, a in u.measures:
        for _, b in v.measures:
            if a.dimension == b.dimension and (a.dimension != "count" or a.unit == b.unit):
                same += equal(a, b)
                clash += not consistent(a, b)
    grains = {"day": [0, 0], "clock": [0, 0], "length": [0, 0]}
    mine, theirs = _grained(u.times), _grained(v.times)
    for grain in mine.keys() & theirs.keys():
        key = grain if grain in grains else "day"
        grains[key][bool(mine[grain] & theirs[grain])] += 1
    return [
        float(_of_one_event(u, v)),
        float(min(clash, 3)),
        float(min(same, 3)),
        float(grains["day"][0]),
        float(grains["day"][1]),
        float(grains["clock"][0]),
        float(grains["length"][0]),
        float(bool(u.places - v.places) and bool(v.places - u.places)),
        float(min(len(u.places & v.places), 3)),
        float(min(len(u.names - v.names), len(v.names - u.names))),
    ]


def _of_one_event(u: Marks, v: Marks) -> bool:
    """True where one verb has different times of one grain."""
    return any(
        grain == other and verb and verb == theirs and when != then
        for grain, when, verb in u.times
        for other, then, theirs in v.times
    )


def _grained(times: Sequence[tuple[str, str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for grain, value, _ in times:
        found[grain].add(value)
    return found


def _voices(told: Sequence[Marks], a: Ints, b: Ints) -> Iterable[Column]:
    """Who speaks, how much is quoted, how long the sentences are and how far down they stand."""
    number = {name: n for n, name in enumerate(dict.fromkeys(m.speaker for m in told if m.speaker is not None))}
    speaker = np.array([-1 if m.speaker is None else number[m.speaker] for m in told])
    both = (speaker[a] >= 0) & (speaker[b] >= 0)
    yield both & (speaker[a] != speaker[b])
    yield both & (speaker[a] == speaker[b])
    yield (speaker[a] >= 0).astype(int) + (speaker[b] >= 0)
    quoted, length = np.array([m.quoted for m in told]), np.array([m.length for m in told])
    position = np.array([m.sentence.position for m in told])
    yield np.maximum(quoted[a], quoted[b])
    yield np.minimum(quoted[a], quoted[b])
    for measured in (length, position):
        yield np.minimum(measured[a], measured[b])
        yield np.maximum(measured[a], measured[b])


def _opposite(told: Sequence[Marks], a: Ints, b: Ints) -> Column:
    """True where one judges well and the other ill; a sentence that does both judges neither way."""
    good, bad = (np.array([how in m.cues and not {"good", "bad"} <= m.cues for m in told]) for how in ("good", "bad"))
    opposite: Column = (good[a] & bad[b]) | (bad[a] & good[b])
    return opposite


def _around(linked: NDArray[np.float32], a: Ints, b: Ints, article: Ints) -> Column:
    """How strongly the sentences before and after are linked: two accounts of one scene run side by side."""
    total = np.zeros(len(a))
    last = len(article) - 1
    for step in (-1, 1):
        i, j = np.clip(a + step, 0, last), np.clip(b + step, 0, last)
        there = (i != a) & (j != b) & (article[i] == article[a]) & (article[j] == article[b])
        total += np.where(there, linked[i, j], 0.0)
    return total


def _cues(told: Sequence[Marks], a: Ints, b: Ints) -> Iterable[Column]:
    """For each family of cues whether both sentences have one, and whether one of the two."""
    for name in CUES:
        held = np.array([name in m.cues for m in told])
        yield held[a] & held[b]
        yield held[a] != held[b]
