"""Encoding in the background what will be asked for, while this process does something else."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    from numpy.typing import NDArray

    from crosslight.vectors.kept import KeptVectors
    from crosslight.vectors.minilm import Encoder, Pieces

    Read = tuple[NDArray[np.float32], list[Pieces]]

BATCH = 8
"""Texts a task: some 0.1 s of work, so that little is waited for once they are asked for."""


class ReadAhead:
    """An encoder that is told early what will be asked of it.

    It is loaded, and works, in a thread of its own: the model's runtime lets other threads run meanwhile, so on
    a second core the vectors of a story cost almost no time. What it gives is what the encoder itself gives,
    or gave before where it is ``kept``; it is loaded once something is to be encoded, or by :meth:`warm`.
    """

    def __init__(self, load: Callable[[], Encoder], kept: KeptVectors | None = None) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="vectors")
        self._load = load
        self._loading: Future[Encoder] | None = None
        self._kept = kept
        self._new: list[tuple[str, ...]] = []
        self._expected: dict[str, tuple[Future[Read], tuple[str, ...], int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._kept is not None and self._new and error is None:
            for texts in self._new:
                self._kept.put(texts, self.read(texts))
            self._kept.forget()
        self._thread.shutdown(wait=False, cancel_futures=True)

    @property
    def model(self) -> str:
        """The model's name."""
        return self.warm().result().model

    def warm(self) -> Future[Encoder]:
        """Start loading the encoder, if that has not begun."""
        if self._loading is None:
            self._loading = self._thread.submit(self._load)
        return self._loading

    def expect(self, texts: Iterable[str]) -> None:
        """Start on the texts of an article, which will be asked for; those expected already are not done twice."""
        listed = tuple(dict.fromkeys(texts))
        held = self._kept.get(listed) if self._kept is not None else None
        if held is None:
            self._begin(listed)
            self._new.append(listed)
            return
        done: Future[Read] = Future()
        done.set_result(held)
        for row, text in enumerate(listed):
            self._expected.setdefault(text, (done, listed, row))

    def read(self, texts: Sequence[str]) -> Read:
        """What the encoder's ``read`` gives. The caller's own thread takes its share of what is not begun, from the far end."""
        self._begin(texts)
        tasks = {id(at[0]): at for at in (self._expected[t] for t in texts)}
        for task, batch, _ in reversed(tasks.values()):
            if task.cancel():
                done: Future[Read] = Future()
                done.set_result(self._work(batch))
                self._expected.update((text, (done, batch, row)) for row, text in enumerate(batch))
        found = [(self._expected[t][0].result(), self._expected[t][2]) for t in texts]
        return np.array([read[0][row] for read, row in found], np.float32), [read[1][row] for read, row in found]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What the encoder's ``encode`` gives."""
        return self.read(texts)[0]

    def _begin(self, texts: Iterable[str]) -> None:
        new = [t for t in dict.fromkeys(texts) if t not in self._expected]
        if new:
            self.warm()
        for first in range(0, len(new), BATCH):
            batch = tuple(new[first : first + BATCH])
            task = self._thread.submit(self._work, batch)
            self._expected.update((text, (task, batch, row)) for row, text in enumerate(batch))

    def _work(self, batch: tuple[str, ...]) -> Read:
        return self.warm().result().read(batch)
