"""What sites ask of robots (RFC 9309), remembered for a day."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crosslight._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

AGENT = f"crosslight/{__version__}"
KEEP_SECONDS = 24 * 3600.0
"""RFC 9309, 2.4: not to be used from a cache for more than 24 hours."""
MOST_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 kibibytes must be read."""
MOST_SITES = 20_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says to us; no file allows everything."""

    parsed: Any = None

    @classmethod
    def of(cls, raw: bytes) -> Rules:
        """The rules that a robots.txt states."""
        from protego import Protego

        return cls(Protego.parse(raw[:MOST_BYTES].decode("utf-8", "replace").replace("\0", "")))

    def allow(self, url: str) -> bool:
        """True where the page may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float | None:
        """The seconds between two visits that the site asks for."""
        found = self.parsed.crawl_delay(AGENT) if self.parsed is not None else None
        return float(found) if found is not None and 0 <= float(found) < float("inf") else None


@dataclass(slots=True)
class Robots:
    """The rules of the sites that were asked. ``clock`` gives monotonic seconds."""

    clock: Callable[[], float]
    _known: dict[str, tuple[float, Rules]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def rules(self, url: str, ask: Callable[[str], bytes | None]) -> Rules:
        """The rules of the site of ``url``; ``ask`` fetches an address, and gives ``None`` where there is nothing."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        with self._lock:
            kept = self._known.get(site)
        if kept and self.clock() - kept[0] < KEEP_SECONDS:
            return kept[1]
        raw = ask(f"{site}/robots.txt")
        found = Rules.of(raw) if raw else Rules()
        with self._lock:
            if len(self._known) >= MOST_SITES:
                self._known.pop(next(iter(self._known)))
            self._known[site] = (self.clock(), found)
        return found
