"""Reading what a person names on the command line: files, folders, ``-`` and web addresses, in one list of articles."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.acquire.files import READABLE, from_bytes, from_file, in_folder
from crosslight.errors import SkipArticle
from crosslight.extract.identity import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crosslight.acquire.web import Fetcher
    from crosslight.model import Article


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read, and every input that could not be, with the reason."""

    articles: tuple[Article, ...]
    skipped: tuple[SkipArticle, ...]


def read(sources: Iterable[str | Path], *, fetcher: Fetcher | None = None, max_characters: int = 400_000) -> ReadResult:
    """The articles of files, folders, ``-`` (standard input) and ``http(s)`` addresses.

    Nothing that cannot be used stops the rest: it stands in ``skipped`` with a reason. The same article
    twice (same text, same outlet) is read once. Ids are unique, and do not depend on the order of the sources.
    """
    skipped: list[SkipArticle] = []
    articles = [a for source in sources for a in _from_source(source, skipped, fetcher)]
    kept = _fit(_without_repeats(articles, skipped), max_characters, skipped)
    return ReadResult(tuple(_with_unique_ids(kept)), tuple(skipped))


def _from_source(source: str | Path, skipped: list[SkipArticle], fetcher: Fetcher | None) -> Iterator[Article]:
    name = str(source)
    if name == "-":
        yield from _from_stdin(skipped)
    elif name.startswith(("http://", "https://")):
        yield from _from_web(name, skipped, fetcher)
    elif Path(name).is_dir():
        files = in_folder(Path(name))
        if not files:
            skipped.append(SkipArticle(name, f"holds nothing readable; articles end in {', '.join(READABLE)}"))
        for file in files:
            yield from from_file(file, skipped)
    else:
        yield from from_file(Path(name), skipped)


def _from_stdin(skipped: list[SkipArticle]) -> Iterator[Article]:
    try:
        yield from from_bytes(sys.stdin.buffer.read(), "standard input", "", "", skipped)
    except SkipArticle as error:
        skipped.append(error)


def _from_web(url: str, skipped: list[SkipArticle], fetcher: Fetcher | None) -> Iterator[Article]:
    if fetcher is None:
        skipped.append(SkipArticle(url, "is a web address, and this call was given nothing to fetch with"))
        return
    try:
        yield fetcher.article(url)
    except SkipArticle as error:
        skipped.append(error)


def _without_repeats(articles: list[Article], skipped: list[SkipArticle]) -> list[Article]:
    seen: dict[tuple[str, str | None], Article] = {}
    for article in articles:
        same = seen.setdefault((article.text, article.outlet), article)
        if same is not article:
            skipped.append(SkipArticle(article.id, f"is the same article as {same.id}, word for word; it is read once"))
    return list(seen.values())


def _fit(articles: list[Article], limit: int, skipped: list[SkipArticle]) -> list[Article]:
    skipped.extend(
        SkipArticle(a.id, f"has {len(a.text):,} characters; {limit:,} are read at most, so give its article alone")
        for a in articles
        if len(a.text) > limit
    )
    return [a for a in articles if len(a.text) <= limit]


def _with_unique_ids(articles: list[Article]) -> Iterator[Article]:
    """Files of one name in two folders get a suffix from their content, both of them: order changes nothing."""
    count = Counter(a.id for a in articles)
    for article in articles:
        if count[article.id] > 1:
            yield replace(article, id=f"{article.id}-{content_id(article.text, article.outlet, article.title)[1:7]}")
        else:
            yield article
