"""Keeping raw pages as WARC/1.1, one gzip member a record, so that what was read can be looked at again."""

from __future__ import annotations

import gzip
import hashlib
import io
import threading
import uuid
import zlib
from base64 import b32encode
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Self

from crosslight._version import __version__
from crosslight.acquire.archives.warc import MAX_PAGE_BYTES, WarcCount, pages_of
from crosslight.errors import OutputError, SkipArticle
from crosslight.model import Page

if TYPE_CHECKING:
    from pathlib import Path

_SPACE = uuid.UUID("6f1d3c8e-5a0b-4a57-9c1e-2f6d0a7b9e11")


class RawPages:
    """A WARC file to which fetched pages are added. An existing one is continued.

    The bodies stand decompressed, as they were read; the headers are those that Crosslight keeps. The
    same page fetched at the same second is the same record: ids follow from the content.

    Raises:
        OutputError: the file cannot be written, or is there already and cut off.

    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        try:
            new = not file.exists() or not file.stat().st_size
            if not new:
                _check_whole(file)
            self._stream: IO[bytes] = file.open("ab")
        except OSError as error:
            raise OutputError(f"{file} cannot be written ({error.strerror}); choose another place") from error
        if new:
            self._write(_record("warcinfo", f"software: crosslight {__version__}\r\nformat: WARC File Format 1.1\r\n".encode(), {
                "Content-Type": "application/warc-fields", "WARC-Date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-Filename": file.name,
            }))  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, page: Page) -> str:
        """Add one page and give its place, "NAME:POSITION"; it is on its way to the disk when this returns."""
        head = "".join(f"{name}: {value}\r\n" for name, value in page.headers)
        block = (
            f"HTTP/1.1 {page.status} OK\r\n{head}Content-Length: {len(page.body)}\r\n\r\n".encode("latin-1", "replace") + page.body
        )
        headers = {
            "Content-Type": "application/http; msgtype=response",
            "WARC-Date": _utc(page.fetched),
            "WARC-Target-URI": page.address,
            "WARC-Payload-Digest": "sha1:" + b32encode(hashlib.sha1(page.body, usedforsecurity=False).digest()).decode(),
        }
        return f"{self.file.name}:{self._write(_record('response', block, headers))}"

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._stream.close()

    def _write(self, record: bytes) -> int:
        """Where the record begins."""
        with self._lock:
            try:
                at = self._stream.tell()
                self._stream.write(record)
                self._stream.flush()
            except OSError as error:
                raise OutputError(f"{self.file} cannot be written ({error.strerror}); make room or choose another place") from error
        return at


def kept_page(file: Path, position: int) -> Page:
    """The page that was put at ``position`` of a file of raw pages.

    Raises:
        SkipArticle: no page begins there, or the file cannot be read.

    """
    try:
        with file.open("rb") as stream:
            stream.seek(position)
            member = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stream.read(MAX_PAGE_BYTES), 2 * MAX_PAGE_BYTES)
        found = next(pages_of(io.BytesIO(member), str(file), WarcCount()), None)
    except OSError as error:
        raise SkipArticle(str(file), f"cannot be read ({error.strerror})") from error
    except zlib.error as error:
        raise SkipArticle(str(file), f"holds no page at {position}") from error
    if isinstance(found, Page):
        return found
    raise found or SkipArticle(str(file), f"holds no page at {position}")


def _record(kind: str, block: bytes, headers: dict[str, str]) -> bytes:
    identity = uuid.uuid5(_SPACE, hashlib.sha256(repr(sorted(headers.items())).encode() + block).hexdigest())
    lines = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{identity}>", **headers, "Content-Length": str(len(block))}
    head = "WARC/1.1\r\n" + "".join(f"{name}: {_one_line(value)}\r\n" for name, value in lines.items()) + "\r\n"
    return gzip.compress(head.encode("utf-8", "replace") + block + b"\r\n\r\n", 6, mtime=0)


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _utc(fetched: str | None) -> str:
    from crosslight.extract.dates import moment

    when = moment(fetched) if fetched else None
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else "1970-01-01T00:00:00Z"


def _check_whole(file: Path) -> None:
    count = WarcCount()
    with file.open("rb") as stream:
        for _ in pages_of(stream, str(file), count):
            pass
    if count.cut:
        raise OutputError(f"{file} {count.cut}: what is added behind could not be read again; choose another file")
    if not count.records:
        raise OutputError(f"{file} is there and is no WARC archive; choose another file")
