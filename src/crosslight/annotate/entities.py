"""Entities and their mentions inside one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.model import Entity, Mention, Span

if TYPE_CHECKING:
    from crosslight.annotate.parsed import ParsedArticle


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of one article and every place where each is named or stood for, in text order."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]

    def entity(self, id: str) -> Entity:
        """The entity of that id."""
        return next(e for e in self.entities if e.id == id)

    def at(self, span: Span) -> Entity | None:
        """The entity whose mention shares most with ``span`` (the longest shared stretch, then the first), if any does."""
        best = max((m for m in self.mentions if m.span.overlaps(span)), key=lambda m: min(m.span.end, span.end) - max(m.span.start, span.start), default=None)
        return self.entity(best.entity) if best else None


def find(parsed: ParsedArticle) -> Cast:
    """The article's entities."""
    return Cast((), ())
