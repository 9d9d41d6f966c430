"""Taking a stream of articles into the store: read, placed in stories, acknowledged when it is there for good.

Each batch is one transaction. A program that is killed at any moment and started again on the same stream leaves the
store as an undisturbed one would: what was acknowledged is found again by its content, and the clusterer goes on from
its last snapshot by taking the articles and judgements that came after it once more.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import numpy as np

from crosslight.errors import AbortError, SkipArticle
from crosslight.store.encoding import pack_annotations, unpack_annotations
from crosslight.store.shapes import Kept, Revision, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from crosslight.model import Annotations, Article, Judgement, Lineage, Placement, Story
    from crosslight.store import Session, Store

BATCH = 32
"""Articles a transaction where many wait: one sync to the disk for all of them (at 1 an article, a third of the time goes to syncs)."""
SNAPSHOT_EVERY = 5_000
"""Articles between two snapshots of the clusterer: what is taken once more after a kill, at most."""


class Changes(Protocol):
    """What changed in a clusterer beside the placements."""

    @property
    def moved(self) -> Mapping[str, str]:
        """The story that each moved article is in now."""
        ...

    @property
    def lineage(self) -> Sequence[Lineage]:
        """What became of which story."""
        ...


class Clusterer(Protocol):
    """What finds the stories. The same articles and judgements in the same order give the same stories."""

    def add(self, article: Article, *, vectors: NDArray[np.float32] | None = None) -> Placement:
        """Place one article."""
        ...

    def revise(self, article: Article, *, vectors: NDArray[np.float32] | None = None) -> Placement | None:
        """Place an article anew, whose text was changed; ``None`` where it is not compared with any more."""
        ...

    def judge(self, *judgements: Judgement) -> None:
        """Take in what persons said."""
        ...

    def changes(self) -> Changes:
        """What changed since the last call."""
        ...

    def stories(self) -> Sequence[Story]:
        """The stories that are open."""
        ...

    def snapshot(self) -> bytes:
        """The whole state."""
        ...


@dataclass(frozen=True, slots=True)
class Clustering:
    """How a clusterer is had, and the vectors that it wants: ``vectors`` gives one article's, shape ``(n, width)``.

    ``name`` and ``model`` name the clusterer and the vector model with their versions: what was kept by others is not taken.
    """

    name: str
    new: Callable[[], Clusterer]
    restore: Callable[[bytes], Clusterer]
    model: str
    vectors: Callable[[Article], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Annotating:
    """How articles are read: ``read`` gives their annotations in order; ``name`` names the annotators with their version."""

    name: str
    read: Callable[[Sequence[Article]], Iterable[Annotations]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article as it comes in, and where its raw page is kept."""

    article: Article
    raw: str | None = None


@dataclass
class _Heard:
    """How far a clusterer has listened: the last person's judgement, the last changed text."""

    judged: int = 0
    revised: int = 0


