"""Article and Span: the two nouns that everything else points to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from crosslight.errors import SpanError

Part = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's report, as read.

    ``text`` is exact and never altered: spans count its code points. What is not known is ``None``.
    ``published`` is an ISO 8601 date or date-time as the source gave it.
    """

    id: str
    text: str = field(repr=False)
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    fetched: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def text_sha256(self) -> str:
        """Hex SHA-256 of the text's UTF-8 bytes (lone surrogates kept)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def span(self, start: int, end: int, part: Part = "text") -> Span:
        """The span ``[start, end)`` of this article, in code points."""
        return Span(self, start, end, part)


@dataclass(frozen=True, slots=True)
class Span:
    """A place in an article: code points ``[start, end)`` of its text (or of its title).

    A span that does not fit its article, or is empty, cannot be built.

    Raises:
        SpanError: the offsets lie outside the article.

    """

    article: Article
    start: int
    end: int
    part: Part = "text"

    def __post_init__(self) -> None:
        whole = self.article.text if self.part == "text" else self.article.title or ""
        if not 0 <= self.start < self.end <= len(whole):
            raise SpanError(
                f"span {self.start}..{self.end} does not fit the {self.part} of article {self.article.id!r}, which has {len(whole)} characters"
            )

    @property
    def text(self) -> str:
        """The exact words."""
        whole = self.article.text if self.part == "text" else self.article.title or ""
        return whole[self.start : self.end]

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What spans sort by: article, part, start, end."""
        return self.article.id, self.part, self.start, self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two share a character of one article."""
        return self.article.id == other.article.id and self.part == other.part and self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True where ``other`` lies wholly inside this span."""
        return (
            self.article.id == other.article.id and self.part == other.part and self.start <= other.start and other.end <= self.end
        )
