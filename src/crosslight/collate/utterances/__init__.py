"""Utterances: one speaker's words as several articles carry them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.utterances.grouping import grouped
from crosslight.collate.utterances.likeness import Model, features, model, rank, rarity, same_speaker, share_run
from crosslight.collate.utterances.sayings import Saying, sayings
from crosslight.model import Utterance, UtteranceForm, UtteranceMention

if TYPE_CHECKING:
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading

BAR = 0.2
"""Least mean probability inside a group. Leave one story out over accounts: pair F1 .72 at .15, .71 at .2, .66 at .3; precision .79, .81, .81."""
SURE = ((0.9, 0.97), (0.4, 0.85), (0.0, 0.42))
"""Mean probability from which on, and the share of pairs in groups from there that the annotators let tell the same (as an utterance, a
fact, a figure or a side): the annotated stories, each by a model of the others; 181 groups, 63, 82 and 36 of them."""
_NEAR = 0.6
"""Least cosine and share of lemmas together for a pair to be looked at: a fifth of the pairs, F1 as without it."""
_SAME_WORDS = 5
"""Words in a row that two different known speakers must share for their sayings to be one utterance (F1 .71 with this rule
and without; precision .84 and .82)."""


def find(story: StoryReading, cast: StoryCast, *, trained: Model | None = None, bar: float = BAR) -> tuple[Utterance, ...]:
    """All utterances that two articles or more carry, in the order in which the story first tells them."""
    said = sayings(story, cast)
    places, rows = pairs(said)
    if not places:
        return ()
    sure = (trained or model()).probability(rows)
    chances = dict(zip(places, sure.tolist(), strict=True))
    found = []
    for group in grouped(said, places, sure, bar):
        if not any(said[i].speaker or said[i].form != "indirect" for i in group):
            continue  # nobody's words: a fact that both articles tell
        found.append((group, fmean(chances[pair] for pair in combinations(sorted(group), 2) if pair in chances)))
    found.sort(key=lambda g: min(g[0]))
    return tuple(_utterance(number, [said[i] for i in sorted(group)], mean) for number, (group, mean) in enumerate(found, 1))


def pairs(said: tuple[Saying, ...]) -> tuple[list[tuple[int, int]], np.ndarray]:
    """The pairs of sayings of different articles that may be one utterance, and their features."""
    if not said:
        return [], np.zeros((0, 1))
    vectors = np.array([s.vector for s in said])
    weights = rarity(said)
    places, rows = [], []
    holders: dict[str, list[int]] = {}
    for b in said:
        cosines = vectors[: b.index] @ b.vector
        near = set(np.flatnonzero(cosines >= _NEAR).tolist())
        for lemma in b.lemmas:
            near.update(holders.get(lemma, ()))
            holders.setdefault(lemma, []).append(b.index)
        for at in sorted(near):
            a, cosine = said[at], float(cosines[at])
            if a.article != b.article and cosine + weights.held(a.lemmas, b.lemmas) >= _NEAR and not _two_speakers(a, b):
                places.append((at, b.index))
                rows.append(features(a, b, weights, cosine))
    found = np.array(rows)
    if places:
        rank(places, found, [s.article for s in said])
    return places, found


def _two_speakers(a: Saying, b: Saying) -> bool:
    """True where two known people or bodies speak, and not in the same words."""
    known = a.entity and b.entity and a.entity != b.entity and same_speaker(a, b) is False
    return bool(known) and not share_run(a.words, b.words, _SAME_WORDS)


def _utterance(number: int, said: list[Saying], mean: float) -> Utterance:
    speakers = Counter(s.speaker for s in said if s.speaker)
    speaker = max(speakers.items(), key=lambda s: (s[1], len(s[0]), s[0]))[0] if speakers else ""
    names = sorted(speakers)
    sure = next(share for least, share in SURE if mean >= least)
    why = [f"one in {mean:.0%} on average over the pairs" if len(said) > 2 else f"alike with a probability of {mean:.0%}"]
    if len(names) > 1 and any(a.lower() not in b.lower() and b.lower() not in a.lower() for a, b in pairwise(names)):
        why.append("credited to " + " and to ".join(names))
    return Utterance(f"u{number}", speaker, tuple(UtteranceMention(s.span, _form(s)) for s in said), tuple(why), sure)


def _form(saying: Saying) -> UtteranceForm:
    """Direct: whole quoted sentences; partial: a few quoted words in a sentence of the article's own; else indirect."""
    if saying.form == "indirect":
        return "indirect"
    first = saying.span.text[:1]
    whole = first.isupper() or len(saying.words) > 12
    return "direct" if saying.form == "direct" and whole else "partial"
