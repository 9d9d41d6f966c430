"""Which article is in which story now: joins, moves, merges and splits, with the lineage that they leave."""

from __future__ import annotations

import hashlib
from bisect import insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosslight.model.story import Lineage, LineageKind, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crosslight.discover.rows import Rows


@dataclass(slots=True)
class Open:
    """A story that may still grow. ``articles`` has every article's number in the stream and its id; ``live`` the numbers still in the window."""

    number: int
    id: str
    articles: dict[int, str] = field(default_factory=dict)
    live: list[int] = field(default_factory=list)
    lineage: list[Lineage] = field(default_factory=list)

    def told(self) -> Story:
        """The story as the model has it."""
        return Story(self.id, tuple(self.articles[n] for n in sorted(self.articles)), tuple(self.lineage))


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since it was last asked: articles that were moved after their placement, lineage, and stories that are done.

    ``moved`` gives the story that each moved article is in now. ``settled`` are stories that have gone cold:
    they take no more articles, and the clusterer has forgotten them.
    """

    moved: dict[str, str]
    lineage: tuple[Lineage, ...]
    settled: tuple[Story, ...]


class Partition:
    """The open stories over the rows in the window."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.open: dict[int, Open] = {}
        self.number_of: dict[str, int] = {}
        """Numbers of the live articles, by id."""
        self.next = 0
        self._ids: set[str] = set()
        self.moved: dict[str, str] = {}
        self.lineage: list[Lineage] = []
        self.settled: list[Story] = []

    def story_of(self, number: int) -> Open:
        """The open story of a live article."""
        return self.open[int(self.rows.story[number % self.rows.window])]

    def open_with(self, number: int, article: str, key: str) -> Open:
        """Open a story with one article; ``key`` is what its id derives from."""
        story = self._new(key)
        self._enter(story, number, article)
        self.number_of[article] = number
        return story

    def join(self, story: Open, number: int, article: str) -> None:
        """A new article joins a story."""
        self._enter(story, number, article)
        self.number_of[article] = number

    def move(self, numbers: Iterable[int], story: Open) -> None:
        """Live articles go over to another open story; a story that is left empty is merged into it."""
        left: dict[int, Open] = {}
        for number in sorted(numbers):
            source = self.story_of(number)
            if source is story:
                continue
            left[source.number] = source
            source.live.remove(number)
            article = source.articles.pop(number)
            self._enter(story, number, article)
            self.moved[article] = story.id
        story.live.sort()
        for source in left.values():
            if not source.live:
                self._merged(source, story)
            else:
                self._record(story, "moved_from", source)

    def take_out(self, number: int) -> Open:
        """A live article out of its story for a while, so that nothing is compared with it; gives the story. :meth:`put_back` ends it."""
        story = self.story_of(number)
        story.live.remove(number)
        self.rows.story[number % self.rows.window] = -1
        return story

    def put_back(self, number: int, story: Open) -> None:
        """The article is in its story again."""
        insort(story.live, number)
        self.rows.story[number % self.rows.window] = story.number

    def split(self, numbers: Sequence[int]) -> Open:
        """Live articles of one story open a story of their own."""
        first = min(numbers)
        source = self.story_of(first)
        story = self._new(source.articles[first])
        for number in sorted(numbers):
            source.live.remove(number)
            article = source.articles.pop(number)
            self._enter(story, number, article)
            self.moved[article] = story.id
        self._record(story, "split_from", source)
        return story

    def forget(self, number: int) -> None:
        """An article leaves the window; its story settles when none of it is left there."""
        slot = number % self.rows.window
        story = self.open.get(int(self.rows.story[slot]))
        if story is None:
            return
        article = story.articles[number]
        if self.number_of.get(article) == number:
            del self.number_of[article]
        self.rows.story[slot] = -1
        story.live.remove(number)
        if not story.live:
            self.settled.append(story.told())
            del self.open[story.number]
            self._ids -= {story.id, *(one.story for one in story.lineage)}

    def settle(self, story: Open) -> None:
        """A story goes cold: all its articles leave."""
        for number in tuple(story.live):
            self.forget(number)

    def take(self, story: Open) -> None:
        """Take in a story as it was kept."""
        self.open[story.number] = story
        self._ids |= {story.id, *(one.story for one in story.lineage)}
        self.number_of.update((story.articles[n], n) for n in story.live)

    def changes(self) -> Changes:
        """What changed since the last call."""
        told = Changes(dict(self.moved), tuple(self.lineage), tuple(self.settled))
        self.moved, self.lineage, self.settled = {}, [], []
        return told

    def _new(self, key: str) -> Open:
        turn, id = 0, ""
        while not id or id in self._ids:  # the same article opens a second story: split off, taken back, split off again
            id = "s" + hashlib.sha256(f"{key}\x1f{turn or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
            turn += 1
        self._ids.add(id)
        story = self.open[self.next] = Open(self.next, id)
        self.next += 1
        return story

    def _enter(self, story: Open, number: int, article: str) -> None:
        story.articles[number] = article
        story.live.append(number)
        self.rows.story[number % self.rows.window] = story.number

    def _merged(self, source: Open, into: Open) -> None:
        """A story without live articles ends in another; what it had before the window goes along."""
        into.articles.update(source.articles)
        for article in source.articles.values():
            self.moved[article] = into.id
        into.lineage += source.lineage
        self._record(into, "merged_into", source, of=source)
        del self.open[source.number]

    def _record(self, story: Open, kind: LineageKind, other: Open, *, of: Open | None = None) -> None:
        """Put down what happened; a merge is told of the story that ended."""
        told = Lineage(of.id, kind, story.id) if of else Lineage(story.id, kind, other.id)
        story.lineage.append(told)
        self.lineage.append(told)
