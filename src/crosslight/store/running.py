"""What a program that runs for weeks keeps beside articles: feeds and their health, alerts, dossiers, what was skipped, where the clusterer is."""

from __future__ import annotations

import gzip
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, or_, select

from crosslight.errors import StoreError, UsageError
from crosslight.store import tables as t
from crosslight.store.shapes import Alert, Feed, Skipped, Snapshot
from crosslight.store.wording import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Row

SNAPSHOTS_KEPT = 2
"""The newest, and the one before it in case the newest cannot be read."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds that are watched."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, url: str, title: str | None = None) -> Feed:
        """Watch a feed; one that is watched already stays as it is."""
        row = t.insert_or(self.connection, t.feeds).values(
            url=url, title=storable(title), added_at=self.clock(), failures=0, paused=0
        )
        self.connection.execute(row.on_conflict_do_nothing(index_elements=["url"]))
        return self._one(url)

    def remove(self, url: str) -> bool:
        """Watch it no more. Its articles stay. False where it was not watched."""
        return bool(self.connection.execute(delete(t.feeds).where(t.feeds.c.url == url)).rowcount)

    def all(self) -> tuple[Feed, ...]:
        """Every feed, by address."""
        return tuple(_feed(r) for r in self.connection.execute(select(t.feeds).order_by(t.feeds.c.url)))

    def due(self, at: str) -> tuple[Feed, ...]:
        """The feeds to be fetched now, the longest overdue first."""
        asked = select(t.feeds).where(t.feeds.c.paused == 0, or_(t.feeds.c.next_due.is_(None), t.feeds.c.next_due <= at))
        return tuple(
            _feed(r)
            for r in self.connection.execute(asked.order_by(t.feeds.c.next_due.is_not(None), t.feeds.c.next_due, t.feeds.c.url))
        )

    def update(self, feed: Feed) -> None:
        """Keep a feed's new state.

        Raises:
            UsageError: it is not watched.

        """
        values = asdict(replace(feed, title=storable(feed.title), last_error=storable(feed.last_error)))
        del values["url"], values["added_at"]
        changed = self.connection.execute(
            t.feeds.update().where(t.feeds.c.url == feed.url).values(**values | {"paused": int(feed.paused)})
        )
        if not changed.rowcount:
            raise UsageError(f"{feed.url} is not watched; add it first")

    def _one(self, url: str) -> Feed:
        return _feed(self.connection.execute(select(t.feeds).where(t.feeds.c.url == url)).one())


def _feed(row: Row[tuple[object, ...]]) -> Feed:
    return Feed(**{**row._mapping, "paused": bool(row.paused)})  # noqa: SLF001 - SQLAlchemy's public name for it


@dataclass(frozen=True, slots=True)
class Alerts:
    """The outbox: an alert stays until each channel has told it."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, alert: Alert) -> Alert:
        """Keep an alert in the same transaction as what it tells of."""
        kept = replace(alert, at=alert.at or self.clock(), message=storable(alert.message) or "", body=storable(alert.body) or "{}")
        values = asdict(kept)
        del values["n"]
        return replace(kept, n=int(self.connection.execute(insert(t.alerts).values(**values).returning(t.alerts.c.n)).scalar_one()))

    def latest(self, limit: int = 100) -> tuple[Alert, ...]:
        """The newest alerts, newest first."""
        return tuple(_alert(r) for r in self.connection.execute(select(t.alerts).order_by(t.alerts.c.n.desc()).limit(limit)))

    def subscribe(self, channel: str) -> None:
        """From now on this channel is to tell every alert; one that is told already goes on where it was."""
        last = self.connection.scalar(select(func.max(t.alerts.c.n))) or 0
        row = t.insert_or(self.connection, t.channels).values(name=channel, after=last, added_at=self.clock())
        self.connection.execute(row.on_conflict_do_nothing(index_elements=["name"]))
        waiting = self.undelivered(channel, 1)
        done = waiting[0].n - 1 if waiting else last
        self.connection.execute(t.channels.update().where(t.channels.c.name == channel).values(after=done))

    def undelivered(self, channel: str, limit: int = 100) -> tuple[Alert, ...]:
        """What a channel has not told yet, oldest first; of one that subscribed, what came since."""
        told = select(t.deliveries.c.alert).where(t.deliveries.c.alert == t.alerts.c.n, t.deliveries.c.channel == channel).exists()
        after = self.connection.scalar(select(t.channels.c.after).where(t.channels.c.name == channel)) or 0
        asked = select(t.alerts).where(t.alerts.c.n > after, ~told).order_by(t.alerts.c.n).limit(limit)
        return tuple(_alert(r) for r in self.connection.execute(asked))

    def told_of(self, kind: str, stories: Iterable[str]) -> bool:
        """Whether there was an alert of this kind of any of these stories."""
        asked = select(t.alerts.c.n).where(t.alerts.c.kind == kind, t.alerts.c.story.in_(sorted(stories))).limit(1)
        return self.connection.scalar(asked) is not None

    def delivered(self, n: int, channel: str) -> None:
        """A channel has told it."""
        row = t.insert_or(self.connection, t.deliveries).values(alert=n, channel=channel, at=self.clock())
        self.connection.execute(row.on_conflict_do_nothing(index_elements=["channel", "alert"]))


