"""Stories from what the clusterer found and what persons judged: pure, and persons win."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crosslight.model import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement as it is kept: its number, whether a person made it, and the last article that was there then."""

    n: int
    judgement: Judgement
    person: bool
    after: int = 0


def derive(found: Sequence[tuple[str, str]], judged: Iterable[Judged]) -> dict[str, str]:
    """The story of each article.

    ``found`` are articles in the order in which they came, each with the story that the clusterer has it in. Persons'
    judgements are taken first, the newest first: "different" parts two articles for good, "same" joins them unless that
    undoes what a newer one said. Then the articles that the clusterer has in one story are joined as far as this allows. A
    group has the id that the clusterer gave its first article; where two groups would have one, the later takes an id of its own.
    """
    groups = _Groups(article for article, _ in found)
    for kept in sorted((k for k in judged if k.person), key=lambda k: -k.n):
        one, other = kept.judgement.article, kept.judgement.other
        if one in groups and other in groups:
            groups.join(one, other) if kept.judgement.verdict == "same" else groups.part(one, other)
    parts: dict[str, list[str]] = {}  # the clusterer's story -> one article of each group that it has fallen into
    for article, story in found:
        if not any(groups.join(first, article) for first in parts.setdefault(story, [])):
            parts[story].append(article)
    return _named(found, groups)


def own_id(article: str) -> str:
    """The id of a story that a person split off: from its first article alone, so that it is the same each time."""
    return "s" + hashlib.sha256(f"judged\x1f{article}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _named(found: Sequence[tuple[str, str]], groups: _Groups) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for article, story in found:
        root = groups.root(article)
        if root not in names:
            names[root] = own_id(article) if story in taken else story
            taken.add(names[root])
    return {article: names[groups.root(article)] for article, _ in found}


class _Groups:
    """Disjoint sets, each of which knows the sets that it must not be joined with."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._parent: dict[str, str] = {a: a for a in articles}
        self._size: dict[str, int] = {}
        self._apart: dict[str, set[str]] = {}

    def __contains__(self, article: str) -> bool:
        return article in self._parent

    def root(self, article: str) -> str:
        while self._parent[article] != article:
            self._parent[article] = self._parent[self._parent[article]]
            article = self._parent[article]
        return article

    def part(self, one: str, other: str) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def join(self, one: str, other: str) -> bool:
        """True where the two are in one set now."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return True
        if other in self._apart.get(one, ()):
            return False
        if self._size.get(one, 1) < self._size.get(other, 1):
            one, other = other, one
        self._parent[other] = one
        self._size[one] = self._size.get(one, 1) + self._size.get(other, 1)
        for third in self._apart.pop(other, ()):
            self._apart[third].discard(other)
            self._apart[third].add(one)
            self._apart.setdefault(one, set()).add(third)
        return True
