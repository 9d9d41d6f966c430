"""The dossier as plain lines, one a thing told, for pipes: nothing wrapped, nothing coloured, every line with its characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.present import terms
from crosslight.present.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crosslight.present.views import DossierView, Told


def lines(shown: DossierView) -> Iterator[str]:
    """All lines, without their ends."""
    yield shown.headline
    yield subtitle(shown)
    for title, rows in _PARTS.told(shown):
        yield ""
        yield title.upper()
        yield from rows


def subtitle(shown: DossierView) -> str:
    """Whose words the headline is, how many accounts there are, and of which days."""
    by = [f"in the words of {shown.headline_by.outlet.name}"] if shown.headline_by and shown.headline_by.outlet.known else []
    counts = f"{terms.counted(len(shown.lineup.accounts), 'account')} by {terms.counted(len(shown.lineup.outlets), 'outlet')}"
    return "; ".join([*by, counts, *filter(None, [shown.lineup.span_of_dates])])


def references(told: Iterable[Told]) -> str:
    """Where it is told, briefly: ``[A:31-148 B:54-107]``; a headline is ``A:title:0-12``."""
    return f"[{' '.join(reference(t) for t in told)}]"


def reference(told: Told) -> str:
    """One place: the account's badge and the characters."""
    span = told.evidence.span
    return f"{told.evidence.account.badge}:{'title:' if span.part == 'title' else ''}{span.start}-{span.end}"


def _accounts(shown: DossierView) -> Iterator[str]:
    for a in shown.lineup.accounts:
        name = a.outlet.name if a.outlet.known else "outlet unknown"
        unread = "" if a.reading.annotated else "; listed, not read"
        yield f"{a.badge}  {name}; {a.title}; {a.published}{unread}"


def _brief(shown: DossierView) -> Iterator[str]:
    for b in shown.brief:
        disputed = f" disputed: {', '.join(anchor for anchor, _ in b.disputes)}" if b.disputes else ""
        yield f"{b.line.item.anchor}  {b.line.text} {references(b.line.told)}{disputed}"


def _facts(shown: DossierView) -> Iterator[str]:
    for f in shown.facts:
        told = "; ".join(f"{t.evidence.account.badge} {t.manner} {reference(t)}" for t in f.line.told)
        yield f"{f.line.item.anchor}  {f.line.text} (outlets {f.fact.outlets}, origins {f.fact.origins}{', unsure' if f.fact.unsure else ''}) {told}"


def _figures(shown: DossierView) -> Iterator[str]:
    for q in shown.quantities:
        symbol, relation = terms.RELATIONS[q.quantity.relation]
        yield f"{q.item.anchor}  {q.quantity.about}: {symbol} {relation}{' (unsure)' if q.quantity.unsure else ''}"
        for f in q.figures:
            source = f", {f.told.to}" if f.told.to else ""
            yield f"    {f.told.evidence.account.badge} {f.symbols} {f.told.evidence.quotation}{source} {references([f.told])}"


def _disputes(shown: DossierView) -> Iterator[str]:
    for d in (*shown.sure, *shown.unsure):
        yield f"{d.item.anchor}  {d.dispute.kind}{' (unsure)' if d.dispute.unsure else ''}: {d.dispute.about}"
        for s in d.sides:
            yield f"    {s.held_by}: {s.position} {references(s.told)}"


def _timeline(shown: DossierView) -> Iterator[str]:
    for e in shown.timeline:
        yield f"{e.line.item.anchor}  {e.when.words}{', ' + e.when.clock if e.when.clock else ''}: {e.line.text} {references(e.line.told)}"


def _quotes(shown: DossierView) -> Iterator[str]:
    for u in shown.utterances:
        yield f"{u.item.anchor}  {u.utterance.speaker or 'Speaker not named'}, carried by several{', unsure' if u.utterance.unsure else ''}"
        for w in u.wordings:
            yield f"    {w.told.evidence.account.badge} {terms.FORMS[w.told.how]}: “{w.told.evidence.words}” {references([w.told])}"
    for s in shown.speakers:
        yield f"{s.item.anchor}  {s.name or 'Speaker not named'}"
        for q in s.quotes:
            yield f"    {q[0].evidence.account.badge} “{' … '.join(t.evidence.words for t in q)}” {references(q)}"


def _labels(shown: DossierView) -> Iterator[str]:
    for one in shown.labels:
        names = "; ".join(f"{o.letter} {', '.join(f'{n} {references(t)}' for n, t in found)}" for o, found in one.by_outlet)
        yield f"{one.item.anchor}  {one.referent}: {names}"


def _only_one(shown: DossierView) -> Iterator[str]:
    for outlet, found in shown.only_one:
        for line in found:
            yield f"{line.item.anchor}  {outlet.letter} {line.text} {references(line.told)}"


def _origins(shown: DossierView) -> Iterator[str]:
    for r in shown.origins:
        yield f"{r.item.anchor}  {r.taker.name} {terms.ORIGINS[r.kind]} {r.giver} {references(r.told)}"


def _commitments(shown: DossierView) -> Iterator[str]:
    for c in shown.commitments:
        yield f"{c.line.item.anchor}  {terms.commitment(c.commitment)} {references(c.line.told)}"


def _notes(shown: DossierView) -> Iterator[str]:
    for note in shown.notes:
        yield f"{terms.NOTES[note.kind]}: {note.about}: {note.text}"


_PARTS = Parts(
    accounts=_accounts,
    brief=_brief,
    facts=_facts,
    figures=_figures,
    disputes=_disputes,
    timeline=_timeline,
    quotes=_quotes,
    labels=_labels,
    only_one=_only_one,
    origins=_origins,
    commitments=_commitments,
    notes=_notes,
)
