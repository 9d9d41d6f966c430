"""Full disks, damaged files, old libraries: named, survived, nothing acknowledged is lost."""

import sqlite3
import types

import pytest

from crosslight.errors import OutputError, PartMissing, StoreBusy, StoreError, UsageError
from crosslight.model import Article, Judgement, Placement
from crosslight.store import Store, engines
from crosslight.store.doctor import backup, look_over
from crosslight.store.rescue import rescue


def article(n):
    words = " ".join(f"word{(n * 7919 + k * 104729) % 99991}" for k in range(400))
    return Article(id=f"n{n}", text=f"Report {n}: {words}.", outlet="Vale Times")


def fill(store, count, first=0):
    with store.writing() as kept:
        for n in range(first, first + count):
            kept.articles.add(article(n))
            kept.stories.follow([Placement(f"n{n}", f"s{n // 3}", None)])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture
def store(file):
    with Store.open(file, write=True) as opened:
        fill(opened, 60)
        with opened.writing() as kept:
            kept.stories.judge([Judgement("n9", "n0", "same", 1.0, ("Ada merged the stories",), "Ada")])
        yield opened


def test_a_full_disk_is_named_and_nothing_acknowledged_is_lost(store, file):
    acknowledged = 60

    def until_full():
        nonlocal acknowledged
        while True:
            with store.writing() as kept:
                pages = kept.connection.exec_driver_sql("PRAGMA page_count").scalar()
                kept.connection.exec_driver_sql(f"PRAGMA max_page_count = {max(pages, room)}")
                kept.articles.add(article(acknowledged))
            acknowledged += 1

    with store.reading() as kept:
        room = kept.connection.exec_driver_sql("PRAGMA page_count").scalar() + 40
    with pytest.raises(OutputError, match="is full; free some space and start again"):
        until_full()
    assert acknowledged > 62
    store.close()
    with Store.open(file, write=True) as again:
        with again.reading() as kept:
            assert [a for _, a in kept.articles.since()] == [article(n) for n in range(acknowledged)]
        assert not [f for f in look_over(again).findings if not f.derived]
        fill(again, 1, first=acknowledged)


