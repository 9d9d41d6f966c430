"""What the first scores around a pair say of it: its rivals, its neighbours, and witnesses in third articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate import ragged
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
    known = Known.of(a, b, len(article), chance)
    out["third_most"], out["third_sum"], out["third_against"] = _thirds(a, b, known)
    _neighbours(a, b, article, known, out)
    _mass(a, b, article, chance, out)
    return out


@dataclass(frozen=True, slots=True)
class Known:
    """The chance of any pair of sentences, asked for in either order; 0 where the pair was not measured."""

    number: NDArray[np.int32]
    chance: Floats

    @classmethod
    def of(cls, a: Ints, b: Ints, size: int, chance: Floats) -> Known:
        """Of the pairs ``(a[k], b[k])`` among ``size`` sentences."""
        number = np.zeros((size, size), np.int32)
        number[a, b] = number[b, a] = np.arange(1, len(a) + 1)
        return cls(number, np.append(0.0, chance))

    def __call__(self, i: Ints, j: Ints) -> Floats:
        """The chances of the pairs ``(i[k], j[k])``."""
        return np.asarray(self.chance[self.number[i, j]])


def _thirds(a: Ints, b: Ints, known: Known) -> tuple[Floats, Floats, Floats]:
    own, other = np.nonzero(known.number)
    strong = known(own, other) >= STRONG
    own, other = own[strong], other[strong]
    weight = known(own, other)
    start = np.searchsorted(own, np.arange(len(known.number) + 1))
    most, total, against = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    for x, y in ((a, b), (b, a)):
        laid, at = ragged.gathered(start, x)
        pair = np.repeat(np.arange(len(x)), np.diff(laid))
        back = known(other[at], y[pair])
        np.maximum.at(most, pair, weight[at] * back)
        total += np.bincount(pair, weight[at] * back, len(a)) / 2
        met = back > 0
        np.maximum.at(against, pair[met], (weight[at] * (1 - back))[met])
    return most, total, against


def _neighbours(a: Ints, b: Ints, article: Ints, known: Known, out: dict[str, Floats]) -> None:
    size = len(article)

    def beside(i: int, j: int) -> Floats:
        x, y = a + i, b + j
        inside = (x >= 0) & (y >= 0) & (x < size) & (y < size)
        x, y = np.clip(x, 0, size - 1), np.clip(y, 0, size - 1)
        inside &= (article[x] == article[a]) & (article[y] == article[b])
        return np.where(inside, known(x, y), 0.0)

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
