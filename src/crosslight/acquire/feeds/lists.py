"""Lists of feeds (OPML) and of pages (sitemaps, news sitemaps, their indexes)."""

from __future__ import annotations

from typing import Any

from crosslight.acquire.feeds.items import FeedItem, FeedLink
from crosslight.acquire.feeds.xml import local
from crosslight.extract.addresses import joined
from crosslight.extract.dates import normal

MOST_LINKS = 20_000
"""Feeds of one list. The longest public lists of news feeds have some 3,000."""


def outlines(root: Any, base: str | None) -> tuple[str | None, list[FeedLink], int]:
    """The list's title, its feeds (each address once, with the headings over it), and how many outlines name nothing readable."""
    title = next((e.text.strip() for e in root.iter() if local(e) == "title" and e.text and e.text.strip()), None)
    found: dict[str, FeedLink] = {}
    broken = 0
    for element in root.iter():
        if local(element) != "outline" or len(found) >= MOST_LINKS:
            continue
        given = {key.lower(): value for key, value in element.attrib.items()}
        address = given.get("xmlurl") or (given.get("url") if given.get("type", "").lower() in ("rss", "atom", "feed") else None)
        if address:
            whole = joined(base, address)
            broken += whole is None
            if whole:
                found.setdefault(whole, FeedLink(whole, _name(given), _headings(element)))
    return title, list(found.values()), broken


def _name(given: dict[str, str]) -> str | None:
    return (given.get("title") or given.get("text") or "").strip() or None


def _headings(element: Any) -> tuple[str, ...]:
    over = [a for a in element.iterancestors() if local(a) == "outline"]
    names = (_name({key.lower(): value for key, value in a.attrib.items()}) for a in reversed(over))
    return tuple(name for name in names if name)


def pages(root: Any, base: str | None) -> list[FeedItem]:
    """The pages of a sitemap, with what a news sitemap says of each."""
    return [item for element in root if local(element) == "url" and (item := _page(element, base)) is not None]


def _page(element: Any, base: str | None) -> FeedItem | None:
    given: dict[str, str] = {}
    for one in element.iter():
        if one.text and one.text.strip() and local(one) in ("loc", "lastmod", "publication_date", "title", "name", "language"):
            given.setdefault(local(one), " ".join(one.text.split())[:4000])
    address = joined(base, given.get("loc"))
    if address is None:
        return None
    date, changed = given.get("publication_date"), given.get("lastmod")
    return FeedItem(
        address=address,
        title=given.get("title"),
        published=(normal(date) or date) if date else None,
        modified=(normal(changed) or changed) if changed else None,
        outlet=given.get("name"),
        language=given.get("language"),
        key=address,
    )


def sitemaps(root: Any, base: str | None) -> list[FeedLink]:
    """The sitemaps that an index names, the last changed first."""
    found: list[FeedLink] = []
    for element in root:
        if local(element) == "sitemap" and len(found) < MOST_LINKS:
            given = {local(e): " ".join(e.text.split()) for e in element.iter() if e.text and e.text.strip()}
            address = joined(base, given.get("loc"))
            if address:
                found.append(FeedLink(address, modified=normal(given.get("lastmod", "")) if given.get("lastmod") else None))
    return sorted(found, key=lambda link: link.modified or "", reverse=True)
