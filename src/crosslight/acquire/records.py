"""Article records: one JSON object a line, as the interchange format has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crosslight.errors import SkipArticle
from crosslight.extract.identity import content_id
from crosslight.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = ("id", "title", "outlet", "published", "url", "language", "fetched")


def from_lines(text: str, source: str, skipped: list[SkipArticle]) -> Iterator[Article]:
    """The articles of a JSONL text; each line that is none is added to ``skipped`` with its number."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield from_value(json.loads(line), f"{source}, line {number}")
            except json.JSONDecodeError as error:
                skipped.append(
                    SkipArticle(f"{source}, line {number}", f"is not JSON ({error.msg}); one article record a line is wanted")
                )
            except RecursionError:
                skipped.append(
                    SkipArticle(f"{source}, line {number}", "is JSON nested too deeply; one article record a line is wanted")
                )
            except SkipArticle as error:
                skipped.append(error)


def from_value(value: object, source: str) -> Article:
    """One article record as an Article.

    Raises:
        SkipArticle: the value is no article record.

    """
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise SkipArticle(source, 'is not an article record; it needs at least "text": "..."')
    if not value["text"].strip():
        raise SkipArticle(source, 'has an empty "text"; nothing to read')
    for name in _TEXTS:
        if value.get(name) is not None and not isinstance(value[name], str):
            raise SkipArticle(source, f'has a "{name}" that is not a string; make it one, or leave it out')
    given = {name: value.get(name) or None for name in _TEXTS}
    authors = value.get("authors") or ()
    return Article(
        id=given["id"] or content_id(value["text"], given["outlet"], given["title"]),
        text=value["text"],
        title=given["title"],
        outlet=given["outlet"],
        url=given["url"],
        published=given["published"],
        fetched=given["fetched"],
        language=given["language"],
        authors=tuple(a for a in authors if isinstance(a, str)) if isinstance(authors, list) else (),
    )
