"""The brief: sentences of the articles, chosen for how many independent outlets vouch for what they tell, none repeating another.

Greedy choice of the sentence that tells most, for its length, of what is not told yet; what a word or a pair of words is worth
grows with the articles that hold it (concept coverage: Gillick and Favre 2009, "A scalable global model for summarization").
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate import wording
from crosslight.collate.alignment import terms
from crosslight.collate.facts.statements import people
from crosslight.model import BriefLine

if TYPE_CHECKING:
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Dispute, Fact, Span

WORDS = 250
"""Longest brief, in words."""
SHORT, LONG = 8, 55
"""Words of a sentence that may stand in a brief."""
PAIRS = 1.0
"""What a pair of neighbouring words is worth beside a single word."""
OFTEN = 0.5
"""What a term's doubling in sentences adds, beside its doubling in articles."""
LEAD = 0.3
"""What the first sentence of an article is worth more than one far down."""
LENGTH = 0.7
"""Power of a sentence's words that its gain is divided by: 0 favours long sentences, 1 short ones."""
VOUCHED = 0.15
"""What each further independent origin of a fact adds."""
LEANING = 0.35
"""What is left of a sentence that opens with a word that stands for something told before it."""
KNOWN = 0.6
"""What is left of a sentence that tells a fact of which a line was chosen already."""
OVERTAKEN = 0.3
"""What is left of a sentence that counts people whom a later report of the same fact counts anew."""
FIRST = 0.02
"""How far the sentence that stands for a fact is moved up: before others of the same fact."""
REPEATS = 0.75
"""A sentence is passed over where this share of its worth is told already.

Tuned with the others here on 40 Multi-News clusters (ROUGE-1/2 .448/.148; TextRank there .416/.120, LexRank .406/.120); without LEANING
.450/.152, but such lines do not read alone."""


@dataclass(frozen=True, slots=True)
class Content:
    """What each sentence holds (terms), and what each term is worth in this story."""

    rows: tuple[frozenset[str], ...]
    worth: dict[str, float]

    @classmethod
    def of(cls, story: StoryReading) -> Content:
        """Single words and neighbouring pairs; worth grows with the number of articles that hold them."""
        single, pairs = terms.rows_of(story, terms.stem), terms.neighbours(story)
        rows = tuple(frozenset(a | b) for a, b in zip(single, pairs, strict=True))
        holders: dict[str, set[int]] = {}
        count: dict[str, int] = {}
        for sentence, row in zip(story.sentences, rows, strict=True):
            for term in row:
                holders.setdefault(term, set()).add(sentence.article)
                count[term] = count.get(term, 0) + 1
        worth = {
            t: (PAIRS if " " in t else 1.0) * (math.log2(len(h)) + OFTEN * math.log2(count[t]))
            for t, h in holders.items()
            if count[t] > 1
        }
        return cls(rows, worth)

    def sum(self, held: frozenset[str] | set[str]) -> float:
        """The worth of some terms together."""
        return math.fsum(self.worth.get(t, 0.0) for t in held)  # exact, so in any order


def find(story: StoryReading, facts: tuple[Fact, ...], disputes: tuple[Dispute, ...]) -> tuple[BriefLine, ...]:
    """Up to 250 words, in the order in which the articles tell it; each line with all its witnesses."""
    own = _facts_of(story, facts)
    chosen = _choose(story, Content.of(story), own)
    place = {s.index: _place(story, s, own.get(s.index, [])) for s in chosen}
    return tuple(_line(s, own.get(s.index, []), disputes) for s in sorted(chosen, key=lambda s: (place[s.index], s.index)))


def _facts_of(story: StoryReading, facts: tuple[Fact, ...]) -> dict[int, list[Fact]]:
    own: dict[int, list[Fact]] = {}
    for fact in facts:
        for index in sorted({story.sentence_at(m.span).index for m in fact.mentions if m.span.part == "text"}):
            own.setdefault(index, []).append(fact)
    return own


