"""Stories: kept up as articles are placed, and derived again where somebody judges otherwise."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from crosslight.errors import UsageError
from crosslight.model import Judgement, Lineage, NearMiss, Placement, Story
from crosslight.store import tables as t
from crosslight.store.derive import derive
from crosslight.store.judgements import AT_ONCE, Judgements
from crosslight.store.moments import bounds
from crosslight.store.shapes import Filters, StoryLine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories of one reading or writing of the store."""

    connection: Connection
    clock: Callable[[], str]

    def follow(
        self, placements: Iterable[Placement], moved: Mapping[str, str] | None = None, lineage: Iterable[Lineage] = ()
    ) -> tuple[Lineage, ...]:
        """Keep where articles went on arrival, and which were moved since; what persons judged goes before it.

        ``moved`` gives the story that each moved article is in now, as the clusterer has it. Gives the lineage that came of all this.
        """
        changed: dict[str, str] = {}
        for placed in placements:
            self._arrive(placed)
            changed[placed.article] = placed.story
        for article, story in (moved or {}).items():
            self.connection.execute(insert(t.moves).values(article=self._seq(article), story=story))
            changed[article] = story
        if not changed:
            return ()
        if self._persons_spoke():
            self._set_found(changed)
            return self.rederive(changed, lineage)
        touched = self._set_found(changed) | set(changed.values())
        here = t.memberships.c.article.in_(select(t.articles.c.seq).where(t.articles.c.id == bindparam("id")))
        self.connection.execute(
            update(t.memberships).where(here).values(story=bindparam("now")), [{"id": a, "now": s} for a, s in changed.items()]
        )
        self._refresh(touched)
        return self._keep_lineage(lineage)

    def judge(self, judged: Sequence[Judgement]) -> tuple[Lineage, ...]:
        """Keep a person's judgements, derive again every story that they bear on, and say what became of which.

        Raises:
            UsageError: one is about an article that is not there.

        """
        judgements = Judgements(self.connection, self.clock)
        articles = {a for j in judged for a in (j.article, j.other)}
        for article in sorted(articles):
            self._seq(article)
        for one in judged:
            judgements.add(one, person=True)
        return self.rederive(articles)

    def rederive(self, articles: Collection[str], lineage: Iterable[Lineage] = ()) -> tuple[Lineage, ...]:
        """Derive again the stories of these articles, and of all that persons tied to them."""
        members = self._tied(articles)
        if not members:
            return ()
        found, before = self._found(members)
        after = derive(found, Judgements(self.connection, self.clock).about(members, persons=True))
        moved = {a: s for a, s in after.items() if before.get(a) != s}
        for article, story in moved.items():
            here = t.memberships.c.article == self._seq(article)
            self.connection.execute(update(t.memberships).where(here).values(story=story))
        self._refresh({*after.values(), *before.values()})
        made = {(one.story, one.kind, one.other): one for one in (*lineage, *_lineage(before, after))}
        return self._keep_lineage(made.values())

    def of(self, article: str) -> str | None:
        """The story that an article is in."""
        return self.connection.scalar(
            select(t.memberships.c.story)
            .join(t.articles, t.articles.c.seq == t.memberships.c.article)
            .where(t.articles.c.id == article)
        )

    def found(self, articles: Collection[str]) -> dict[str, str]:
        """The story that the clusterer has each of these articles in, whatever persons judged; those never placed are left out."""
        asked = select(t.articles.c.id, t.memberships.c.found).join(t.memberships, t.memberships.c.article == t.articles.c.seq)
        rows = (row for some in _pieces(articles) for row in self.connection.execute(asked.where(t.articles.c.id.in_(some))))
        return {row.id: row.found for row in rows}

    def get(self, id: str) -> Story | None:
        """A story, with its articles in the order in which they came; ``None`` where there is none of that id now."""
        rows = self.connection.execute(
            select(t.articles.c.id)
            .join(t.memberships, t.articles.c.seq == t.memberships.c.article)
            .where(t.memberships.c.story == id)
            .order_by(t.articles.c.seq)
        ).all()
        return Story(id, tuple(r.id for r in rows), self.lineage(id)) if rows else None

    def now(self, id: str) -> str | None:
        """The story's id, or that of the story it was merged into since; ``None`` where there never was one."""
        seen = set()
        while id not in seen:
            seen.add(id)
            if self.connection.scalar(select(t.stories.c.id).where(t.stories.c.id == id)):
                return id
            last = select(t.lineage.c.other).where(t.lineage.c.story == id, t.lineage.c.kind == "merged_into")
            id = self.connection.scalar(last.order_by(t.lineage.c.n.desc()).limit(1)) or id
        return None

    def lineage(self, id: str) -> tuple[Lineage, ...]:
        """What the story came from and what went into it, oldest first."""
        rows = self.connection.execute(
            select(t.lineage).where(or_(t.lineage.c.story == id, t.lineage.c.other == id)).order_by(t.lineage.c.n)
        )
        return tuple(Lineage(r.story, r.kind, r.other, r.at) for r in rows)

    def placement(self, article: str) -> Placement | None:
        """Where the article went on arrival, and why."""
        row = self.connection.execute(
            select(t.placements, t.judgements)
            .join(t.articles, t.articles.c.seq == t.placements.c.article)
            .outerjoin(t.judgements, t.judgements.c.n == t.placements.c.judgement)
            .where(t.articles.c.id == article)
        ).first()
        if row is None:
            return None
        told = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
        judged = told[t.judgements.c.n] is not None
        why = (
            Judgement(
                told[t.judgements.c.article], told[t.judgements.c.other], told[t.judgements.c.verdict], told[t.judgements.c.score],
                tuple(json.loads(told[t.judgements.c.reasons])), told[t.judgements.c.judge], told[t.judgements.c.at],
            )
            if judged
            else None
        )  # fmt: skip
        misses = tuple(NearMiss(m["story"], m["score"], tuple(m["reasons"])) for m in json.loads(told[t.placements.c.near_misses]))
        return Placement(article, told[t.placements.c.story], why, misses)

    def count(self) -> int:
        """How many stories there are."""
        return int(self.connection.scalar(select(func.count()).select_from(t.stories)) or 0)

    def all(self) -> Iterator[Story]:
        """Every story, in the order of their first articles, without lineage."""
        found: dict[str, list[str]] = {}
        for row in self.connection.execute(
            select(t.memberships.c.story, t.articles.c.id)
            .join(t.articles, t.articles.c.seq == t.memberships.c.article)
            .order_by(t.articles.c.seq)
        ):
            found.setdefault(row.story, []).append(row.id)
        for id, articles in found.items():
            yield Story(id, tuple(articles))

    def listed(self, wanted: Filters | None = None) -> tuple[StoryLine, ...]:
        """The stories, the one that an article last came to first."""
        wanted = wanted or Filters()
        since, before = bounds(wanted.since, wanted.until)
        asked = select(t.stories).order_by(t.stories.c.last_article.desc()).limit(wanted.limit)
        if since:
            asked = asked.where(t.stories.c.last_moment >= since)
        if before:
            asked = asked.where(t.stories.c.first_moment < before)
        if wanted.outlet:
            inside = (
                select(t.memberships.c.story)
                .join(t.articles, t.articles.c.seq == t.memberships.c.article)
                .where(func.lower(t.articles.c.outlet) == wanted.outlet.lower())
            )
            asked = asked.where(t.stories.c.id.in_(inside))
        return tuple(
            self._line(row.id, row.articles, row.first_moment, row.last_moment) for row in self.connection.execute(asked).all()
        )

    def _line(self, id: str, articles: int, first: str | None, last: str | None) -> StoryLine:
        rows = self.connection.execute(
            select(t.articles.c.title, t.articles.c.outlet)
            .join(t.memberships, t.articles.c.seq == t.memberships.c.article)
            .where(t.memberships.c.story == id)
            .order_by(t.articles.c.seq.desc())
        ).all()
        title = next((" ".join(r.title.split()) for r in rows if r.title), "(without a title)")
        outlets = sorted({r.outlet for r in rows if r.outlet})
        return StoryLine(
            id, title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…", tuple(outlets), articles, first, last
        )

    def _seq(self, article: str) -> int:
        seq = self.connection.scalar(select(t.articles.c.seq).where(t.articles.c.id == article))
        if seq is None:
            raise UsageError(f"there is no article {article!r} in the store")
        return int(seq)

    def _arrive(self, placed: Placement) -> None:
        joined = placed.judgement
        n = Judgements(self.connection, self.clock).add(joined).n if joined else None
        misses = json.dumps([asdict(m) for m in placed.near_misses])
        seq = self._seq(placed.article)
        self.connection.execute(insert(t.placements).values(article=seq, story=placed.story, judgement=n, near_misses=misses))
        self.connection.execute(insert(t.memberships).values(article=seq, found=placed.story, story=""))

    def _set_found(self, changed: Mapping[str, str]) -> set[str]:
        """Where the clusterer has these articles now; gives the stories that they were in."""
        before = set()
        for article, story in changed.items():
            here = t.memberships.c.article == self._seq(article)
            before.add(self.connection.scalar(select(t.memberships.c.story).where(here)) or "")
            self.connection.execute(update(t.memberships).where(here).values(found=story))
        return before - {""}

    def _persons_spoke(self) -> bool:
        return self.connection.scalar(select(t.judgements.c.n).where(t.judgements.c.person == 1).limit(1)) is not None

    def _keep_lineage(self, lineage: Iterable[Lineage]) -> tuple[Lineage, ...]:
        kept = tuple(replace(one, at=one.at or self.clock()) for one in lineage)
        for one in kept:
            self.connection.execute(insert(t.lineage).values(**asdict(one)))
        return kept

    def _tied(self, articles: Collection[str]) -> set[str]:
        """All articles that are in one story with these, as it is or as the clusterer has it, or tied to one of those by a person."""
        members: set[str] = set()
        fresh = set(articles)
        while fresh:
            members |= self._beside(fresh)
            judged = Judgements(self.connection, self.clock).about(members, persons=True)
            fresh = {a for k in judged for a in (k.judgement.article, k.judgement.other)} - members
            fresh &= self._beside(fresh)
        return members

    def _beside(self, articles: Collection[str]) -> set[str]:
        """The articles of every story that one of these is in."""
        stories: set[str] = set()
        for some in _pieces(articles):
            asked = select(t.memberships.c.story, t.memberships.c.found).join(
                t.articles, t.articles.c.seq == t.memberships.c.article
            )
            for row in self.connection.execute(asked.where(t.articles.c.id.in_(some))):
                stories |= {row.story, row.found}
        found: set[str] = set()
        for some in _pieces(stories - {""}):
            inside = or_(t.memberships.c.story.in_(some), t.memberships.c.found.in_(some))
            asked_ids = select(t.articles.c.id).join(t.memberships, t.articles.c.seq == t.memberships.c.article).where(inside)
            found |= {row.id for row in self.connection.execute(asked_ids)}
        return found

    def _found(self, members: Collection[str]) -> tuple[list[tuple[str, str]], dict[str, str]]:
        """These articles in the order of the stream, with the story that the clusterer has each in; and the story each is in."""
        rows: list[Any] = []
        for some in _pieces(members):
            asked = select(t.articles.c.id, t.memberships).join(t.memberships, t.memberships.c.article == t.articles.c.seq)
            rows += self.connection.execute(asked.where(t.articles.c.id.in_(some))).all()
        rows.sort(key=lambda r: r.article)
        return [(r.id, r.found) for r in rows], {r.id: r.story for r in rows if r.story}

    def _refresh(self, stories: Collection[str]) -> None:
        """Count again what the lists show of these stories."""
        for some in _pieces(stories):
            self.connection.execute(delete(t.stories).where(t.stories.c.id.in_(some)))
            counted = (
                select(
                    t.memberships.c.story, func.count(), func.min(t.articles.c.seq), func.max(t.articles.c.seq),
                    func.min(t.articles.c.moment), func.max(t.articles.c.moment),
                )
                .join(t.articles, and_(t.articles.c.seq == t.memberships.c.article))
                .where(t.memberships.c.story.in_(some))
                .group_by(t.memberships.c.story)
            )  # fmt: skip
            self.connection.execute(insert(t.stories).from_select([c.name for c in t.stories.c], counted))


def _pieces(many: Collection[str]) -> Iterator[list[str]]:
    """So many at once as one statement may name."""
    wanted = sorted(many)
    return (wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE))


def _lineage(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Lineage]:
    """What became of the stories: an id that is gone was merged, one that is new was split off, the rest has moved."""
    ways = Counter((before[a], after[a]) for a in after if a in before and before[a] != after[a])
    gone, new = set(before.values()) - set(after.values()), set(after.values()) - set(before.values())
    told: set[str] = set()
    for (old, now), _ in sorted(ways.items(), key=lambda way: (-way[1], way[0])):
        if old in gone and old not in told:
            told.add(old)
            yield Lineage(old, "merged_into", now)
        elif now in new and now not in told:
            told.add(now)
            yield Lineage(now, "split_from", old)
        elif old not in gone and now not in new:
            yield Lineage(now, "moved_from", old)
