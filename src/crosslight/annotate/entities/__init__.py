"""Entities and their mentions inside one article."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from crosslight.annotate.entities.joining import Member, joined
from crosslight.annotate.entities.reading import Words, names
from crosslight.annotate.entities.standing import stand_ins
from crosslight.model import Entity, EntityType, Mention, Span

if TYPE_CHECKING:
    from crosslight.annotate.parsed import ParsedArticle


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of one article and every place where each is named or stood for, in text order."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    _by_id: dict[str, Entity] = field(init=False, repr=False, compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {e.id: e for e in self.entities})
        object.__setattr__(self, "_starts", [m.span.start for m in self.mentions])
        object.__setattr__(self, "_longest", max((m.span.end - m.span.start for m in self.mentions), default=0))

    def entity(self, id: str) -> Entity:
        """The entity of that id."""
        return self._by_id[id]

    def within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that share a character with ``span``, in text order."""
        if span.part != "text":
            return ()
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return tuple(m for m in self.mentions[first:last] if m.span.end > span.start)

    def at(self, span: Span) -> Entity | None:
        """The entity whose mention shares most with ``span`` (the longest shared stretch, then the first), if any does."""
        best, shared = None, 0
        for mention in self.within(span):
            common = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            if common > shared:
                best, shared = mention, common
        return self._by_id[best.entity] if best else None


def find(parsed: ParsedArticle) -> Cast:
    """The article's entities, with ids ``e1``, ``e2``, … in text order, and their mentions."""
    words, text = Words.of(parsed.doc), parsed.text  # the text is put together anew each time it is asked for
    members = joined(names(parsed.doc, words), words)
    stood = stand_ins(members, words)
    entities, mentions = [], []
    for number, member in enumerate(members, 1):
        entity = Entity(f"e{number}", fullest(member, text, words), cast("EntityType", member.type))
        entities.append(entity)
        spans = {(n.start, n.end) for n in member.names} | set(stood.get(number - 1, ()))
        mentions += [Mention(parsed.span(words.idx[start], words.end(end - 1)), entity.id) for start, end in spans]
    mentions.sort(key=lambda m: (m.span.start, -m.span.end, m.entity))
    return Cast(tuple(entities), tuple(mentions))


def fullest(member: Member, text: str, words: Words) -> str:
    """The longest of an entity's names that its type allows, without title, article or possessive."""

    def worth(name_index: int) -> tuple[bool, int, int, int]:
        name = member.names[name_index]
        return (
            name.label != "",
            len(name.words) if member.type == "person" else 1,
            words.end(name.end - 1) - words.idx[name.core],
            -name.start,
        )

    name = member.names[max(range(len(member.names)), key=worth)]
    return " ".join(text[words.idx[name.core] : words.end(name.end - 1)].split())
