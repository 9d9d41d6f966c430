"""Many hosts at once, each at its own pace: visits go host by host over a few threads."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

from crosslight.watch.stopping import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
HANDS = 8
"""Hosts visited at once. They wait for answers nearly all the time; eight keep a machine of two cores busy with pages."""
WAITING = 32
"""Results that wait to be taken in, at most: then no more pages are fetched."""
LONGEST_TURN = 60.0
"""Seconds for which one host is visited in one go; what is left over comes in the next round, so that no slow host holds up the others."""


@dataclass(slots=True)
class Crew(Generic[T]):
    """Does jobs in threads, those of one host one after another. ``stop`` ends it within a moment."""

    stop: threading.Event
    hands: int = HANDS
    turn: float = LONGEST_TURN
    _results: queue.Queue[T | BaseException | None] = field(default_factory=lambda: queue.Queue(WAITING), repr=False)

    def results(self, jobs: Iterable[tuple[str, Callable[[], T]]]) -> Iterator[T | None]:
        """The result of each job (an address, and what is to be done there) as it is done; ``None`` when there was none for a second.

        Raises:
            Stopped: the crew was told to stop.

        """
        groups: dict[str, list[Callable[[], T]]] = {}
        for address, job in jobs:
            groups.setdefault(urlsplit(address).netloc, []).append(job)
        waiting = deque(groups.values())
        working = min(self.hands, len(waiting))
        for _ in range(working):
            threading.Thread(target=self._work, args=(waiting,), daemon=True, name="visits").start()
        while working:
            if self.stop.is_set():
                raise Stopped("told to stop")
            try:
                result = self._results.get(timeout=1.0)
            except queue.Empty:
                yield None
                continue
            if result is None:
                working -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                yield result

    def _work(self, waiting: deque[list[Callable[[], T]]]) -> None:
        try:
            while waiting and not self.stop.is_set():
                try:
                    jobs = waiting.popleft()
                except IndexError:
                    break
                until = time.monotonic() + self.turn
                for job in jobs:
                    if self.stop.is_set() or time.monotonic() > until:
                        break
                    self._give(job())
        except BaseException as error:
            self._give(error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._give(None)

    def _give(self, result: T | BaseException | None) -> None:
        while not self.stop.is_set():
            try:
                self._results.put(result, timeout=0.5)
            except queue.Full:
                continue
            return
