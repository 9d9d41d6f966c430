"""What the clusterer keeps of an article: weighted words, names, figures, sampled passages, a signature, vectors, a day.

Found by looking at characters alone (no parse), for discovery has to be faster than reading closely.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.copies import passages, signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from crosslight.discover.background import Frequencies
    from crosslight.model import Article
    from crosslight.vectors import Encoder

READ = 24_000
"""Characters of a text that are looked at. The longest report in the sets we measure on has 70,000; what a story is about stands early."""
LEAD = 60
"""Words of the text that are read with the title as its lead."""
CHUNK = 90
"""Words in one stretch that is encoded: 128 word pieces hold about 95."""
CHUNKS = 4
"""Stretches encoded, from the start of the text."""
WIDTHS = {"words": 96, "names": 32, "lead": 32, "figures": 12}
"""How many weighted terms of each kind are kept of an article, the heaviest first."""
BUCKETS = 1 << 22
"""Terms are known by their hash, cut to so many: 4,000 terms of two articles meet by chance once in 25 pairs."""
_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?:;\n“”\"|•]+")
_ENDS = frozenset('.!?:;\n“”"|•')
_KINDS = {"words": "", "names": "N:", "lead": "L:", "figures": "F:"}
_POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Traits:
    """One article as the clusterer sees it.

    ``terms`` holds, for each kind in :data:`WIDTHS`, the hashes of its terms (ascending weight order is
    not kept) and their weights, of unit length. ``seen`` are the hashes of all its distinct words, for
    the document frequencies. ``vectors`` has two rows of unit length: title with lead, and the body.
    ``day`` is the day of publication as a number with its fraction, NaN where none is known.
    """

    id: str
    terms: dict[str, tuple[NDArray[np.uint32], NDArray[np.float32]]]
    seen: NDArray[np.uint32]
    passages: NDArray[np.uint32]
    signature: NDArray[np.uint32]
    vectors: NDArray[np.float32]
    day: float
    shown: dict[int, str]
    """The words behind the hashes, to tell a reason by; not kept after the article's placement."""


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of an article by kind, counted; ``order`` are its words' hashes in running order."""

    counts: dict[str, Counter[str]]
    order: list[int]


def words_of(article: Article) -> Words:
    """Count the words, names and figures of an article, and of its title with its lead."""
    title, text = article.title or "", article.text[:READ]
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    lead: Counter[str] = Counter()
    order: list[int] = []
    opening: Counter[str] = Counter()  # capitalised words that open a sentence: a name only if it is one elsewhere
    previous = ""
    for token, opens in _tokens(text):
        if token[0].isdigit():
            figures[token] += 1
            order.append(zlib.crc32(token.encode()))
            previous = ""
            continue
        word = stem(token)
        words[word] += 1
        order.append(zlib.crc32(word.encode("utf-8", "surrogatepass")))
        if len(order) <= LEAD:
            lead[word] += 1
        if not token[0].isupper():
            previous = ""
            continue
        if opens:
            opening[word] += 1
        else:
            names[word] += 1
        if previous:
            names[f"{previous} {word}"] += 1
        previous = word
    for word, n in opening.items():
        if word in names:
            names[word] += n
    for token, _ in _tokens(title[:400]):
        if token[0].isdigit():
            figures[token] += 1
            continue
        word = stem(token)
        words[word] += 1
        lead[word] += 2
        if word in names:
            names[word] += 1
    return Words({"words": words, "names": names, "lead": lead, "figures": figures}, order)


def stem(token: str) -> str:
    """The word in lower case without a possessive or plural ending; no more, so that it still reads."""
    word = token.casefold()
    if word.endswith(_POSSESSIVES):
        word = word[:-2]
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]
    return word


def term(kind: str, word: str) -> int:
    """The hash of a term of this kind: the same word has another hash as a name, and in the lead."""
    return zlib.crc32((_KINDS[kind] + word).encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


def traits_of(article: Article, frequencies: Frequencies, vectors: NDArray[np.float32]) -> Traits:
    """What the clusterer keeps of this article. ``frequencies`` weigh its terms as they stand when it arrives."""
    words = words_of(article)
    terms, shown = {}, {}
    for kind, width in WIDTHS.items():
        counted = words.counts[kind]
        spelt = list(counted)
        hashes = np.array([term(kind, w) for w in spelt], np.uint32)
        known = hashes if kind != "lead" else np.array([term("words", w) for w in spelt], np.uint32)
        weights = (1 + np.log(np.array([counted[w] for w in spelt], np.float32))) * frequencies.rarity(known)
        best = np.argsort(-weights, kind="stable")[:width]
        norm = float(np.sqrt(np.square(weights).sum()))
        terms[kind] = hashes[best], (weights[best] / max(norm, 1e-9)).astype(np.float32)
        shown.update({int(hashes[i]): spelt[i] for i in best})
    every = [term(kind, w) for kind in ("words", "names", "figures") for w in words.counts[kind]]
    order = np.array(words.order, np.uint64)
    return Traits(
        article.id, terms, np.unique(np.array(every, np.uint32)), passages(order), signature(order), vectors, day_of(article), shown
    )


def stretches(article: Article) -> list[str]:
    """The texts whose vectors stand for the article: its title with its lead, then stretches of its body."""
    title, words = (article.title or "").strip(), article.text[:READ].split()
    texts = [". ".join(t for t in (title[:400], " ".join(words[:75])) if t)]
    texts += [" ".join(words[k : k + CHUNK]) for k in range(0, min(len(words), CHUNK * CHUNKS), CHUNK)]
    return texts


def vectors_of(article: Article, encoder: Encoder) -> NDArray[np.float32]:
    """Two rows of unit length: title with lead, and the mean over the body's stretches."""
    encoded = encoder.encode(stretches(article))
    return unit(np.stack([encoded[0], encoded[1:].mean(axis=0)]))


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows at unit length; a row of zeros stays."""
    scaled: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return scaled.astype(np.float32)


def day_of(article: Article) -> float:
    """The day of publication as a number (days since 1970, with the part of the day where it is told); NaN where unknown."""
    told = (article.published or "").strip()
    try:
        when = datetime.fromisoformat(told)
    except ValueError:
        try:
            when = datetime.combine(date.fromisoformat(told[:10]), datetime.min.time())
        except ValueError:
            return float("nan")
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
    return (when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() / 86_400


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
