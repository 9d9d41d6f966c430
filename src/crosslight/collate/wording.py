"""Which of an article's sentences can be shown alone, and which of its words: no dateline, no stray dash, nothing unfinished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Span

DATELINE = re.compile(
    r"""\s*(?:
        [A-Z][A-Z.'’/ -]+[A-Z.]\b(?:,[^—–:\n]{0,50}?)?(?:\s*\([^)\n]{2,40}\))?   # PORT SORREL, May 3 (North Wire)
        | [A-Z][^—–:."“\n]{0,50}\([A-Z][^)\n]{1,40}\)                           # Port Sorrel (North Wire)
        | \([A-Z][^)\n]{1,40}\)                                                 # (North Wire)
    )\s*(?:—|–|--|\s-)\s*(?=["“'‘A-Z0-9]|\Z)""",
    re.VERBOSE,
)
CREDIT = re.compile(
    r"\W*(?:additional )?(?:report(?:ing|ed)|edit(?:ing|ed)|writ(?:ing|ten)|photo(?:graph)?s?) by\b.{0,160}",
    re.IGNORECASE | re.DOTALL,
)
_SPOKEN = re.compile(r"“[^”]*”\W*|\"[^\"]*\"\W*|‘[^’]*[.!?,]’")
_SAYER = re.compile(r"[,”\"’'] (?:he|she|they|it) (?:said|says|told|added|wrote)\b")
_BEFORE = re.compile(r"[\s\-–—•*|·]+")
_AFTER = re.compile(r"[\s\-–—•*|·]+\Z")
LEANING = frozenset(
    ["he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "this", "that", "these", "those", "i", "we"]
)
JOINING = frozenset(["and", "but", "or", "so", "yet", "nor", "meanwhile", "however", "also", "then"])
OPENING = 3
"""Words at a sentence's start that must not stand for something told before it."""
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
CLOSING = (".", "!", '."', ".”", ".'", ".’", '!"', "!”", '".', "”.", "’.", "'.", ".)")


def shown(sentence: Sentence) -> Span:
    """The sentence without its dateline and without dashes at its ends."""
    text = sentence.text
    found = DATELINE.match(text)
    first = found.end() if found else 0
    stray = _BEFORE.match(text, first)
    first = stray.end() if stray else first
    end = _AFTER.search(text, first)
    last = end.start() if end else len(text)
    if last <= first:
        return sentence.span
    return sentence.span.article.span(sentence.span.start + first, sentence.span.start + last)


def furniture(sentence: Sentence) -> bool:
    """True of a credit or a dateline alone: it tells nothing of the event."""
    text = sentence.text
    return bool(CREDIT.fullmatch(text)) or bool(DATELINE.fullmatch(f"{text.rstrip()} ")) or not any(c.isalpha() for c in text)


def whole(story: StoryReading, sentence: Sentence) -> bool:
    """True of a finished statement: no headline, caption, question, fragment, nor a quotation that does not say whose it is."""
    words = shown(sentence).text
    tokens = story.readings[sentence.article].tokens
    return (
        words.endswith(CLOSING)
        and "?" not in words
        and not words[0].islower()
        and _balanced(words)
        and not _SPOKEN.fullmatch(words)
        and any(tokens.tag[i] in FINITE for i in range(sentence.first, sentence.last))
    )


def leans(sentence: Sentence) -> bool:
    """True where the sentence opens with a word that stands for something told before, or joins it to that; or a pronoun is its speaker."""
    words = [w.strip("\"'“‘”’,.").casefold().replace("’", "'").partition("'")[0] for w in shown(sentence).text.split()[:OPENING]]
    if _SAYER.search(sentence.text):
        return True
    return bool(words) and (words[0] in JOINING or not LEANING.isdisjoint(words[:1]) or not _PRONOUNS.isdisjoint(words))


_PRONOUNS = LEANING - {"this", "that", "these", "those", "his", "her", "its", "their"}


def _balanced(words: str) -> bool:
    return words.count("“") == words.count("”") and words.count('"') % 2 == 0 and words[0] not in "”’"
