"""Texts to vectors: odd characters are survived."""

import numpy as np

from crosslight.vectors import MiniLM


def test_half_a_surrogate_pair_is_read_as_an_unknown_character():
    rows, pieces = MiniLM(threads=1).read(["Police in Tarn \ud83d said", "Police in Tarn \ufffd said", ""])
    assert np.array_equal(rows[0], rows[1])
    assert np.isclose(np.linalg.norm(rows[0]), 1)
    assert [p.start.tolist() for p in pieces[:1]] == [p.start.tolist() for p in pieces[1:2]]
