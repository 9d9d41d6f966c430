"""Evidence on the page: what each line was read from, and the articles in full with those words marked.

Every cited span gets one anchor (``a2-c120-180``, in a headline ``a2-t0-12``); a sentence is ``a2-s14``.
Spans nest in the markup where they nest in the text. Where two cross, the later is split: its first
piece holds the anchor, the others name it, so that all of it can be lit.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from crosslight.present.lineup import Account, LineUp, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crosslight.model import Span

_MARKS = tuple("“”„«»‘’\"'")
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the dossier that cites: its anchor, and the name of its part ("fact")."""

    anchor: str
    part: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cited place: where it is on the page and what its words are."""

    anchor: str
    account: Account
    span: Span

    @property
    def words(self) -> str:
        """The exact words, on one line."""
        return squeeze(self.span.text)

    @property
    def quotation(self) -> str:
        """The words in quotation marks; as they are where they open with marks of their own."""
        return self.words if self.words[:1] in _MARKS else f"“{self.words}”"

    @property
    def place(self) -> str:
        """Where in the article, for a reader who checks by hand."""
        return f"{'headline, ' if self.span.part == 'title' else ''}characters {self.span.start}–{self.span.end}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article, its evidence marked, and the dossier's lines that cite it."""

    html: Markup
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    anchor: str
    sentence: bool


class Apparatus:
    """Collects what is cited while the views are built; then prints the articles with all of it marked."""

    def __init__(self, lineup: LineUp) -> None:
        self.lineup = lineup
        self.split: set[str] = set()
        self._cited: dict[tuple[str, str], dict[Span, list[Item]]] = defaultdict(dict)

    def cite(self, span: Span, item: Item) -> Evidence:
        """The evidence for one span, noted down as cited by this item."""
        account = self.lineup.account(span)
        items = self._cited[account.anchor, span.part].setdefault(span, [])
        if item not in items:
            items.append(item)
        return Evidence(_anchor(account, span), account, span)

    def cite_all(self, spans: Iterable[Span], item: Item) -> tuple[Evidence, ...]:
        """The evidence for several spans."""
        return tuple(self.cite(s, item) for s in spans)

    def headline(self, account: Account) -> Markup:
        """The article's headline with its evidence marked."""
        title = account.article.title or ""
        marks = [_Mark(s.start, s.end, _anchor(account, s), sentence=False) for s in self._cited[account.anchor, "title"]]
        return self._marked(title, 0, len(title), marks, set()) if title.strip() else escape(account.title)

    def paragraphs(self, account: Account) -> tuple[Paragraph, ...]:
        """The article's text, paragraph by paragraph, every character of it, with its evidence marked."""
        text = account.article.text
        cited = {_anchor(account, span): (span, items) for span, items in self._cited[account.anchor, "text"].items()}
        marks = [_Mark(s.start, s.end, anchor, sentence=False) for anchor, (s, _) in cited.items()]
        marks += [
            _Mark(s.start, s.end, f"{account.anchor}-s{n}", sentence=True) for n, s in enumerate(account.reading.sentences, 1)
        ]
        marks.sort(key=lambda m: (m.start, -m.end, not m.sentence))
        found: list[Paragraph] = []
        seen: set[str] = set()
        open_marks: list[_Mark] = []
        first = 0
        for line in _LINE.finditer(text):
            start, end = line.span()
            while first < len(marks) and marks[first].start < end:
                open_marks.append(marks[first])
                first += 1
            open_marks = [m for m in open_marks if m.end > start]
            items = {item: None for m in open_marks if not m.sentence for item in cited[m.anchor][1]}
            found.append(Paragraph(self._marked(text, start, end, open_marks, seen), tuple(items)))
        return tuple(found)

    def _marked(self, text: str, start: int, end: int, marks: list[_Mark], seen: set[str]) -> Markup:
        """``text[start:end]`` as HTML. ``seen`` are the anchors that are given already."""
        waiting = [(max(m.start, start), -min(m.end, end), not m.sentence, m.anchor) for m in marks]
        heapq.heapify(waiting)
        out: list[str] = []
        ends: list[int] = []
        at = start

        def write(to: int) -> None:
            nonlocal at
            while ends and ends[-1] <= to:
                out.append(f"{escape(_legal(text[at : ends[-1]]))}</span>")
                at = max(at, ends.pop())
            out.append(str(escape(_legal(text[at:to]))))
            at = max(at, to)

        while waiting:
            begin, minus_end, cited, anchor = heapq.heappop(waiting)
            write(begin)
            stop = -minus_end
            if ends and ends[-1] < stop:
                heapq.heappush(waiting, (ends[-1], -stop, cited, anchor))
                stop = ends[-1]
            if anchor in seen and cited:
                self.split.add(anchor)
            key = f'data-k="{anchor}"' if anchor in seen else f'id="{anchor}"'
            out.append(f'<span class="{"e" if cited else "s"}" {key}>')
            seen.add(anchor)
            ends.append(stop)
        write(end)
        return Markup("".join(out))  # noqa: S704  # every piece of text went through escape


# HTML has no place for these; each becomes one U+FFFD, so that characters still count as in the article
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _anchor(account: Account, span: Span) -> str:
    return f"{account.anchor}-{'c' if span.part == 'text' else 't'}{span.start}-{span.end}"
