"""Who says what: every attribution of one article, in text order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Attribution, Event, Figure, Place, TimeExpression


def find(parsed: ParsedArticle, cast: Cast) -> tuple[Attribution, ...]:
    """Who says what: every attribution of one article, in text order."""
    return ()
