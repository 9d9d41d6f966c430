"""What can still be read of a damaged SQLite file, row by row, into a new store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosslight.errors import SkipArticle, StoreError
from crosslight.model import Judgement
from crosslight.store.encoding import unpack_article
from crosslight.store.engines import sqlite_module

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crosslight.store.store import Store

MOST_ROWS = 100_000_000
"""Where nothing of the file says how many rows there are, no more are looked for."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """How much of what cannot be made again could be read, and how much not."""

    versions: int
    judgements: int
    lost_versions: int
    lost_judgements: int


def rescue(file: Path, into: Store | None = None) -> Rescued:
    """Read every article version and every person's judgement that can be read; put them into an empty store where one is given.

    Texts come back only if their hash holds. Stories are found again by the next ingest.

    Raises:
        StoreError: not even the file's first page can be read.

    """
    module = sqlite_module()
    connection = module.connect(f"file:{file}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA writable_schema = ON")  # an unreadable index of the schema is no reason to stop
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except module.DatabaseError as error:
        connection.close()
        raise StoreError(f"nothing of {file} can be read ({error}); restore it from a backup") from error
    versions = [0, 0]
    for row in _rows(module, connection, "versions", "body, text_sha256"):
        versions[0 if _put_version(row, into) else 1] += 1
    judgements = [0, 0]
    for row in _rows(module, connection, "judgements", "article, other, verdict, score, reasons, judge, person, at"):
        if row is None or row[6]:
            judgements[0 if _put_judgement(row, into) else 1] += 1
    connection.close()
    return Rescued(versions[0], judgements[0], versions[1], judgements[1])


def _put_version(row: tuple[Any, ...] | None, into: Store | None) -> bool:
    if row is None:
        return False
    try:
        article = unpack_article(row[0])
        if article.text_sha256 != row[1]:
            return False
        if into:
            with into.writing() as session:
                session.articles.add(article)
    except (StoreError, SkipArticle):
        return False
    return True


def _put_judgement(row: tuple[Any, ...] | None, into: Store | None) -> bool:
    if row is None:
        return False
    if into:
        judgement = Judgement(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), row[5], row[7])
        with into.writing() as session:
            session.judgements.add_all([judgement], person=True)
    return True


def _rows(module: Any, connection: Any, table: str, columns: str) -> Iterator[tuple[Any, ...] | None]:
    """Every row by its number; ``None`` for one that cannot be read."""
    for number in range(1, _last(module, connection, table) + 1):
        try:
            row = connection.execute(f"SELECT {columns} FROM {table} WHERE rowid = ?", (number,)).fetchone()  # noqa: S608 - our own names
        except module.DatabaseError:
            yield None
        else:
            if row is not None:
                yield row


def _last(module: Any, connection: Any, table: str) -> int:
    """The highest row number, by whichever way of asking still works."""
    for asked in (
        f"SELECT max(rowid) FROM {table}",  # noqa: S608 - our own names
        f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT 1",  # noqa: S608
        "SELECT max(seq) * 2 + 1000 FROM sqlite_sequence",
    ):
        try:
            found = connection.execute(asked).fetchone()
        except module.DatabaseError:
            continue
        return min(int((found and found[0]) or 0), MOST_ROWS)
    return 0
