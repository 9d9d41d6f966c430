"""``crosslight feeds check``: whether feeds can be read, and what they hold."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.errors import RetryLater, SkipArticle
from crosslight.present.lineup import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.acquire.feeds import Feed
    from crosslight.acquire.web import Fetcher

AT_ONCE = 8
"""Feeds that are asked at the same time; each host is still visited at its own pace."""


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What became of one feed: ``state`` is "works", "works, with problems", "later" or "fails"."""

    address: str
    state: str
    kind: str | None = None
    title: str | None = None
    items: int = 0
    newest: str | None = None
    whole_texts: int = 0
    problems: tuple[str, ...] = ()


def run_feeds_check(sources: list[str], allow_hosts: list[str], *, as_json: bool, quiet: bool) -> int:
    """Check each feed, and each feed of a list. 0 where all of them work, 1 where one does not."""
    from crosslight.acquire.web import Fetcher

    works = True
    with Fetcher(frozenset(allow_hosts)) as fetcher:
        for found in _checks(sources, fetcher):
            works &= found.state.startswith("works")
            sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False) + "\n" if as_json else _told(found, quiet=quiet))
            sys.stdout.flush()
    return 0 if works else 1


def _checks(sources: list[str], fetcher: Fetcher) -> Iterator[FeedCheck]:
    for source in sources:
        check, feed = _check(source, fetcher)
        yield check
        if feed and feed.links and feed.kind == "OPML":
            with ThreadPoolExecutor(AT_ONCE) as pool:
                yield from (one for one, _ in pool.map(lambda link: _check(link.address, fetcher), feed.links))


def _check(source: str, fetcher: Fetcher) -> tuple[FeedCheck, Feed | None]:
    from crosslight.acquire.feeds import parse
    from crosslight.acquire.following import feed_of

    try:
        if source.startswith(("http://", "https://")):
            page = fetcher.page(source)
            feed = feed_of(page, source)
            moved = (f"has moved to {page.address}",) if page.address != source else ()
        else:
            feed, moved = parse(_bytes_of(source), source), ()
    except RetryLater as error:
        return FeedCheck(source, "later", problems=(error.reason,)), None
    except SkipArticle as error:
        return FeedCheck(source, "fails", problems=(error.reason,)), None
    return _described(source, feed, moved), feed


def _bytes_of(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise SkipArticle(source, f"cannot be read ({error.strerror}); check the path and its permissions") from error


def _described(source: str, feed: Feed, moved: tuple[str, ...]) -> FeedCheck:
    from crosslight.acquire.feeds.contents import is_whole

    problems = (*moved, *feed.problems)
    if not feed.total:
        problems = (*problems, "holds nothing")
    dated = [i.published or i.modified for i in feed.items if i.published or i.modified]
    return FeedCheck(
        source,
        "works, with problems" if problems else "works",
        feed.kind,
        feed.title,
        feed.total,
        dated[0] if dated else None,
        sum(1 for i in feed.items if i.content and is_whole(i.content)),
        problems,
    )


def _told(check: FeedCheck, *, quiet: bool) -> str:
    """One feed in a line, its problems under it."""
    if quiet and check.state == "works":
        return ""
    named = f"  {check.title}" if check.title else ""
    one = "feed" if check.kind in ("OPML", "sitemap index") else "item"
    held = f"  {check.kind}, {check.items:,} {one}{'' if check.items == 1 else 's'}" if check.kind else ""
    newest = f", newest {check.newest}" if check.newest else ""
    whole = f", {check.whole_texts:,} with their whole text" if check.whole_texts else ""
    lines = [f"{check.state:8}  {check.address}{named}{held}{newest}{whole}", *(f"          {p}" for p in check.problems)]
    return "".join(clean(line).replace("\n", " ") + "\n" for line in lines)
