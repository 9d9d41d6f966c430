"""Article records: one JSON object a line, in our own interchange format or another project's."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

from crosslight.acquire import newsformats
from crosslight.errors import SkipArticle
from crosslight.extract.addresses import host_of
from crosslight.extract.decoding import binary_kind, decode
from crosslight.extract.identity import content_id
from crosslight.model import Article, Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LINE_BYTES = 20_000_000
_TEXTS = ("id", "title", "outlet", "published", "url", "language", "fetched")


def from_lines(pieces: Iterable[bytes], source: str) -> Iterator[Extraction | SkipArticle]:
    """The articles of a JSONL file that comes in pieces; a line that is none comes as the reason why, with its number.

    What begins as no text does is one input that cannot be read, not as many as it happens to have line ends.
    """
    coming = iter(pieces)
    start = next(coming, b"")
    kind = binary_kind(start)
    if kind:
        yield SkipArticle(source, f"is not text (it looks like {kind}); one article record a line is wanted")
        return
    pieces, empty = chain([start], coming), True
    for number, line in enumerate(_lines(pieces), 1):
        where = f"{source}, line {number}"
        empty = empty and line is not None and not line.strip()
        if line is None:
            yield SkipArticle(where, f"has more than {MAX_LINE_BYTES / 1e6:,.0f} MB; one article record a line is wanted")
        elif line.strip():
            try:
                yield extraction_of(json.loads(decode(line, where)), where)
            except json.JSONDecodeError as error:
                yield SkipArticle(where, f"is not JSON ({error.msg}); one article record a line is wanted")
            except RecursionError:
                yield SkipArticle(where, "is JSON nested too deeply; one article record a line is wanted")
            except SkipArticle as error:
                yield error
    if empty:
        yield SkipArticle(source, "is empty; nothing to read")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes | None]:
    """The lines of what comes in pieces; ``None`` for one that is too long, which is not held in memory."""
    held, over = bytearray(), False
    for piece in pieces:
        *done, rest = piece.split(b"\n")
        for part in done:
            held += part
            yield None if over or len(held) > MAX_LINE_BYTES else bytes(held)
            held, over = bytearray(), False
        held += rest
        if len(held) > MAX_LINE_BYTES:
            held, over = bytearray(), True
    if held or over:
        yield None if over else bytes(held)


def from_value(value: object, source: str) -> Article:
    """One article record as an Article.

    Raises:
        SkipArticle: the value is no article record.

    """
    return extraction_of(value, source).article


def extraction_of(value: object, source: str) -> Extraction:
    """One article record: Crosslight's own, news-please's, or ninjs.

    Raises:
        SkipArticle: the value is no article record.

    """
    if isinstance(value, dict) and not isinstance(value.get("text"), str):
        if newsformats.is_news_please(value):
            return newsformats.from_news_please(value, source)
        if newsformats.is_ninjs(value):
            return newsformats.from_ninjs(value, source)
    article = _own(value, source)
    return Extraction(article, domain=host_of(article.url))


def _own(value: object, source: str) -> Article:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise SkipArticle(source, 'is not an article record; it needs at least "text": "..."')
    if not value["text"].strip():
        raise SkipArticle(source, 'has an empty "text"; nothing to read')
    for name in _TEXTS:
        if value.get(name) is not None and not isinstance(value[name], str):
            raise SkipArticle(source, f'has a "{name}" that is not a string; make it one, or leave it out')
    given = {name: value.get(name) or None for name in _TEXTS}
    authors = value.get("authors") or ()
    return Article(
        id=given["id"] or content_id(value["text"], given["outlet"], given["title"]),
        text=value["text"],
        title=given["title"],
        outlet=given["outlet"],
        url=given["url"],
        published=given["published"],
        fetched=given["fetched"],
        language=given["language"],
        authors=tuple(a for a in authors if isinstance(a, str)) if isinstance(authors, list) else (),
    )
