"""Stories: kept up as articles are placed, and derived again where somebody judges otherwise."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select

from crosslight.errors import UsageError
from crosslight.model import Judgement, Lineage, NearMiss, Placement, Story
from crosslight.store import tables as t
from crosslight.store.derive import derive
from crosslight.store.judgements import AT_ONCE, Judgements
from crosslight.store.moments import bounds
from crosslight.store.shapes import Filters, StoryLine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories of one reading or writing of the store."""

    connection: Connection
    clock: Callable[[], str]

    def place(self, placements: Iterable[Placement]) -> None:
        """Keep where articles went on arrival. An article joins the story that the article it was judged the same as is in now."""
        judgements, touched = Judgements(self.connection, self.clock), set()
        for placed in placements:
            seq = self._seq(placed.article)
            joined = placed.judgement
            n = judgements.add(joined).n if joined else None
            self.connection.execute(
                insert(t.placements).values(
                    article=seq, story=placed.story, judgement=n, near_misses=json.dumps([asdict(m) for m in placed.near_misses])
                )
            )
            story = (self.of(joined.other) if joined and joined.verdict == "same" else None) or placed.story
            self.connection.execute(insert(t.memberships).values(article=seq, story=story))
            touched.add(story)
        self._refresh(touched)

    def judge(self, judged: Sequence[Judgement], *, person: bool = False) -> tuple[Lineage, ...]:
        """Keep judgements, derive again every story that they bear on, and say what became of which."""
        judgements = Judgements(self.connection, self.clock)
        for one in judged:
            judgements.add(one, person=person)
        return self.rederive({a for j in judged for a in (j.article, j.other)})

    def rederive(self, articles: Collection[str]) -> tuple[Lineage, ...]:
        """Derive again the stories of these articles, and of all that judgements tie to them."""
        members = self._tied(articles)
        if not members:
            return ()
        arrivals, before = self._arrivals(members)
        after = derive(arrivals, Judgements(self.connection, self.clock).about(members))
        moved = {a: s for a, s in after.items() if before.get(a) != s}
        for article, story in moved.items():
            row = t.insert_or(self.connection, t.memberships).values(article=self._seq(article), story=story)
            self.connection.execute(row.on_conflict_do_update(index_elements=["article"], set_={"story": story}))
        self._refresh({*moved.values(), *(before[a] for a in moved if a in before)})
        lines = tuple(_lineage(before, after, self.clock()))
        for line in lines:
            self.connection.execute(insert(t.lineage).values(**asdict(line)))
        return lines

    def of(self, article: str) -> str | None:
        """The story that an article is in."""
        return self.connection.scalar(
            select(t.memberships.c.story)
            .join(t.articles, t.articles.c.seq == t.memberships.c.article)
            .where(t.articles.c.id == article)
        )

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

    def _tied(self, articles: Collection[str]) -> set[str]:
        """The members of these articles' stories, and of every story that a judgement ties to one of those."""
        members: set[str] = set()
        fresh = {a for a in articles if self.of(a)}
        while fresh:
            for story in {self.of(a) for a in fresh}:
                found = self.get(story) if story else None
                fresh |= set(found.articles) if found else set()
            members |= fresh
            judged = Judgements(self.connection, self.clock).about(fresh)
            beside = {a for k in judged for a in (k.judgement.article, k.judgement.other)} - members
            fresh = {a for a in beside if self.of(a)}
        return members

    def _arrivals(self, members: Collection[str]) -> tuple[list[tuple[str, str]], dict[str, str]]:
        """The placed among these articles with the story each came to first, in the order of the stream; and the story each is in."""
        wanted = sorted(members)
        rows: list[Any] = []
        for first in range(0, len(wanted), AT_ONCE):
            rows += self.connection.execute(
                select(t.articles.c.seq, t.articles.c.id, t.placements.c.story.label("first"), t.memberships.c.story)
                .join(t.placements, t.placements.c.article == t.articles.c.seq)
                .outerjoin(t.memberships, t.memberships.c.article == t.articles.c.seq)
                .where(t.articles.c.id.in_(wanted[first : first + AT_ONCE]))
            ).all()
        rows.sort(key=lambda r: r.seq)
        return [(r.id, r.first) for r in rows], {r.id: r.story for r in rows if r.story}

    def _refresh(self, stories: Collection[str]) -> None:
        """Count again what the lists show of these stories."""
        wanted = sorted(stories)
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
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


def _lineage(before: dict[str, str], after: dict[str, str], at: str) -> Iterator[Lineage]:
    """What became of the stories: an id that is gone was merged, one that is new was split off, the rest has moved."""
    ways = Counter((before[a], after[a]) for a in after if a in before and before[a] != after[a])
    gone, new = set(before.values()) - set(after.values()), set(after.values()) - set(before.values())
    told: set[tuple[str, str]] = set()
    for (old, now), _ in sorted(ways.items(), key=lambda way: (-way[1], way[0])):
        if old in gone and ("merged", old) not in told:
            told.add(("merged", old))
            yield Lineage(old, "merged_into", now, at)
        elif now in new and ("split", now) not in told:
            told.add(("split", now))
            yield Lineage(now, "split_from", old, at)
        elif old not in gone and now not in new:
            yield Lineage(now, "moved_from", old, at)
