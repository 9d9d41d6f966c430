"""A page that was changed is placed anew: stories follow, the history is kept, persons win, a new program takes it up."""

from dataclasses import replace

import pytest
from tests.contracts import invented

from crosslight.model import Judgement
from crosslight.scale.ingest import Arrival, Ingest
from crosslight.store import Store
from crosslight.store.doctor import look_over

STREAM = list(invented.changing(120, seed=3))


def stories(store):
    with store.reading() as kept:
        return list(kept.stories.all())


def taken(store, articles, clusterer="clustering"):
    into = Ingest(store, getattr(invented, clusterer)())
    into.take(Arrival(a) for a in articles)
    return into


@pytest.fixture
def two(store):
    """A store of two stories (largest first), and the two."""
    taken(store, invented.stream(60, seed=3))
    listed = sorted(stories(store), key=lambda s: (-len(s.articles), s.articles))
    return store, listed[0], listed[1]


def rewritten(store, id, like):
    """The page of one article, which now tells what another tells."""
    with store.reading() as kept:
        own, other = kept.articles.get(id), kept.articles.get(like)
    return replace(own, title=other.title, text=f"{other.text} It was rewritten.", fetched="2026-05-01T08:00:00Z")


def test_it_goes_to_the_story_that_it_tells_of_now(two):
    store, one, other = two
    moved = one.articles[1]
    (kept,) = Ingest(store, invented.clustering()).take([Arrival(rewritten(store, moved, other.articles[0]))])
    assert (kept.outcome, kept.version) == ("version", 2)
    with store.reading() as session:
        assert session.stories.of(moved) == other.id
        assert set(session.stories.get(one.id).articles) == {*one.articles} - {moved}
        placed = session.stories.placement(moved)
        assert placed.story == other.id
        assert placed.judgement.other in other.articles
        assert ("moved_from", one.id) in {(line.kind, line.other) for line in session.stories.lineage(other.id)}
        assert {one.id, other.id} <= {story for story, _ in session.dossiers.behind(1000)}
    assert look_over(store).sound


def test_what_persons_tied_stays(two):
    store, one, other = two
    moved = one.articles[1]
    with store.writing() as kept:
        kept.stories.judge([Judgement(moved, one.articles[0], "same", 1.0, ("of one flood",), "Ada")])
    taken(store, [rewritten(store, moved, other.articles[0])])
    with store.reading() as kept:
        assert kept.stories.of(moved) == kept.stories.of(one.articles[0]) != kept.stories.of(other.articles[0])
    assert look_over(store).sound


def test_a_mended_text_stays_where_it_is(two):
    store, one, _ = two
    before = stories(store)
    with store.reading() as kept:
        old = kept.articles.get(one.articles[0])
    taken(store, [replace(old, text=f"{old.text} A name was corrected.")])
    assert stories(store) == before
    with store.reading() as kept:
        assert one.id in {story for story, _ in kept.dossiers.behind(1000)}
        assert [r.version for r in kept.revisions.since()] == [2]


def test_a_text_that_came_in_without_a_clusterer_is_thought_of_later(two):
    store, one, other = two
    moved = one.articles[1]
    Ingest(store).take([Arrival(rewritten(store, moved, other.articles[0]))])
    with store.reading() as kept:
        assert kept.stories.of(moved) == one.id
        assert [r.article for r in kept.revisions.unheard()] == [moved]
    taken(store, [])
    with store.reading() as kept:
        assert kept.stories.of(moved) == other.id
        assert kept.revisions.unheard() == ()
    assert look_over(store).sound


def run(place, clustering, *, restarting):
    """The stories of a stream with changed pages and a person's word in the middle; with a new program after each batch, or one for all."""
    with Store.open(place, write=True) as store:
        into = Ingest(store, clustering, snapshot_every=30)
        for first in range(0, len(STREAM), 12):
            if first == 60:
                largest = max(stories(store), key=lambda s: (len(s.articles), s.id)).articles
                with Store.open(place, judge=True) as beside, beside.writing() as kept:
                    kept.stories.judge([Judgement(largest[0], largest[1], "different", 1.0, ("of two fires",), "Ada")])
            if restarting:
                into = Ingest(store, clustering, snapshot_every=30)
            into.take(Arrival(article) for article in STREAM[first : first + 12])
        assert look_over(store).sound
        with store.reading() as kept:
            heard = kept.revisions.since()
            told = [kept.stories.placement(r.article) for r in heard]
        return stories(store), heard, told


@pytest.mark.parametrize("clusterer", ["joining", "clustering"])
def test_stopping_and_starting_changes_nothing(place, tmp_path, clusterer):
    clustering = getattr(invented, clusterer)()
    restarted = run(place, clustering, restarting=True)
    assert restarted == run(str(tmp_path / "one.db"), clustering, restarting=False)
    assert len(restarted[1]) > 10
