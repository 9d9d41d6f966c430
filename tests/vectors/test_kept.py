"""Vectors that are kept: the same as the encoder's, taken again, dropped when old, and never in the way."""

import os

import numpy as np
import pytest

from crosslight import flow
from crosslight.vectors import KeptVectors, MiniLM, ReadAhead

TEXTS = ("The quay at Tarn was closed on Monday, police said.", "", "Nobody was hurt, half a \ud83d pair aside.")


def same(one, other) -> bool:
    alike = zip(one[1], other[1], strict=True)
    return np.array_equal(one[0], other[0]) and all(
        np.array_equal(a.states, b.states) and np.array_equal(a.start, b.start) and np.array_equal(a.end, b.end) for a, b in alike
    )


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    return flow.encoder()


@pytest.fixture
def kept(tmp_path) -> KeptVectors:
    return KeptVectors(tmp_path / "vectors", "a model")


def test_what_is_kept_is_bit_for_bit_what_the_encoder_gives(kept, encoder):
    assert kept.get(TEXTS) is None
    kept.put(TEXTS, encoder.read(TEXTS))
    assert same(kept.get(TEXTS), encoder.read(TEXTS))
    assert kept.get(TEXTS[:2]) is None
    assert KeptVectors(kept.folder, "another model").get(TEXTS) is None


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 and no more", b"\x93NUMPY junk"])
def test_a_damaged_file_is_as_good_as_absent(kept, encoder, damage):
    kept.put(TEXTS, encoder.read(TEXTS))
    (file,) = kept.folder.iterdir()
    file.write_bytes(damage or file.read_bytes()[:-400])
    assert kept.get(TEXTS) is None
    kept.put(TEXTS, encoder.read(TEXTS))
    assert same(kept.get(TEXTS), encoder.read(TEXTS))


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path, encoder):
    (tmp_path / "vectors").write_text("a file where the folder should be")
    kept = KeptVectors(tmp_path / "vectors", "a model")
    kept.put(TEXTS, encoder.read(TEXTS))
    kept.forget()
    assert kept.get(TEXTS) is None


def test_what_was_longest_unused_goes_first(tmp_path, encoder):
    kept = KeptVectors(tmp_path, "a model", most=0)
    listed = [(f"Sentence {n} of a report.",) for n in range(10)]
    for age, texts in enumerate(listed):
        kept.put(texts, encoder.read(texts))
        os.utime(kept._file(texts), (1_000 + age, 1_000 + age))
    assert kept.get(listed[0]) is not None  # asked for: now the newest
    held = sum(f.stat().st_size for f in tmp_path.iterdir())
    KeptVectors(tmp_path, "a model", most=held).forget()
    assert len(list(tmp_path.iterdir())) == 10
    KeptVectors(tmp_path, "a model", most=held - 1).forget()
    left = [texts for texts in listed if kept.get(texts)]
    assert left == [listed[0], *listed[4:]]


def test_a_story_laid_again_needs_no_encoder(kept, encoder):
    with ReadAhead(lambda: encoder, kept) as ahead:
        ahead.expect(TEXTS)
        first = ahead.read(TEXTS[::-1])

    def none_loaded() -> MiniLM:
        raise AssertionError("loaded")

    with ReadAhead(none_loaded, kept) as again:
        again.expect(TEXTS)
        assert same(again.read(TEXTS[::-1]), first)
    with ReadAhead(lambda: encoder, kept) as more:
        more.expect(TEXTS)
        assert same(more.read((*TEXTS, "A new one.")), encoder.read((*TEXTS, "A new one.")))


def test_nothing_is_kept_of_a_run_that_failed(kept, encoder):
    def failing() -> None:
        with ReadAhead(lambda: encoder, kept) as ahead:
            ahead.expect(TEXTS)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        failing()
    assert not kept.folder.exists()
