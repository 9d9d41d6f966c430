"""Polite fetches of pages: robots.txt asked, hosts visited at their pace, size and time bounded, private addresses refused."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NoReturn, Self
from urllib.parse import urlsplit

import httpcore2
import httpx2

from crosslight.acquire.bodies import ENCODINGS, read_body
from crosslight.acquire.guard import Deadline, GuardedBackend, RefusedAddress, resolve
from crosslight.acquire.pace import Pace
from crosslight.acquire.robots import AGENT, MOST_BYTES, Robots
from crosslight.errors import RetryLater, SkipArticle
from crosslight.extract import from_page
from crosslight.extract.addresses import is_web_address, joined, readable_id
from crosslight.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from crosslight.acquire.guard import Resolver
    from crosslight.acquire.robots import Rules
    from crosslight.model import Article

MAX_BYTES = 10_000_000
MAX_FEED_BYTES = 60_000_000
"""A sitemap may have 50 MB by its protocol; a feed of 50,000 items has some 25."""
MAX_REDIRECTS = 5
SECONDS = 45.0
"""The whole of one answer, however slowly its bytes come. A page of 10 MB needs 40 s at 2 Mbit/s."""
_NO_PAGE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/msword", "application/vnd.")
_REDIRECTS = (301, 302, 303, 307, 308)
_LISTS = ("xml", "json", "gzip")
_ACCEPT = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, text/plain;q=0.8, */*;q=0.5"
_HEADERS = ("content-type", "content-language", "etag", "last-modified", "date", "link")


@dataclass(slots=True)
class Fetcher:
    """Fetches pages. ``allow_hosts`` names hosts that may lie at private addresses.

    ``keep`` is given every page that was fetched, as it came, and says where it was put. Clocks and resolver are parts that a test
    may replace: ``pace`` holds its own, ``now`` is the time of day.
    """

    allow_hosts: frozenset[str] = frozenset()
    max_bytes: int = MAX_BYTES
    max_feed_bytes: int = MAX_FEED_BYTES
    seconds: float = SECONDS
    pace: Pace = field(default_factory=Pace)
    keep: Callable[[Page], str] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    resolver: Resolver = resolve
    _client: httpx2.Client | None = field(default=None, repr=False)
    _robots: Robots | None = field(default=None, repr=False)
    _deadline: Deadline = field(default_factory=Deadline, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def article(self, url: str) -> Article:
        """The article at ``url``.

        Raises:
            SkipArticle: the page is refused, too large, not a page, or holds no article.
            RetryLater: the host did not answer, or answered that it cannot now.

        """
        page = self.page(url)
        return from_page(page, id=readable_id(page.address)).article

    def page(self, url: str, *, etag: str | None = None, last_modified: str | None = None, max_bytes: int | None = None) -> Page:
        """What ``url`` answers, every redirect followed and checked.

        With the ``etag`` or ``last_modified`` of an earlier answer, an unchanged page comes back with status 304.

        Raises:
            SkipArticle: the address is refused, or what it answers is too large or no page.
            RetryLater: the host did not answer, or answered that it cannot now; ``after`` says for how long.

        """
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        page = self._get(url, {k: v for k, v in headers.items() if v}, limit=max_bytes or self.max_bytes)
        return replace(page, raw=self.keep(page)) if self.keep and page.status == 200 else page

    def _rules(self, url: str) -> Rules:
        def ask(address: str) -> bytes | None:
            try:
                return self._get(address, {}, limit=MOST_BYTES * 4, robots=True).body
            except RetryLater as error:  # RFC 9309: a host that cannot say is not fetched from
                raise RetryLater(url, f"was left alone: its robots.txt {error.reason}", error.after) from error
            except SkipArticle as error:
                if isinstance(error.__cause__, RefusedAddress):
                    raise SkipArticle(url, error.reason) from error.__cause__
                return None  # no robots.txt: all may be fetched

        if self._robots is None:
            self._robots = Robots(self.pace.clock)
        return self._robots.rules(url, ask)

    def _get(self, url: str, headers: dict[str, str], *, limit: int, robots: bool = False) -> Page:
        address = url
        for _ in range(MAX_REDIRECTS + 1):
            if not is_web_address(address):
                raise SkipArticle(url, "is no web address; http:// or https:// and a host are wanted")
            self._take_turn(address, robots=robots)
            found = self._visit(url, address, headers, limit)
            if isinstance(found, Page):
                return found
            address = found
        raise SkipArticle(url, f"was redirected more than {MAX_REDIRECTS} times; give the article's final address")

    def _take_turn(self, url: str, *, robots: bool) -> None:
        host = urlsplit(url).netloc
        left = self.pace.closed(host)
        if not (left or robots):
            rules = self._rules(url)
            if not rules.allow(url):
                raise SkipArticle(
                    url, "may not be fetched: the site's robots.txt asks robots to stay away; save the page and give the file"
                )
            left = self.pace.wait(host, rules.delay)
        if left:
            raise RetryLater(url, f"was not asked: its host is left alone for another {left:,.0f} seconds", left)

    def _visit(self, url: str, address: str, headers: dict[str, str], limit: int) -> Page | str:
        """One request: the page, or the address to which it sends on."""
        host = urlsplit(address).netloc
        self._deadline.at = time.monotonic() + self.seconds
        try:
            with self._open().stream("GET", address, headers=headers) as answer:
                if answer.status_code in _REDIRECTS:
                    return joined(address, answer.headers.get("location")) or ""
                self._check(url, host, answer)
                return self._page(url, address, answer, limit)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
            self._failed(url, host, error)
        finally:
            self._deadline.at = None

    def _check(self, url: str, host: str, answer: httpx2.Response) -> None:
        status = answer.status_code
        if status in (408, 425, 429) or status >= 500:
            after = self.pace.failed(host, _retry_after(answer.headers.get("retry-after"), self.now()))
            raise RetryLater(url, f"answered {status} {answer.reason_phrase}; try again in {after:,.0f} seconds", after)
        self.pace.answered(host)
        if status >= 400:
            raise SkipArticle(
                url, f"answered {status} {answer.reason_phrase}; check the address, or save the page and give the file"
            )
        media = answer.headers.get("content-type", "").split(";")[0].strip().lower()
        if media.startswith(_NO_PAGE):
            raise SkipArticle(url, f"is {media}, not a page; give the address of the article itself")

    def _page(self, url: str, address: str, answer: httpx2.Response, limit: int) -> Page:
        fetched = self.now().isoformat(timespec="seconds")
        kept = tuple((name, answer.headers[name]) for name in _HEADERS if name in answer.headers)
        if answer.status_code == 304:
            return Page(url, address, 304, b"", fetched, kept)
        media = answer.headers.get("content-type", "").lower()
        if any(word in media for word in _LISTS) and "xhtml" not in media:
            limit = max(limit, self.max_feed_bytes)
        body = read_body(answer.iter_raw(), answer.headers.get("content-encoding", ""), limit, url)
        return Page(url, address, answer.status_code, body, fetched, kept)

    def _failed(self, url: str, host: str, error: Exception) -> NoReturn:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, RefusedAddress):
                raise SkipArticle(url, str(cause)) from cause
            cause = cause.__cause__ or cause.__context__
        after = self.pace.failed(host)
        if isinstance(error, httpx2.TimeoutException):
            raise RetryLater(url, "did not answer in time; try again later", after) from error
        if isinstance(error, httpx2.RemoteProtocolError):
            raise RetryLater(url, f"broke off in the middle of its answer ({error}); try again later", after) from error
        reason = str(error) or type(error).__name__
        raise RetryLater(url, f"could not be reached ({reason}); check the address and the network", after) from error

    def _open(self) -> httpx2.Client:
        with self._lock:
            if self._client is None:
                self._client = guarded_client(GuardedBackend(self.allow_hosts, self._deadline, self.resolver))
            return self._client


def guarded_client(backend: GuardedBackend) -> httpx2.Client:
    """A client that connects through the guard alone: no proxy, no cookie, no redirect followed by itself."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    transport = httpx2.HTTPTransport(trust_env=False)
    transport._pool = httpcore2.ConnectionPool(  # noqa: SLF001 - the client offers no other way to give a network backend
        ssl_context=httpx2.create_ssl_context(), network_backend=backend, max_connections=16, keepalive_expiry=30.0
    )
    return httpx2.Client(
        transport=transport,
        timeout=httpx2.Timeout(20.0, connect=10.0),
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none is kept
        headers={"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": ENCODINGS},
    )


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header, which holds a number or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())
