"""Which sentences of different articles tell the same: the scored links that facts, disputes and the rest stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.reading import StoryReading


@dataclass(frozen=True, slots=True)
class Link:
    """Two sentences of different articles (story indices, ``a < b``), how sure it is that they tell the same, and why."""

    a: int
    b: int
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """All links of a story worth keeping, best first. ``score`` is a calibrated probability."""

    links: tuple[Link, ...]


def align(story: StoryReading) -> Alignment:
    """The story's links."""
    return Alignment(())
