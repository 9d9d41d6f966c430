"""The dossier as its renderings show it: every line with its evidence, its witnesses and its place on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.present import dates, terms, wording
from crosslight.present import figures as scale
from crosslight.present.evidence import Apparatus, Evidence, Item
from crosslight.present.lineup import Account, LineUp, Outlet, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.model import (
        Commitment,
        Dispute,
        Dossier,
        Fact,
        Label,
        Note,
        Quantity,
        QuantityFigure,
        Span,
        TimelineEntry,
        Utterance,
    )


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
    """A sentence of the brief. ``disputes`` are the disputes it touches: anchor and what each is about."""

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
    """One figure on its axis; ``x`` and ``x2`` in per cent of the strip."""

    told: Told
    figure: QuantityFigure
    reading: scale.Reading
    x: float
    x2: float


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


def view(dossier: Dossier) -> DossierView:
    """The dossier, ready to be laid out. The order of parts and lines is the dossier's own."""
    lineup = LineUp.of(dossier)
    make = _Maker(dossier, lineup, Apparatus(lineup))
    brief = make.brief()
    by = lineup.account(dossier.brief[0].evidence[0]) if dossier.brief and dossier.brief[0].evidence else None
    by = next((a for a in (by, *lineup.accounts) if a is not None and a.article.title), None)
    return DossierView(
        lineup=lineup,
        apparatus=make.apparatus,
        headline=by.title if by else "Untitled story",
        headline_by=by,
        brief=brief,
        facts=tuple(make.fact(n, f) for n, f in enumerate(dossier.facts, 1)),
        quantities=tuple(make.quantity(n, q) for n, q in enumerate(dossier.quantities, 1)),
        disputes=tuple(make.dispute(n, d) for n, d in enumerate(dossier.disputes, 1)),
        timeline=make.timeline(),
        utterances=tuple(make.utterance(n, u) for n, u in enumerate(dossier.utterances, 1)),
        speakers=make.speakers(),
        labels=tuple(make.label(n, one) for n, one in enumerate(dossier.labels, 1)),
        only_one=make.only_one(),
        origins=make.origins(),
        commitments=make.commitments(),
        notes=dossier.notes,
    )


