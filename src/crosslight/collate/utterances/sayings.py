"""What is said, piece by piece: each sentence of each attribution's content, ready to be compared."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Annotations, Attribution, Form, Span

_WORD = re.compile(r"[^\W_]+")
_RUN = 4
"""Words of a saying in a row that make another sentence worth a look."""
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

    ``text`` and ``words`` are its own in lower case, ``lemmas`` the lemmas of its content words, ``pieces``
    its word pieces in context and ``vector`` their mean (rows of unit length); ``speaker`` is the fullest name in the story, or
    ``None`` where the article names nobody.
    """

    index: int
    article: int
    sentence: int
    span: Span
    form: Form
    speaker: str | None
    entity: str | None
    text: str = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    lemmas: frozenset[str] = field(repr=False)
    numbers: frozenset[str] = field(repr=False)
    vector: NDArray[np.float32] = field(repr=False, compare=False)
    pieces: NDArray[np.float32] = field(repr=False, compare=False)


def sayings(story: StoryReading, cast: StoryCast) -> tuple[Saying, ...]:
    """All sayings of a story, article by article in text order."""
    found: list[Saying] = []
    for number, reading in enumerate(story.readings):
        seen: set[tuple[int, int]] = set()
        rows = [(span, said) for said in reading.attributions for whole in said.content for span in _sentences(reading, whole)]
        for span, said in sorted(rows, key=lambda r: (r[0].start, r[0].end, r[1].id)):
            if (span.start, span.end) not in seen:
                seen.add((span.start, span.end))
                one = replace(_saying(story, cast, number, span, said), index=len(found))
                if len(one.lemmas) >= (2 if one.form == "indirect" else 1) and len(one.words) >= (
                    3 if one.form == "indirect" else 1
                ):
                    found.append(one)
    found += _repeated(story, cast, found)
    found.sort(key=lambda s: (s.article, s.span.start, s.span.end))
    return tuple(replace(s, index=i) for i, s in enumerate(found))


def _repeated(story: StoryReading, cast: StoryCast, known: list[Saying]) -> list[Saying]:
    """Words of a known saying that stand in another article, which credits them to nobody (or in a way that was not seen)."""
    runs: dict[tuple[str, ...], list[Saying]] = defaultdict(list)
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for saying in known:
        taken[saying.article].append((saying.span.start, saying.span.end))
        for i in range(len(saying.words) - _RUN + 1):
            runs[saying.words[i : i + _RUN]].append(saying)
    found: list[Saying] = []
    for sentence in story.sentences:
        place = _repeat(sentence, runs)
        if place and not any(s < place[1] and place[0] < e for s, e in taken[sentence.article]):
            span = story.readings[sentence.article].article.span(*place)
            found.append(_saying(story, cast, sentence.article, span, None))
    return [s for s in found if s.lemmas]


def _repeat(sentence: Sentence, runs: dict[tuple[str, ...], list[Saying]]) -> tuple[int, int] | None:
    """Where the sentence holds most of another article's saying, run by run; of several sayings the one it holds most of."""
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(sentence.text.lower())]
    held: dict[int, set[int]] = defaultdict(set)
    length: dict[int, int] = {}
    for i in range(len(words) - _RUN + 1):
        for saying in runs.get(tuple(w for w, _, _ in words[i : i + _RUN]), ()):
            if saying.article != sentence.article:
                held[saying.index].update(range(i, i + _RUN))
                length[saying.index] = len(saying.words)
    full = [(len(at), -i) for i, at in held.items() if len(at) >= 0.6 * length[i]]
    if not full:
        return None
    at = held[-max(full)[1]]
    return sentence.span.start + words[min(at)][1], sentence.span.start + words[max(at)][2]


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


def _saying(story: StoryReading, cast: StoryCast, number: int, span: Span, said: Attribution | None) -> Saying:
    reading = story.readings[number]
    tokens = reading.tokens
    inside = range(bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end))
    lemmas = {tokens.lemma[i] for i in inside if tokens.pos[i] in _CONTENT} - _LIGHT
    sentence = story.sentence_at(span)
    name = entity = None
    if said is not None and said.source is not None:
        name = cast.speaker(said.source.span, said.source.name)
        entity = cast.of.get((reading.article.id, said.source.entity or ""))
        entity = entity or ((known := cast.named(name)) and known.id) or None
    pieces = _pieces(story, sentence.index, span)
    mean = pieces.mean(axis=0)
    text = span.text.lower()
    return Saying(
        index=-1,
        article=number,
        sentence=sentence.index,
        span=span,
        form=said.form if said else _form(reading.article.text, span),
        speaker=name,
        entity=entity,
        text=text,
        words=tuple(_WORD.findall(text)),
        lemmas=frozenset(lemmas),
        numbers=frozenset(re.findall(r"\d[\d,.]*\d|\d", span.text)),
        vector=np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), np.float32),
        pieces=np.asarray(pieces / np.maximum(np.linalg.norm(pieces, axis=1, keepdims=True), 1e-12), np.float32),
    )


def _form(text: str, span: Span) -> Form:
    """Direct where a quotation mark was opened on the line and not closed."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return "direct" if line.count("\u201c") > line.count("\u201d") or line.count('"') % 2 else "indirect"


def _pieces(story: StoryReading, sentence: int, span: Span) -> NDArray[np.float32]:
    pieces = story.pieces[sentence]
    offset = story.sentences[sentence].span.start
    inside = (pieces.start + offset < span.end) & (pieces.end + offset > span.start)
    if not inside.any():
        return np.asarray(story.vectors[sentence : sentence + 1], np.float32)
    return np.asarray(pieces.states[inside], np.float32)
