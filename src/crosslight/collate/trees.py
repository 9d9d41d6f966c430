"""Boosted trees as plain arrays: what the trained scorers of this package run on (no scikit-learn at run time)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAVES = 8
"""Leaves of a tree at most: a row's leaves are the bits of a byte."""
_FIRST = np.array([(leaves & -leaves).bit_length() - 1 if leaves else 0 for leaves in range(2**LEAVES)])
"""The leftmost of each set of leaves."""


class _Tree(NamedTuple):
    """Each inner node's feature and threshold with the leaves left of it; and the value of each set of leaves, which is its leftmost's."""

    nodes: tuple[tuple[int, float, int], ...]
    value: NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """A binary classifier: the sum of its trees' leaves through the logistic function.

    Nodes of all trees lie in one row of arrays; ``roots`` are where each tree begins. A node whose
    ``feature`` is negative is a leaf. A value goes left where it is at most the node's threshold.
    """

    features: tuple[str, ...]
    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row, shape ``(len(rows),)``.

        After QuickScorer (Lucchese et al. 2015): every node that a row passes on the right takes the leaves on its left away, and
        what is left of a tree's leaves begins with the row's own. So no row is followed down a tree, and a node is three steps.
        """
        columns = np.ascontiguousarray(rows.T, dtype=np.float64)
        total = np.full(len(rows), self.base)
        for tree in self._trees:
            leaves = np.full(len(rows), 255, np.uint8)
            for feature, threshold, before in tree.nodes:
                leaves &= ~(~(columns[feature] <= threshold) * np.uint8(before))
            total += tree.value[leaves]
        chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return chance

    @cached_property
    def _trees(self) -> tuple[_Tree, ...]:
        return tuple(self._tree(int(root)) for root in self.roots)

    def _tree(self, root: int) -> _Tree:
        nodes: list[tuple[int, float, int]] = []
        values: list[float] = []

        def walk(at: int) -> int:
            """The leaves under a node, as bits, left to right."""
            if self.feature[at] < 0:
                values.append(float(self.value[at]))
                return 1 << (len(values) - 1)
            before = walk(int(self.left[at]))
            nodes.append((int(self.feature[at]), float(self.threshold[at]), before))
            return before | walk(int(self.right[at]))

        walk(root)
        if len(values) > LEAVES:
            raise ValueError(f"a tree of {len(values)} leaves: at most {LEAVES} are served")
        return _Tree(tuple(nodes), np.array(values + [0.0] * (LEAVES - len(values)))[_FIRST])


@cache
def load(folder: str, name: str) -> Trees:
    """The shipped model ``name`` of ``crosslight/data/folder``."""
    with resources.as_file(resources.files("crosslight.data") / folder / f"{name}.npz") as path, np.load(path) as held:
        return Trees(
            features=tuple(str(f) for f in held["features"]),
            base=float(held["base"]),
            roots=held["roots"],
            feature=held["feature"],
            threshold=held["threshold"],
            left=held["left"],
            right=held["right"],
            value=held["value"],
        )
