"""Crosslight lays the accounts of several outlets on one event side by side.

Every line that it shows points to the exact characters that it came from. The public API is flat::

    import crosslight
    dossier = crosslight.compare(crosslight.read(["reports/"]).articles)

Names load when they are first used: ``import crosslight`` itself costs almost nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from crosslight._version import __version__

if TYPE_CHECKING:
    from crosslight.acquire import ReadResult
    from crosslight.errors import (
        AbortError,
        CrosslightError,
        OutputError,
        PartMissing,
        RetryLater,
        SkipArticle,
        SpanError,
        StoreBusy,
        StoreError,
        UsageError,
    )
    from crosslight.flow import annotate, cluster, compare, read, verify
    from crosslight.model import Annotations, Article, Dossier, Judgement, Span, Story
    from crosslight.settings import Settings
    from crosslight.store import Store

_HOMES = {
    "crosslight.flow": ("annotate", "cluster", "compare", "read", "verify"),
    "crosslight.acquire": ("ReadResult",),
    "crosslight.settings": ("Settings",),
    "crosslight.store": ("Store",),
    "crosslight.model": ("Annotations", "Article", "Dossier", "Judgement", "Span", "Story"),
    "crosslight.errors": (
        "AbortError", "CrosslightError", "OutputError", "PartMissing", "RetryLater", "SkipArticle", "SpanError", "StoreBusy", "StoreError",
        "UsageError",
    ),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AbortError",
    "Annotations",
    "Article",
    "CrosslightError",
    "Dossier",
    "Judgement",
    "OutputError",
    "PartMissing",
    "ReadResult",
    "RetryLater",
    "Settings",
    "SkipArticle",
    "Span",
    "SpanError",
    "Store",
    "StoreBusy",
    "StoreError",
    "Story",
    "UsageError",
    "__version__",
    "annotate",
    "cluster",
    "compare",
    "read",
    "verify",
]


class _Package(ModuleType):
    """Keeps ``crosslight.annotate`` the function: the import system would bind the room of that name over it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'crosslight' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
