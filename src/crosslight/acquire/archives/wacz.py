"""WACZ: a ZIP of WARC files (specs.webrecorder.net/wacz/1.1.1)."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from crosslight.acquire.archives.warc import WarcCount, pages_of
from crosslight.errors import SkipArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Page

MOST_MEMBERS = 100_000
LARGEST_RATIO = 200
"""How many times its size a member may become: WARC files inside are stored, or were compressed before (ratio about 1; text 5 to 10)."""


def pages_in_zip(file: IO[bytes], source: str, count: WarcCount) -> Iterator[Page | SkipArticle]:
    """The pages of every WARC file in the archive. Members that would swell beyond measure are refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()[:MOST_MEMBERS]
            chosen = sorted((m for m in members if m.filename.lower().endswith((".warc", ".warc.gz"))), key=lambda m: m.filename)
            if not chosen:
                yield SkipArticle(source, "is a ZIP without a WARC file in it; unpack it and give its folder")
            for member in chosen:
                yield from _pages_in(archive, member, source, count)
    # zipfile tells a locked member, and a way of packing that it does not know, by kinds of RuntimeError
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:80]
        yield SkipArticle(source, f"is cut off or damaged ({reason}); {count.pages:,} pages were read. Fetch or copy it again")


def _pages_in(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, count: WarcCount) -> Iterator[Page | SkipArticle]:
    name = f"{source}, {member.filename}"
    if member.file_size > LARGEST_RATIO * max(member.compress_size, 1) and member.file_size > 1_000_000:
        yield SkipArticle(
            name, f"would become {member.file_size / 1e6:,.0f} MB from {member.compress_size / 1e6:,.1f}; it is refused"
        )
        return
    one = WarcCount()
    try:
        with archive.open(member) as stream:
            yield from pages_of(stream, name, one)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        reason = " ".join(str(error).split())[:80]
        yield SkipArticle(name, f"is damaged ({reason}); {one.pages:,} pages were read before that")
    count.records += one.records
    count.pages += one.pages
    count.cut = count.cut or one.cut
