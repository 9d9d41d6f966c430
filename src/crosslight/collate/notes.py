"""What a reader of the dossier must know before the dossier: what was not read, what nobody says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.model import Annotations, Note

if TYPE_CHECKING:
    from collections.abc import Iterator


def notes_on(readings: tuple[Annotations, ...]) -> Iterator[Note]:
    """Notes on languages that are not read, outlets and dates that nothing tells, and on a story of one article."""
    for reading in readings:
        article = reading.article
        if not reading.annotated:
            yield Note("language", article.id, f"is not in English ({article.language}); it is listed, but not annotated")
        if article.outlet is None:
            yield Note("unknown", article.id, "names no outlet; give it with --outlet")
        if article.published is None:
            yield Note("unknown", article.id, f"has no publication date{_bound(reading)}; give it with --published")
    if len(readings) == 1:
        yield Note("unknown", readings[0].article.id, "is the only article: there is nothing to lay beside it")


def _bound(reading: Annotations) -> str:
    """The latest full date that the text names in so many words: the report cannot well be older than the past it tells."""
    days = [t for t in reading.times if t.type == "DATE" and len(t.value) == 10 and t.value[:4].isdigit() and t.anchor is None]
    if not days:
        return ""
    latest = max(days, key=lambda t: t.value)
    return f' (its text names {latest.value}: "{latest.span.text}")'
