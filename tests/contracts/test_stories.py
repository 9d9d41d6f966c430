"""Stories: what the clusterer found, what persons judged, and that persons win."""

import pytest

from crosslight.discover.judging import merge, move, pin, split
from crosslight.errors import UsageError
from crosslight.model import Article, Judgement, Lineage, NearMiss, Placement
from crosslight.store import Filters
from crosslight.store.doctor import look_over

NAMES = "abcdefgh"
FOUND = {"a": "s1", "b": "s1", "c": "s1", "d": "s2", "e": "s2", "f": "s3", "g": "s1", "h": "s3"}


@pytest.fixture
def filled(store):
    with store.writing() as kept:
        for n, name in enumerate(NAMES):
            outlet = "Vale Times" if n % 2 else "Fjord Post"
            kept.articles.add(
                Article(id=name, text=f"Report {n}.", title=f"Title {name}", outlet=outlet, published=f"2026-03-{n + 1:02}")
            )
            why = (
                Judgement(name, "a", "same", 0.8, ("both name Gimhol", "vectors 0.71 alike"), "clusterer 1")
                if name in "bcg"
                else None
            )
            kept.stories.follow([Placement(name, FOUND[name], why, (NearMiss("s9", 0.3, ("far apart in time",)),))])
    return store


def stories(store):
    with store.reading() as kept:
        found = {"".join(story.articles): story.id for story in kept.stories.all()}
        assert sorted(line.id for line in kept.stories.listed()) == sorted(found.values())
        assert sum(line.articles for line in kept.stories.listed()) == len(NAMES)
    assert look_over(store).sound
    return found


def judge(store, judgements):
    with store.writing() as kept:
        return kept.stories.judge(judgements)


def test_stories_are_as_found(filled):
    assert stories(filled) == {"abcg": "s1", "de": "s2", "fh": "s3"}
    with filled.reading() as kept:
        placed = kept.stories.placement("b")
        assert placed.judgement.reasons == ("both name Gimhol", "vectors 0.71 alike")
        assert placed.near_misses == (NearMiss("s9", 0.3, ("far apart in time",)),)
        assert kept.stories.placement("d").judgement is None
        assert kept.stories.of("g") == "s1"
        line = kept.stories.listed()[0]
        assert (line.id, line.title, line.outlets, line.articles) == ("s3", "Title h", ("Vale Times",), 2)
        assert (line.first, line.last) == ("2026-03-06", "2026-03-08")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filters(since="2026-03-06"), ["s3", "s1"]),
        (Filters(until="2026-03-04"), ["s1", "s2"]),
        (Filters(outlet="FJORD POST"), ["s1", "s2"]),
        (Filters(limit=1), ["s3"]),
    ],
)
def test_lists_are_narrowed_down(filled, wanted, found):
    with filled.reading() as kept:
        assert [line.id for line in kept.stories.listed(wanted)] == found


def test_moves_of_the_clusterer_are_followed(filled):
    with filled.writing() as kept:
        kept.stories.follow((), {"d": "s1", "e": "s1"}, [Lineage("s2", "merged_into", "s1")])
    assert stories(filled) == {"abcdeg": "s1", "fh": "s3"}
    with filled.reading() as kept:
        assert kept.stories.get("s2") is None
        assert kept.stories.now("s2") == "s1"
        assert [(one.story, one.kind, one.other) for one in kept.stories.get("s1").lineage] == [("s2", "merged_into", "s1")]


def test_a_person_splits_a_story(filled):
    lineage = judge(filled, split(["b", "g"], ["a", "c"], "Ada"))
    found = stories(filled)
    assert found["ac"] == "s1"
    assert found["bg"] not in {"s1", "s2", "s3"}
    assert [(one.story, one.kind, one.other) for one in lineage] == [(found["bg"], "split_from", "s1")]


def test_a_person_splits_off_the_first_article(filled):
    judge(filled, split(["a"], ["b", "c", "g"], "Ada"))
    assert set(stories(filled)) == {"a", "bcg", "de", "fh"}


def test_a_person_merges_stories_and_they_stay_merged(filled):
    judge(filled, merge(["d", "e"], ["a"], "Ada"))
    assert stories(filled) == {"abcdeg": "s1", "fh": "s3"}
    with filled.writing() as kept:
        kept.articles.add(Article(id="i", text="Report i."))
        kept.stories.follow([Placement("i", "s2", None)])  # the clusterer has not heard of it
        assert kept.stories.of("i") == "s1"
        assert kept.stories.now("s2") == "s1"


def test_a_person_moves_an_article(filled):
    judge(filled, move("b", ["a", "c", "g"], ["f"], "Ada"))
    assert set(stories(filled)) == {"acg", "de", "bfh"}
    with filled.writing() as kept:
        kept.stories.follow((), {"b": "s2"})  # the clusterer thinks otherwise
    assert "bfh" in stories(filled)


def test_the_newest_word_of_a_person_holds(filled):
    judge(filled, merge(["d", "e"], ["a"], "Ada"))
    judge(filled, split(["d", "e"], ["a", "b", "c", "g"], "Ben"))
    assert set(stories(filled)) == {"abcg", "de", "fh"}
    judge(filled, merge(["f", "h"], ["d"], "Ada"))
    assert set(stories(filled)) == {"abcg", "defh"}


def test_what_is_pinned_stays(filled):
    judge(filled, pin(["a", "b", "c"], "Ada"))
    with filled.writing() as kept:
        kept.stories.follow((), {"c": "s3", "g": "s3"})
    assert stories(filled)["abc"] == "s1"


def test_judgements_are_only_added(filled):
    from sqlalchemy.exc import DBAPIError

    judge(filled, merge(["d"], ["a"], "Ada"))
    with filled.reading() as kept:
        (judged,) = kept.judgements.persons()
        assert (judged.judgement.judge, judged.judgement.at is not None, judged.after) == ("Ada", True, len(NAMES))
        assert len(list(kept.judgements.all())) == 4
    with pytest.raises(DBAPIError, match="only ever added"), filled.writing() as kept:
        kept.connection.exec_driver_sql("DELETE FROM judgements")


def test_nobody_judges_an_article_that_is_not_there(filled):
    with pytest.raises(UsageError, match="no article 'z'"):
        judge(filled, merge(["z"], ["a"], "Ada"))
