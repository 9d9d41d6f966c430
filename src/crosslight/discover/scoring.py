"""From how alike two articles are to the odds that they report one event, and from there to an article and a story."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.likeness import FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scorer:
    """A weighted sum of the features, as log odds; above 0 two articles are rather of one story than not.

    ``undated`` stands for the gap in time where a date is missing. ``BOUND`` keeps one pair from
    outweighing all others in an average.
    """

    weights: NDArray[np.float32]
    intercept: float

    BOUND = 6.0

    @property
    def used(self) -> frozenset[str]:
        """The features that it weighs at all."""
        return frozenset(f for f, w in zip(FEATURES, self.weights.tolist(), strict=True) if w)

    def odds(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The log odds of each row."""
        found: NDArray[np.float32] = features @ self.weights + np.float32(self.intercept)
        return np.clip(found, -self.BOUND, self.BOUND)


def chance(odds: float) -> float:
    """Log odds as a chance, to three places."""
    return round(float(1 / (1 + np.exp(-odds))), 3)


@cache
def shipped() -> Scorer:
    """The scorer that is shipped."""
    held = json.loads((resources.files("crosslight.data") / "stories" / "pairs.json").read_text(encoding="utf-8"))
    return Scorer(np.array([held["weights"][f] for f in FEATURES], np.float32), float(held["intercept"]))
