"""Utterances: one speaker's words as several articles carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import BriefLine, Commitment, Dispute, Fact, Label, OnlyOne, Origin, Quantity, TimelineEntry, Utterance


def find(story: StoryReading, cast: StoryCast) -> tuple[Utterance, ...]:
    """Utterances: one speaker's words as several articles carry them."""
    return ()
