"""What a watch keeps: the items of feeds, stories that fell behind, channels that start with what comes."""

from dataclasses import replace

from crosslight.model import Article, Placement
from crosslight.store import Alert, Item


def test_items_are_due_until_nothing_more_is_planned(store):
    new = [
        Item(f"https://post.example/{n}", "https://post.example/feed", f"https://post.example/{n}", "{}", "2026-03-12")
        for n in "ab"
    ]
    with store.writing() as kept:
        assert kept.items.offer([*new, Item("x" * 3000, "f", None, "{}")]) == 2
        assert kept.items.offer(new) == 0
        first, second = kept.items.due("2026-04-02T00:00:00Z")
        kept.items.update(
            [replace(first, visits=1, last_visit="2026-04-01T01:00:00Z", next_visit="2026-04-03T00:00:00Z", last_error="\x00")]
        )
        kept.items.update([replace(second, visits=1, last_visit="2026-04-01T01:00:00Z", next_visit=None, article="a1")])
    with store.reading() as kept:
        assert kept.items.due("2026-04-02T00:00:00Z") == ()
        assert kept.items.planned() == 1
        assert kept.items.next() == "2026-04-03T00:00:00Z"
        assert [i.key for i in kept.items.due("2026-04-03T00:00:01Z")] == [first.key]
        assert [i.key for i in kept.items.due("2020-01-01T00:00:00Z")] == [first.key]  # the clock was set back since
    with store.writing() as kept:
        assert kept.items.offer([replace(second, modified="2026-03-13", told='{"title": "new"}')]) == 1
        assert [i.told for i in kept.items.due("2026-04-02T00:00:00Z")] == ['{"title": "new"}']


def test_a_story_is_behind_until_its_dossier_caught_up(store):
    with store.writing() as kept:
        for id in "ab":
            kept.articles.add(
                Article(id=id, text=f"Report {id} of the flood.", url=f"https://post.example/{id}", fetched="2026-04-01T00:00:00Z")
            )
        kept.stories.follow([Placement("a", "s1", None), Placement("b", "s2", None)])
        assert [story for story, _ in kept.dossiers.behind()] == ["s1", "s2"]
        for story, since in kept.dossiers.behind():
            kept.dossiers.caught_up(story, since)
        assert kept.dossiers.behind() == ()
        kept.articles.add(
            Article(id="a", text="Report a of the flood, mended.", url="https://post.example/a", fetched="2026-04-02T00:00:00Z")
        )
        ((story, since),) = kept.dossiers.behind()
        assert story == "s1"
        kept.dossiers.fall_behind(["s1", ""])
        kept.dossiers.caught_up("s1", since)  # it changed again meanwhile
        assert [story for story, _ in kept.dossiers.behind()] == ["s1"]
        kept.dossiers.put("s1", "{}", "x")
        kept.dossiers.remove("s1")
        assert kept.dossiers.get("s1") is None


def test_a_channel_begins_with_what_comes_after_it(store):
    with store.writing() as kept:
        old = kept.alerts.add(Alert("story", "old", story="s1"))
        kept.alerts.subscribe("webhook")
        new = kept.alerts.add(Alert("toll", "new", story="s1"))
        assert [a.n for a in kept.alerts.undelivered("webhook")] == [new.n]
        assert [a.n for a in kept.alerts.undelivered("another")] == [old.n, new.n]
        kept.alerts.subscribe("webhook")
        assert [a.n for a in kept.alerts.undelivered("webhook")] == [new.n]
        kept.alerts.delivered(new.n, "webhook")
        kept.alerts.subscribe("webhook")
        assert kept.alerts.undelivered("webhook") == ()
        assert kept.alerts.told_of("story", ["s1", "s2"])
        assert not kept.alerts.told_of("story", ["s2"])
