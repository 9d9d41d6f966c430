"""The two engines behind the store: how each is opened, and what is asked of it before it is trusted."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from crosslight.errors import OutputError, PartMissing, StoreBusy, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from sqlalchemy import Connection

FIRST_SAFE_SQLITE = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when it is reset while another connection writes (sqlite.org/wal.html)."""
OLDEST_POSTGRESQL = 15
BUSY_MILLISECONDS = 10_000
PAGE_CACHE_KIB = 64 * 1024
WRITING = "crosslight_writing"
"""Execution option of a connection whose transaction will write: SQLite then takes the write lock at its start."""


def place_of(where: str | Path) -> URL:
    """The address of a store: a ``postgresql://`` URL, a ``sqlite:///`` URL, or a file.

    Raises:
        UsageError: it is a URL of something else.

    """
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser()))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            f"{where.split('@')[-1]} is no address of a store; write postgresql://user@host/database, or a file"
        ) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return url
    if kind in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    raise UsageError(f"a store lies in a file or in PostgreSQL; {kind}:// is neither")


def told(url: URL) -> str:
    """The place as messages tell it: never with a password."""
    return (
        str(url.database)
        if url.get_backend_name() == "sqlite"
        else url.set(drivername="postgresql").render_as_string(hide_password=True)
    )


def open_engine(url: URL) -> Engine:
    """The engine for a store, each connection set up as the store wants it.

    Raises:
        PartMissing: no SQLite that is safe to use, or no PostgreSQL driver.

    """
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)


def sqlite_module() -> ModuleType:
    """A SQLite that may be trusted with WAL: pysqlite3's own, or Python's where that is new enough.

    Raises:
        PartMissing: neither is.

    """
    seen = []
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if module.sqlite_version_info >= FIRST_SAFE_SQLITE:
            return module
        seen.append(f"{name.split('.')[0]} has {module.sqlite_version}")
    wanted = ".".join(map(str, FIRST_SAFE_SQLITE))
    raise PartMissing(
        f"SQLite {wanted} or later is needed ({', '.join(seen)}; older ones can damage a WAL file): pip install 'pysqlite3>=0.6'"
    )


def _sqlite(url: URL) -> Engine:
    file = Path(url.database or "")
    if file.is_dir():
        raise UsageError(f"{file} is a folder; a store is a file")
    engine = create_engine(url, module=sqlite_module(), connect_args={"timeout": BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, as SQLAlchemy says
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # what is acknowledged outlives a power cut
        cursor.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
        cursor.execute("PRAGMA trusted_schema = OFF")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")

    return engine


def prepare_file(engine: Engine, place: str) -> None:
    """Put a SQLite file into WAL mode. It stays so.

    Raises:
        StoreError: it is no database, or lies where WAL does not work.

    """
    try:
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            (mode,) = cursor.fetchone() or (None,)
            cursor.close()
        finally:
            raw.close()
    except sqlite_module().DatabaseError as error:
        raise _known(str(error), place) or StoreError(f"the store {place} cannot be used: {error}") from error
    if mode != "wal":
        raise StoreError(f"{place} cannot be put into WAL mode (it is in {mode}): lay it on a local disk, not on a network share")


def _postgresql(url: URL) -> Engine:
    try:
        importlib.import_module("psycopg")
        importlib.import_module("pgvector")
    except ImportError as error:
        raise PartMissing("a store in PostgreSQL needs its driver: pip install 'crosslight[postgresql]'") from error
    return create_engine(url)


def prepare_server(connection: Connection, place: str) -> None:
    """Ask of a PostgreSQL server what the store needs: its version, and pgvector.

    Raises:
        StoreError: the server is too old, or has no pgvector.

    """
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
    if version < OLDEST_POSTGRESQL:
        raise StoreError(f"{place} is PostgreSQL {version}; {OLDEST_POSTGRESQL} or later is needed")
    try:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector")
    except DBAPIError as error:
        raise StoreError(
            f"{place} has no pgvector, or this user may not create it: install it on the server and say CREATE EXTENSION vector"
        ) from error


@contextmanager
def plainly(place: str) -> Iterator[None]:
    """Turn what an engine raises into an error that says what to do.

    Raises:
        OutputError: the disk is full, or the place may not be written.
        StoreBusy: another program holds it.
        StoreError: it is damaged, no store, or not to be reached.

    """
    try:
        yield
    except DBAPIError as error:
        known = _known(str(error.orig), place)
        if known is not None:
            raise known from error
        if isinstance(error, OperationalError):
            raise StoreError(f"the store {place} cannot be used: {str(error.orig).strip().splitlines()[0]}") from error
        raise


def _known(message: str, place: str) -> Exception | None:
    said = message.lower()
    if "disk is full" in said or "no space left" in said or "disk full" in said or "could not extend file" in said:
        return OutputError(
            f"the disk of the store {place} is full; free some space and start again, all that was acknowledged is kept"
        )
    if "readonly database" in said or "unable to open database" in said or "read-only" in said or "permission denied" in said:
        return OutputError(f"the store {place} cannot be opened for writing; look at its folder and its permissions")
    if "disk i/o error" in said:
        return StoreError(f"the disk of the store {place} failed ({message.strip()}); look at the disk, then run crosslight doctor")
    if "malformed" in said or "not a database" in said:
        return StoreError(f"the store {place} is damaged ({message.strip()}); crosslight doctor says what can be rescued")
    if "is locked" in said or "lock timeout" in said:
        return StoreBusy(f"the store {place} is held by another program; stop that one, or wait until it has done")
    return None
