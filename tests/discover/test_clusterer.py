"""The online clusterer: what it joins, that it is the same twice, that a snapshot goes on exactly, that people win."""

import random

import numpy as np
import pytest

from crosslight.discover import Clusterer, Limits
from crosslight.discover.judging import merge, move, pin, split
from crosslight.errors import AbortError
from crosslight.model import Article
from crosslight.model.story import Judgement

EVENTS = {
    "ferry": [
        "ferry",
        "Calder",
        "Reach",
        "capsized",
        "harbour",
        "lifeboat",
        "passengers",
        "Maren",
        "Oduya",
        "coastguard",
        "ballast",
        "Tessaly",
    ],
    "dam": ["dam", "Ostrava", "Vale", "spillway", "engineers", "evacuated", "reservoir", "cracks", "Governor", "Pell", "sluice"],
    "vote": [
        "ballot",
        "Quennel",
        "parliament",
        "coalition",
        "minister",
        "Adair",
        "Voss",
        "recount",
        "constituency",
        "turnout",
        "Lisgard",
    ],
    "fire": ["warehouse", "blaze", "Norrholt", "district", "firefighters", "chemical", "plume", "solvent", "Ivers", "toxic"],
}
PLAIN = [
    "the",
    "officials",
    "said",
    "that",
    "on",
    "morning",
    "people",
    "were",
    "after",
    "it",
    "would",
    "be",
    "with",
    "reported",
    "there",
    "had",
    "been",
    "more",
    "than",
    "several",
]


def invented(event: str, number: int, day: int | None = 3) -> tuple[Article, np.ndarray]:
    """A report of an event, in words drawn from its own, and vectors near the event's centre."""
    draw = random.Random(f"{event} {number}")
    words = [draw.choice(EVENTS[event]) if draw.random() < 0.4 else draw.choice(PLAIN) for _ in range(160)]
    centre = np.random.default_rng(list(EVENTS).index(event)).normal(size=384)
    vectors = centre + 0.5 * np.random.default_rng(number).normal(size=(2, 384))
    published = None if day is None else f"2026-03-{day:02d}"
    article = Article(f"{event}-{number}", " ".join(words) + ".", title=" ".join(EVENTS[event][:5]), published=published)
    return article, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def stream(each: int = 5) -> list[tuple[Article, np.ndarray]]:
    listed = [invented(event, n) for event in EVENTS for n in range(each)]
    random.Random(7).shuffle(listed)
    return listed


def fed(articles, **options) -> Clusterer:
    clusterer = Clusterer(**options)
    for article, vectors in articles:
        clusterer.add(article, vectors=vectors)
    return clusterer


def found(clusterer: Clusterer) -> set[frozenset[str]]:
    return {frozenset(story.articles) for story in clusterer.stories()}


def test_reports_of_one_event_are_one_story():
    assert found(fed(stream())) == {frozenset(f"{event}-{n}" for n in range(5)) for event in EVENTS}


def test_the_same_stream_gives_the_same_stories_and_ids():
    assert fed(stream()).stories() == fed(stream()).stories()


def test_a_placement_says_why():
    articles = [invented("ferry", 0), invented("dam", 0), invented("ferry", 1)]
    clusterer = Clusterer()
    first, _, third = (clusterer.add(a, vectors=v) for a, v in articles)
    assert first.judgement is None
    assert third.story == first.story
    assert third.judgement.other == "ferry-0"
    assert third.judgement.judge.startswith("clusterer")
    assert 0.5 < third.judgement.score <= 1
    assert any("rare words" in reason or "both name" in reason for reason in third.judgement.reasons)
    assert "published within a day" in third.judgement.reasons


def test_a_snapshot_goes_on_as_if_nothing_had_happened():
    articles = stream()
    undisturbed = fed(articles).stories()
    for cut in (0, 1, 9, 19):
        before = fed(articles[:cut])
        after = Clusterer.restore(before.snapshot())
        for article, vectors in articles[cut:]:
            assert after.add(article, vectors=vectors) == before.add(article, vectors=vectors)
        assert after.stories() == before.stories() == undisturbed
        assert after.snapshot() == before.snapshot()


