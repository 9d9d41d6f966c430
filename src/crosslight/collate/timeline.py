"""The event's own order: dated happenings, with their precision."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate.clauses import clause, has_subject, undated, verb_of
from crosslight.model import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Fact, Span, TimeExpression

TOLD_ALIKE = 0.35
"""A link from this chance on lets two sentences of one time tell one happening: the time they share speaks for it too."""
SPEECH = frozenset(
    [
        "say",
        "tell",
        "add",
        "report",
        "announce",
        "state",
        "claim",
        "write",
        "explain",
        "note",
        "comment",
        "speak",
        "quote",
        "accord",
    ]
)
"""Verbs whose time is that of somebody's speaking: "said on Tuesday" dates no happening of the story."""
SHORTEST = 5
"""Words of an entry: less is a stump."""
LONGEST = 34
"""Words up to which a sentence is given whole where the clause's subject stands elsewhere in it."""
_POINTING = re.compile(r"^(?:he|she|it|they|we|I|his|her|its|their|our|this|that|these|those)\b", re.IGNORECASE)
MOST = 40
"""Entries shown: those told by most articles first, when there are more."""
_GRAINS = (
    ("time", re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}")),
    ("part", re.compile(r"^\d{4}-\d{2}-\d{2}T[A-Z]{2}$")),
    ("day", re.compile(r"^\d{4}-\d{2}-\d{2}$")),
    ("week", re.compile(r"^\d{4}-W\d{2}(?:-WE)?$")),
    ("month", re.compile(r"^\d{4}-\d{2}$")),
    ("year", re.compile(r"^\d{4}$")),
)
_RANK = {grain: n for n, (grain, _) in enumerate(_GRAINS)}


@dataclass(frozen=True, slots=True)
class _Dated:
    when: str
    grain: str
    since: str
    sentence: Sentence
    what: str


def find(story: StoryReading, alignment: Alignment, facts: tuple[Fact, ...]) -> tuple[TimelineEntry, ...]:
    """Dated happenings in their own order; what several articles tell of one time stands in one entry."""
    alike = {(link.a, link.b) for link in alignment.links if link.score >= TOLD_ALIKE} | set(_of_facts(story, facts))
    by_time: dict[tuple[str, str], list[_Dated]] = defaultdict(list)
    for one in _dated(story):
        by_time[one.since, one.grain].append(one)
    entries = [(_key(group), _entry(group)) for found in by_time.values() for group in _grouped(found, alike)]
    if len(entries) > MOST:
        entries.sort(key=lambda e: (-len({s.article.id for s in e[1].evidence}), e[0]))
    return tuple(entry for _, entry in sorted(entries[:MOST], key=lambda e: e[0]))


def _of_facts(story: StoryReading, facts: Iterable[Fact]) -> Iterable[tuple[int, int]]:
    for fact in facts:
        at = sorted({story.sentence_at(m.span).index for m in fact.mentions if m.span.part == "text"})
        yield from ((a, b) for n, a in enumerate(at) for b in at[n + 1 :])


def _dated(story: StoryReading) -> list[_Dated]:
    """One for each sentence and time: the finest of the times in its clause."""
    found: list[_Dated] = []
    for reading in story.readings:
        seen: set[tuple[int, str]] = set()
        for time in sorted(reading.times, key=lambda t: t.span.key):
            grain = grain_of(time)
            if grain is None or time.span.part != "text":
                continue
            sentence = story.sentence_at(time.span)
            verb = _verb(story, sentence, time.span)
            if (sentence.index, time.value) in seen or verb is None:
                continue
            seen.add((sentence.index, time.value))
            found.append(_Dated(time.value, grain, _since(time), sentence, _clause(story, sentence, verb)))
    finer = {(d.sentence.index, d.when.partition("T")[0]) for d in found if "T" in d.when}
    return [d for d in found if (d.sentence.index, d.when) not in finer]


def grain_of(time: TimeExpression) -> str | None:
    """How fine a resolved date or time is; ``None`` for durations, sets and what is open."""
    if time.type not in ("DATE", "TIME"):
        return None
    return next((grain for grain, shape in _GRAINS if shape.match(time.value)), None)


def _since(time: TimeExpression) -> str:
    return time.interval[0] if time.interval else time.value


def _verb(story: StoryReading, sentence: Sentence, span: Span) -> int | None:
    """The verb that the time belongs to; ``None`` where it dates no happening (a speech verb, no verb at all)."""
    tokens = story.readings[sentence.article].tokens
    at = next((i for i in range(sentence.first, sentence.last) if tokens.end[i] > span.start), None)
    for _ in range(len(range(sentence.first, sentence.last))):
        if at is None or not sentence.first <= at < sentence.last:
            return None
        if tokens.pos[at] in ("VERB", "AUX"):
            return None if tokens.lemma[at] in SPEECH else at
        if tokens.head[at] == at:
            return None
        at = tokens.head[at]
    return None


def _clause(story: StoryReading, sentence: Sentence, verb: int) -> str:
    """The verb's clause with its subject and the time; the whole sentence where that is a stump."""
    tokens = story.readings[sentence.article].tokens
    at = verb_of(tokens, sentence, verb)
    at = verb if at is None else at
    whole = undated(re.sub(r"\s+", " ", sentence.text).strip())
    if not has_subject(tokens, sentence, at) and len(whole.split()) <= LONGEST:
        return whole
    words = clause(story, sentence, at)
    return words if len(words.split()) >= SHORTEST else whole


def _grouped(found: Sequence[_Dated], alike: set[tuple[int, int]]) -> list[list[_Dated]]:
    """Those of one time that tell one happening: each must be alike to the group's first."""
    groups: list[list[_Dated]] = []
    for one in found:
        home = next((g for g in groups if _same(g[0].sentence, one.sentence, alike)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def _same(a: Sentence, b: Sentence, alike: set[tuple[int, int]]) -> bool:
    return a.index == b.index or (min(a.index, b.index), max(a.index, b.index)) in alike


def _entry(group: Sequence[_Dated]) -> TimelineEntry:
    clearest = min(group, key=lambda d: (bool(_POINTING.match(d.what)), abs(len(d.what.split()) - 14), d.sentence.index))
    spans = {d.sentence.index: d.sentence.span for d in group}
    return TimelineEntry(group[0].when, group[0].grain, clearest.what, tuple(spans[i] for i in sorted(spans)))


def _key(group: Sequence[_Dated]) -> tuple[str, int, int]:
    """Order: when it began, the wider first ("2021" before "2021-01-01"), then the story's own order."""
    return group[0].since, -_RANK[group[0].grain], group[0].sentence.index
