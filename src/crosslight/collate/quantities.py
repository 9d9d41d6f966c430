"""Quantities: figures of one thing across articles, and how they relate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import BriefLine, Commitment, Dispute, Fact, Label, OnlyOne, Origin, Quantity, TimelineEntry, Utterance


def find(story: StoryReading, cast: StoryCast, alignment: Alignment) -> tuple[Quantity, ...]:
    """Quantities: figures of one thing across articles, and how they relate."""
    return ()