@dataclass(frozen=True)
class _Maker:
    dossier: Dossier
    lineup: LineUp
    apparatus: Apparatus

    def told(self, span: Span, item: Item, how: str = "", to: str | None = None) -> Told:
        return Told(self.apparatus.cite(span, item), how, squeeze(to or ""))

    def line(self, item: Item, text: str, spans: Iterable[Span]) -> Line:
        spans = tuple(dict.fromkeys(spans))
        return Line(item, squeeze(text), tuple(self.told(s, item) for s in spans), self.lineup.witnesses(spans))

    def brief(self) -> tuple[BriefView, ...]:
        about = {d.id: (_anchor(d.id, "d", n), squeeze(d.about)) for n, d in enumerate(self.dossier.disputes, 1)}
        lines = ((self.line(Item(f"b{n}", "brief"), b.text, b.evidence), b) for n, b in enumerate(self.dossier.brief, 1))
        return tuple(BriefView(line, tuple(about[d] for d in b.disputes if d in about)) for line, b in lines)

    def fact(self, number: int, fact: Fact) -> FactView:
        item = Item(_anchor(fact.id, "k", number), "fact")
        told = tuple(self.told(m.span, item, m.stance, m.to) for m in fact.mentions)
        witnesses = self.lineup.witnesses(tuple(m.span for m in fact.mentions))
        cells = tuple((o, tuple(t for t in told if t.evidence.account.outlet is o)) for o in self.lineup.outlets)
        return FactView(Line(item, squeeze(fact.statement), told, witnesses), fact, cells)

    def quantity(self, number: int, quantity: Quantity) -> QuantityView:
        item = Item(_anchor(quantity.id, "q", number), "figure")
        place = {a.article.id: a.number for a in self.lineup.accounts}
        ordered = sorted(quantity.figures, key=lambda f: (place[f.span.article.id], f.span.part == "text", f.span.start))
        readings = [scale.reading(f) for f in ordered]
        axis = scale.Axis.over(readings)
        spots = [(axis.at(r.low), axis.at(r.high)) if r.kind != "unread" else (50.0, 50.0) for r in readings]
        shown = tuple(
            FigureView(self.told(f.span, item, "", f.source), f, r, *spot)
            for f, r, spot in zip(ordered, readings, spots, strict=True)
        )
        ticks = tuple((axis.at(t), scale.number(t)) for t in axis.ticks)
        unit = terms.UNITS.get(quantity.unit or "", quantity.unit or "")
        return QuantityView(
            item, quantity, shown, axis, ticks, squeeze(unit), self.lineup.witnesses(tuple(f.span for f in ordered))
        )

    def dispute(self, number: int, dispute: Dispute) -> DisputeView:
        item = Item(_anchor(dispute.id, "d", number), "dispute")
        sides: dict[str, dict[str, list[Span]]] = {}
        wordings: dict[str, str] = {}
        for side in dispute.sides:
            position = squeeze(side.position)
            wordings.setdefault(position.casefold(), position)
            holders = sides.setdefault(position.casefold(), {})
            holders.setdefault(self.lineup.party(side.held_by), []).extend(side.evidence)
        shown = tuple(
            SideView(
                wordings[key],
                tuple((name, tuple(self.told(e, item) for e in dict.fromkeys(spans))) for name, spans in holders.items()),
            )
            for key, holders in sides.items()
        )
        return DisputeView(item, dispute, shown, self.lineup.witnesses(tuple(e for s in dispute.sides for e in s.evidence)))

    def timeline(self) -> tuple[EntryView, ...]:
        entries: list[EntryView] = []
        for number, entry in enumerate(self.dossier.timeline, 1):
            at = dates.when(entry.when)
            gap = dates.gap(entries[-1].when, at) if entries else ""
            entries.append(EntryView(self._entry(number, entry), at, entry.precision, gap))
        return tuple(entries)

    def _entry(self, number: int, entry: TimelineEntry) -> Line:
        return self.line(Item(f"t{number}", "timeline"), entry.what, entry.evidence)

    def utterance(self, number: int, utterance: Utterance) -> UtteranceView:
        item = Item(_anchor(utterance.id, "u", number), "quote")
        told = [self.told(m.span, item, m.form) for m in utterance.mentions]
        base = next((t for t in told if t.how == "direct"), told[0] if told else None)
        wordings = tuple(
            WordingView(t, wording.beside(base.evidence.words if base and base is not t else "", t.evidence.words, t.how))
            for t in told
        )
        return UtteranceView(item, utterance, wordings, self.lineup.witnesses(tuple(m.span for m in utterance.mentions)))

    def speakers(self) -> tuple[SpeakerView, ...]:
        spoken: dict[str, list[tuple[Span, ...]]] = {}
        for reading in self.dossier.readings:
            for attribution in reading.attributions:
                if attribution.form == "direct" and attribution.content:
                    name = squeeze(attribution.source.name) if attribution.source else ""
                    spoken.setdefault(name, []).append(attribution.content)
        full = {name: wording.fullest(name, spoken) for name in spoken}
        joined: dict[str, list[tuple[Span, ...]]] = {}
        for name, quotes in spoken.items():
            joined.setdefault(full[name], []).extend(quotes)
        ranked = sorted(joined.items(), key=lambda one: (not one[0], -len(one[1])))
        return tuple(self._speaker(n, name, quotes) for n, (name, quotes) in enumerate(ranked, 1))

    def _speaker(self, number: int, name: str, quotes: list[tuple[Span, ...]]) -> SpeakerView:
        item = Item(f"s{number}", "quotes")
        told = tuple(tuple(self.told(s, item) for s in q) for q in quotes)
        return SpeakerView(item, name, told, self.lineup.witnesses(tuple(s for q in quotes for s in q)))

    def label(self, number: int, label: Label) -> LabelView:
        item = Item(f"l{number}", "label")
        by_outlet: dict[str, dict[str, list[Told]]] = {}
        for told in (self.told(m, item) for m in label.mentions):
            names = by_outlet.setdefault(told.evidence.account.outlet.letter, {})
            same = next((n for n in names if n.casefold() == told.evidence.words.casefold()), told.evidence.words)
            names.setdefault(same, []).append(told)
        rows = tuple(
            (o, tuple((n, tuple(t)) for n, t in by_outlet[o.letter].items())) for o in self.lineup.outlets if o.letter in by_outlet
        )
        return LabelView(item, squeeze(label.referent), rows, tuple(o for o, _ in rows))

    def only_one(self) -> tuple[tuple[Outlet, tuple[Line, ...]], ...]:
        lines = [self.line(Item(f"o{n}", "only one"), o.statement, (o.span,)) for n, o in enumerate(self.dossier.only_one, 1)]
        grouped = ((o, tuple(one for one in lines if one.witnesses == (o,))) for o in self.lineup.outlets)
        return tuple((o, found) for o, found in grouped if found)

    def origins(self) -> tuple[OriginView, ...]:
        groups: dict[tuple[str, str, str], list[Span]] = {}
        for origin in self.dossier.origins:
            taker = self.lineup.account(origin.span).outlet
            other = self.lineup.by_article.get(origin.other or "")
            giver = squeeze(origin.origin) or (other.outlet.name if other else "unnamed")
            groups.setdefault((taker.letter, giver, origin.kind), []).append(origin.span)
        by_letter = {o.letter: o for o in self.lineup.outlets}
        by_name = {o.name.casefold(): o for o in self.lineup.outlets}
        found: list[OriginView] = []
        for number, ((letter, giver, kind), spans) in enumerate(sorted(groups.items(), key=lambda g: (g[0][0], g[0][1])), 1):
            item = Item(f"r{number}", "origin")
            told = tuple(self.told(s, item) for s in dict.fromkeys(spans))
            found.append(OriginView(item, by_letter[letter], giver, by_name.get(giver.casefold()), kind, told))
        return tuple(found)

    def commitments(self) -> tuple[CommitmentView, ...]:
        return tuple(
            CommitmentView(self.line(Item(f"c{n}", "commitment"), c.act, c.evidence), c)
            for n, c in enumerate(self.dossier.commitments, 1)
        )


def _anchor(id: str, letter: str, number: int) -> str:
    """The dossier's own id where it is one that an address can hold; else the letter and the number."""
    return id if re.fullmatch(rf"{letter}\d{{1,6}}", id) else f"{letter}{number}"
