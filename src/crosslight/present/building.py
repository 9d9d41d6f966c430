"""Builds the views of a dossier: cites every span once, names every line, places every figure on its axis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.present import dates, terms, units, wording
from crosslight.present import figures as scale
from crosslight.present.evidence import Apparatus, Item
from crosslight.present.lineup import LineUp, Outlet, squeeze
from crosslight.present.views import (
    BriefView,
    CommitmentView,
    DisputeView,
    DossierView,
    EntryView,
    FactView,
    FigureView,
    LabelView,
    Line,
    OriginView,
    QuantityView,
    SideView,
    SpeakerView,
    Told,
    UtteranceView,
    WordingView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.model import Dispute, Dossier, Fact, Label, Quantity, Span, TimelineEntry, Utterance


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
        about = {d.id: (_anchor(d.id, "d", n), squeeze(d.about)) for n, d in enumerate(self.dossier.disputes, 1) if not d.unsure}
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
        base = quantity.unit if any(f.unit == quantity.unit for f in ordered) else units.common(f.unit for f in ordered)
        readings = [scale.reading(f) for f in ordered]
        placed = [r.times(units.into(f.unit, base)) for f, r in zip(ordered, readings, strict=True)]
        axis = scale.Axis.over(placed)
        shown = tuple(
            FigureView(
                self.told(f.span, item, "", f.source),
                f,
                r,
                p,
                units.short(f.unit) if f.unit != base and units.into(f.unit, base) != 1 else "",
                axis.at(p.low),
                axis.at(p.high),
            )
            for f, r, p in zip(ordered, readings, placed, strict=True)
        )
        ticks = tuple((axis.at(t), scale.number(t)) for t in axis.ticks)
        unit = terms.UNITS.get(base or "", base or "")
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
