"""Facts: what two or more articles tell, grouped without chaining (docs/how-it-works/collation-facts.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crosslight.collate.facts import voices, witnesses
from crosslight.collate.facts.groups import Group, group
from crosslight.collate.facts.statements import choose
from crosslight.model import Fact, FactMention

if TYPE_CHECKING:
    from crosslight.collate.alignment import Alignment, Link
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Origin, Utterance

__all__ = ["find"]


def find(
    story: StoryReading, cast: StoryCast, alignment: Alignment, origins: tuple[Origin, ...], utterances: tuple[Utterance, ...]
) -> tuple[Fact, ...]:
    """What two or more articles tell: most independent witnesses first, then what stands highest in the articles."""
    del utterances  # an utterance carried by several is a fact of its own kind: it is shown with the quotes
    groups = _groups(story, alignment)
    links = {(k.a, k.b): k for k in alignment.links}
    told = {i: voices.mention(story, cast, story.sentences[i]) for g in groups for i in g.members}
    facts = [_fact(story, one, told, links, origins) for one in groups]
    order = sorted(
        range(len(groups)), key=lambda n: (-facts[n].origins, -facts[n].outlets, -weight(story, groups[n]), groups[n].members)
    )
    used: set[int] = set()
    found = []
    for number, n in enumerate(order, 1):
        chosen = choose(story, groups[n], told, links, used)
        used.add(chosen)
        found.append(replace(facts[n], id=f"k{number}", statement=" ".join(story.sentences[chosen].text.split())))
    return tuple(found)


def _groups(story: StoryReading, alignment: Alignment) -> list[Group]:
    """The story's facts as if copies were not there, then each copy beside its original; what only copies share stands last."""
    copies = alignment.copies
    links = [k for k in alignment.links if k.a not in copies and k.b not in copies]
    carriers: dict[int, list[int]] = {}
    for copy, original in copies.items():
        carriers.setdefault(original, [original]).append(copy)
    found = [
        Group(tuple(sorted(j for i in g.members for j in carriers.get(i, [i]))), g.score)
        for g in group(links, [s.article for s in story.sentences])
    ]
    grouped = {i for g in found for i in g.members}
    return found + [Group(tuple(sorted(c)), 1.0) for i, c in sorted(carriers.items()) if i not in grouped]


def weight(story: StoryReading, one: Group) -> float:
    """How high a fact stands in its articles: one for a lead, less further down; the best place in each article."""
    best: dict[int, float] = {}
    for i in one.members:
        sentence = story.sentences[i]
        best[sentence.article] = max(best.get(sentence.article, 0.0), 1 / (1 + 0.25 * sentence.position))
    return sum(best.values()) * one.score


def _fact(
    story: StoryReading, one: Group, told: dict[int, FactMention], links: dict[tuple[int, int], Link], origins: tuple[Origin, ...]
) -> Fact:
    mentions = tuple(_opposed(story, one, told, i) for i in one.members)
    count, ties = witnesses.independent(mentions, origins)
    strongest = max((links[pair] for pair in _pairs(one, links)), key=lambda k: (k.score, -k.a, -k.b))
    why = (f"chance {one.score:.2f}, mean over its links", *strongest.why, *ties)
    return Fact("", "", mentions, witnesses.outlets(mentions), count, why)


def _opposed(story: StoryReading, one: Group, told: dict[int, FactMention], i: int) -> FactMention:
    """A telling in the outlet's own voice is a denial where it alone negates what all the others tell."""
    mention = told[i]
    others = [story.sentences[m] for m in one.members if story.sentences[m].article != story.sentences[i].article]
    if (
        mention.stance == "asserts"
        and len(others) > 1
        and _negated(story, story.sentences[i])
        and not any(_negated(story, s) for s in others)
    ):
        return replace(mention, stance="denies")
    return mention


def _negated(story: StoryReading, sentence: Sentence) -> bool:
    return voices.negated(story.readings[sentence.article], sentence)


def _pairs(one: Group, links: dict[tuple[int, int], Link]) -> list[tuple[int, int]]:
    return [(i, j) for n, i in enumerate(one.members) for j in one.members[n + 1 :] if (i, j) in links]
