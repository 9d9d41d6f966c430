"""From measurements to the chance that two sentences tell the same.

Two logistic regressions, the second with the first's view of everything around the pair.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment.context import surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from crosslight.collate.alignment.features import Pairs
    from crosslight.collate.reading import StoryReading

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over standardised columns."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    weight: Floats
    bias: float

    @classmethod
    def read(cls, held: dict[str, list[list[float | str]]]) -> Logistic:
        """From its JSON: a row a column (name, mean, scale, weight), and the bias."""
        names = tuple(str(row[0]) for row in held["columns"])
        numbers = np.array([row[1:] for row in held["columns"]], float).reshape(-1, 3)
        return cls(names, numbers[:, 0], numbers[:, 1], numbers[:, 2], float(str(held["bias"])))

    def chances(self, columns: Mapping[str, Floats]) -> Floats:
        """The probability of each row."""
        if not self.names:
            return np.zeros(0)
        standard = (np.column_stack([columns[n] for n in self.names]) - self.mean) / self.scale
        return np.asarray(1 / (1 + np.exp(-np.clip(standard @ self.weight + self.bias, -30, 30))))


@functools.cache
def models() -> tuple[Logistic, Logistic]:
    """The shipped models (data/facts/CARD.md): of the pair alone, and with its surroundings."""
    file = resources.files("crosslight.data") / "facts" / "links.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    return Logistic.read(held["pair"]), Logistic.read(held["context"])


def chances(story: StoryReading, pairs: Pairs) -> Floats:
    """The probability of each pair, by the shipped models."""
    alone, context = models()
    article = np.array([s.article for s in story.sentences], np.int64)
    around = surroundings(pairs.a, pairs.b, article, alone.chances(pairs.columns))
    return context.chances(pairs.columns | around)
