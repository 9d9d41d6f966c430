"""Origins: who has it from whom. Credits given in words, and passages that articles share."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from crosslight.collate.origins.citing import citations
from crosslight.collate.origins.outlets import own_outlet
from crosslight.collate.origins.shared import LENGTH, Words, passages
from crosslight.model import Origin, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.collate.reading import StoryReading
    from crosslight.model import Annotations, Article

PASSAGES = 4
"""Shared passages shown for a pair of articles, the longest."""
_COPIED = 25
"""Words in a passage that make a copy: beside one, a pair's shorter passages (under 9 words) tell nothing."""
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "it",
        "its",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "that",
        "this",
        "which",
        "who",
        "said",
        "says",
        "not",
        "no",
        "will",
        "would",
        "can",
        "could",
        "after",
        "before",
        "over",
        "about",
        "into",
        "out",
        "up",
        "more",
        "than",
        "one",
        "two",
        "new",
        "mr",
        "mrs",
    ]
)


def find(story: StoryReading) -> tuple[Origin, ...]:
    """All origins of a story, article by article in text order."""
    by_outlet: dict[str, list[Article]] = {}
    for reading in story.readings:
        own = own_outlet(reading.article)
        if own is not None:
            by_outlet.setdefault(own.name, []).append(reading.article)
    found = [_linked(o, by_outlet) for r in story.readings for o in citations(r)]
    found.extend(_copied(story))
    return tuple(sorted(found, key=lambda o: (story.number_of(o.span.article), o.span.start, o.span.end, o.kind, o.other or "")))


def _linked(origin: Origin, by_outlet: dict[str, list[Article]]) -> Origin:
    """The origin with the story's article of that outlet, where there is just one."""
    others = [a for a in by_outlet.get(origin.origin, ()) if a.id != origin.span.article.id]
    return replace(origin, other=others[0].id) if len(others) == 1 else origin


def _copied(story: StoryReading) -> Iterator[Origin]:
    texts = [Words.of(r.article.text) for r in story.readings]
    for a, b in combinations(range(len(texts)), 2):
        kept = [p for p in passages(texts[a], texts[b]) if _telling(story.readings[a], p.a) and _telling(story.readings[b], p.b)]
        if kept and kept[0].words >= _COPIED:
            kept = [p for p in kept if p.words > LENGTH + 1]
        for passage in kept[:PASSAGES]:
            for here, there, place in ((a, b, passage.a), (b, a, passage.b)):
                article, other = story.readings[here].article, story.readings[there].article
                own = own_outlet(other)
                yield Origin(Span(article, *place), own.name if own else other.id, "same_text_as", other.id)


def _telling(reading: Annotations, place: tuple[int, int]) -> bool:
    """False for words that two reporters may well share: names, titles, dates, and somebody's quoted words."""
    words = re.findall(r"[^\W_]+", reading.article.text[place[0] : place[1]])
    plain = [w for w in words if w.islower() and w not in _SMALL and len(w) > 1]
    return len(plain) >= 3 and _quoted(reading, place) < 0.7


def _quoted(reading: Annotations, place: tuple[int, int]) -> float:
    """How much of the passage is somebody's quoted words (those are an utterance, not a copy)."""
    start, end = place
    covered: set[int] = set()
    for said in reading.attributions:
        if said.form != "indirect":
            for span in said.content:
                covered.update(range(max(start, span.start), min(end, span.end)))
    return len(covered) / (end - start)


__all__ = ["find"]
