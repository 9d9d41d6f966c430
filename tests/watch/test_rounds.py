"""A round: due feeds asked, items fetched once, pages that changed, stories laid, alerts kept with what they tell of."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.watch.press import page
from tests.watch.stand_ins import Quick, watching

from crosslight.errors import OutputError
from crosslight.model import Judgement
from crosslight.store import Store
from crosslight.store.moments import now
from crosslight.store.store import Session
from crosslight.watch.plan import later

FIRST = "A wall of the Tarn dam gave way on Monday and water ran into the lower town. {n} people killed, the prefect said, and soldiers are looking for more."
OTHER = "Water from the broken Tarn dam filled the streets of the lower town. The prefect of Osmar now speaks of {n} people killed and of forty houses lost."

VOTE = "The council of Quill put its vote on the new harbour road off {}. Its forty members will meet in June, the clerk said, and hear the engineers first."


def events():
    told = []
    return told, told.append


def once(store, **options):
    told, tell = events()
    watching(store, tell, **options).run()
    return told


def alerts(store):
    with store.reading() as kept:
        return [(a.kind, a.message, json.loads(a.body)) for a in reversed(kept.alerts.latest())]


def articles(store):
    with store.reading() as kept:
        return [article for _, article in kept.articles.since()]


def test_the_second_round_finds_nothing_and_is_told_so(press, store, watched):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    watched(press.feed("Osmar Post"))
    first, second = once(store), once(store)
    assert [e.details["new"] for e in first + second if e.kind == "round"] == [1, 0]
    assert press.conditional == ["/feeds/osmar-post.xml"]
    assert press.asked.count("/osmar-post/dam") == 1
    assert [e.details["outcome"] for e in second if e.kind == "feed"] == ["unchanged"]
    (article,) = articles(store)
    assert (article.outlet, article.title) == ("Osmar Post", "Tarn dam: wall breaks")
    with store.reading() as kept:
        (feed,) = kept.feeds.all()
        assert feed.failures == 0
        assert feed.last_success
        assert feed.etag
        assert feed.next_due > feed.last_try


def test_a_toll_that_moves_is_told_with_its_characters(press, store, watched):
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    once(store)
    assert alerts(store) == []
    press.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=8))
    once(store)
    (new, said, _), (toll, moved, body) = alerts(store)
    assert (new, said) == ("story", "new story: Tarn water: wall breaks (Lower Town Echo, Osmar Post)")
    assert toll == "toll"
    assert (
        moved == "people killed: 8 people killed (Lower Town Echo); before: 3 people killed (Osmar Post) (Tarn water: wall breaks)"
    )
    texts = {a.id: a.text for a in articles(store)}
    assert body["count"] == len(body["tolls"]) == 1
    for figure in (*body["tolls"][0]["now"], *body["tolls"][0]["before"]):
        assert texts[figure["article"]][figure["start"] : figure["end"]] == figure["text"]
    once(store)
    assert len(alerts(store)) == 2


def test_a_text_that_changes_is_a_version_and_its_difference_is_told(press, store, watched):
    path = press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    watched(press.feed("Osmar Post"))
    once(store, revisits=(0.0,))
    press.correct(path, "gave way on Monday", "was opened on Sunday")
    told = once(store, revisits=(0.0,))
    assert [e.details["versions"] for e in told if e.kind == "round"] == [1]
    ((kind, message, body),) = alerts(store)
    assert kind == "changed"
    assert message.startswith("Osmar Post changed its text: “gave way” is now “was opened”, and 1 other place (")
    (article,) = articles(store)
    with store.reading() as kept:
        versions = kept.articles.versions(article.id)
    assert [v.number for v in versions] == [1, 2]
    for change in body["texts"][0]["changes"]:
        for side, version in (("before", versions[0]), ("after", versions[1])):
            assert version.article.text[change[side]["start"] : change[side]["end"]] == change[side]["text"]


def test_a_page_is_fetched_again_when_the_feed_says_that_it_changed(press, store, watched):
    path = press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    watched(press.feed("Osmar Post"))
    once(store)
    title, _, at = press.feeds["osmar-post"][0]
    press.feeds["osmar-post"][0] = (title, path, at + timedelta(minutes=30))
    press.correct(path, "3 people killed", "4 people killed")
    once(store)
    assert [kind for kind, _, _ in alerts(store)] == ["changed"]
    once(store)
    assert press.asked.count(path) == 2


def test_an_outlets_own_new_number_is_a_toll_that_moved(press, store, watched):
    path = press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    press.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=3))
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    once(store, revisits=(0.0,))
    press.correct(path, "3 people killed", "5 people killed")
    once(store, revisits=(0.0,))
    assert [kind for kind, _, _ in alerts(store)] == ["story", "changed", "toll"]
    assert alerts(store)[2][2]["tolls"][0]["now"][0]["value"] == 5


def test_ten_addresses_are_one_article(press, store, watched):
    for n in range(5):
        press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3), also=f"?utm_source=f{n}")
    press.pages["/moved"] = press.pages["/osmar-post/dam"].replace(
        b"<head>", b"<head><link rel='canonical' href='/osmar-post/dam'>"
    )
    press.feeds["mirror"] = [("Tarn dam: wall breaks", "/moved", press.began)]
    watched(press.feed("Osmar Post"), press.feed("mirror"))
    once(store)
    assert len(articles(store)) == 1
    assert press.asked.count("/moved") == 1
    with store.reading() as kept:
        assert {p.url for p in kept.articles.pages(articles(store)[0].id)} == {
            f"{press.address}/osmar-post/dam",
            f"{press.address}/moved",
        }


def test_items_are_forgotten_and_nothing_is_fetched_or_told_again_for_that(press, tmp_path):
    day = [0.0]
    with Store.open(tmp_path / "months.db", write=True, clock=lambda: later(now(), day[0] * 86_400.0)) as store:
        with store.writing() as kept:
            kept.feeds.add(press.feed("Osmar Post"))
        old = press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3), also="?utm_source=feed")
        once(store, revisits=(0.0,))
        once(store, revisits=(0.0,))
        (listed,) = press.feeds["osmar-post"]
        asked = press.asked.count(old)
        for day[0] in range(1, 40, 3):
            press.feeds["osmar-post"] = []
            for n in range(3):
                press.publish(
                    "Osmar Post", f"p{day[0]}-{n}", f"Pier {day[0]}-{n}: shut", OTHER.format(n=8).replace("Tarn", f"P{day[0]}-{n}")
                )
            told = once(store, revisits=())
        assert next(e.details["new"] for e in told if e.kind == "round") == 3
        with store.reading() as kept:
            assert kept.items.count() == 3 * 5  # a fortnight's, and the day's own
            held = kept.articles.count(), len(kept.alerts.latest())
        press.feeds["osmar-post"].append(listed)
        press.pages[old] = press.pages[old].replace(b"3 people", b"4 people")
        told = once(store)
        assert press.asked.count(old) == asked
        with store.reading() as kept:
            assert (kept.articles.count(), len(kept.alerts.latest())) == held
            assert kept.items.count() == 3 * 5 + 1


def test_a_page_that_tells_of_something_else_goes_to_that_story(press, store, watched):
    path = press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    press.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=8))
    press.publish("Lower Town Echo", "vote", "Quill council: vote put off", VOTE.format("on Friday"))
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    reading = Quick()
    once(store, reading=reading, revisits=(0.0,))
    dam, vote = (next(a for a in articles(store) if a.title.startswith(title)) for title in ("Tarn dam", "Quill"))
    with store.reading() as kept:
        before = kept.stories.of(dam.id)
    press.pages[path] = page(
        "Osmar Post", "Quill hall: vote put off", VOTE.format("again, after a wall of the hall gave way"), press.began
    )
    once(store, reading=reading, revisits=(0.0,))
    with store.reading() as kept:
        assert kept.stories.of(dam.id) == kept.stories.of(vote.id) != before
        assert (before, "moved_from") in {(e.other, e.kind) for e in kept.stories.lineage(kept.stories.of(vote.id))}
    assert [sorted(ids) for ids in reading.laid[1:]] == [sorted([dam.id, vote.id])]


def test_a_dead_feed_has_its_health_and_is_left_alone_longer_each_time(press, lively, store, watched):
    press.dead.add("/feeds/osmar-post.xml")
    lively.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=8))
    watched(press.feed("Osmar Post"), "http://127.0.0.1:9/feed.xml", lively.feed("Lower Town Echo"))
    told = once(store, every=60.0)
    assert {e.details["feed"].rsplit("/", 1)[1]: e.details["outcome"] for e in told if e.kind == "feed"}[
        "osmar-post.xml"
    ] == "failed"
    assert len(articles(store)) == 1
    with store.reading() as kept:
        health = {f.url: f for f in kept.feeds.all()}
    dead, refused = health[press.feed("Osmar Post")], health["http://127.0.0.1:9/feed.xml"]
    assert (dead.failures, refused.failures) == (1, 1)
    assert "503" in dead.last_error
    assert "could not be reached" in refused.last_error
    assert datetime.fromisoformat(dead.next_due) - datetime.fromisoformat(dead.last_try) >= timedelta(seconds=119)
    press.dead.clear()
    once(store)
    with store.reading() as kept:
        healed = {f.url: f for f in kept.feeds.all()}[press.feed("Osmar Post")]
    assert (healed.failures, healed.last_error) == (0, None)


def test_a_page_that_cannot_be_had_is_tried_again_and_then_named(press, store, watched):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    del press.pages["/osmar-post/dam"]
    watched(press.feed("Osmar Post"))
    told = once(store)
    assert next(e.text for e in told if e.kind == "skipped").startswith(f"{press.address}/osmar-post/dam: answered 404")
    with store.reading() as kept:
        assert kept.skips.latest()[0].source == f"{press.address}/osmar-post/dam"
        assert kept.items.planned() == 1
        assert kept.items.due(datetime.now(UTC).isoformat()) == ()


def test_a_list_of_feeds_is_watched_feed_by_feed(press, store, watched):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    outlines = f"<outline type='rss' text='Osmar Post' xmlUrl='{press.feed('Osmar Post')}'/>"
    press.pages["/all.opml"] = f"<opml version='2.0'><body>{outlines}</body></opml>".encode()
    watched(f"{press.address}/all.opml")
    once(store)
    assert len(articles(store)) == 1
    with store.reading() as kept:
        assert [f.title for f in kept.feeds.all()] == [None, "Osmar Post"]


def test_of_an_endless_feed_the_newest_are_taken(press, store, watched, monkeypatch):
    text = FIRST.format(n=3)
    monkeypatch.setattr("crosslight.watch.visits.MOST_ITEMS", 12)
    for n in range(20):
        press.publish("Osmar Post", f"p{n}", f"Pier {n}: shut", text.replace("Tarn", f"Tarn {n}"))
    watched(press.feed("Osmar Post"))
    once(store)
    titles = {a.title for a in articles(store)}
    assert titles == {f"Pier {n}: shut" for n in range(8, 20)}


def test_a_story_that_a_person_mends_is_laid_anew(press, store, watched):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    press.publish("Lower Town Echo", "vote", "Osmar council: vote put off", OTHER.format(n=8))
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    reading = Quick()
    once(store, reading=reading)
    assert reading.laid == []
    one, other = articles(store)
    with store.writing() as kept:
        kept.stories.judge([Judgement(one.id, other.id, "same", 1.0, judge="an editor")])
    once(store, reading=reading)
    assert [sorted(ids) for ids in reading.laid] == [sorted([one.id, other.id])]
    once(store, reading=reading)
    assert len(reading.laid) == 1


def test_old_news_is_laid_and_not_told(press, store, watched):
    press.began -= timedelta(days=30)
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    press.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=8))
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    told = once(store)
    assert [e.details["dossiers"] for e in told if e.kind == "round"] == [1]
    assert alerts(store) == []


def test_a_full_disk_is_waited_for_and_nothing_is_lost(press, store, watched, monkeypatch):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    watched(press.feed("Osmar Post"))
    left = [2]
    whole = Session.items.fget

    def full(session):
        if left[0]:
            left[0] -= 1
            raise OutputError("the disk is full")
        return whole(session)

    monkeypatch.setattr("crosslight.watch.loop.PATIENCE", (0.01,))
    monkeypatch.setattr(Session, "items", property(full))
    with pytest.raises(OutputError):
        once(store)
    told, tell = events()
    watch = watching(store, tell, once=False)
    watch.tell = lambda event: (tell(event), watch.stop.set() if event.kind == "round" else None)
    watch.run()
    assert [e.text for e in told if e.kind == "problem"] == ["the disk is full (tried again in 0 seconds)"]
    assert len(articles(store)) == 1


def test_the_clock_of_the_wall_may_jump(tmp_path, press):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    wall = [datetime(2030, 1, 1, tzinfo=UTC)]
    with Store.open(
        tmp_path / "clock.db", write=True, clock=lambda: wall[0].isoformat(timespec="microseconds").replace("+00:00", "Z")
    ) as store:
        with store.writing() as kept:
            kept.feeds.add(press.feed("Osmar Post"))
        once(store, revisits=(3600.0,))
        wall[0] -= timedelta(days=1500)  # it was wrong, and is set right
        press.publish("Osmar Post", "dam2", "Tarn dam: wall holds", FIRST.format(n=2))
        rounds, monotonic = [], [0.0]
        watch = watching(store, rounds.append, once=False, every=60.0)
        watch.clock = watch._plan.clock = lambda: monotonic[0]
        with store.reading() as kept:
            assert watch._plan.due(kept.feeds.all(), store.clock()) == []
        monotonic[0] = 61.0  # a turn later at most
        with store.reading() as kept:
            assert len(watch._plan.due(kept.feeds.all(), store.clock())) == 1
        once(store)
        assert len(articles(store)) == 2
