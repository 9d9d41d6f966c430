"""WARC archives, page by page: never the whole in memory, and never cut off unseen.

Readers of compressed WARC stop without a word where a file is cut off. So the length of each record is held
against what it declares, and when the reader stops, the rest of the file is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from crosslight.acquire.bodies import GZIP_MAGIC, inflate, read_body
from crosslight.errors import SkipArticle
from crosslight.extract.addresses import is_web_address
from crosslight.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGE_BYTES = 10_000_000
MAX_RECORD_BYTES = 2_000_000_000
"""A record that declares more is not passed over (that alone takes a minute), the archive is left at that place."""
_PAGES = ("text/html", "application/xhtml+xml")
_STEP = 1 << 16


@dataclass(slots=True)
class WarcCount:
    """What was met in an archive: every record, the pages among them, and whether it came to its end."""

    records: int = 0
    pages: int = 0
    cut: str | None = None
    last: int = field(default=0, repr=False)


def pages_of(file: IO[bytes], source: str, count: WarcCount) -> Iterator[Page | SkipArticle]:
    """The HTML pages that were answered with 200, in the order of the archive; the rest is counted.

    Ends with a :class:`SkipArticle` that tells what was read, where the archive is cut off or damaged.
    """
    from fastwarc import ArchiveIterator

    compressed = _peek(file).startswith(GZIP_MAGIC)
    try:
        for record in ArchiveIterator(file, parse_http=False):
            count.records += 1
            count.last = record.stream_pos
            if record.content_length > MAX_RECORD_BYTES:
                count.cut = f"holds a record of {record.content_length / 1e9:,.0f} GB, and is left there"
                break
            yield from _page(record, source, count)
            if count.cut:
                break
    except (OSError, ValueError, EOFError) as error:
        count.cut = f"is damaged ({' '.join(str(error).split())[:80]})"
    if not count.cut:
        count.cut = _broken_end(file, count.last, source, compressed=compressed)
    if count.cut:
        yield SkipArticle(
            source,
            f"{count.cut}; {count.records:,} records with {count.pages:,} pages were read before that. Fetch or copy it again",
        )
    elif not count.records:
        yield SkipArticle(source, "holds no WARC record that can be read")


def _page(record: Any, source: str, count: WarcCount) -> Iterator[Page | SkipArticle]:
    headers = record.headers
    kind = (headers.get("WARC-Type") or "").lower()
    url = (headers.get("WARC-Target-URI") or "").strip().strip("<>")
    if kind not in ("response", "resource") or not is_web_address(url):
        return
    declared = record.content_length
    if declared > MAX_PAGE_BYTES:
        if _may_be_page(record, kind):
            yield SkipArticle(url, f"has {declared / 1e6:,.0f} MB in {source}; a page may have {MAX_PAGE_BYTES / 1e6:,.0f}")
        return
    block = record.reader.read(declared)
    if len(block) < declared:
        count.cut = f"is cut off in the middle of record {count.records:,}"
        return
    try:
        page = _answered(block, url, headers) if kind == "response" else _resource(block, url, headers)
    except SkipArticle as error:
        yield error
        return
    if page is not None:
        count.pages += 1
        yield page


def _may_be_page(record: Any, kind: str) -> bool:
    start = record.reader.read(4000).lower()
    return b"text/html" in start if kind == "response" else "html" in (record.headers.get("Content-Type") or "")


def _answered(block: bytes, url: str, headers: Any) -> Page | None:
    head, gap, body = block.partition(b"\r\n\r\n")
    if not gap:
        head, _, body = block.partition(b"\n\n")
    lines = head.decode("latin-1").splitlines()
    status = lines[0].split()[1:2] if lines else []
    if status != ["200"]:
        return None
    given = [(n.strip().lower(), v.strip()) for n, colon, v in (line.partition(":") for line in lines[1:]) if colon]
    fields = dict(given)
    media = fields.get("content-type", "").split(";")[0].strip().lower()
    if media not in _PAGES:
        return None
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    coding = fields.get("content-encoding", "")
    if body.startswith(GZIP_MAGIC) or coding.strip().lower() == "deflate":
        # Many crawlers store the body decompressed and leave the header: only what is compressed is decompressed.
        body = read_body([body], "gzip" if body.startswith(GZIP_MAGIC) else coding, MAX_PAGE_BYTES, url)
    kept = tuple((n, v) for n, v in given if n in ("content-type", "content-language", "etag", "last-modified", "date", "link"))
    return Page(url, url, 200, body, _date(headers), kept)


def _resource(block: bytes, url: str, headers: Any) -> Page | None:
    media = headers.get("Content-Type") or ""
    if media.split(";")[0].strip().lower() not in _PAGES:
        return None
    return Page(url, url, 200, block, _date(headers), (("content-type", media),))


def _date(headers: Any) -> str | None:
    from crosslight.extract.dates import normal

    return normal(headers.get("WARC-Date") or "")


def _unchunked(body: bytes) -> bytes:
    """A chunked body put together; as it stands where it is not chunked after all."""
    whole, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 20)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return bytes(whole) or body
        if length <= 0:
            return bytes(whole)
        whole += body[end + 2 : end + 2 + length]
        at = end + 2 + length + 2


def _peek(file: IO[bytes]) -> bytes:
    start = file.read(4)
    file.seek(0)
    return start


def _broken_end(file: IO[bytes], last: int, source: str, *, compressed: bool) -> str | None:
    """What is wrong with the file from its last record on: the reader passes over that in silence."""
    file.seek(last)
    if not compressed:
        return _plain_end(file)
    try:
        for _ in inflate(iter(lambda: file.read(_STEP), b""), source):
            pass
    except SkipArticle as error:
        return "is cut off" if "cut off" in error.reason else "is damaged"
    return None


def _plain_end(file: IO[bytes]) -> str | None:
    """The records of an uncompressed archive say where each one ends: the last must lie inside the file."""
    size = file.seek(0, 2)
    file.seek(0)
    while True:
        line = file.readline(_STEP)
        while line and not line.strip():
            line = file.readline(_STEP)
        if not line:
            return None
        if not line.startswith(b"WARC/"):
            return "is damaged"
        length = _declared_length(file)
        if length is None:
            return "is cut off or damaged"
        if file.tell() + length + len(b"\r\n\r\n") > size:
            return "is cut off"
        file.seek(length + len(b"\r\n\r\n"), 1)


def _declared_length(file: IO[bytes]) -> int | None:
    """The Content-Length of the record whose header is being read, which is read to its end; ``None`` where there is none."""
    length = None
    for line in iter(lambda: file.readline(_STEP), b""):
        if not line.strip():
            return length
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    return None
