"""One writer at a time: a lock that dies with its process, and says who holds it."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import text

from crosslight.errors import OutputError, StoreBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


class WriterLock(Protocol):
    """Held while a program may write."""

    def release(self) -> None:
        """Let another program write."""
        ...


def writer_lock(engine: Engine, place: str) -> WriterLock:
    """Take the store for writing.

    Raises:
        StoreBusy: another process has it; the message names it.

    """
    if engine.dialect.name == "sqlite":
        return FileLock(Path(f"{engine.url.database}.lock"), place)
    return ServerLock(engine, place)


def _me() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"


def _busy(place: str, holder: str) -> StoreBusy:
    return StoreBusy(
        f"the store {place} is being written by {holder}; stop that one, or wait until it has done. Reading goes on meanwhile"
    )


class FileLock:
    """``flock`` on a file beside the store: the kernel frees it when its process ends, however it ends."""

    def __init__(self, file: Path, place: str) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise OutputError(f"{file} cannot be written ({error.strerror}); the store's folder must be writable") from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._handle, 200, 0).decode("utf-8", "replace").strip() or "another process"
            os.close(self._handle)
            raise _busy(place, holder) from error
        except OSError as error:
            os.close(self._handle)
            raise OutputError(f"{file} cannot be locked ({error.strerror}); lay the store on a local disk") from error
        with suppress(OSError):  # the lock holds without a name in it, which a full disk has no room for
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, _me().encode(), 0)

    def release(self) -> None:
        """The file stays: removing it would let two programs hold two files of one name."""
        with suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


class ServerLock:
    """PostgreSQL's advisory lock on a connection of its own; one key for each schema of each database."""

    PATIENCE = 2.0
    """Seconds until it is told that another writes: a busy server takes a moment to see that a killed program is gone."""
    _KEY = "hashtextextended('crosslight ' || current_database() || ' ' || current_schema(), 0)"

    def __init__(self, engine: Engine, place: str) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection.detach()  # closed, it is gone, and the lock with it
        with _closing_on_error(self._connection):
            self._connection.execute(text("SELECT set_config('application_name', :me, false)"), {"me": f"crosslight {_me()}"[:63]})
            until = time.monotonic() + self.PATIENCE
            while not self._connection.execute(text(f"SELECT pg_try_advisory_lock({self._KEY})")).scalar_one():
                if time.monotonic() > until:
                    raise _busy(place, self._holder())
                time.sleep(0.05)

    def _holder(self) -> str:
        key = self._connection.execute(text(f"SELECT {self._KEY}")).scalar_one()
        name = self._connection.execute(
            text(
                "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
                "WHERE locktype = 'advisory' AND granted AND classid::bigint = :high AND objid::bigint = :low"
            ),
            {"high": (key >> 32) & 0xFFFFFFFF, "low": key & 0xFFFFFFFF},
        ).scalar()
        return str(name or "another process").removeprefix("crosslight ")

    def release(self) -> None:
        """The lock goes with its connection."""
        self._connection.close()


@contextmanager
def _closing_on_error(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
