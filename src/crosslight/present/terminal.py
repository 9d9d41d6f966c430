"""The dossier in a terminal: readable at 80 columns, with symbols that do not need their colour. Plain lines when piped."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crosslight.present import plain, terms
from crosslight.present.building import view
from crosslight.present.lineup import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from crosslight.model import Dossier
    from crosslight.present.lineup import Outlet
    from crosslight.present.views import DisputeView, DossierView, FactView, FigureView, Told

# Lines longer than this are hard to read however wide the window is.
WIDEST = 100
# Beyond this many outlets, columns of symbols leave a fact too little room at 80 columns.
MATRIX_OUTLETS = 10
STRIP = 25
COLOURS = {"conflict": "red", "updated": "blue", "compatible": "yellow", "agree": "green"}
ASCII = str.maketrans({
    "●": "*", "❝": '"', "✕": "x", "⊘": "!", "◌": "?", "≠": "!", "→": ">", "≈": "~", "≥": ">", "≤": "<", "○": "o", "├": "|", "┤": "|",
    "─": "-", "▶": ">", "◀": "<", "·": ".", "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "…": "...",
})  # fmt: skip


def render(dossier: Dossier, console: Console) -> None:
    """Prints the dossier; where the console is no terminal, as plain lines without escapes."""
    shown = view(dossier)
    if not console.is_terminal:
        for line in plain.lines(shown):
            console.out(_encodable(clean(line), console.encoding), highlight=False)
        return
    width = min(console.width, WIDEST)
    for block in _blocks(shown, width):
        console.print(block, width=width, highlight=False)


def _encodable(line: str, encoding: str) -> str:
    """The line in characters that the console can write."""
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return line.translate(ASCII).encode(encoding, "replace").decode(encoding)
    return line


def _blocks(shown: DossierView, width: int) -> Iterator[RenderableType]:
    yield Text(shown.headline, style="bold")
    yield Text(plain.subtitle(shown), style="dim")
    yield Text()
    yield _accounts(shown)
    for title, count, found in (
        ("Brief", len(shown.brief), _brief(shown)),
        ("Facts", len(shown.facts), _facts(shown)),
        ("Disputes", len(shown.disputes), _disputes(shown)),
        ("Figures", len(shown.quantities), _figures(shown)),
        ("Timeline", len(shown.timeline), _timeline(shown)),
        ("Quotes", shown.quotations, _quotes(shown)),
        ("Labels", len(shown.labels), _labels(shown)),
        ("Only one", len(shown.only_one), _only_one(shown)),
        ("Who has it from whom", len(shown.origins), _origins(shown)),
        ("Commitments", len(shown.commitments), _commitments(shown)),
        ("Notes", len(shown.notes), _notes(shown)),
    ):
        if count:
            yield Text()
            yield Text(f"{title.upper()} ".ljust(width, "─"), style="bold", no_wrap=True, overflow="crop")
            yield from found
    if not shown.facts and len(shown.lineup.accounts) < 2:
        yield Text("\nThere is one account only, so nothing can be laid beside it.")


def _t(text: str, style: str = "") -> Text:
    return Text(clean(text), style=style)


def _grid(*widths: int | None) -> Table:
    """A table without lines: fixed columns, and one or more (None) that take what is left."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for width in widths:
        if width is None:
            grid.add_column(ratio=1, overflow="fold")
        else:
            grid.add_column(width=width, no_wrap=True)
    return grid


def _badges(told: Iterable[Told]) -> str:
    return " ".join(dict.fromkeys(t.evidence.account.badge for t in told))


def _badge_width(shown: DossierView) -> int:
    return max((len(a.badge) for a in shown.lineup.accounts), default=1)


