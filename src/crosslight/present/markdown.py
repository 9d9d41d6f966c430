"""The dossier as Markdown, each line followed by where it was read: ``[Outlet, chars 120–180]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crosslight.present import plain, terms
from crosslight.present.building import view
from crosslight.present.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crosslight.model import Dossier
    from crosslight.present.views import DossierView, Told


def render(dossier: Dossier) -> str:
    """One document, ending in a newline. Texts of the articles are escaped: they mean themselves."""
    shown = view(dossier)
    lines = [f"# {_escape(shown.headline)}", "", f"*{_escape(plain.subtitle(shown))}*"]
    for title, rows in _PARTS.told(shown):
        lines += ["", f"## {title}", "", *rows]
    return "\n".join(lines) + "\n"


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def _escape(text: str) -> str:
    """Text that Markdown and HTML leave as it is."""
    text = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    # a number and a point, or a dash or plus, would begin a list at the head of a line; "www." a link in GitHub's dialect
    text = re.sub(r"^(\d+)([.)])", r"\1\\\2", text)
    text = re.sub(r"(https?)(:)(?=//)", r"\1\\:", text)
    return re.sub(r"^([-+=])", r"\\\1", text)


def _references(told: Iterable[Told]) -> str:
    return " ".join(f"[{_escape(t.evidence.account.outlet.name)}, {_place(t)}]" for t in told)


def _place(told: Told) -> str:
    span = told.evidence.span
    several = (
        f"{told.evidence.account.badge}, " if len(told.evidence.account.badge) > len(told.evidence.account.outlet.letter) else ""
    )
    return f"{several}{'headline ' if span.part == 'title' else ''}chars {span.start}–{span.end}"


def _words(told: Told) -> str:
    return f"{_escape(told.evidence.quotation)} {_references([told])}"


def _accounts(shown: DossierView) -> Iterator[str]:
    yield "| | Outlet | Headline | Published | Words |"
    yield "|---|---|---|---|--:|"
    for a in shown.lineup.accounts:
        name = _escape(a.outlet.name) if a.outlet.known else "outlet unknown"
        title = f"[{_escape(a.title)}](<{_address(a.url)}>)" if a.url else _escape(a.title)
        unread = "" if a.reading.annotated else " (listed, not read)"
        yield f"| {a.badge} | {name} | {title}{unread} | {_escape(a.published)} | {a.words} |"


def _address(url: str) -> str:
    return re.sub(r"[<>|\s\\]", lambda m: f"%{ord(m[0]):02X}", url)


def _brief(shown: DossierView) -> Iterator[str]:
    for b in shown.brief:
        disputed = f" **disputed:** {'; '.join(_escape(about) for _, about in b.disputes)}" if b.disputes else ""
        yield f"- {_escape(b.line.text)} {_references(b.line.told)}{disputed}"


def _facts(shown: DossierView) -> Iterator[str]:
    if not shown.facts:
        return
    outlets = shown.lineup.outlets
    yield f"| | Fact | Outlets | Origins | {' | '.join(_escape(o.name) for o in outlets)} |"
    yield f"|---|---|--:|--:|{':-:|' * len(outlets)}"
    for f in shown.facts:
        cells = ["".join(dict.fromkeys(terms.STANCES[t.how][0] for t in cell)) for _, cell in f.cells]
        yield f"| {f.line.item.anchor} | {_escape(f.line.text)}{' *unsure*' if f.fact.unsure else ''} | {f.fact.outlets} | {f.fact.origins} | {' | '.join(cells)} |"
    yield ""
    yield " · ".join(f"{symbol} {words}" for symbol, words in terms.STANCES.values())
    for f in shown.facts:
        yield ""
        yield f"**{f.line.item.anchor}** {_escape(f.line.text)}"
        yield ""
        yield from (f"- {_escape(t.manner)}: {_words(t)}" for t in f.line.told)


def _figures(shown: DossierView) -> Iterator[str]:
    for n, q in enumerate(shown.quantities):
        symbol, relation = terms.RELATIONS[q.quantity.relation]
        if n:
            yield ""
        yield f"**{q.item.anchor}** {_escape(q.quantity.about)}: {_escape(symbol)} {relation}{' *unsure*' if q.quantity.unsure else ''}"
        yield ""
        for f in q.figures:
            yield f"- {_escape(f.symbols)}: {_words(f.told)}{', citing ' + _escape(f.told.to) if f.told.to else ''}"


def _disputes(shown: DossierView) -> Iterator[str]:
    for n, d in enumerate((*shown.sure, *shown.unsure)):
        if n:
            yield ""
        if n == len(shown.sure):
            yield terms.DOUBTED
            yield ""
        yield f"**{d.item.anchor}** {_escape(d.dispute.about)} ({d.dispute.kind}{', unsure' if d.dispute.unsure else ''})"
        yield ""
        for s in d.sides:
            yield f"- **{_escape(s.held_by)}:** {_escape(s.position)}"
            yield from (f"  - {_words(t)}" for t in s.told)


def _timeline(shown: DossierView) -> Iterator[str]:
    for e in shown.timeline:
        clock = f", {e.when.clock}" if e.when.clock else ""
        yield f"- **{_escape(e.when.words)}{clock}** {_escape(e.line.text)} {_references(e.line.told)}"


def _quotes(shown: DossierView) -> Iterator[str]:
    for u in shown.utterances:
        yield f"**{u.item.anchor}** {_escape(u.utterance.speaker or 'Speaker not named')}, carried by several{', *unsure*' if u.utterance.unsure else ''}"
        yield ""
        yield from (f"- {terms.FORMS[w.told.how]}: {_words(w.told)}" for w in u.wordings)
        yield ""
    for s in shown.speakers:
        yield f"**{_escape(s.name or 'Speaker not named')}**"
        yield ""
        yield from (f"- {' … '.join(_words(t) for t in q)}" for q in s.quotes)
        yield ""


def _labels(shown: DossierView) -> Iterator[str]:
    for one in shown.labels:
        yield f"- **{_escape(one.referent)}**"
        for outlet, names in one.by_outlet:
            yield f"  - {_escape(outlet.name)}: {'; '.join(f'{_escape(name)} {_references(told)}' for name, told in names)}"


def _only_one(shown: DossierView) -> Iterator[str]:
    for outlet, found in shown.only_one:
        yield f"- **{_escape(outlet.name)}**"
        yield from (f"  - {_escape(line.text)} {_references(line.told)}" for line in found)


def _origins(shown: DossierView) -> Iterator[str]:
    for r in shown.origins:
        yield f"- **{_escape(r.taker.name)}** {terms.ORIGINS[r.kind]} **{_escape(r.giver)}**"
        yield from (f"  - {_words(t)}" for t in r.told)


def _commitments(shown: DossierView) -> Iterator[str]:
    for c in shown.commitments:
        yield f"- {_escape(terms.commitment(c.commitment))} {_references(c.line.told)}"


def _notes(shown: DossierView) -> Iterator[str]:
    for note in shown.notes:
        yield f"- {terms.NOTES[note.kind]}: **{_escape(note.about)}** {_escape(note.text)}"


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
