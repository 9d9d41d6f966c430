"""Articles in other projects' JSON: news-please, and the IPTC's ninjs (1.x, 2.x, 3.x)."""

from __future__ import annotations

import re
from typing import Any

from crosslight.errors import SkipArticle
from crosslight.extract.addresses import host_of, is_web_address
from crosslight.extract.dates import normal
from crosslight.extract.html import fragment
from crosslight.extract.identity import content_id
from crosslight.extract.metadata import authors_in
from crosslight.model import Article, Extraction, Provenance

_PLAIN_FIRST = ("text", "main", "plain", "plaintext")


def is_news_please(value: dict[str, Any]) -> bool:
    """True for a record of news-please (github.com/fhamborg/news-please)."""
    return "maintext" in value and ("source_domain" in value or "date_publish" in value or "url" in value)


def from_news_please(value: dict[str, Any], source: str) -> Extraction:
    """The article of a news-please record.

    Raises:
        SkipArticle: it holds no text.

    """
    text = _text(value.get("maintext"))
    if text is None:
        raise SkipArticle(source, 'is a news-please record without "maintext"; nothing to read')
    url = _text(value.get("url"))
    given = value.get("authors")
    authors = tuple(dict.fromkeys(n for a in given if isinstance(a, str) for n in authors_in(a))) if isinstance(given, list) else ()
    domain = _text(value.get("source_domain")) or host_of(url)
    title = _text(value.get("title"))
    return _extraction(
        Article(
            id=content_id(text, domain, title),
            text=text,
            title=title,
            outlet=domain.removeprefix("www.") if domain else None,
            url=url if url and is_web_address(url) else None,
            published=_date(value.get("date_publish")),
            fetched=_date(value.get("date_download")),
            language=_text(value.get("language")),
            authors=authors,
        ),
        _date(value.get("date_modify")),
    )


def is_ninjs(value: dict[str, Any]) -> bool:
    """True for a ninjs item: a uri, and a body in one of its forms."""
    return isinstance(value.get("uri"), str) and (
        isinstance(value.get("bodies"), list)
        or any(k.startswith("body") for k in value)
        or value.get("type") in ("text", "composite")
    )


def from_ninjs(value: dict[str, Any], source: str) -> Extraction:
    """The article of a ninjs item (iptc.org/std/ninjs). A plain body is taken before one with markup that says less.

    Raises:
        SkipArticle: it is withheld, no text, or without a body.

    """
    if value.get("pubstatus", value.get("pubStatus")) in ("canceled", "cancelled", "withheld"):
        raise SkipArticle(source, f"is {value.get('pubstatus', value.get('pubStatus'))} by its agency; it is not read")
    text = _body(value, source)
    if not text or not text.strip():
        raise SkipArticle(source, "is a ninjs item without a body text; nothing to read")
    uri = str(value["uri"])
    language = _text(value.get("language"))
    outlet = _supplier(value)
    return _extraction(
        Article(
            id=uri,
            text=text,
            title=_headline(value),
            outlet=outlet,
            url=uri if is_web_address(uri) else _web_address(value),
            published=_first_date(
                value, "firstcreated", "firstCreated", "contentcreated", "contentCreated", "versioncreated", "versionCreated"
            ),
            language=re.split(r"[-_]", language)[0].lower() if language else None,
            authors=authors_in(_byline(value)),
        ),
        _first_date(value, "versioncreated", "versionCreated"),
    )


def _extraction(article: Article, modified: str | None) -> Extraction:
    told = (
        ("title", article.title), ("outlet", article.outlet), ("published", article.published), ("modified", modified),
        ("authors", "; ".join(article.authors)), ("language", article.language),
    )  # fmt: skip
    provenance = tuple(Provenance(name, value, "record") for name, value in told if value)  # type: ignore[arg-type]
    return Extraction(article, modified, host_of(article.url), provenance=provenance)


def _body(value: dict[str, Any], source: str) -> str | None:
    """The text: of several bodies the plain one, unless the one with markup keeps paragraphs that it has lost."""
    plain: list[str] = []
    marked: list[str] = []
    for role, media, content in _bodies(value):
        if not content.strip():
            continue
        is_markup = "html" in media or "html" in role or "xml" in role or re.search(r"</(?:p|div|section)>", content)
        (marked if is_markup else plain).append(content)
    if plain and (plain[0].count("\n") or not marked):
        return plain[0]
    return fragment(marked[0], source) if marked else None


def _bodies(value: dict[str, Any]) -> list[tuple[str, str, str]]:
    listed = value.get("bodies")
    found = [
        (str(b.get("role", "")).lower(), str(b.get("contenttype", b.get("contentType", ""))).lower(), b["value"])
        for b in (listed if isinstance(listed, list) else ())
        if isinstance(b, dict) and isinstance(b.get("value"), str)
    ]
    found += [(key[5:].lower(), "", v) for key, v in value.items() if key.startswith("body_") and isinstance(v, str)]
    return sorted(found, key=lambda b: b[0] not in _PLAIN_FIRST)


def _headline(value: dict[str, Any]) -> str | None:
    listed = value.get("headlines")
    if isinstance(listed, list):
        heads = [h for h in listed if isinstance(h, dict) and _text(h.get("value"))]
        best = next((h for h in heads if h.get("role") == "main"), heads[0] if heads else {})
        return _text(best.get("value"))
    return _text(value.get("headline")) or _text(value.get("headline_main")) or _text(value.get("title"))


def _supplier(value: dict[str, Any]) -> str | None:
    for key in ("infosources", "infoSources", "infosource"):
        listed = value.get(key)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and _text(one.get("name")):
                return _text(one.get("name"))
    return _text(value.get("copyrightholder")) or _text(value.get("copyrightHolder")) or _text(value.get("source"))


def _byline(value: dict[str, Any]) -> str | None:
    by = _text(value.get("by")) or _text(value.get("byline"))
    return re.sub(r",\s*[a-zA-Z]{2,10}\Z", "", by) if by else None


def _web_address(value: dict[str, Any]) -> str | None:
    for key in ("canonicalurl", "canonicalUrl", "url", "href"):
        found = _text(value.get(key))
        if found and is_web_address(found):
            return found
    return None


def _first_date(value: dict[str, Any], *names: str) -> str | None:
    return next((found for name in names if (found := _date(value.get(name)))), None)


def _date(value: object) -> str | None:
    return normal(value) if isinstance(value, str) and value.strip() else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
