"""Which numbers are figures: quantities that a reader takes as news, not dates, names or turns of phrase."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.figures.candidates import Candidate
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import TimeExpression

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DAY_BESIDE = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? $|^(?:st|nd|rd|th)?,? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^ ?(?:a\.?m\b|p\.?m\b|o['’]clock|GMT\b|hrs\b)", re.IGNORECASE)


def is_news(parsed: ParsedArticle, candidate: Candidate, when: tuple[TimeExpression, ...]) -> bool:
    """True where a candidate is a figure."""
    text = parsed.text
    start, end = candidate.core
    words = text[start:end]
    if candidate.unit is None and _YEAR.fullmatch(words) and (candidate.noun is None or not candidate.noun.is_lower):
        return False
    if candidate.unit is None and (
        _DAY_BESIDE.search(text[max(0, start - 12) : start])
        or _DAY_BESIDE.search(text[end : end + 14])
        or _CLOCK.match(text[end : end + 8])
    ):
        return False
    if any(t.type != "DURATION" and t.span.start <= start and end <= t.span.end for t in when) and candidate.unit is None:
        return False
    if words.lower() == "one" and candidate.kind == "exact":
        return False
    return not (words.lower() == "half" and candidate.noun is None)
