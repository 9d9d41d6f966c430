"""Page, and what was read out of one: the article, and where each thing known of it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crosslight.model.article import Article, Span

ArticleField = Literal["title", "outlet", "authors", "published", "modified", "language", "url", "text"]
ProvenanceOrigin = Literal["json-ld", "meta", "page", "feed", "text", "address", "header", "record"]


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: its bytes (decompressed, otherwise as they came) and the headers that matter.

    ``url`` is what was asked for, ``address`` where the answer came from after every redirect. ``fetched``
    is ISO 8601. ``headers`` have lower-case names. A page of status 304 has an empty body: it has not
    changed since the ``etag`` or ``last_modified`` that was sent. ``raw`` says where the page is kept as it
    came, if it is ("pages.warc.gz:48211": file and position).
    """

    url: str
    address: str
    status: int
    body: bytes = field(repr=False)
    fetched: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    raw: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of this (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def media(self) -> str:
        """The declared media type, in lower case; empty where none is."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The declared character encoding."""
        for part in (self.header("content-type") or "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None

    @property
    def etag(self) -> str | None:
        """To be sent back with the next request, so that an unchanged page is not sent again."""
        return self.header("etag")

    @property
    def last_modified(self) -> str | None:
        """As :attr:`etag`, by time."""
        return self.header("last-modified")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one thing that is known of an article came from.

    ``value`` stands as it was given. Where ``trusted`` is false it was kept and not used, and ``note``
    says why ("lies after the page was fetched").
    """

    field: ArticleField
    value: str
    origin: ProvenanceOrigin
    trusted: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article with what a page says beside it.

    ``modified`` is when the outlet says that it last changed the text. ``domain`` is the site's, without
    "www.". ``partial`` is true where the page itself says that it shows only a part (a paywall).
    ``provenance`` lists every statement that was found, the one that was taken first in its field.
    """

    article: Article
    modified: str | None = None
    domain: str | None = None
    partial: bool = False
    provenance: tuple[Provenance, ...] = ()

    def origin(self, name: ArticleField) -> Provenance | None:
        """The statement that a field was taken from."""
        return next((p for p in self.provenance if p.field == name and p.trusted), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two versions of an article differ: what stood there, and what stands there now."""

    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How one version of an article became the next, in the order of the text; the headline first."""

    old: Article
    new: Article
    changes: tuple[Change, ...]

    @property
    def removed(self) -> tuple[Span, ...]:
        """What the new version no longer has, as spans of the old."""
        return tuple(c.before for c in self.changes if c.before)

    @property
    def added(self) -> tuple[Span, ...]:
        """What the new version has beside the old, as spans of the new."""
        return tuple(c.after for c in self.changes if c.after)
