"""Annotating in several processes of one machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crosslight.model import Annotations, Article
    from crosslight.settings import Settings

CHUNK = 16
"""Articles a task: large enough that sending them costs little beside parsing them (some 2 s), small enough to share out evenly."""


ARTICLES_A_WORKER = 2_000
"""Articles that one process reads before another takes its place: the parser's vocabulary grows with every new word."""


class Readers:
    """Processes that stay, for one batch after another. ``read`` begins at once: whoever asks may do something else meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._chunk = 4  # a batch of 32 is shared out evenly, and no process waits long for the last of it
        # spawned, not forked: the model runtimes hold threads, and a fork of those can hang
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(settings.workers, context, max_tasks_per_child=ARTICLES_A_WORKER // self._chunk)

    def read(self, articles: Sequence[Article]) -> Iterator[Annotations]:
        """The annotations of a batch, in order."""
        chunks = [list(articles[first : first + self._chunk]) for first in range(0, len(articles), self._chunk)]
        coming = [self._pool.submit(_annotate_chunk, chunk, self._settings) for chunk in chunks]
        return (one for chunk in coming for one in chunk.result())


def annotate_in_processes(articles: Iterable[Article], settings: Settings) -> Iterator[Annotations]:
    """Annotations in the order of the articles; at most two tasks a worker wait at any time, so memory is bounded."""
    source = iter(articles)
    # spawned, not forked: the model runtimes hold threads, and a fork of those can hang
    with ProcessPoolExecutor(settings.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Annotations]]] = deque()
        while chunk := list(islice(source, CHUNK)):
            waiting.append(pool.submit(_annotate_chunk, chunk, settings))
            if len(waiting) >= 2 * settings.workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _annotate_chunk(articles: list[Article], settings: Settings) -> list[Annotations]:
    from crosslight.flow import annotate_here

    return list(annotate_here(articles, settings))
