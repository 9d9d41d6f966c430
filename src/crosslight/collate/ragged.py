"""Runs of unequal length laid end to end in flat arrays: what is done to each run is done to all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


CELLS = 150_000
"""Cells of :class:`Crossed` that are made at once: a few hundred pairs of sentences, which the cache holds."""


def bounds(length: Ints) -> Ints:
    """Where each run begins, and at the end where the last one ends."""
    return np.concatenate([[0], np.cumsum(length)])


def gathered(start: Ints, runs: Ints) -> tuple[Ints, Ints]:
    """The bounds of the named runs once they stand one after another, and the rows that they hold."""
    length = start[runs + 1] - start[runs]
    laid = bounds(length)
    return laid, np.repeat(start[runs] - laid[:-1], length) + np.arange(laid[-1])


def batches(cells: Ints) -> Iterator[slice]:
    """Stretches of pairs that have :data:`CELLS` together at most; or one pair alone."""
    ends = np.cumsum(cells)
    first = 0
    while first < len(cells):
        before = int(ends[first - 1]) if first else 0
        end = max(int(np.searchsorted(ends, before + CELLS, side="right")), first + 1)
        yield slice(first, end)
        first = end


def most(values: Floats, start: Ints) -> Floats:
    """The greatest value of each run (none: 0)."""
    return _over(np.maximum, values, start)


def total(values: Floats, start: Ints) -> Floats:
    """The sum of each run."""
    return _over(np.add, values, start)


def mean(values: Floats, weight: Floats, start: Ints) -> Floats:
    """The weighted mean of each run (none: 0)."""
    return total(values * weight, start) / np.maximum(total(weight, start), 1e-9)


def _over(operation: np.ufunc, values: Floats, start: Ints) -> Floats:
    out = np.zeros(len(start) - 1)
    full = np.flatnonzero(np.diff(start) > 0)
    if len(full):
        out[full] = operation.reduceat(values, start[full])
    return out


@dataclass(frozen=True, slots=True)
class Crossed:
    """Every row of each pair's first run with every row of its second, pair by pair; ``own`` and ``others`` count the rows.

    A cell's rows are ``row`` of all first runs and ``other`` of all second ones. Cells stand by the second run's rows, and by
    the first's within each; ``turned`` puts them by the first's.
    """

    start: Ints
    pair: Ints
    row: Ints
    other: Ints
    turned: Ints
    own: Ints
    others: Ints

    @classmethod
    def of(cls, own: Ints, others: Ints) -> Crossed:
        """The cells of runs of these lengths."""
        start = bounds(own * others)
        row, other = _stretched(own, np.repeat(np.arange(len(own)), others))
        second, first = _stretched(others, np.repeat(np.arange(len(own)), own))
        pair = np.repeat(np.arange(len(own)), own * others)
        first -= bounds(own)[pair]
        turned = start[pair] + second * own[pair] + first
        return cls(start, pair, row + bounds(own)[pair], other, turned, own, others)

    def most_of_rows(self, values: Floats) -> Floats:
        """The greatest value of the cells of each row of the first runs."""
        return most(values[self.turned], bounds(np.repeat(self.others, self.own)))

    def most_of_others(self, values: Floats) -> Floats:
        """The greatest value of the cells of each row of the second runs."""
        return most(values, bounds(np.repeat(self.own, self.others)))


def _stretched(length: Ints, owner: Ints) -> tuple[Ints, Ints]:
    """For runs ``owner`` of a table of lengths, laid end to end: each place within its run, and the number of its run."""
    size = length[owner]
    run = np.repeat(np.arange(len(owner)), size)
    return np.arange(len(run)) - (np.cumsum(size) - size)[run], run


def products(first: NDArray[np.float32], start: Ints, a: Ints, second: NDArray[np.float32], rows: Ints, laid: Ints) -> Floats:
    """The inner products of the cells of :class:`Crossed`.

    They are of run ``a[k]`` of ``first`` with the ``rows`` of ``second`` from ``laid[k]`` to ``laid[k + 1]``. Pairs with one first run that
    follow each other are one product of matrices.
    """
    found = [np.zeros(0, np.float32)]
    for k, end in _alike(a):
        own = first[start[a[k]] : start[a[k] + 1]]
        found.append((second[rows[laid[k] : laid[end]]] @ own.T).ravel())
    return np.concatenate(found).astype(float)


def _alike(values: Ints) -> Iterator[tuple[int, int]]:
    """The stretches of equal values: where each begins and ends."""
    first = np.flatnonzero(np.diff(values, prepend=-1)).tolist()
    yield from zip(first, [*first[1:], len(values)], strict=True)
