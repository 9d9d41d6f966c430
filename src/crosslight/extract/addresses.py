"""Web addresses: what is one, the host, and one form for the many addresses of one article."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?i)\A(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|at_\w+|ns_\w+|_hs\w+|mc_[ce]id|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|"
    r"wbraid|gbraid|icid|ncid|cmpid|cmp|ocid|ito|smid|smtyp|s_cid|wt[._]\w+|xtor|ref|ref_src|ref_url|referrer|referer|source|src|"
    r"rss|feed|partner|campaign|share|shared|sharetype|spm|trk|traffic_source|via|amp|outputtype|ftag|guccounter|guce_\w+)\Z"
)
"""Parameters that say where a reader came from, never which article it is (the analytics tools' own lists, and news sites' feeds)."""
_AMP = re.compile(r"(?i)(?:/amp(?:\.html)?|\.amp(?:\.html)?)/?\Z")
LONGEST = 4_000
"""Characters of an address. Browsers and servers stop at 2,000 to 8,000."""


def is_web_address(url: str) -> bool:
    """True for http and https addresses with a host."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= LONGEST


def joined(base: str | None, url: str | None) -> str | None:
    """``url`` as an absolute address, seen from ``base``; ``None`` where it is none."""
    if not url or not url.strip():
        return None
    url = "".join(url.split())
    try:
        whole = url if url.startswith(("http://", "https://")) else urljoin(base or "", url)
    except ValueError:
        return None
    return whole if is_web_address(whole) else None


def host_of(url: str | None) -> str | None:
    """The host, without "www."."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def same_article(url: str) -> str:
    """One form for the addresses that lead to the same article.

    Tracking parameters and the fragment go, what is left is sorted; scheme and host are in lower case, the
    default port, a trailing slash and an "/amp" ending go. It names an article; fetch what was given.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    path = _AMP.sub("", re.sub(r"/{2,}", "/", parts.path)).rstrip("/")
    kept = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k))
    return urlunsplit(("https", host, quote(path, safe="/%:@!$&'()*+,;=~-._"), urlencode(kept), ""))


def cleaned(url: str) -> str:
    """The address without tracking parameters and fragment, otherwise as it stands: it still leads to the page."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    pieces = parts.query.split("&") if parts.query else []
    kept = "&".join(p for p in pieces if not _TRACKING.match(p.split("=", 1)[0]))
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path, kept, ""))


def readable_id(url: str) -> str:
    """A readable id: the host and the last part of the path."""
    last = [p for p in urlsplit(url).path.split("/") if p]
    return "-".join(filter(None, (host_of(url), last[-1].rsplit(".", 1)[0] if last else None)))


def address_id(url: str) -> str:
    """An id that one article has under all its addresses: readable, and its own among a site's million."""
    from hashlib import sha256

    key = same_article(url)
    return f"{readable_id(key)[:60]}-{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def same_site(one: str, other: str) -> bool:
    """True where two addresses are of one site: the host without "www.", "m.", "amp." and the like is the same."""
    return _site(one) == _site(other)


def _site(url: str) -> str:
    return re.sub(r"\A(?:www\d?|m|mobile|amp|edition|touch|wap)\.", "", host_of(url) or "")
