"""Which of the disputes put together are worth showing: a second look, at the whole dispute where the first saw pairs."""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment.scoring import Logistic
from crosslight.collate.disputes.naming import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.disputes.assembling import Quarrel
    from crosslight.collate.disputes.pairing import Pairs
    from crosslight.collate.reading import StoryReading
    from crosslight.model import DisputeKind

KINDS: tuple[DisputeKind, ...] = ("figure", "time", "place", "denial", "cause", "blame", "identity", "characterisation")
FEATURES = (
    "best", "mean", "top", "score", "sentences", "witnesses", "detected", "rank", "told_before", "moved", "linked", "articles_share",
    "third", "articles", "length", *KINDS, "detected_figure", "detected_denial",
)  # fmt: skip
_LEAST = 1e-5
CLEAR_CUT = frozenset(["figure", "time", "denial"])
"""Kinds that something in the text marks: a number, a time, a verb of denying. More than half of those put together are right."""
FIRM = 0.22
PLACED = 0.3
LOOSE = 0.35
"""Chances from which a dispute of a clear-cut kind, over a place, and of any other kind is shown. Over the annotated stories, links,
quantities, pairs and ranking each by models of the others, the mean of five models: the ten likeliest whatever the kind precision
.52, F1 .49; with these bars, and no denial told twice, .56, .50 (by side .36), and .61 of what is disputed over figures, times, places
and denials is found. Bars of .25, .38 and .38: .62, .49 (.36), but only .58 found. Every denial shown: a little more found (.01),
but one answer three times."""


def kinds(found: Sequence[Quarrel], candidates: Pairs) -> list[DisputeKind]:
    """The kind of each dispute: its detector's, else that of its best pair."""
    at = places(candidates)
    return [q.kind or (kind_of(candidates.rows[at[q.best]]) if q.best in at else "characterisation") for q in found]


def places(candidates: Pairs) -> dict[tuple[int, int], int]:
    """The row of each pair."""
    return {pair: k for k, pair in enumerate(zip(candidates.a.tolist(), candidates.b.tolist(), strict=True))}


def measured(
    found: Sequence[Quarrel],
    candidates: Pairs,
    chances: NDArray[np.float64],
    links: Mapping[tuple[int, int], float],
    moved: set[tuple[int, int]],
    story: StoryReading,
) -> NDArray[np.float64]:
    """One row of :data:`FEATURES` a dispute, which stand surest first."""
    at = places(candidates)

    def odds(a: int, b: int) -> float:
        k = at.get((min(a, b), max(a, b)))
        return _odds(float(chances[k]) if k is not None else 0.0)

    rows, used = [], Counter[int]()
    for n, (quarrel, kind) in enumerate(zip(found, kinds(found, candidates), strict=True)):
        one, other = quarrel.sides[:2]
        across = sorted((odds(x, y) for x in one for y in other), reverse=True)
        sentences = [s for side in quarrel.sides for s in side]
        detected = float(bool(quarrel.reasons))
        rows.append(
            [
                odds(*quarrel.best),
                math.fsum(across) / len(across),
                math.fsum(across[:3]) / len(across[:3]),
                _odds(quarrel.score),
                len(sentences),
                min(len(one), len(other)),
                detected,
                n / 10,
                max(used[side[0]] for side in quarrel.sides),
                quarrel.best in moved,
                max(links.get((min(x, y), max(x, y)), 0.0) for x in one for y in other),
                len({story.sentences[s].article for s in sentences}) / len(story.readings),
                len(quarrel.sides) > 2,
                len(story.readings),
                math.log(len(story.sentences)),
                *(kind == k for k in KINDS),
                detected * (kind == "figure"),
                detected * (kind == "denial"),
            ]
        )
        used.update(sentences)
    return np.array(rows, float).reshape(len(rows), len(FEATURES))


def chances_of(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of each dispute by the shipped model (data/disputes/CARD.md)."""
    if not len(rows):
        return np.zeros(0)
    return _model().chances({name: rows[:, k] for k, name in enumerate(FEATURES)})


def chosen(chances: NDArray[np.float64], kinds_: Sequence[DisputeKind], found: Sequence[Quarrel], *, most: int) -> list[int]:
    """The disputes worth showing, the likeliest first, none that tells one again."""
    kept: list[int] = []
    for k in np.argsort(-chances, kind="stable").tolist():
        bar = FIRM if kinds_[k] in CLEAR_CUT else PLACED if kinds_[k] == "place" else LOOSE
        if chances[k] >= bar and len(kept) < most and not any(_again(found[k], found[other], kinds_[k]) for other in kept):
            kept.append(k)
    return kept


def _again(quarrel: Quarrel, shown: Quarrel, kind: DisputeKind) -> bool:
    """True for a denial of which one of the leading sentences stands in the other dispute already: one answer answers once."""
    there = {s for side in shown.sides for s in side}
    return kind == "denial" and any(side[0] in there for side in quarrel.sides[:2])


@functools.cache
def _model() -> Logistic:
    file = resources.files("crosslight.data") / "disputes" / "ranking.json"
    return Logistic.read(json.loads(file.read_text(encoding="utf-8")))


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))
