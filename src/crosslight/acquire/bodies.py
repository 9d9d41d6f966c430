"""Decompression with a bound: a small answer cannot become a large one unseen."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from crosslight.errors import SkipArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

GZIP_MAGIC = b"\x1f\x8b"
ENCODINGS = "gzip, deflate"
"""What is asked for. Brotli is not: a bound on its output is in no version of its package that we may rely on."""
_STEP = 1 << 16


class _Inflater:
    """One layer of gzip or deflate, members one after another, never giving more than it is asked for."""

    def __init__(self, *, raw: bool = False) -> None:
        self._wbits = -zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32
        self._one = zlib.decompressobj(self._wbits)
        self._fresh = True

    @property
    def complete(self) -> bool:
        """True where the last member came to its end."""
        return self._one.eof or self._fresh

    def feed(self, data: bytes) -> Iterator[bytes]:
        full = False
        while data or full:
            if self._one.eof:
                if not data.strip(b"\0"):
                    return  # padding after the last member is no member
                self._one, self._fresh = zlib.decompressobj(self._wbits), True
            out = self._one.decompress(data, _STEP)
            self._fresh = False
            data = self._one.unused_data if self._one.eof else self._one.unconsumed_tail
            full = len(out) == _STEP and not self._one.eof  # zlib may hold more output although it took all input
            if out:
                yield out


def read_body(chunks: Iterable[bytes], coding: str, limit: int, source: str) -> bytes:
    """The body that came in ``chunks``, decompressed as ``coding`` (a Content-Encoding) says, ``limit`` bytes at most.

    Raises:
        SkipArticle: it is larger, is compressed in a way that was not asked for, or is damaged.

    """
    layers = [c.strip().lower() for c in coding.split(",") if c.strip() and c.strip().lower() != "identity"]
    if not layers:
        return bounded(chunks, limit, source)
    if len(layers) > 1 or layers[0] not in ("gzip", "x-gzip", "deflate"):
        raise SkipArticle(source, f"is compressed as {coding}, which was not asked for; save the page and give the file")
    return bounded(inflate(chunks, source, deflate=layers[0] == "deflate"), limit, source)


def bounded(chunks: Iterable[bytes], limit: int, source: str) -> bytes:
    """All chunks in one, refused as soon as they are more than ``limit`` bytes."""
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > limit:
            raise SkipArticle(source, f"is larger than {limit / 1e6:,.0f} MB; save the article as text and give the file")
    return bytes(whole)


def inflate(chunks: Iterable[bytes], source: str, *, deflate: bool = False) -> Iterator[bytes]:
    """The decompressed pieces, 64 KB at most each.

    Raises:
        SkipArticle: the data is damaged or cut off.

    """
    inflater: _Inflater | None = None
    try:
        for chunk in chunks:
            if inflater is None:
                # "deflate" is zlib's format by the standard, and a bare deflate stream from some servers.
                bare = deflate and chunk[:1] and (chunk[0] & 0x0F != 8 or int.from_bytes(chunk[:2], "big") % 31 != 0)
                inflater = _Inflater(raw=bool(bare))
            yield from inflater.feed(chunk)
    except zlib.error as error:
        raise SkipArticle(source, "is damaged: what it holds does not decompress; fetch or copy it again") from error
    if inflater is not None and not inflater.complete:
        raise SkipArticle(source, "is cut off: its compressed data has no end; fetch or copy it again")


def gunzip(raw: bytes, limit: int, source: str) -> bytes:
    """The content of a gzip file, ``limit`` bytes at most.

    Raises:
        SkipArticle: it is larger, damaged or cut off.

    """
    return bounded(inflate((raw[i : i + _STEP] for i in range(0, len(raw), _STEP)), source), limit, source)


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file in pieces of 64 KB, decompressed where it is gzip."""
    start = file.read(_STEP)
    rest = iter(lambda: file.read(_STEP), b"")

    def whole() -> Iterator[bytes]:
        yield start
        yield from rest

    yield from inflate(whole(), getattr(file, "name", "the file")) if start.startswith(GZIP_MAGIC) else whole()
