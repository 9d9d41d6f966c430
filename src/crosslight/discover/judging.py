"""What people have said about articles: it wins over every score, now and when the stream is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.model.story import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CLUSTERER = "clusterer"


class Judged:
    """The judgements of people as two graphs over article ids: *same* edges, whose components stay together, and *different* edges.

    The later judgement wins: "same" drops what stood between the two components; "different" between two
    articles of one component takes the first of them out of it.
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._same: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        self.judgements: list[Judgement] = []
        for judgement in judgements:
            self.add(judgement)

    def __bool__(self) -> bool:
        return bool(self._same or self._apart)

    def add(self, judgement: Judgement) -> bool:
        """Take one judgement in. False where it is the clusterer's own, or says nothing."""
        a, b = judgement.article, judgement.other
        if judgement.judge.split(" ")[0] == CLUSTERER or a == b:
            return False
        self.judgements.append(judgement)
        if judgement.verdict == "same":
            left, right = self.together(a), self.together(b)
            for one in left:
                for other in self._apart.get(one, set()) & right:
                    self._cut(self._apart, one, other)
            self._tie(self._same, a, b)
        else:
            if b in self.together(a):
                for other in list(self._same.get(a, ())):
                    self._cut(self._same, a, other)
            self._tie(self._apart, a, b)
        return True

    def together(self, article: str) -> set[str]:
        """The articles that have to be of one story with this one, itself among them."""
        found, ahead = {article}, [article]
        while ahead:
            new = self._same.get(ahead.pop(), set()) - found
            found |= new
            ahead += new
        return found

    def apart(self, article: str) -> set[str]:
        """The articles that must not be of one story with this one."""
        if not self._apart:
            return set()
        return {far for one in self.together(article) for far in self._apart.get(one, ())}

    def about(self, article: str, others: Iterable[str]) -> Judgement | None:
        """The latest judgement that ties this article to one of the others."""
        wanted = set(others)
        for judgement in reversed(self.judgements):
            pair = {judgement.article, judgement.other}
            if judgement.verdict == "same" and article in pair and (pair - {article}) & wanted:
                return judgement
        return None

    @staticmethod
    def _tie(edges: dict[str, set[str]], a: str, b: str) -> None:
        edges.setdefault(a, set()).add(b)
        edges.setdefault(b, set()).add(a)

    @staticmethod
    def _cut(edges: dict[str, set[str]], a: str, b: str) -> None:
        for one, other in ((a, b), (b, a)):
            if one in edges:
                edges[one].discard(other)
                if not edges[one]:
                    del edges[one]


def split(part: Sequence[str], rest: Sequence[str], judge: str, at: str | None = None) -> tuple[Judgement, ...]:
    """The judgements that take ``part`` out of a story whose other articles are ``rest``."""
    apart = [Judgement(a, rest[0], "different", 1.0, (f"{judge} split the story",), judge, at) for a in part if rest]
    apart += [Judgement(part[0], r, "different", 1.0, (f"{judge} split the story",), judge, at) for r in rest[1:]]
    return (*apart, *(Judgement(a, part[0], "same", 1.0, (f"{judge} split the story",), judge, at) for a in part[1:]))


def merge(articles: Sequence[str], into: Sequence[str], judge: str, at: str | None = None) -> tuple[Judgement, ...]:
    """The judgements that bring one story's articles into another's."""
    return tuple(Judgement(a, into[0], "same", 1.0, (f"{judge} merged the stories",), judge, at) for a in articles)


def move(article: str, away: Sequence[str], into: Sequence[str], judge: str, at: str | None = None) -> tuple[Judgement, ...]:
    """The judgements that move an article out of one story (``away``: its others) into another."""
    apart = (Judgement(article, a, "different", 1.0, (f"{judge} moved the article",), judge, at) for a in away)
    return (*apart, Judgement(article, into[0], "same", 1.0, (f"{judge} moved the article",), judge, at))


def pin(articles: Sequence[str], judge: str, at: str | None = None) -> tuple[Judgement, ...]:
    """The judgements that keep these articles of one story together whatever comes."""
    return tuple(Judgement(a, articles[0], "same", 1.0, (f"{judge} pinned the story",), judge, at) for a in articles[1:])
