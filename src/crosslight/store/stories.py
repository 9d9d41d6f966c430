"""Stories: kept up as articles are placed, and derived again where somebody judges otherwise."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from crosslight.errors import UsageError
from crosslight.model import Lineage, Placement, Story
from crosslight.store import tables as t
from crosslight.store.derive import Found, derive
from crosslight.store.judgements import AT_ONCE, Judgements
from crosslight.store.moments import bounds
from crosslight.store.revisions import Revisions, placement_of
from crosslight.store.running import Dossiers
from crosslight.store.shapes import Filters, StoryLine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from crosslight.model import Judgement

LONGEST_TITLE = 120
Key = TypeVar("Key", str, int)


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
        arrived, moved = list(placements), moved or {}
        changed = {**{p.article: p.story for p in arrived}, **moved}
        if not changed:
            return ()
        seqs = self._seqs(changed)
        self._arrive(arrived, seqs)
        if moved:
            self.connection.execute(insert(t.moves), [{"article": seqs[a], "story": s} for a, s in moved.items()])
        before = self._stories_of(seqs.values()) if moved else set()
        rows = [{"seq": seqs[a], "now": s} for a, s in changed.items()]
        here = update(t.memberships).where(t.memberships.c.article == bindparam("seq"))
        self.connection.execute(here.values(found=bindparam("now")), rows)
        if self._persons_spoke():
            return self.rederive(changed, lineage)
        self.connection.execute(here.values(story=bindparam("now")), rows)
        self.count_again(before | set(changed.values()))
        return self._keep_lineage(lineage)

    def judge(self, judged: Sequence[Judgement]) -> tuple[Lineage, ...]:
        """Keep a person's judgements, derive again every story that they bear on, and say what became of which.

        Raises:
            UsageError: one is about an article that is not there.

        """
        judgements = Judgements(self.connection, self.clock)
        articles = {a for j in judged for a in (j.article, j.other)}
        self._seqs(sorted(articles))
        judgements.add_all(judged, person=True)
        return self.rederive(articles)

    def rederive(self, articles: Collection[str], lineage: Iterable[Lineage] = ()) -> tuple[Lineage, ...]:
        """Derive again the stories of these articles, and of all that persons tied to them."""
        members = self._tied(articles)
        if not members:
            return ()
        found, before = self._found(members)
        after = derive(found, Judgements(self.connection, self.clock).about(members, persons=True), self._used)
        moved = {a: s for a, s in after.items() if before.get(a) != s}
        if moved:
            seqs = self._seqs(moved)
            here = update(t.memberships).where(t.memberships.c.article == bindparam("seq")).values(story=bindparam("now"))
            self.connection.execute(here, [{"seq": seqs[a], "now": s} for a, s in moved.items()])
        self.count_again({*after.values(), *before.values()})
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
        """Where the article went, and why: when its text last changed, otherwise on arrival."""
        again = Revisions(self.connection, self.clock).placement(article)
        if again:
            return again
        row = self.connection.execute(
            select(t.placements, t.judgements)
            .join(t.articles, t.articles.c.seq == t.placements.c.article)
            .outerjoin(t.judgements, t.judgements.c.n == t.placements.c.judgement)
            .where(t.articles.c.id == article)
        ).first()
        if row is None:
            return None
        told = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
        return placement_of(article, told, told[t.placements.c.story], told[t.placements.c.near_misses])

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

    def _seqs(self, articles: Collection[str]) -> dict[str, int]:
        """The places of these articles in the stream.

        Raises:
            UsageError: one is not there.

        """
        asked = select(t.articles.c.id, t.articles.c.seq)
        found = {
            r.id: int(r.seq) for some in _pieces(articles) for r in self.connection.execute(asked.where(t.articles.c.id.in_(some)))
        }
        for article in articles:
            if article not in found:
                raise UsageError(f"there is no article {article!r} in the store")
        return found

    def _arrive(self, placed: Sequence[Placement], seqs: Mapping[str, int]) -> None:
        why = iter(Judgements(self.connection, self.clock).add_all([p.judgement for p in placed if p.judgement]))
        rows = [
            {
                "article": seqs[p.article],
                "story": p.story,
                "judgement": next(why).n if p.judgement else None,
                "near_misses": json.dumps([asdict(m) for m in p.near_misses]),
            }
            for p in placed
        ]
        if rows:
            self.connection.execute(insert(t.placements), rows)
            self.connection.execute(
                insert(t.memberships), [{"article": r["article"], "found": r["story"], "story": ""} for r in rows]
            )

    def _stories_of(self, seqs: Iterable[int]) -> set[str]:
        """The stories that these articles are in."""
        asked = select(t.memberships.c.story).distinct()
        found = {s for some in _pieces(list(seqs)) for s in self.connection.scalars(asked.where(t.memberships.c.article.in_(some)))}
        return found - {""}

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

    def _used(self, story: str) -> bool:
        """Whether the clusterer has a story of this id."""
        return self.connection.scalar(select(t.memberships.c.article).where(t.memberships.c.found == story).limit(1)) is not None

    def _found(self, members: Collection[str]) -> tuple[list[Found], dict[str, str]]:
        """These articles in the order of the stream, with the story that the clusterer has each in; and the story each is in."""
        rows: list[Any] = []
        for some in _pieces(members):
            asked = select(t.articles.c.id, t.memberships).join(t.memberships, t.memberships.c.article == t.articles.c.seq)
            rows += self.connection.execute(asked.where(t.articles.c.id.in_(some))).all()
        rows.sort(key=lambda r: r.article)
        return [Found(r.article, r.id, r.found) for r in rows], {r.id: r.story for r in rows if r.story}

    def count_again(self, stories: Collection[str]) -> None:
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
        Dossiers(self.connection, self.clock).fall_behind(stories)


def _pieces(many: Collection[Key]) -> Iterator[list[Key]]:
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
