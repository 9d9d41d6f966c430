"""Settings: one frozen object, built at the edge (CLI, tests, a caller) and passed in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "crosslight"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told.

    ``parser`` names an installed spaCy pipeline; ``None`` takes the first of the ones that we measure
    with. ``workers`` is the number of processes that annotate. ``cache`` is where annotations are
    kept, ``None`` for nowhere. ``max_characters`` bounds one article's text.
    """

    parser: str | None = None
    workers: int = 1
    cache: Path | None = field(default_factory=_cache_folder)
    max_characters: int = 400_000

    @classmethod
    def from_environment(cls) -> Settings:
        """Settings with ``CROSSLIGHT_PARSER`` and ``CROSSLIGHT_CACHE`` ("off" for none) read from the environment."""
        cache = os.environ.get("CROSSLIGHT_CACHE")
        return cls(
            parser=os.environ.get("CROSSLIGHT_PARSER") or None,
            cache=None if cache == "off" else Path(cache) if cache else _cache_folder(),
        )
