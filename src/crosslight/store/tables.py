"""The tables as SQLAlchemy Core sees them: what the migrations make, told once more for queries (a test holds the two together)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Dialect, Float, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


class HalfVector(TypeDecorator[Any]):
    """A vector of float16: bytes in SQLite, pgvector's ``halfvec`` in PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of pgvector where there is one."""
        if dialect.name == "postgresql":
            from pgvector.sqlalchemy import HALFVEC

            return dialect.type_descriptor(HALFVEC())
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: NDArray[np.float16] | None, dialect: Dialect) -> Any:
        """The vector as its engine wants it."""
        if value is None:
            return None
        import numpy as np  # here: the commands that read no vector do without it

        half = np.asarray(value, np.float16)
        return half.tobytes() if dialect.name == "sqlite" else half

    def process_result_value(self, value: Any, dialect: Dialect) -> NDArray[np.float16] | None:
        """The vector as numpy."""
        if value is None:
            return None
        import numpy as np

        return np.frombuffer(value, np.float16) if dialect.name == "sqlite" else np.asarray(value, np.float16)


meta = MetaData()


def _table(name: str, *, key: tuple[str, ...], **columns: type[TypeEngine[Any]]) -> Table:
    return Table(name, meta, *(Column(column, kind, primary_key=column in key) for column, kind in columns.items()))


articles = _table(
    "articles", key=("seq",), seq=Integer, id=Text, version=Integer, text_sha256=Text, outlet=Text, title=Text, url=Text,
    language=Text, published=Text, moment=Text, stored_at=Text,
)  # fmt: skip
versions = _table(
    "versions", key=("article", "version"), article=Integer, version=Integer, text_sha256=Text, fetched=Text, stored_at=Text, body=LargeBinary,
)  # fmt: skip
pages = _table(
    "pages", key=("url",), url=Text, article=Integer, text_sha256=Text, first_seen=Text, last_seen=Text, times_seen=Integer, raw=Text,
)  # fmt: skip
judgements = _table(
    "judgements", key=("n",), n=Integer, article=Text, other=Text, verdict=Text, score=Float, reasons=Text, judge=Text, person=Integer,
    at=Text, after=Integer,
)  # fmt: skip
placements = _table("placements", key=("article",), article=Integer, story=Text, judgement=Integer, near_misses=Text)
lineage = _table("lineage", key=("n",), n=Integer, story=Text, kind=Text, other=Text, at=Text)
moves = _table("moves", key=("n",), n=Integer, article=Integer, story=Text)
revisions = _table(
    "revisions", key=("n",), n=Integer, article=Integer, version=Integer, after=Integer, judged=Integer, story=Text, judgement=Integer,
    near_misses=Text,
)  # fmt: skip
memberships = _table("memberships", key=("article",), article=Integer, found=Text, story=Text)
stories = _table(
    "stories", key=("id",), id=Text, articles=Integer, first_article=Integer, last_article=Integer, first_moment=Text, last_moment=Text,
)  # fmt: skip
readings = _table(
    "annotations", key=("article", "version", "annotator"), article=Integer, version=Integer, annotator=Text, annotated=Integer, body=LargeBinary,
)  # fmt: skip
counted = _table("counted", key=("id",), id=Integer, counts=Text)
figures = _table(
    "figures", key=("article", "n"), article=Integer, n=Integer, counted=Integer, unit=Text, value=Float, low=Float, high=Float,
    least=Float, greatest=Float, part=Text, start_at=Integer, end_at=Integer,
)  # fmt: skip
vectors = _table(
    "vectors", key=("article", "version", "model", "n"), article=Integer, version=Integer, model=Text, n=Integer, vector=HalfVector,
)  # fmt: skip
snapshots = _table(
    "snapshots",
    key=("n",),
    n=Integer,
    after=Integer,
    judged=Integer,
    clusterer=Text,
    body=LargeBinary,
    made_at=Text,
    revised=Integer,
)
dossiers = _table("dossiers", key=("story",), story=Text, made_of=Text, body=LargeBinary, made_at=Text)
feeds = _table(
    "feeds", key=("url",), url=Text, title=Text, added_at=Text, etag=Text, last_modified=Text, last_try=Text, last_success=Text,
    next_due=Text, failures=Integer, last_error=Text, paused=Integer,
)  # fmt: skip
alerts = _table("alerts", key=("n",), n=Integer, at=Text, kind=Text, story=Text, article=Text, message=Text, body=Text)
deliveries = _table("deliveries", key=("channel", "alert"), alert=Integer, channel=Text, at=Text)
channels = Table("channels", meta, Column("name", Text, primary_key=True), Column("after", Integer), Column("added_at", Text))
behind = _table("behind", key=("story",), story=Text, since=Text)
items = Table(
    "items", meta, Column("key", Text, primary_key=True), Column("feed", Text), Column("address", Text), Column("told", Text),
    Column("modified", Text), Column("first_seen", Text), Column("last_visit", Text), Column("next_visit", Text),
    Column("visits", Integer), Column("failures", Integer), Column("etag", Text), Column("last_modified", Text), Column("article", Text),
    Column("last_error", Text),
)  # fmt: skip
listings = Table("listings", meta, Column("key", Text, primary_key=True), Column("feed", Text), Column("last_listed", Text))
skipped = _table("skipped", key=("source", "reason"), source=Text, reason=Text, first_at=Text, last_at=Text, times=Integer)


def insert_or(connection: Connection, table: Table) -> SqliteInsert | PostgresqlInsert:
    """An INSERT of this connection's engine, which knows ``on_conflict_do_update``."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
