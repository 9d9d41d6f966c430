"""Feeds of every format: what they announce, read with nothing declared in them obeyed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from crosslight.acquire.bodies import GZIP_MAGIC, gunzip
from crosslight.acquire.feeds import jsonfeed, lists, rss
from crosslight.acquire.feeds.items import Feed, FeedItem, FeedKind, FeedLink
from crosslight.acquire.feeds.xml import safe_xml, tree
from crosslight.errors import SkipArticle
from crosslight.extract.dates import AHEAD, moment, normal
from crosslight.extract.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["Feed", "FeedItem", "FeedKind", "FeedLink", "looks_like_feed", "parse"]

_T = TypeVar("_T")
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
    bounds = _Bounds(most, fetched)
    start = raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        title, items = _from_json(raw, source, url, charset)
        return bounds.feed("JSON Feed", title, items, _date_of, _same)
    xml = safe_xml(raw, source, charset)
    kind = _kind(xml)
    if kind == "OPML":
        title, links, broken = lists.outlines(tree(xml, source), url)
        return Feed(
            kind,
            title,
            links=tuple(links),
            total=len(links),
            problems=(f"{broken} of its addresses cannot be fetched from",) if broken else (),
        )
    if kind == "sitemap index":
        links = lists.sitemaps(tree(xml, source), url)
        return Feed(kind, None, links=tuple(links), total=len(links))
    if kind == "sitemap":
        return bounds.feed(kind, None, lists.pages(tree(xml, source), url), _date_of, _same)
    found = rss.entries(xml, source)
    base = url or found.home
    feed = bounds.feed("RSS or Atom", found.title, found.entries, rss.date_of, lambda one: rss.item_of(one, base))
    return replace(feed, problems=(found.problem, *feed.problems)) if found.problem else feed


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


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How many items are taken, and what "now" is to their dates."""

    most: int
    fetched: str | None

    def feed(
        self, kind: FeedKind, title: str | None, entries: list[_T], date: Callable[[_T], str | None], item: Callable[[_T], FeedItem]
    ) -> Feed:
        """The feed of these entries: only those that are taken become items."""
        seen = moment(self.fetched) if self.fetched else None
        latest = seen + AHEAD if seen else None
        dated = [(_when(date(one)), one) for one in entries]
        ahead = sum(1 for when, _ in dated if when and latest and when > latest)
        # By date, the newest first; what has no date that can be true stands behind, in the feed's own order.
        ordered = sorted(dated, key=lambda d: inf if d[0] is None or (latest and d[0] > latest) else -d[0].timestamp())
        items = tuple(item(one) for _, one in ordered[: self.most])
        nowhere = sum(1 for i in items if i.address is None and not i.content)
        problems = (
            (len(entries) > self.most, f"has {len(entries):,} items; the newest {self.most:,} are taken"),
            (ahead, f"{ahead:,} items are dated in the future; those dates are not believed"),
            (nowhere, f"{nowhere:,} items have neither an address nor a text"),
        )
        return Feed(kind, title, items, total=len(entries), problems=tuple(text for applies, text in problems if applies))


def _when(value: str | None) -> datetime | None:
    if not value:
        return None
    return moment(value) or (moment(plain) if (plain := normal(value)) else None)


def _same(item: FeedItem) -> FeedItem:
    return item


def _date_of(item: FeedItem) -> str | None:
    return item.published or item.modified
