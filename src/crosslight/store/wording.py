"""The full-text index: what is put into it, and how a person's words become a question to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from crosslight.model import Article

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"\w+")
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_BARRIER = "zzz"
"""Stands between two names, so that no name is found across them."""
_LONGEST = 1_000_000
"""PostgreSQL refuses a tsvector of more than 1 MiB; 400,000 characters of text stay below."""


def storable(value: str | None) -> str | None:
    """The words without what a text column cannot hold (NUL, lone surrogates)."""
    return None if value is None else _UNSTORABLE.sub("�", value)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of articles, and the names in them; both can be made again from what is kept."""

    connection: Connection

    def put(self, articles: Iterable[tuple[int, Article]]) -> None:
        """Index titles and texts, each by its article's place in the stream, in place of what was there."""
        row = [{"seq": n, "title": storable(a.title) or "", "text": (storable(a.text) or "")[:_LONGEST]} for n, a in articles]
        if self.connection.dialect.name == "sqlite":
            self.connection.execute(text("INSERT OR REPLACE INTO words (rowid, title, text) VALUES (:seq, :title, :text)"), row)
        else:
            self.connection.execute(
                text(
                    "INSERT INTO words VALUES (:seq, setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :text)) "
                    "ON CONFLICT (rowid) DO UPDATE SET vector = excluded.vector"
                ),
                row,
            )

    def put_names(self, seq: int, persons: Iterable[str], places: Iterable[str]) -> None:
        """Index the names that stand in an article, in place of what was there."""
        row = {"seq": seq, "persons": _joined(persons), "places": _joined(places)}
        if self.connection.dialect.name == "sqlite":
            self.connection.execute(
                text("INSERT OR REPLACE INTO names (rowid, persons, places) VALUES (:seq, :persons, :places)"), row
            )
        else:
            self.connection.execute(
                text(
                    "INSERT INTO names VALUES (:seq, to_tsvector('simple', :persons), to_tsvector('simple', :places)) "
                    "ON CONFLICT (rowid) DO UPDATE SET persons = excluded.persons, places = excluded.places"
                ),
                row,
            )

    def forget(self) -> None:
        """Empty both indexes."""
        for table in ("words", "names"):
            self.connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the two names above


def _joined(names: Iterable[str]) -> str:
    return f" {_BARRIER} ".join(storable(name) or "" for name in names)


def terms(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and quoted phrases that must stand in an article, and those that must not (``-word``)."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(query):
        said = " ".join(_WORD.findall(phrase or word))
        if said:
            (unwanted if minus else wanted).append(said)
    return tuple(wanted), tuple(unwanted)


def for_sqlite(query: str) -> str | None:
    """The query in FTS5's words: every term a quoted string; ``None`` where nothing is wanted."""
    wanted, unwanted = terms(query)
    if not wanted:
        return None
    asked = " AND ".join(f'"{w}"' for w in wanted)
    return f"({asked}) NOT ({' OR '.join(f'{chr(34)}{w}{chr(34)}' for w in unwanted)})" if unwanted else asked


def for_postgresql(query: str) -> str | None:
    """The query in the words of ``websearch_to_tsquery``; ``None`` where nothing is wanted."""
    wanted, unwanted = terms(query)
    if not wanted:
        return None
    return " ".join([*(f'"{w}"' for w in wanted), *(f'-"{w}"' for w in unwanted)])
