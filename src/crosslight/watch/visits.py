"""One visit to a feed, and one to the page of an item: what came of it, with nothing kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from crosslight.acquire.feeds import FeedItem
from crosslight.acquire.feeds.contents import from_item, is_whole
from crosslight.acquire.following import feed_of
from crosslight.errors import RetryLater, SkipArticle
from crosslight.extract import from_page
from crosslight.extract.addresses import address_id, same_article
from crosslight.store import Item

if TYPE_CHECKING:
    from crosslight.acquire.feeds import Feed as Announced
    from crosslight.acquire.feeds import FeedLink
    from crosslight.acquire.web import Fetcher
    from crosslight.model import Article, Page, Provenance
    from crosslight.store import Feed

MOST_ITEMS = 100
"""Items of one feed that are looked at, the newest: a busy agency announces some 60 in ten minutes."""
MOST_SITEMAPS = 3
"""Sitemaps of an index that are read, the last changed first: today's, and those of yesterday."""
LONGEST_CONTENT = 200_000
"""Characters of an article inside a feed; one in ten thousand is longer, and has a page of its own."""
LONGEST_HEADER = 500


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """What a feed answered: its ``items``, the feeds that it names where it is a list, and what is wrong with it."""

    feed: Feed
    outcome: Literal["read", "unchanged", "failed"]
    title: str | None = None
    items: tuple[Item, ...] = ()
    links: tuple[FeedLink, ...] = ()
    problems: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    error: str | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """What the page of an item gave: an article, word that it has not changed, or why it gave none (``passing``: just now)."""

    item: Item
    article: Article | None = None
    raw: str | None = None
    error: str | None = None
    after: float | None = None
    passing: bool = False


def visit_feed(fetcher: Fetcher, feed: Feed) -> FeedSeen:
    """Ask a feed for what is new since it was last asked."""
    try:
        page = fetcher.page(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        if page.status == 304:
            return FeedSeen(feed, "unchanged", feed.title, etag=feed.etag, last_modified=feed.last_modified)
        found = feed_of(page, feed.url)
        if found.kind == "sitemap index":  # it may stay as it is while one of its sitemaps grows: ask it whole each time
            items, problems = _of_sitemaps(fetcher, feed, found)
            return FeedSeen(feed, "read", feed.title, items, problems=problems)
        items = _items(feed, found, page)
        return FeedSeen(
            feed, "read", found.title, items, found.links, found.problems, _header(page.etag), _header(page.last_modified)
        )
    except SkipArticle as error:
        return FeedSeen(feed, "failed", error=error.reason, after=error.after if isinstance(error, RetryLater) else None)


def visit_item(fetcher: Fetcher, item: Item, most_characters: int) -> ItemSeen:
    """Fetch and extract an item's page; where it cannot be had, what the feed itself holds of it."""
    told = _told(item)
    if item.address is None:
        return _own(item, told, None)
    try:
        page = fetcher.page(item.address, etag=item.etag, last_modified=item.last_modified)
        if page.status == 304:
            return ItemSeen(item)
        found = from_page(page, id=address_id(item.address), told=_believed(told, item))
        if len(found.article.text) > most_characters:
            return ItemSeen(item, error=f"has {len(found.article.text):,} characters; {most_characters:,} are read at most")
        known = replace(item, etag=_header(page.etag), last_modified=_header(page.last_modified))
        return ItemSeen(known, replace(found.article, title=found.article.title or told.title), page.raw)
    except SkipArticle as error:
        return _own(item, told, error)


def _told(item: Item) -> FeedItem:
    """What the feed said of it; another version of this program may have kept more, or less."""
    kept = json.loads(item.told)
    known = {f.name: kept[f.name] for f in fields(FeedItem) if f.name in kept}
    return FeedItem(**(known | {"authors": tuple(known.get("authors", ()))}))


def _believed(told: FeedItem, item: Item) -> tuple[Provenance, ...]:
    """What is believed of the feed's word. When a page is looked at again, its headline may have changed since the feed told of it."""
    return tuple(p for p in told.provenance() if p.field != "title" or not item.visits)


def _own(item: Item, told: FeedItem, why: SkipArticle | None) -> ItemSeen:
    try:
        return ItemSeen(item, from_item(told, item.feed, base=item.feed, fetched=item.first_seen).article)
    except SkipArticle as error:
        error = why or error
        passing = isinstance(error, RetryLater)
        return ItemSeen(item, error=error.reason, after=error.after if isinstance(error, RetryLater) else None, passing=passing)


def _of_sitemaps(fetcher: Fetcher, feed: Feed, index: Announced) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items of an index's newest sitemaps, and what is wrong with those that cannot be read."""
    items: list[Item] = []
    problems: list[str] = []
    for link in index.links[:MOST_SITEMAPS]:
        try:
            page = fetcher.page(link.address)
            found = feed_of(page, link.address)
        except SkipArticle as error:
            problems.append(str(error))
            continue
        items += _items(feed, found, page)
        problems += found.problems
    return tuple(items), tuple(problems)


def _items(feed: Feed, found: Announced, page: Page) -> tuple[Item, ...]:
    """The newest items, each once, in the order in which they came about: the oldest of them first."""
    made: dict[str, Item] = {}
    for item in found.items[:MOST_ITEMS]:
        whole = item.content if item.content and len(item.content) <= LONGEST_CONTENT and is_whole(item.content) else None
        if item.address is None and whole is None:
            continue
        told = json.dumps(asdict(replace(item, content=whole)), ensure_ascii=False)
        key = same_article(item.address) if item.address else f"{page.url}#{item.key or _digest(whole or '')}"
        made.setdefault(key, Item(key, feed.url, item.address, told, item.modified or item.published))
    return tuple(reversed(made.values()))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _header(value: str | None) -> str | None:
    """A validator that is worth keeping; endless ones are somebody's joke."""
    return value if value and len(value) <= LONGEST_HEADER else None
