"""Every figure of one article, in text order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Attribution, Event, Figure, Place, TimeExpression


def find(parsed: ParsedArticle, said: tuple[Attribution, ...], when: tuple[TimeExpression, ...]) -> tuple[Figure, ...]:
    """Every figure of one article, in text order."""
    return ()
