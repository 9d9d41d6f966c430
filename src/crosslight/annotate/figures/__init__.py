"""Figures: the numbers that a reader takes as news, with their bounds, unit and what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.figures import candidates, counted, news
from crosslight.model import Figure

if TYPE_CHECKING:
    from crosslight.annotate.figures.candidates import Candidate
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Attribution, Span, TimeExpression

__all__ = ["find"]


def find(parsed: ParsedArticle, said: tuple[Attribution, ...], when: tuple[TimeExpression, ...]) -> tuple[Figure, ...]:
    """Every figure of one article, in text order.

    ``said`` tells whose words hold a figure; ``when`` which numbers are dates and clock times.
    """
    text = parsed.text
    found = news.chosen(parsed, candidates.find(parsed), when)
    figures = []
    for n, candidate in enumerate(found):
        span = parsed.span(*_extent(candidate, text))
        figures.append(
            Figure(
                id=f"{parsed.article.id}:f{n}",
                span=span,
                value=candidate.value,
                low=candidate.low,
                high=candidate.high,
                unit=counted.unit_of(candidate),
                counts=counted.counts_of(candidate),
                attribution=_credited(span, said),
            )
        )
    return tuple(figures)


def _extent(candidate: Candidate, text: str) -> tuple[int, int]:
    """Number, bound and unit, and the counted noun where it follows closely."""
    end, noun = candidate.end, candidate.noun
    if noun is not None and end <= noun.idx <= end + 40 and "\n" not in text[end : noun.idx]:
        end = noun.idx + len(noun)
    return candidate.start, end


def _credited(span: Span, said: tuple[Attribution, ...]) -> str | None:
    """The attribution whose content covers the figure (the innermost, where several do)."""
    holding = [
        (c.end - c.start, a.id) for a in said for c in a.content if c.overlaps(span) and c.start <= span.start and span.end <= c.end
    ]
    return min(holding)[1] if holding else None
