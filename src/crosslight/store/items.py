"""The items that watched feeds announce: which are to be visited, when, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, or_, select, update

from crosslight.store import tables as t
from crosslight.store.articles import LONGEST_KEY
from crosslight.store.shapes import Item
from crosslight.store.wording import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one reading or writing of the store."""

    connection: Connection
    clock: Callable[[], str]

    def offer(self, items: Sequence[Item]) -> int:
        """Take in what a feed announces: new items are due now, and known ones where the feed says that they changed since.

        Gives how many are due by this. Items with a key that no index holds are left out.
        """
        at = self.clock()
        wanted = {i.key: i for i in items if len(i.key) <= LONGEST_KEY and storable(i.key) == i.key}
        known = self._known(wanted)
        fresh = [asdict(_clean(replace(i, first_seen=at, next_visit=at))) for key, i in wanted.items() if key not in known]
        if fresh:
            self.connection.execute(insert(t.items), fresh)
        changed = [i for key, i in wanted.items() if key in known and i.modified and i.modified > (known[key] or "")]
        for item in changed:
            again = {"told": storable(item.told), "modified": item.modified, "next_visit": at, "failures": 0}
            self.connection.execute(update(t.items).where(t.items.c.key == item.key).values(**again))
        return len(fresh) + len(changed)

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
            values = asdict(_clean(item))
            del values["key"], values["first_seen"]
            self.connection.execute(update(t.items).where(t.items.c.key == item.key).values(**values))

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
