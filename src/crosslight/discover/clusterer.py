"""The online clusterer: one pass over a stream of articles, each of which joins a story or opens one.

What happens on arrival: the articles that lately had its rare terms are found (:mod:`.candidates`), the
stories that they are in are weighed by the mean log odds over their articles (:mod:`.likeness`,
:mod:`.scoring`), and the best one above even odds is joined. Where another story came near, the articles of
these few stories are grouped anew by average linkage (:mod:`.grouping`), which is how later evidence merges
stories, splits one, or moves an article. People's judgements (:mod:`.judging`) win over all of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover.background import Frequencies
from crosslight.discover.candidates import Index, keys_of
from crosslight.discover.grouping import grouped
from crosslight.discover.judging import CLUSTERER, Judged
from crosslight.discover.likeness import Likeness
from crosslight.discover.partition import Changes, Open, Partition
from crosslight.discover.reading import Traits, traits_of, vectors_of
from crosslight.discover.rows import Rows
from crosslight.discover.scoring import Scorer, chance, shipped
from crosslight.discover.stream import Stream
from crosslight.discover.telling import reasons
from crosslight.model.story import Judgement, NearMiss, Placement, Story

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from numpy.typing import NDArray

    from crosslight.model import Article
    from crosslight.vectors import Encoder

NEIGHBOURS = 4
"""Stories that are grouped anew together at most, with the one that the article joined."""
TOLD = 3
"""Stories among which near misses are told."""
VERSION = f"{CLUSTERER} 1"


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the work on one article and the memory of the whole.

    ``window``: articles kept to compare with, 2.7 kB each. ``days``: a story that nothing joined for so long by publication
    dates goes cold, once ``fewest`` newer articles came. ``candidates``: articles looked at for a new one; ``stories``: stories weighed; ``sampled``:
    articles of one story that are compared. ``regrouped``: articles grouped anew at once. ``near``: log odds from which a story that was not
    joined is a near miss and is looked at again.
    """

    window: int = 50_000
    days: float = 60.0
    fewest: int = 5_000
    candidates: int = 32
    stories: int = 6
    sampled: int = 16
    regrouped: int = 64
    near: float = -3.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A story as weighed for an article: the mean log odds over its compared members, and the best of them."""

    story: Open
    odds: float
    best: int
    """The slot of the member that is most alike."""
    features: NDArray[np.float32]
    """The features of that member."""
    compared: int


class Clusterer:
    """Finds the stories in a stream. Not to be shared by threads.

    The same articles in the same order with the same judgements give the same stories and ids.
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        *,
        limits: Limits | None = None,
        scorer: Scorer | None = None,
        judgements: Iterable[Judgement] = (),
        state: bytes | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._encoder = encoder
        self._scorer = scorer or shipped()
        if state is None:
            self._judged = Judged(judgements)
            self._stream = Stream(Frequencies.shipped(), Rows(self.limits.window), Index())
            self._partition = Partition(self._stream.rows)
        else:
            from crosslight.discover.snapshot import unpacked

            self._stream, self._partition, self._judged, self.limits = unpacked(state)
        self._likeness = Likeness(self._stream.rows, self._scorer.used)

    def add(self, article: Article, *, vectors: NDArray[np.float32] | None = None) -> Placement:
        """Place one article.

        ``vectors`` are what :func:`~crosslight.discover.reading.vectors_of` gives, where the caller has them
        already. An article whose id is known and still in the window stays where it is.
        """
        if vectors is None:
            vectors = vectors_of(article, self._encoder) if self._encoder else np.zeros((2, 384), np.float32)
        return self.place(traits_of(article, self._stream.frequencies, vectors))

    def place(self, traits: Traits) -> Placement:
        """Place one article by its traits."""
        known = self._partition.number_of.get(traits.id)
        if known is not None:
            return Placement(traits.id, self._partition.story_of(known).id, None)
        self._cool()
        number, slot = self._stream.enter(traits)
        keys, votes = keys_of(self._stream.rows, slot)
        weighed = self._weigh(slot, self._stream.index.near(keys, votes, self._stream.rows, self.limits.candidates))
        placement = self._decide(number, traits, weighed)
        self._stream.index.add(keys, number)
        self._second_thoughts(number, weighed)
        return placement

    def revise(self, article: Article, *, vectors: NDArray[np.float32] | None = None) -> Placement | None:
        """Place an article anew, whose text was changed: as if it came now, in the place that it has in the stream.

        A story that it leaves keeps its id and its other articles; one of which nothing is left is merged into the one that it went to. What
        people tied together stays together. ``None`` where the article has left the window: then it stays where it was.
        """
        number = self._partition.number_of.get(article.id)
        if number is None:
            return None
        if vectors is None:
            vectors = vectors_of(article, self._encoder) if self._encoder else np.zeros((2, 384), np.float32)
        old = self._partition.take_out(number)
        traits = traits_of(article, self._stream.frequencies, vectors)
        keys, votes = self._stream.refile(number, traits)
        rows = self._stream.rows
        weighed = self._weigh(number % rows.window, self._stream.index.near(keys, votes, rows, self.limits.candidates))
        story, judgement = self._choice(number, traits, weighed)
        self._partition.put_back(number, old)
        own = next((w for w in weighed if w.story is old and w.odds > self.limits.near), None)
        if story is None and own is not None:  # a near miss: what it was in has the benefit of the doubt
            story, judgement = old, self._same(number, traits, own)
        elif story is None and len(old.live) > 1:
            story = self._partition.split([number])
        elif story is not None and story is not old:
            self._partition.move([number], story)
        placement = Placement(article.id, (story or old).id, judgement, self._misses(number, traits, weighed, story or old))
        if len(self._judged.together(article.id)) == 1:  # what people tied stays, and brings no other story over
            self._second_thoughts(number, weighed)
        return placement

    def judge(self, *judgements: Judgement) -> None:
        """Take in what people said, and put the articles that are in the window right at once."""
        told = [j for j in judgements if self._judged.add(j)]
        live = self._partition.number_of
        for judgement in told:
            if judgement.verdict == "same" and judgement.article in live and judgement.other in live:
                target = self._partition.story_of(live[judgement.other])
                if judgement.other in self._judged.together(judgement.article):
                    self._partition.move(self._atom(judgement.article), target)
        for judgement in told:
            if judgement.verdict == "different" and judgement.article in live and judgement.other in live:
                story = self._partition.story_of(live[judgement.article])
                if story is self._partition.story_of(live[judgement.other]) and judgement.other in self._judged.apart(
                    judgement.article
                ):
                    self._partition.split([n for n in self._atom(judgement.article) if n in story.live])

    def stories(self) -> tuple[Story, ...]:
        """The stories that are open, the oldest first. Those gone cold were told by :meth:`changes`."""
        return tuple(story.told() for story in self._partition.open.values())

    def story_of(self, article: str) -> str | None:
        """The id of the story that an article in the window is in now."""
        number = self._partition.number_of.get(article)
        return None if number is None else self._partition.story_of(number).id

    def changes(self) -> Changes:
        """What changed since the last call, beside the placements: call it after each article, or once in a while."""
        return self._partition.changes()

    def snapshot(self) -> bytes:
        """The whole state; :meth:`restore` goes on from it exactly as if nothing had happened. Changes not yet asked for are not in it."""
        from crosslight.discover.snapshot import packed

        return packed(self._stream, self._partition, self._judged, self.limits)

    @classmethod
    def restore(cls, state: bytes, encoder: Encoder | None = None, *, scorer: Scorer | None = None) -> Clusterer:
        """A clusterer in the state of a snapshot.

        Raises:
            AbortError: the snapshot is damaged, or of another version.

        """
        return cls(encoder, scorer=scorer, state=state)

    def _atom(self, article: str) -> list[int]:
        """The numbers of the live articles that have to go where this one goes."""
        live = self._partition.number_of
        return sorted(live[a] for a in self._judged.together(article) if a in live)

    def _weigh(self, slot: int, candidates: NDArray[np.int64]) -> list[Weighed]:
        """The stories of the candidates, the likeliest first (ties: the older).

        The candidates are compared first, each by itself; then all members of the few stories that one
        of them speaks for.
        """
        rows, limits = self._stream.rows, self.limits
        if not len(candidates):
            return []
        features = self._likeness.of(slot, candidates, self._stream.mean)
        odds = self._scorer.odds(features)
        best: dict[int, float] = {}
        for number, one in zip(rows.story[candidates].tolist(), odds.tolist(), strict=True):
            best[number] = max(one, best.get(number, one))
        likely = sorted((n for n in best if best[n] > limits.near), key=lambda n: (-best[n], n))[: limits.stories]
        compared = dict(zip(candidates.tolist(), odds.tolist(), strict=True))
        stories = [self._partition.open[n] for n in likely]
        members = [self._members(s, compared) for s in stories]
        missing = np.array([m for own in members for m in own if m not in compared], np.int64)
        if len(missing):
            features = np.concatenate([features, self._likeness.of(slot, missing, self._stream.mean)])
            compared.update(zip(missing.tolist(), self._scorer.odds(features[len(odds) :]).tolist(), strict=True))
        place = {one: at for at, one in enumerate(compared)}
        found = []
        for story, own in zip(stories, members, strict=True):
            part = [compared[m] for m in own]
            best_one = own[part.index(max(part))]
            found.append(Weighed(story, sum(part) / len(part), best_one, features[place[best_one]], len(own)))
        return sorted(found, key=lambda w: (-w.odds, w.story.number))

    def _members(self, story: Open, voted: Container[int]) -> list[int]:
        """The slots of the members that a new article is compared with: all, or the candidates among them, then the latest."""
        window, most = self._stream.rows.window, self.limits.sampled
        slots = [n % window for n in story.live]
        if len(slots) <= most:
            return slots
        first = [s for s in slots if s in voted][-most // 2 :]
        return first + [s for s in reversed(slots) if s not in set(first)][: most - len(first)]

    def _decide(self, number: int, traits: Traits, weighed: Sequence[Weighed]) -> Placement:
        """Join the best story, or open one; people first."""
        partition, id = self._partition, traits.id
        story, judgement = self._choice(number, traits, weighed)
        if story is None:
            story = partition.open_with(number, id, id)
        else:
            partition.join(story, number, id)
        return Placement(id, story.id, judgement, self._misses(number, traits, weighed, story))

    def _choice(self, number: int, traits: Traits, weighed: Sequence[Weighed]) -> tuple[Open | None, Judgement | None]:
        """The story that an article belongs to and the judgement that says so; ``None`` where it is one of its own. It is in none yet."""
        id = traits.id
        if self._judged:
            live = self._partition.number_of
            bound = sorted(live[a] for a in self._judged.together(id) - {id} if a in live)
            if bound:
                tied = self._partition.story_of(bound[0])
                return tied, self._judged.about(id, tied.articles.values())
        banned = self._banned(id)
        best = next((w for w in weighed if w.story.number not in banned), None)
        if best is None or best.odds <= 0:
            return None, None
        return best.story, self._same(number, traits, best)

    def _same(self, number: int, traits: Traits, weighed: Weighed) -> Judgement:
        other, why = self._stream.rows.ids[weighed.best], self._reasons(number, weighed, traits)
        return Judgement(traits.id, other, "same", chance(weighed.odds), why, VERSION)

    def _banned(self, id: str) -> set[int]:
        """The stories of the articles that people said this one has nothing to do with."""
        live = self._partition.number_of
        return {self._partition.story_of(live[a]).number for a in self._judged.apart(id) if a in live} if self._judged else set()

    def _misses(self, number: int, traits: Traits, weighed: Sequence[Weighed], story: Open) -> tuple[NearMiss, ...]:
        banned = self._banned(traits.id)
        said = ("a person judged them different",)
        return tuple(
            NearMiss(w.story.id, chance(w.odds), (*self._reasons(number, w, traits), *(said if w.story.number in banned else ())))
            for w in weighed[:TOLD]
            if w.story is not story and (w.odds > self.limits.near or w.story.number in banned)
        )

    def _second_thoughts(self, number: int, weighed: Sequence[Weighed]) -> None:
        """Group the article's story anew with those that came near."""
        near = [
            w.story.number for w in weighed[:NEIGHBOURS] if w.odds > self.limits.near and w.story.number in self._partition.open
        ]
        own = self._partition.story_of(number).number
        if set(near) - {own}:
            self._regroup(sorted({own, *near}))

    def _reasons(self, number: int, weighed: Weighed, traits: Traits) -> tuple[str, ...]:
        rows = self._stream.rows
        pair = number % rows.window, weighed.best
        return reasons(rows, pair, weighed.features, traits.shown, chance(weighed.odds), weighed.compared)

    def _regroup(self, numbers: Sequence[int]) -> None:
        """Group the articles of a few stories anew, and move what now belongs elsewhere."""
        stories = [self._partition.open[n] for n in numbers]
        units = self._units(stories)
        if len(units) < 2:
            return
        odds, apart = self._between(units)
        groups = grouped(odds, [len(u) for u in units], apart)
        self._adopt([[n for i in group for n in units[i]] for group in groups])

    def _units(self, stories: Sequence[Open]) -> list[list[int]]:
        """What is grouped: single articles, those that people tied together, and whole stories where they would be too many."""
        total = sum(len(s.live) for s in stories)
        units: list[list[int]] = []
        for story in sorted(stories, key=lambda s: (-len(s.live), s.number)):
            if total > self.limits.regrouped and len(story.live) > 1:
                total -= len(story.live) - 1
                units.append(list(story.live))
            elif self._judged:
                seen: set[int] = set()
                for number in story.live:
                    if number not in seen:
                        own = [n for n in self._atom(story.articles[number]) if n in story.live]
                        seen.update(own)
                        units.append(own)
            else:
                units += [[n] for n in story.live]
        return sorted(units, key=min)

    def _between(self, units: Sequence[Sequence[int]]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The mean log odds between units, and which of them people said are apart."""
        window, most = self._stream.rows.window, self.limits.sampled // 2
        sampled = [[n % window for n in unit[-most:]] for unit in units]
        slots = np.array([s for own in sampled for s in own], np.int64)
        starts = np.cumsum([0, *(len(own) for own in sampled)])[:-1]
        every = self._scorer.odds(self._likeness.block(slots, self._stream.mean))
        sums = np.add.reduceat(np.add.reduceat(every.astype(np.float64), starts, axis=0), starts, axis=1)
        count = np.array([len(own) for own in sampled], np.float64)
        apart = np.zeros((len(units), len(units)), np.bool_)
        if self._judged:
            ids = [{self._stream.rows.ids[n % window] for n in unit} for unit in units]
            for i, own in enumerate(ids):
                far = {a for one in own for a in self._judged.apart(one)}
                apart[i] = [bool(far & other) for other in ids]
        return sums / (count[:, None] * count[None]), apart

    def _adopt(self, groups: Sequence[Sequence[int]]) -> None:
        """Make these groups stories. The older story keeps its id; a part goes where most of its story went."""
        partition = self._partition
        holding: dict[int, list[int]] = {}  # story -> how many of its articles are in each group
        for k, group in enumerate(groups):
            for number in group:
                holding.setdefault(partition.story_of(number).number, [0] * len(groups))[k] += 1
        claims: dict[int, int] = {}  # group -> the oldest story that has most of its articles there
        for story in sorted(holding):
            k = max(range(len(groups)), key=lambda k: (holding[story][k], -k))
            claims.setdefault(k, story)
        for k, group in enumerate(groups):
            if k not in claims:
                new = self._parted(group)
                claims[k] = new.number
        for k, group in enumerate(groups):
            partition.move([n for n in group if partition.story_of(n).number != claims[k]], partition.open[claims[k]])

    def _parted(self, group: Sequence[int]) -> Open:
        """A new story for a group that no story claims, split from the story that most of it was in."""
        partition = self._partition
        source = [partition.story_of(n).number for n in group]
        most = max(sorted(set(source)), key=source.count)
        return partition.split([n for n, s in zip(group, source, strict=True) if s == most])

    def _cool(self) -> None:
        """Let go of what leaves the window, and of stories that nothing joined for long."""
        for number in self._stream.leaving():
            self._partition.forget(number)
        for number in self._stream.stale(self.limits.days, self.limits.fewest):
            slot = number % self._stream.rows.window
            if self._stream.rows.number[slot] == number and self._stream.rows.story[slot] >= 0:
                story = self._partition.story_of(number)
                if self._stream.old(story.live, self.limits.days, self.limits.fewest):
                    self._partition.settle(story)
