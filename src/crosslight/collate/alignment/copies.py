"""Copies: an article that carries another's text adds an outlet, but nothing to weigh; it is aligned through its original."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.reading import Sentence, StoryReading

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME = 0.8
"""Share of the shorter article's words, in sentences that the other has word for word, from which one is the other's copy."""
_WORD = re.compile(r"\w+")


def originals(story: StoryReading) -> dict[int, int]:
    """For each sentence of a copy the sentence (story indices) of an earlier article that it repeats word for word."""
    words = [tuple(w.casefold() for w in _WORD.findall(s.text)) for s in story.sentences]
    places: dict[tuple[str, ...], dict[int, int]] = {}  # words -> article -> its first sentence of these words
    for s in story.sentences:
        if words[s.index]:
            places.setdefault(words[s.index], {}).setdefault(s.article, s.index)
    length = np.bincount([s.article for s in story.sentences], [len(w) for w in words], len(story.readings))
    shared: dict[tuple[int, int], int] = {}
    for s in story.sentences:
        for other in places.get(words[s.index], {}):
            if other < s.article:
                shared[other, s.article] = shared.get((other, s.article), 0) + len(words[s.index])
    copied = {pair for pair, n in shared.items() if n >= SAME * min(length[pair[0]], length[pair[1]])}
    found: dict[int, int] = {}
    for s in story.sentences:
        for other, index in sorted(places.get(words[s.index], {}).items()):
            if (other, s.article) in copied:
                found[s.index] = found.get(index, index)
                break
    return found


def kept(story: StoryReading, sentences: Sequence[int]) -> StoryReading:
    """The story with these sentences alone (ascending), counted anew; articles of which none is left are left out."""
    chosen = [story.sentences[i] for i in sentences]
    numbers = {n: k for k, n in enumerate(sorted({s.article for s in chosen}))}
    part = StoryReading(tuple(story.readings[n] for n in numbers), story.encoder)
    position = [0] * len(numbers)
    own: list[Sentence] = []
    for s in chosen:
        article = numbers[s.article]
        own.append(replace(s, index=len(own), article=article, position=position[article]))
        position[article] += 1
    rows = np.array(sentences, np.int64)
    known = {
        "sentences": tuple(own),
        "first_sentence": tuple(np.cumsum([0, *position]).tolist()),
        "_encoded": (story.vectors[rows], [story.pieces[i] for i in sentences]),
    }
    part.__dict__.update(known)  # what the class would work out from whole articles
    return part
