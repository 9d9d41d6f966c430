"""Articles from files on disk and from standard input, whatever lies in them."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from crosslight.acquire.bodies import GZIP_MAGIC, gunzip, pieces
from crosslight.acquire.feeds import MAX_BYTES as MAX_FEED_BYTES
from crosslight.acquire.feeds import Feed, looks_like_feed, parse
from crosslight.acquire.records import extraction_of, from_lines
from crosslight.errors import SkipArticle
from crosslight.extract import extract, from_page
from crosslight.extract.addresses import address_id
from crosslight.extract.decoding import decode, decode_markup
from crosslight.extract.identity import content_id
from crosslight.extract.plain import byline_outlet, headline
from crosslight.model import Article, Extraction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crosslight.model import Page

    Found = Extraction | SkipArticle | Feed
    """What a file gives: articles, what could not be used, and feeds that are for the caller to follow."""

_TEXT = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json")
FEEDS = (".xml", ".rss", ".atom", ".opml")
_ARCHIVE = (".warc", ".warc.gz", ".wacz")
READABLE = (*_TEXT, ".jsonl.gz", ".ndjson.gz", *FEEDS, ".xml.gz", *_ARCHIVE)
_LINES = (".jsonl", ".ndjson")
MAX_FILE_BYTES = 20_000_000
"""A page or text of more is no article. The longest in the corpora that we measured on has 80,000 bytes."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)\s*", re.DOTALL)


def in_folder(folder: Path) -> list[Path]:
    """The readable files under a folder, hidden ones left out, sorted by path."""
    files = (f for f in folder.rglob("*") if f.name.lower().endswith(READABLE) and f.is_file())
    return sorted(f for f in files if not any(part.startswith(".") for part in f.relative_to(folder).parts))


def from_file(file: Path) -> Iterator[Found]:
    """What one file holds, in its order; lines and archives are never held in memory whole."""
    from crosslight.acquire.archives import WarcCount, pages_in_zip, pages_of

    name = file.name.lower()
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            if name.endswith((".wacz", ".zip")):
                yield from _articles(pages_in_zip(stream, str(file), WarcCount()))
            elif name.endswith((".warc", ".warc.gz", ".warc.zst")) or _is_warc(stream):
                yield from _articles(pages_of(stream, str(file), WarcCount()))
            elif name.removesuffix(".gz").endswith(_LINES) and not _is_wide(stream):
                yield from from_lines(pieces(stream), str(file))
            else:
                feed = name.removesuffix(".gz").endswith(FEEDS)
                _check_size(file, size, MAX_FEED_BYTES if feed else MAX_FILE_BYTES)
                yield from from_bytes(stream.read(), str(file), file.suffix.lower(), file.stem)
    except SkipArticle as error:
        yield error
    except OSError as error:
        yield SkipArticle(str(file), f"cannot be read ({error.strerror or error}); check the path and its permissions")


def from_bytes(raw: bytes, source: str, suffix: str, name: str) -> Iterator[Found]:
    """What ``raw`` holds, read as the suffix says (anything unknown as plain text, or as what it plainly is).

    Raises:
        SkipArticle: it is nothing that can be read.

    """
    from crosslight.acquire.archives import WarcCount, pages_in_zip, pages_of

    if raw.startswith(GZIP_MAGIC):
        if _is_warc(io.BytesIO(raw)):
            yield from _articles(pages_of(io.BytesIO(raw), source, WarcCount()))
            return
        raw, suffix = gunzip(raw, MAX_FEED_BYTES, source), "." + name.rpartition(".")[2]
    if raw.startswith(b"WARC/"):
        yield from _articles(pages_of(io.BytesIO(raw), source, WarcCount()))
    elif raw.startswith(b"PK\x03\x04") and b"archive/" in raw[:4096]:
        yield from _articles(pages_in_zip(io.BytesIO(raw), source, WarcCount()))
    elif suffix not in (".txt", ".text", ".md", ".markdown") and looks_like_feed(raw):
        yield parse(raw, source)
    elif suffix in FEEDS and not raw.strip():
        raise SkipArticle(source, "is empty; nothing to read")
    elif suffix in FEEDS:
        raise SkipArticle(source, "is XML, but no feed, feed list or sitemap")
    else:
        yield from _from_text(raw, source, suffix, name)


