"""The store: what Crosslight keeps, in one file or in PostgreSQL, behind one interface."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.errors import OutputError, StoreError, UsageError
from crosslight.store import engines, migrations
from crosslight.store.articles import Articles
from crosslight.store.items import Items
from crosslight.store.judgements import Judgements
from crosslight.store.locks import writer_lock
from crosslight.store.moments import now
from crosslight.store.readings import Readings, Vectors
from crosslight.store.revisions import Revisions
from crosslight.store.running import Alerts, Dossiers, Feeds, Skips, Snapshots
from crosslight.store.searching import Search
from crosslight.store.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Connection, Engine

    from crosslight.store.locks import WriterLock


_ONE_AFTER_ANOTHER = (
    "SELECT pg_advisory_xact_lock(hashtextextended('crosslight writing ' || current_database() || ' ' || current_schema(), 0))"
)
"""Transactions that write wait for each other, as SQLite's do: a judgement then knows which article was the last before it."""


@dataclass(frozen=True, slots=True)
class Session:
    """One reading, or one writing, of the store: everything seen through it is of one moment, and is written whole or not at all."""

    connection: Connection
    clock: Callable[[], str]

    @property
    def articles(self) -> Articles:
        """Articles, their versions, the pages they were seen at."""
        return Articles(self.connection, self.clock)

    @property
    def readings(self) -> Readings:
        """Annotations."""
        return Readings(self.connection, self.clock)

    @property
    def vectors(self) -> Vectors:
        """Vectors."""
        return Vectors(self.connection)

    @property
    def judgements(self) -> Judgements:
        """What the clusterer and persons judged."""
        return Judgements(self.connection, self.clock)

    @property
    def stories(self) -> Stories:
        """Stories and their lineage."""
        return Stories(self.connection, self.clock)

    @property
    def revisions(self) -> Revisions:
        """Changed texts as the clusterer heard of them."""
        return Revisions(self.connection, self.clock)

    @property
    def dossiers(self) -> Dossiers:
        """The latest dossier of each story."""
        return Dossiers(self.connection, self.clock)

    @property
    def snapshots(self) -> Snapshots:
        """Where the clusterer is."""
        return Snapshots(self.connection, self.clock)

    @property
    def feeds(self) -> Feeds:
        """The feeds that are watched, and their health."""
        return Feeds(self.connection, self.clock)

    @property
    def items(self) -> Items:
        """What watched feeds announce."""
        return Items(self.connection, self.clock)

    @property
    def alerts(self) -> Alerts:
        """What is to be told."""
        return Alerts(self.connection, self.clock)

    @property
    def skips(self) -> Skips:
        """Inputs that could not be used."""
        return Skips(self.connection, self.clock)

    @property
    def search(self) -> Search:
        """Questions."""
        return Search(self.connection, self.clock)


class Store:
    """Keeps articles, judgements and all that is derived from them, in a SQLite file or in PostgreSQL.

    ::

        with Store.open("news.db", write=True) as store, store.writing() as kept:
            kept.articles.add(article)

    Any number of programs may read; one at a time may open it to write. Persons may judge meanwhile (``judge=True``). What a ``writing()`` block did is there for
    good when the block has ended without an error, and not at all otherwise.
    """

    def __init__(self, engine: Engine, place: str, *, may_write: bool, lock: WriterLock | None, clock: Callable[[], str]) -> None:
        self.engine = engine
        self.place = place
        self.clock = clock
        self._may_write = may_write
        self._lock = lock

    @classmethod
    def open(cls, where: str | Path, *, write: bool = False, judge: bool = False, clock: Callable[[], str] = now) -> Store:
        """Open a store by its file or its ``postgresql://`` address.

        With ``write`` it is made where there is none and brought up to date, and no other program may do so meanwhile. With
        ``judge`` short writings (a person's judgement, a feed) go in between those of the program that writes.

        Raises:
            StoreBusy: another program has it open to write.
            StoreError: it is damaged, newer than this program, or (to read) not there or not brought up to date.
            OutputError: it cannot be written.
            PartMissing: no safe SQLite, or no driver.

        """
        url = engines.place_of(where)
        place = engines.told(url)
        engine = engines.open_engine(url)
        file = Path(url.database or "") if engine.dialect.name == "sqlite" else None
        if file is not None and not write and not file.exists():
            raise UsageError(f"there is no store at {place}; crosslight ingest or crosslight watch makes one")
        lock: WriterLock | None = None
        try:
            with engines.plainly(place):
                if write:
                    lock = _made_ready(engine, place, file, clock)
                else:
                    _check_shape(engine, place)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, place, may_write=write or judge, lock=lock, clock=clock)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See the store as it is at this moment, whatever is written meanwhile."""
        with engines.plainly(self.place), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)  # noqa: PLW2901
            with connection.begin():
                yield Session(connection, self.clock)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Write: all of it is kept for good when the block ends, or none where it raises.

        Raises:
            UsageError: the store was opened to read.

        """
        if not self._may_write:
            raise UsageError(f"the store {self.place} was opened to read; open it with write=True")
        with (
            engines.plainly(self.place),
            self.engine.connect().execution_options(**{engines.WRITING: True}) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(_ONE_AFTER_ANOTHER)
            yield Session(connection, self.clock)

    def close(self) -> None:
        """Let another program write."""
        self._may_write = False
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _made_ready(engine: Engine, place: str, file: Path | None, clock: Callable[[], str]) -> WriterLock:
    """The lock of a store that is there and up to date now."""
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"the folder {file.parent} cannot be made ({error.strerror}); choose another place with --store"
            ) from error
    lock = writer_lock(engine, place)
    try:
        _prepare(engine, place, clock)
    except BaseException:
        lock.release()
        raise
    return lock


def _check_shape(engine: Engine, place: str) -> None:
    with engine.connect() as connection, connection.begin():
        number = migrations.current(connection)
    migrations.check(number, place)
    if number == 0:
        raise StoreError(f"{place} is no Crosslight store; look at the path")
    if number < len(migrations.STEPS):
        raise StoreError(f"the store {place} was made by an older Crosslight; crosslight doctor --repair brings it up to date")


def _prepare(engine: Engine, place: str, clock: Callable[[], str]) -> None:
    if engine.dialect.name == "sqlite":
        engines.prepare_file(engine, place)
    with engine.connect().execution_options(**{engines.WRITING: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            engines.prepare_server(connection, place)
        migrations.check(migrations.current(connection), place)
        migrations.migrate(connection, clock())
