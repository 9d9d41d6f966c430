"""From measurements to the chance that two sentences tell the same."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.alignment.features import Pairs

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over standardised columns."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    weight: Floats
    bias: float

    def chances(self, pairs: Pairs) -> Floats:
        """The probability for each pair."""
        standard = (pairs.matrix(self.names) - self.mean) / self.scale
        return np.asarray(1 / (1 + np.exp(-np.clip(standard @ self.weight + self.bias, -30, 30))))


@functools.cache
def _model() -> Logistic:
    file = resources.files("crosslight.data") / "facts" / "links.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    columns = held["columns"]
    side = lambda key: np.array([columns[n][key] for n in columns], float)  # noqa: E731
    return Logistic(tuple(columns), side("mean"), side("scale"), side("weight"), held["bias"])


def chances(pairs: Pairs) -> Floats:
    """The probability of each pair, by the shipped model."""
    return _model().chances(pairs)
