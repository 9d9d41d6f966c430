"""Judgements: the clusterer's and persons', only ever added."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, or_, select

from crosslight.model import Judgement
from crosslight.store import tables as t
from crosslight.store.derive import Judged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from sqlalchemy import Connection, Row

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of one reading or writing of the store."""

    connection: Connection
    clock: Callable[[], str]

    def add_all(self, judged: Sequence[Judgement], *, person: bool = False) -> list[Judged]:
        """Keep judgements in order, at the place of the stream where they are made."""
        if not judged:
            return []
        after = int(self.connection.scalar(select(func.max(t.articles.c.seq))) or 0)
        told = [replace(j, at=self.clock()) if person and not j.at else j for j in judged]
        rows = [
            {
                **{name: getattr(j, name) for name in ("article", "other", "verdict", "judge", "at")},
                "score": float(j.score),
                "reasons": json.dumps(j.reasons),
                "person": int(person),
                "after": after,
            }
            for j in told
        ]
        numbers = self.connection.scalars(insert(t.judgements).returning(t.judgements.c.n, sort_by_parameter_order=True), rows)
        return [Judged(int(n), j, person, after) for n, j in zip(numbers, told, strict=True)]

    def about(self, articles: Collection[str], *, persons: bool = False) -> tuple[Judged, ...]:
        """Every judgement (or only persons') that one of these articles has a part in, in the order in which they were made."""
        wanted, found = sorted(articles), {}
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            asked = select(t.judgements).where(or_(t.judgements.c.article.in_(some), t.judgements.c.other.in_(some)))
            for row in self.connection.execute(asked.where(t.judgements.c.person == 1) if persons else asked):
                found[row.n] = _judged(row)
        return tuple(found[n] for n in sorted(found))

    def persons(self, after: int = 0) -> tuple[Judged, ...]:
        """Persons' judgements after a number, in the order in which they were made."""
        rows = self.connection.execute(
            select(t.judgements).where(t.judgements.c.person == 1, t.judgements.c.n > after).order_by(t.judgements.c.n)
        )
        return tuple(_judged(row) for row in rows)

    def all(self) -> Iterator[Judged]:
        """Every judgement, in the order in which they were made."""
        n = 0
        while rows := self.connection.execute(
            select(t.judgements).where(t.judgements.c.n > n).order_by(t.judgements.c.n).limit(AT_ONCE)
        ).all():
            yield from map(_judged, rows)
            n = rows[-1].n

    def last(self) -> int:
        """The number of the newest judgement."""
        return int(self.connection.scalar(select(func.max(t.judgements.c.n))) or 0)


def _judged(row: Row[tuple[object, ...]]) -> Judged:
    judgement = Judgement(row.article, row.other, row.verdict, row.score, tuple(json.loads(row.reasons)), row.judge, row.at)
    return Judged(row.n, judgement, bool(row.person), row.after)
