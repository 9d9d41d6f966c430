"""What a sentence brings to a quarrel: its words by class, its slots (numbers, times, places, names), who speaks, its cues."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from crosslight.collate.disputes.cues import CUES
from crosslight.collate.quantities.measures import Measure, measure
from crosslight.collate.rarity import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Annotations, Attribution, Span, TimeExpression

T = TypeVar("T")

LIGHT = COMMON | {"come"}


@dataclass(frozen=True, slots=True)
class Marks:
    """One sentence, ready to be compared with others."""

    sentence: Sentence
    nouns: frozenset[str]
    verbs: frozenset[str]
    names: frozenset[str]
    adjectives: frozenset[str]
    subjects: frozenset[str]
    words: frozenset[str]
    measures: tuple[tuple[str, Measure], ...]
    times: tuple[tuple[str, str, str], ...]
    places: frozenset[str]
    cues: frozenset[str]
    speaker: str | None
    quoted: float
    length: int


def marks(story: StoryReading, cast: StoryCast) -> tuple[Marks, ...]:
    """The marks of every sentence of the story, in its order."""
    found: list[Marks] = []
    for number, reading in enumerate(story.readings):
        first, last = story.first_sentence[number], story.first_sentence[number + 1]
        said = _by_sentence(story, ((c, a) for a in reading.attributions for c in a.content))
        amounts = _by_sentence(story, ((f.span, f) for f in reading.figures))
        times = _by_sentence(story, ((t.span, t) for t in reading.times))
        places = _by_sentence(story, ((p.span, p) for p in reading.places if p.within is None))
        for sentence in story.sentences[first:last]:
            spoken = said.get(sentence.index, [])
            found.append(
                _marks(
                    sentence,
                    reading,
                    spoken=spoken,
                    measures=tuple((f.span.text, m) for _, f in amounts.get(sentence.index, []) if (m := measure(f))),
                    times=tuple(
                        sorted(
                            {(*slot, dated_by(t, sentence, reading)) for _, t in times.get(sentence.index, []) for slot in slots(t)}
                        )
                    ),
                    places=frozenset(p.name.lower() for _, p in places.get(sentence.index, [])),
                    cast=cast,
                )
            )
    return tuple(found)


def _by_sentence(story: StoryReading, pairs: Iterable[tuple[Span, T]]) -> dict[int, list[tuple[Span, T]]]:
    found: dict[int, list[tuple[Span, T]]] = defaultdict(list)
    for span, value in pairs:
        if span.part == "text":
            found[story.sentence_at(span).index].append((span, value))
    return found


def dated_by(time: TimeExpression, sentence: Sentence, reading: Annotations) -> str:
    """The lemma of the verb that a time belongs to, or ""."""
    tokens = reading.tokens
    at = next((i for i in range(sentence.first, sentence.last) if tokens.end[i] > time.span.start), None)
    for _ in range(8):
        if at is None or tokens.pos[at] == "VERB":
            break
        at = tokens.head[at] if tokens.head[at] != at else None
    return tokens.lemma[at] if at is not None else ""


def slots(time: TimeExpression) -> tuple[tuple[str, str], ...]:
    """A time's parts, each with its grain: "2021-03-05T14:30" is a day and an hour of the day."""
    value = time.value
    if time.type == "DURATION":
        return (("length", value),)
    if time.type == "SET" or not value or value[0] not in "0123456789X":
        return ()
    day, _, clock = value.partition("T")
    found = [("clock" if clock[:1].isdigit() else "part", clock)] if clock else []
    if "W" in day:
        found.append(("week", day))
    elif len(day) == 10 and "X" not in day[5:]:
        found.append(("day", day))
    elif len(day) == 7 and "X" not in day:
        found.append(("month", day))
    elif len(day) == 4 and day.isdigit():
        found.append(("year", day))
    return tuple(found)


def _marks(  # noqa: PLR0913 - the columns of one sentence
    sentence: Sentence,
    reading: Annotations,
    *,
    spoken: list[tuple[Span, Attribution]],
    measures: tuple[tuple[str, Measure], ...],
    times: tuple[tuple[str, str, str], ...],
    places: frozenset[str],
    cast: StoryCast,
) -> Marks:
    tokens = reading.tokens
    by_class: dict[str, set[str]] = defaultdict(set)
    for i in range(sentence.first, sentence.last):
        by_class[tokens.pos[i]].add(tokens.lemma[i])
        if tokens.dep[i] in ("nsubj", "nsubjpass"):
            by_class["subject"].add(tokens.lemma[i])
    content = frozenset().union(*(by_class[c] for c in ("NOUN", "PROPN", "VERB", "ADJ", "ADV"))) - LIGHT
    text = sentence.text
    covered = sum(min(c.end, sentence.span.end) - c.start for c, a in spoken if a.form != "indirect")
    source = next((a.source for _, a in spoken if a.source), None)
    return Marks(
        sentence=sentence,
        nouns=frozenset(by_class["NOUN"]) - LIGHT,
        verbs=frozenset(by_class["VERB"]) - LIGHT,
        names=frozenset(by_class["PROPN"]),
        adjectives=frozenset(by_class["ADJ"]),
        subjects=frozenset(by_class["subject"]),
        words=content,
        measures=measures,
        times=times,
        places=places,
        cues=frozenset(name for name, cue in CUES.items() if cue.search(text)),
        speaker=cast.speaker(source.span, source.name) if source else None,
        quoted=min(1.0, covered / max(1, len(text))),
        length=sentence.last - sentence.first,
    )