@dataclass
class Ingest:
    """Takes articles into a store, batch by batch.

    ``beside`` is called inside each transaction with what it kept, for whatever has to be kept with it (alerts).
    ``refused`` is told of each input that cannot be kept.
    """

    store: Store
    clustering: Clustering | None = None
    annotating: Annotating | None = None
    beside: Callable[[Session, Sequence[Kept]], None] | None = None
    snapshot_every: int = SNAPSHOT_EVERY
    refused: Callable[[SkipArticle], None] | None = None
    _clusterer: Clusterer | None = field(default=None, init=False, repr=False)
    _heard: _Heard = field(default_factory=_Heard, init=False)
    _snapshot_at: int = field(default=0, init=False)

    def take(self, arrivals: Iterable[Arrival]) -> tuple[Kept, ...]:
        """Keep a batch, whole or not at all. When this returns, it is there for good.

        Inputs whose id or address cannot be kept are counted as skipped. What raises leaves the store as it was.
        """
        listed = tuple(arrivals)
        known = self._known(listed)
        fresh = [a.article for a in listed if a.article not in known]
        coming = self.annotating.read(fresh) if self.annotating and fresh else ()  # in other processes, where there are any
        vectors = {article: self._vectors(article) for article in fresh if self.clustering}
        readings = dict(zip(fresh, coming, strict=True)) if self.annotating else {}
        clusterer = self._ready()
        try:
            with self.store.writing() as session:
                if clusterer:
                    self._hear(session, clusterer)
                last = session.articles.last()
                kept = self._keep(session, listed)
                for arrival, one in kept:
                    reading = readings.get(arrival.article)
                    if reading and one.outcome != "seen" and self.annotating:
                        session.readings.add(_of(reading, one.article), self.annotating.name)
                if clusterer and self.clustering:
                    come = [(one, vectors.get(arrival.article)) for arrival, one in kept if one.outcome != "seen"]
                    made = [(one, self._vectors(one.article) if own is None else own) for one, own in come]
                    session.vectors.add_new(((one.seq, one.version, own) for one, own in made), self.clustering.model)
                    self._place(session, clusterer, made, last)
                if self.beside:
                    self.beside(session, tuple(one for _, one in kept))
        except BaseException:
            self._clusterer = None  # it may know of articles that the store does not
            raise
        self._snapshot_in_time()
        return tuple(one for _, one in kept)

    def catch_up(self, *, batch: int = BATCH) -> Iterator[int]:
        """Read what the store holds and these annotators have not read; put into stories what is in none. Yields how many it read, batch by batch."""
        self._ready()
        while self.annotating:
            with self.store.reading() as session:
                wanting = session.readings.wanting(self.annotating.name, batch)
                articles = [a for a in map(session.articles.get, wanting) if a]
            if not articles:
                break
            readings = list(self.annotating.read(articles))
            with self.store.writing() as session:
                for reading in readings:
                    session.readings.add(reading, self.annotating.name)
            yield len(articles)
        self.close()

    def close(self) -> None:
        """Keep the clusterer's state, so that the next start is quick."""
        if self._clusterer and self._last() > self._snapshot_at:
            self._snapshot()

    def _known(self, listed: Sequence[Arrival]) -> set[Article]:
        """Articles that bring nothing new: they need not be read."""
        with self.store.reading() as session:
            return session.articles.known([a.article for a in listed])

    def _vectors(self, article: Article) -> NDArray[np.float32]:
        """At the precision at which they are kept: the clusterer sees the same ones when it takes the article once more."""
        if self.clustering is None:
            raise AbortError("there is no clusterer to make vectors for")
        return np.asarray(self.clustering.vectors(article), np.float16).astype(np.float32)

    def _keep(self, session: Session, listed: Sequence[Arrival]) -> list[tuple[Arrival, Kept]]:
        kept = []
        for arrival, one in zip(listed, session.articles.add_all((a.article, a.raw) for a in listed), strict=True):
            if isinstance(one, SkipArticle):
                session.skips.add(one.source, one.reason)
                if self.refused:
                    self.refused(one)
            else:
                kept.append((arrival, one))
        return kept

    def _hear(self, session: Session, clusterer: Clusterer) -> None:
        """What persons said since: the clusterer takes it in before the next article."""
        for judged in session.judgements.persons(self._heard.judged):
            clusterer.judge(judged.judgement)
            self._heard.judged = judged.n

    def _place(self, session: Session, clusterer: Clusterer, made: Iterable[tuple[Kept, NDArray[np.float32]]], last: int) -> None:
        """Into stories, in the order in which they came: new articles, and known ones whose text changed. ``last``: the article before them."""
        placed: list[Placement] = []
        again: list[tuple[Revision, Placement | None]] = []
        for one, vectors in made:
            if one.outcome == "new":
                placed.append(clusterer.add(one.article, vectors=vectors))
                last = one.seq
            else:
                revision = Revision(0, one.seq, one.article.id, one.version, last, self._heard.judged)
                again.append((revision, clusterer.revise(one.article, vectors=vectors)))
        changes = clusterer.changes()
        session.stories.follow(placed, changes.moved, changes.lineage)
        for revision, placement in again:
            self._heard.revised = session.revisions.add(revision, placement)

    def _ready(self) -> Clusterer | None:
        """The clusterer, where the store is."""
        if self.clustering is None:
            return None
        if self._clusterer is None:
            self._clusterer = self._brought_up(self.clustering)
        return self._clusterer

    def _brought_up(self, clustering: Clustering) -> Clusterer:
        """A clusterer that has seen what the store holds: from the newest snapshot that can be read, then article by article."""
        with self.store.reading() as session:
            clusterer, kept = _restored(session, clustering)
            self._snapshot_at, self._heard = kept.after, _Heard(kept.judged, kept.revised)
            past = _Past(session, clusterer, self._heard, self._known_vectors)
            placed = []
            for seq, article in session.articles.since(kept.after):
                past.until(seq)
                placed.append(clusterer.add(article, vectors=self._known_vectors(session, seq, article)))
            past.texts()
        clusterer.changes()  # they are kept already
        self._settle(clusterer, placed)
        self._think_again(clusterer)
        return clusterer

    def _known_vectors(self, session: Session, seq: int, article: Article, version: int = 1) -> NDArray[np.float32]:
        vectors = session.vectors.get(seq, self.clustering.model if self.clustering else "", version)
        return self._vectors(article) if vectors is None else vectors.astype(np.float32)

    def _think_again(self, clusterer: Clusterer) -> None:
        """Place anew what has a text that no clusterer heard of: it came in without one, or before clusterers thought again."""
        with self.store.reading() as session:
            listed = session.revisions.unheard()
        while listed:
            some, listed = listed[:BATCH], listed[BATCH:]
            with self.store.writing() as session:
                made = []
                for revision in some:
                    article = session.articles.get(revision.article, revision.version)
                    if article:
                        vectors = self._known_vectors(session, revision.seq, article, revision.version)
                        session.vectors.add(
                            revision.seq, revision.version, self.clustering.model if self.clustering else "", vectors
                        )
                        made.append((Kept("version", article, revision.seq, revision.version), vectors))
                self._place(session, clusterer, made, session.articles.last())

    def _settle(self, clusterer: Clusterer, placed: Sequence[Placement]) -> None:
        """Keep what the clusterer sees otherwise than the store: articles kept without one, or where its code has changed since."""
        now = {article: story.id for story in clusterer.stories() for article in story.articles}
        with self.store.reading() as session:
            found = session.stories.found({*now, *(p.article for p in placed)})
        new = [p for p in placed if p.article not in found]
        found |= {p.article: p.story for p in new}
        moved = {article: story for article, story in now.items() if found.get(article, story) != story}
        if new or moved:
            with self.store.writing() as session:
                session.stories.follow(new, moved)

    def _last(self) -> int:
        with self.store.reading() as session:
            return session.articles.last()

    def _snapshot_in_time(self) -> None:
        if self._clusterer and self._last() - self._snapshot_at >= self.snapshot_every:
            self._snapshot()

    def _snapshot(self) -> None:
        if self._clusterer is None or self.clustering is None:
            return
        with self.store.writing() as session:
            at = session.articles.last()
            session.snapshots.add(
                Snapshot(at, self._heard.judged, self.clustering.name, self._clusterer.snapshot(), self._heard.revised)
            )
        self._snapshot_at = at


