"""A watch among hosts that are slow, endless, dated in the future or no hosts at all, over a store that is held or damaged."""

import json
from datetime import datetime, timedelta
from functools import partial

import pytest
from tests.acquire.hostile import FakeClock, HostileServer, rss
from tests.watch.stand_ins import watching
from tests.watch.test_rounds import FIRST, OTHER, articles, events, once

from crosslight.acquire.pace import Pace
from crosslight.acquire.web import Fetcher
from crosslight.errors import StoreBusy, StoreError
from crosslight.store import Store, engines

EVILS = {
    "/drip": "did not answer in time",
    "/silent": "did not answer in time",
    "/endless": "is larger than 2 MB",
    "/gzip_bomb": "is larger than 2 MB",
    "/wrong_type": "is image/jpeg, not a page",
    "/loop": "redirected more than 5 times",
    "/cut": "broke off in the middle of its answer",
    "/to_file": "is no web address",
    "/closed/1": "robots.txt asks robots to stay away",
}


@pytest.fixture
def host():
    server = HostileServer()
    yield server
    server.close()


@pytest.fixture
def hurried(monkeypatch):
    """Waits for nobody longer than a moment, and keeps no pace."""
    monkeypatch.setattr("crosslight.watch.loop.Fetcher", partial(Fetcher, seconds=0.4, max_bytes=2_000_000))
    clock = FakeClock()
    monkeypatch.setattr("crosslight.watch.loop.Pace", lambda **_: Pace(clock=clock, sleep=clock.sleep, patience=1e9))


def test_bad_pages_are_named_and_cost_nobody_else(press, host, store, watched, hurried):
    links = "".join(f"<item><title>Pier {n}</title><link>{host.address}{path}</link></item>" for n, path in enumerate(EVILS))
    press.pages["/evil.xml"] = rss(links)
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    watched(f"{press.address}/evil.xml", press.feed("Osmar Post"), f"{host.address}/endless", f"{host.address}/entities")
    told = once(store)
    assert [a.title for a in articles(store)] == ["Tarn dam: wall breaks"]
    with store.reading() as kept:
        reasons = {s.source: s.reason for s in kept.skips.latest()}
        health = {f.url.rsplit("/", 1)[1]: f.last_error for f in kept.feeds.all()}
        assert kept.items.planned() == len(EVILS) + 1  # they are tried again, later
    for path, reason in EVILS.items():
        assert reason in reasons[host.address + path]
    assert "is larger than" in health["endless"]
    assert "declares XML entities" in health["entities"]
    assert [e.details["failed"] for e in told if e.kind == "round"] == [len(EVILS)]


def test_of_fifty_thousand_items_the_newest_are_taken(host, store, watched, hurried, monkeypatch):
    monkeypatch.setattr("crosslight.watch.visits.MOST_ITEMS", 6)
    monkeypatch.setattr("crosslight.watch.loop.Fetcher", partial(Fetcher, seconds=20))
    watched(f"{host.address}/many")
    once(store)
    assert len(articles(store)) == 6
    with store.reading() as kept:
        assert kept.items.count() == 6


def test_a_feed_from_the_future_is_read_once_and_believed_in_nothing(press, store, watched):
    """Its items are visited as others are, their pages kept without the date, and a round later nothing is fetched again."""
    press.began += timedelta(days=3000)
    path = press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    press.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=8))
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    once(store)
    press.publish("Osmar Post", "more", "Osmar road: shut", FIRST.replace("Tarn", "Osmar").format(n=2))
    once(store)
    assert press.asked.count(path) == 1
    assert [a.published for a in articles(store)] == [None, None, None]
    with store.reading() as kept:
        assert [a.kind for a in kept.alerts.latest()] == ["toll", "story"]  # it is news of today, as far as anybody knows
        assert kept.stories.count() == 2
        assert all(line.last <= datetime.now().astimezone().isoformat()[:4] + "-12-31T" for line in kept.stories.listed())


def test_a_store_that_another_program_holds_is_waited_for(press, store, watched, monkeypatch):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    watched(press.feed("Osmar Post"))
    other = engines.sqlite_module().connect(store.engine.url.database, isolation_level=None)
    monkeypatch.setattr("crosslight.watch.loop.PATIENCE", (0.01,))
    told, tell = events()
    watch = watching(store, tell, once=False)

    def heard(event):
        tell(event)
        if event.kind == "feed":  # from now on it is held
            for connection in (*held, other):
                connection.execute("PRAGMA busy_timeout = 50")
            other.execute("BEGIN IMMEDIATE")
        if event.kind == "problem":
            other.execute("ROLLBACK")
        if event.kind == "round":
            watch.stop.set()

    held = []
    with store.writing() as kept:
        held.append(kept.connection.connection.driver_connection)
    watch.tell = heard
    watch._taking.tell = heard
    watch.run()
    problems = [e.text for e in told if e.kind == "problem"]
    assert len(problems) == 1
    assert "is held by another program" in problems[0]
    assert len(articles(store)) == 1
    other.close()


def test_a_damaged_store_is_not_watched_on(press, tmp_path):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    file = tmp_path / "news.db"
    with Store.open(file, write=True) as store, store.writing() as kept:
        kept.feeds.add(press.feed("Osmar Post"))
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\x00garbage" * ((size - 8192) // 8))
    with pytest.raises(StoreError, match="damaged") as raised, Store.open(file, write=True) as store:
        once(store)
    assert not isinstance(raised.value, StoreBusy)
    assert json.dumps(str(raised.value)).count("doctor") == 1
