"""What is said, piece by piece: each sentence of each attribution's content, ready to be compared."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Annotations, Attribution, Form, Span

_CONTENT = frozenset(["NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"])
_LIGHT = frozenset(
    [
        "be",
        "have",
        "do",
        "say",
        "tell",
        "would",
        "will",
        "can",
        "could",
        "so",
        "very",
        "also",
        "just",
        "more",
        "then",
        "there",
        "not",
    ]
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence, or part of one, of somebody's words as one article gives them.

    ``words`` are all its words in lower case, ``lemmas`` the lemmas of its content words, ``vector`` the
    mean of its word pieces in context (unit length); ``speaker`` is the fullest name in the story, or
    ``None`` where the article names nobody.
    """

    index: int
    article: int
    sentence: int
    span: Span
    form: Form
    speaker: str | None
    entity: str | None
    words: tuple[str, ...] = field(repr=False)
    lemmas: frozenset[str] = field(repr=False)
    numbers: frozenset[str] = field(repr=False)
    vector: NDArray[np.float32] = field(repr=False, compare=False)


def sayings(story: StoryReading, cast: StoryCast) -> tuple[Saying, ...]:
    """All sayings of a story, article by article in text order."""
    found: list[Saying] = []
    for number, reading in enumerate(story.readings):
        seen: set[tuple[int, int]] = set()
        rows = [(span, said) for said in reading.attributions for whole in said.content for span in _sentences(reading, whole)]
        for span, said in sorted(rows, key=lambda r: (r[0].start, r[0].end, r[1].id)):
            if (span.start, span.end) not in seen:
                seen.add((span.start, span.end))
                one = _saying(story, cast, number, span, said, len(found))
                if one.lemmas:
                    found.append(one)
    return tuple(found)


def _sentences(reading: Annotations, whole: Span) -> list[Span]:
    """The parts of a content span, sentence by sentence; what is shorter than two letters is left out."""
    starts = [s.start for s in reading.sentences]
    found = []
    for sentence in reading.sentences[max(bisect_right(starts, whole.start) - 1, 0) : bisect_left(starts, whole.end)]:
        start, end = max(whole.start, sentence.start), min(whole.end, sentence.end)
        text = reading.article.text[start:end] if start < end else ""
        inner = text.strip(" \n\t\"“”‘’'")
        if len(inner) > 1:
            at = start + text.index(inner)
            found.append(reading.article.span(at, at + len(inner)))
    return found


def _saying(story: StoryReading, cast: StoryCast, number: int, span: Span, said: Attribution, index: int) -> Saying:
    reading = story.readings[number]
    tokens = reading.tokens
    inside = range(bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end))
    lemmas = {tokens.lemma[i] for i in inside if tokens.pos[i] in _CONTENT} - _LIGHT
    sentence = story.sentence_at(span)
    name = entity = None
    if said.source is not None:
        name = cast.speaker(said.source.span, said.source.name)
        entity = cast.of.get((reading.article.id, said.source.entity or ""))
        entity = entity or ((known := cast.named(name)) and known.id) or None
    return Saying(
        index=index,
        article=number,
        sentence=sentence.index,
        span=span,
        form=said.form,
        speaker=name,
        entity=entity,
        words=tuple(re.findall(r"[^\W_]+", span.text.lower())),
        lemmas=frozenset(lemmas),
        numbers=frozenset(re.findall(r"\d[\d,.]*\d|\d", span.text)),
        vector=_vector(story, sentence.index, span),
    )


def _vector(story: StoryReading, sentence: int, span: Span) -> NDArray[np.float32]:
    pieces = story.pieces[sentence]
    offset = story.sentences[sentence].span.start
    inside = (pieces.start + offset < span.end) & (pieces.end + offset > span.start)
    if not inside.any():
        return np.asarray(story.vectors[sentence], np.float32)
    mean = pieces.states[inside].mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), np.float32)
