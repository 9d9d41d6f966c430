"""What tests share: one loaded parser, the examples, the corpora where they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crosslight import flow
from crosslight.annotate.parsed import ParsedArticle, load_parser, parse
from crosslight.model import Article, Dossier

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the user's own cache."""
    os.environ["CROSSLIGHT_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def parser() -> object:
    return load_parser()


@pytest.fixture(scope="session")
def parsed_of(parser) -> Callable[..., ParsedArticle]:
    """A text as a parsed article: ``parsed_of("The mayor said...", published="2026-03-11")``."""

    def parsed(text: str, **fields: str) -> ParsedArticle:
        return next(parse([Article(id=fields.pop("id", "a"), text=text, **fields)], parser))

    return parsed


@pytest.fixture(scope="session")
def ferry() -> Dossier:
    """The dossier of the ferry example."""
    return flow.compare(flow.read([EXAMPLES / "ferry"]).articles)


@pytest.fixture(scope="session")
def ceasefire() -> Dossier:
    """The dossier of the ceasefire example."""
    return flow.compare(flow.read([EXAMPLES / "ceasefire"]).articles)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora; the test is skipped where it is not given."""
    folder = os.environ.get("CROSSLIGHT_CORPORA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CROSSLIGHT_CORPORA does not name the folder of the corpora")
    return Path(folder)
