"""Annotating in several processes of one machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from crosslight.model import Annotations, Article
    from crosslight.settings import Settings

    Task = Future[list[Annotations]]

ARTICLES_A_WORKER = 2_000
"""Articles that one process reads before another takes its place: the parser's vocabulary grows with every new word."""


class Readers:
    """Processes that stay, for one batch or stream of articles after another. Annotations come in the order of the articles."""

    CHUNK = 8
    """Articles a task: large enough that sending them costs little beside parsing them (some 1 s), small enough to share out evenly."""
    SMALL = 4
    """The same for a batch of 32, of which nobody should wait long for the last."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # spawned, not forked: the model runtimes hold threads, and a fork of those can hang
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(settings.workers, context, max_tasks_per_child=ARTICLES_A_WORKER // self.CHUNK)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(self, articles: Sequence[Article]) -> Iterator[Annotations]:
        """The annotations of a batch. Reading begins at once: whoever asks may do something else meanwhile."""
        coming = [self._submit(articles[first : first + self.SMALL]) for first in range(0, len(articles), self.SMALL)]
        return (one for task in coming for one in task.result())

    def stream(self, articles: Iterable[Article]) -> Iterator[Annotations]:
        """The annotations of any number of articles; at most three tasks a process wait at any time, so memory is bounded."""
        source = iter(articles)
        waiting: deque[Task] = deque()
        while chunk := list(islice(source, self.CHUNK)):
            waiting.append(self._submit(chunk))
            if len(waiting) >= 3 * self._settings.workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _submit(self, articles: Sequence[Article]) -> Task:
        return self._pool.submit(_annotate, list(articles), self._settings)


def annotate_in_processes(articles: Iterable[Article], settings: Settings) -> Iterator[Annotations]:
    """Annotations in the order of the articles, by processes that end with them."""
    with Readers(settings) as readers:
        yield from readers.stream(articles)


def _annotate(articles: list[Article], settings: Settings) -> list[Annotations]:
    from crosslight.flow import annotate_here

    return list(annotate_here(articles, settings))