def ingest(into: Ingest, arrivals: Iterable[Arrival | Article], *, batch: int = BATCH) -> Iterator[Kept]:
    """Take a whole stream in; each article is given back when it is there for good."""
    source = iter(arrivals)
    while some := list(islice(source, batch)):
        yield from into.take(a if isinstance(a, Arrival) else Arrival(a) for a in some)
    into.close()


def _of(reading: Annotations, article: Article) -> Annotations:
    """The reading of the article under the id that the store gave it."""
    if reading.article.id == article.id:
        return reading
    known = replace(article, language=reading.article.language)
    return unpack_annotations(pack_annotations(reading), known) or reading


@dataclass
class _Past:
    """What a clusterer that is brought up hears between the articles: persons' judgements and changed texts, each at its place."""

    session: Session
    clusterer: Clusterer
    heard: _Heard
    vectors: Callable[[Session, int, Article, int], NDArray[np.float32]]

    def __post_init__(self) -> None:
        self.said = deque(self.session.judgements.persons(self.heard.judged))
        self.changed = deque(self.session.revisions.since(self.heard.revised))

    def until(self, seq: int) -> None:
        """All that was heard before an article."""
        self.texts(seq)
        while self.said and self.said[0].after < seq:
            self._judge()

    def texts(self, seq: int | None = None) -> None:
        """All texts that changed before an article (or at all), and what persons had said by then; the rest is heard before what comes next."""
        while self.changed and (seq is None or self.changed[0].after < seq):
            revision = self.changed.popleft()
            while self.said and self.said[0].n <= revision.judged:
                self._judge()
            article = self.session.articles.get(revision.article, revision.version)
            if article:
                vectors = self.vectors(self.session, revision.seq, article, revision.version)
                self.clusterer.revise(article, vectors=vectors)
            self.heard.revised = revision.n

    def _judge(self) -> None:
        said = self.said.popleft()
        self.heard.judged = said.n
        self.clusterer.judge(said.judgement)


def _restored(session: Session, clustering: Clustering) -> tuple[Clusterer, Snapshot]:
    """The clusterer of the newest snapshot that can be read, and where that one stands."""
    for snapshot in session.snapshots.all(clustering.name):
        try:
            return clustering.restore(snapshot.body), snapshot
        except AbortError:
            continue  # the one before it, or from the start: nothing is lost but time
    return clustering.new(), Snapshot(0, 0, clustering.name, b"")
