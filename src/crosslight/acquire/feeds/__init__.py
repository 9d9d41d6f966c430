"""Feeds of every format: what they announce, read with nothing declared in them obeyed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from crosslight.acquire.bodies import GZIP_MAGIC, gunzip
from crosslight.acquire.feeds import jsonfeed, lists, rss
from crosslight.acquire.feeds.items import Feed, FeedItem, FeedKind, FeedLink
from crosslight.acquire.feeds.xml import safe_xml, tree
from crosslight.errors import SkipArticle
from crosslight.extract.dates import doubt, moment, normal
from crosslight.extract.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Feed", "FeedItem", "FeedKind", "FeedLink", "looks_like_feed", "parse"]

MAX_BYTES = 60_000_000
"""As acquire/web.py has it."""
MOST_ITEMS = 2_000
"""Items of one feed that are taken, the newest. A busy agency's feed announces 300 at a time, a news sitemap 1,000 by its rules."""
_XML = re.compile(
    r"(?:<\?xml[^>]*\?>|<!--.*?-->|<\?[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\s)*<(?:[\w.-]+:)?(?P<root>[A-Za-z]+)", re.DOTALL
)
_ROOTS = {"rss", "feed", "rdf", "opml", "urlset", "sitemapindex", "channel"}


def looks_like_feed(start: bytes) -> bool:
    """True where the first kilobytes are those of a feed, list or sitemap, whatever its media type or ending says."""
    text = start[:4000].decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return "jsonfeed.org/version" in text[:2000].replace("\\/", "/")
    found = _XML.match(text)
    return bool(found) and found["root"].lower() in _ROOTS  # type: ignore[index]


def parse(
    raw: bytes,
    source: str,
    *,
    url: str | None = None,
    charset: str | None = None,
    fetched: str | None = None,
    most: int = MOST_ITEMS,
) -> Feed:
    """The feed in ``raw``. ``url`` is where it was found: relative addresses are seen from there.

    With more than ``most`` items the newest are kept, and ``problems`` says so. Items whose date lies after
    ``fetched`` count as undated: behind the dated ones, in the feed's own order.

    Raises:
        SkipArticle: it is no feed, is too large, or declares XML entities.

    """
    if raw.startswith(GZIP_MAGIC):
        raw = gunzip(raw, MAX_BYTES, source)
    if len(raw) > MAX_BYTES:
        raise SkipArticle(source, f"has {len(raw) / 1e6:,.0f} MB; a feed may have {MAX_BYTES / 1e6:,.0f}")
    start = raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _bounded("JSON Feed", *_from_json(raw, source, url, charset), [], fetched, most)
    xml = safe_xml(raw, source, charset)
    kind = _kind(xml)
    if kind == "OPML":
        title, links, broken = lists.outlines(tree(xml, source), url)
        return Feed(kind, title, links=tuple(links), total=len(links), problems=(f"{broken} addresses are none",) if broken else ())
    if kind == "sitemap index":
        links = lists.sitemaps(tree(xml, source), url)
        return Feed(kind, None, links=tuple(links), total=len(links))
    if kind == "sitemap":
        return _bounded(kind, None, lists.pages(tree(xml, source), url), [], fetched, most)
    title, entries, problem = rss.entries(xml, source)
    return _bounded("RSS or Atom", title, rss.items_of(entries, url), [problem] if problem else [], fetched, most)


def _kind(xml: bytes) -> Literal["RSS or Atom", "OPML", "sitemap", "sitemap index"]:
    found = re.search(rb"<(?:[\w.-]+:)?([A-Za-z]+)", xml[:2000])
    root = found.group(1).lower() if found else b""
    if root == b"opml":
        return "OPML"
    return "sitemap" if root == b"urlset" else "sitemap index" if root == b"sitemapindex" else "RSS or Atom"


def _from_json(raw: bytes, source: str, url: str | None, charset: str | None) -> tuple[str | None, list[FeedItem]]:
    try:
        value: Any = json.loads(decode(raw, source, charset))
    except (ValueError, RecursionError) as error:
        raise SkipArticle(source, "is no JSON that can be read; check that it is a JSON Feed") from error
    if not jsonfeed.is_json_feed(value):
        raise SkipArticle(source, "is JSON, but no JSON Feed")
    title = value.get("title")
    return title if isinstance(title, str) else None, jsonfeed.items_of(value, url)


def _bounded(kind: FeedKind, title: str | None, items: list[FeedItem], problems: list[str], fetched: str | None, most: int) -> Feed:
    total = len(items)
    ordered = _newest_first(items, fetched)
    if total > most:
        problems.append(f"has {total:,} items; the newest {most:,} are taken")
    ahead = sum(
        1 for i in items if i.published and fetched and (doubt(normal(i.published) or "", fetched) or "").startswith("lies after")
    )
    if ahead:
        problems.append(f"{ahead:,} items are dated in the future; those dates are not believed")
    nowhere = sum(1 for i in ordered[:most] if i.address is None and not i.content)
    if nowhere:
        problems.append(f"{nowhere:,} items have neither an address nor a text")
    return Feed(kind, title, tuple(ordered[:most]), total=total, problems=tuple(problems))


def _newest_first(items: Iterable[FeedItem], fetched: str | None) -> list[FeedItem]:
    """By date, the newest first; what has no date that can be true stands behind, in the feed's order."""

    def key(item: FeedItem) -> float:
        value = item.published or item.modified
        when = moment(value) if value and normal(value) else None
        return -when.timestamp() if when and value and not doubt(value, fetched) else float("inf")

    return sorted(items, key=key)
