"""A figure and its surroundings, as the pair scorer sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate.quantities.measures import Measure, measure
from crosslight.collate.rarity import COMMON

if TYPE_CHECKING:
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Figure, Tokens

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
LIGHT = COMMON | frozenset(["person", "man", "woman", "number", "total", "most", "many", "some", "least", "up", "hour", "one"])
"""Lemmas too common beside figures to say what is counted."""
REACH = 10
"""Tokens on either side of a figure that make its window."""
_AGE = re.compile(r"[\s-]*years?[\s-]old|^\s*-year-old", re.IGNORECASE)
_AGED = re.compile(r"(?:aged|age of|ages of|(?:^|\W)(?:he|she) (?:was|is)|[A-Z]\w+,)\s*$")


@dataclass(frozen=True, slots=True)
class View:
    """One figure of one article. ``noun`` is what is counted, ``verb`` what governs it; the sets hold lemmas."""

    article: int
    position: int
    figure: Figure
    sentence: Sentence
    measure: Measure
    noun: str
    nouns: frozenset[str]
    verb: str
    actors: frozenset[str]
    near: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    named: frozenset[str]
    age: bool
    each: bool
    window: str


def views(story: StoryReading) -> tuple[View, ...]:
    """All figures of the story that name a number, in the story's order."""
    found: list[View] = []
    for number, reading in enumerate(story.readings):
        for figure in sorted(reading.figures, key=lambda f: f.span.key):
            size = measure(figure)
            if size is not None and figure.span.part == "text":
                sentence = story.sentence_at(figure.span)
                found.append(_view(number, figure, size, sentence, reading.tokens, reading.article.text))
    return tuple(found)


def _view(number: int, figure: Figure, size: Measure, sentence: Sentence, tokens: Tokens, text: str) -> View:
    inside = [
        i for i in range(sentence.first, sentence.last) if tokens.start[i] < figure.span.end and tokens.end[i] > figure.span.start
    ]
    root = _root(inside, tokens)
    noun = _counted(root, inside, tokens)
    verb = _governor(noun if noun is not None else root, tokens)
    content = [
        i for i in range(sentence.first, sentence.last) if tokens.pos[i] in CONTENT and i not in inside and len(tokens.lemma[i]) > 1
    ]
    first, last = (inside[0], inside[-1]) if inside else (sentence.first, sentence.first)
    around = [i for i in content if first - REACH <= i <= last + REACH]
    names = frozenset(tokens.lemma[i] for i in content if tokens.pos[i] == "PROPN")
    before = text[max(0, figure.span.start - 30) : figure.span.start]
    after = text[figure.span.start : figure.span.end + 12]
    return View(
        article=number,
        position=sentence.position,
        figure=figure,
        sentence=sentence,
        measure=size,
        noun=tokens.lemma[noun] if noun is not None else "",
        nouns=_noun_phrase(noun, inside, tokens),
        verb=tokens.lemma[verb] if verb is not None else "",
        actors=_arguments(verb, inside, tokens),
        near=frozenset(tokens.lemma[i] for i in around) - LIGHT,
        words=frozenset(tokens.lemma[i] for i in content) - LIGHT,
        names=names,
        named=frozenset(tokens.lemma[i] for i in around if tokens.pos[i] == "PROPN" and abs(i - first) <= 5),
        age=figure.unit == "year" and bool(_AGE.search(after) or _AGED.search(before)),
        each=bool(re.search(r"\b(?:per|each|every|apiece)\b|\ba \w+ share\b", text[figure.span.start : figure.span.end + 25])),
        window=_window(first, last, inside, sentence, tokens, text),
    )


def _root(inside: list[int], tokens: Tokens) -> int | None:
    within = set(inside)
    tops = [i for i in inside if tokens.head[i] not in within or tokens.head[i] == i]
    nouns = [i for i in tops if tokens.pos[i] in ("NOUN", "PROPN")]
    chosen = nouns or tops
    return chosen[-1] if chosen else None


def _counted(root: int | None, inside: list[int], tokens: Tokens) -> int | None:
    at = root
    for _ in range(4):
        if at is None or tokens.pos[at] in ("NOUN", "PROPN"):
            return at
        of = _child(at, "prep", tokens, inside[-1] + 4 if inside else at)
        if of is not None and tokens.lemma[of] == "of":
            thing = _child(of, "pobj", tokens, of + 6)
            if thing is not None:
                return thing
        if tokens.head[at] == at or tokens.pos[at] == "VERB":
            return None
        at = tokens.head[at]
    return None


def _child(parent: int, relation: str, tokens: Tokens, until: int) -> int | None:
    for i in range(parent + 1, min(until, len(tokens))):
        if tokens.head[i] == parent and tokens.dep[i] == relation:
            return i
    return None


def _governor(at: int | None, tokens: Tokens) -> int | None:
    """The nearest verb above (a copula counts by what it says: "was 50" has none)."""
    for _ in range(8):
        if at is None:
            return None
        if tokens.pos[at] == "VERB":
            return at
        if tokens.head[at] == at:
            return None
        at = tokens.head[at]
    return None


def _noun_phrase(noun: int | None, inside: list[int], tokens: Tokens) -> frozenset[str]:
    if noun is None:
        return frozenset()
    low, high = max(0, min([noun, *inside]) - 4), min(len(tokens), max([noun, *inside]) + 7)
    parts = {noun}
    for i in range(low, high):
        head = tokens.head[i]
        if (head == noun and tokens.dep[i] in ("amod", "compound", "nmod", "appos", "poss")) or (
            tokens.dep[i] == "pobj" and tokens.head[head] == noun
        ):
            parts.add(i)
    return frozenset(tokens.lemma[i] for i in parts if tokens.pos[i] in CONTENT) - LIGHT


def _arguments(verb: int | None, inside: list[int], tokens: Tokens) -> frozenset[str]:
    if verb is None:
        return frozenset()
    low, high = max(0, verb - 25), min(len(tokens), verb + 25)
    roles = ("nsubj", "nsubjpass", "dobj", "attr", "agent", "oprd", "acomp")
    own = set(inside)
    return frozenset(
        tokens.lemma[i] for i in range(low, high) if tokens.head[i] == verb and tokens.dep[i] in roles and i not in own
    )


def _window(first: int, last: int, inside: list[int], sentence: Sentence, tokens: Tokens, text: str) -> str:
    """The words around the figure, numbers left out: what is said of it, not how much it is."""
    low, high = max(sentence.first, first - REACH), min(sentence.last, last + REACH + 1)
    own = set(inside)
    kept = [
        text[tokens.start[i] : tokens.end[i]]
        for i in range(low, high)
        if tokens.pos[i] not in ("NUM", "SPACE", "SYM") or (i not in own and not text[tokens.start[i]].isdigit())
    ]
    return " ".join(w for w in kept if not w.isspace())
