"""What the first scores around a pair say of it: its rivals, its neighbours, and witnesses in third articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate.alignment.features import competition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

STRONG = 0.1
"""Links weaker than this carry nothing on to a third article."""


def surroundings(a: Ints, b: Ints, article: Ints, chance: Floats) -> dict[str, Floats]:
    """Columns for each pair, from the first-stage chances of all pairs of the story."""
    out: dict[str, Floats] = {"chance": np.log((chance + 1e-4) / (1 - chance + 1e-4))}
    competition(a, b, article, chance, "chance", out)
    size = len(article)
    keys = np.concatenate([a * size + b, b * size + a])
    order = np.argsort(keys)
    keys, values = keys[order], np.concatenate([chance, chance])[order]
    out["third_most"], out["third_sum"], out["third_against"] = _thirds(a, b, size, keys, values)
    _neighbours(a, b, article, keys, values, out)
    _mass(a, b, article, chance, out)
    return out


def lookup(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """The value of each wanted key; 0 where there is none."""
    if not len(keys):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0.0)


def _thirds(a: Ints, b: Ints, size: int, keys: Ints, values: Floats) -> tuple[Floats, Floats, Floats]:
    strong = values >= STRONG
    own, other, weight = keys[strong] // size, keys[strong] % size, values[strong]
    start = np.searchsorted(own, np.arange(size + 1))
    most, total, against = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    for x, y in ((a, b), (b, a)):
        count = start[x + 1] - start[x]
        pair = np.repeat(np.arange(len(x)), count)
        at = start[x][pair] + np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
        back = lookup(keys, values, other[at] * size + y[pair])
        np.maximum.at(most, pair, weight[at] * back)
        total += np.bincount(pair, weight[at] * back, len(a)) / 2
        known = back > 0
        np.maximum.at(against, pair[known], (weight[at] * (1 - back))[known])
    return most, total, against


def _neighbours(a: Ints, b: Ints, article: Ints, keys: Ints, values: Floats, out: dict[str, Floats]) -> None:
    size = len(article)

    def beside(i: int, j: int) -> Floats:
        x, y = a + i, b + j
        inside = (x >= 0) & (y >= 0) & (x < size) & (y < size)
        x, y = np.clip(x, 0, size - 1), np.clip(y, 0, size - 1)
        inside &= (article[x] == article[a]) & (article[y] == article[b])
        return np.where(inside, lookup(keys, values, x * size + y), 0.0)

    out["beside_along"] = np.maximum(beside(1, 1), beside(-1, -1))
    out["beside_across"] = np.maximum.reduce([beside(0, 1), beside(0, -1), beside(1, 0), beside(-1, 0)])


def _mass(a: Ints, b: Ints, article: Ints, chance: Floats, out: dict[str, Floats]) -> None:
    size = len(article)
    total = np.bincount(a, chance, size) + np.bincount(b, chance, size)
    most = np.zeros(size)
    np.maximum.at(most, a, chance)
    np.maximum.at(most, b, chance)
    articles = max(int(article.max(initial=0)), 1)
    for name, column in (("mass", total / articles), ("most", most)):
        out[f"{name}_less"], out[f"{name}_more"] = np.minimum(column[a], column[b]), np.maximum(column[a], column[b])
    out["dense"] = np.full(len(a), float(most.mean()))
    out["linked"] = np.full(len(a), float((most > 0.5).mean()))
