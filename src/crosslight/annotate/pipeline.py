"""The annotators, run in order over one parse an article."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crosslight.annotate import attributions, entities, events, figures, language, places, times
from crosslight.annotate.parsed import ParsedArticle, load_parser, parse, sentences, tokens
from crosslight.model import Annotations, Article, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

BATCH = 16
CHARACTERS = 200_000
"""One batch of the parser holds at most so many articles and characters (some 100 MB of its working memory)."""
VERSION = "1"
"""Raised with every change to what an annotator finds: it names the cache's shelf."""


@dataclass(frozen=True, slots=True)
class Annotator:
    """Holds the loaded parser; annotates articles one after another.

    An article in a language that is not ours is passed through with ``annotated=False``.
    """

    parser: Language

    @classmethod
    def load(cls, parser: str | None = None) -> Annotator:
        """An annotator with the named spaCy pipeline, or the default one."""
        return cls(load_parser(parser))

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotations]:
        """The annotations of each article, in order. Some are parsed ahead, as one batch."""
        waiting = iter(articles)
        while batch := [language.with_language(article) for article in islice(waiting, BATCH)]:
            ours = [a for a in batch if a.language in (None, "en")]
            parses = (one for few in _within(ours, CHARACTERS) for one in parse(few, self.parser))
            for article in batch:
                yield read(next(parses)) if article.language in (None, "en") else unread(article)


def _within(articles: Iterable[Article], characters: int) -> Iterator[list[Article]]:
    """The articles in batches of so many characters at most; what is longer stands alone."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        if batch and size + len(article.text) > characters:
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += len(article.text)
    if batch:
        yield batch


def read(parsed: ParsedArticle) -> Annotations:
    """All annotations of one parsed article."""
    cast = entities.find(parsed)
    said = attributions.find(parsed, cast)
    when = times.find(parsed)
    numbers = figures.find(parsed, said, when)
    where = places.find(parsed, cast)
    return Annotations(
        article=parsed.article,
        version=VERSION,
        annotated=True,
        sentences=sentences(parsed),
        tokens=tokens(parsed),
        entities=cast.entities,
        mentions=cast.mentions,
        attributions=said,
        figures=numbers,
        times=when,
        places=where,
        events=events.find(parsed, cast, said, when, where),
    )


def unread(article: Article) -> Annotations:
    """An article that is kept, but not annotated."""
    none = Tokens((), (), (), (), (), (), (), (), ())
    return Annotations(article, VERSION, False, (), none, (), (), (), (), (), (), ())  # noqa: FBT003 - the fields in order
