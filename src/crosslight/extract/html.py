"""HTML to Article. Nothing in the page is run or loaded."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from crosslight.errors import SkipArticle
from crosslight.extract.identity import content_id
from crosslight.model import Article

MIN_WORDS = 12
"""Below this a page's text is a menu or a notice; the shortest report in the corpora that we measured on has 47 words."""

_DATE = re.compile(r"\d{4}(-\d\d){0,2}([T ]\d\d:\d\d.*)?\Z")


def from_html(
    raw: bytes | str, source: str, *, id: str | None = None, url: str | None = None, fetched: str | None = None
) -> Article:
    """The article of a page: its text without boilerplate, and what its metadata says of title, outlet and date.

    The date is the page's own (JSON-LD, meta tags, the address); a guess from the prose is not taken.

    Raises:
        SkipArticle: the page holds no article text.

    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what we report ourselves
    found = trafilatura.bare_extraction(
        raw,
        url=url,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )
    text = (found.text or "").strip() if found else ""
    if not found or len(text.split()) < MIN_WORDS:
        raise SkipArticle(source, "holds no article text that can be told from the rest of the page; save the article as text")
    text = text.replace("\n", "\n\n")
    address = url or found.url
    return Article(
        id=id or content_id(text, found.sitename, found.title),
        text=text,
        title=found.title or None,
        outlet=_outlet(found.sitename, address),
        url=address,
        published=found.date if found.date and _DATE.match(found.date) else None,
        fetched=fetched,
        language=None,
        authors=tuple(a.strip() for a in (found.author or "").split(";") if a.strip()),
    )


def _outlet(name: str | None, url: str | None) -> str | None:
    """The site's own name, else its domain."""
    if name and name.strip():
        return name.strip().lstrip("@")
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None
