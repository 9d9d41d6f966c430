"""The one mention whose words stand for a fact: the clearest, shortest, best sourced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.alignment import Link
    from crosslight.collate.facts.groups import Group
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import FactMention

GOOD = (8, 28)
"""Words of a sentence that reads well alone: shorter lacks its subject, longer tells more than the fact."""
LEANING = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "this", "that", "these", "those"])


def choose(
    story: StoryReading, one: Group, told: dict[int, FactMention], links: dict[tuple[int, int], Link], used: set[int]
) -> int:
    """The index of the sentence whose words stand for the group; one that stands for no other fact yet, where there is one."""
    return max(one.members, key=lambda i: (i not in used, _clearness(story.sentences[i], told[i]) + _kinship(i, one, links), -i))


def _kinship(i: int, one: Group, links: dict[tuple[int, int], Link]) -> float:
    """The mean chance of a member's links into the group: what the others tell too."""
    scores = [links[pair].score for m in one.members if (pair := (min(i, m), max(i, m))) in links]
    return sum(scores) / max(len(scores), 1)


def _clearness(sentence: Sentence, told: FactMention) -> float:
    words = sentence.text.split()
    least, most = GOOD
    off = max(least - len(words), 0) / least + max(len(words) - most, 0) / most
    leans = bool(words) and words[0].strip("\"'“‘").casefold() in LEANING
    quoted = sentence.text[:1] in "\"“'‘"
    return -0.5 * off - 0.25 * leans - 0.25 * quoted - 0.1 * (told.stance != "asserts")
