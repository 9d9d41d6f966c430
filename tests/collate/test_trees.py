"""Boosted trees: all rows at once get what each gets by walking down."""

import math
from dataclasses import replace

import numpy as np
import pytest

from crosslight.collate import trees


def walked(model, row):
    """One row's probability, node by node."""
    total = model.base
    for root in model.roots:
        at = int(root)
        while model.feature[at] >= 0:
            at = int(model.left[at] if row[model.feature[at]] <= model.threshold[at] else model.right[at])
        total += model.value[at]
    return 1 / (1 + math.exp(-total))


@pytest.mark.parametrize("folder", ["quantities", "disputes"])
def test_each_row_gets_the_leaves_that_it_would_reach(folder):
    model = trees.load(folder, "pairs")
    draw = np.random.default_rng(1)
    thresholds = model.threshold[model.feature >= 0]  # values on a threshold go left
    rows = draw.choice(thresholds, size=(60, len(model.features))).astype(np.float32)
    rows[0, :] = np.nan
    assert np.allclose(model.probability(rows), [walked(model, row) for row in rows], rtol=1e-12)
    assert len(model.probability(rows[:0])) == 0


def test_a_tree_with_more_leaves_than_a_byte_has_bits_is_refused():
    inner, leaves = trees.LEAVES, trees.LEAVES + 1
    deep = replace(
        trees.load("quantities", "pairs"),
        roots=np.array([0]),
        feature=np.array([0] * inner + [-1] * leaves),
        threshold=np.zeros(inner + leaves),
        left=np.array([*range(inner, inner + inner), *[0] * leaves]),
        right=np.array([*range(1, inner), inner + inner, *[0] * leaves]),
        value=np.zeros(inner + leaves),
    )
    with pytest.raises(ValueError, match="9 leaves"):
        deep.probability(np.zeros((1, 40), np.float32))
