"""Laying the stories that changed side by side anew, and keeping what that tells in one transaction with it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from crosslight.errors import StoreError
from crosslight.watch.alerting import Before, alerts_of
from crosslight.watch.plan import between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosslight.model import Article, Story
    from crosslight.store import Alert, Session, Store
    from crosslight.watch.reading import Reading

MOST_ARTICLES = 60
"""Articles of one story that are laid side by side, the last that came: 60 take about half a minute, and nobody reads more outlets at once."""
MOST_STORIES = 50
"""Stories laid in one round, so that feeds are asked in time however many stories wait."""
REST = 10.0
"""A story that took long to lay waits so many times as long before it is laid again: a story of a hundred outlets does not eat a core."""
OLD_NEWS = timedelta(days=3)
"""An article that is older than this when it is taken in comes from an archive: its story is laid, but nobody is told."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A story that was laid anew. ``cut`` says how many of its older articles were left out; ``failed`` that it could not be laid."""

    story: str
    title: str
    articles: int
    strangers: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    cut: int = 0
    seconds: float = 0.0
    failed: bool = False


@dataclass
class Laying:
    """Keeps dossiers up with their stories. ``annotator`` names what reads articles that nobody has read yet."""

    store: Store
    reading: Reading
    annotator: str
    most_stories: int = MOST_STORIES
    _resting: dict[str, float] = field(default_factory=dict, init=False, repr=False)

    def waiting(self) -> bool:
        """Whether a story is to be laid now."""
        return bool(self._behind(1))

    def all(self) -> Iterator[Laid]:
        """Lay every story that changed; those that are no more go last, for what they held is known to those they went into."""
        gone: list[tuple[str, str]] = []
        some = self._behind(self.most_stories)
        for id, since in some:
            with self.store.reading() as session:
                story = session.stories.get(id)
            if story is None:
                gone.append((id, since))
            elif laid := self._lay(story, since):
                yield laid
        if len(some) < self.most_stories:
            self._forget(gone)

    def _behind(self, limit: int) -> list[tuple[str, str]]:
        now = time.monotonic()
        self._resting = {id: until for id, until in self._resting.items() if until > now}
        with self.store.reading() as session:
            found = session.dossiers.behind(limit + len(self._resting))
        return [(id, since) for id, since in found if id not in self._resting][:limit]

    def _forget(self, gone: Sequence[tuple[str, str]]) -> None:
        if gone:
            with self.store.writing() as session:
                for id, since in gone:
                    session.dossiers.remove(id)
                    session.dossiers.caught_up(id, since)

    def _lay(self, story: Story, since: str) -> Laid | None:
        """Lay one story, unless it has one article, or is as it was."""
        taken = story.articles[-MOST_ARTICLES:]
        with self.store.reading() as session:
            articles = [a for a in (session.articles.get(id) for id in taken) if a]
            held = {a.id: session.readings.get(a.id) for a in articles}
            before = _before(session, story)
        made_of = _made_of(articles)
        if len(articles) < 2 or (before.own and before.own[1] == made_of):
            with self.store.writing() as session:
                session.dossiers.caught_up(story.id, since)
            return None
        began = time.monotonic()
        unread = [a for a in articles if held[a.id] is None]
        fresh = dict(zip((a.id for a in unread), self.reading.annotate(unread), strict=True))
        told = self.reading.lay([r for a in articles if (r := held[a.id] or fresh.get(a.id))])
        seconds = time.monotonic() - began
        if seconds > 1.0:
            self._resting[story.id] = time.monotonic() + REST * seconds
        title = next((a.title for a in reversed(articles) if a.title), "(without a title)")
        if told is None:
            with self.store.writing() as session:
                session.skips.add(story.id, "the story could not be laid side by side")
                session.dossiers.caught_up(story.id, since)
            return Laid(story.id, title, len(articles), seconds=seconds, failed=True)
        after = json.loads(told)
        with self.store.writing() as session:
            for reading in fresh.values():
                session.readings.add(reading, self.annotator)
            alerts = tuple(session.alerts.add(a) for a in alerts_of(story.id, title, before.of_alerts, after))
            session.dossiers.put(story.id, told, made_of)
            session.dossiers.caught_up(story.id, since)
        strangers = tuple(n["about"] for n in after["notes"] if n["kind"] == "apart")
        return Laid(story.id, title, len(articles), strangers, alerts, len(story.articles) - len(taken), seconds)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The story's own dossier and what it was made of, and what alerts are worked out against."""

    own: tuple[str, str] | None
    of_alerts: Before


def _before(session: Session, story: Story) -> _Earlier:
    went_in = [line.story for line in story.lineage if line.kind == "merged_into" and line.other == story.id]
    own = _dossier(session, story.id)
    kept = [json.loads(found[0]) for found in (own, *(_dossier(session, id) for id in went_in)) if found]
    told = session.alerts.told_of("story", [story.id, *went_in])
    return _Earlier(own, Before(kept, story.articles[0], told, _old_news(session, story)))


def _dossier(session: Session, story: str) -> tuple[str, str] | None:
    """A story's dossier; one that cannot be read is as good as none."""
    try:
        return session.dossiers.get(story)
    except StoreError:
        return None


def _old_news(session: Session, story: Story) -> bool:
    """Whether even the newest article was old when it was taken in."""
    newest = 0.0
    for id in story.articles[-5:]:
        version = next(iter(session.articles.versions(id)), None)
        dated = version and (version.article.published or version.article.fetched)
        if version is None or not dated:
            return False
        newest = max(newest, OLD_NEWS.total_seconds() - _age(dated, version.stored_at))
    return newest <= 0


def _age(dated: str, stored_at: str) -> float:
    from crosslight.store.moments import moment

    known = moment(dated)
    if known is None:
        return 0.0
    return between(known if len(known) > 10 else f"{known}T23:59:59Z", stored_at)


def _made_of(articles: Sequence[Article]) -> str:
    """What a dossier is made of, in few characters: which articles, with which texts."""
    told = json.dumps([(a.id, a.text_sha256) for a in articles])
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
