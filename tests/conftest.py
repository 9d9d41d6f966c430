"""What tests share: one loaded parser, the examples, the corpora where they are."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from tests.remembering import Remembering

from crosslight import flow
from crosslight.annotate.parsed import ParsedArticle, parse
from crosslight.model import Article, Dossier

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import BaseContext

    from spacy.language import Language

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
PRELOADED = [
    "tests.contracts.ingesting",
    "tests.watch.stand_ins",
    "crosslight.discover",
    "crosslight.cli.watch",
    "crosslight.extract.tree",
    "fastfeedparser.main",
    "trafilatura",
    "pysqlite3.dbapi2",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
    "psycopg",
]
"""What the programs of the tests that kill import; one list, since a worker has one server of processes."""


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the user's own cache; the workers of one run share theirs, as a user's processes do."""
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    os.environ["CROSSLIGHT_CACHE"] = str(run / "cache")


@pytest.fixture(scope="session")
def parser() -> Language:
    """The parser of the annotator that commands run here use, so that a worker loads one."""
    return flow.annotator().parser


@pytest.fixture(scope="session")
def processes() -> BaseContext:
    """Starts programs that have their modules loaded already, so that the dozens that are killed do not take half a minute."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


@pytest.fixture(scope="session")
def parsed_of(parser) -> Callable[..., ParsedArticle]:
    """A text as a parsed article: ``parsed_of("The mayor said...", published="2026-03-11")``."""

    def parsed(text: str, **fields: str) -> ParsedArticle:
        return next(parse([Article(id=fields.pop("id", "a"), text=text, **fields)], parser))

    return parsed


@pytest.fixture(scope="session")
def remembered() -> Remembering:
    """The shipped encoder, which reads no text twice."""
    return Remembering(flow.encoder())


@pytest.fixture
def vectors_once(remembered, monkeypatch) -> None:
    """For tests that compare the same reports again and again, and do not ask where vectors come from."""
    monkeypatch.setattr(flow, "encoder", lambda: remembered)


@pytest.fixture(scope="session")
def ferry(remembered) -> Dossier:
    """The dossier of the ferry example."""
    with patch.object(flow, "encoder", lambda: remembered):
        return flow.compare(flow.read([EXAMPLES / "ferry"]).articles)


@pytest.fixture(scope="session")
def ceasefire(remembered) -> Dossier:
    """The dossier of the ceasefire example."""
    with patch.object(flow, "encoder", lambda: remembered):
        return flow.compare(flow.read([EXAMPLES / "ceasefire"]).articles)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora; the test is skipped where it is not given."""
    folder = os.environ.get("CROSSLIGHT_CORPORA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CROSSLIGHT_CORPORA does not name the folder of the corpora")
    return Path(folder)
