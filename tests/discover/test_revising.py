"""A text that was changed is placed anew: into another story, out of its own, or where it was; people win; a snapshot goes on."""

from dataclasses import replace

from tests.discover.test_clusterer import fed, found, invented, stream

from crosslight.discover import Clusterer, Limits
from crosslight.discover.judging import merge, pin, split


def changed(id, event, number):
    """The page of an article, which now has another report."""
    article, vectors = invented(event, number)
    return replace(article, id=id), vectors


def test_a_page_that_tells_of_another_event_goes_to_its_story():
    clusterer = fed(stream(3))
    left, joined = clusterer.story_of("dam-1"), clusterer.story_of("fire-0")
    clusterer.changes()
    article, vectors = changed("dam-1", "fire", 8)
    placed = clusterer.revise(article, vectors=vectors)
    assert placed.story == clusterer.story_of("dam-1") == joined
    assert placed.judgement.other.startswith("fire-")
    assert clusterer.story_of("dam-0") == clusterer.story_of("dam-2") == left
    told = clusterer.changes()
    assert told.moved == {"dam-1": joined}
    assert [(e.story, e.kind, e.other) for e in told.lineage] == [(joined, "moved_from", left)]
    for n in (5, 6):  # later articles meet it as it is now
        later, vectors = invented("dam", n)
        assert clusterer.add(later, vectors=vectors).story == left


def test_a_correction_changes_nothing_but_what_is_kept():
    clusterer = fed(stream(3))
    before = clusterer.stories()
    clusterer.changes()
    article, vectors = invented("vote", 1)
    placed = clusterer.revise(replace(article, text=article.text + " An earlier report named another minister."), vectors=vectors)
    assert placed.story == clusterer.story_of("vote-1")
    assert placed.judgement.other in {"vote-0", "vote-2"}
    assert clusterer.stories() == before
    assert clusterer.changes().moved == {}


def test_a_page_that_tells_of_nothing_known_is_a_story_of_its_own_and_may_come_back():
    three = [one for one in stream(3) if not one[0].id.startswith("fire")]
    clusterer = fed(three)
    left = clusterer.story_of("dam-0")
    clusterer.changes()
    article, vectors = changed("dam-0", "fire", 0)
    placed = clusterer.revise(article, vectors=vectors)
    assert placed.judgement is None
    assert clusterer.story_of("dam-0") == placed.story != left
    assert [e.kind for e in clusterer.changes().lineage] == ["split_from"]
    article, vectors = invented("dam", 0)
    assert clusterer.revise(article, vectors=vectors).story == left
    assert [(e.story, e.kind, e.other) for e in clusterer.changes().lineage] == [(placed.story, "merged_into", left)]
    assert found(clusterer) == found(fed(three))


def test_an_article_alone_in_its_story_takes_it_along():
    clusterer = fed([invented("dam", 0), invented("fire", 0), invented("fire", 1)])
    own, other = clusterer.story_of("dam-0"), clusterer.story_of("fire-0")
    article, vectors = changed("dam-0", "vote", 0)
    assert clusterer.revise(article, vectors=vectors).story == own
    assert clusterer.changes().moved == {}
    article, vectors = changed("dam-0", "fire", 4)
    assert clusterer.revise(article, vectors=vectors).story == other
    assert [(e.story, e.kind, e.other) for e in clusterer.changes().lineage] == [(own, "merged_into", other)]


def test_people_win_over_a_changed_text():
    clusterer = fed(stream(3))
    clusterer.judge(*pin(["dam-0", "dam-1", "dam-2"], "Ines"))
    article, vectors = changed("dam-1", "fire", 8)
    placed = clusterer.revise(article, vectors=vectors)
    assert placed.story == clusterer.story_of("dam-0") == clusterer.story_of("dam-1")
    assert placed.judgement.judge == "Ines"
    clusterer = fed(stream(3))
    clusterer.judge(*split(["fire-0", "fire-1", "fire-2"], ["dam-1"], "Ines"), *merge(["vote-0"], ["vote-1"], "Ines"))
    placed = clusterer.revise(article, vectors=vectors)
    assert clusterer.story_of("dam-1") == placed.story != clusterer.story_of("fire-0")
    assert "a person judged them different" in placed.near_misses[0].reasons


def test_a_snapshot_goes_on_behind_a_change_and_the_same_changes_give_the_same():
    def run(cut):
        clusterer = Clusterer()
        for at, (article, vectors) in enumerate(stream(4)):
            if at == cut:
                clusterer = Clusterer.restore(clusterer.snapshot())
            clusterer.add(article, vectors=vectors)
            if at % 3 == 0:
                later, of_later = changed(article.id, "vote", at)
                clusterer.revise(later, vectors=of_later)
        return clusterer

    one = run(None)
    for cut in (1, 4, 10):
        other = run(cut)
        assert other.stories() == one.stories()
        assert other.snapshot() == one.snapshot()


def test_what_has_left_the_window_stays_where_it_was():
    clusterer = fed([invented(event, n) for event in ("ferry", "dam", "vote") for n in range(3)], limits=Limits(window=6))
    before = clusterer.stories()
    article, vectors = changed("ferry-0", "vote", 9)
    assert clusterer.revise(article, vectors=vectors) is None
    assert clusterer.stories() == before
    assert clusterer.revise(replace(article, id="never met"), vectors=vectors) is None
