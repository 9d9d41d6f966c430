"""The items that watched feeds announce: which are to be visited, when, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from crosslight.store import tables as t
from crosslight.store.articles import LONGEST_KEY
from crosslight.store.moments import ago, moment
from crosslight.store.shapes import Item
from crosslight.store.wording import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

AT_ONCE = 500
A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one reading or writing of the store."""

    connection: Connection
    clock: Callable[[], str]

    def offer(self, items: Sequence[Item], also: Callable[[str], str] = str) -> int:
        """Take in what a feed announces: new items are due now, and known ones where the feed says that they changed since.

        Gives how many are due by this. Items with a key that no index holds are left out. One whose page the store has had for a day or
        more was an item before, and pruned: it is not due unless it changed. ``also`` gives another address that its page may be known by.
        """
        at = self.clock()
        wanted = {i.key: i for i in items if len(i.key) <= LONGEST_KEY and storable(i.key) == i.key}
        known = self._known(wanted)
        new = [replace(i, first_seen=at, next_visit=at) for key, i in wanted.items() if key not in known]
        fresh = [_clean(i) for i in self._without_old(new, also, at)]
        if fresh:
            self.connection.execute(insert(t.items), [asdict(i) for i in fresh])
        changed = [i for key, i in wanted.items() if key in known and i.modified and i.modified > (known[key] or "")]
        for item in changed:
            again = {"told": storable(item.told), "modified": item.modified, "next_visit": at, "failures": 0}
            self.connection.execute(update(t.items).where(t.items.c.key == item.key).values(**again))
        self._list(wanted.values(), at)
        return sum(i.next_visit is not None for i in fresh) + len(changed)

    def still_listed(self, feed: str) -> None:
        """A feed that has not changed lists what it listed."""
        at = self.clock()
        last = self.connection.scalar(select(func.max(t.listings.c.last_listed)).where(t.listings.c.feed == feed))
        if last and last < ago(at, A_DAY):
            here = (t.listings.c.feed == feed) & (t.listings.c.last_listed >= ago(last, A_DAY))
            self.connection.execute(update(t.listings).where(here).values(last_listed=at))

    def prune(self, seconds: float, limit: int = 5_000) -> int:
        """Forget items for which nothing is planned, and that no feed listed and nobody visited for so long; at most so many. Gives how many.

        Stamps of the future come from a clock that was wrong, and count as old.
        """
        at = self.clock()
        before = ago(at, seconds)
        listed = select(t.listings.c.key).where(t.listings.c.key == t.items.c.key, t.listings.c.last_listed.between(before, at))
        old = or_(t.items.c.last_visit < before, t.items.c.last_visit > at)
        asked = select(t.items.c.key).where(t.items.c.next_visit.is_(None), old, ~listed.exists()).limit(limit)
        keys = list(self.connection.scalars(asked))
        for first in range(0, len(keys), AT_ONCE):
            some = keys[first : first + AT_ONCE]
            for table in (t.items, t.listings):
                self.connection.execute(delete(table).where(table.c.key.in_(some)))
        return len(keys)

    def count(self) -> int:
        """How many items there are."""
        return int(self.connection.scalar(select(func.count()).select_from(t.items)) or 0)

    def due(self, at: str, limit: int = 500) -> tuple[Item, ...]:
        """Items to be visited now: those never visited first, then the longest overdue.

        A visit that seems to lie in the future was made before the clock was set back: it counts as long ago.
        """
        asked = select(t.items).where(_due(at)).order_by(t.items.c.visits > 0, t.items.c.next_visit, t.items.c.key).limit(limit)
        return tuple(_item(row) for row in self.connection.execute(asked))

    def next(self) -> str | None:
        """When the next visit is planned."""
        found: str | None = self.connection.scalar(select(func.min(t.items.c.next_visit)))
        return found

    def planned(self) -> int:
        """How many items are still to be visited, now or later."""
        return int(self.connection.scalar(select(func.count()).select_from(t.items).where(t.items.c.next_visit.is_not(None))) or 0)

    def update(self, items: Iterable[Item]) -> None:
        """Keep what came of visits."""
        for item in items:
            values = asdict(_clean(item if item.next_visit else replace(item, told="{}")))  # what it told may be a whole article
            del values["key"], values["first_seen"]
            self.connection.execute(update(t.items).where(t.items.c.key == item.key).values(**values))

    def _without_old(self, items: Sequence[Item], also: Callable[[str], str], at: str) -> list[Item]:
        """The items, with nothing planned for those whose page is an old acquaintance."""
        ways = {i.key: {i.address, also(i.address)} for i in items if i.address}
        pages = self._pages({way for both in ways.values() for way in both})
        made = []
        for item in items:
            page = next((pages[way] for way in sorted(ways.get(item.key, ())) if way in pages), None)
            if page is None or ago(at, A_DAY) <= page.first_seen <= at or page.last_seen < (moment(item.modified) or "") <= at:
                made.append(item)
            else:
                made.append(replace(item, told="{}", visits=1, last_visit=page.last_seen, next_visit=None, article=page.id))
        return made

    def _pages(self, addresses: Collection[str]) -> dict[str, Any]:
        wanted = sorted(a for a in addresses if storable(a) == a)
        asked = select(t.pages.c.url, t.pages.c.first_seen, t.pages.c.last_seen, t.articles.c.id).join(
            t.articles, t.articles.c.seq == t.pages.c.article
        )
        pieces = (wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE))
        return {row.url: row for some in pieces for row in self.connection.execute(asked.where(t.pages.c.url.in_(some)))}

    def _list(self, items: Iterable[Item], at: str) -> None:
        """Note that a feed lists them; to the day, so that little is written."""
        feeds = {i.key: i.feed for i in items}
        keys = sorted(feeds)
        lately: set[str] = set()
        for first in range(0, len(keys), AT_ONCE):
            here = t.listings.c.key.in_(keys[first : first + AT_ONCE]) & t.listings.c.last_listed.between(ago(at, A_DAY), at)
            lately |= set(self.connection.scalars(select(t.listings.c.key).where(here)))
        rows = [{"key": key, "feed": feeds[key], "last_listed": at} for key in keys if key not in lately]
        if rows:
            row = t.insert_or(self.connection, t.listings)
            again = {name: row.excluded[name] for name in ("feed", "last_listed")}
            self.connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=again), rows)

    def _known(self, keys: Iterable[str]) -> dict[str, str | None]:
        wanted = sorted(keys)
        found: dict[str, str | None] = {}
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            rows = self.connection.execute(select(t.items.c.key, t.items.c.modified).where(t.items.c.key.in_(some)))
            found |= {row.key: row.modified for row in rows}
        return found


def _due(at: str) -> ColumnElement[bool]:
    return t.items.c.next_visit.is_not(None) & or_(t.items.c.next_visit <= at, t.items.c.last_visit > at)


def _item(row: Row[tuple[object, ...]]) -> Item:
    return Item(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def _clean(item: Item) -> Item:
    """The item without what a text column cannot hold."""
    return replace(
        item,
        told=storable(item.told) or "",
        etag=storable(item.etag),
        last_modified=storable(item.last_modified),
        last_error=storable(item.last_error),
        article=storable(item.article),
    )