def _choose(story: StoryReading, content: Content, own: dict[int, list[Fact]]) -> list[Sentence]:
    length = {s.index: len(wording.shown(s).text.split()) for s in story.sentences}
    waiting = [
        s
        for s in story.sentences
        if SHORT <= length[s.index] <= LONG and content.sum(content.rows[s.index]) > 0 and wording.whole(story, s)
    ]
    whole = {s.index: content.sum(content.rows[s.index]) for s in waiting}
    standing = {s.index: _standing(story, s, own.get(s.index, [])) for s in waiting}
    told: set[str] = set()
    kept: set[str] = set()  # facts that a chosen sentence tells
    room, chosen = WORDS, []
    while waiting := [s for s in waiting if length[s.index] <= room]:
        gain = {s.index: content.sum(content.rows[s.index] - told) for s in waiting}
        waiting = [s for s in waiting if gain[s.index] > (1 - REPEATS) * whole[s.index]]
        if not waiting:
            break
        worth = {
            s.index: gain[s.index]
            * standing[s.index]
            * (1.0 if kept.isdisjoint(_ids(own, s)) else KNOWN)
            / length[s.index] ** LENGTH
            for s in waiting
        }
        best = max(waiting, key=lambda s: (worth[s.index], -s.index))
        chosen.append(best)
        kept |= _ids(own, best)
        told |= content.rows[best.index]
        room -= length[best.index]
        waiting.remove(best)
    return chosen


def _ids(own: dict[int, list[Fact]], sentence: Sentence) -> set[str]:
    return {f.id for f in own.get(sentence.index, [])}


def _standing(story: StoryReading, sentence: Sentence, facts: list[Fact]) -> float:
    origins = max((f.origins for f in facts), default=1)
    held_down = (LEANING if wording.leans(sentence) else 1.0) * (OVERTAKEN if _overtaken(story, sentence, facts) else 1.0)
    return (1 + LEAD / (1 + sentence.position)) * (1 + VOUCHED * (origins - 1)) * held_down


def _overtaken(story: StoryReading, sentence: Sentence, facts: list[Fact]) -> bool:
    """True where a fact's latest count of people is another than this sentence's."""
    mine = people(story, sentence)
    for fact in facts if mine else ():
        tellings = {story.sentence_at(m.span).index for m in fact.mentions}
        counted = [(story.sentences[i].span.article.published or "", people(story, story.sentences[i])) for i in sorted(tellings)]
        dated = [(when, count) for when, count in counted if when and count]
        latest = max((when for when, _ in dated), default="")
        newest = {n for when, count in dated if when == latest for n in count}
        if newest and not newest & mine and (sentence.span.article.published or "") < latest:
            return True
    return False


def _place(story: StoryReading, sentence: Sentence, facts: list[Fact]) -> float:
    """Where the articles tell it (0 to 1, mean over them), moved up by the share of the articles that vouch for it."""
    tellings = {sentence.index} | {story.sentence_at(m.span).index for f in facts[:1] for m in f.mentions}
    best: dict[int, float] = {}
    for index in tellings:
        one = story.sentences[index]
        place = one.position / max(len(story.readings[one.article].sentences), 1)
        best[one.article] = min(best.get(one.article, 1.0), place)
    told_by = max((f.origins for f in facts), default=1) / len(story.readings)
    stands = bool(facts) and " ".join(wording.shown(sentence).text.split()) == facts[0].statement
    return sum(best.values()) / len(best) - 0.5 * told_by - FIRST * stands


def _line(sentence: Sentence, facts: list[Fact], disputes: tuple[Dispute, ...]) -> BriefLine:
    shown = wording.shown(sentence)
    witnesses = {m.span.key: m.span for f in facts for m in f.mentions if not m.span.overlaps(shown)}
    closest = tuple(m.span for f in facts[:1] for m in f.mentions if not m.span.overlaps(shown))
    touched = tuple(d.id for d in disputes if _touches(d, shown, closest))
    return BriefLine(" ".join(shown.text.split()), (shown, *(witnesses[k] for k in sorted(witnesses))), touched)


def _touches(dispute: Dispute, own: Span, witnesses: tuple[Span, ...]) -> bool:
    """True where the line is what a side rests on first, or holds one side while its nearest fact holds what another rests on."""
    if any(own.overlaps(e) for side in dispute.sides for e in side.evidence[:1]):
        return True
    held = [any(own.overlaps(e) for e in side.evidence) for side in dispute.sides]
    return any(held) and any(
        w.overlaps(e)
        for side, mine in zip(dispute.sides, held, strict=True)
        if not mine
        for e in side.evidence[:1]
        for w in witnesses
    )
