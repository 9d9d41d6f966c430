"""A clause as a reader would quote it: a verb's own words, with its subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Span, Tokens

SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_APART = ("conj", "parataxis", "advcl")
_RELATIVE = ("WDT", "WP", "WP$")
_LINKS = re.compile(
    r"^(?:(?:and|but|or|while|that|because|as|when|after|before|if|whether|although|though|so)\b[\s,]*)+", re.IGNORECASE
)
_TRAILING = re.compile(r"(?:[,;]?\s*\b(?:and|but|or|while|as|that|which|who))+$")
_DATELINE = re.compile(r"^\W*[A-Z][A-Z'’/ .]{2,}(?:,[^—–:]{0,40}?)?(?:\s*\([^)]*\))?\s*[—–-]+\s+(?=\S)")
"""A place in capitals and a dash before the first sentence."""
_EDGES = " \t\n–—-,;:\"“”'‘."


def token_at(story: StoryReading, sentence: Sentence, span: Span) -> int | None:
    """The first token of the sentence that reaches into the span."""
    tokens = story.readings[sentence.article].tokens
    return next((i for i in range(sentence.first, sentence.last) if tokens.end[i] > span.start), None)


def verb_of(tokens: Tokens, sentence: Sentence, at: int | None) -> int | None:
    """The verb of the clause that a token stands in, one with a subject of its own where there is one to climb to."""
    for _ in range(12):
        if at is None or not sentence.first <= at < sentence.last:
            return None
        auxiliary = tokens.dep[at] in ("aux", "auxpass")
        if (
            tokens.pos[at] in ("VERB", "AUX")
            and not auxiliary
            and (tokens.dep[at] not in ("xcomp", "amod") or tokens.head[at] == at)
        ):
            return at
        if tokens.head[at] == at:
            return at if tokens.pos[at] in ("VERB", "AUX") else None
        at = tokens.head[at]
    return None


def clause(story: StoryReading, sentence: Sentence, verb: int) -> str:
    """The verb's own words in one piece, its subject before them where that stands elsewhere in the sentence."""
    tokens, text = story.readings[sentence.article].tokens, story.readings[sentence.article].article.text
    inside = subtree(tokens, sentence, verb, leave=_APART)
    words = _tidy(text[tokens.start[min(inside)] : tokens.end[max(inside)]])
    subject = _subject(tokens, sentence, verb)
    if subject is None or subject in inside:
        own = next((i for i in sorted(inside) if tokens.head[i] == verb and tokens.dep[i] in SUBJECTS), None)
        if own is None or tokens.tag[own] not in _RELATIVE or tokens.dep[verb] != "relcl":
            return words
        subject, words = tokens.head[verb], _tidy(text[tokens.end[own] : tokens.end[max(inside)]])
    return f"{noun_phrase(tokens, sentence, text, subject)} {words}"


def noun_phrase(tokens: Tokens, sentence: Sentence, text: str, noun: int) -> str:
    """A noun with what stands before it and the "of" after it."""
    held = subtree(tokens, sentence, noun, leave=("relcl", "acl", "appos", "conj", "cc", "advcl", "punct"))
    while held and tokens.pos[max(held)] in ("PUNCT", "SPACE"):
        held.discard(max(held))
    return _tidy(text[tokens.start[min(held)] : tokens.end[max(held)]]) if held else ""


def subtree(tokens: Tokens, sentence: Sentence, top: int, *, leave: tuple[str, ...]) -> set[int]:
    """The tokens under one, those under its children of the relations in ``leave`` left out."""
    inside = {top}
    for _ in range(30):
        more = {
            i
            for i in range(sentence.first, sentence.last)
            if i not in inside
            and tokens.head[i] in inside
            and not (
                tokens.head[i] == top
                and tokens.dep[i] in leave
                and (tokens.pos[i] in ("VERB", "AUX") or tokens.pos[top] not in ("VERB", "AUX"))
            )
        }
        if not more:
            break
        inside |= more
    return inside


def has_subject(tokens: Tokens, sentence: Sentence, verb: int) -> bool:
    """True for a verb with a subject of its own that names something."""
    span = range(sentence.first, sentence.last)
    return any(tokens.head[i] == verb and tokens.dep[i] in SUBJECTS and tokens.tag[i] not in _RELATIVE and i != verb for i in span)


def _subject(tokens: Tokens, sentence: Sentence, verb: int) -> int | None:
    """The subject a verb has, or shares with the verb it is joined to."""
    at = verb
    for _ in range(6):
        own = next(
            (i for i in range(sentence.first, sentence.last) if tokens.head[i] == at and tokens.dep[i] in SUBJECTS and i != at),
            None,
        )
        if own is not None:
            return own
        if tokens.dep[at] not in ("conj", "xcomp", "advcl") or tokens.head[at] == at:
            return None
        at = tokens.head[at]
    return None


def undated(text: str) -> str:
    """A sentence without the dateline before it."""
    return _DATELINE.sub("", text)


def _tidy(text: str) -> str:
    words = _LINKS.sub("", undated(re.sub(r"\s+", " ", text)).strip(_EDGES))
    words = _TRAILING.sub("", words).strip(" ,;:–—-")
    return _closed(words)


def _closed(words: str) -> str:
    """Without a quotation mark that lost its fellow."""
    for opening, closing in (("“", "”"), ("‘", "’")):
        if words.count(opening) > words.count(closing):
            words = words + closing if opening == "“" else words
        elif opening == "“" and words.count(closing) > words.count(opening):
            words = words.replace(closing, "")
    return words.replace('"', "") if words.count('"') % 2 else words
