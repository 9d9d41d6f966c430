"""The loop: what is due is fetched, taken in, laid side by side anew and told; then it waits for what is due next."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from crosslight.acquire.pace import Pace
from crosslight.acquire.web import Fetcher
from crosslight.errors import OutputError, StoreBusy, UsageError
from crosslight.extract.addresses import cleaned
from crosslight.scale.ingest import Annotating, Ingest
from crosslight.watch import plan
from crosslight.watch.atom import AtomFile
from crosslight.watch.crew import Crew
from crosslight.watch.laying import Laying
from crosslight.watch.plan import Plan, later
from crosslight.watch.stopping import Stopped
from crosslight.watch.taking import Taking
from crosslight.watch.telling import Event
from crosslight.watch.visits import FeedSeen, ItemSeen, visit_feed, visit_item
from crosslight.watch.webhook import Webhook, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crosslight.scale.ingest import Clustering
    from crosslight.store import Feed, Store
    from crosslight.watch.reading import Reading
    from crosslight.watch.telling import Tell

T = TypeVar("T")
BATCH = 16
"""Articles taken in at once: some five seconds of reading, so that a story is up to date soon after its article is there."""
MOST_ITEMS = 500
"""Items visited in one round; those left over are visited in the next."""
MOST_LINKS = 500
"""Feeds of one list that are watched."""
LAY_EVERY = 60.0
"""Seconds after which changed stories are laid though articles are still coming in: a first round over many feeds takes long."""
LOOK = 15.0
"""Seconds between two looks at whether somebody else gave work: a feed that was added, a story that a person mended."""
KEEP_ITEMS = 14 * 86_400.0
"""Seconds for which an item is kept that no feed lists any more: feeds that are mended, or come back, list old items again within days."""
TIDY_EVERY = 86_400.0
TIDY_AGAIN = 600.0
"""Seconds until old items are looked for again, where there were none, and where there were."""
PATIENCE = (5.0, 15.0, 60.0)
"""Seconds until a full disk or a held store is tried again."""
LAST_POSTS = 10.0
"""Seconds for which a watch of one round still tries to post its alerts; what it cannot post, the next one does."""
TERMINAL = "terminal"
RANK = {"story": 0, "toll": 1, "changed": 2, "denial": 3}
"""Which of several alerts is shown first."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the watch is run. ``every``: seconds between two visits of a feed."""

    every: float = 600.0
    once: bool = False
    webhook: str | None = None
    alert_feed: Path | None = None
    allow_hosts: frozenset[str] = frozenset()
    max_characters: int = 400_000
    pause: float = 1.0
    revisits: tuple[float, ...] = plan.REVISITS
    keep_items: float = KEEP_ITEMS


