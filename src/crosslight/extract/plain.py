"""What a plain text says of itself: its headline, and the agency whose copy it plainly is."""

from __future__ import annotations

import re

_HEADLINE = re.compile(r"\A\s*(\S[^\n]{8,140}?)[ \t]*\r?\n[ \t]*\r?\n")
_AGENCIES = "AFP|AP|Reuters|REUTERS|Xinhua|UPI|dpa|DPA|EFE|ANSA|TASS|Tass|PTI|ANI|IANS|Yonhap|Kyodo|Bernama|Agence France-Presse|The Associated Press|Associated Press|Press Association|PA"
_DATELINE = re.compile(
    rf"\A.{{0,200}}?^[^\n(]{{2,60}}\((?P<agency>{_AGENCIES})\)[^\n]{{0,30}}?(?:[-\u2013\u2014:]|$)", re.DOTALL | re.MULTILINE
)
_SIGNED = re.compile(rf"(?:^|\n)[ \t]*(?:By [^\n,]{{3,50}}, |\u00a9 ?(?:\d{{4}} )?|\()(?P<agency>{_AGENCIES})\)?\.?[ \t]*(?:\n|\Z)")
_FULL = {
    "AP": "Associated Press",
    "The Associated Press": "Associated Press",
    "REUTERS": "Reuters",
    "PA": "Press Association",
    "Agence France-Presse": "AFP",
    "DPA": "dpa",
    "Tass": "TASS",
}


def headline(text: str) -> str | None:
    """The first line, where it stands alone like a headline: short, a blank line below, no full stop."""
    found = _HEADLINE.match(text)
    if not found or found.group(1).endswith((".", ":", ";", ",", "\u201d", '"', "?\u201d")):
        return None
    line = found.group(1).lstrip("#").strip()
    return line if len(line.split()) >= 3 and not line.startswith(("By ", "(", "\u00a9")) else None


def byline_outlet(text: str) -> str | None:
    """The agency that a dateline ("PORT LENN (AFP) -") or a signature line plainly names; else ``None``."""
    found = _DATELINE.match(text[:600]) or _SIGNED.search(text[:600]) or _SIGNED.search(text[-300:])
    if not found:
        return None
    agency = found.group("agency")
    return _FULL.get(agency, agency)
