"""When what is visited: feeds by a clock that nobody can set, pages again while they are young."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crosslight.store import Feed, Item

LONGEST_BACK_OFF = 6 * 3600.0
"""Seconds between two visits of a feed that fails, at most: a host that is back is seen within a quarter of a day."""
REVISITS = (3600.0, 6 * 3600.0, 24 * 3600.0)
"""Seconds after which a page is looked at again: corrections and new tolls mostly come on the first day."""
MOST_VISITS = 24
"""A page that changes at each visit is looked at so often, an hour apart."""
AGAIN = (600.0, 3600.0, 6 * 3600.0)
"""Seconds after which a page that could not be had is tried again; then it is given up."""
TRIES = len(AGAIN) + 1
PASSING_TRIES = 12
"""A page whose host is down is tried for two days and a half: that is how long a bad weekend lasts."""


def later(stamp: str, seconds: float) -> str:
    """The moment so many seconds after another (ISO 8601 in UTC)."""
    at = datetime.fromisoformat(stamp) + timedelta(seconds=seconds)
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def between(first: str, last: str) -> float:
    """Seconds from one moment to another."""
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


@dataclass
class Plan:
    """When each feed is due. Waiting goes by ``clock`` (monotonic seconds); the store's stamps only say how long is left at the start.

    A clock that is set back or forth therefore changes nothing while the program runs, and at most one turn when it starts.
    """

    every: float
    clock: Callable[[], float]
    _due: dict[str, float] = field(default_factory=dict)

    def due(self, feeds: Iterable[Feed], now: str) -> list[Feed]:
        """The feeds to be asked now. ``feeds`` are all that are watched: those that are gone are forgotten."""
        watched = {f.url: f for f in feeds}
        self._due = {url: at for url, at in self._due.items() if url in watched}
        for url, feed in watched.items():
            if url not in self._due:
                left = between(now, feed.next_due) if feed.next_due else 0.0
                self._due[url] = self.clock() + min(max(left, 0.0), self.turn(feed.failures))
        return [f for url, f in watched.items() if self._due[url] <= self.clock() and not f.paused]

    def turn(self, failures: int, after: float | None = None) -> float:
        """Seconds until a feed's next visit: twice as long with each failure in a row, and as long as its host asks for."""
        own = self.every * 2.0 ** min(failures, 16)
        return max(self.every, min(max(own, after or 0.0), LONGEST_BACK_OFF)) if failures else self.every

    def visited(self, url: str, seconds: float) -> None:
        """A feed was asked; it is due again after so many seconds."""
        self._due[url] = self.clock() + seconds

    def left(self) -> float:
        """Seconds until the next feed is due."""
        return max(0.0, min(self._due.values(), default=self.every) - self.clock())


def visited(item: Item, now: str, *, changed: bool, revisits: tuple[float, ...] = REVISITS) -> Item:
    """The item after a visit that went well, with its next one."""
    visits = item.visits + 1
    wait = revisits[min(visits, len(revisits)) - 1] if revisits else None
    if visits > len(revisits):
        wait = revisits[0] if revisits and changed and visits < MOST_VISITS else None
    next_visit = None if wait is None else later(now, wait)
    return replace(item, visits=visits, failures=0, last_visit=now, next_visit=next_visit, last_error=None)


def failed(item: Item, now: str, error: str, *, after: float | None = None, passing: bool = False) -> Item:
    """The item after a visit that brought nothing; ``passing`` is a fault that may be gone later, and then it is asked for longer."""
    failures = item.failures + 1
    last = failures >= (PASSING_TRIES if passing else TRIES)
    wait = max(AGAIN[min(failures, len(AGAIN)) - 1], after or 0.0)
    return replace(item, failures=failures, last_visit=now, next_visit=None if last else later(now, wait), last_error=error)
