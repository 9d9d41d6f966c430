"""Articles that stand in the feed itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crosslight.errors import SkipArticle
from crosslight.extract.addresses import address_id, cleaned, host_of
from crosslight.extract.html import fragment
from crosslight.extract.identity import content_id
from crosslight.extract.metadata import Statements, authors_in, language_in, outlet_of
from crosslight.model import Article, Extraction

if TYPE_CHECKING:
    from crosslight.acquire.feeds.items import FeedItem

FEWEST_WORDS = 80
"""Words from which a feed's own text is held to be the article, not a teaser (those have 20 to 60)."""
_CUT = re.compile(
    r"(?i)(?:\[(?:…|\.\.\.|&#8230;|&hellip;)\]|…|\.\.\.|&hellip;|&#8230;|read more|continue reading|read the full[\w ]*|weiterlesen|lire la suite|leer más)"
    r"\W*(?:</\w+>\W*)*\Z"
)
_TAG = re.compile(r"<[^<>]*>")


def is_whole(content: str) -> bool:
    """True where a feed's text is long enough to be the article and does not break off."""
    return len(_TAG.sub(" ", content).split()) >= FEWEST_WORDS and not _CUT.search(content.strip()[-200:])


def from_item(item: FeedItem, source: str, *, base: str | None = None, fetched: str | None = None) -> Extraction:
    """The article that a feed itself holds. ``base`` is the feed's own address, where it has one.

    Raises:
        SkipArticle: it holds a teaser at most.

    """
    name = item.address or item.key or source
    if not item.content or not is_whole(item.content):
        raise SkipArticle(name, f"stands in {source} as a teaser only; its page must be fetched")
    text = fragment(item.content, name)
    statements = Statements(fetched)
    for one in item.provenance():
        statements.add(one.field, one.value, one.origin)
    outlet = outlet_of(statements, item.address or base)
    article = Article(
        id=address_id(item.address) if item.address else content_id(text, outlet, item.title),
        text=text,
        title=item.title,
        outlet=outlet,
        url=cleaned(item.address) if item.address else None,
        published=statements.first("published"),
        fetched=fetched,
        language=language_in(statements, text),
        authors=authors_in("; ".join(item.authors)),
    )
    return Extraction(article, statements.first("modified"), host_of(item.address or base), provenance=statements.ordered())
