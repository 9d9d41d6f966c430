"""Reading articles closely, and laying stories, in a process of its own that is replaced now and then.

The parser's vocabulary grows with every word that it meets and is never let go; a process that is replaced gives all of it back.
An article that kills the reader, or holds it up for minutes, costs itself and nothing else.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from crosslight.errors import AbortError
from crosslight.watch.stopping import Stopped

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from crosslight.model import Annotations, Article
    from crosslight.settings import Settings

ARTICLES_A_PROCESS = 2_000
"""Articles that one process reads before it is replaced: it has grown by some 20 MB then (10 kB an article, over 300), and a new one takes 4 s."""
SECONDS_AN_ARTICLE = 240.0
SECONDS_A_STORY = 900.0
SECONDS_TO_START = 120.0
_LOOK = 0.2
"""Seconds between two looks at whether to stop."""


class Reading(Protocol):
    """What reads articles and lays stories."""

    def annotate(self, articles: Sequence[Article]) -> Iterator[Annotations]:
        """The annotations of each article, in order."""
        ...

    def lay(self, readings: Sequence[Annotations]) -> str | None:
        """A story's dossier as JSON; ``None`` where it cannot be laid."""
        ...

    def close(self) -> None:
        """Let everything go."""
        ...


@dataclass
class Reader:
    """Reads in a process of its own. ``stop`` interrupts it within a moment; ``seconds`` are for one article and one story."""

    settings: Settings
    stop: threading.Event
    articles_a_process: int = ARTICLES_A_PROCESS
    seconds: tuple[float, float] = (SECONDS_AN_ARTICLE, SECONDS_A_STORY)
    serve: Callable[[Connection, Settings], None] | None = None
    _process: BaseProcess | None = field(default=None, init=False, repr=False)
    _connection: Connection | None = field(default=None, init=False, repr=False)
    _read: int = field(default=0, init=False)
    _hand: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "reader"), init=False, repr=False)

    def annotate(self, articles: Sequence[Article]) -> Iterator[Annotations]:
        """The annotations of each article, in order; one that cannot be read comes back unread.

        Reading begins at once, not when the first is asked for: whoever asks may do something else meanwhile.

        Raises:
            Stopped: the watch was told to stop.
            PartMissing: a model is missing.

        """
        coming = [self._hand.submit(self._annotate, article) for article in articles]
        return (one.result() for one in coming)

    def lay(self, readings: Sequence[Annotations]) -> str | None:
        """A story's dossier as JSON; ``None`` where it cannot be laid."""
        told: str | None = self._hand.submit(self._asked, "lay", list(readings), self.seconds[1]).result()
        return told

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._hand.shutdown(wait=False, cancel_futures=True)
        self._end()

    def _annotate(self, article: Article) -> Annotations:
        from crosslight.annotate.pipeline import unread

        if self._read >= self.articles_a_process:
            self._end()
        self._read += 1
        return self._asked("annotate", article, self.seconds[0]) or unread(article)

    def _end(self) -> None:
        if self._connection:
            self._connection.close()
        if self._process:
            self._process.kill()
            self._process.join(5)
        self._process = self._connection = None
        self._read = 0

    def _asked(self, what: str, of: object, seconds: float) -> Any:
        try:
            connection = self._open()
            connection.send((what, of))
            answer = self._answer(connection, seconds)
        except (EOFError, ConnectionError, TimeoutError):
            self._end()
            return None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _answer(self, connection: Connection, seconds: float) -> Any:
        until = time.monotonic() + seconds
        while not connection.poll(_LOOK):
            if self.stop.is_set():
                raise Stopped("told to stop")
            if time.monotonic() > until:
                raise TimeoutError
        return connection.recv()

    def _open(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(
                target=self.serve or _serve, args=(theirs, self.settings), daemon=True, name="crosslight reader"
            )
            self._process.start()
            theirs.close()
            self._answer(self._connection, SECONDS_TO_START)  # it says so when it is ready
        return self._connection


def _serve(connection: Connection, settings: Settings) -> None:
    """Answer until the other end is gone."""
    from crosslight import flow
    from crosslight.export.record import dossier_record

    alone = replace(settings, cache=None)  # annotations are kept by the store, vectors by the cache
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group: the parent decides
    connection.send("ready")
    while True:
        try:
            what, of = connection.recv()
        except (EOFError, ConnectionError):
            return
        try:
            answer: object
            if what == "annotate":
                answer = next(iter(flow.annotate_here([of], alone)))
            else:
                answer = json.dumps(dossier_record(flow.lay_again(of, settings)), ensure_ascii=False)
        except AbortError as error:
            answer = error
        try:
            connection.send(answer)
        except ConnectionError:
            return
