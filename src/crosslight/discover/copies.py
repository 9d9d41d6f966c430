"""Near copies and passages: MinHash signatures of whole texts, and sampled shingles for what one text holds of another.

Both are read off the same shingles: runs of :data:`RUN` words, hashed to 64 bits. A signature estimates
how much of two texts together they share (Broder 1997); the samples, shingles whose hash falls below
one in :data:`SAMPLED`, tell how much of the shorter one lies in the longer one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 6
"""Words in a shingle: shorter runs are shared by chance ("said in a statement on"), longer ones break at each edit."""
SAMPLED = 8
"""One shingle in so many is kept as a passage sample."""
PASSAGES = 64
"""Passage samples kept of an article, the smallest hashes: 512 words' worth."""
HASHES = 64
SEED = 1913
BANDS = 16
"""A signature is filed under 16 bands of 4 hashes: texts that share half their shingles meet in a band with 64 %, four fifths with 99.9 %."""
EMPTY = np.uint32(0xFFFFFFFF)


def version() -> str:
    """What a stored signature was made with; signatures of another version do not compare."""
    from rensa import RMinHash  # type: ignore[import-untyped]

    return f"rensa{RMinHash.ALGORITHM_VERSION}-{HASHES}-{SEED}-run{RUN}-sampled{SAMPLED}"


def shingles(order: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct 64-bit hashes of all runs of words, ascending. ``order`` are the words' hashes in running order."""
    if len(order) < RUN:
        return np.zeros(0, np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(order, RUN)
    return np.unique(_mixed((runs * _FACTORS).sum(axis=1, dtype=np.uint64)))


def passages(order: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The sampled shingles of a text, at most :data:`PASSAGES`, as hashes of 32 bits."""
    hashes = shingles(order)
    sampled = hashes[hashes < np.uint64(2**64 // SAMPLED)]
    return (sampled[:PASSAGES] >> np.uint64(8)).astype(np.uint32)


def signature(order: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The MinHash signature of a text, shape ``(HASHES,)``; all :data:`EMPTY` where it is shorter than a shingle."""
    from rensa import RMinHash

    hashes = shingles(order)
    if not len(hashes):
        return np.full(HASHES, EMPTY)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(hashes, [0, len(hashes)], HASHES, SEED)
    return np.array(rows.to_rows()[0], np.uint32)


def bands(signature: NDArray[np.uint32]) -> list[int]:
    """The keys under which a signature is filed; none where it is empty."""
    if signature[0] == EMPTY:
        return []
    grouped = np.asarray(signature.reshape(BANDS, -1).astype(np.uint64) * _FACTORS[: HASHES // BANDS], np.uint64)
    summed = np.add.reduce(grouped, axis=1, dtype=np.uint64)
    folded = np.asarray(_mixed(np.asarray(summed, np.uint64)) + np.arange(BANDS, dtype=np.uint64), np.uint64)
    return [int(key) for key in _mixed(folded) >> np.uint64(16)]


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64: every bit of the input moves every bit of the output."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


_FACTORS = _mixed(np.arange(1, 9, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))[:RUN] | np.uint64(1)
