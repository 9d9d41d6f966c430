"""Whose word a sentence is: the outlet's own, or somebody's that it reports."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.model import FactMention

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Annotations, Attribution, Span

HEDGES = frozenset(
    [
        "may",
        "might",
        "reportedly",
        "allegedly",
        "apparently",
        "supposedly",
        "purportedly",
        "possibly",
        "perhaps",
        "suspected",
        "alleged",
        "unconfirmed",
    ]
)
SHARE = 0.5
"""Share of the words that tell the fact (of all its letters, where it shares none) that an attribution's content must hold for
the sentence to be somebody's word."""
LONGEST = 7
"""Words of a source that names somebody, where nobody is known by name."""
PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "this", "one"])
ARTICLES = frozenset(["the", "a", "an", "its", "his", "her", "their", "our", "my"])
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Said:
    """An attribution in a sentence: where its cue and source stand, the source without clauses, and whether its cue is the main verb."""

    said: Attribution
    cue: tuple[Place, ...]
    source: tuple[Place, ...]
    core: tuple[Place, ...]
    main: bool


class Voices:
    """How the sentences of one story are told. They stand in many facts: what depends on a sentence alone is found once."""

    def __init__(self, story: StoryReading, cast: StoryCast) -> None:
        self._story, self._cast = story, cast
        self._said: dict[int, tuple[_Said, ...]] = {}
        self._hedged: dict[int, bool] = {}
        self._to: dict[tuple[int, str], str | None] = {}

    def mention(self, sentence: Sentence, telling: tuple[Place, ...] = ()) -> FactMention:
        """The sentence as a telling of a fact, with its stance. ``telling`` are the places of the words that other tellings share."""
        said = governing(sentence, self._attributions(sentence), telling)
        to = self._credited(sentence, said) if said is not None else None
        if said is not None and said.stance == "hedges" and to is None:
            return FactMention(sentence.span, "hedges")
        if said is not None and to is not None:
            return FactMention(sentence.span, "reports_denial" if said.stance == "denies" else "attributes", to)
        if sentence.index not in self._hedged:
            self._hedged[sentence.index] = hedged(self._story.readings[sentence.article], sentence)
        return FactMention(sentence.span, "hedges" if self._hedged[sentence.index] else "asserts")

    def _attributions(self, sentence: Sentence) -> tuple[_Said, ...]:
        if sentence.index not in self._said:
            reading, found = self._story.readings[sentence.article], []
            for said in self._story.attributions_in(sentence):
                cue = ((said.cue.start, said.cue.end),) if said.cue else ()
                source = ((said.source.span.start, said.source.span.end),) if said.source else ()
                core = (_core(reading, said.source.span),) if said.source else ()
                main = said.cue is not None and _is_main(reading, sentence, said.cue)
                found.append(_Said(said, cue, source, core, main))
            self._said[sentence.index] = tuple(found)
        return self._said[sentence.index]

    def _credited(self, sentence: Sentence, said: Attribution) -> str | None:
        key = (sentence.article, said.id)
        if key not in self._to:
            self._to[key] = credited(self._story.readings[sentence.article], self._cast, said)
        return self._to[key]


def credited(reading: Annotations, cast: StoryCast, said: Attribution) -> str | None:
    """Whose word it is: the fullest name, or the source's own words in short; nothing for a pronoun."""
    if said.source is None:
        return None
    name = cast.speaker(said.source.span, said.source.name)
    words = name.split()
    if len(words) > LONGEST or (name == said.source.name and name == said.source.span.text):
        words = _short(reading, said).split()
    while words and words[0].casefold() in ARTICLES:
        words = words[1:]
    told = " ".join(words).strip(" ,;:-–—\"“”'‘’")
    return told if told and told.casefold() not in PRONOUNS else None


def _short(reading: Annotations, said: Attribution) -> str:
    """The source's words up to a clause that hangs on them; nothing where that is still long."""
    if said.source is None:
        return ""
    start, end = _core(reading, said.source.span)
    kept = said.source.span.text[: end - start].split()
    return " ".join(kept) if len(kept) <= LONGEST else ""


def _core(reading: Annotations, source: Span) -> Place:
    """A source without the clause that hangs on it ("a letter [seen by …]", "the teacher, [who was …]")."""
    tokens = reading.tokens
    own = range(bisect_left(tokens.start, source.start), bisect_left(tokens.start, source.end))
    last = source.end
    for i in own:
        if tokens.dep[i] in ("relcl", "acl", "appos", "advcl") and tokens.head[i] in own:
            first = min((k for k in own if tokens.head[k] == i), default=i)
            last = min(last, tokens.start[min(first, i)])
    return source.start, max(last, source.start)


def governing(sentence: Sentence, attributions: Iterable[_Said], telling: tuple[Place, ...] = ()) -> Attribution | None:
    """Of these attributions the one whose content holds the words that tell the fact, if any holds half of them beside its source and cue."""
    best: tuple[float, Attribution] | None = None
    whole = (sentence.span.start, sentence.span.end)
    for one in attributions:
        frame = one.cue + (one.core if telling else one.source)
        places = [p for p in telling if not any(start < p[1] and p[0] < end for start, end in frame)] or [whole]
        inside = sum(_met((c.start, c.end), p) for c in one.said.content for p in places)
        beside = sum(_met(f, p) for f in frame for p in places)
        share = inside / max(sum(end - start for start, end in places) - beside, 1)
        if one.main and (inside or one.said.stance == "denies"):
            share = max(share, SHARE)  # "the owners denied that ...": what is told is the saying itself
        if share >= SHARE and (best is None or share > best[0]):
            best = (share, one.said)
    return best[1] if best else None


def _is_main(reading: Annotations, sentence: Sentence, cue: Span) -> bool:
    """True where the cue holds the sentence's main verb."""
    tokens = reading.tokens
    return any(tokens.dep[i] == "ROOT" and cue.start <= tokens.start[i] < cue.end for i in range(sentence.first, sentence.last))


def _met(one: Place, other: Place) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def hedged(reading: Annotations, sentence: Sentence) -> bool:
    """True where the main verb, or what hangs on it, is hedged."""
    tokens = reading.tokens
    for i in range(sentence.first, sentence.last):
        head = tokens.head[i]
        if tokens.lemma[i] in HEDGES and (tokens.dep[head] in ("ROOT", "ccomp", "conj") or tokens.dep[i] == "ROOT"):
            return not (tokens.lemma[i] == "may" and tokens.pos[i] == "PROPN")
    return False
