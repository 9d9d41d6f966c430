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


class At:
    """A clock that stands where it is put."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return f"{self.at}.000000Z"


def listed(kept, *names, modified=None):
    """A feed lists these; those that are due are visited, and nothing more is planned for them. Gives how many were due."""
    kept.items.offer([Item(n, "feed", f"https://post.example/{n}", '{"title": "x"}', modified) for n in names])
    due = kept.items.due(kept.clock())
    kept.items.update([replace(i, visits=1, last_visit=kept.clock(), next_visit=None) for i in due])
    return len(due)


def test_items_that_no_feed_lists_any_more_are_forgotten_in_time(store):
    store.clock = clock = At("2026-04-01T08:00:00")
    with store.writing() as kept:
        assert listed(kept, "a", "b", "c") == 3
        clock.at = "2026-04-06T08:00:00"
        assert listed(kept, "b", "c", "d") == 1
        kept.items.offer([Item("planned", "feed", None, "{}")])
        for day in ("2026-04-07T09:00:00", "2026-04-09T08:00:00"):
            clock.at = day
            kept.items.still_listed("feed")
        clock.at = "2026-04-13T08:00:00"
        assert kept.items.prune(7 * 86_400.0) == 1  # "a": the others are listed, or planned
        assert kept.items.prune(7 * 86_400.0) == 0
        assert kept.items.count() == 4
        clock.at = "2026-04-17T08:00:01"
        assert kept.items.prune(7 * 86_400.0, limit=2) == 2
        assert kept.items.prune(7 * 86_400.0) == 1
        assert [i.key for i in kept.items.due(clock())] == ["planned"]


def test_a_clock_that_jumps_costs_old_items_alone(store):
    store.clock = clock = At("2026-04-01T08:00:00")
    with store.writing() as kept:
        listed(kept, "a")
        clock.at = "2036-04-01T08:00:00"
        listed(kept, "a", "b")
        assert kept.items.prune(7 * 86_400.0) == 0
        clock.at = "2026-04-02T08:00:00"  # it is set right
        assert listed(kept, "a", "b") == 0
        assert kept.items.prune(7 * 86_400.0) == 0
        clock.at = "2026-04-12T08:00:00"
        assert kept.items.prune(7 * 86_400.0) == 2


def test_what_was_pruned_is_not_visited_again_unless_it_changed(store):
    store.clock = clock = At("2026-04-01T08:00:00")
    address = "https://post.example/a"
    with store.writing() as kept:
        kept.articles.add(Article(id="a", text="The weir at Osmar held.", url=f"{address}?x=1"))
        assert kept.items.offer([Item("young", "feed", f"{address}?x=1", "{}")]) == 1  # its page is new, too
        clock.at = "2026-05-01T08:00:00"
        with_tracking = Item(address, "feed", f"{address}?x=1&utm_source=f", "{}", "2026-04-01T07:00:00Z")
        assert kept.items.offer([with_tracking], lambda url: url.split("&")[0]) == 0
        assert [i.key for i in kept.items.due(clock())] == ["young"]
        assert kept.items.offer([replace(with_tracking, modified="2026-04-20T07:00:00Z")]) == 1  # it says that it changed since
        elsewhere = Item("k2", "feed", f"{address}?x=1", "{}", "2099-01-01T00:00:00Z")
        assert kept.items.offer([elsewhere]) == 0  # nobody believes the future
        assert kept.items.offer([replace(elsewhere, key="k3", modified="2026-04-20T07:00:00Z")]) == 1
