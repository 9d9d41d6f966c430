"""Average linkage over a few articles: which of them belong together, seen all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NEVER = -1e6
"""The log odds between two groups that a person said are different."""


def grouped(odds: NDArray[np.float64], sizes: Sequence[int], apart: NDArray[np.bool_]) -> list[list[int]]:
    """Join the two groups with the highest mean odds until none is above 0 (UPGMA, Sokal and Michener 1958).

    ``odds[i, j]`` are the mean log odds between units i and j, of so many articles each (``sizes``);
    units where ``apart`` holds are never joined, nor are their groups. Ties fall to the units that come first.
    """
    n = len(sizes)
    mean = np.where(apart, NEVER, odds).astype(np.float64)
    np.fill_diagonal(mean, -np.inf)
    weight = np.array(sizes, np.float64)
    groups = [[i] for i in range(n)]
    for _ in range(n - 1):
        best = int(mean.argmax())
        a, b = min(divmod(best, n)), max(divmod(best, n))
        if not mean[a, b] > 0:
            break
        joined = (mean[a] * weight[a] + mean[b] * weight[b]) / (weight[a] + weight[b])
        joined[(mean[a] <= NEVER / 2) | (mean[b] <= NEVER / 2)] = NEVER
        mean[a], mean[:, a] = joined, joined
        mean[b], mean[:, b] = -np.inf, -np.inf
        mean[a, a] = -np.inf
        weight[a] += weight[b]
        groups[a] += groups[b]
        groups[b] = []
    return [sorted(g) for g in groups if g]
