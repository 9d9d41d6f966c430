"""The words, names and figures of an article, found by looking at characters alone."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Article

READ = 24_000
"""Characters of a text that are looked at. The longest report in the sets we measure on has 70,000; what a story is about stands early."""
LEAD = 60
"""Words of the text that are read with the title as its lead."""
BUCKETS = 1 << 22
"""Terms are known by their hash, cut to so many: two articles' 350 kept terms meet by chance once in 30 pairs."""
_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?:;\n“”\"|•]+")
_ENDS = frozenset('.!?:;\n“”"|•')
_KINDS = {"words": "", "names": "N:", "lead": "L:", "figures": "F:"}
_POSSESSIVES = ("'s", "’s")
_SPELLINGS = 1 << 16
"""Words whose stem and hash are remembered: nearly all of a stream's running words."""


@dataclass(slots=True)
class Words:
    """The terms of an article by kind, counted; ``order`` are the hashes of its text's words in running order."""

    words: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    lead: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    order: list[int] = field(default_factory=list)

    def of(self, kind: str) -> Counter[str]:
        """The counts of one kind."""
        counted: Counter[str] = getattr(self, kind)
        return counted


def words_of(article: Article) -> Words:
    """Count the words, names and figures of an article, and the words of its title with its lead."""
    found = Words()
    _read_text(article.text[:READ], found)
    _read_title((article.title or "")[:400], found)
    return found


def _read_text(text: str, found: Words) -> None:
    """A name is a capitalised word inside a sentence, or a run of two; the first word of a sentence only if it is one elsewhere."""
    words, names, order = found.words, found.names, found.order
    opening: Counter[str] = Counter()
    previous = ""
    for token, opens in _tokens(text):
        if token[0].isdigit():
            found.figures[token] += 1
            order.append(_hash(token))
            previous = ""
            continue
        word = stem(token)
        words[word] += 1
        order.append(_hash(word))
        if len(order) <= LEAD:
            found.lead[word] += 1
        if not token[0].isupper():
            previous = ""
            continue
        (opening if opens else names)[word] += 1
        if previous:
            names[f"{previous} {word}"] += 1
        previous = word
    for word, n in opening.items():
        if word in names:
            names[word] += n


def _read_title(title: str, found: Words) -> None:
    """A title's words count for the lead twice; its capitals say nothing, for many outlets write all words so."""
    for token, _ in _tokens(title):
        if token[0].isdigit():
            found.figures[token] += 1
            continue
        word = stem(token)
        found.words[word] += 1
        found.lead[word] += 2
        if word in found.names:
            found.names[word] += 1


@lru_cache(_SPELLINGS)
def stem(token: str) -> str:
    """The word in lower case without a possessive or plural ending; no more, so that it still reads."""
    word = token.casefold()
    if word.endswith(_POSSESSIVES):
        word = word[:-2]
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]
    return word


@lru_cache(_SPELLINGS)
def term(kind: str, word: str) -> int:
    """The hash of a term of this kind: the same word has another hash as a name, and in the lead."""
    return _hash(_KINDS[kind] + word) & (BUCKETS - 1)


@lru_cache(_SPELLINGS)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Words and numbers in order, each with whether it opens a sentence."""
    opens = True
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] in _ENDS:
            opens = True
            continue
        yield token.replace(",", "") if token[0].isdigit() else token, opens
        opens = False
