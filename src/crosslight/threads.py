"""Matrices this small gain nothing from a second thread, and lose much where another process holds the second core."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Numpy's linear algebra in one thread, for the time of a ``with``.

    The tagger took 1.9 processor seconds of 60 articles with two threads and 1.2 with one.
    """
    limits: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limits


@cache
def _libraries() -> ThreadpoolController:
    import numpy as np  # noqa: F401 - its library must be there to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
