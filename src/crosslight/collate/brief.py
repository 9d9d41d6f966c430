"""The brief: sentences of the articles, chosen for how many independent outlets vouch for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import BriefLine, Commitment, Dispute, Fact, Label, OnlyOne, Origin, Quantity, TimelineEntry, Utterance


def find(story: StoryReading, facts: tuple[Fact, ...], disputes: tuple[Dispute, ...]) -> tuple[BriefLine, ...]:
    """The brief: sentences of the articles, chosen for how many independent outlets vouch for them."""
    return ()
