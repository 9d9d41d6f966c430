"""Which of the articles given do not belong to the event, and which are copies of one another."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.origins.shared import Words, share
from crosslight.model import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.reading import StoryReading
    from crosslight.model import Tokens

BAR = 0.44
"""Least likeness inside an event. On accounts: of 110 articles in 25 stories one is set apart (a background page from
another year); of all 300 mixtures of two stories 98 % come apart cleanly, and a single stranger is named in 99 %."""
COPY = 0.8
"""Least share of the shorter text that stands word for word in the other, for a copy."""
_LEAD = 12
_NAMES = frozenset(["PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT"])


def apart(story: StoryReading) -> tuple[Note, ...]:
    """Name the articles that tell of something else: one note each, ``about`` the article's id.

    The articles are joined as long as two groups are alike enough (half by their nearest two articles,
    half by all); the largest group is the event, of two equal ones the one that holds the first article.
    """
    likeness = alike(story)
    groups = [[i] for i in range(len(story.readings))]
    while len(groups) > 1:
        worth, a, b = max((_between(likeness, groups[a], groups[b]), -a, -b) for a, b in combinations(range(len(groups)), 2))
        if worth < BAR:
            break
        groups[-a] = sorted(groups[-a] + groups.pop(-b))
    main = max(groups, key=lambda g: (len(g), -g[0]))
    others = sorted(i for g in groups if g is not main for i in g)
    return tuple(Note("apart", story.readings[i].article.id, _reason(story, i, main, likeness)) for i in others)


def copies(story: StoryReading) -> tuple[Note, ...]:
    """Name the articles whose text is that of an earlier one, wholly or nearly: one note each, ``about`` the later article's id."""
    words = [Words.of(r.article.text) for r in story.readings]
    found = []
    for b in range(1, len(words)):
        shared, a = max(((share(words[a], words[b]), -a) for a in range(b)), default=(0.0, 0))
        if shared >= COPY:
            first, later = story.readings[-a].article, story.readings[b].article
            if first.text == later.text:
                text = f"has the same text as {first.id}: it adds an outlet, but no origin"
            else:
                text = f"shares {shared:.0%} of the shorter text with {first.id}, word for word: it adds an outlet, but no origin"
            found.append(Note("copy", later.id, text))
    return tuple(found)


def alike(story: StoryReading) -> NDArray[np.float64]:
    """How alike each two articles are: their sentences' mean vectors (the lead's twice), their names, and their words."""
    count = len(story.readings)
    leads, wholes = np.zeros((count, 0)), np.zeros((count, 0))
    if count and len(story.sentences):
        bounds = story.first_sentence
        parts = [story.vectors[bounds[i] : bounds[i + 1]] for i in range(count)]
        width = story.vectors.shape[1]
        leads = np.array([_unit(p[:_LEAD].sum(axis=0) if len(p) else np.zeros(width)) for p in parts])
        wholes = np.array([_unit(p.sum(axis=0) if len(p) else np.zeros(width)) for p in parts])
    names = [_names(r.tokens) for r in story.readings]
    words = [_words(r.tokens) for r in story.readings]
    found = 0.4 * leads @ leads.T + 0.2 * wholes @ wholes.T
    for a, b in combinations(range(count), 2):
        found[a, b] = found[b, a] = found[a, b] + 0.6 * _cosine(names[a], names[b]) + 0.6 * _cosine(words[a], words[b])
    return np.asarray(found, np.float64)


def _between(likeness: NDArray[np.float64], one: list[int], two: list[int]) -> float:
    pairs = likeness[np.ix_(one, two)]
    return round(float(pairs.max() + pairs.mean()) / 2, 9)


def _reason(story: StoryReading, at: int, main: list[int], likeness: NDArray[np.float64]) -> str:
    shared = sorted(set(_names(story.readings[at].tokens)) & {n for i in main for n in _names(story.readings[i].tokens)})
    names = f"few names ({', '.join(shared[:3])})" if shared else "no names"
    measured = f"{_between(likeness, [at], main):.2f}, where an event's articles reach {BAR}"
    return f"seems to tell of something else: it shares {names} and few words with the others (likeness {measured})"


def _unit(vector: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float64)


def _names(tokens: Tokens) -> Counter[str]:
    rows = zip(tokens.lemma, tokens.pos, tokens.entity_type, strict=True)
    return Counter(lemma for lemma, pos, kind in rows if kind in _NAMES and pos in ("PROPN", "ADJ") and len(lemma) > 2)


def _words(tokens: Tokens) -> Counter[str]:
    rows = zip(tokens.lemma, tokens.pos, strict=True)
    return Counter(lemma for lemma, pos in rows if pos in ("NOUN", "VERB", "ADJ") and len(lemma) > 3)


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    """Cosine of damped counts; 0 where either is empty."""
    x, y = ({w: 1 + math.log(n) for w, n in sorted(c.items())} for c in (a, b))
    norm = math.sqrt(sum(v * v for v in x.values()) * sum(v * v for v in y.values()))
    return sum(v * y[w] for w, v in x.items() if w in y) / norm if norm else 0.0
