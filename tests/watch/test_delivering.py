"""Alerts on their way: the webhook that fails and comes back, the Atom file, channels that start with what comes."""

import threading
import time
from xml.etree import ElementTree as ET

import pytest
from tests.watch.stand_ins import LOCAL, watching
from tests.watch.test_rounds import FIRST, OTHER

from crosslight.acquire.feeds import parse
from crosslight.errors import OutputError, UsageError
from crosslight.store import Alert
from crosslight.watch import atom, webhook

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def add(store, *messages):
    with store.writing() as kept:
        for message in messages:
            kept.alerts.add(Alert("toll", message, story="s1", body='{"url": "https://post.example/1", "now": []}'))


def until(met):
    limit = time.monotonic() + 5
    while not met():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_a_webhook_that_fails_is_given_each_alert_once_when_it_is_back(press, store):
    told = []
    post = webhook.Webhook(f"{press.address}/hook", store, told.append, LOCAL, first_back_off=0.01)
    add(store, "before its time")
    post.start()
    press.refusals = 2
    add(store, "one", "two")
    post.more()
    until(lambda: len(press.posted) == 2)
    post.close()
    assert [p["message"] for p in press.posted] == ["one", "two"]
    assert press.posted[0] | {"at": ""} == {
        "alert": 2, "at": "", "kind": "toll", "message": "one", "story": "s1", "article": None,
        "details": {"url": "https://post.example/1", "now": []},
    }  # fmt: skip
    assert [e.text for e in told] == ["the webhook answered 500; it is tried again"] * 2
    again = webhook.Webhook(post.url, store, told.append, LOCAL)
    again.start()
    add(store, "three")
    again.more()
    until(lambda: len(press.posted) == 3)
    again.close()
    assert [p["message"] for p in press.posted] == ["one", "two", "three"]


def test_what_was_not_posted_is_posted_at_the_next_start(press, store, watched):
    press.publish("Osmar Post", "dam", "Tarn dam: wall breaks", FIRST.format(n=3))
    press.publish("Lower Town Echo", "flood", "Tarn water: wall breaks", OTHER.format(n=8))
    watched(press.feed("Osmar Post"), press.feed("Lower Town Echo"))
    press.refusals = 1_000
    watch = watching(store, webhook=f"{press.address}/hook")
    threading.Timer(1.0, watch.stop.set).start()
    began = time.monotonic()
    watch.run()
    assert time.monotonic() - began < 8
    assert press.posted == []
    press.refusals = 0
    watching(store, webhook=f"{press.address}/hook").run()
    assert [p["kind"] for p in press.posted] == ["story", "toll"]


def test_an_alert_that_is_refused_as_such_does_not_hold_up_the_others(press, store, monkeypatch):
    told = []
    post = webhook.Webhook(f"{press.address}/hook", store, told.append, LOCAL, first_back_off=0.001)
    answers = iter(["refused"] * webhook.REFUSALS + ["taken"])
    monkeypatch.setattr(post, "_post", lambda *_: next(answers))
    post.start()
    add(store, "poison", "good")
    post.more()
    until(lambda: "let go" in str(told))
    post.close()
    with store.reading() as kept:
        assert kept.alerts.undelivered(post.channel) == ()


def test_no_alert_goes_to_a_private_address_that_was_not_named():
    with pytest.raises(UsageError, match=r"not a public address; allow it with --allow-host 127\.0\.0\.1"):
        webhook.check("http://127.0.0.1:80/hook", frozenset())
    webhook.check("http://127.0.0.1:80/hook", LOCAL)
    with pytest.raises(UsageError, match="no web address"):
        webhook.check("file:///etc/passwd", LOCAL)


def test_the_guard_holds_where_the_post_is_made(press, store):
    told = []
    post = webhook.Webhook(f"{press.address}/hook", store, told.append, frozenset(), first_back_off=5.0)
    post.start()
    add(store, "one")
    post.more()
    until(lambda: told)
    post.close(0.0)
    assert "not a public address" in told[0].text
    assert press.posted == []


def test_the_atom_file_is_valid_stable_and_bounded(store, tmp_path):
    file = tmp_path / "alerts.xml"
    add(store, "11 killed \x00\ud800<&>", *(f"number {n}" for n in range(atom.MOST_ENTRIES + 5)))
    kept = atom.AtomFile(file, "news.db")
    with store.reading() as session:
        assert kept.follow(session)
        assert not kept.follow(session)
    first = file.read_bytes()
    with store.reading() as session:
        assert atom.AtomFile(file, "news.db").follow(session)
    assert file.read_bytes() == first
    root = ET.fromstring(first)
    entries = root.findall("a:entry", NAMES)
    assert len(entries) == atom.MOST_ENTRIES
    assert len({e.findtext("a:id", None, NAMES) for e in entries}) == atom.MOST_ENTRIES
    assert entries[0].findtext("a:title", None, NAMES) == f"number {atom.MOST_ENTRIES + 4}"
    assert root.findtext("a:updated", None, NAMES) == entries[0].findtext("a:updated", None, NAMES)
    assert [i.address for i in parse(first, "alerts.xml").items[:1]] == ["https://post.example/1"]
    ids = [e.findtext("a:id", None, NAMES) for e in entries]
    add(store, "one more")
    with store.reading() as session:
        assert kept.follow(session)
    assert [e.findtext("a:id", None, NAMES) for e in ET.fromstring(file.read_bytes()).findall("a:entry", NAMES)][1:] == ids[:-1]
    assert [f.name for f in tmp_path.glob(".alerts*")] == []


def test_what_no_xml_holds_is_replaced(store):
    with store.writing() as kept:
        alert = kept.alerts.add(Alert("toll", "11\x0b killed \ufffe & 'more' <b>"))
    root = ET.fromstring(atom.feed([alert], "news.db"))
    assert root.findtext("a:entry/a:title", None, NAMES) == "11� killed � & 'more' <b>"
    assert ET.fromstring(atom.feed([], "news.db")).findtext("a:updated", None, NAMES) == atom.NEVER


def test_a_feed_file_that_cannot_be_written_is_refused_first(tmp_path):
    for file in (tmp_path, tmp_path / "none" / "alerts.xml"):
        with pytest.raises(OutputError, match="cannot be written"):
            atom.check(file)
