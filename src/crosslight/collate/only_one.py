"""Only-one: newsworthy statements of one article alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import BriefLine, Commitment, Dispute, Fact, Label, OnlyOne, Origin, Quantity, TimelineEntry, Utterance


def find(story: StoryReading, alignment: Alignment, facts: tuple[Fact, ...]) -> tuple[OnlyOne, ...]:
    """Only-one: newsworthy statements of one article alone."""
    return ()
