import gzip
import io
import json
import tracemalloc
import zipfile

import pytest
from tests.acquire.hostile import page

from crosslight import read
from crosslight.acquire import articles_of
from crosslight.acquire.archives import RawPages, kept_page
from crosslight.errors import OutputError, SkipArticle
from crosslight.model import Article, Page


def record(
    n: int,
    body: bytes | None = None,
    media: str = "text/html; charset=utf-8",
    status: int = 200,
    kind: str = "response",
    extra: str = "",
) -> bytes:
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {media}\r\n{extra}\r\n".encode() + (page(n) if body is None else body)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://lennpost.example/pier/{n}\r\nWARC-Date: 2026-03-10T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{n:012d}>\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


RECORDS = [record(n) for n in range(6)]


def read_back(raw: bytes, tmp_path, name="a.warc.gz"):
    (tmp_path / name).write_bytes(raw)
    found = list(articles_of(tmp_path / name))
    return [a for a in found if isinstance(a, Article)], [a.reason for a in found if isinstance(a, SkipArticle)]


@pytest.mark.parametrize(("name", "pack"), [("a.warc.gz", gzip.compress), ("a.warc", bytes)])
def test_an_archive_gives_its_pages_in_order(tmp_path, name, pack):
    articles, reasons = read_back(b"".join(map(pack, RECORDS)), tmp_path, name)
    assert [a.title for a in articles] == [f"Pier {n} stays shut" for n in range(6)]
    assert {(a.outlet, a.fetched, a.language) for a in articles} == {("The Lenn Post", "2026-03-10T10:00:00+00:00", "en")}
    assert len({a.id for a in articles}) == 6
    assert reasons == []


@pytest.mark.parametrize(("name", "pack"), [("a.warc.gz", gzip.compress), ("a.warc", bytes)])
def test_an_archive_that_is_cut_off_anywhere_says_so_and_what_was_read(tmp_path, name, pack):
    whole = b"".join(map(pack, RECORDS))
    last = len(whole) - len(pack(RECORDS[-1]))
    for cut in (1, 7, 20, 100, len(whole) - last - 5, len(whole) - last - 1):
        articles, reasons = read_back(whole[: len(whole) - cut], tmp_path, name)
        assert len(articles) >= 5, cut
        assert len(reasons) == 1, cut
        assert "is cut off" in reasons[0] or "is damaged" in reasons[0]
        assert f"with {len(articles)} pages were read before that" in reasons[0]


