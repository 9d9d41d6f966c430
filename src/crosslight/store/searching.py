"""Asking: articles by words, names and dates; figures by what they count and how large they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, literal_column, select, text

from crosslight.errors import UsageError
from crosslight.model import Figure, Span
from crosslight.store import tables as t
from crosslight.store.articles import Articles
from crosslight.store.moments import bounds
from crosslight.store.shapes import FigureHit, Filters, Hit
from crosslight.store.wording import for_postgresql, for_sqlite, terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from crosslight.model import Article

_WORD = re.compile(r"\w+")
_ENDINGS = re.compile(r"(?:ing|edly|ed|es|s|ly)$")


@dataclass(frozen=True, slots=True)
class Search:
    """Questions to one reading of the store."""

    connection: Connection
    clock: Callable[[], str]

    def articles(self, words: str = "", wanted: Filters | None = None, *, best_first: bool = False) -> tuple[Hit, ...]:
        """Articles in which all the words (or quoted phrases, and no ``-word``) stand, as they are now.

        The one that came last stands first, or the best match with ``best_first`` (slower for common words).

        Raises:
            UsageError: nothing is asked for, or a date is none.

        """
        wanted = wanted or Filters()
        asked = self._filtered(select(t.articles.c.id, t.articles.c.version, t.memberships.c.story), wanted)
        asked = self._with_words(asked, words, best_first=best_first)
        found = []
        for row in self.connection.execute(asked.limit(wanted.limit)).all():
            article = Articles(self.connection, self.clock).get(row.id, row.version)
            if article:
                found.append(Hit(article, row.story, _first_of(words, article)))
        return tuple(found)

    def figures(
        self, counts: str | None = None, wanted: Filters | None = None, *, over: float | None = None, under: float | None = None
    ) -> tuple[FigureHit, ...]:
        """Figures by what they count, above or below a number; those of the article that came last first.

        ``counts`` finds what is counted by all its words ("people killed"), whatever their endings. ``over`` holds for the greatest
        number that a figure names ("5 to 12" is over 10), ``under`` for the least.
        """
        wanted = wanted or Filters()
        columns = (t.articles.c.id, t.articles.c.version, t.memberships.c.story, t.figures, t.counted.c.counts)
        asked = self._filtered(select(*columns), wanted)
        asked = asked.join(t.figures, t.figures.c.article == t.articles.c.seq)
        asked = asked.outerjoin(t.counted, t.counted.c.id == t.figures.c.counted)
        if counts:
            asked = asked.where(t.figures.c.counted.in_(self._counting(counts)))
        if over is not None:
            asked = asked.where(t.figures.c.greatest > over)
        if under is not None:
            asked = asked.where(t.figures.c.least < under)
        asked = asked.order_by(t.articles.c.seq.desc(), t.figures.c.n).limit(wanted.limit)
        return tuple(hit for row in self.connection.execute(asked).all() if (hit := self._figure(row)))

    def _figure(self, row: Any) -> FigureHit | None:
        article = Articles(self.connection, self.clock).get(row.id, row.version)
        if article is None:
            return None
        whole = article.text if row.part == "text" else article.title or ""
        if not row.start_at < row.end_at <= len(whole):
            return None  # the text has changed and was not read again yet
        span = Span(article, row.start_at, row.end_at, row.part)
        return FigureHit(article, row.story, Figure(f"f{row.n}", span, row.value, row.low, row.high, row.unit, row.counts))

    def _counting(self, counts: str) -> list[int]:
        wanted = {_stem(w) for w in _WORD.findall(counts.casefold())}
        if not wanted:
            raise UsageError("--counts wants words, such as 'people killed'")
        rows = self.connection.execute(select(t.counted)).all()
        return [r.id for r in rows if wanted <= {_stem(w) for w in _WORD.findall(r.counts)}]

    def _filtered(self, asked: Select[Any], wanted: Filters) -> Select[Any]:
        asked = asked.select_from(t.articles).outerjoin(t.memberships, t.memberships.c.article == t.articles.c.seq)
        since, before = bounds(wanted.since, wanted.until)
        if since:
            asked = asked.where(t.articles.c.moment >= since)
        if before:
            asked = asked.where(t.articles.c.moment < before)
        if wanted.outlet:
            asked = asked.where(func.lower(t.articles.c.outlet) == wanted.outlet.lower())
        for column, name in (("persons", wanted.person), ("places", wanted.place)):
            if name:
                asked = asked.where(t.articles.c.seq.in_(self._named(column, name)))
        return asked

    def _named(self, column: str, name: str) -> Select[Any]:
        said = " ".join(_WORD.findall(name))
        if not said:
            raise UsageError(f"{name!r} is no name")
        rowid: Any = literal_column("rowid")
        if self.connection.dialect.name == "sqlite":
            where = text("names MATCH :name_" + column).bindparams(**{"name_" + column: f'{column} : "{said}"'})
        else:
            where = text(f"{column} @@ phraseto_tsquery('simple', :name_{column})").bindparams(**{"name_" + column: said})
        return select(rowid).select_from(text("names")).where(where)

    def _with_words(self, asked: Select[Any], words: str, *, best_first: bool) -> Select[Any]:
        sqlite = self.connection.dialect.name == "sqlite"
        query = for_sqlite(words) if sqlite else for_postgresql(words)
        newest: Any = t.articles.c.seq.desc()
        if query is None:
            if words.strip():
                raise UsageError(f"{words!r} has no word to look for")
            return asked.order_by(newest)
        asked = asked.join(text("words"), text("words.rowid = articles.seq"))
        if sqlite:
            asked = asked.where(text("words MATCH :query").bindparams(bindparam("query", query)))
            return (
                asked.order_by(text("bm25(words, 4.0, 1.0)"), newest)
                if best_first
                else asked.order_by(literal_column("words.rowid").desc())
            )
        vector: Any = literal_column("words.vector")
        wanted = func.websearch_to_tsquery(literal_column("'english'::regconfig"), query)
        asked = asked.where(vector.op("@@")(wanted))
        return asked.order_by(func.ts_rank_cd(vector, wanted, 1).desc(), newest) if best_first else asked.order_by(newest)


def _stem(word: str) -> str:
    """Enough of a word to match "killed" with "killing", "deaths" with "death"."""
    short = _ENDINGS.sub("", word)
    return short if len(short) >= 3 else word


def _first_of(words: str, article: Article) -> Span | None:
    """Where the first of the words stands that can be found as it is written, or as it begins."""
    for term in terms(words)[0]:
        pattern = r"\W+".join(map(re.escape, term.split()))
        for form in (rf"\b{pattern}\b", rf"\b{re.escape(_stem(term))}\w*"):
            for part, whole in (("text", article.text), ("title", article.title or "")):
                found = re.search(form, whole, re.IGNORECASE)
                if found and found.end() > found.start():
                    return Span(article, found.start(), found.end(), "text" if part == "text" else "title")
    return None
