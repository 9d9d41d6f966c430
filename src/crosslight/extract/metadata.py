"""What a page says of its article, and where: JSON-LD, meta tags, its feed, the page itself, its address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from crosslight.data.english import ENGLISH
from crosslight.extract import dates
from crosslight.extract.jsonld import described
from crosslight.model import Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.extract.jsonld import Described
    from crosslight.model import ArticleField, ProvenanceOrigin

_ORDER: tuple[ProvenanceOrigin, ...] = ("json-ld", "meta", "feed", "record", "page", "header", "address", "text")
"""Who is believed first. A feed names the article that it links to; a date printed on a page may be another article's."""
_TAGS: dict[ArticleField, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "twitter:site"),
    "authors": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "twitter:creator"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "date.published", "publishdate", "publish-date", "pubdate", "parsely-pub-date",
        "sailthru.date", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date", "dcterms.date", "article.published", "published_at", "date", "cxenseparse:recs:publishtime",
    ),
    "modified": (
        "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "revised",
    ),
    "language": ("og:locale", "dc.language", "content-language", "language", "inlanguage"),
    "url": ("og:url",),
}  # fmt: skip
_NO_AUTHOR = re.compile(
    r"(?i)\A(?:https?:.*|.*\.(?:com|org|net)|@.*|admin(?:istrator)?|editor(?:s|ial)?(?: team| staff| desk)?|staff(?: writer| reporter)?s?|news ?(?:desk|room)|"
    r"web ?(?:desk|master)|unknown|none|null|n/a|author|guest|user\d*|.*\d{4,}.*)\Z"
)
_ROLE = re.compile(
    r"(?i)(?:\b(?:reporters?|correspondents?|editors?|writers?|columnist|journalist|bureau chief|producer|photographer|agencies|contributor)|redakteur(?:in)?)\Z"
)
_BY = re.compile(r"(?i)\A(?:by|von|par|por|di|door|av|from|text:?|words:?)\s+")
_LANGUAGE = re.compile(r"(?i)\A([a-z]{2,3})(?:[-_][a-z0-9]+)*\Z")
_DATELINE_DAY = re.compile(
    r"\b((?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})\b"
)


@dataclass(slots=True)
class Statements:
    """Everything that was found, by field."""

    fetched: str | None
    found: list[Provenance] = field(default_factory=list)

    def add(self, name: ArticleField, value: str | None, origin: ProvenanceOrigin) -> None:
        """Note one statement; dates are brought into one form, and those that cannot be true are marked."""
        text = " ".join(value.split())[:1000] if value else ""
        if not text:
            return
        note: str | None = None
        if name in ("published", "modified"):
            normal = dates.normal(text)
            note = "is no date that can be read" if normal is None else dates.doubt(normal, self.fetched)
            text = normal or text
        one = Provenance(name, text, origin, trusted=note is None, note=note)
        if one not in self.found:
            self.found.append(one)

    def values(self, name: ArticleField) -> list[Provenance]:
        """What is trusted of one field, who is believed first in front."""
        return sorted((p for p in self.found if p.field == name and p.trusted), key=lambda p: _ORDER.index(p.origin))

    def first(self, name: ArticleField) -> str | None:
        """The value that is taken."""
        return next((p.value for p in self.values(name)), None)

    def ordered(self) -> tuple[Provenance, ...]:
        """All of them: by field, the taken one first, what is not trusted last."""
        fields = list(dict.fromkeys(p.field for p in self.found))
        return tuple(sorted(self.found, key=lambda p: (fields.index(p.field), not p.trusted, _ORDER.index(p.origin))))


def read_metadata(
    tree: Any, scripts: Iterable[str], url: str | None, fetched: str | None, told: Iterable[Provenance] = ()
) -> tuple[Statements, Described]:
    """What a page's head, its JSON-LD and its feed (``told``) say."""
    statements = Statements(fetched)
    linked = described(scripts)
    _from_linked_data(statements, linked, url)
    _from_tags(statements, tree, url)
    for one in told:
        statements.add(one.field, one.value, one.origin)
    _from_page(statements, tree)
    if url:
        statements.add("published", dates.in_address(urlsplit(url).path), "address")
    return statements, linked


def _from_linked_data(statements: Statements, linked: Described, url: str | None) -> None:
    for value in linked.headline[:1]:
        statements.add("title", value, "json-ld")
    for value in linked.publisher[:1]:
        statements.add("outlet", value, "json-ld")
    if linked.authors:
        statements.add("authors", "; ".join(linked.authors), "json-ld")
    for value in linked.published[:1]:
        statements.add("published", value, "json-ld")
    for value in linked.modified[:1]:
        statements.add("modified", value, "json-ld")
    for value in linked.language[:1]:
        statements.add("language", value, "json-ld")
    for value in linked.address:
        _add_address(statements, value, url, "json-ld")


def _from_tags(statements: Statements, tree: Any, url: str | None) -> None:
    given = _tags_of(tree)
    for name, tags in _TAGS.items():
        for values in (given.get(tag, ()) for tag in tags):
            if name == "authors":
                statements.add(name, "; ".join(v for v in values if not _NO_AUTHOR.match(v.strip())), "meta")
            elif name == "url":
                _add_address(statements, next(iter(values), None), url, "meta")
            else:
                statements.add(name, next(iter(values), None), "meta")
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower().split() == ["canonical"]:
            _add_address(statements, link.get("href"), url, "meta")
    html = tree.getroottree().getroot()
    statements.add("language", html.get("lang") or html.get("xml:lang"), "meta")