@dataclass
class Watch:
    """Watches the feeds of a store. ``stop`` ends it within seconds; what is not kept by then is fetched again at the next start."""

    store: Store
    reading: Reading
    clustering: Clustering
    annotator: str
    tell: Tell
    options: Options = field(default_factory=Options)
    stop: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.monotonic
    _rounds: int = field(default=0, init=False)
    _laid_at: float = field(default=0.0, init=False)
    _tidy_at: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        options = self.options
        self._plan = Plan(options.every, self.clock)
        self._laying = Laying(self.store, self.reading, self.annotator)
        annotating = Annotating(self.annotator, self.reading.annotate)
        self._ingest = Ingest(self.store, self.clustering, annotating)
        self._taking = Taking(self._ingest, self.store, self.tell, options.revisits)
        self._webhook = Webhook(options.webhook, self.store, self.tell, options.allow_hosts) if options.webhook else None
        self._atom = AtomFile(options.alert_feed, self.store.place) if options.alert_feed else None
        self._once = options.once
        self._laid_at = self.clock()

    def run(self) -> None:
        """Watch until told to stop; with ``once``, one round.

        Raises:
            OutputError: with ``once``, the disk is full.
            StoreError: the store is damaged (or, with ``once``, held by another program).

        """
        pace = Pace(pause=self.options.pause, sleep=self.stop.wait)
        with Fetcher(self.options.allow_hosts, pace=pace) as fetcher:
            try:
                self._begin()
                self._round(fetcher)
                while not self._once and not self.stop.is_set():
                    if self._wait():
                        self._round(fetcher)
            except Stopped:
                pass
            finally:
                self._end()

    def _begin(self) -> None:
        with self.store.writing() as session:
            session.alerts.subscribe(TERMINAL)
        if self._webhook:
            self._webhook.start()
        self._deliver()

    def _end(self) -> None:
        """The reader first: it is what may be at work."""
        self.reading.close()
        if self._webhook:
            self._webhook.close(LAST_POSTS if self._once else 1.0, self.stop)
        try:
            self._ingest.close()
        except (OutputError, StoreBusy) as error:  # the next start takes a little longer
            self.tell(Event("problem", f"where the clusterer was could not be kept: {error}"))

    def _round(self, fetcher: Fetcher) -> None:
        began, counted = self.clock(), Counter[str]()
        self._rounds += 1
        with self.store.reading() as session:
            feeds = session.feeds.all()
        due = self._plan.due(feeds, self.store.clock())
        due = [f for f in feeds if not f.paused] if self._once else due
        self._ask(fetcher, due, counted)
        self._visit(fetcher, counted)
        self._steadily(partial(self._lay, counted))
        self._deliver()
        self._steadily(self._tidy)
        self._say_round(counted, self.clock() - began)

    def _tidy(self) -> None:
        """Once a day, and in the first round: forget old items."""
        if self.clock() < self._tidy_at:
            return
        with self.store.writing() as session:
            gone = session.items.prune(self.options.keep_items)
        self._tidy_at = self.clock() + (TIDY_AGAIN if gone else TIDY_EVERY)

    def _ask(self, fetcher: Fetcher, due: list[Feed], counted: Counter[str]) -> None:
        """Ask the feeds that are due, and those that a list among them names."""
        while due:
            more: list[str] = []
            jobs = [(f.url, partial(visit_feed, fetcher, f)) for f in due]
            for done, seen in enumerate(s for s in Crew[FeedSeen](self.stop).results(jobs) if s):
                self._state(f"asking feeds, {done + 1} of {len(due)}")
                counted[f"feeds {seen.outcome}"] += 1
                more += self._steadily(partial(self._keep_feed, seen))
                self._tell_feed(seen)
            with self.store.reading() as session:
                due = [f for f in session.feeds.all() if f.url in set(more)]

    def _keep_feed(self, seen: FeedSeen) -> list[str]:
        """Keep a feed's health and what it announces in one transaction. Gives the feeds that it names and that were not watched yet."""
        now, feed = self.store.clock(), seen.feed
        failures = feed.failures + 1 if seen.outcome == "failed" else 0
        wait = self._plan.turn(failures, seen.after)
        kept = replace(feed, title=feed.title or seen.title, failures=failures, last_try=now, next_due=later(now, wait))
        if seen.error:
            kept = replace(kept, last_error=seen.error)
        else:
            kept = replace(kept, last_success=now, last_error=None, etag=seen.etag, last_modified=seen.last_modified)
        with self.store.writing() as session:
            watched = {f.url for f in session.feeds.all()} if seen.links else set()
            with suppress(UsageError):  # somebody took it off the list meanwhile
                session.feeds.update(kept)
            named = [link for link in seen.links[:MOST_LINKS] if link.address not in watched]
            for link in named:
                session.feeds.add(link.address, link.title)
            if seen.outcome == "unchanged":
                session.items.still_listed(feed.url)
            session.items.offer(seen.items, cleaned)
            for problem in seen.problems:
                session.skips.add(feed.url, problem)
        self._plan.visited(feed.url, wait)
        return [link.address for link in named]

    def _visit(self, fetcher: Fetcher, counted: Counter[str]) -> None:
        """Visit the items that are due and take in what they give, a batch at a time."""
        with self.store.reading() as session:
            items = session.items.due(self.store.clock(), MOST_ITEMS)
        most = self.options.max_characters
        jobs = [(i.address or i.feed, partial(visit_item, fetcher, i, most)) for i in items]
        batch: list[ItemSeen] = []
        for done, seen in enumerate(Crew[ItemSeen](self.stop).results(jobs)):
            if seen:
                batch.append(seen)
            if batch and (seen is None or len(batch) >= BATCH):
                self._state(f"taking in articles, {done + 1} of {len(items)}")
                self._take(batch, counted)
                batch = []
        if batch:
            self._take(batch, counted)

    def _take(self, batch: list[ItemSeen], counted: Counter[str]) -> None:
        counted.update(self._steadily(partial(self._taking.take, batch)))
        self._deliver()
        if self.clock() - self._laid_at > LAY_EVERY:
            self._steadily(partial(self._lay, counted))

    def _lay(self, counted: Counter[str]) -> None:
        self._laid_at = self.clock()
        for laid in self._laying.all():
            self._state(f"laying stories side by side, {counted['dossiers'] + 1} so far")
            counted["dossiers"] += not laid.failed
            apart = f", {len(laid.strangers)} of them tell of something else" if laid.strangers else ""
            text = f"{laid.title}: {laid.articles} articles{apart}"
            told = {"story": laid.story, "articles": laid.articles, "apart": list(laid.strangers), "left_out": laid.cut}
            self.tell(
                Event("dossier", text, told | {"title": laid.title, "seconds": round(laid.seconds, 3), "laid": not laid.failed})
            )
            self._deliver()
            self._laid_at = self.clock()

    def _deliver(self) -> None:
        """Tell what the outbox holds: here at once, to the webhook and the feed file by the way."""
        with self.store.reading() as session:
            waiting = session.alerts.undelivered(TERMINAL, 1_000)
        if waiting:
            for alert in sorted(waiting, key=lambda alert: RANK.get(alert.kind, 0)):
                self.tell(Event("alert", alert.message, record(alert)))
            self._steadily(partial(self._delivered, [a.n for a in waiting]))
        if self._webhook and waiting:
            self._webhook.more()
        if self._atom:
            try:
                with self.store.reading() as session:
                    self._atom.follow(session)
            except OutputError as error:
                self.tell(Event("problem", str(error)))

    def _delivered(self, numbers: list[int]) -> None:
        with self.store.writing() as session:
            for n in numbers:
                session.alerts.delivered(n, TERMINAL)

    def _steadily(self, action: Callable[[], T]) -> T:
        """Do it, and where the disk is full or another program holds the store, wait and do it again: nothing is given up.

        Raises:
            OutputError, StoreBusy: with ``once``.
            Stopped: the watch was told to stop while it waited.

        """
        tries = 0
        while True:
            try:
                return action()
            except (OutputError, StoreBusy) as error:
                if self._once:
                    raise
                wait = PATIENCE[min(tries, len(PATIENCE) - 1)]
                tries += 1
                self.tell(Event("problem", f"{error} (tried again in {wait:.0f} seconds)", {"waits": wait}))
                if self.stop.wait(wait):
                    raise Stopped("told to stop") from error

    def _wait(self) -> bool:
        """Until a feed or an item is due, or a story is to be laid. False where the watch was told to stop."""
        self._state(f"waiting; the next feed is due in {self._plan.left():.0f} seconds")
        while not self.stop.wait(min(self._plan.left(), LOOK)):
            with self.store.reading() as session:
                feeds, items = session.feeds.all(), session.items.due(self.store.clock(), 1)
            if items or self._plan.due(feeds, self.store.clock()) or self._laying.waiting():
                return True
        return False

    def _state(self, text: str) -> None:
        self.tell(Event("state", text))

    def _tell_feed(self, seen: FeedSeen) -> None:
        url = seen.feed.url
        if seen.error:
            text = f"{url}: {seen.error}"
        else:
            text = f"{url}: {'nothing new' if seen.outcome == 'unchanged' else f'{len(seen.items)} items'}"
        told = {
            "feed": url,
            "outcome": seen.outcome,
            "items": len(seen.items),
            "error": seen.error,
            "problems": list(seen.problems),
        }
        self.tell(Event("feed", text, told))

    def _say_round(self, counted: Counter[str], seconds: float) -> None:
        asked = sum(n for name, n in counted.items() if name.startswith("feeds "))
        with self.store.reading() as session:
            held = session.articles.count(), session.stories.count(), session.items.planned()
        text = (
            f"round {self._rounds}: {asked} feeds asked ({counted['feeds unchanged']} unchanged, {counted['feeds failed']} failed), "
            f"{counted['new']} new articles, {counted['version']} changed, {counted['failed']} not to be had, "
            f"{counted['dossiers']} stories laid, {seconds:.1f} s; the store holds {held[0]} articles in {held[1]} stories"
        )
        told = {
            "round": self._rounds, "feeds": asked, "feeds_unchanged": counted["feeds unchanged"], "feeds_failed": counted["feeds failed"],
            "new": counted["new"], "versions": counted["version"], "seen": counted["seen"], "unchanged": counted["unchanged"],
            "failed": counted["failed"], "dossiers": counted["dossiers"], "seconds": round(seconds, 3),
            "articles": held[0], "stories": held[1], "planned": held[2],
        }  # fmt: skip
        self.tell(Event("round", text, told))
