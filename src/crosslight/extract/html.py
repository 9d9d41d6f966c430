"""HTML to Article. Nothing in the page is run or loaded."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from crosslight.errors import SkipArticle
from crosslight.extract.addresses import cleaned, same_site
from crosslight.extract.decoding import decode, decode_markup
from crosslight.extract.identity import content_id
from crosslight.extract.metadata import Statements, authors_in, dateline_day, headline_of, language_in, outlet_of, read_metadata
from crosslight.extract.plain import byline_outlet, headline
from crosslight.extract.prose import prose
from crosslight.model import Article, Extraction, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.extract.jsonld import Described
    from crosslight.model import Page

MIN_WORDS = 12
"""Below this a page's text is a menu or a notice; the shortest report in the corpora that we measured on has 47 words."""
MANY_ELEMENTS = 30_000
"""Elements beyond which paragraphs are taken as they stand: weighing them took 9.7 s on a page of 300,000."""
_MARKUP = re.compile(r"(?i)\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml|meta|article|div|title)\b", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_BREAK = re.compile(r"(?i)</?(?:p|br|div|li|h\d)\b[^<>]*>")


def from_html(
    raw: bytes | str, source: str, *, id: str | None = None, url: str | None = None, fetched: str | None = None
) -> Article:
    """The article of a page: its text without boilerplate, and what it says of title, outlet, authors and date.

    Raises:
        SkipArticle: the page holds no article text.

    """
    text = decode_markup(raw, source) if isinstance(raw, bytes) else raw
    return extract(text, source, id=id, url=url, fetched=fetched).article


def from_page(page: Page, *, id: str | None = None, told: Iterable[Provenance] = ()) -> Extraction:
    """The article of a fetched page, HTML or plain text. ``told`` is what the feed that led there says of it.

    Raises:
        SkipArticle: the page is no text, or holds no article.

    """
    if page.media == "text/plain":
        text = decode(page.body, page.url, page.charset)
        if not is_markup(text):
            return _from_plain(text, page, id, told)
    text = decode_markup(page.body, page.url, page.charset)
    return extract(text, page.url, id=id, url=page.address, fetched=page.fetched, told=_with_header(page, told))


def is_markup(text: str) -> bool:
    """True where a text begins as an HTML page does."""
    return bool(_MARKUP.match(text[:3000]))


def extract(
    text: str,
    source: str,
    *,
    id: str | None = None,
    url: str | None = None,
    fetched: str | None = None,
    told: Iterable[Provenance] = (),
) -> Extraction:
    """The article of a page's markup, with where each thing known of it came from.

    The address is where the page was found, or what it says itself where that is not known. A date that
    cannot be true (after the fetch, before 1990) is kept among the provenance and not taken.

    Raises:
        SkipArticle: the page holds no article text.

    """
    from crosslight.extract.tree import tree_of

    tree, scripts = tree_of(text, source)
    statements, linked = read_metadata(tree, scripts, url, fetched, told)
    address = _address(statements, url)
    outlet = outlet_of(statements, address)
    title = headline_of(statements, outlet)
    authors = authors_in(statements.first("authors"), outlet)
    titles = {title or "", *(p.value for p in statements.values("title"))}
    words = prose(_text_of(tree, linked), titles=titles, authors=authors)
    if len(words.split()) < MIN_WORDS and not _is_long_without_spaces(words):
        raise SkipArticle(source, "holds no article text that can be told from the rest of the page; save the article as text")
    if not statements.values("published"):
        statements.add("published", dateline_day(words), "text")
    article = Article(
        id=id or content_id(words, outlet, title),
        text=words,
        title=title,
        outlet=outlet,
        url=address,
        published=statements.first("published"),
        fetched=fetched,
        language=language_in(statements, words),
        authors=authors,
    )
    return Extraction(
        article=article,
        modified=statements.first("modified"),
        domain=outlet_of(Statements(None), address),
        partial=linked.partial,
        provenance=statements.ordered(),
    )


def _address(statements: Statements, url: str | None) -> str | None:
    """Where the article is at home: its page's own word, unless that leads to another site than the one it was found on."""
    told = next((p.value for p in statements.values("url") if not url or same_site(p.value, url)), url)
    return cleaned(told) if told else None


def fragment(markup: str, source: str) -> str:
    """The prose of a piece of markup that is an article's body alone (from a feed, a news agency's record).

    Raises:
        SkipArticle: there is no element in it.

    """
    from crosslight.extract.tree import tree_of, without_asides

    tree, _ = tree_of(f"<html><body>{markup}</body></html>", source)
    without_asides(tree)
    for element in tree.iter(*_BLOCKS):
        element.text, element.tail = "\n" + (element.text or ""), "\n" + (element.tail or "")
    return prose("\n".join(" ".join(line.split()) for line in tree.text_content().split("\n")))


_BLOCKS = ("p", "li", "h2", "h3", "h4", "blockquote", "dd", "div", "section", "td", "br")


def _text_of(tree: Any, linked: Described) -> str:
    """The page's article text, a paragraph a line; the JSON-LD's where the page shows much less of it."""
    from crosslight.extract.tree import flatten_tables, lead_of, paragraphs, without_asides

    without_asides(tree)
    if linked.live:
        return paragraphs(tree, whole=True)
    if sum(1 for _ in tree.iter()) > MANY_ELEMENTS:
        shown = paragraphs(tree)
    else:
        lead = lead_of(tree)
        shown = _weighed(tree)
        if len(shown.split()) < MIN_WORDS and flatten_tables(tree):
            shown = _weighed(tree)
        if lead and shown and lead[:60] not in " ".join(shown.split()):
            shown = f"{lead}\n{shown}"
    body = max((_plain(b) for b in linked.body), key=len, default="")
    return body if len(shown) < 0.5 * len(body) else shown


def _weighed(tree: Any) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what we report ourselves
    found = trafilatura.bare_extraction(
        tree, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
    )
    return (found.text or "") if found else ""


def _plain(body: str) -> str:
    """A JSON-LD body as lines: some sites put markup into it."""
    if "<" in body and _TAG.search(body):
        import html

        body = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", body)))
    return "\n".join(" ".join(line.split()) for line in re.split(r"\n+|\r+", body[:1_000_000]) if line.strip())


def _is_long_without_spaces(text: str) -> bool:
    """True for scripts that put no space between words (Chinese, Japanese, Thai) from 40 characters."""
    return len(text) >= 40 and len(text.split()) < len(text) / 12


def _with_header(page: Page, told: Iterable[Provenance]) -> Iterable[Provenance]:
    yield from told
    language = page.header("content-language")
    if language and "," not in language:
        yield Provenance("language", language, "header")


def _from_plain(text: str, page: Page, id: str | None, told: Iterable[Provenance]) -> Extraction:
    statements = Statements(page.fetched)
    statements.add("title", headline(text), "text")
    statements.add("outlet", byline_outlet(text), "text")
    for one in told:
        statements.add(one.field, one.value, one.origin)
    outlet = outlet_of(statements, page.address)
    article = Article(
        id=id or content_id(text, outlet, statements.first("title")),
        text=text,
        title=statements.first("title"),
        outlet=outlet,
        url=page.address,
        published=statements.first("published"),
        fetched=page.fetched,
        authors=authors_in(statements.first("authors")),
    )
    return Extraction(
        article, statements.first("modified"), outlet_of(Statements(None), page.address), provenance=statements.ordered()
    )