def _from_text(raw: bytes, source: str, suffix: str, name: str) -> Iterator[Found]:
    if suffix in (".html", ".htm", ".xhtml"):
        yield extract(decode_markup(raw, source), source, id=name)
        return
    text = decode(raw, source)
    kind = suffix if suffix in _TEXT else _kind_of(text)
    if kind in _LINES:
        yield from from_lines([text.encode("utf-8", "surrogatepass")], source)
    elif kind == ".json":
        yield from _from_json(text, source)
    elif kind == ".html":
        yield extract(text, source, id=name)
    elif kind in (".md", ".markdown"):
        yield Extraction(_from_markdown(text, source, name))
    else:
        yield Extraction(Article(id=name or content_id(text), text=text, title=headline(text), outlet=byline_outlet(text)))


def _articles(found: Iterator[Page | SkipArticle]) -> Iterator[Extraction | SkipArticle]:
    """The articles of an archive's pages."""
    for page in found:
        if isinstance(page, SkipArticle):
            yield page
            continue
        try:
            yield from_page(page, id=address_id(page.address))
        except SkipArticle as error:
            yield error


def _is_warc(stream: IO[bytes]) -> bool:
    start = stream.read(4096)
    stream.seek(0)
    if start.startswith(GZIP_MAGIC):
        import zlib

        try:
            start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 16)
        except zlib.error:
            return False
    return start.startswith(b"WARC/")


def _is_wide(stream: IO[bytes]) -> bool:
    """True for UTF-16 and UTF-32, whose lines do not end with one byte."""
    start = stream.read(4)
    stream.seek(0)
    return start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))


def _check_size(file: Path, size: int, limit: int) -> None:
    if size > limit:
        raise SkipArticle(
            str(file),
            f"has {size / 1e6:,.0f} MB; an article may have {limit / 1e6:,.0f} MB, so split it or give its article alone",
        )


def _kind_of(text: str) -> str:
    start = text.lstrip()[:200].lower()
    if start.startswith("{"):
        return ".jsonl"
    return ".html" if start.startswith(("<!doctype html", "<html", "<head", "<?xml")) else ".txt"


def _from_json(text: str, source: str) -> Iterator[Extraction | SkipArticle]:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        yield from from_lines([text.encode("utf-8", "surrogatepass")], source)
        return
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            yield extraction_of(one, f"{source}, article {number}" if isinstance(value, list) else source)
        except SkipArticle as error:
            yield error


def _from_markdown(text: str, source: str, name: str) -> Article:
    given: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        given = _front_matter(front.group(1), source)
        text = text[front.end() :]
    if not text.strip():
        raise SkipArticle(source, "has front matter, but no text below it; nothing to read")
    return Article(
        id=given.get("id") or name or content_id(text),
        text=text,
        title=given.get("title") or headline(text),
        outlet=given.get("outlet") or byline_outlet(text),
        url=given.get("url"),
        published=given.get("published") or given.get("date"),
        language=given.get("language"),
    )


def _front_matter(block: str, source: str) -> dict[str, str]:
    import yaml

    try:
        values = yaml.safe_load(block)
    except yaml.YAMLError as error:
        raise SkipArticle(source, "has front matter that is not YAML; write lines such as 'outlet: The Harbour Post'") from error
    if not isinstance(values, dict):
        raise SkipArticle(source, "has front matter that names no fields; write lines such as 'outlet: The Harbour Post'")
    return {str(k).lower(): v.isoformat() if isinstance(v, date | datetime) else str(v) for k, v in values.items() if v is not None}
