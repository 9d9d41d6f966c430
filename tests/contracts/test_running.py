"""What a program that runs for weeks keeps: feeds, alerts, dossiers, skipped inputs, snapshots; and that one program writes at a time."""

import contextlib
import multiprocessing
import time

import pytest

from crosslight.errors import StoreBusy, StoreError, UsageError
from crosslight.model import Article, Judgement
from crosslight.store import Alert, Feed, Snapshot, Store
from crosslight.store.migrations import STEPS


def test_feeds_and_their_health(store):
    with store.writing() as kept:
        for name in "cab":
            kept.feeds.add(f"https://{name}.example/feed", f"Feed {name}\x00")
        first = kept.feeds.add("https://a.example/feed", "another title")
        assert first.title == "Feed a�"
        kept.feeds.update(
            Feed(first.url, "Feed a", etag='"x1"', next_due="2026-04-02T00:00:00Z", failures=2, last_error="timed out")
        )
        kept.feeds.update(Feed("https://c.example/feed", next_due="2026-04-01T00:00:00Z", paused=True))
    with store.reading() as kept:
        assert [f.url[8] for f in kept.feeds.all()] == ["a", "b", "c"]
        assert [f.url[8] for f in kept.feeds.due("2026-04-01T12:00:00Z")] == ["b"]
        assert [f.url[8] for f in kept.feeds.due("2026-04-02T12:00:00Z")] == ["b", "a"]
        one = kept.feeds.all()[0]
        assert (one.etag, one.failures, one.last_error, one.added_at is not None) == ('"x1"', 2, "timed out", True)
    with store.writing() as kept:
        assert kept.feeds.remove("https://a.example/feed")
        assert not kept.feeds.remove("https://a.example/feed")
        with pytest.raises(UsageError, match="not watched"):
            kept.feeds.update(one)


def test_an_alert_stays_until_each_channel_has_told_it(store):
    with store.writing() as kept:
        first = kept.alerts.add(Alert("toll", "11 dead, was 7", story="s1", body='{"from": 7}'))
        second = kept.alerts.add(Alert("denial", "The quarry denies it"))
        kept.alerts.delivered(first.n, "terminal")
        kept.alerts.delivered(first.n, "terminal")
    with store.reading() as kept:
        assert [a.n for a in kept.alerts.undelivered("terminal")] == [second.n]
        assert [a.message for a in kept.alerts.undelivered("webhook")] == ["11 dead, was 7", "The quarry denies it"]
        assert kept.alerts.latest()[0] == second


def test_dossiers_skips_and_snapshots(store):
    with store.writing() as kept:
        kept.dossiers.put("s1", '{"brief": "\ud800"}', "digest 1")
        kept.dossiers.put("s1", '{"brief": "é"}', "digest 2")
        for _ in range(3):
            kept.skips.add("page.html", "has no text")
        for n in range(4):
            kept.snapshots.add(Snapshot(n, 0, "one", bytes([n])))
        kept.snapshots.add(Snapshot(9, 0, "two", b"x"))
    with store.reading() as kept:
        assert kept.dossiers.get("s1") == ('{"brief": "é"}', "digest 2")
        assert kept.dossiers.get("s2") is None
        assert [(s.source, s.times) for s in kept.skips.latest()] == [("page.html", 3)]
        assert [s.body for s in kept.snapshots.all("one")] == [b"\x03"]
        assert [s.after for s in kept.snapshots.all("two")] == [9]


def test_a_second_writer_is_told_who_writes(opened, store):
    import os

    with pytest.raises(StoreBusy, match=f"process {os.getpid()} on .*; stop that one, or wait"):
        opened()
    with opened(write=False).reading() as kept:
        assert kept.articles.count() == 0
    store.close()
    opened().close()


def _hold(place, ready, go):
    with Store.open(place, write=True):
        ready.set()
        go.wait(30)


def test_the_lock_dies_with_its_process(place):
    context = multiprocessing.get_context("forkserver")
    ready, go = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(place, ready, go))
    holder.start()
    assert ready.wait(60)
    with pytest.raises(StoreBusy, match=f"process {holder.pid} "):
        Store.open(place, write=True)
    holder.kill()
    holder.join()
    for _ in range(200):  # a server takes a moment to see that a client is gone
        with contextlib.suppress(StoreBusy):
            Store.open(place, write=True).close()
            break
        time.sleep(0.05)
    else:
        pytest.fail("the lock outlived its process")


def test_a_reader_sees_one_moment_while_another_writes(opened, store):
    with store.writing() as kept:
        kept.articles.add(Article(id="a", text="One."))
    with opened(write=False).reading() as seen:
        assert seen.articles.count() == 1
        with store.writing() as kept:
            kept.articles.add(Article(id="b", text="Two."))
        assert seen.articles.count() == 1
    with store.reading() as seen:
        assert seen.articles.count() == 2


def test_a_person_judges_while_another_program_writes(place, store):
    from crosslight.model import Placement

    with store.writing() as kept:
        for name in "ab":
            kept.articles.add(Article(id=name, text=f"Report {name}."))
            kept.stories.follow([Placement(name, f"s{name}", None)])
    with Store.open(place, judge=True) as beside, beside.writing() as kept:
        kept.stories.judge([Judgement("b", "a", "same", 1.0, (), "Ada")])
    with store.reading() as kept:
        assert kept.stories.get("sa").articles == ("a", "b")


def test_who_opened_it_to_read_does_not_write(opened, store):
    with pytest.raises(UsageError, match="opened to read"), opened(write=False).writing():
        pass


def test_a_store_of_a_newer_program_is_left_alone(opened, store):
    with store.writing() as kept:
        kept.connection.exec_driver_sql("INSERT INTO schema_version VALUES (99, 'later')")
    store.close()
    for write in (True, False):
        with pytest.raises(StoreError, match=r"newer Crosslight .*shape is 99.*nothing was changed"):
            opened(write=write)


def test_the_tables_are_those_that_the_migrations_make(store):
    import pgvector.sqlalchemy  # noqa: F401 - makes its types known to the inspector
    from sqlalchemy import inspect

    from crosslight.store import tables

    found = inspect(store.engine)
    for name, table in tables.meta.tables.items():
        assert [c["name"] for c in found.get_columns(name)] == [c.name for c in table.columns], name
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == {c.name for c in table.primary_key}, name


def test_opening_again_changes_nothing(opened, store):
    store.close()
    again = opened()
    with again.reading() as kept:
        assert kept.connection.exec_driver_sql("SELECT count(*) FROM schema_version").scalar() == len(STEPS)
