"""Reading what a person names on the command line: files, folders, ``-``, web addresses, feeds and archives."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.acquire.files import FEEDS, READABLE, from_bytes, from_file, in_folder
from crosslight.acquire.following import Follower
from crosslight.errors import SkipArticle
from crosslight.extract import from_page
from crosslight.extract.addresses import readable_id, same_article
from crosslight.extract.identity import content_id
from crosslight.model import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crosslight.acquire.files import Found
    from crosslight.acquire.web import Fetcher
    from crosslight.model import Article, Page

MOST_OF_A_FEED = 50
"""Items of one feed that are fetched where nothing else is said: at a second's pause a page, a minute."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read, and every input that could not be, with the reason."""

    articles: tuple[Article, ...]
    skipped: tuple[SkipArticle, ...]


def read(
    sources: Iterable[str | Path],
    *,
    fetcher: Fetcher | None = None,
    max_characters: int = 400_000,
    most: int = MOST_OF_A_FEED,
) -> ReadResult:
    """The articles of files, folders, ``-`` (standard input), ``http(s)`` addresses, feeds and archives.

    Nothing that cannot be used stops the rest: it stands in ``skipped`` with a reason. The same article
    twice (same text, same outlet) is read once; of two versions of one page the later is. Ids are unique,
    and do not depend on the order of the sources.
    """
    skipped: list[SkipArticle] = []
    found: list[Extraction] = []
    for source in sources:
        for one in extractions_of(source, fetcher=fetcher, most=most):
            (skipped if isinstance(one, SkipArticle) else found).append(one)  # type: ignore[arg-type]
    articles = _without_repeats([one.article for one in _latest(found, skipped)], skipped)
    kept = _fit(articles, max_characters, skipped)
    return ReadResult(tuple(_with_unique_ids(kept)), tuple(skipped))


def may_fetch(source: str | Path) -> bool:
    """True for an address, and for a file that names addresses: a feed, a list of feeds, a sitemap."""
    name = str(source).lower()
    return name.startswith(("http://", "https://")) or name.removesuffix(".gz").endswith(FEEDS)


def articles_of(
    source: str | Path, *, fetcher: Fetcher | None = None, most: int = MOST_OF_A_FEED
) -> Iterator[Article | SkipArticle]:
    """The articles of one source as they are read, and what could not be used: archives of any size, one article at a time."""
    for one in extractions_of(source, fetcher=fetcher, most=most):
        yield one.article if isinstance(one, Extraction) else one


def extractions_of(
    source: str | Path, *, fetcher: Fetcher | None = None, most: int = MOST_OF_A_FEED
) -> Iterator[Extraction | SkipArticle]:
    """As :func:`articles_of`, each with where the things known of it came from.

    ``most`` bounds the items of each feed. Ids are unique in an archive only by their address or content.
    """
    follower = Follower(fetcher, most)
    name = str(source)
    try:
        if name.startswith(("http://", "https://")):
            yield from _from_web(name, follower)
        else:
            for one in _from_disk(source):
                if isinstance(one, Extraction | SkipArticle):
                    yield one
                else:
                    yield from follower.articles(one, "standard input" if name == "-" else name)
    except SkipArticle as error:
        yield error


def _from_disk(source: str | Path) -> Iterator[Found]:
    name = str(source)
    if name == "-":
        yield from from_bytes(sys.stdin.buffer.read(), "standard input", "", "")
    elif Path(name).is_dir():
        files = in_folder(Path(name))
        if not files:
            yield SkipArticle(name, f"holds nothing readable; articles end in {', '.join(READABLE)}")
        for file in files:
            yield from from_file(file)
    else:
        yield from from_file(Path(name))


def _from_web(url: str, follower: Follower) -> Iterator[Extraction | SkipArticle]:
    from crosslight.acquire.following import feed_of, is_feed

    if follower.fetcher is None:
        yield SkipArticle(url, "is a web address, and this call was given nothing to fetch with")
        return
    page = follower.fetcher.page(url)
    if is_feed(page):
        yield from follower.articles(feed_of(page, url), url, base=page.address, fetched=page.fetched)
    elif page.media.endswith("json"):
        for one in from_bytes(page.body, url, ".json", ""):
            if isinstance(one, Extraction | SkipArticle):
                yield one
    else:
        yield _article_of(page)


def _article_of(page: Page) -> Extraction:
    return from_page(page, id=readable_id(page.address))


def _latest(found: list[Extraction], skipped: list[SkipArticle]) -> list[Extraction]:
    """Of several versions of one page, the one that was changed, published or fetched last."""
    newest: dict[str, Extraction] = {}
    for one in found:
        url = one.article.url
        key = same_article(url) if url and re.search(r"//[^/]+/.", url) else f"no address {id(one)}"
        other = newest.get(key)
        if other is not None and (other.article.text == one.article.text or not _versions(other.article, one.article)):
            key = f"no version {id(one)}"
            other = None
        if other is None:
            newest[key] = one
            continue
        old, new = sorted((other, one), key=lambda e: (e.modified or e.article.published or "", e.article.fetched or ""))
        newest[key] = new
        skipped.append(SkipArticle(old.article.id, f"is an earlier version of the page {new.article.url}; the later one is read"))
    return list(newest.values())


def _versions(one: Article, other: Article) -> bool:
    """True where most of the shorter text's lines or words stand in the other: records with one address may be different articles."""
    words, others = set(one.text.split()), set(other.text.split())
    return len(words & others) >= 0.6 * min(len(words), len(others))


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
