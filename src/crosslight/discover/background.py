"""How rare a term is: document frequencies, from a shipped table at first, from the stream itself as it goes on."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.words import BUCKETS

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Frequencies:
    """Document frequencies over hashed terms; the background counts as articles that came before the stream."""

    def __init__(self, counts: NDArray[np.float32], articles: float) -> None:
        self._counts = counts
        self.articles = articles

    @classmethod
    def shipped(cls) -> Frequencies:
        """The background table alone."""
        terms, counts, articles = _table()
        every = np.zeros(BUCKETS, np.float32)
        every[terms] = counts
        return cls(every, float(articles))

    def add(self, seen: NDArray[np.uint32]) -> None:
        """Count one more article with these distinct terms."""
        self._counts[seen] += 1
        self.articles += 1

    def rarity(self, terms: NDArray[np.uint32]) -> NDArray[np.float32]:
        """The inverse document frequency of each term, natural logarithm, smoothed; never negative."""
        rare: NDArray[np.float32] = np.log((self.articles + 1) / (self._counts[terms] + 0.5)).astype(np.float32)
        return np.maximum(rare, 0)

    def state(self) -> dict[str, NDArray[np.generic]]:
        """The counts that are not 0, by term."""
        terms = np.flatnonzero(self._counts)
        return {
            "counts.term": terms.astype(np.uint32),
            "counts.count": self._counts[terms],
            "counts.articles": np.array(self.articles),
        }

    @classmethod
    def restored(cls, state: dict[str, NDArray[np.generic]]) -> Frequencies:
        """The counts as :meth:`state` gave them."""
        every = np.zeros(BUCKETS, np.float32)
        every[state["counts.term"].astype(np.int64)] = state["counts.count"].astype(np.float32)
        return cls(every, float(state["counts.articles"].item()))


@cache
def _table() -> tuple[NDArray[np.uint32], NDArray[np.float32], int]:
    with resources.as_file(resources.files("crosslight.data") / "background" / "frequencies.npz") as path, np.load(path) as held:
        return held["terms"], held["counts"].astype(np.float32), int(held["articles"])


@cache
def mean_vectors() -> NDArray[np.float32]:
    """The mean of news articles' vectors, title with lead and body: what a stream's own mean starts from. Shape ``(2, 384)``."""
    with resources.as_file(resources.files("crosslight.data") / "background" / "mean.npz") as path, np.load(path) as held:
        mean: NDArray[np.float32] = held["mean"].astype(np.float32)
    return mean
