"""Wordings laid beside one another: where two carryings of one utterance differ, and whose name is whose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a wording. ``differs`` where the other has no such words; ``left_out`` are words of the other that are missing before it."""

    text: str
    differs: bool = False
    left_out: str = ""


def against(base: str, other: str) -> tuple[Piece, ...]:
    """``other``, cut where it departs from ``base``; its pieces joined are exactly ``other``."""
    ours, theirs = list(_WORD.finditer(other)), list(_WORD.finditer(base))
    matcher = SequenceMatcher(None, [_key(m) for m in theirs], [_key(m) for m in ours], autojunk=False)
    pieces: list[Piece] = []
    at, missing = 0, ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        lost = base[theirs[i1].start() : theirs[i2 - 1].end()] if tag != "equal" and i2 > i1 else ""
        lost = lost if re.search(r"\w", lost) else ""
        if j2 == j1:
            missing = lost
            continue
        end = ours[j2].start() if j2 < len(ours) else len(other)
        differs = tag != "equal" and any(m[0][0].isalnum() for m in ours[j1:j2])
        left_out = lost or missing
        if pieces and not left_out and pieces[-1].differs == differs:
            pieces[-1] = Piece(pieces[-1].text + other[at:end], differs, pieces[-1].left_out)
        else:
            pieces.append(Piece(other[at:end], differs, left_out))
        at, missing = end, ""
    if missing or at < len(other):
        pieces.append(Piece(other[at:], left_out=missing))
    return tuple(pieces)


def beside(base: str, other: str, form: str) -> tuple[Piece, ...]:
    """``other`` beside the fullest wording. What a part or a report of it leaves out at its ends, or altogether, is no difference."""
    pieces = against(base, other) if base else (Piece(other),)
    if form == "indirect":
        return tuple(Piece(p.text, p.differs) for p in pieces if p.text)
    if form == "partial" and pieces:
        ends = (pieces[0], *pieces[-1:]) if not pieces[-1].text else (pieces[0],)
        pieces = tuple(Piece(p.text, p.differs) if p in ends else p for p in pieces)
    return tuple(p for p in pieces if p.text or p.left_out)


def _key(word: re.Match[str]) -> str:
    return {"“": '"', "”": '"', "’": "'", "‘": "'"}.get(word[0], word[0].casefold().replace("’", "'"))


def fullest(name: str, names: Iterable[str]) -> str:
    """The one longer name that ends in this one ("Lodd" is "Karin Lodd"), or the name itself where none or several do."""
    longer = [n for n in names if name and n != name and n.endswith(" " + name)]
    whole = [n for n in longer if not any(m != n and m.endswith(" " + n) for m in longer)]
    return whole[0] if len(whole) == 1 else name
