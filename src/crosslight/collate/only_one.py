"""Only-one: newsworthy statements of one article alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.model import OnlyOne

if TYPE_CHECKING:
    from crosslight.collate.alignment import Alignment
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Fact

A_STORY = 40
AN_ARTICLE = 10
SHARED = 0.2
"""A sentence with a link of this chance may be told by another too: it is not listed."""


def find(story: StoryReading, alignment: Alignment, facts: tuple[Fact, ...]) -> tuple[OnlyOne, ...]:
    """What exactly one article tells, most newsworthy first."""
    del facts
    shared = {i for link in alignment.links if link.score >= SHARED for i in (link.a, link.b)}
    ranked = sorted((s for s in story.sentences if s.index not in shared and _tells(s)), key=lambda s: (_worth(story, s), s.index))
    count: dict[int, int] = {}
    found = []
    for sentence in ranked:
        count[sentence.article] = count.get(sentence.article, 0) + 1
        if count[sentence.article] <= AN_ARTICLE:
            found.append(OnlyOne(" ".join(sentence.text.split()), sentence.span))
    return tuple(found[:A_STORY])


def _tells(sentence: Sentence) -> bool:
    return len(sentence.text.split()) >= 7


def _worth(story: StoryReading, sentence: Sentence) -> float:
    return sentence.position / max(len(story.readings[sentence.article].sentences), 1)
