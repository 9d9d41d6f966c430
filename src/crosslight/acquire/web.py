"""One polite fetch of one page: robots.txt asked, size and time bounded, private addresses refused.

The guard stands where the connection is made: a host is resolved once, every address that is not
public is refused, and the connection goes to the address that was checked, so that neither a redirect
nor a second DNS answer can lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2

from crosslight._version import __version__
from crosslight.acquire.bytes_to_text import decode
from crosslight.errors import RetryLater, SkipArticle
from crosslight.extract.html import from_html
from crosslight.extract.plain import byline_outlet, headline
from crosslight.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable

AGENT = f"crosslight/{__version__}"
MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
TIMEOUT = httpx2.Timeout(20.0, connect=10.0)
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")


class _Refused(OSError):  # noqa: N818 - what the guard did
    """The host's address is not a public one."""


class _GuardedBackend(httpcore2.SyncBackend):
    """Connects only to addresses that were resolved, found public, and pinned."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__()
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        address = public_address(host, port, self._allowed)
        return super().connect_tcp(address, port, timeout, local_address, socket_options)


def public_address(host: str, port: int, allowed: frozenset[str] = frozenset()) -> str:
    """The first address of ``host``, if all of them are public or the host is allowed by name.

    Raises:
        OSError: the host is unknown, or one of its addresses is private, local or reserved.

    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise OSError(f"{host} has no address")
    private = [a for a in found if not _is_public(a)]
    if private and host not in allowed:
        raise _Refused(f"{host} is at {private[0]}, which is not a public address; allow it with --allow-host {host}")
    return found[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not (mapped or ip).is_multicast


@dataclass(slots=True)
class Fetcher:
    """Fetches pages. ``allow_hosts`` names hosts that may lie at private addresses."""

    allow_hosts: frozenset[str] = frozenset()
    max_bytes: int = MAX_BYTES
    _client: httpx2.Client | None = field(default=None, repr=False)

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
        if not _is_web_address(url):
            raise SkipArticle(url, "is no web address; http:// or https:// and a host are wanted")
        self._ask_robots(url)
        address, media, charset, raw = self._get(url)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if media == "text/plain":
            text = decode(raw, url, charset)
            return Article(
                id=_id_of(address),
                text=text,
                title=headline(text),
                outlet=byline_outlet(text) or _host(address),
                url=address,
                fetched=now,
            )
        return from_html(decode(raw, url, charset), url, id=_id_of(address), url=address, fetched=now)

    def _ask_robots(self, url: str) -> None:
        from protego import Protego

        robots = urljoin(url, "/robots.txt")
        try:
            _, _, charset, raw = self._get(robots, pages=None)
            rules = Protego.parse(raw.decode(charset or "utf-8", "replace"))
        except RetryLater:
            raise  # RFC 9309: a host that cannot say is not fetched from
        except SkipArticle:
            return  # no robots.txt: all may be fetched
        if not rules.can_fetch(url, AGENT):
            raise SkipArticle(
                url, "may not be fetched: the site's robots.txt asks robots to stay away; save the page and give the file"
            )

    def _get(self, url: str, pages: tuple[str, ...] | None = _PAGES) -> tuple[str, str, str | None, bytes]:
        """Final address, media type, charset and body, redirects followed one by one."""
        for _ in range(MAX_REDIRECTS + 1):
            if not _is_web_address(url):
                raise SkipArticle(url, "is no web address; http:// or https:// and a host are wanted")
            try:
                with self._open().stream("GET", url) as answer:
                    if answer.is_redirect:
                        url = urljoin(url, answer.headers.get("location", ""))
                        continue
                    return self._body(url, answer, pages)
            except httpx2.HTTPError as error:
                raise _failure(url, error) from error
            except _Refused as error:
                raise SkipArticle(url, str(error)) from error
            except (httpx2.InvalidURL, OSError, UnicodeError) as error:
                raise RetryLater(url, f"could not be reached ({error}); check the address and the network") from error
        raise SkipArticle(url, f"was redirected more than {MAX_REDIRECTS} times; give the article's final address")

    def _body(self, url: str, answer: httpx2.Response, pages: tuple[str, ...] | None) -> tuple[str, str, str | None, bytes]:
        if answer.status_code in (408, 425, 429) or answer.status_code >= 500:
            raise RetryLater(url, f"answered {answer.status_code} {answer.reason_phrase}; try again later")
        if answer.status_code >= 400:
            raise SkipArticle(
                url, f"answered {answer.status_code} {answer.reason_phrase}; check the address, or save the page and give the file"
            )
        media = answer.headers.get("content-type", "").split(";")[0].strip().lower()
        if pages is not None and media not in pages:
            raise SkipArticle(url, f"is {media}, not a page; give the address of the article itself")
        raw = bytearray()
        for chunk in answer.iter_bytes():
            raw += chunk
            if len(raw) > self.max_bytes:
                raise SkipArticle(url, f"is larger than {self.max_bytes / 1e6:,.0f} MB; save the article as text and give the file")
        return url, media, answer.charset_encoding, bytes(raw)

    def _open(self) -> httpx2.Client:
        if self._client is None:
            transport = httpx2.HTTPTransport(trust_env=False)
            transport._pool = httpcore2.ConnectionPool(  # noqa: SLF001 - the client offers no other way to give a network backend
                ssl_context=httpx2.create_ssl_context(), network_backend=_GuardedBackend(self.allow_hosts), max_connections=4
            )
            self._client = httpx2.Client(
                transport=transport,
                timeout=TIMEOUT,
                trust_env=False,
                follow_redirects=False,
                headers={"User-Agent": AGENT, "Accept": "text/html, text/plain;q=0.8"},
            )
        return self._client


def _failure(url: str, error: httpx2.HTTPError) -> SkipArticle:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _Refused):
            return SkipArticle(url, str(cause))
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx2.TimeoutException):
        return RetryLater(url, "did not answer in time; try again later")
    return RetryLater(url, f"could not be reached ({str(error) or type(error).__name__}); check the address and the network")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _host(url: str) -> str | None:
    host = urlsplit(url).hostname
    return host.removeprefix("www.") if host else None


def _id_of(url: str) -> str:
    """A readable id: the host and the last part of the path."""
    last = [p for p in urlsplit(url).path.split("/") if p]
    return "-".join(filter(None, (_host(url), last[-1].rsplit(".", 1)[0] if last else None)))
