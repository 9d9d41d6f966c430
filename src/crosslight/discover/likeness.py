"""How alike two articles are, in eleven numbers: what the scorer weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.reading import BUCKETS
from crosslight.discover.rows import STARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.discover.rows import Rows

FEATURES = (
    "lead_vectors", "body_vectors", "cross_vectors",
    "words", "names", "lead", "figures",
    "contained", "same_signature",
    "gap", "undated",
)  # fmt: skip
LONGEST_GAP = 60.0
"""Days beyond which a gap in time grows no more."""


def centred(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors less the mean, at unit length; a vector of zeros stays."""
    less = np.where(vectors.any(axis=-1, keepdims=True), vectors - mean, np.float32(0))
    scaled: NDArray[np.float32] = less / np.maximum(np.sqrt(np.einsum("...i,...i->...", less, less))[..., None], 1e-6)
    return scaled


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
        mine = centred(rows.vectors[slot].astype(np.float32), mean)
        theirs = centred(rows.vectors[others].astype(np.float32), mean)
        alike = theirs @ mine.T
        found[:, 0] = alike[:, 0, 0]
        found[:, 1] = alike[:, 1, 1]
        found[:, 2] = np.maximum(alike[:, 0, 1], alike[:, 1, 0])
        found[:, 3:7] = self._terms(slot, others)
        found[:, 7] = self._contained(slot, others)
        found[:, 8] = (rows.signature[others] == rows.signature[slot]).mean(axis=1) * (rows.sampled[slot] > 0)
        gap = np.abs(rows.day[others] - rows.day[slot])
        found[:, 10] = np.isnan(gap)
        found[:, 9] = np.log1p(np.minimum(np.nan_to_num(gap, nan=0.0), LONGEST_GAP)) / np.log1p(LONGEST_GAP)
        return found

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
        shared = np.isin(rows.passages[others], rows.passages[slot, :n]).sum(axis=1)
        return (shared / np.maximum(np.minimum(rows.sampled[others], n), 1)).astype(np.float32)
