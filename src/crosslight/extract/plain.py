"""What a plain text says of itself: its headline, and the agency whose copy it plainly is."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_HEADLINE = re.compile(r"\A\s*(\S[^\n]{8,140}?)[ \t]*\r?\n[ \t]*\r?\n")
_AGENCY = r"(?P<agency>[A-Z][\w&' -]{1,40})"
_DATELINE = re.compile(rf"^[A-Z][^\n(]{{1,60}}\({_AGENCY}\)[^\n]{{0,30}}?(?:[-\u2013\u2014:]|$)", re.MULTILINE)
_SIGNED = re.compile(rf"^[ \t]*(?:By [^\n,]{{3,50}}, |\u00a9 ?(?:\d{{4}} )?|\(){_AGENCY}\)?\.?[ \t]*$", re.MULTILINE)
_SHAPED = re.compile(r".* (?:News Agency|Press Agency|News Service|Newswire|Press Association)\Z")


def headline(text: str) -> str | None:
    """The first line, where it stands alone like a headline: short, a blank line below, no full stop."""
    found = _HEADLINE.match(text)
    if not found or found.group(1).endswith((".", ":", ";", ",", "\u201d", '"')):
        return None
    line = found.group(1).lstrip("#").strip()
    return line if len(line.split()) >= 3 and not line.startswith(("By ", "(", "\u00a9")) else None


def byline_outlet(text: str) -> str | None:
    """The agency that a dateline ("PORT LENN (AFP) -") or a signature line plainly names; else ``None``."""
    head, tail = text[:600], text[-300:]
    for found in (_DATELINE.search(head), _SIGNED.search(head), _SIGNED.search(tail)):
        agency = _agency(found.group("agency").strip()) if found else None
        if agency:
            return agency
    return None


def _agency(name: str) -> str | None:
    """The agency's full name, where it is a known one or its name has the shape of one."""
    return _agencies().get(name.casefold()) or (name if _SHAPED.match(name) else None)


@cache
def _agencies() -> dict[str, str]:
    rows = (resources.files("crosslight.data") / "agencies" / "outlets.tsv").read_text(encoding="utf-8").splitlines()
    known: dict[str, str] = {}
    for name, kind, others, *_ in (row.split("\t") for row in rows if row and not row.startswith("#")):
        if kind == "agency":
            known |= {n.removeprefix("*").casefold(): name for n in (name, *others.split(";")) if n}
    return known
