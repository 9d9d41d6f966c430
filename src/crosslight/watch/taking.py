"""Taking in what visits gave: articles, their place in a story, the state of their items and alerts of changed texts, in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from crosslight.errors import SkipArticle
from crosslight.extract.addresses import cleaned
from crosslight.scale.ingest import Arrival
from crosslight.watch import plan
from crosslight.watch.changed import Change, changed
from crosslight.watch.telling import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosslight.model import Article
    from crosslight.scale.ingest import Ingest
    from crosslight.store import Kept, Session, Store
    from crosslight.watch.telling import Tell
    from crosslight.watch.visits import ItemSeen


@dataclass
class Taking:
    """Takes batches of visited items into the store."""

    ingest: Ingest
    store: Store
    tell: Tell
    revisits: tuple[float, ...] = plan.REVISITS

    def take(self, batch: Sequence[ItemSeen]) -> Counter[str]:
        """Keep a batch, whole or not at all; gives how many articles were new, a version, seen, and items unchanged or failed."""
        counted = Counter[str]()
        arrivals = [Arrival(s.article, s.raw) for s in batch if s.article]
        if arrivals:
            self.ingest.beside = partial(self._beside, batch, counted)
            try:
                kept = self.ingest.take(arrivals)
            finally:
                self.ingest.beside = None
        else:
            kept = ()
            with self.store.writing() as session:
                self._beside(batch, counted, session, kept)
        for one in kept:
            if one.outcome != "seen":
                told = {"id": one.article.id, "outcome": one.outcome, "version": one.version, "url": one.article.url}
                self.tell(Event("article", f"{one.outcome}: {one.article.title or one.article.id}", told))
        for seen in batch:
            if seen.error:
                self.tell(Event("skipped", f"{seen.item.address or seen.item.key}: {seen.error}", {"item": seen.item.key}))
        return counted

    def _beside(self, batch: Sequence[ItemSeen], counted: Counter[str], session: Session, kept: Sequence[Kept]) -> None:
        """What is kept in the transaction of the articles themselves."""
        counted.clear()  # a transaction that failed is begun again
        now = session.clock()
        found = {_of(one.article): one for one in kept}
        for alert in changed(_changes(session, kept)):
            session.alerts.add(alert)
        for seen in batch:
            item, one = seen.item, found.get(_of(seen.article)) if seen.article else None
            if one:
                counted[one.outcome] += 1
                item = replace(item, article=one.article.id)
                _see_also(session, one, cleaned(item.address) if item.address else None)
            error = seen.error or ("cannot be kept" if seen.article and not one else None)
            if error:
                counted["failed"] += 1
                session.skips.add(item.address or item.key, error)
                item = plan.failed(item, now, error, after=seen.after, passing=seen.passing)
            else:
                counted["unchanged"] += not seen.article
                item = plan.visited(item, now, changed=bool(one and one.outcome == "version"), revisits=self.revisits)
            session.items.update([item])


def _of(article: Article) -> tuple[str | None, str]:
    """What an article is known by before and after the store gave it its id."""
    return article.url, article.text_sha256


def _changes(session: Session, kept: Sequence[Kept]) -> Iterator[Change]:
    """The texts that changed, beside whose versions what is told of them is kept."""
    for one in kept:
        old = session.articles.get(one.article.id, one.version - 1) if one.outcome == "version" else None
        if old:
            yield Change(old, one.article, session.stories.of(one.article.id))


def _see_also(session: Session, one: Kept, address: str | None) -> None:
    """The article was seen at the address that the feed gives, too: another feed that gives this one is known to mean it."""
    if address and address != one.article.url and session.articles.at(address) is None:
        try:
            session.articles.add(replace(one.article, url=address))
        except SkipArticle:
            return  # an address that cannot be kept
