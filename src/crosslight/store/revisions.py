"""Changed texts as the clusterer heard of them: in which order, and where it put their articles then."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from crosslight.model import Judgement, NearMiss, Placement
from crosslight.store import tables as t
from crosslight.store.judgements import Judgements
from crosslight.store.shapes import Revision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Revisions:
    """The changed texts of one reading or writing of the store; only ever added."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, revision: Revision, placement: Placement | None) -> int:
        """Keep that the clusterer heard of it, and where it put the article; ``None`` where it no longer compares that one. Gives its number."""
        why = placement.judgement if placement else None
        judged = Judgements(self.connection, self.clock).add_all([why])[0].n if why else None
        row = {
            "article": revision.seq, "version": revision.version, "after": revision.after, "judged": revision.judged,
            "story": placement.story if placement else None, "judgement": judged,
            "near_misses": json.dumps([asdict(m) for m in placement.near_misses] if placement else []),
        }  # fmt: skip
        return int(self.connection.scalar(insert(t.revisions).values(**row).returning(t.revisions.c.n)) or 0)

    def since(self, n: int = 0) -> tuple[Revision, ...]:
        """What the clusterer heard of after a number, in its order."""
        asked = select(t.revisions, t.articles.c.id).join(t.articles, t.articles.c.seq == t.revisions.c.article)
        rows = self.connection.execute(asked.where(t.revisions.c.n > n).order_by(t.revisions.c.n))
        return tuple(Revision(r.n, r.article, r.id, r.version, r.after, r.judged) for r in rows)

    def unheard(self) -> tuple[Revision, ...]:
        """The articles whose newest text no clusterer heard of: kept without one, or by a program that did not think again."""
        heard = select(t.revisions.c.n).where(
            t.revisions.c.article == t.articles.c.seq, t.revisions.c.version == t.articles.c.version
        )
        asked = select(t.articles.c.seq, t.articles.c.id, t.articles.c.version).where(t.articles.c.version > 1, ~heard.exists())
        rows = self.connection.execute(asked.order_by(t.articles.c.seq))
        return tuple(Revision(0, r.seq, r.id, r.version, 0, 0) for r in rows)

    def placement(self, article: str) -> Placement | None:
        """Where a changed text put its article last, and why; ``None`` where none did."""
        asked = (
            select(t.revisions.c.story, t.revisions.c.near_misses, t.judgements)
            .join(t.articles, t.articles.c.seq == t.revisions.c.article)
            .outerjoin(t.judgements, t.judgements.c.n == t.revisions.c.judgement)
            .where(t.articles.c.id == article, t.revisions.c.story.is_not(None))
            .order_by(t.revisions.c.n.desc())
        )
        row = self.connection.execute(asked.limit(1)).first()
        told = row._mapping if row else None  # noqa: SLF001 - SQLAlchemy's public name for it
        return placement_of(article, told, told[t.revisions.c.story], told[t.revisions.c.near_misses]) if told else None


def placement_of(article: str, told: Mapping[Any, Any], story: str, near_misses: str) -> Placement:
    """A placement from a row that holds its judgement, where there is one."""
    columns = t.judgements.c
    why = None
    if told[columns.n] is not None:
        why = Judgement(
            told[columns.article], told[columns.other], told[columns.verdict], told[columns.score],
            tuple(json.loads(told[columns.reasons])), told[columns.judge], told[columns.at],
        )  # fmt: skip
    misses = tuple(NearMiss(m["story"], m["score"], tuple(m["reasons"])) for m in json.loads(near_misses))
    return Placement(article, story, why, misses)
