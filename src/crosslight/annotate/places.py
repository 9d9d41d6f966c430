"""Every toponym of one article and where it lies, in text order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Attribution, Event, Figure, Place, TimeExpression


def find(parsed: ParsedArticle, cast: Cast) -> tuple[Place, ...]:
    """Every toponym of one article and where it lies, in text order."""
    return ()
