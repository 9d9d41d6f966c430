"""Boosted trees as plain arrays: what the trained scorers of this package run on (no scikit-learn at run time)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Trees:
    """A binary classifier: the sum of its trees' leaves through the logistic function.

    Nodes of all trees lie in one row of arrays; ``roots`` are where each tree begins. A node whose
    ``feature`` is negative is a leaf. A value goes left where it is at most the node's threshold.
    """

    features: tuple[str, ...]
    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row, shape ``(len(rows),)``."""
        total = np.full(len(rows), self.base)
        at_row = np.arange(len(rows))
        for root in self.roots:
            at = np.full(len(rows), root)
            while (inner := self.feature[at] >= 0).any():
                goes_left = rows[at_row, np.where(inner, self.feature[at], 0)] <= self.threshold[at]
                at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
            total += self.value[at]
        chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return chance


@cache
def load(folder: str, name: str) -> Trees:
    """The shipped model ``name`` of ``crosslight/data/folder``."""
    with resources.as_file(resources.files("crosslight.data") / folder / f"{name}.npz") as path, np.load(path) as held:
        return Trees(
            features=tuple(str(f) for f in held["features"]),
            base=float(held["base"]),
            roots=held["roots"],
            feature=held["feature"],
            threshold=held["threshold"],
            left=held["left"],
            right=held["right"],
            value=held["value"],
        )