def _accounts(shown: DossierView) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=_badge_width(shown), no_wrap=True)
    grid.add_column(max_width=24, overflow="ellipsis", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(width=17, overflow="ellipsis", no_wrap=True)
    for a in shown.lineup.accounts:
        name = a.outlet.name if a.outlet.known else "outlet unknown"
        title = _t(a.title).append("" if a.reading.annotated else "  (listed, not read)", style="italic")
        grid.add_row(_t(a.badge, "bold"), _t(name), title, _t(a.published.split(",")[0], "dim"))
    return grid


def _brief(shown: DossierView) -> Iterator[RenderableType]:
    for b in shown.brief:
        line = _t(b.line.text).append(f"  [{_badges(b.line.told)}]", style="bold cyan")
        if b.disputes:
            line.append(f"  ≠ disputed: {', '.join(anchor for anchor, _ in b.disputes)}", style="red")
        yield Padding(line, (0, 0, 1, 0)) if b is not shown.brief[-1] else line


def _facts(shown: DossierView) -> Iterator[RenderableType]:
    outlets = shown.lineup.outlets
    wide = len(outlets) <= MATRIX_OUTLETS
    room = {
        o.letter: max([len(o.letter), *(len(_stances(cell)) for f in shown.facts for at, cell in f.cells if at is o)])
        for o in outlets
    }
    number = max(len(f.line.item.anchor) for f in shown.facts)
    grid = _grid(number, None, 5, *(room.values() if wide else ()))
    head = [_t(o.letter, "bold") for o in outlets] if wide else []
    grid.add_row(Text(), Text(), _t("by/of", "dim"), *head)
    for f in shown.facts:
        counts = Text(f"{f.fact.outlets}/{f.fact.origins}", style="bold red" if f.fact.origins < 2 else "")
        cells = [_t(_stances(cell) or "·", "" if cell else "dim") for _, cell in f.cells] if wide else []
        statement = _t(f.line.text).append("  unsure" if f.fact.unsure else "", style="italic dim")
        if not wide:
            statement.append(f"  [{_listed(f)}]", style="bold cyan")
        grid.add_row(_t(f.line.item.anchor, "dim"), statement, counts, *cells)
    yield grid
    used = [s for s in terms.STANCES if any(t.how == s for f in shown.facts for t in f.line.told)]
    yield _t(" by/of: outlets that tell it / origins that have it independently", "dim")
    yield _t(" " + "   ".join(f"{terms.STANCES[s][0]} {terms.STANCES[s][1]}" for s in used), "dim")
    if any(f.fact.unsure for f in shown.facts):
        yield _t(" unsure: as likely wrong as right that these tell the same", "dim")


def _stances(cell: tuple[Told, ...]) -> str:
    return "".join(dict.fromkeys(terms.STANCES[t.how][0] for t in cell))


def _listed(fact: FactView) -> str:
    return " ".join(f"{o.letter}{_stances(cell)}" for o, cell in fact.cells if cell)


def _disputes(shown: DossierView) -> Iterator[RenderableType]:
    yield from _sides(shown.sure)
    if shown.unsure:
        yield _t(terms.DOUBTED, "dim")
    yield from _sides(shown.unsure)


def _sides(disputes: Sequence[DisputeView]) -> Iterator[RenderableType]:
    for d in disputes:
        yield (
            _t(f"{d.item.anchor} ", "dim")
            .append(_t(d.dispute.about, "bold"))
            .append(f"  ({d.dispute.kind}{', unsure' if d.dispute.unsure else ''})", style="red")
        )
        grid = _grid(1, 1, None)
        for n, s in enumerate(d.sides):
            holder = _t(s.held_by, "underline").append(_t(f": {s.position}", "not underline"))
            grid.add_row(
                Text(), _t("≠" if n else " ", "red"), holder.append(f"  [{_badges(s.told)}]", style="not underline bold cyan")
            )
        yield grid


def _figures(shown: DossierView) -> Iterator[RenderableType]:
    for q in shown.quantities:
        symbol, relation = terms.RELATIONS[q.quantity.relation]
        head = _t(f"{q.item.anchor} ", "dim").append(_t(q.quantity.about, "bold"))
        yield head.append(f"  {symbol} {relation}", style=COLOURS[q.quantity.relation]).append(
            f"{'  log scale' if q.axis.log else ''}{'  unsure' if q.quantity.unsure else ''}", style="dim"
        )
        values = max(len(f.symbols) for f in q.figures)
        grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
        grid.add_column(width=_badge_width(shown) + 2, no_wrap=True)
        grid.add_column(width=STRIP, no_wrap=True)
        grid.add_column(width=values, justify="right", no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for f in q.figures:
            words = _t(f.told.evidence.quotation).append(_t(f" {f.told.to}" if f.told.to else "", "dim"))
            grid.add_row(_t(f"  {f.told.evidence.account.badge}", "bold"), _t(strip(f)), _t(f.symbols, "bold"), words)
        yield grid


def strip(figure: FigureView) -> str:
    """A figure's dot, bar or arrow on a line of 25 characters."""
    cells = ["·"] * STRIP
    at, to = (round(x / 100 * (STRIP - 1)) for x in (figure.x, figure.x2))
    kind = figure.placed.kind
    if kind == "range":
        cells[at : to + 1] = ["├", *"─" * (to - at - 1), "┤"] if to > at else ["┤"]
    elif kind == "at_least":
        cells[at:] = ["├", *"─" * (STRIP - at - 2), "▶"]
    elif kind == "at_most":
        cells[: at + 1] = ["◀", *"─" * (at - 1), "┤"]
    elif kind != "unread":
        cells[at] = "●" if kind == "exact" else "○"
    return "".join(cells[:STRIP])


def _timeline(shown: DossierView) -> Iterator[RenderableType]:
    grid = _grid(20, 7, None)
    before = ""
    for e in shown.timeline:
        words = e.when.words.split(" ", 1)[1] if e.when.words.split(" ")[0].endswith("day") else e.when.words
        line = _t(e.line.text).append(f"  [{_badges(e.line.told)}]", style="bold cyan")
        grid.add_row(_t(words if words != before else "", "bold"), _t(e.when.clock, "dim"), line)
        before = words
    yield grid


def _quotes(shown: DossierView) -> Iterator[RenderableType]:
    badge = _badge_width(shown)
    for u in shown.utterances:
        yield (
            _t(f"{u.item.anchor} ", "dim")
            .append(_t(u.utterance.speaker or "Speaker not named", "bold"))
            .append(f"  carried by several{', unsure' if u.utterance.unsure else ''}", "dim")
        )
        grid = _grid(badge + 2, None)
        for w in u.wordings:
            opening, closing = {"direct": "“”", "partial": "“”", "indirect": ("", "")}[w.told.how]
            line = _t(f"{opening}{w.told.evidence.words}{closing}").append(f"  {terms.FORMS[w.told.how]}", style="dim")
            grid.add_row(_t(f"  {w.told.evidence.account.badge}", "bold"), line)
        yield grid
    for s in shown.speakers:
        yield _t(s.name or "Speaker not named", "bold").append(f"  {terms.counted(len(s.quotes), 'quotation')}", style="dim")
        grid = _grid(badge + 2, None)
        for q in s.quotes:
            grid.add_row(_t(f"  {q[0].evidence.account.badge}", "bold"), _t(f"“{' … '.join(t.evidence.words for t in q)}”"))
        yield grid


def _labels(shown: DossierView) -> Iterator[RenderableType]:
    for one in shown.labels:
        line = _t(one.referent, "bold").append(": ", "not bold")
        for n, (outlet, names) in enumerate(one.by_outlet):
            line.append("; " if n else "").append(f"{outlet.letter} ", style="bold cyan")
            line.append(
                clean(", ".join(f"{name}{f' ×{len(told)}' if len(told) > 1 else ''}" for name, told in names)), style="not bold"
            )
        yield line


def _only_one(shown: DossierView) -> Iterator[RenderableType]:
    grid = _grid(_badge_width(shown), None)
    rows: list[tuple[Outlet, str]] = [(o, line.text) for o, found in shown.only_one for line in found]
    for outlet, found in groupby(rows, key=lambda row: row[0]):
        for n, (_, text) in enumerate(found):
            grid.add_row(_t(outlet.letter if not n else "", "bold"), _t(text))
    yield grid


def _origins(shown: DossierView) -> Iterator[RenderableType]:
    for r in shown.origins:
        line = _t(f"{r.taker.letter} ", "bold").append(_t(f"{r.taker.name} {terms.ORIGINS[r.kind]} {r.giver}", "not bold"))
        yield line.append(_t(f": {r.told[0].evidence.quotation}" if r.kind == "cites" else "", "not bold dim"))


def _commitments(shown: DossierView) -> Iterator[RenderableType]:
    for c in shown.commitments:
        yield _t(terms.commitment(c.commitment)).append(f"  [{_badges(c.line.told)}]", style="bold cyan")


def _notes(shown: DossierView) -> Iterator[RenderableType]:
    for note in shown.notes:
        yield _t(f"{terms.NOTES[note.kind]}: ").append(_t(note.about, "bold")).append(_t(f": {note.text}", "not bold"))
