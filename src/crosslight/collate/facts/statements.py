"""The one mention whose words stand for a fact: the clearest, shortest, best sourced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.collate import wording

if TYPE_CHECKING:
    from crosslight.collate.alignment import Link
    from crosslight.collate.facts.groups import Group
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import FactMention

GOOD = (8, 28)
"""Words of a sentence that reads well alone: shorter lacks its subject, longer tells more than the fact."""
AGAIN = 0.3
"""What a sentence loses that stands for another fact already."""
NEWEST = 0.15
"""What the latest published telling gains where the tellings count people differently: a toll that grew."""


def choose(
    story: StoryReading, one: Group, told: dict[int, FactMention], links: dict[tuple[int, int], Link], used: set[int]
) -> int:
    """The index of the sentence whose words stand for the group."""
    late = _lateness(story, one)
    return max(
        one.members,
        key=lambda i: (
            _clearness(story, story.sentences[i], told[i]) + _kinship(i, one, links) + NEWEST * late[i] - AGAIN * (i in used),
            -i,
        ),
    )


def _lateness(story: StoryReading, one: Group) -> dict[int, float]:
    """0 to 1 by time of publication, where members count people and not all the same; else nothing."""
    counts = {i: people(story, story.sentences[i]) for i in one.members}
    times = sorted({story.sentences[i].span.article.published or "" for i in one.members if counts[i]})
    if len({c for c in counts.values() if c}) < 2 or len(times) < 2:
        return dict.fromkeys(one.members, 0.0)
    return {
        i: times.index(story.sentences[i].span.article.published or "") / (len(times) - 1) if counts[i] else 0.0
        for i in one.members
    }


def people(story: StoryReading, sentence: Sentence) -> frozenset[float]:
    """The numbers of people that a sentence gives."""
    reading = story.readings[sentence.article]
    return frozenset(
        f.value for f in reading.figures if f.unit == "people" and f.value is not None and f.span.overlaps(sentence.span)
    )


def _kinship(i: int, one: Group, links: dict[tuple[int, int], Link]) -> float:
    """The mean chance of a member's links into the group: what the others tell too."""
    scores = [links[pair].score for m in one.members if (pair := (min(i, m), max(i, m))) in links]
    return sum(scores) / max(len(scores), 1)


def _clearness(story: StoryReading, sentence: Sentence, told: FactMention) -> float:
    words = wording.shown(sentence).text.split()
    least, most = GOOD
    off = max(least - len(words), 0) / least + max(len(words) - most, 0) / most
    quoted = sentence.text[:1] in "\"“'‘"
    return (
        -0.5 * off
        - 0.4 * wording.leans(sentence)
        - 0.25 * quoted
        - 0.1 * (told.stance != "asserts")
        - 1.0 * (not wording.whole(story, sentence))
    )
