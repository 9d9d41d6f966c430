"""Stories from judgements: pure, and the same whatever order the judgements are told in."""

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


def derive(arrivals: Sequence[tuple[str, str]], judged: Iterable[Judged]) -> dict[str, str]:
    """The story of each article.

    ``arrivals`` are articles in the order in which they came, each with the story that it was put into on arrival.
    Judgements are taken persons' first, the newest first: "different" parts two articles for good, "same" joins
    them unless that would undo what was taken before. A joined group has the story id that its first article came
    with; where two groups would have one, the later takes an id of its own.
    """
    order = {article: index for index, (article, _) in enumerate(arrivals)}
    groups = _Groups([article for article, _ in arrivals])
    for kept in sorted(judged, key=lambda k: (not k.person, -k.n)):
        one, other = kept.judgement.article, kept.judgement.other
        if one in order and other in order:
            groups.join(one, other) if kept.judgement.verdict == "same" else groups.part(one, other)
    return _named(arrivals, groups)


def own_id(article: str) -> str:
    """The id of a story that a person split off: from its first article alone, so that it is the same each time."""
    return "s" + hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _named(arrivals: Sequence[tuple[str, str]], groups: _Groups) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for article, story in arrivals:
        root = groups.root(article)
        if root not in names:
            names[root] = story if story not in taken else own_id(article)
            taken.add(names[root])
    return {article: names[groups.root(article)] for article, _ in arrivals}


class _Groups:
    """Disjoint sets, each of which knows the sets that it must not be joined with."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._parent: dict[str, str] = {a: a for a in articles}
        self._size: dict[str, int] = {}
        self._apart: dict[str, set[str]] = {}

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

    def join(self, one: str, other: str) -> None:
        one, other = self.root(one), self.root(other)
        if one == other or other in self._apart.get(one, ()):
            return
        if self._size.get(one, 1) < self._size.get(other, 1):
            one, other = other, one
        self._parent[other] = one
        self._size[one] = self._size.get(one, 1) + self._size.get(other, 1)
        for third in self._apart.pop(other, ()):
            self._apart[third].discard(other)
            self._apart[third].add(one)
            self._apart.setdefault(one, set()).add(third)
