"""Runs laid end to end: what is done to all at once is what would be done to each."""

import numpy as np

from crosslight.collate import ragged

LENGTHS = np.array([2, 0, 3, 1, 0])
START = ragged.bounds(LENGTHS)
ROWS = np.random.default_rng(3).normal(size=(6, 4)).astype(np.float32)


def test_runs_are_gathered_in_the_order_named():
    laid, rows = ragged.gathered(START, np.array([2, 1, 0, 2]))
    assert laid.tolist() == [0, 3, 3, 5, 8]
    assert rows.tolist() == [2, 3, 4, 0, 1, 2, 3, 4]


def test_runs_without_a_row_give_nought():
    values = np.array([1.0, 5.0, -2.0, -3.0, -1.0, 7.0])
    assert ragged.most(values, START).tolist() == [5.0, 0.0, -1.0, 7.0, 0.0]
    assert ragged.total(values, START).tolist() == [6.0, 0.0, -6.0, 7.0, 0.0]
    assert ragged.mean(values, np.array([1.0, 3.0, 1.0, 1.0, 1.0, 2.0]), START).tolist() == [4.0, 0.0, -2.0, 7.0, 0.0]


def test_every_row_is_crossed_with_every_other_of_its_pair():
    a, b = np.array([0, 0, 0, 2, 3, 4]), np.array([2, 1, 3, 0, 0, 2])
    laid, rows = ragged.gathered(START, b)
    own, _ = ragged.gathered(START, a)
    cells = ragged.Crossed.of(np.diff(own), np.diff(laid))
    values = ragged.products(ROWS, START, a, ROWS, rows, laid)
    best_own, best_other = cells.most_of_rows(values), cells.most_of_others(values)
    for k, (i, j) in enumerate(zip(a, b, strict=True)):
        x, y = ROWS[START[i] : START[i + 1]], ROWS[START[j] : START[j + 1]]
        table = (y @ x.T).astype(float)
        here = slice(cells.start[k], cells.start[k + 1])
        assert np.allclose(values[here], table.ravel())
        assert np.array_equal(cells.row[here] - own[k], np.tile(np.arange(len(x)), len(y)))
        assert np.array_equal(cells.other[here] - laid[k], np.repeat(np.arange(len(y)), len(x)))
        assert np.allclose(values[cells.turned[here]], table.T.ravel())
        if table.size:
            assert np.allclose(best_own[own[k] : own[k + 1]], table.max(axis=0))
            assert np.allclose(best_other[laid[k] : laid[k + 1]], table.max(axis=1))


def test_batches_hold_every_pair_once_and_no_more_cells_than_are_allowed(monkeypatch):
    monkeypatch.setattr(ragged, "CELLS", 10)
    size = np.array([4, 6, 0, 1, 25, 3, 8])
    found = list(ragged.batches(size))
    assert [k for s in found for k in range(s.start, s.stop)] == list(range(len(size)))
    assert all(size[s].sum() <= 10 or s.stop - s.start == 1 for s in found)
    assert list(ragged.batches(size[:0])) == []
