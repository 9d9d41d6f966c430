"""Annotating in several processes of one machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crosslight.model import Annotations, Article
    from crosslight.settings import Settings

CHUNK = 16
"""Articles a task: large enough that sending them costs little beside parsing them (some 2 s), small enough to share out evenly."""


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
