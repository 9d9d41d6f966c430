"""What a dispute is called: its kind, what it is about, each side's position and holder, and why it was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crosslight.collate.clauses import clause, noun_phrase, token_at, undated, verb_of
from crosslight.collate.disputes.answers import answers
from crosslight.collate.disputes.pairing import FEATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from crosslight.collate.disputes.assembling import Quarrel
    from crosslight.collate.disputes.marks import Marks
    from crosslight.collate.reading import StoryReading
    from crosslight.model import DisputeKind, Quantity, Span, Tokens

LONGEST = 160
"""Characters of a position: longer sentences are cut to the clause that differs."""
NAMED = 110
"""Characters of the line that says what a dispute is about."""
_NOBODY = frozenset(["that", "this", "it", "he", "she", "they", "who", "which"])
_REASONS = (
    ("quantity_apart", "they give different figures of one quantity"),
    ("number_clash", "their numbers differ"),
    ("event_time_clash", "they date one act differently"),
    ("time_clash", "their days or dates differ"),
    ("clock_clash", "their hours differ"),
    ("length_clash", "they give different lengths of time"),
    ("place_clash", "they name different places"),
    ("denial_one", "one of them denies or doubts"),
    ("not_one", "one of them says that it is not so"),
    ("blame_both", "both lay blame or criticise"),
    ("cause_both", "both tell of a cause"),
    ("judged_opposite", "one praises where the other finds fault"),
    ("speakers_differ", "different people speak"),
    ("doubt_one", "one is sure where the other is not"),
)


def kind_of(row: NDArray[np.float32]) -> DisputeKind:
    """The kind of a dispute from the features of its best pair: slots that clash first, then cues."""
    at = dict(zip(FEATURES, row.tolist(), strict=True))
    tests: tuple[tuple[DisputeKind, bool], ...] = (
        ("figure", bool(at["quantity_apart"]) or at["figures_clash"] > 0.3),
        ("time", bool(at["clock_clash"] or at["time_clash"] or at["length_clash"])),
        ("figure", bool(at["number_clash"] and not at["number_equal"])),
        ("denial", bool(at["denial_one"])),
        ("place", bool(at["place_clash"])),
        ("cause", bool(at["cause_both"] and not at["blame_both"])),
        ("blame", bool(at["blame_both"] and at["speakers_differ"])),
        ("identity", bool(at["name_less"] >= 1 and at["words"] >= 0.4)),
    )
    return next((kind for kind, holds in tests if holds), "characterisation")


def reasons(row: NDArray[np.float32], score: float) -> tuple[str, ...]:
    """Why two sentences are held to dispute, in plain words."""
    at = dict(zip(FEATURES, row.tolist(), strict=True))
    told = [words for name, words in _REASONS if at[name]]
    return (f"they tell of the same thing (likeness in meaning {at['cosine']:.2f})", *told[:4], f"score {score:.2f}")


def subject(quarrel: Quarrel, kind: DisputeKind, told: Sequence[Marks], story: StoryReading) -> str:
    """What the sides speak of, in a line of their own words."""
    if quarrel.about:
        return quarrel.about
    first, second = told[quarrel.sides[0][0]], told[quarrel.sides[1][0]]
    if kind == "denial":
        denied = _denied(quarrel, told, story)
        return f"whether {_lowered(denied, first, story)}" if denied else _cut(first.sentence.text)
    shared = _shared(first, second, story)
    return re.sub(r"(?:['’]s?|\s)+$", "", shared) if shared else _cut(min(first.sentence.text, second.sentence.text, key=len))


def _denied(quarrel: Quarrel, told: Sequence[Marks], story: StoryReading) -> str | None:
    """The clause that is denied: what a "denied that …" names, else what the statement says."""
    sentences = [told[side[0]] for side in quarrel.sides]
    for answer in answers(story, sentences):
        tokens = story.readings[story.sentences[answer.sentence].article].tokens
        if not answer.points and answer.content is not None and tokens.dep[answer.content] == "ccomp":
            return _short(clause(story, story.sentences[answer.sentence], answer.content))
    plain = [told[side[0]] for side in quarrel.sides if "not" not in told[side[0]].cues and "denial" not in told[side[0]].cues]
    if quarrel.kind is not None:
        plain = [told[quarrel.sides[0][0]]]  # the statement that is answered
    return _short(said(plain[0], story)) if plain else None


def said(mine: Marks, story: StoryReading) -> str:
    """What a sentence says, without who says it: the longest reported clause, else the main one."""
    sentence = mine.sentence
    tokens = story.readings[sentence.article].tokens
    span = range(sentence.first, sentence.last)
    reported = [i for i in span if tokens.dep[i] == "ccomp" and tokens.pos[i] in ("VERB", "AUX")]
    root = next((i for i in span if tokens.head[i] == i and tokens.pos[i] in ("VERB", "AUX")), None)
    reported = [i for i in reported if tokens.head[i] == root] or reported[:1]
    told = [clause(story, sentence, i) for i in (reported or ([root] if root is not None else []))]
    return max(told, key=len, default="") or re.sub(r"\s+", " ", sentence.text)


def _lowered(words: str, mine: Marks, story: StoryReading) -> str:
    """A clause inside a sentence begins small, a name does not."""
    tokens = story.readings[mine.sentence.article].tokens
    first = words.split(maxsplit=1)[0] if words else ""
    names = {
        mine.sentence.span.article.text[tokens.start[i] : tokens.end[i]]
        for i in range(mine.sentence.first, mine.sentence.last)
        if tokens.pos[i] == "PROPN"
    }
    return words if first in names or first.isupper() or not first else first.lower() + words[len(first) :]


def _short(words: str) -> str:
    if len(words) <= NAMED:
        return words
    return words[: words.rfind(" ", 0, NAMED)].rstrip(" ,;:") + " …"


def _shared(first: Marks, second: Marks, story: StoryReading) -> str | None:
    """The longest run of words that both sentences have, grown to whole noun phrases."""
    tokens = story.readings[first.sentence.article].tokens
    other = story.readings[second.sentence.article].tokens
    begins = _begins(first, tokens)
    a = [tokens.lemma[i].lower() for i in range(begins, first.sentence.last)]
    b = [other.lemma[i].lower() for i in range(_begins(second, other), second.sentence.last)]
    match = _longest(a, b, lambda k: tokens.pos[begins + k] in ("NOUN", "PROPN", "VERB"))
    if match is None:
        return None
    text = first.sentence.span.article.text
    low, high = begins + match[0], begins + match[1]
    nouns = [i for i in range(low, high) if tokens.pos[i] in ("NOUN", "PROPN")]
    if nouns:
        phrase = noun_phrase(
            tokens, first.sentence, text, nouns[-1] if tokens.head[nouns[-1]] not in nouns else tokens.head[nouns[-1]]
        )
        run = re.sub(r"\s+", " ", text[tokens.start[low] : tokens.end[high - 1]]).strip(' ,;:.“”"')
        return _short(phrase if len(phrase) >= len(run) else run)
    return None


def _begins(mine: Marks, tokens: Tokens) -> int:
    """The first token after a dateline: where a report was filed is not what it disputes."""
    sentence = mine.sentence
    start = sentence.span.end - len(undated(sentence.text))
    return next((i for i in range(sentence.first, sentence.last) if tokens.start[i] >= start), sentence.first)


def _longest(a: Sequence[str], b: Sequence[str], heavy: Callable[[int], bool]) -> tuple[int, int] | None:
    """The run of ``a`` that stands in ``b`` too with most heavy words, as ``(first, last)``; ``None`` without any."""
    best, weight = None, 0.0
    lengths = [0] * (len(b) + 1)
    for i, word in enumerate(a):
        row = [0] * (len(b) + 1)
        for j, theirs in enumerate(b):
            if word == theirs:
                row[j + 1] = lengths[j] + 1
                low = i + 1 - row[j + 1]
                score = sum(heavy(k) for k in range(low, i + 1)) + 0.01 * (i + 1 - low)
                if score > weight and score >= 1:
                    best, weight = (low, i + 1), score
        lengths = row
    return best


def position(mine: Marks, story: StoryReading, about: Iterable[Span]) -> str:
    """The side's position in its sentence's own words: the clause that carries it, with the figure (one of ``about``) where there is one."""
    sentence = mine.sentence
    tokens = story.readings[sentence.article].tokens
    text = undated(re.sub(r"\s+", " ", sentence.text).strip())
    span = next((s for s in about if sentence.span.covers(s)), None)
    at = verb_of(tokens, sentence, token_at(story, sentence, span)) if span else None
    if at is None and len(text) <= LONGEST:
        return text
    words = clause(story, sentence, at) if at is not None else said(mine, story)
    return _cut(words) if len(words.split()) >= 3 else _cut(text)


def _cut(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= LONGEST:
        return text
    return text[: text.rfind(" ", 0, LONGEST)] + " …"


def holder(mine: Marks, story: StoryReading, about: Iterable[Span] = (), quantity: Quantity | None = None) -> str:
    """Who holds a position: the speaker whose words it is, else the outlet, else the article.

    A figure has its own source; one that stands outside the speaker's words (one of ``about``) is the outlet's.
    """
    article = story.readings[mine.sentence.article].article
    outlet = article.outlet or article.id
    own = next((f for f in quantity.figures if mine.sentence.span.covers(f.span)), None) if quantity else None
    if own is not None:
        return own.source or outlet
    figure = next((s for s in about if mine.sentence.span.covers(s)), None)
    if figure is not None and not any(c.covers(figure) for said in story.attributions_in(mine.sentence) for c in said.content):
        return outlet
    return mine.speaker if mine.speaker and mine.speaker.lower() not in _NOBODY else outlet
