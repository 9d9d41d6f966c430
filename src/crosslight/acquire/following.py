"""From a feed to its articles: each item once, politely, and not more than was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosslight.acquire.feeds import looks_like_feed, parse
from crosslight.acquire.feeds.contents import from_item
from crosslight.errors import SkipArticle
from crosslight.extract import from_page
from crosslight.extract.addresses import address_id, same_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.acquire.feeds import Feed, FeedItem
    from crosslight.acquire.web import Fetcher
    from crosslight.model import Extraction, Page

MOST_FEEDS = 500
"""Feeds of one list that are followed in one go."""
DEEPEST = 3
"""A list of lists of sitemaps: deeper ones are a trap."""


@dataclass(slots=True)
class Follower:
    """Follows feeds to their articles. Without a ``fetcher`` it reads what the feed itself holds.

    ``most`` bounds the items of each feed. An article that several items or feeds name is read once.
    """

    fetcher: Fetcher | None
    most: int
    _seen: set[str] = field(default_factory=set, repr=False)

    def articles(
        self, feed: Feed, source: str, *, base: str | None = None, fetched: str | None = None, depth: int = 0
    ) -> Iterator[Extraction | SkipArticle]:
        """The articles of a feed's items, newest first; of a list, those of each of its feeds."""
        for problem in feed.problems:
            yield SkipArticle(source, problem)
        if len(feed.items) > self.most:
            yield SkipArticle(source, f"has {feed.total:,} items; the newest {self.most:,} are read")
        for item in feed.items[: self.most]:
            key = same_article(item.address) if item.address else item.key or item.content or ""
            if key not in self._seen:
                self._seen.add(key)
                yield from self._article(item, source, base, fetched)
        if feed.links:
            yield from self._lists(feed, source, depth)

    def _article(self, item: FeedItem, source: str, base: str | None, fetched: str | None) -> Iterator[Extraction | SkipArticle]:
        """The item's page where it can be had, else what the feed holds; from a file on disk what the feed holds comes first."""
        local = base is None or self.fetcher is None
        own: Extraction | SkipArticle = _own(item, source, base, fetched)
        if self.fetcher is None or item.address is None or (local and not isinstance(own, SkipArticle)):
            yield own
            return
        try:
            page = self.fetcher.page(item.address)
            yield self._once(from_page(page, id=address_id(page.address), told=item.provenance()))
        except SkipArticle as error:
            yield error if isinstance(own, SkipArticle) else own

    def _once(self, found: Extraction) -> Extraction | SkipArticle:
        """An article whose page turns out to be that of another address is the same article."""
        key = f"={same_article(found.article.url or '')} {found.article.text_sha256}"
        if key in self._seen:
            return SkipArticle(
                found.article.id, f"is the same article as another of the feed, at {found.article.url}; it is read once"
            )
        self._seen.add(key)
        return found

    def _lists(self, feed: Feed, source: str, depth: int) -> Iterator[Extraction | SkipArticle]:
        if self.fetcher is None:
            yield SkipArticle(source, f"names {len(feed.links)} feeds, and this call was given nothing to fetch with")
            return
        if depth >= DEEPEST:
            yield SkipArticle(source, "names lists of lists of feeds; give the feeds themselves")
            return
        if len(feed.links) > MOST_FEEDS:
            yield SkipArticle(source, f"names {len(feed.links):,} feeds; the first {MOST_FEEDS} are read")
        for link in feed.links[:MOST_FEEDS]:
            if link.address in self._seen:
                continue
            self._seen.add(link.address)
            try:
                page = self.fetcher.page(link.address)
                found = feed_of(page, link.address)
            except SkipArticle as error:
                yield error
                continue
            yield from self.articles(found, link.address, base=page.address, fetched=page.fetched, depth=depth + 1)


def feed_of(page: Page, source: str) -> Feed:
    """The feed that a page is.

    Raises:
        SkipArticle: it is none.

    """
    return parse(page.body, source, url=page.address, charset=page.charset, fetched=page.fetched)


def is_feed(page: Page) -> bool:
    """True where a page is a feed, whatever its media type says."""
    from crosslight.acquire.bodies import GZIP_MAGIC

    return looks_like_feed(page.body) or (
        page.body.startswith(GZIP_MAGIC) and page.address.lower().endswith((".xml.gz", ".rss.gz"))
    )


def _own(item: FeedItem, source: str, base: str | None, fetched: str | None) -> Extraction | SkipArticle:
    try:
        return from_item(item, source, base=base, fetched=fetched)
    except SkipArticle as error:
        return error
