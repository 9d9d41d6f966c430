import gzip
import json

import pytest
from tests.acquire.hostile import HostileServer
from tests.acquire.test_archives import RECORDS
from tests.acquire.test_feeds import RSS
from typer.testing import CliRunner

from crosslight.acquire import pace
from crosslight.cli.app import app


@pytest.fixture(scope="module")
def host():
    server = HostileServer()
    yield server
    server.close()


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(pace, "LONGEST_PAUSE", 0.0)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


def test_fetch_writes_records_that_can_be_read_again(run, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, RECORDS))[:-50])
    done = run("fetch", tmp_path / "a.warc.gz", "--out", tmp_path / "a.jsonl")
    assert done.exit_code == 0
    assert "is cut off in the middle of record 6; 6 records with 5 pages were read" in done.stderr
    assert "articles read: 5; could not be used: 1" in done.stderr
    again = run("fetch", tmp_path / "a.jsonl", "--quiet")
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    kept = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [(one["id"], one["text"], one["outlet"]) for one in lines] == [(one["id"], one["text"], one["outlet"]) for one in kept]
    assert not list(tmp_path.glob(".*.part"))


def test_fetch_from_a_feed_keeps_the_pages_as_they_came(run, host, tmp_path):
    raw = tmp_path / "raw.warc.gz"
    done = run("fetch", f"{host.address}/feed", "--allow-host", "127.0.0.1", "--keep-raw", raw, "--provenance", "--most", 2)
    assert done.exit_code == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["title"] for one in lines] == ["Pier 3 stays shut", "Pier 2 stays shut"]
    taken = {p["field"]: p["from"] for p in reversed(lines[0]["provenance"])}
    assert taken == {"title": "feed", "outlet": "meta", "published": "feed", "language": "meta"}
    again = run("fetch", raw, "--quiet")
    assert [json.loads(line)["text"] for line in again.stdout.splitlines()] == [one["text"] for one in lines]


def test_fetch_says_when_nothing_could_be_read(run, tmp_path):
    done = run("fetch", tmp_path / "none.xml", "--out", tmp_path / "a.jsonl")
    assert done.exit_code == 3
    assert not (tmp_path / "a.jsonl").exists()
    assert run("fetch", tmp_path / "none.xml", "--out", tmp_path / "none" / "a.jsonl").exit_code != 0


def test_feeds_check_tells_what_works(run, host, tmp_path):
    (tmp_path / "feed.xml").write_text(RSS)
    done = run("feeds", "check", tmp_path / "feed.xml")
    assert done.exit_code == 0
    assert "RSS or Atom, 2 items, newest 2026-03-11T08:00:00+00:00, 1 with their whole text" in done.stdout
    (tmp_path / "list.opml").write_text(
        f"<opml version='2.0'><body><outline xmlUrl='{host.address}/feed'/><outline xmlUrl='{host.address}/entities'/><outline xmlUrl='http://10.0.0.5/'/></body></opml>"
    )
    done = run("feeds", "check", tmp_path / "list.opml", "--json", "--allow-host", "127.0.0.1")
    assert done.exit_code == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["state"] for one in found] == ["works", "works", "fails", "fails"]
    assert "declares XML entities" in found[2]["problems"][0]
    assert "10.0.0.5, which is not a public address" in found[3]["problems"][0]