def test_the_pragmas_are_set(store):
    with store.reading() as kept:
        asked = {
            p: kept.connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": engines.BUSY_MILLISECONDS}


def test_a_sqlite_that_may_damage_the_file_is_refused(monkeypatch, file):
    old = types.SimpleNamespace(sqlite_version_info=(3, 51, 2), sqlite_version="3.51.2")
    monkeypatch.setattr(engines.importlib, "import_module", lambda _name: old)
    with pytest.raises(PartMissing, match=r"3\.51\.3 or later is needed \(pysqlite3 has 3\.51\.2, sqlite3 has 3\.51\.2; older"):
        Store.open(file, write=True)
    assert not file.exists()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one" * 20, b"\x00" * 4096])
def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(file, content):
    file.write_bytes(content)
    with pytest.raises(StoreError):
        Store.open(file)
    if content[:1] != b"\x00":  # SQLite takes a page of zeros for an empty file
        with pytest.raises(StoreError):
            Store.open(file, write=True)
        assert file.read_bytes() == content


def test_another_programs_database_is_not_taken_for_a_store(file):
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE things (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match="no Crosslight store"):
        Store.open(file)


def test_what_is_not_there_or_no_place_for_a_store_is_named(tmp_path):
    with pytest.raises(UsageError, match="there is no store"):
        Store.open(tmp_path / "nothing.db")
    with pytest.raises(UsageError, match="is a folder"):
        Store.open(tmp_path, write=True)
    with pytest.raises(UsageError, match="mysql:// is neither"):
        Store.open("mysql://host/news")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        Store.open(tmp_path / "file" / "news.db", write=True)


def test_a_sound_store_is_said_to_be_sound(store):
    health = look_over(store)
    assert (health.sound, health.findings) == (True, ())
    assert (health.articles, health.versions, health.judgements, health.stories) == (60, 60, 1, 20)


@pytest.mark.parametrize(
    ("harm", "part"),
    [
        ("DELETE FROM words WHERE rowid > 50", "words"),
        ("UPDATE memberships SET story = 'elsewhere' WHERE article = 4", "stories"),
        ("DELETE FROM memberships WHERE article = 4", "stories"),
        ("UPDATE stories SET articles = 9 WHERE id = 's2'", "stories"),
        ("INSERT INTO dossiers VALUES ('s1', 'x', x'00', 'now')", "dossiers"),
        ("INSERT INTO annotations VALUES (3, 1, 'one', 1, x'00')", "annotations"),
    ],
)
def test_what_is_derived_is_made_anew(store, harm, part):
    with store.writing() as kept:
        kept.connection.exec_driver_sql(harm)
    found = look_over(store)
    assert not found.sound
    assert {f.part for f in found.findings} == {part}
    assert all(f.derived for f in found.findings)
    before = untouched(store)
    assert look_over(store, repair=True).sound
    assert look_over(store).findings == ()
    assert untouched(store) == before
    with store.reading() as kept:
        assert [h.article.id for h in kept.search.articles('"report 55"')] == ["n55"]
        assert kept.stories.of("n9") == kept.stories.of("n0")


def untouched(store):
    with store.reading() as kept:
        return [
            kept.connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            for table in ("articles", "versions", "judgements", "placements")
        ]


def test_a_text_that_is_not_what_was_stored_is_named_and_not_touched(store):
    with store.writing() as kept:
        kept.connection.exec_driver_sql("DROP TRIGGER versions_only_added_update")
        kept.connection.exec_driver_sql(
            "UPDATE versions SET body = (SELECT body FROM versions WHERE article = 8) WHERE article = 7"
        )
        kept.connection.exec_driver_sql("UPDATE versions SET body = x'0102' WHERE article = 12")
    health = look_over(store, repair=True)
    assert not health.sound
    assert [(f.part, f.what.split(" is not")[0], f.derived) for f in health.findings] == [
        ("articles", "version 1 of article n6", False),
        ("articles", "version 1 of article n11", False),
    ]


def test_a_backup_is_a_whole_store_and_goes_over_nothing(store, tmp_path):
    copy = tmp_path / "copy.db"
    backup(store, copy)
    with Store.open(copy) as copied:
        assert look_over(copied).sound
        assert untouched(copied) == untouched(store)
    with pytest.raises(OutputError, match="is there already"):
        backup(store, copy)
    with pytest.raises(OutputError, match="no folder"):
        backup(store, tmp_path / "nowhere" / "copy.db")


def damage(file):
    """Overwrite every other page in the middle of the file, where the texts lie."""
    raw = bytearray(file.read_bytes())
    pages = len(raw) // 4096
    for page in range(pages // 3, 2 * pages // 3, 2):
        raw[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    file.write_bytes(raw)


def test_what_can_be_rescued_of_a_damaged_file_is(store, file, tmp_path):
    store.close()
    damage(file)
    counted = rescue(file)
    assert 0 < counted.versions < 60
    with Store.open(tmp_path / "new.db", write=True) as new:
        assert rescue(file, new) == counted
        with new.reading() as kept:
            held = [a for _, a in kept.articles.since()]
        assert len(held) == counted.versions
        assert all(one == article(int(one.id[1:])) for one in held)
        assert look_over(new).sound


def test_a_file_of_which_nothing_is_left_is_said_to_be_so(file):
    file.write_bytes(b"\xa5" * 40_000)
    with pytest.raises(StoreError, match="restore it from a backup"):
        rescue(file)


def test_a_lock_needs_no_room_on_the_disk(file, monkeypatch):
    """Found on a file system of 3 MB: the name of who holds the lock was the first thing that had no room."""
    import errno
    import os

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        with Store.open(file, write=True) as opened:
            fill(opened, 1)
            with pytest.raises(StoreBusy, match="written by another process"):
                Store.open(file, write=True)
    with Store.open(file, write=True) as opened:
        fill(opened, 1, first=1)
