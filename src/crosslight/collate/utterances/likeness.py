"""How alike two sayings are: the features, and the small model over them."""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from crosslight.collate.rarity import Rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.utterances.sayings import Saying

FEATURES = (
    "cosine", "shared_of_shorter", "shared_of_both", "run_of_shorter", "run", "letters", "same_speaker", "other_speaker", "both_direct",
    "one_direct", "shorter", "ratio", "number_shared", "number_differs", "cosine_same_speaker", "shared_same_speaker", "run_same_speaker", "cosine_other_speaker", "soft_of_shorter", "soft_of_longer", "best_of_both", "best_of_one", "best_same_speaker",
)  # fmt: skip


def rarity(sayings: tuple[Saying, ...]) -> Rarity:
    """How much a lemma tells: those that few of a story's sayings hold tell most."""
    held = Counter(lemma for s in sayings for lemma in s.lemmas)
    return Rarity({lemma: math.log(1 + len(sayings) / n) for lemma, n in held.items()})


def features(a: Saying, b: Saying, weights: Rarity, cosine: float) -> list[float]:
    """The features of a pair, in the order of :data:`FEATURES`."""
    shared = weights.total(a.lemmas & b.lemmas)
    low, high = sorted((weights.total(a.lemmas), weights.total(b.lemmas)))
    run = longest_run(a.words, b.words)
    short, long = sorted((len(a.words), len(b.words)))
    direct = (a.form != "indirect") + (b.form != "indirect")
    who = same_speaker(a, b)
    same, other = float(who is True), float(who is False)
    of_shorter, of_both = shared / max(low, 1e-9), shared / max(low + high - shared, 1e-9)
    letters = fuzz.partial_ratio(a.text, b.text) / 100
    return [
        cosine, of_shorter, of_both, run / max(short, 1), min(run, 12) / 12, letters, same, other, float(direct == 2), float(direct == 1),
        math.log(short + 1), short / max(long, 1), float(bool(a.numbers & b.numbers)),
        float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)), cosine * same, of_shorter * same, run / max(short, 1) * same, cosine * other,
        *soft_cover(a, b), 0.0, 0.0, 0.0,
    ]  # fmt: skip


def soft_cover(a: Saying, b: Saying) -> tuple[float, float]:
    """How well the word pieces of each find a like one in the other (mean of the best cosines): of the shorter, of the longer."""
    if len(a.pieces) > len(b.pieces):
        a, b = b, a
    near = a.pieces @ b.pieces.T
    return float(near.max(axis=1).sum()) / len(a.pieces), float(near.max(axis=0).sum()) / len(b.pieces)


def rank(places: list[tuple[int, int]], rows: NDArray[np.float64], article: list[int]) -> None:
    """Fill in whether each saying is the other's best match in that article (the last three features)."""
    worth = (
        rows[:, FEATURES.index("cosine")]
        + rows[:, FEATURES.index("shared_of_shorter")]
        + rows[:, FEATURES.index("soft_of_shorter")]
    )
    best: dict[tuple[int, int], float] = {}
    for (a, b), value in zip(places, worth, strict=True):
        for at, other in ((a, article[b]), (b, article[a])):
            best[at, other] = max(best.get((at, other), -1.0), float(value))
    same = rows[:, FEATURES.index("same_speaker")]
    for i, ((a, b), value) in enumerate(zip(places, worth, strict=True)):
        firsts = (value >= best[a, article[b]] - 1e-9) + (value >= best[b, article[a]] - 1e-9)
        rows[i, -3:] = float(firsts == 2), float(firsts == 1), float(firsts == 2) * same[i]


def longest_run(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """Words of the longest run that both hold."""
    if not share_run(a, b, 2):
        return int(share_run(a, b, 1))
    places: dict[str, list[int]] = {}
    for j, word in enumerate(b):
        places.setdefault(word, []).append(j)
    best, before = 0, dict[int, int]()  # how long a run ends at each place of b
    for word in a:
        before = {j: before.get(j - 1, 0) + 1 for j in places.get(word, ())}
        best = max(best, *before.values()) if before else best
    return best


def share_run(a: tuple[str, ...], b: tuple[str, ...], words: int) -> bool:
    """Whether both hold some run of so many words."""
    return not _runs(a, words).isdisjoint(_runs(b, words))


@functools.lru_cache(maxsize=4096)
def _runs(words: tuple[str, ...], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(words[k:] for k in range(length)), strict=False))


def same_speaker(a: Saying, b: Saying) -> bool | None:
    """Whether one person or body speaks; ``None`` where one of the two is unknown or without a name ("a spokesman")."""
    if a.entity and a.entity == b.entity:
        return True
    if not a.speaker or not b.speaker:
        return None
    x, y = _name(a.speaker), _name(b.speaker)
    if not x or not y:
        return None
    if x[-1] == y[-1] or set(x) <= set(y) or set(y) <= set(x):
        return True
    return None if x[-1] in _ROLES or y[-1] in _ROLES or set(x) & set(y) else False


_ROLES = frozenset(
    [
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "officials",
        "police",
        "statement",
        "report",
        "officer",
        "authorities",
        "company",
        "board",
        "chief",
        "source",
        "sources",
        "witness",
        "witnesses",
        "he",
        "she",
        "they",
        "it",
        "who",
        "i",
        "we",
        "one",
        "investigators",
        "officers",
        "department",
        "ministry",
        "government",
        "minister",
        "team",
        "family",
    ]
)


@functools.lru_cache(maxsize=4096)
def _name(name: str) -> tuple[str, ...]:
    return tuple(w for w in re.findall(r"[a-z]+", name.lower()) if w not in {"the", "mr", "mrs", "ms", "dr", "of", "s", "a", "an"})


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over :data:`FEATURES` (see data/utterances/CARD.md)."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def probability(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """That the two are one utterance, a row each."""
        return np.asarray(1 / (1 + np.exp(-(((rows - self.mean) / self.scale) @ self.weights + self.bias))))


@functools.cache
def model() -> Model:
    """Load the shipped model, once."""
    raw = json.loads((resources.files("crosslight.data") / "utterances" / "pairs.json").read_text(encoding="utf-8"))
    return Model(np.array(raw["mean"]), np.array(raw["scale"]), np.array(raw["weights"]), float(raw["bias"]))
