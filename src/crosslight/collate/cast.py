"""The story's cast: one entity for the person, body or place that several articles name in their ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.model import Entity, Span

if TYPE_CHECKING:
    from crosslight.collate.reading import StoryReading


@dataclass(frozen=True, slots=True)
class StoryCast:
    """Entities of the story (ids "E1", "E2"…), and which of them each article's own entities are.

    ``of`` maps (article id, that article's entity id) to the story entity's id.
    """

    entities: tuple[Entity, ...]
    of: dict[tuple[str, str], str]

    def name(self, article: str, entity: str | None) -> str | None:
        """The story's fullest name for an article's entity."""
        at = self.of.get((article, entity)) if entity else None
        return next((e.name for e in self.entities if e.id == at), None)

    def speaker(self, span: Span, name: str) -> str:
        """The fullest name of a speaker in the story, for the name that one article uses."""
        return name


def join(story: StoryReading) -> StoryCast:
    """The cast of a story."""
    return StoryCast((), {})
