"""RSS and Atom: the fast parser first, the forgiving one where it fails."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from crosslight.acquire.feeds.items import FeedItem
from crosslight.errors import SkipArticle
from crosslight.extract.addresses import joined
from crosslight.extract.dates import normal


@dataclass(frozen=True, slots=True)
class RawFeed:
    """What a parser found: the feed's title and home page, its entries, and what was wrong where the second parser was needed."""

    title: str | None
    home: str | None
    entries: list[Any]
    problem: str | None = None


def entries(xml: bytes, source: str) -> RawFeed:
    """The feed as the first parser that can read it has it.

    Raises:
        SkipArticle: neither parser finds a feed.

    """
    import fastfeedparser  # type: ignore[import-untyped]

    try:
        # Bytes, never a string: a string that begins with "http" would be fetched, past every guard.
        found = fastfeedparser.parse(bytes(xml), include_tags=False, include_media=False, include_enclosures=False)
        problem = None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        found, problem = _forgiving(xml, source), f"is not well-formed ({_line(error)}); read as well as it can be"
    if not found.entries and b"<item" in xml:
        found = _forgiving(xml, source)
    return RawFeed(_text(found.feed.get("title")), _text(found.feed.get("link")), list(found.entries), problem)


def _forgiving(xml: bytes, source: str) -> Any:
    import feedparser  # type: ignore[import-untyped]

    try:
        found = feedparser.parse(io.BytesIO(xml), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise SkipArticle(source, f"is no feed that can be read ({_line(error)}); check the address") from error
    if not found.entries and not found.version:
        raise SkipArticle(source, "is no feed that can be read; check the address")
    return found


def date_of(one: Any) -> str | None:
    """When an entry was published, or last changed where that is not said; as the parser gives it."""
    return _text(one.get("published")) or _text(one.get("updated"))


def item_of(one: Any, base: str | None) -> FeedItem:
    """An entry as an item, its address made whole."""
    key = _text(one.get("id"))
    content = max((_value(c) for c in one.get("content") or ()), key=len, default="") or _value(one.get("summary_detail") or {})
    date = date_of(one)
    changed = _text(one.get("updated"))
    return FeedItem(
        address=joined(base, _page_link(one)) or joined(None, key),
        title=_text(one.get("title")),
        published=(normal(date) or date) if date else None,
        modified=(normal(changed) or changed) if changed and changed != date else None,
        authors=tuple(dict.fromkeys(filter(None, (_text(a.get("name")) for a in one.get("authors") or ())))),
        content=content or _text(one.get("description")) or _text(one.get("summary")),
        key=key,
    )


def _page_link(one: Any) -> str | None:
    """The entry's own page: of its links the one that is no recording, picture or answer."""
    pages = [link for link in one.get("links") or () if isinstance(link, dict) and (link.get("rel") or "alternate") == "alternate"]
    marked = next((_text(link.get("href")) for link in pages if "html" in (link.get("type") or "html")), None)
    return marked or _text(one.get("link"))


def _value(content: Any) -> str:
    return content.get("value") or "" if isinstance(content, dict) else ""


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
