"""Facts: what two or more articles tell, grouped without chaining (docs/how-it-works/collation-facts.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crosslight.collate import propositions, wording
from crosslight.collate.alignment import terms
from crosslight.collate.facts import voices, witnesses
from crosslight.collate.facts.groups import Group, group
from crosslight.collate.facts.statements import Chooser
from crosslight.model import Fact, FactMention

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.collate.alignment import Alignment, Link
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Origin, Utterance

__all__ = ["find"]


def find(
    story: StoryReading, cast: StoryCast, alignment: Alignment, origins: tuple[Origin, ...], utterances: tuple[Utterance, ...]
) -> tuple[Fact, ...]:
    """What two or more articles tell: most independent witnesses first, then what stands highest in the articles."""
    del utterances  # an utterance carried by several is a fact of its own kind: it is shown with the quotes
    groups = _groups(story, alignment)
    links = {(k.a, k.b): k for k in alignment.links}
    stems = _Stems.of(story, {i for g in groups for i in g.members})
    clauses = _Clauses(story)
    seen = witnesses.Witnesses(origins)
    telling = voices.Voices(story, cast)
    told = [_told(story, telling, one, stems, clauses, alignment.copies) for one in groups]
    facts = [_fact(one, told[n], links, seen) for n, one in enumerate(groups)]
    order = sorted(
        range(len(groups)), key=lambda n: (-facts[n].origins, -facts[n].outlets, -weight(story, groups[n]), groups[n].members)
    )
    chooser, used = Chooser(story, links), set[int]()
    found = []
    for number, n in enumerate(order, 1):
        chosen = chooser.choose(groups[n], told[n], used)
        used.add(chosen)
        found.append(replace(facts[n], id=f"k{number}", statement=" ".join(wording.shown(story.sentences[chosen]).text.split())))
    return tuple(found)


def _groups(story: StoryReading, alignment: Alignment) -> list[Group]:
    """The story's facts as if copies were not there, then each copy beside its original; what only copies share stands last."""
    copies = alignment.copies
    out = {s.index for s in story.sentences if s.index in copies or wording.furniture(s)}
    links = [k for k in alignment.links if k.a not in out and k.b not in out]
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


@dataclass(frozen=True, slots=True)
class _Stems:
    """For each sentence that tells a fact its content words' stems, with their places in the article."""

    places: dict[int, dict[str, list[tuple[int, int]]]]

    @classmethod
    def of(cls, story: StoryReading, sentences: set[int]) -> _Stems:
        found: dict[int, dict[str, list[tuple[int, int]]]] = {}
        for i in sorted(sentences):
            sentence, own = story.sentences[i], found.setdefault(i, {})
            tokens = story.readings[sentence.article].tokens
            for k in range(sentence.first, sentence.last):
                if word := terms.stem(tokens, k) or terms.number(tokens, k):
                    own.setdefault(word, []).append((tokens.start[k], tokens.end[k]))
        return cls(found)

    def held(self, members: Iterable[int]) -> Counter[str]:
        """How many of the members hold each stem."""
        return Counter(word for m in members for word in self.places[m])

    def telling(self, i: int, held: Counter[str], here: Counter[str], others: int) -> tuple[tuple[int, int], ...]:
        """The places of a sentence's words that half of the tellings of ``others`` hold too: all that do, less those ``here``."""
        need = max(1, (others + 1) // 2)
        shared = (places for word, places in self.places[i].items() if held[word] - here[word] >= need)
        return tuple(sorted(place for places in shared for place in places))


class _Clauses:
    """The propositions of a story's sentences; a sentence stands in several facts."""

    def __init__(self, story: StoryReading) -> None:
        self._story = story
        self._known: dict[int, tuple[propositions.Proposition, ...]] = {}

    def of(self, i: int) -> tuple[propositions.Proposition, ...]:
        """Those of one sentence."""
        if i not in self._known:
            sentence = self._story.sentences[i]
            self._known[i] = propositions.of(self._story.readings[sentence.article], sentence)
        return self._known[i]

    def opposed(self, i: int, others: list[int]) -> bool:
        """True where a sentence negates what two others say in the same words of the same thing."""
        sentence = self._story.sentences[i]
        if not propositions.may_negate(self._story.readings[sentence.article], sentence):
            return False
        negated = [p for p in self.of(i) if p.negated]
        return bool(negated) and sum(any(p.opposes(q) for p in negated for q in self.of(o)) for o in others) > 1


def _told(
    story: StoryReading, telling: voices.Voices, one: Group, stems: _Stems, clauses: _Clauses, copies: dict[int, int]
) -> dict[int, FactMention]:
    """Each member as a telling of this fact; a copy is weighed against what its original is weighed against."""
    article = {i: story.sentences[i].article for i in one.members}
    counted = [m for m in one.members if m not in copies]
    held = stems.held(counted)
    here = {own: stems.held(m for m in counted if article[m] == own) for own in set(article.values())}
    out = {}
    for i in one.members:
        own = article[copies.get(i, i)]
        others = [m for m in counted if article[m] != own]
        mention = telling.mention(story.sentences[i], stems.telling(i, held, here[own], len(others)))
        if mention.stance == "asserts" and len(others) > 1 and clauses.opposed(i, others):
            mention = replace(mention, stance="denies")
        out[i] = mention
    return out


def _fact(one: Group, told: dict[int, FactMention], links: dict[tuple[int, int], Link], seen: witnesses.Witnesses) -> Fact:
    mentions = tuple(told[i] for i in one.members)
    count, ties = seen.independent(mentions)
    strongest = max((links[pair] for pair in _pairs(one, links)), key=lambda k: (k.score, -k.a, -k.b))
    why = (f"chance {one.score:.2f}, mean over its links", *strongest.why, *ties)
    return Fact("", "", mentions, witnesses.outlets(mentions), count, why, round(one.score, 2))


def _pairs(one: Group, links: dict[tuple[int, int], Link]) -> list[tuple[int, int]]:
    return [(i, j) for n, i in enumerate(one.members) for j in one.members[n + 1 :] if (i, j) in links]
