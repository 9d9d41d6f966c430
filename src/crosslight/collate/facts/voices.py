"""Whose word a sentence is: the outlet's own, or somebody's that it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.model import FactMention

if TYPE_CHECKING:
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Annotations, Attribution

HEDGES = frozenset(
    [
        "may",
        "might",
        "reportedly",
        "allegedly",
        "apparently",
        "supposedly",
        "purportedly",
        "possibly",
        "perhaps",
        "suspected",
        "alleged",
        "unconfirmed",
    ]
)
DENYING = frozenset(["no", "not", "never", "n't", "nobody", "none", "nor", "neither", "without"])
SHARE = 0.5
"""Share of a sentence's letters that an attribution's content must hold for the sentence to be somebody's word."""


def mention(story: StoryReading, cast: StoryCast, sentence: Sentence) -> FactMention:
    """The sentence as a telling of a fact, with its stance."""
    reading = story.readings[sentence.article]
    said = governing(reading, sentence)
    if said is not None:
        to = cast.speaker(said.source.span, said.source.name) if said.source else None
        if said.stance == "denies":
            return FactMention(sentence.span, "reports_denial", to)
        if said.stance == "hedges" and to is None:
            return FactMention(sentence.span, "hedges")
        return FactMention(sentence.span, "attributes", to)
    return FactMention(sentence.span, "hedges" if hedged(reading, sentence) else "asserts")


def governing(reading: Annotations, sentence: Sentence) -> Attribution | None:
    """The attribution whose content holds most of the sentence, if any holds half of it beside its source and cue."""
    best: tuple[float, Attribution] | None = None
    for said in reading.attributions:
        inside = sum(max(0, min(c.end, sentence.span.end) - max(c.start, sentence.span.start)) for c in said.content)
        if not inside:
            continue
        frame = sum(
            max(0, min(part.end, sentence.span.end) - max(part.start, sentence.span.start))
            for part in (said.source.span if said.source else None, said.cue)
            if part is not None
        )
        share = inside / max(sentence.span.end - sentence.span.start - frame, 1)
        if share >= SHARE and (best is None or share > best[0]):
            best = (share, said)
    return best[1] if best else None


def hedged(reading: Annotations, sentence: Sentence) -> bool:
    """True where the main verb, or what hangs on it, is hedged."""
    tokens = reading.tokens
    for i in range(sentence.first, sentence.last):
        head = tokens.head[i]
        if tokens.lemma[i] in HEDGES and (tokens.dep[head] in ("ROOT", "ccomp", "conj") or tokens.dep[i] == "ROOT"):
            return not (tokens.lemma[i] == "may" and tokens.pos[i] == "PROPN")
    return False


def negated(reading: Annotations, sentence: Sentence) -> bool:
    """True where the main verb is negated."""
    tokens = reading.tokens
    return any(
        tokens.lemma[i] in DENYING and tokens.dep[tokens.head[i]] == "ROOT" and tokens.dep[i] in ("neg", "det", "advmod", "nsubj")
        for i in range(sentence.first, sentence.last)
    )
