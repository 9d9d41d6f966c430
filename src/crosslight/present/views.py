"""The dossier as its renderings show it: every line with its evidence, its witnesses and its place on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.present import dates, terms, wording
from crosslight.present import figures as scale
from crosslight.present.lineup import Account, LineUp, Outlet, squeeze

if TYPE_CHECKING:
    from crosslight.model import (
        Commitment,
        Dispute,
        Fact,
        Note,
        Quantity,
        QuantityFigure,
        Utterance,
    )
    from crosslight.present.evidence import Apparatus, Evidence, Item


@dataclass(frozen=True, slots=True)
class Told:
    """One place that tells something: its evidence, and how it is told there ("asserts", "direct")."""

    evidence: Evidence
    how: str = ""
    to: str = ""

    @property
    def manner(self) -> str:
        """In words how it is told, to follow the outlet's name; "" where nothing is to be said."""
        return terms.manner(self.how, self.to)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its evidence and the outlets that it comes from."""

    item: Item
    text: str
    told: tuple[Told, ...]
    witnesses: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """A sentence of the brief. ``disputes`` are the disputes it touches, the unsure ones left out: anchor and what each is about."""

    line: Line
    disputes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """A row of the matrix: ``cells`` holds what each outlet tells, in column order."""

    line: Line
    fact: Fact
    cells: tuple[tuple[Outlet, tuple[Told, ...]], ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure on its axis; ``x`` and ``x2`` in per cent of the strip.

    ``placed`` is what it says in the axis's unit ("unread" where it cannot stand there), ``unit`` its own where that is another.
    """

    told: Told
    figure: QuantityFigure
    reading: scale.Reading
    placed: scale.Reading
    unit: str
    x: float
    x2: float

    @property
    def symbols(self) -> str:
        """The figure in symbols, with its unit where the axis has another."""
        return f"{self.reading.symbols} {self.unit}".rstrip()

    @property
    def words(self) -> str:
        """The figure in words, with its unit where the axis has another."""
        return f"{self.reading.words} {self.figure.unit if self.unit else ''}".rstrip()


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A quantity told by several, with its axis; ticks are (place in per cent, wording)."""

    item: Item
    quantity: Quantity
    figures: tuple[FigureView, ...]
    axis: scale.Axis
    ticks: tuple[tuple[float, str], ...]
    unit: str
    witnesses: tuple[Outlet, ...]

    @property
    def rank(self) -> int:
        """Conflicts before updates before what is compatible before agreement: an editor looks at those first."""
        return list(terms.RELATIONS).index(self.quantity.relation)


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a dispute; several may hold it, each with where that is told."""

    position: str
    holders: tuple[tuple[str, tuple[Told, ...]], ...]

    @property
    def told(self) -> tuple[Told, ...]:
        """Every place that tells this side."""
        return tuple(t for _, told in self.holders for t in told)

    @property
    def held_by(self) -> str:
        """All holders in one line."""
        return ", ".join(name for name, _ in self.holders)


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute and its sides."""

    item: Item
    dispute: Dispute
    sides: tuple[SideView, ...]
    witnesses: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """A timeline entry; ``gap`` tells how long after the one before it."""

    line: Line
    when: dates.When
    precision: str
    gap: str


@dataclass(frozen=True, slots=True)
class WordingView:
    """One outlet's wording of an utterance: pieces of its exact text, each with whether it differs from the first wording."""

    told: Told
    pieces: tuple[wording.Piece, ...]


@dataclass(frozen=True, slots=True)
class UtteranceView:
    """One speaker's words as several outlets carry them."""

    item: Item
    utterance: Utterance
    wordings: tuple[WordingView, ...]
    witnesses: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """All direct quotations of one speaker."""

    item: Item
    name: str
    quotes: tuple[tuple[Told, ...], ...]
    witnesses: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class LabelView:
    """The names given to one referent, outlet by outlet; each name with all the places where it stands."""

    item: Item
    referent: str
    by_outlet: tuple[tuple[Outlet, tuple[tuple[str, tuple[Told, ...]], ...]], ...]
    witnesses: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class OriginView:
    """Who has something from whom: ``taker`` from ``giver``, at these places."""

    item: Item
    taker: Outlet
    giver: str
    giver_outlet: Outlet | None
    kind: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A threat, promise, demand or agreement."""

    line: Line
    commitment: Commitment


@dataclass(frozen=True)
class DossierView:
    """Everything that a rendering shows."""

    lineup: LineUp
    apparatus: Apparatus
    headline: str
    headline_by: Account | None
    brief: tuple[BriefView, ...]
    facts: tuple[FactView, ...]
    quantities: tuple[QuantityView, ...]
    disputes: tuple[DisputeView, ...]
    timeline: tuple[EntryView, ...]
    utterances: tuple[UtteranceView, ...]
    speakers: tuple[SpeakerView, ...]
    labels: tuple[LabelView, ...]
    only_one: tuple[tuple[Outlet, tuple[Line, ...]], ...]
    origins: tuple[OriginView, ...]
    commitments: tuple[CommitmentView, ...]
    notes: tuple[Note, ...]

    @property
    def sure(self) -> tuple[DisputeView, ...]:
        """The disputes that are likelier right than wrong."""
        return tuple(d for d in self.disputes if not d.dispute.unsure)

    @property
    def unsure(self) -> tuple[DisputeView, ...]:
        """The disputes that are as likely wrong as right, which stand behind the others."""
        return tuple(d for d in self.disputes if d.dispute.unsure)

    @property
    def carried(self) -> tuple[tuple[str, tuple[UtteranceView, ...]], ...]:
        """Statements that several carry, by speaker."""
        by: dict[str, list[UtteranceView]] = {}
        for one in self.utterances:
            by.setdefault(squeeze(one.utterance.speaker), []).append(one)
        return tuple((name, tuple(found)) for name, found in by.items())

    @property
    def quotations(self) -> int:
        """How many direct quotations there are; where none is, how many statements several carry."""
        return sum(len(s.quotes) for s in self.speakers) or len(self.utterances)