def _alert(row: Row[tuple[object, ...]]) -> Alert:
    return Alert(row.kind, row.message, row.story, row.article, row.body, row.at, row.n)


@dataclass(frozen=True, slots=True)
class Skips:
    """Inputs that could not be used, each with its reason and how often it came."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, source: str, reason: str) -> None:
        """Count a skipped input."""
        at = self.clock()
        row = t.insert_or(self.connection, t.skipped).values(
            source=(storable(source) or "")[:1000], reason=(storable(reason) or "")[:500], first_at=at, last_at=at, times=1
        )
        again = {"last_at": at, "times": t.skipped.c.times + 1}
        self.connection.execute(row.on_conflict_do_update(index_elements=["source", "reason"], set_=again))

    def latest(self, limit: int = 100) -> tuple[Skipped, ...]:
        """The inputs skipped last, newest first."""
        asked = select(t.skipped).order_by(t.skipped.c.last_at.desc(), t.skipped.c.source, t.skipped.c.reason).limit(limit)
        return tuple(Skipped(r.source, r.reason, r.first_at, r.last_at, r.times) for r in self.connection.execute(asked))


@dataclass(frozen=True, slots=True)
class Dossiers:
    """The latest dossier of each story, as its JSON."""

    connection: Connection
    clock: Callable[[], str]

    def put(self, story: str, dossier: str, made_of: str) -> None:
        """Keep a story's dossier; ``made_of`` tells what it was made from, so that a stale one is known."""
        body = gzip.compress(dossier.encode("utf-8", "surrogatepass"), 6, mtime=0)
        row = t.insert_or(self.connection, t.dossiers).values(story=story, made_of=made_of, body=body, made_at=self.clock())
        again = {name: row.excluded[name] for name in ("made_of", "body", "made_at")}
        self.connection.execute(row.on_conflict_do_update(index_elements=["story"], set_=again))

    def get(self, story: str) -> tuple[str, str] | None:
        """The dossier's JSON, and what it was made of; ``None`` where there is none."""
        row = self.connection.execute(select(t.dossiers).where(t.dossiers.c.story == story)).first()
        if row is None:
            return None
        try:
            return gzip.decompress(row.body).decode("utf-8", "surrogatepass"), row.made_of
        except (OSError, EOFError, ValueError) as error:
            raise StoreError(
                f"the stored dossier of {story} cannot be read ({error}); it is made again when the story is next read"
            ) from error

    def remove(self, story: str) -> None:
        """Forget the dossier of a story that is no more."""
        self.connection.execute(delete(t.dossiers).where(t.dossiers.c.story == story))

    def fall_behind(self, stories: Iterable[str]) -> None:
        """Note that the dossiers of these stories no longer tell what the stories hold."""
        rows = [{"story": story, "since": self.clock()} for story in sorted(set(stories)) if story]
        if rows:
            row = t.insert_or(self.connection, t.behind)
            self.connection.execute(row.on_conflict_do_update(index_elements=["story"], set_={"since": row.excluded.since}), rows)

    def behind(self, limit: int = 100) -> tuple[tuple[str, str], ...]:
        """The stories whose dossier is to be made again, each with since when; the longest waiting first."""
        asked = select(t.behind.c.story, t.behind.c.since).order_by(t.behind.c.since, t.behind.c.story).limit(limit)
        return tuple((row.story, row.since) for row in self.connection.execute(asked))

    def caught_up(self, story: str, since: str) -> None:
        """A story's dossier is as it should be, unless the story changed again meanwhile."""
        self.connection.execute(delete(t.behind).where(t.behind.c.story == story, t.behind.c.since == since))


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Where the clusterer is: its state now and then, so that it need not read the whole stream again."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, snapshot: Snapshot) -> None:
        """Keep a state; older ones go."""
        self.connection.execute(insert(t.snapshots).values(**asdict(snapshot), made_at=self.clock()))
        kept = select(t.snapshots.c.n).order_by(t.snapshots.c.n.desc()).limit(SNAPSHOTS_KEPT).subquery()
        self.connection.execute(delete(t.snapshots).where(t.snapshots.c.n.not_in(select(kept.c.n))))

    def all(self, clusterer: str) -> tuple[Snapshot, ...]:
        """The states of this clusterer (its name and version), newest first."""
        rows = self.connection.execute(
            select(t.snapshots).where(t.snapshots.c.clusterer == clusterer).order_by(t.snapshots.c.n.desc())
        )
        return tuple(Snapshot(r.after, r.judged, r.clusterer, r.body, r.revised) for r in rows)
