"""Feed and its items, whatever format they came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crosslight.model import ArticleField, Provenance

FeedKind = Literal["RSS or Atom", "JSON Feed", "OPML", "sitemap", "sitemap index"]


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One article that a feed announces. ``content`` is what the feed itself holds of it, as markup.

    Dates are ISO 8601, or as they came where they cannot be read. ``outlet`` is given by news sitemaps alone:
    a feed's title ("The Post: world") is not the masthead.
    """

    address: str | None
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    content: str | None = field(default=None, repr=False)
    key: str | None = None

    def provenance(self) -> tuple[Provenance, ...]:
        """What the feed says of the article, to be set beside what its page says."""
        told: tuple[tuple[ArticleField, str | None], ...] = (
            ("title", self.title),
            ("published", self.published),
            ("modified", self.modified),
            ("authors", "; ".join(self.authors)),
            ("outlet", self.outlet),
            ("language", self.language),
        )
        return tuple(Provenance(name, value, "feed") for name, value in told if value)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a list names (OPML), or a sitemap that an index names. ``folders`` are the list's own headings."""

    address: str
    title: str | None = None
    folders: tuple[str, ...] = ()
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds: items newest first, or the feeds that a list names.

    ``total`` counts all its items; ``items`` may be fewer, and ``problems`` says then why.
    """

    kind: FeedKind
    title: str | None
    items: tuple[FeedItem, ...] = ()
    links: tuple[FeedLink, ...] = ()
    total: int = 0
    problems: tuple[str, ...] = ()