def test_a_damaged_snapshot_is_refused():
    whole = fed(stream(1)).snapshot()
    for damaged in (b"", b"nothing", whole[: len(whole) // 2]):
        with pytest.raises(AbortError, match="damaged"):
            Clusterer.restore(damaged)


def test_an_article_that_comes_again_stays_where_it_is():
    clusterer = fed(stream(2))
    before = clusterer.stories()
    article, vectors = invented("dam", 0)
    assert clusterer.add(article, vectors=vectors).story == clusterer.story_of("dam-0")
    assert clusterer.stories() == before


def test_a_person_splits_a_story_and_later_articles_heed_it():
    clusterer = fed(stream(4))
    clusterer.changes()
    clusterer.judge(*split(["dam-0", "dam-1"], ["dam-2", "dam-3"], "Ines"))
    assert clusterer.story_of("dam-0") == clusterer.story_of("dam-1") != clusterer.story_of("dam-2") == clusterer.story_of("dam-3")
    changes = clusterer.changes()
    assert {e.kind for e in changes.lineage} == {"split_from"}
    assert set(changes.moved) in ({"dam-0", "dam-1"}, {"dam-2", "dam-3"})
    for n in (4, 5, 6):
        clusterer.add(*invented("dam", n)[:1], vectors=invented("dam", n)[1])
    assert clusterer.story_of("dam-0") == clusterer.story_of("dam-1") != clusterer.story_of("dam-2") == clusterer.story_of("dam-3")


def test_a_person_merges_stories():
    clusterer = fed(stream(3))
    kept, gone = clusterer.story_of("vote-0"), clusterer.story_of("fire-0")
    clusterer.changes()
    clusterer.judge(*merge(["fire-0", "fire-1", "fire-2"], ["vote-0", "vote-1", "vote-2"], "Ines"))
    assert {clusterer.story_of(f"{event}-{n}") for event in ("vote", "fire") for n in range(3)} == {kept}
    assert any(e.kind == "merged_into" and e.story == gone and e.other == kept for e in clusterer.changes().lineage)
    clusterer.add(invented("fire", 3)[0], vectors=invented("fire", 3)[1])
    assert clusterer.story_of("fire-0") == clusterer.story_of("vote-0") == kept


def test_a_person_moves_an_article_and_takes_it_back():
    clusterer = fed(stream(3))
    clusterer.judge(*move("dam-1", ["dam-0", "dam-2"], ["ferry-0"], "Ines"))
    assert clusterer.story_of("dam-1") == clusterer.story_of("ferry-0")
    clusterer.judge(*move("dam-1", ["ferry-0", "ferry-1", "ferry-2"], ["dam-0"], "Omar"))
    assert clusterer.story_of("dam-1") == clusterer.story_of("dam-0") != clusterer.story_of("ferry-0")


def test_judgements_are_replayed_over_a_stream_read_again():
    judgements = (
        *split(["dam-0"], ["dam-1", "dam-2"], "Ines"),
        *merge(["fire-0"], ["vote-0"], "Ines"),
        *pin(["ferry-0", "ferry-1"], "Ines"),
    )
    clusterer = fed(stream(3), judgements=judgements)
    assert clusterer.story_of("dam-0") != clusterer.story_of("dam-1")
    assert clusterer.story_of("fire-0") == clusterer.story_of("vote-0")
    assert clusterer.story_of("ferry-0") == clusterer.story_of("ferry-1")
    assert Clusterer.restore(clusterer.snapshot()).stories() == clusterer.stories()


def test_a_persons_word_is_the_reason_that_is_told():
    judgement = Judgement("dam-0", "vote-0", "same", 1.0, ("both of one protest",), "Ines")
    clusterer = fed([invented("vote", 0)], judgements=[judgement])
    placed = clusterer.add(invented("dam", 0)[0], vectors=invented("dam", 0)[1])
    assert placed.judgement == judgement
    assert placed.story == clusterer.story_of("vote-0")


def test_the_clusterers_own_judgements_bind_nobody():
    own = Judgement("dam-0", "vote-0", "same", 0.9, (), "clusterer 1")
    assert found(fed(stream(2), judgements=[own])) == found(fed(stream(2)))


def test_what_leaves_the_window_is_settled_and_told_once():
    clusterer = Clusterer(limits=Limits(window=6))
    settled = []
    for article, vectors in [invented(event, n) for event in EVENTS for n in range(3)]:
        clusterer.add(article, vectors=vectors)
        settled += clusterer.changes().settled
    assert [s.articles for s in settled] == [("ferry-0", "ferry-1", "ferry-2"), ("dam-0", "dam-1", "dam-2")]
    assert len(clusterer.stories()) == 2
    assert clusterer.story_of("ferry-0") is None


def test_old_stories_go_cold_by_date_but_one_wrong_date_does_not_move_the_clock():
    limits = Limits(fewest=4, days=10)
    clusterer = fed([invented("ferry", n, day=1) for n in range(3)] + [invented("dam", 0, day=2)], limits=limits)
    future, vectors = invented("dam", 1)
    clusterer.add(Article(future.id, future.text, published="2199-01-01"), vectors=vectors)
    assert clusterer.story_of("ferry-0")
    for n in range(40):
        clusterer.add(invented("vote", n, day=25)[0], vectors=invented("vote", n)[1])
    assert clusterer.story_of("ferry-0") is None
    assert any(set(s.articles) == {"ferry-0", "ferry-1", "ferry-2"} for s in clusterer.changes().settled)


@pytest.mark.parametrize(
    "article",
    [
        Article("empty", ""),
        Article("word", "Fire"),
        Article("spaces", " \n\t "),
        Article("odd", "\ud800 \u202e \x00 ........ 1,,,2...3 ’s"),
        Article("marks", "“" * 5000),
        Article("long", "levee breached at Ostrava Vale " * 160_000, title="x" * 100_000),
        Article("future", "The levee at Ostrava Vale held.", published="9999-12-31T23:59:59+00:00"),
        Article("past", "The levee at Ostrava Vale held.", published="0001-01-01"),
        Article("nonsense", "The levee at Ostrava Vale held.", published="last Tuesday"),
    ],
    ids=lambda a: a.id,
)
def test_odd_articles_are_placed(article):
    clusterer = fed(stream(2))
    before = found(clusterer)
    placed = clusterer.add(article)
    assert clusterer.story_of(article.id) == placed.story
    assert before <= found(clusterer) or article.id in {"long", "future", "past", "nonsense"}
    assert Clusterer.restore(clusterer.snapshot()).stories() == clusterer.stories()
