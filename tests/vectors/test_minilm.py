"""Texts to vectors: odd characters are survived, and neighbours change nothing."""

import numpy as np

from crosslight.vectors import MiniLM


def test_half_a_surrogate_pair_is_read_as_an_unknown_character():
    rows, pieces = MiniLM(threads=1).read(["Police in Tarn \ud83d said", "Police in Tarn \ufffd said", ""])
    assert np.array_equal(rows[0], rows[1])
    assert np.isclose(np.linalg.norm(rows[0]), 1)
    assert [p.start.tolist() for p in pieces[:1]] == [p.start.tolist() for p in pieces[1:2]]


def test_a_text_is_read_alike_whatever_stands_beside_it():
    encoder = MiniLM()
    texts = ["The quay at Tarn was closed on Monday, police said.", "Nobody was hurt.", "", "Police closed the quay. " * 40]
    together, pieces = encoder.read(texts)
    for row, text in enumerate(texts):
        alone, (read,) = encoder.read([text])
        assert np.array_equal(alone[0], together[row])
        assert np.array_equal(read.states, pieces[row].states)
    assert np.array_equal(encoder.encode(texts[::-1]), together[::-1])