def test_a_damaged_archive_gives_what_stands_before_the_damage(tmp_path):
    whole = bytearray(b"".join(map(gzip.compress, RECORDS)))
    whole[len(whole) // 2] ^= 0xFF
    articles, reasons = read_back(bytes(whole), tmp_path)
    assert 1 <= len(articles) <= 4
    assert any("is damaged" in reason for reason in reasons)


def test_what_is_no_page_is_passed_over(tmp_path):
    raw = b"".join(
        map(gzip.compress, [
            b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n",
            record(1, kind="request"), record(2, status=404), record(3, media="image/png", body=b"\x89PNG"), record(4, kind="revisit"),
            record(5), record(6, body=b"<html><body>No article.</body></html>"),
        ])
    )  # fmt: skip
    articles, reasons = read_back(raw, tmp_path)
    assert [a.title for a in articles] == ["Pier 5 stays shut"]
    assert reasons == ["holds no article text that can be told from the rest of the page; save the article as text"]


def test_bodies_are_read_as_crawlers_store_them(tmp_path):
    body = page(3)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:100], body[100:])) + b"0\r\n\r\n"
    stored = [
        record(3, body=chunked, extra="Transfer-Encoding: chunked\r\n"),
        record(4, body=gzip.compress(page(4)), extra="Content-Encoding: gzip\r\n"),
        record(5, extra="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
    ]
    articles, reasons = read_back(b"".join(map(gzip.compress, stored)), tmp_path)
    assert [a.title for a in articles] == ["Pier 3 stays shut", "Pier 4 stays shut", "Pier 5 stays shut"]
    assert reasons == []


def test_bombs_in_archives_are_refused(tmp_path):
    bomb = record(1, body=gzip.compress(bytes(40_000_000)), extra="Content-Encoding: gzip\r\n")
    articles, reasons = read_back(gzip.compress(bomb) + gzip.compress(RECORDS[2]), tmp_path)
    assert [a.title for a in articles] == ["Pier 2 stays shut"]
    assert "is larger than 10 MB" in reasons[0]
    huge = record(1).replace(b"Content-Length: ", b"Content-Length: 90000000000", 1)
    articles, reasons = read_back(gzip.compress(huge), tmp_path)
    assert "is left there" in reasons[0]


def wacz(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return held.getvalue()


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path):
    raw = wacz(
        {"datapackage.json": b"{}", "archive/b.warc": RECORDS[2], "archive/a.warc.gz": b"".join(map(gzip.compress, RECORDS[:2]))}
    )
    articles, reasons = read_back(raw, tmp_path, "a.wacz")
    assert [a.title for a in articles] == ["Pier 0 stays shut", "Pier 1 stays shut", "Pier 2 stays shut"]
    assert reasons == []
    articles, reasons = read_back(raw[:-200], tmp_path, "a.wacz")
    assert articles == []
    assert "is cut off or damaged" in reasons[0]
    articles, reasons = read_back(wacz({"archive/a.warc": bytes(30_000_000)}), tmp_path, "a.wacz")
    assert "would become 30 MB from 0.0; it is refused" in reasons[0]
    assert "without a WARC file" in read_back(wacz({"a.txt": b"x"}), tmp_path, "a.wacz")[1][0]


def test_memory_does_not_grow_with_the_archive(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        "\n".join(json.dumps({"id": str(n), "text": "Seven people died on the sound. " * 300}) for n in range(2_000))
    )
    tracemalloc.start()
    count = sum(1 for _ in articles_of(tmp_path / "a.jsonl"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 3_000_000, "the file has 19 MB"


def test_a_line_that_never_ends_is_named_and_the_rest_is_read(tmp_path, monkeypatch):
    from crosslight.acquire import records

    monkeypatch.setattr(records, "MAX_LINE_BYTES", 100_000)
    (tmp_path / "a.jsonl").write_text('{"text": "Seven died."}\n' + "x" * 1_000_000 + '\n{"text": "Eight died."}')
    result = read([tmp_path / "a.jsonl"])
    assert [a.text for a in result.articles] == ["Seven died.", "Eight died."]
    assert "line 2: has more than" in str(result.skipped[0])


def test_compressed_lines_are_read_and_a_cut_is_named(tmp_path):
    raw = gzip.compress("\n".join(json.dumps({"text": f"{n} people died."}) for n in range(5_000)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(raw)
    assert len(read([tmp_path / "a.jsonl.gz"]).articles) == 5_000
    (tmp_path / "a.jsonl.gz").write_bytes(raw[:-300])
    result = read([tmp_path / "a.jsonl.gz"])
    assert len(result.articles) > 1_000
    assert any("is cut off" in s.reason for s in result.skipped)


def fetched(n: int) -> Page:
    return Page(
        f"https://a.example/{n}",
        f"https://a.example/pier/{n}",
        200,
        page(n),
        "2026-03-10T10:00:00+00:00",
        (("content-type", "text/html"), ("etag", '"x"')),
    )


def test_raw_pages_are_kept_continued_and_read_again(tmp_path):
    file = tmp_path / "raw.warc.gz"
    with RawPages(file) as keep:
        places = [keep(fetched(1)), keep(fetched(2))]
    with RawPages(file) as keep:
        places.append(keep(fetched(3)))
    again, reasons = read_back(file.read_bytes(), tmp_path, "copy.warc.gz")
    assert [a.title for a in again] == ["Pier 1 stays shut", "Pier 2 stays shut", "Pier 3 stays shut"]
    assert reasons == []
    for n, place in enumerate(places, 1):
        name, position = place.rsplit(":", 1)
        page_ = kept_page(tmp_path / name, int(position))
        assert (page_.address, page_.body, page_.etag) == (f"https://a.example/pier/{n}", page(n), '"x"')
    with pytest.raises(SkipArticle, match="holds no page at 5"):
        kept_page(file, 5)


def test_nothing_is_added_behind_a_cut(tmp_path):
    file = tmp_path / "raw.warc.gz"
    with RawPages(file) as keep:
        keep(fetched(1))
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(OutputError, match="could not be read again; choose another file"):
        RawPages(file)
    (tmp_path / "notes.txt").write_text("not an archive")
    with pytest.raises(OutputError):
        RawPages(tmp_path / "notes.txt")
    with pytest.raises(OutputError, match="cannot be written"):
        RawPages(tmp_path / "none" / "a.warc.gz")


def test_two_versions_of_one_page_are_one_article_the_later_one(tmp_path):
    old, new = (
        record(1),
        record(1, body=page(1, tail="").replace(b"divers", b"three divers")).replace(b"2026-03-10T10", b"2026-03-10T12"),
    )
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(new) + gzip.compress(old))
    result = read([tmp_path / "a.warc.gz"])
    assert ["three divers" in a.text for a in result.articles] == [True]
    assert "is an earlier version of the page" in result.skipped[0].reason
