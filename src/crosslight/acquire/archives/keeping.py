"""Keeping raw pages as WARC/1.1, one gzip member a record, so that what was read can be looked at again."""

from __future__ import annotations

import gzip
import hashlib
import threading
import uuid
from base64 import b32encode
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Self

from crosslight._version import __version__
from crosslight.acquire.archives.warc import WarcCount, pages_of
from crosslight.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from crosslight.model import Page

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

    def __call__(self, page: Page) -> None:
        """Add one page; it is on its way to the disk when this returns."""
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
        self._write(_record("response", block, headers))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._stream.close()

    def _write(self, record: bytes) -> None:
        with self._lock:
            try:
                self._stream.write(record)
                self._stream.flush()
            except OSError as error:
                raise OutputError(f"{self.file} cannot be written ({error.strerror}); make room or choose another place") from error


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
