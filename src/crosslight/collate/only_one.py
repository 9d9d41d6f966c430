"""Only-one: newsworthy statements of one article alone."""

from __future__ import annotations

import functools
import json
import math
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment import terms
from crosslight.collate.alignment.scoring import Logistic
from crosslight.model import OnlyOne

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Annotations, Fact

    Floats = NDArray[np.float64]

AN_ARTICLE = 10
"""Lines of one article at most."""
ON_AVERAGE = 8
"""Lines an article on the whole: the least newsworthy of the story are left out beyond it."""
SHARED = 0.7
"""A sentence with a link of this chance is told by another too. On accounts, leave-stories-out, 10 an article: at .3 recall .47
with .08 of the lines told by two, at .5 .61 with .10, at .7 .68 with .12; without a bar .80 with .16."""
LEAST = 5
"""Words below which a sentence tells nothing by itself."""
CLOSING = (".", "!", "?", '"', "”", "'", "’", ":")


def find(story: StoryReading, alignment: Alignment, facts: tuple[Fact, ...]) -> tuple[OnlyOne, ...]:
    """What exactly one article tells, most newsworthy first."""
    del facts  # what they hold, their links say too
    if len(story.readings) < 2:
        return ()
    measured = columns(story, alignment)
    worth = _model().chances(measured)
    open_ = [s for s in story.sentences if measured["shared"][s.index] < SHARED and len(s.text.split()) >= LEAST]
    count: dict[int, int] = {}
    found = []
    for sentence in sorted(open_, key=lambda s: (-round(float(worth[s.index]), 6), s.index)):
        count[sentence.article] = count.get(sentence.article, 0) + 1
        if count[sentence.article] <= AN_ARTICLE:
            found.append(OnlyOne(" ".join(sentence.text.split()), sentence.span))
    return tuple(found[: ON_AVERAGE * len(story.readings)])


def columns(story: StoryReading, alignment: Alignment) -> dict[str, Floats]:
    """What is measured of each sentence."""
    n = len(story.sentences)
    shared, mass = np.zeros(n), np.zeros(n)
    for link in alignment.links:
        for i in (link.a, link.b):
            shared[i] = max(shared[i], link.score)
            mass[i] += link.score
    out = {
        "shared": shared,
        "shared_log": np.log((shared + 0.01) / (1.01 - shared)),
        "mass": mass / max(len(story.readings) - 1, 1),
    }
    rows = [_of_sentence(story, s) for s in story.sentences]
    stems = terms.rows_of(story, terms.stem)
    holders: dict[str, set[int]] = {}
    for s, row in zip(story.sentences, stems, strict=True):
        for stem in row:
            holders.setdefault(stem, set()).add(s.article)
    own = np.array([sum(len(holders[t]) == 1 for t in row) for row in stems], float)
    out["own"], out["own_share"] = own, own / np.maximum([len(row) for row in stems], 1)
    return out | {k: np.array([row[k] for row in rows], float) for k in (rows[0] if rows else ())}


def _of_sentence(story: StoryReading, sentence: Sentence) -> dict[str, float]:
    reading, text = story.readings[sentence.article], sentence.text
    tokens = reading.tokens
    words = text.split()
    inside = range(sentence.first, sentence.last)
    return {
        "words": math.log1p(len(words)),
        "short": len(words) < 7,
        "long": len(words) > 45,
        "lead": 1 / (1 + sentence.position),
        "number": any(terms.number(tokens, i) for i in inside),
        "figure": any(f.span.overlaps(sentence.span) for f in reading.figures),
        "verbs": len({tokens.lemma[i] for i in inside if tokens.pos[i] == "VERB"}),
        "said": any(c.overlaps(sentence.span) for a in reading.attributions for c in a.content),
        "quoted": _quoted(reading, sentence),
        "question": "?" in text,
        "opens_quoting": text[:1] in "\"“'‘",
        "speaks": any(w.casefold() in ("i", "we", "you") for w in words),
        "unfinished": not text.endswith(CLOSING),
        "article_length": math.log(max(len(reading.sentences), 1)),
    }


def _quoted(reading: Annotations, sentence: Sentence) -> float:
    """The share of the sentence that is direct quotation."""
    direct = [c for a in reading.attributions if a.form == "direct" for c in a.content if c.overlaps(sentence.span)]
    held = sum(min(c.end, sentence.span.end) - max(c.start, sentence.span.start) for c in direct)
    return held / (sentence.span.end - sentence.span.start)


@functools.cache
def _model() -> Logistic:
    file = resources.files("crosslight.data") / "facts" / "only_one.json"
    return Logistic.read(json.loads(file.read_text(encoding="utf-8")))
