"""How alike two articles are, in twelve numbers: what the scorer weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.rows import STARTS
from crosslight.discover.words import BUCKETS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.discover.rows import Rows

FEATURES = (
    "lead_vectors", "body_vectors", "cross_vectors",
    "words", "names", "lead", "figures",
    "contained", "same_signature",
    "gap", "undated", "weekdays",
)  # fmt: skip
LONGEST_GAP = 60.0
"""Days beyond which a gap in time grows no more; 1,000 gave .003 less over folds of stories."""
BY_CHANCE = 0.45
"""Mean likeness of the weekdays that two articles of unlike stories name."""


class Likeness:
    """Compares one article with many. Holds one scratch array; not to be shared by threads."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._scratch = np.zeros(BUCKETS, np.float32)

    def of(self, slot: int, others: NDArray[np.int64], mean: NDArray[np.float32]) -> NDArray[np.float32]:
        """The features of ``slot`` with each of ``others``, shape ``(len(others), len(FEATURES))``.

        Vectors are compared after ``mean``, the stream's own (two rows), is taken from them: what all
        news, or all news of one beat, have in common says nothing about one event.
        """
        rows = self._rows
        found = np.zeros((len(others), len(FEATURES)), np.float32)
        alike = self._vectors(slot, others, mean)
        found[:, 0] = alike[:, 0, 0]
        found[:, 1] = alike[:, 1, 1]
        found[:, 2] = np.maximum(alike[:, 0, 1], alike[:, 1, 0])
        found[:, 3:7] = self._terms(slot, others)
        found[:, 7] = self._contained(slot, others)
        if rows.sampled[slot]:
            found[:, 8] = (rows.signature[others] == rows.signature[slot]).mean(axis=1)
        gap = np.abs(rows.day[others] - rows.day[slot])
        undated = np.isnan(gap)
        found[:, 10] = undated
        found[:, 9] = np.where(undated, 0, np.log1p(np.minimum(gap, LONGEST_GAP))) / np.log1p(LONGEST_GAP)
        found[:, 11] = self._weekdays(slot, others)
        return found

    def _vectors(self, slot: int, others: NDArray[np.int64], mean: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines between vectors less their mean, shape ``(len(others), 2, 2)``: theirs by mine; 0 for a vector of zeros.

        All comes from one product: (v - m) · w = v · w - m · w, and |v - m|² = 1 - 2 v · m + |m|².
        """
        rows = self._rows
        mine = rows.vectors[slot].astype(np.float32)
        less = np.where(mine.any(axis=1, keepdims=True), mine - mean, np.float32(0))
        less /= np.maximum(np.sqrt((less * less).sum(axis=1, keepdims=True)), np.float32(1e-6))
        theirs = rows.vectors[others].astype(np.float32)
        product = theirs @ np.concatenate([less, mean]).T
        own = np.stack([product[:, 0, 2], product[:, 1, 3]], axis=1)
        size = np.sqrt(np.maximum(1 - 2 * own + (mean * mean).sum(axis=1), np.float32(1e-6)))
        cosine: NDArray[np.float32] = (product[:, :, :2] - mean @ less.T) / size[:, :, None]
        cosine[~theirs[:, :, :8].any(axis=2)] = 0
        return cosine

    def _weekdays(self, slot: int, others: NDArray[np.int64]) -> NDArray[np.float32]:
        """How alike the weekdays are that the two name, above what chance gives; 0 where one names none."""
        mine = self._rows.weekdays[slot].astype(np.float32)
        if not mine.any():
            return np.zeros(len(others), np.float32)
        theirs = self._rows.weekdays[others].astype(np.float32)
        alike: NDArray[np.float32] = theirs @ mine - np.float32(BY_CHANCE)
        return np.where(theirs.any(axis=1), alike, np.float32(0))

    def _terms(self, slot: int, others: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of weighted words, names, words of the lead, and figures."""
        rows, mine = self._rows, self._rows.terms[slot]
        self._scratch[mine] = rows.weights[slot]
        self._scratch[0] = 0
        shared: NDArray[np.float32] = self._scratch[rows.terms[others]] * rows.weights[others]
        self._scratch[mine] = 0
        summed: NDArray[np.float32] = np.add.reduceat(shared, STARTS, axis=1)
        return summed

    def _contained(self, slot: int, others: NDArray[np.int64]) -> NDArray[np.float32]:
        """How much of the shorter text's sampled passages the other has."""
        rows, n = self._rows, int(self._rows.sampled[slot])
        if not n:
            return np.zeros(len(others), np.float32)
        mine = rows.passages[slot, :n] & np.uint32(BUCKETS - 1)
        self._scratch[mine] = 1
        self._scratch[0] = 0
        shared = self._scratch[rows.passages[others] & np.uint32(BUCKETS - 1)].sum(axis=1)
        self._scratch[mine] = 0
        part: NDArray[np.float32] = shared / np.maximum(np.minimum(rows.sampled[others], n), 1)
        return np.minimum(part, 1)
