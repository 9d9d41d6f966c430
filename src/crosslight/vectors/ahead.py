"""Encoding in the background what will be asked for, while this process does something else."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    from numpy.typing import NDArray

    from crosslight.vectors.minilm import Encoder, Pieces

    Read = tuple[NDArray[np.float32], list[Pieces]]

BATCH = 8
"""Texts a task: some 0.1 s of work, so that little is waited for once they are asked for."""


class ReadAhead:
    """An encoder that is told early what will be asked of it.

    It is loaded, and works, in a thread of its own: the model's runtime lets other threads run meanwhile, so on
    a second core the vectors of a story cost almost no time. What it gives is what the encoder itself gives.
    """

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="vectors")
        self._encoder = self._thread.submit(load)
        self._expected: dict[str, tuple[Future[Read], tuple[str, ...], int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    @property
    def model(self) -> str:
        """The model's name."""
        return self._encoder.result().model

    def expect(self, texts: Iterable[str]) -> None:
        """Start on texts that will be asked for; those expected already are not done twice."""
        new = [t for t in dict.fromkeys(texts) if t not in self._expected]
        for first in range(0, len(new), BATCH):
            batch = tuple(new[first : first + BATCH])
            task = self._thread.submit(self._work, batch)
            self._expected.update((text, (task, batch, row)) for row, text in enumerate(batch))

    def read(self, texts: Sequence[str]) -> Read:
        """What the encoder's ``read`` gives. The caller's own thread takes its share of what is not begun, from the far end."""
        self.expect(texts)
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

    def _work(self, batch: tuple[str, ...]) -> Read:
        return self._encoder.result().read(batch)
