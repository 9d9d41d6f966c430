"""Quotations: every stretch of text in quotation marks, whatever the marks, and block quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"(?P<open>\u00e2\u0080\u009c|\u00e2\u20ac\u0153|``|[\u201c\u201e\u201f])"
    r"|(?P<close>\u00e2\u0080\u009d|\u00e2\u20ac\u009d)"
    r"|(?P<either>''|[\"\u201d\u00ab\u00bb\uff02])"
    r"|(?P<single>\u00e2\u0080[\u0098\u0099]|\u00e2\u20ac[\u02dc\u2122]|[\u2018\u2019'\u201a\u2039\u203a`])"
)
"""A mark and what it may do. A right curly mark may open: careless keyboards put it on both sides."""

_OPENERS = "([{\u2014\u2013-/\u2018'"
_LINE = re.compile(r"[^\n\r]+")
_TWEET = re.compile(r"^(?P<text>.{12,600}?)\s+(?:[\u2014\u2013]|--?) (?P<name>[^()\n]{2,60}?) \(@\w+\) \w+ \d{1,2}, \d{4}\s*$")
_BLOCK_HEAD = re.compile(
    r"\b(?:said|says|read|reads|wrote|writes|tweeted|posted|stated|statement|added|message|follows)\b[^.:]{0,80}:\s*$",
    re.IGNORECASE,
)


_OPENS_LINE = re.compile("\u00e2\u0080\u009c|\u00e2\u20ac\u0153|``|''|[\u201c\u201e\u201d\"\u00ab\u00bb]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: ``[start, end)`` with the marks, ``[inner, outer)`` without.

    ``goes_on``: its paragraph ends without a closing mark and the next one opens anew, so that both
    are one speaker's. ``name`` is the speaker of a post that is signed.
    """

    start: int
    end: int
    inner: int
    outer: int
    goes_on: bool = False
    single: bool = False
    block: bool = False
    name: tuple[int, int] | None = None

    def words(self, text: str) -> int:
        """How many words stand between the marks."""
        return len(text[self.inner : self.outer].split())


def find(text: str) -> tuple[Quotation, ...]:
    """Every quotation of ``text``, in order, none inside another."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    found: list[Quotation] = []
    place = 0
    while place < len(lines):
        start, end = lines[place]
        inside = _in_line(text, start, end, _line(text, lines, place + 1))
        taken = place
        while (
            inside
            and _broken_off(text, inside[-1], end)
            and taken + 1 < len(lines)
            and taken - place < 6
            and _closes_later(text, lines, taken + 1)
        ):
            taken += 1
            end = lines[taken][1]
            inside = _in_line(text, start, end, _line(text, lines, taken + 1))
        if not inside and (post := _TWEET.match(text[start:end])):
            inside = [_post(post, start)]
        elif not inside and place and _BLOCK_HEAD.search(_line(text, lines, place - 1)):
            inside = _block(text, start, end)
        found.extend(inside)
        place = taken + 1
    return tuple(found)


def _line(text: str, lines: list[tuple[int, int]], place: int) -> str:
    return text[slice(*lines[place])].strip() if place < len(lines) else ""


def _broken_off(text: str, last: Quotation, end: int) -> bool:
    """True where the line's last quotation lacks its closing mark, and the next line does not open anew."""
    return last.end == last.outer and not last.block and not last.goes_on and not text[last.end : end].strip()


def _closes_later(text: str, lines: list[tuple[int, int]], place: int) -> bool:
    """True where the first double mark of this line or of the few after it closes: the quotation holds a line break."""
    for start, end in lines[place : place + 4]:
        mark = next((m for m in _MARK.finditer(text, start, end) if m.lastgroup != "single"), None)
        if mark is not None:
            return _role(text, mark, start, end, is_open=True) == "close"
    return False


def _post(post: re.Match[str], at: int) -> Quotation:
    start, end = at + post.start("text"), at + post.end("text")
    return Quotation(start, end, start, end, block=True, name=(at + post.start("name"), at + post.end("name")))


def _block(text: str, start: int, end: int) -> list[Quotation]:
    line = text[start:end]
    start, end = start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
    return [Quotation(start, end, start, end, block=True)] if len(text[start:end].split()) >= 5 else []


def _in_line(text: str, start: int, end: int, following: str) -> list[Quotation]:
    """The quotations of one paragraph ``[start, end)``; ``following`` is the next one's text."""
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    marks = list(_MARK.finditer(text, start, end))
    for place, mark in enumerate(marks):
        rest = marks[place + 1 :]
        if opened is not None and opened.lastgroup == "single" and mark.lastgroup != "single":
            if _closer_ahead(text, opened, rest, end):
                continue
            opened = None  # an apostrophe after all
        role = _part(text, mark, (start, end), opened, rest)
        if role == "open":
            if opened is not None:
                found.extend(_broken(text, opened, mark.start()))
            opened = mark
        elif role == "close" and opened is not None:
            found.append(_between(opened, mark, single=mark.lastgroup == "single"))
            opened = None
    if opened is None and not found:
        opened = _single_that_goes_on(text, start, end, following)
    if opened is not None and _stays_open(text, opened, start, end):
        goes_on = bool(_OPENS_LINE.match(following)) or (opened.lastgroup == "single" and following[:1] in "'\u2018")
        found.extend(_broken(text, opened, end, goes_on=goes_on))
    return [q for q in found if q.inner < q.outer and text[q.inner : q.outer].strip()]


