"""Stories from what the clusterer found and what persons judged: pure, and persons win."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crosslight.model import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement as it is kept: its number, whether a person made it, and the last article that was there then."""

    n: int
    judgement: Judgement
    person: bool
    after: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An article, its place in the stream, and the story that the clusterer has it in."""

    seq: int
    article: str
    story: str


def derive(found: Sequence[Found], judged: Iterable[Judged], used: Callable[[str], bool] = lambda _id: False) -> dict[str, str]:
    """The story of each article. ``found`` is in the order of the stream.

    Persons' judgements are taken first, the newest first: "different" parts two articles for good, "same" ties them unless that
    undoes what a newer one said. Articles tied together go where the newest of these judgements points: to the story that the
    clusterer has its ``other`` in. So the clusterer's stories are kept as far as persons let them be; where they part one, the
    group that came first keeps its id, and each other has one of its own, not ``used`` by the clusterer elsewhere.
    """
    groups = _Groups(one.article for one in found)
    tied: list[Judged] = []
    for kept in sorted((k for k in judged if k.person), key=lambda k: -k.n):
        article, other = kept.judgement.article, kept.judgement.other
        if article in groups and other in groups:
            if kept.judgement.verdict == "different":
                groups.part(article, other)
            elif groups.join(article, other):
                tied.append(kept)
    homes = _homes(found, groups, tied)
    parts: dict[str, list[str]] = {}  # a story -> one article of each group that it has fallen into
    for one in found:
        here = parts.setdefault(homes[one.article], [])
        if not any(groups.join(first, one.article) for first in here):
            here.append(one.article)
    reserved = {one.story for one in found}
    return _named(found, groups, homes, lambda id: id in reserved or used(id))


def own_id(article: str, taken: Callable[[str], bool]) -> str:
    """The id of a story that a person split off: from its first article, as the clusterer makes them."""
    turn = 0
    while True:
        id = "s" + hashlib.sha256(f"{article}\x1f{turn or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if not taken(id):
            return id
        turn += 1


def _homes(found: Sequence[Found], groups: _Groups, tied: Sequence[Judged]) -> dict[str, str]:
    """The clusterer's story that each article goes to, now that persons tied some together (the newest judgement first)."""
    story = {one.article: one.story for one in found}
    home: dict[str, str] = {}  # the root of a tied group -> where it goes
    heard: dict[str, int] = {}  # a story -> the last article that was there when its articles were tied
    for kept in tied:
        home.setdefault(groups.root(kept.judgement.article), story[kept.judgement.other])
        for article in (kept.judgement.article, kept.judgement.other):
            heard[story[article]] = max(heard.get(story[article], 0), kept.after)
    went: dict[str, dict[str, int]] = {}
    for one in found:
        root = groups.root(one.article)
        if root in home:
            ways = went.setdefault(one.story, {})
            ways[home[root]] = ways.get(home[root], 0) + 1
        elif one.seq <= heard.get(one.story, 0):
            went.setdefault(one.story, {})[one.story] = 1  # a person left this one where it was
    follows = {s: s if s in ways else max(sorted(ways), key=ways.__getitem__) for s, ways in went.items()}
    return {one.article: home.get(groups.root(one.article), follows.get(one.story, one.story)) for one in found}


def _named(found: Sequence[Found], groups: _Groups, homes: Mapping[str, str], reserved: Callable[[str], bool]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in found:
        root = groups.root(one.article)
        if root not in names:
            home = homes[one.article]
            names[root] = home if home not in taken else own_id(one.article, lambda id: reserved(id) or id in taken)
            taken.add(names[root])
    return {one.article: names[groups.root(one.article)] for one in found}


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
