"""The two linear models: sums of feature rows, then a softmax."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NONE = "NONE"


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A softmax regression over named binary features. ``rows`` has shape ``(features, classes)``."""

    classes: tuple[str, ...]
    index: dict[str, int]
    rows: NDArray[np.float32]

    def probabilities(self, bags: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """One row of class probabilities a bag of features, shape ``(len(bags), len(classes))``. Unknown features count nothing."""
        scores = np.zeros((len(bags), len(self.classes)), np.float32)
        get = self.index.get
        for at, bag in enumerate(bags):
            known = {i for f in bag if (i := get(f)) is not None}
            if known:
                scores[at] = self.rows[sorted(known)].sum(axis=0)
        scores -= scores.max(axis=1, keepdims=True) if len(bags) else 0
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True) if len(bags) else 1
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What is shipped: a frame's root, and a phrase's role in it."""

    root: Linear
    role: Linear


@cache
def load() -> Weights:
    """The shipped weights."""
    with (
        (resources.files("crosslight.data") / "events" / "weights.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as data,
    ):
        return Weights(*(_linear(data, part) for part in ("root", "role")))


def _linear(data: np.lib.npyio.NpzFile, part: str) -> Linear:
    names = bytes(data[f"{part}_features"]).decode("utf-8").split("\n")
    classes = tuple(bytes(data[f"{part}_classes"]).decode("utf-8").split("\n"))
    return Linear(classes, {name: i for i, name in enumerate(names)}, data[f"{part}_rows"].astype(np.float32))