def _part(text: str, mark: re.Match[str], line: tuple[int, int], opened: re.Match[str] | None, rest: list[re.Match[str]]) -> str:
    """What a mark does after what came before in its line: "open", "close" or nothing."""
    start, end = line
    if mark.lastgroup != "single":
        if opened is not None and opened.group() == "\u201e" and mark.group() == "\u201c":
            return "close"  # low-high: the mark that opens elsewhere closes here
        return _role(text, mark, start, end, is_open=opened is not None)
    if opened is None:
        return "open" if _opens_single(text, mark, start, end) else ""
    return "close" if opened.lastgroup == "single" and _closes_single(text, mark, end, rest) else ""


def _stays_open(text: str, opened: re.Match[str], start: int, end: int) -> bool:
    """True where a mark that nothing closes is a quotation's all the same: a double one, or a single one in its place."""
    if opened.lastgroup != "single" or _introduced(text, opened, start, end):
        return True
    return opened.start() == end - len(text[start:end].lstrip())


def _single_that_goes_on(text: str, start: int, end: int, following: str) -> re.Match[str] | None:
    """The single mark that opens a paragraph, where nothing closes it and the next paragraph opens with one too."""
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    mark = _MARK.match(text, first, end)
    if mark is None or mark.lastgroup != "single" or not re.match("[\u2018'][A-Z\u2026]", following):
        return None
    return mark if mark.group() != "\u2019" and text[mark.end() : mark.end() + 1].isupper() else None


def _role(text: str, mark: re.Match[str], start: int, end: int, *, is_open: bool) -> str:
    """Whether a double mark opens or closes here."""
    if mark.lastgroup in ("open", "close"):
        return str(mark.lastgroup)
    before = text[mark.start() - 1] if mark.start() > start else "\n"
    after = text[mark.end()] if mark.end() < end else "\n"
    may_open = (before.isspace() or before in _OPENERS) and not after.isspace()
    may_close = not before.isspace() and (not after.isalnum())
    if may_open != may_close:
        return "open" if may_open else "close"
    return "close" if is_open else "open"


def _between(opened: re.Match[str], closed: re.Match[str], *, single: bool = False) -> Quotation:
    return Quotation(opened.start(), closed.end(), opened.end(), closed.start(), single=single)


def _broken(text: str, opened: re.Match[str], end: int, *, goes_on: bool = False) -> list[Quotation]:
    """A quotation that nothing closes: it ends with its paragraph, or before the mark that opens the next."""
    last = end - len(text[opened.end() : end]) + len(text[opened.end() : end].rstrip())
    return [Quotation(opened.start(), last, opened.end(), last, goes_on=goes_on)] if last > opened.end() else []


def _opens_single(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else "\n"
    after = text[mark.end()] if mark.end() < end else "\n"
    if not (before.isspace() or before in "([{\u2014\u2013") or not (after.isalpha() or after in '\u201c"[\u2026.'):
        return False
    return _closer_ahead(text, mark, list(_MARK.finditer(text, mark.end(), end)), end) or _introduced(text, mark, start, end)


def _introduced(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """A single mark after a colon or comma, before a capital: it opens, though nothing closes it."""
    lead = text[max(start, mark.start() - 2) : mark.start()]
    return (
        mark.group() != "\u2019" and lead in (": ", ", ") and text[mark.end() : mark.end() + 1].isupper() and end - mark.end() > 20
    )


def _closer_ahead(text: str, opened: re.Match[str], rest: list[re.Match[str]], end: int) -> bool:
    return any(m.lastgroup == "single" and m.start() > opened.end() and _may_close_single(text, m, end) for m in rest)


def _may_close_single(text: str, mark: re.Match[str], end: int) -> bool:
    before, after = text[mark.start() - 1], text[mark.end()] if mark.end() < end else "\n"
    return not before.isspace() and not after.isalnum() and mark.group() not in ("\u2018", "\u201a", "`")


def _closes_single(text: str, mark: re.Match[str], end: int, rest: list[re.Match[str]]) -> bool:
    """A single mark closes after punctuation, or where no better one follows (the rest are apostrophes of plurals)."""
    if not _may_close_single(text, mark, end):
        return False
    if text[mark.start() - 1] in ",.?!\u2026" or text[mark.start() - 1] != "s":
        return True
    after = text[mark.end() : mark.end() + 2]
    plural = after[:1] == " " and after[1:2].islower()
    return not (plural and any(m.lastgroup == "single" and _may_close_single(text, m, end) for m in rest))
