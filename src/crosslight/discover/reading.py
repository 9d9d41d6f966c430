"""What the clusterer keeps of an article: weighted words, names, figures, sampled passages, a signature, vectors, a day.

Found by looking at characters alone (no parse), for discovery has to be faster than reading closely.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.copies import passages, signature
from crosslight.discover.words import READ, term, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.discover.background import Frequencies
    from crosslight.model import Article
    from crosslight.vectors import Encoder

CHUNK = 90
"""Words in one stretch that is encoded: 128 word pieces hold about 95."""
CHUNKS = 4
"""Stretches encoded, from the start of the text."""
WIDTHS = {"words": 96, "names": 32, "lead": 32, "figures": 12}
"""How many weighted terms of each kind are kept of an article, the heaviest first."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Named in most reports of the day's news, dated or not: two reports of one event name the same one."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One article as the clusterer sees it.

    ``terms`` holds, for each kind in :data:`WIDTHS`, the hashes of its terms (ascending weight order is
    not kept) and their weights, of unit length. ``seen`` are the hashes of all its distinct words, for
    the document frequencies. ``vectors`` has two rows of unit length: title with lead, and the body.
    ``weekdays`` tells how often each is named (logarithm, unit length; zeros for none). ``day`` is the day of publication as a number with its fraction, NaN where none is known.
    """

    id: str
    terms: dict[str, tuple[NDArray[np.uint32], NDArray[np.float32]]]
    seen: NDArray[np.uint32]
    passages: NDArray[np.uint32]
    signature: NDArray[np.uint32]
    vectors: NDArray[np.float32]
    weekdays: NDArray[np.float32]
    day: float
    shown: dict[int, str]
    """The words behind the hashes, to tell a reason by; not kept after the article's placement."""


def traits_of(article: Article, frequencies: Frequencies, vectors: NDArray[np.float32]) -> Traits:
    """What the clusterer keeps of this article. ``frequencies`` weigh its terms as they stand when it arrives."""
    words = words_of(article)
    terms, shown = {}, {}
    for kind, width in WIDTHS.items():
        counted = words.of(kind)
        spelt = list(counted)
        hashes = np.array([term(kind, w) for w in spelt], np.uint32)
        known = hashes if kind != "lead" else np.array([term("words", w) for w in spelt], np.uint32)
        weights = (1 + np.log(np.array([counted[w] for w in spelt], np.float32))) * frequencies.rarity(known)
        best = np.argsort(-weights, kind="stable")[:width]
        norm = float(np.sqrt(np.square(weights).sum()))
        terms[kind] = hashes[best], (weights[best] / max(norm, 1e-9)).astype(np.float32)
        shown.update({int(hashes[i]): spelt[i] for i in best})
    every = [term(kind, w) for kind in ("words", "names", "figures") for w in words.of(kind)]
    order = np.array(words.order, np.uint64)
    named = np.log1p(np.array([words.words[day] for day in WEEKDAYS], np.float32))
    return Traits(
        id=article.id,
        terms=terms,
        seen=np.unique(np.array(every, np.uint32)),
        passages=passages(order),
        signature=signature(order),
        vectors=vectors,
        weekdays=unit(named),
        day=day_of(article),
        shown=shown,
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
    return unit(np.stack([encoded[0], encoded[1:].mean(axis=0) if len(encoded) > 1 else encoded[0]]))


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
