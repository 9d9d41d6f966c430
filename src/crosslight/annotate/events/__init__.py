"""PLOVER events of one article: who did what to whom, when, where, and in whose words.

Predicates and phrases come from the parse (:mod:`.frames`), roots and roles from two small linear models
trained on news sentences (:mod:`.reading`), modes and modality from word lists and syntax (:mod:`.manner`).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.annotate.events import manner, weights
from crosslight.annotate.events.frames import Grammar, extent
from crosslight.annotate.events.reading import Found, read
from crosslight.model import Event, Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Attribution, Mention, Place, Span, TimeExpression

LONGEST = 250
"""Sentences of more words are lists or tables: no events are read in them."""


def find(
    parsed: ParsedArticle, cast: Cast, said: tuple[Attribution, ...], when: tuple[TimeExpression, ...], where: tuple[Place, ...]
) -> tuple[Event, ...]:
    """PLOVER events of one article, in text order."""
    grammar = Grammar.of(parsed)
    bounds = [(s.start, s.end) for s in parsed.doc.sents if len(s) <= LONGEST]
    around = _Around(
        parsed,
        grammar,
        sorted((m for m in cast.mentions if m.span.part == "text"), key=lambda m: m.span.key),
        sorted((c.start, c.end, a.id) for a in said for c in a.content if c.part == "text"),
        sorted((t.span.start, t.span.end, t.id) for t in when if t.span.part == "text"),
        sorted((p.span.start, p.span.end, p.id) for p in where if p.span.part == "text"),
    )
    found = read(grammar, bounds, weights.load())
    return tuple(around.event(f"ev{n}", one) for n, one in enumerate(found, 1))


@dataclass(frozen=True, slots=True)
class _Around:
    """What was read before in the article, sorted by where it stands: (start, end, id)."""

    parsed: ParsedArticle
    grammar: Grammar
    mentions: list[Mention]
    contents: list[tuple[int, int, str]]
    times: list[tuple[int, int, str]]
    places: list[tuple[int, int, str]]

    def event(self, id: str, found: Found) -> Event:
        """The event of a reading, with its spans, entities, time, place, modality and attribution."""
        grammar, frame = self.grammar, found.frame
        return Event(
            id=id,
            span=self._trigger(found),
            event=found.root,
            mode=manner.mode(grammar, frame, found.root),
            actor=tuple(self._participant(i) for i in found.actor),
            recipient=tuple(self._participant(i) for i in found.recipient),
            when=self._near(self.times, found),
            where=self._near(self.places, found),
            modality=manner.modality(grammar, frame, found.root),
            attribution=self._attribution(grammar.start[frame.top]),
        )

    def _trigger(self, found: Found) -> Span:
        """The predicate with its particle and the infinitives it governs, where they stand within six words."""
        top = found.frame.top
        near = [i for path, i in found.frame.words if path in ("x", "prt", "x.x", "x.prt") and 0 < i - top <= 6]
        return self._over(top, max([top, *near]) + 1)

    def _over(self, first: int, last: int) -> Span:
        """The span of a token range."""
        end = self.parsed.doc[last - 1]
        return self.parsed.span(self.parsed.doc[first].idx, end.idx + len(end))

    def _participant(self, head: int) -> Participant:
        first, last = extent(self.grammar, head)
        token = self.parsed.doc[head]
        return Participant(self._over(first, last), self._entity(token.idx, token.idx + len(token)))

    def _entity(self, start: int, end: int) -> str | None:
        """The entity of the shortest mention over a phrase's head word."""
        best: Mention | None = None
        at = bisect_left(self.mentions, end, key=lambda m: m.span.start)
        for mention in self.mentions[max(0, at - 8) : at]:
            if mention.span.end > start and (
                best is None or mention.span.end - mention.span.start < best.span.end - best.span.start
            ):
                best = mention
        return best.entity if best else None

    def _attribution(self, at: int) -> str | None:
        """The attribution with the shortest content over a character."""
        over = [(end - start, name) for start, end, name in self.contents if start <= at < end]
        return min(over)[1] if over else None

    def _near(self, known: Sequence[tuple[int, int, str]], found: Found) -> str | None:
        """The time or place that stands below the predicate, the nearest to it."""
        if not known:
            return None
        starts, best = self.grammar.start, None
        taken = {*found.actor}
        for path, i in found.frame.words:
            if i in taken or path.startswith("subj"):
                continue
            at = bisect_left(known, (starts[i] + 1,)) - 1
            if at >= 0 and known[at][1] > starts[i]:
                distance = (path.count("."), abs(i - found.frame.top), known[at][2])
                best = distance if best is None else min(best, distance)
        return best[2] if best else None
