"""What is kept of the last so many articles: plain arrays in a ring, so that memory is bounded whatever the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.copies import HASHES, PASSAGES
from crosslight.discover.reading import WIDTHS
from crosslight.vectors.minilm import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crosslight.discover.reading import Traits

STARTS = tuple(int(s) for s in np.cumsum([0, *WIDTHS.values()])[:-1])
"""Where each kind of term begins in a row."""
TERMS = sum(WIDTHS.values())
VECTORS = 2


class Rows:
    """A ring of articles' traits; an article's slot is its number in the stream modulo the window.

    An article costs 2.7 kB: 172 terms (hash and weight), 64 passage samples, a signature of 64
    hashes, two vectors of 384 bytes (cosines move by .001 at most), its day, number and story.
    """

    ARRAYS = ("terms", "weights", "passages", "sampled", "signature", "vectors", "scale", "weekdays", "day", "story", "number")

    def __init__(self, window: int) -> None:
        self.window = window
        self.terms = np.zeros((window, TERMS), np.uint32)
        self.weights = np.zeros((window, TERMS), np.float32)
        self.passages = np.zeros((window, PASSAGES), np.uint32)
        self.sampled = np.zeros(window, np.int16)
        self.signature = np.zeros((window, HASHES), np.uint32)
        self.vectors = np.zeros((window, VECTORS, WIDTH), np.int8)
        self.scale = np.zeros((window, VECTORS), np.float32)
        """What a vector's bytes are multiplied with; 0 for a vector of zeros."""
        self.weekdays = np.zeros((window, 7), np.float16)
        self.day = np.full(window, np.nan)
        self.story = np.full(window, -1, np.int64)
        """The number of the story that the article in this slot is in; -1 where it has gone cold."""
        self.number = np.full(window, -1, np.int64)
        self.ids: list[str] = []

    def put(self, number: int, traits: Traits) -> int:
        """Keep one article's traits in the slot of its number; whatever was there is gone."""
        slot = number % self.window
        for start, (kind, width) in zip(STARTS, WIDTHS.items(), strict=True):
            hashes, weights = traits.terms[kind]
            self.terms[slot, start : start + width] = 0
            self.weights[slot, start : start + width] = 0
            self.terms[slot, start : start + len(hashes)] = hashes
            self.weights[slot, start : start + len(hashes)] = weights
        self.passages[slot] = 0
        self.passages[slot, : len(traits.passages)] = traits.passages
        self.sampled[slot] = len(traits.passages)
        self.signature[slot] = traits.signature
        self.scale[slot] = np.abs(traits.vectors).max(axis=1) / 127
        self.vectors[slot] = np.rint(traits.vectors / np.maximum(self.scale[slot], 1e-9)[:, None])
        self.weekdays[slot] = traits.weekdays
        self.day[slot] = traits.day
        self.story[slot] = -1
        self.number[slot] = number
        if slot == len(self.ids):
            self.ids.append(traits.id)
        else:
            self.ids[slot] = traits.id
        return slot

    def state(self) -> dict[str, NDArray[np.generic]]:
        """The filled part of every array."""
        filled = len(self.ids)
        arrays = {f"rows.{name}": getattr(self, name)[:filled].copy() for name in self.ARRAYS}
        return arrays | {"rows.window": np.array(self.window)}

    @classmethod
    def restored(cls, state: dict[str, NDArray[np.generic]], ids: Sequence[str]) -> Rows:
        """The rows as :meth:`state` gave them."""
        rows = cls(int(state["rows.window"].item()))
        rows.ids = list(ids)
        for name in cls.ARRAYS:
            getattr(rows, name)[: len(rows.ids)] = state[f"rows.{name}"]
        return rows
