"""What the store gives that is no noun of the model: how an article was taken in, a feed's health, an alert, a hit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crosslight.model import Article, Figure, Span

Outcome = Literal["new", "version", "seen"]


@dataclass(frozen=True, slots=True)
class Kept:
    """How the store took an article in.

    ``outcome``: ``"new"``; ``"version"``, a known article whose text has changed; ``"seen"``, nothing that was not
    there. ``article`` carries the id under which it is kept; ``seq`` is its place in the stream, from 1.
    """

    outcome: Outcome
    article: Article
    seq: int
    version: int


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an article has had. ``number`` counts from 1."""

    number: int
    article: Article
    text_sha256: str
    fetched: str | None
    stored_at: str


@dataclass(frozen=True, slots=True)
class Page:
    """An address at which an article was seen. ``raw`` says where the raw page is kept, if it is ("pages-01.warc.gz:48211")."""

    url: str
    article: str
    first_seen: str
    last_seen: str
    times_seen: int
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its health. Times are ISO 8601 in UTC; ``next_due`` of ``None`` is due at once."""

    url: str
    title: str | None = None
    added_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_try: str | None = None
    last_success: str | None = None
    next_due: str | None = None
    failures: int = 0
    last_error: str | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed announces, and what came of visiting it.

    ``key`` is one for all addresses of an article; ``told`` is what the feed says of it, as JSON; ``modified`` the feed's own
    word for when it last changed. ``next_visit`` of ``None``: nothing more is planned. ``article`` is the id that it became.
    """

    key: str
    feed: str
    address: str | None
    told: str
    modified: str | None = None
    first_seen: str | None = None
    last_visit: str | None = None
    next_visit: str | None = None
    visits: int = 0
    failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    article: str | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to tell a reader, kept until every channel has told it. ``kind`` is one word ("story", "toll", "denial", "changed")."""

    kind: str
    message: str
    story: str | None = None
    article: str | None = None
    body: str = "{}"
    at: str | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be used, how often, and why."""

    source: str
    reason: str
    first_at: str
    last_at: str
    times: int


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as lists show it. ``title`` is that of its latest article that has one; times are of publication, ISO 8601 in UTC."""

    id: str
    title: str
    outlets: tuple[str, ...]
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, its story, and where the first of the words stands (``None`` for a search without words)."""

    article: Article
    story: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class FigureHit:
    """A figure that a search found, in its article."""

    article: Article
    story: str | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Filters:
    """What a listing is narrowed to. ``since`` and ``until`` are ISO 8601 dates or times, both inclusive; names match whole words."""

    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    person: str | None = None
    place: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A clusterer's whole state after the article at ``after`` and the person's judgement number ``judged``."""

    after: int
    judged: int
    clusterer: str
    body: bytes
    revised: int = 0
    """The number of the last :class:`Revision` that it heard."""


@dataclass(frozen=True, slots=True)
class Revision:
    """That the clusterer heard of a changed text: of which article (its place in the stream and its id), in which version.

    ``after`` is the last article that it had placed then, ``judged`` the last person's judgement that it had heard.
    """

    n: int
    seq: int
    article: str
    version: int
    after: int
    judged: int
