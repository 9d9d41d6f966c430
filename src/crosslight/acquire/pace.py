"""How often a host is visited: a pause between visits, and a longer one after it said no."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 1.0
"""Seconds between two requests to one host, where its robots.txt asks for no more. What crawlers hold to be polite."""
LONGEST_PAUSE = 60.0
"""A crawl delay beyond this is taken as this: some sites ask for a day, and mean "not at all"."""
FIRST_BACK_OFF = 5.0
LONGEST_BACK_OFF = 6 * 3600.0


@dataclass(slots=True)
class _Host:
    next_visit: float = 0.0
    closed_until: float = 0.0
    failures: int = 0


@dataclass(slots=True)
class Pace:
    """Keeps the time of the next visit of each host. ``clock`` gives monotonic seconds, ``sleep`` waits.

    Safe to share between threads: each caller is given a time of its own.
    """

    pause: float = PAUSE
    patience: float = 30.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    _hosts: dict[str, _Host] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, host: str, pause: float | None = None) -> float:
        """Wait for this host's turn. Gives 0, or the seconds after which to ask again where that is beyond ``patience``."""
        with self._lock:
            known = self._hosts.setdefault(host, _Host())
            now = self.clock()
            start = max(now, known.next_visit, known.closed_until)
            if start - now > self.patience:
                return start - now
            known.next_visit = start + min(max(self.pause, pause or 0.0), LONGEST_PAUSE)
        if start > now:
            self.sleep(start - now)
        return 0.0

    def closed(self, host: str) -> float:
        """The seconds for which a host that said no is still left alone, where they are beyond ``patience``."""
        with self._lock:
            known = self._hosts.get(host)
            left = known.closed_until - self.clock() if known else 0.0
        return left if left > self.patience else 0.0

    def failed(self, host: str, after: float | None = None) -> float:
        """Note that a host could not answer; gives the seconds for which it is left alone (twice as long each time)."""
        with self._lock:
            known = self._hosts.setdefault(host, _Host())
            own = FIRST_BACK_OFF * 2.0 ** min(known.failures, 20)
            known.failures += 1
            wait = min(max(own, after or 0.0), LONGEST_BACK_OFF)
            known.closed_until = self.clock() + wait
            return wait

    def answered(self, host: str) -> None:
        """Note that a host is well again."""
        with self._lock:
            known = self._hosts.get(host)
            if known:
                known.failures, known.closed_until = 0, 0.0
