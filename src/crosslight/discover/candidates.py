"""Which earlier articles may be of one story with a new one: those that lately had its rare terms, or a band of its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.copies import bands
from crosslight.discover.reading import WIDTHS
from crosslight.discover.rows import STARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.discover.rows import Rows

BUCKETS = 1 << 19
DEPTH = 32
"""An article is found through the last so many that had one of its terms: 2^19 terms of 32 articles are 64 MB, once and for all."""
ASKED = {"words": 24, "names": 12}
"""How many of an article's heaviest terms of each kind are filed and asked for."""
COPY_VOTE = 0.02
"""What meeting in one band of the signature counts: no more than one shared term (0.02 to 0.3), for in a long stream bands meet by chance in the
index. At 1.0 such chance meetings crowded out the true candidates from some 20,000 articles on; a near copy meets in most of 16 bands and in its words."""


class Index:
    """From a term to the last articles that had it: one array of fixed size, whatever the stream."""

    def __init__(self) -> None:
        self._last = np.zeros((BUCKETS, DEPTH), np.int32)  # article numbers + 1
        self._next = np.zeros(BUCKETS, np.uint8)

    def add(self, keys: NDArray[np.int64], number: int) -> None:
        """File an article under its keys; the oldest article under a full key is forgotten there."""
        self._last[keys, self._next[keys]] = number + 1
        self._next[keys] = (self._next[keys] + 1) % DEPTH

    def drop(self, keys: NDArray[np.int64], number: int) -> None:
        """File an article no more under these keys."""
        held = self._last[keys]
        self._last[keys] = np.where(held == number + 1, 0, held)

    def near(self, keys: NDArray[np.int64], weights: NDArray[np.float32], rows: Rows, most: int) -> NDArray[np.int64]:
        """The slots of at most ``most`` live articles, most votes first (ties: the older first)."""
        numbers = self._last[keys].astype(np.int64) - 1
        slots = numbers % rows.window
        live = (numbers >= 0) & (rows.number[slots] == numbers) & (rows.story[slots] >= 0)
        votes = np.repeat(weights, DEPTH)[live.ravel()]
        found, where = np.unique(numbers[live], return_inverse=True)
        total = np.bincount(where, votes, len(found))
        best = np.lexsort((found, -np.round(total, 6)))[:most]
        return found[best] % rows.window

    def state(self) -> dict[str, NDArray[np.generic]]:
        """What is filed, as places and values."""
        filled = np.flatnonzero(self._last)
        turned = np.flatnonzero(self._next)
        return {
            "index.at": filled.astype(np.int64), "index.number": self._last.ravel()[filled],
            "index.turned": turned.astype(np.int64), "index.next": self._next[turned],
        }  # fmt: skip

    @classmethod
    def restored(cls, state: dict[str, NDArray[np.generic]]) -> Index:
        """The index as :meth:`state` gave it."""
        index = cls()
        index._last.reshape(-1)[state["index.at"].astype(np.int64)] = state["index.number"]
        index._next[state["index.turned"].astype(np.int64)] = state["index.next"]
        return index


def keys_of(rows: Rows, slot: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """What an article is filed and asked under, and what each key counts."""
    keys: list[NDArray[np.int64]] = []
    counts: list[NDArray[np.float32]] = []
    for start, kind in zip(STARTS, WIDTHS, strict=True):
        if kind in ASKED:
            held = slice(start, start + ASKED[kind])
            given = rows.weights[slot, held] > 0
            keys.append(rows.terms[slot, held][given].astype(np.int64) % BUCKETS)
            counts.append(np.square(rows.weights[slot, held][given]))
    banded = np.array([b % BUCKETS for b in bands(rows.signature[slot])], np.int64)
    keys.append(banded)
    counts.append(np.full(len(banded), COPY_VOTE, np.float32))
    return np.concatenate(keys), np.concatenate(counts)
