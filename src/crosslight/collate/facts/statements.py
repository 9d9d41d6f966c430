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


class Chooser:
    """Chooses for one story, whose sentences stand in many facts: how a sentence reads is found once."""

    def __init__(self, story: StoryReading, links: dict[tuple[int, int], Link]) -> None:
        self._story, self._links = story, links
        self._clear: dict[int, float] = {}
        self._people: dict[int, frozenset[float]] = {}

    def choose(self, one: Group, told: dict[int, FactMention], used: set[int]) -> int:
        """The index of the sentence whose words stand for the group; one of ``used`` stands for another already."""
        late = self._lateness(one)

        def worth(i: int) -> float:
            reads = self._clearness(i) - 0.1 * (told[i].stance != "asserts")
            return round(reads + _kinship(i, one, self._links) + NEWEST * late[i] - AGAIN * (i in used), 9)

        return max(one.members, key=lambda i: (worth(i), -i))

    def _lateness(self, one: Group) -> dict[int, float]:
        """0 to 1 by time of publication, where members count people and not all the same; else nothing."""
        counts = {i: self._counted(i) for i in one.members}
        published = {i: self._story.sentences[i].span.article.published or "" for i in one.members}
        times = sorted({published[i] for i in one.members if counts[i]})
        if len({c for c in counts.values() if c}) < 2 or len(times) < 2:
            return dict.fromkeys(one.members, 0.0)
        return {i: times.index(published[i]) / (len(times) - 1) if counts[i] else 0.0 for i in one.members}

    def _counted(self, i: int) -> frozenset[float]:
        if i not in self._people:
            self._people[i] = people(self._story, self._story.sentences[i])
        return self._people[i]

    def _clearness(self, i: int) -> float:
        if i not in self._clear:
            self._clear[i] = _clearness(self._story, self._story.sentences[i])
        return self._clear[i]


def people(story: StoryReading, sentence: Sentence) -> frozenset[float]:
    """The numbers of people that a sentence gives."""
    return frozenset(f.value for f in story.figures_in(sentence) if f.unit == "people" and f.value is not None)


def _kinship(i: int, one: Group, links: dict[tuple[int, int], Link]) -> float:
    """The mean chance of a member's links into the group: what the others tell too."""
    scores = [links[pair].score for m in one.members if (pair := (min(i, m), max(i, m))) in links]
    return sum(scores) / max(len(scores), 1)


def _clearness(story: StoryReading, sentence: Sentence) -> float:
    words = wording.shown(sentence).text.split()
    least, most = GOOD
    off = max(least - len(words), 0) / least + max(len(words) - most, 0) / most
    quoted = sentence.text[:1] in "\"“'‘"
    return -0.5 * off - 0.4 * wording.leans(sentence) - 0.25 * quoted - 1.0 * (not wording.whole(story, sentence))
