"""The clusterer's parts: signatures, words, grouping, and the lineage that merges, splits and moves leave."""

import random

import numpy as np

from crosslight.discover import copies
from crosslight.discover.grouping import grouped
from crosslight.discover.partition import Partition
from crosslight.discover.reading import day_of, stretches
from crosslight.discover.rows import Rows
from crosslight.discover.words import stem, words_of
from crosslight.model import Article

WORDS = [f"{a}{b}" for a in ("ka", "lo", "mi", "ne", "ru", "sta", "tor", "ven") for b in ("da", "fel", "gor", "hin", "jas", "pel")]


def running(seed: int, length: int) -> np.ndarray:
    draw = random.Random(seed)
    return np.array([hash_of(draw.choice(WORDS) + str(draw.randrange(40))) for _ in range(length)], np.uint64)


def hash_of(word: str) -> int:
    return int.from_bytes(word.encode()[:7], "big")


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    return float((copies.signature(a) == copies.signature(b)).mean())


def test_a_signature_estimates_the_share_of_text_in_common():
    text = running(1, 600)
    edited = np.concatenate([text[:500], running(2, 100)])
    assert likeness(text, text) == 1.0
    assert likeness(text, running(3, 600)) < 0.1
    assert 0.5 < likeness(text, edited) < 0.95
    assert set(copies.bands(copies.signature(text))) & set(copies.bands(copies.signature(edited)))
    assert not set(copies.bands(copies.signature(text))) & set(copies.bands(copies.signature(running(3, 600))))


def test_passages_find_a_text_inside_a_longer_one():
    report = running(1, 300)
    longer = np.concatenate([running(5, 200), report, running(6, 60)])
    inside, whole = set(copies.passages(report).tolist()), set(copies.shingles(longer).tolist())
    sampled = {int(h) for h in copies.shingles(report) if h < 2**64 // copies.SAMPLED}
    assert len(inside) == len(sampled) > 20
    assert sampled <= whole


def test_a_text_shorter_than_a_shingle_has_no_signature():
    assert copies.bands(copies.signature(running(1, 3))) == []
    assert len(copies.passages(running(1, 3))) == 0


def test_names_are_capitalised_words_inside_sentences():
    found = words_of(Article("a", "Residents fled. Oduya told reporters that Maren Oduya of Calder Reach would stay. Nobody came."))
    assert found.names["maren oduya"] == 1
    assert found.names["calder reach"] == 1
    assert found.names["oduya"] == 2
    assert "resident" not in found.names
    assert "nobody" not in found.names


def test_figures_are_read_without_separators():
    assert words_of(Article("a", "It cost 1,200,000 crowns, 3.5 percent more.")).figures.keys() == {"1200000", "3.5"}


def test_stems():
    assert [stem(w) for w in ("Ferries", "ferry's", "boats", "glass", "Oduya’s", "crisis", "gas")] == [
        "ferry",
        "ferry",
        "boat",
        "glass",
        "oduya",
        "crisis",
        "gas",
    ]


def test_days():
    def on(published):
        return day_of(Article("a", "x", published=published))

    assert on("2026-03-11") == on("2026-03-11T00:00:00Z")
    assert on("2026-03-11T12:00:00+00:00") - on("2026-03-11") == 0.5
    assert np.isnan([on(None), on(""), on("soon"), on("11 March")]).all()


def test_stretches_are_bounded_whatever_the_text():
    assert len(stretches(Article("a", "word " * 500_000, title="t" * 10_000))) == 5
    assert max(map(len, stretches(Article("a", "word " * 500_000, title="t" * 10_000)))) < 1_000
    assert stretches(Article("a", "")) == [""]


def test_average_linkage_joins_over_a_bridge_and_heeds_what_is_apart():
    odds = np.array([[0, -1, 3.0], [-1, 0, 2.0], [3.0, 2.0, 0]])
    free = np.zeros((3, 3), bool)
    assert grouped(odds, [1, 1, 1], free) == [[0, 1, 2]]
    apart = free.copy()
    apart[0, 1] = apart[1, 0] = True
    assert grouped(odds, [1, 1, 1], apart) == [[0, 2], [1]]
    assert grouped(-np.abs(odds), [1, 1, 1], free) == [[0], [1], [2]]


def partition(*stories: int) -> Partition:
    """Stories of these sizes, filled one after the other with a0, a1, …"""
    found, number = Partition(Rows(64)), 0
    for size in stories:
        story = found.open_with(number, f"a{number}", f"a{number}")
        for k in range(1, size):
            found.join(story, number + k, f"a{number + k}")
        number += size
    return found


def test_a_merge_leaves_its_line_and_the_articles_keep_their_order():
    stories = partition(2, 2)
    first, second = stories.open.values()
    stories.move(list(second.live), first)
    changes = stories.changes()
    assert first.told().articles == ("a0", "a1", "a2", "a3")
    assert [(e.story, e.kind, e.other) for e in changes.lineage] == [(second.id, "merged_into", first.id)]
    assert changes.moved == {"a2": first.id, "a3": first.id}
    assert changes.settled == ()
    assert stories.changes().lineage == ()


def test_a_split_names_where_it_came_from_and_ids_do_not_come_twice():
    stories = partition(3)
    (source,) = stories.open.values()
    new = stories.split([0])
    assert new.id != source.id
    assert [(e.story, e.kind, e.other) for e in new.told().lineage] == [(new.id, "split_from", source.id)]
    assert source.told().articles == ("a1", "a2")


def test_a_move_is_told():
    stories = partition(2, 2)
    first, second = stories.open.values()
    stories.move([3], first)
    assert [(e.story, e.kind, e.other) for e in stories.changes().lineage] == [(first.id, "moved_from", second.id)]
    assert second.told().articles == ("a2",)
