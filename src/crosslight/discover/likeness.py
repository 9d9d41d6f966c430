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
FOLD = np.uint32((1 << 18) - 1)
"""Terms are compared by their lower 18 bits: one megabyte stays in the processor's cache, and two articles' 96 words meet by chance once in 30 pairs."""


class Likeness:
    """Compares articles. Holds two scratch arrays; not to be shared by threads.

    ``used`` are the features that count (those of a weight other than 0): the others are not worked out
    and left 0.
    """

    def __init__(self, rows: Rows, used: frozenset[str] = frozenset(FEATURES)) -> None:
        self._rows = rows
        self._used = used
        self._scratch = np.zeros(int(FOLD) + 1, np.float32)
        self._labels = np.zeros(BUCKETS, np.int32)

    def of(self, slot: int, others: NDArray[np.int64], mean: NDArray[np.float32]) -> NDArray[np.float32]:
        """The features of ``slot`` with each of ``others``, shape ``(len(others), len(FEATURES))``.

        Vectors are compared after ``mean``, the stream's own (two rows), is taken from them: what all
        news, or all news of one beat, have in common says nothing about one event.
        """
        rows, used = self._rows, self._used
        found = np.zeros((len(others), len(FEATURES)), np.float32)
        alike = self._vectors(slot, others, mean)
        found[:, 0] = alike[:, 0, 0]
        found[:, 1] = alike[:, 1, 1]
        found[:, 2] = np.maximum(alike[:, 0, 1], alike[:, 1, 0])
        kinds = len(STARTS) if used & {"names", "lead", "figures"} else 1
        found[:, 3 : 3 + kinds] = self._terms(slot, others, kinds)
        if "contained" in used:
            found[:, 7] = self._contained(slot, others)
        if "same_signature" in used and rows.sampled[slot]:
            found[:, 8] = (rows.signature[others] == rows.signature[slot]).mean(axis=1)
        self._times(found, rows.day[others], rows.day[slot])
        found[:, 11] = self._weekdays(slot, others)
        return found

    def block(self, slots: NDArray[np.int64], mean: NDArray[np.float32]) -> NDArray[np.float32]:
        """The features of each article with each, shape ``(n, n, len(FEATURES))``; what :meth:`of` gives, to rounding."""
        if self._used & {"names", "lead", "figures", "contained", "same_signature"}:
            return np.stack([self.of(int(s), slots, mean) for s in slots])
        rows, n = self._rows, len(slots)
        found = np.zeros((n, n, len(FEATURES)), np.float32)
        less = self._centred(slots, mean)
        alike = (less.reshape(2 * n, -1) @ less.reshape(2 * n, -1).T).reshape(n, 2, n, 2)
        found[..., 0], found[..., 1] = alike[:, 0, :, 0], alike[:, 1, :, 1]
        found[..., 2] = np.maximum(alike[:, 0, :, 1], alike[:, 1, :, 0])
        found[..., 3] = self._words(slots)
        self._times(found, rows.day[slots][:, None], rows.day[slots][None])
        week = rows.weekdays[slots].astype(np.float32)
        named: NDArray[np.bool_] = np.asarray(week.any(axis=1))
        found[..., 11] = np.where(named[:, None] & named[None], week @ week.T - np.float32(BY_CHANCE), np.float32(0))
        return found

    @staticmethod
    def _times(found: NDArray[np.float32], theirs: NDArray[np.float64], mine: NDArray[np.float64]) -> None:
        """The gap in days (logarithm, 0 to 1), and whether it is unknown."""
        gap = np.minimum(np.abs(theirs - mine), LONGEST_GAP)
        undated: NDArray[np.bool_] = np.isnan(gap)
        found[..., 10] = undated
        found[..., 9] = np.where(undated, 0, np.log1p(gap) / np.log1p(LONGEST_GAP))

    def _words(self, slots: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of weighted words, each with each."""
        rows, n, width = self._rows, len(slots), STARTS[1]
        terms, weights = rows.terms[slots, :width], rows.weights[slots, :width]
        self._labels[terms.ravel()] = np.arange(n * width, dtype=np.int32)  # the last place of a term stands for it
        columns = self._labels[terms]
        shared = np.zeros(n * width, np.bool_)
        shared[columns[columns // width != np.arange(n)[:, None]]] = True
        dense = np.zeros((n, n * width), np.float32)
        dense[np.arange(n)[:, None], columns] = weights
        dense = dense[:, shared]  # what one article alone has adds nothing
        whole: NDArray[np.float32] = dense @ dense.T
        np.fill_diagonal(whole, 1)
        return whole

    def _vectors(self, slot: int, others: NDArray[np.int64], mean: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines between vectors less their mean, shape ``(len(others), 2, 2)``: theirs by mine; 0 for a vector of zeros.

        All comes from one product: (v - m) · w = v · w - m · w, and |v - m|² = 1 - 2 v · m + |m|².
        """
        rows = self._rows
        less = self._centred(np.array([slot]), mean)[0]
        scale = rows.scale[others]
        product = rows.vectors[others].astype(np.float32) @ np.concatenate([less, mean]).T
        product *= scale[:, :, None]
        own = np.stack([product[:, 0, 2], product[:, 1, 3]], axis=1)
        size = np.sqrt(np.maximum(1 - 2 * own + (mean * mean).sum(axis=1), np.float32(1e-6)))
        cosine: NDArray[np.float32] = (product[:, :, :2] - mean @ less.T) / size[:, :, None]
        cosine[scale == 0] = 0
        return cosine

    def _centred(self, slots: NDArray[np.int64], mean: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vectors less the mean, at unit length, shape ``(n, 2, 384)``; a vector of zeros stays."""
        scale = self._rows.scale[slots][:, :, None]
        less = self._rows.vectors[slots] * scale - np.where(scale > 0, mean, np.float32(0))
        less /= np.maximum(np.sqrt(np.einsum("nik,nik->ni", less, less)), np.float32(1e-6))[:, :, None]
        return less

    def _weekdays(self, slot: int, others: NDArray[np.int64]) -> NDArray[np.float32]:
        """How alike the weekdays are that the two name, above what chance gives; 0 where one names none."""
        mine = self._rows.weekdays[slot].astype(np.float32)
        if not mine.any():
            return np.zeros(len(others), np.float32)
        theirs = self._rows.weekdays[others].astype(np.float32)
        alike: NDArray[np.float32] = theirs @ mine - np.float32(BY_CHANCE)
        return np.where(theirs.any(axis=1), alike, np.float32(0))

    def _terms(self, slot: int, others: NDArray[np.int64], kinds: int) -> NDArray[np.float32]:
        """Cosine of weighted words, names, words of the lead, and figures: of the first so many ``kinds``."""
        rows = self._rows
        width = STARTS[kinds] if kinds < len(STARTS) else rows.terms.shape[1]
        mine = rows.terms[slot, :width] & FOLD
        self._scratch[mine] = rows.weights[slot, :width]
        shared: NDArray[np.float32] = self._scratch[rows.terms[others, :width] & FOLD] * rows.weights[others, :width]
        self._scratch[mine] = 0
        summed: NDArray[np.float32] = np.add.reduceat(shared, STARTS[:kinds], axis=1)
        return summed

    def _contained(self, slot: int, others: NDArray[np.int64]) -> NDArray[np.float32]:
        """How much of the shorter text's sampled passages the other has."""
        rows, n = self._rows, int(self._rows.sampled[slot])
        if not n:
            return np.zeros(len(others), np.float32)
        mine = rows.passages[slot, :n] & FOLD
        self._scratch[mine] = 1
        self._scratch[0] = 0
        shared = self._scratch[rows.passages[others] & FOLD].sum(axis=1)
        self._scratch[mine] = 0
        part: NDArray[np.float32] = shared / np.maximum(np.minimum(rows.sampled[others], n), 1)
        return np.minimum(part, 1)
