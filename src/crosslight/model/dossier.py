"""The dossier: one story's accounts laid side by side. Every part holds the spans that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosslight.model.annotations import Annotations, Entity
from crosslight.model.article import Span

Stance = Literal["asserts", "attributes", "denies", "reports_denial", "hedges"]
Relation = Literal["agree", "compatible", "updated", "conflict"]
DisputeKind = Literal["figure", "time", "place", "cause", "blame", "denial", "identity", "characterisation"]
UtteranceForm = Literal["direct", "partial", "indirect"]
OriginKind = Literal["cites", "agency_copy", "same_text_as"]
CommitmentKind = Literal["threat", "promise", "demand", "agreement"]
NoteKind = Literal["skipped", "apart", "copy", "language", "unknown"]


UNSURE = 0.5
"""Confidence below which a line is shown as unsure: as likely wrong as right."""


class Weighed:
    """What was put together from chances. ``confidence`` is from 0 to 1, as measured on stories left out of training; ``None``: not known."""

    __slots__ = ()
    confidence: float | None

    @property
    def unsure(self) -> bool:
        """True where it is as likely wrong as right."""
        return self.confidence is not None and self.confidence < UNSURE


@dataclass(frozen=True, slots=True)
class FactMention:
    """One article's telling of a fact. ``to`` is whose word it is, where it is told as somebody's."""

    span: Span
    stance: Stance
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Fact(Weighed):
    """Something that two or more articles tell.

    ``outlets`` counts the outlets that tell it; ``origins`` how many of them have it independently;
    ``why`` says in plain words what joined the mentions. ``confidence`` is the mean chance that two of its mentions tell the same.
    """

    id: str
    statement: str
    mentions: tuple[FactMention, ...]
    outlets: int
    origins: int
    why: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class QuantityFigure:
    """One article's figure of a quantity. ``source`` is whom the article credits for it."""

    span: Span
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    counts: str | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity(Weighed):
    """The figures of one thing in the world across articles, and how they relate.

    ``confidence`` is the mean chance that figures of two articles are of that one thing.
    """

    id: str
    about: str
    unit: str | None
    relation: Relation
    figures: tuple[QuantityFigure, ...]
    why: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DisputeSide:
    """One position in a dispute, in the text's own words, and who holds it."""

    position: str
    held_by: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Dispute(Weighed):
    """Positions that cannot all hold, or a denial of what others tell. ``confidence`` is the chance that it is one."""

    id: str
    kind: DisputeKind
    about: str
    sides: tuple[DisputeSide, ...]
    why: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class UtteranceMention:
    """One article's carrying of an utterance: whole quotation, part of one, or reported speech."""

    span: Span
    form: UtteranceForm


@dataclass(frozen=True, slots=True)
class Utterance(Weighed):
    """One speaker's words as several articles carry them. ``confidence`` is the mean chance that two carryings are of the same words."""

    id: str
    speaker: str
    mentions: tuple[UtteranceMention, ...]
    why: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened when. ``when`` is a TIMEX3 value, ``precision`` year, month, week, day, part or time."""

    when: str
    precision: str
    what: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The names that articles give to one actor, group, act or thing."""

    referent: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """A newsworthy statement of one article alone."""

    statement: str
    span: Span


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article says, or shows, that it has something from another outlet or agency.

    ``other`` is the id of the article it shares text with.
    """

    span: Span
    origin: str
    kind: OriginKind
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A threat, promise, demand or agreement: who, to whom, what, on which condition, until when."""

    who: str
    to_whom: str | None
    act: str
    kind: CommitmentKind
    condition: str | None
    deadline: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One sentence of the brief, from an article, with all its witnesses. ``disputes`` are ids of disputes it touches."""

    text: str
    evidence: tuple[Span, ...]
    disputes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the dossier must know: an input skipped, an article that tells of another event."""

    kind: NoteKind
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """The collation of one story."""

    version: str
    readings: tuple[Annotations, ...]
    entities: tuple[Entity, ...]
    brief: tuple[BriefLine, ...]
    facts: tuple[Fact, ...]
    quantities: tuple[Quantity, ...]
    disputes: tuple[Dispute, ...]
    utterances: tuple[Utterance, ...]
    timeline: tuple[TimelineEntry, ...]
    labels: tuple[Label, ...]
    only_one: tuple[OnlyOne, ...]
    origins: tuple[Origin, ...]
    commitments: tuple[Commitment, ...]
    notes: tuple[Note, ...] = ()
