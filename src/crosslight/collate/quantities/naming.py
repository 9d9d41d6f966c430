"""What the figures of a quantity are of, in a few words of their own."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crosslight.collate.clauses import token_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.collate.quantities.views import View
    from crosslight.collate.reading import StoryReading
    from crosslight.model import Tokens

BARE = frozenset(["people", "person", "man", "woman", "item", "thing", "number", "total"])
"""What counts nothing by itself: "people" of what?"""
LONGEST = 60
"""Characters of a name taken from the text."""
_NUMBER = re.compile(
    r"^(?:(?:at least|at most|more than|fewer than|less than|about|around|some|up to|nearly|almost|over|only|roughly|an estimated)\s+)*"
)
_OF = re.compile(r"^(age|length|height|depth|distance|speed|years|months|weeks|days|hours|minutes|seconds) of (\w+)$")


def about(members: Sequence[View], story: StoryReading) -> str:
    """The commonest good name that the annotator gives, else one of the clearest mention's own words."""
    counts = Counter(v.figure.counts for v in members if v.figure.counts and _good(v, story))
    several = [w for w in sorted(counts) if " " in w]
    if several:
        return max(several, key=lambda w: (counts[w], w != w.lower(), len(w)))
    return _own(members, story)


def _good(view: View, story: StoryReading) -> bool:
    """False for a bare noun of any count, a verb, or a measure "of" a verb ("distance of roll")."""
    words = view.figure.counts or ""
    tokens, sentence = story.readings[view.article].tokens, view.sentence
    here = range(sentence.first, sentence.last)
    if words.lower() in BARE:
        return False
    measured = _OF.match(words)
    last = (measured.group(2) if measured else words).lower()
    kinds = {tokens.pos[i] for i in here if last in (tokens.lemma[i].lower(), _text(tokens, view, i).lower())}
    return not kinds or not kinds <= {"VERB", "AUX"}


def _own(members: Sequence[View], story: StoryReading) -> str:
    """The counted noun with what is said of it: "people on board", "troops in the valley"; else the figure's own words."""
    found = Counter(name for v in members if (name := _phrase(v, story)))
    if found:
        return max(sorted(found), key=lambda w: (found[w], " " in w, -len(w)))
    clearest = min(members, key=lambda v: (len(v.figure.span.text), v.figure.span.key))
    counted = next((v.figure.counts for v in members if v.figure.counts), None)
    words = [w for w in (counted, clearest.verb) if w]
    return counted if counted and counted.lower() not in BARE else " ".join(words) or _short(clearest.figure.span.text)


def _phrase(view: View, story: StoryReading) -> str | None:
    tokens, sentence = story.readings[view.article].tokens, view.sentence
    at = token_at(story, sentence, view.figure.span)
    if at is None or not view.noun:
        return None
    near = range(max(sentence.first, at - 6), min(sentence.last, at + 8))
    noun = min((i for i in near if tokens.lemma[i] == view.noun), key=lambda i: abs(i - at), default=None)
    if noun is None or tokens.pos[noun] not in ("NOUN", "PROPN"):
        return None
    before = [
        i for i in range(max(sentence.first, noun - 4), noun) if tokens.head[i] == noun and tokens.dep[i] in ("compound", "amod")
    ]
    before = [i for i in before if tokens.pos[i] in ("NOUN", "PROPN", "ADJ") and tokens.tag[i] not in ("JJR", "JJS")]
    words = [_text(tokens, view, i) for i in (*before, noun)]
    told = " ".join(words)
    after = _said_of(tokens, view, noun)
    return _short(f"{told} {after}" if after else told) if after or told.lower() not in BARE else None


def _said_of(tokens: Tokens, view: View, noun: int) -> str:
    """What is said of a counted noun: the prepositional phrase after it or after its "be", or the passive verb."""
    last = view.sentence.last
    head = tokens.head[noun]
    tops = [noun]
    if tokens.dep[noun] in ("nsubj", "nsubjpass", "attr") and head != noun:
        if tokens.dep[noun] == "nsubjpass" and tokens.pos[head] == "VERB":
            return _text(tokens, view, head)
        if tokens.lemma[head] == "be":
            tops.append(head)
    for top in tops:
        for i in range(noun + 1, min(last, noun + 8)):
            if tokens.head[i] == top and tokens.dep[i] == "acomp":
                return _text(tokens, view, i)
            beside = i == noun + 1 and tokens.pos[i] == "ADP"
            if (tokens.head[i] == top and tokens.dep[i] == "prep") or beside:
                return _phrase_after(tokens, view, i)
            if tokens.head[i] == top and tokens.dep[i] in ("acl", "relcl") and i > noun + 1 and tokens.tag[noun + 1] == "TO":
                return _phrase_after(tokens, view, noun + 1, verb=True)
    return ""


def _phrase_after(tokens: Tokens, view: View, first: int, *, verb: bool = False) -> str:
    """A prepositional phrase, or "to" and a verb with its object; "" where it holds a number or runs on."""
    for last in range(first + 1, min(view.sentence.last, first + 6)):
        if tokens.pos[last] in ("NUM", "PUNCT") or (tokens.pos[last] == "VERB" and not verb):
            return ""
        if tokens.pos[last] in ("NOUN", "PROPN") and tokens.dep[last] in ("pobj", "dobj"):
            start, end = tokens.start[first], tokens.end[last]
            return view.figure.span.article.text[start:end]
    return ""


def _text(tokens: Tokens, view: View, i: int) -> str:
    return view.figure.span.article.text[tokens.start[i] : tokens.end[i]]


def _short(words: str) -> str:
    words = _NUMBER.sub("", re.sub(r"\s+", " ", words).strip())
    return words if len(words) <= LONGEST else words[: words.rfind(" ", 0, LONGEST)]