def _tags_of(tree: Any) -> dict[str, list[str]]:
    """The values of a page's meta tags by their names, in lower case."""
    given: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        value = meta.get("content")
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv")):
            if name and value and value.strip():
                given.setdefault(name.strip().lower(), []).append(value)
    return given


def _add_address(statements: Statements, value: str | None, url: str | None, origin: ProvenanceOrigin) -> None:
    """An address of the article by the page's own word: not the site's front page, not another site's, never a script."""
    if not value or not value.strip():
        return
    try:
        whole = urljoin(url or "", value.strip())
        parts = urlsplit(whole)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        return
    if url and parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/"):
        return  # a template that names the front page as the address of every article
    statements.add("url", whole, origin)


def _from_page(statements: Statements, tree: Any) -> None:
    for element in tree.iter("time"):
        kind = f"{element.get('itemprop') or ''} {element.get('class') or ''} {element.get('pubdate') or ''}".lower()
        value = element.get("datetime") or element.text_content()
        changed = "modified" in kind or "updated" in kind
        if any(word in kind for word in ("publish", "created", "entry-date", "pubdate", "modified", "updated")):
            statements.add("modified" if changed else "published", value, "page")
    for element in tree.xpath(".//*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::meta)][not(self::time)]")[:4]:
        name: ArticleField = "published" if element.get("itemprop") == "datePublished" else "modified"
        statements.add(name, element.get("content") or element.get("datetime") or element.text_content()[:80], "page")
    named = tree.xpath(".//*[@itemprop='author' or @rel='author' or @itemprop='creator'][not(self::meta)]")[:10]
    inner = [(one.xpath(".//*[@itemprop='name']") or [one])[0] for one in named]
    statements.add("authors", "; ".join(dict.fromkeys(" ".join(e.text_content().split())[:100] for e in inner)), "page")
    headings = [h for h in tree.iter("h1") if len(h.text_content().split()) >= 2]
    if headings:
        statements.add("title", headings[0].text_content(), "page")
    title = tree.find(".//title")
    if title is not None:
        statements.add("title", title.text_content(), "page")


def authors_in(value: str | None, outlet: str | None = None) -> tuple[str, ...]:
    """The names of an author line, each once, without "By", the outlet's own name and what is no name."""
    names: list[str] = []
    for part in re.split(r"\s*(?:;|\||,\s+(?=[A-Z])|\s+(?:and|und|et|y)\s+(?=[A-Z])|\s+&\s+)\s*", value or ""):
        name = _BY.sub("", part.strip().strip(",.")).strip()
        if name.casefold() == (outlet or "").casefold():
            continue
        if name and len(name) <= 80 and not _NO_AUTHOR.match(name) and not _ROLE.search(name) and re.search(r"[^\W\d_]", name):
            names.append(name)
    return tuple(dict.fromkeys(names))[:20]


def language_in(statements: Statements, text: str) -> str | None:
    """The declared language (ISO 639), where the text does not contradict it: templates say "en" on pages of any language."""
    found = next((m.group(1).lower() for p in statements.values("language") if (m := _LANGUAGE.match(p.value))), None)
    words = re.findall(r"[^\W\d_]+", text[:6000].lower())
    if found and found != "en" and sum(c > "\u024f" for c in text[:2000]) > 0.5 * len(text[:2000]):
        return found  # no Latin script: not English, whatever else it is
    if not found or len(words) < 20:
        return None
    english = sum(w in ENGLISH for w in words) / len(words) >= 0.22
    return found if english == (found == "en") else None


def headline_of(statements: Statements, outlet: str | None) -> str | None:
    """The headline that is taken, without the masthead that many sites put behind it ("… | The Post")."""
    for one in statements.values("title"):
        parts = re.split(r"\s*｜\s*|\s+(?:[|–—·•»-]|::)\s+", one.value)
        if len(parts) > 1:
            last = parts[-1].casefold()
            known = (outlet or "").casefold()
            if one.origin == "page" or (known and (last in known or known in last)) or "|" in one.value:
                shorter = one.value[: one.value.rfind(parts[-1])].rstrip(" |–—·•»-:｜")
                if len(parts[-1].split()) <= 5 and len(shorter.split()) >= 2:
                    return shorter
        return one.value
    return None


def outlet_of(statements: Statements, url: str | None) -> str | None:
    """The masthead's name; where the page names none, the site's domain."""
    for one in statements.values("outlet"):
        name = one.value.strip().lstrip("@").strip()
        if name and not name.startswith("http") and len(name) <= 80:
            return name
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def dateline_day(text: str) -> str | None:
    """A full date in an article's first words ("PORT LENN, March 11, 2026 –")."""
    found = _DATELINE_DAY.search(text[:160])
    return (
        dates.normal(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", found.group(1)))
        if found and re.search(r"\d{1,2}\D", found.group(1))
        else None
    )
