"""Words that reports use for one thing, and how much of a view each carries (see data/labels/CARD.md)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Family:
    """Nouns (or verbs) that may stand for one thing, each with how much of a view it carries (0 to 3).

    ``weak`` ones have so many uses that they count only beside a modifier that carries a view.
    """

    part: str
    words: Mapping[str, int]
    weak: frozenset[str]


@functools.cache
def families() -> tuple[Family, ...]:
    """Load the shipped families, once."""
    found = []
    for line in _lines("families.tsv"):
        part, words = line.split("\t")
        pairs = [word.partition(":")[::2] for word in words.split()]
        weights = {word: int(weight) if weight.isdigit() else 0 for word, weight in pairs}
        found.append(Family(part, MappingProxyType(weights), frozenset(word for word, weight in pairs if weight == "?")))
    return tuple(found)


@functools.cache
def modifiers() -> Mapping[str, int]:
    """Load the adjectives that carry a view, once."""
    return MappingProxyType({word: int(weight) for word, weight in (line.split("\t") for line in _lines("modifiers.tsv"))})


@functools.cache
def noun_weights() -> Mapping[str, int]:
    """Give each noun of the families the most weight it has in any."""
    found: dict[str, int] = {}
    for family in families():
        if family.part == "noun":
            for word, weight in family.words.items():
                found[word] = max(found.get(word, 0), weight)
    return MappingProxyType(found)


def _lines(name: str) -> list[str]:
    text = (resources.files("crosslight.data") / "labels" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
