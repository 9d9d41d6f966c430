"""Gradient boosting over left-out groups, and its trees as the plain arrays that ``crosslight.collate.trees`` runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def boosted(**changed: float) -> HistGradientBoostingClassifier:
    """Small trees, slowly: what a few thousand rows bear."""
    settings = {
        "max_iter": 150,
        "max_leaf_nodes": 8,
        "learning_rate": 0.06,
        "min_samples_leaf": 15,
        "l2_regularization": 2.0,
        "random_state": 0,
    }
    return HistGradientBoostingClassifier(**(settings | changed))


def fitted(X: NDArray, y: NDArray, *, thin: float = 1.0, **changed: float) -> HistGradientBoostingClassifier:
    """A model of these rows. ``thin`` keeps that share of the negatives, each weighing as many as it stands for."""
    keep = y | (np.random.default_rng(0).random(len(y)) < thin)
    weight = np.where(y, 1.0, 1.0 / thin)[keep]
    return boosted(**changed).fit(X[keep], y[keep], weight)


def left_out(rows: list[NDArray], labels: list[NDArray], *, thin: float = 1.0, **changed: float) -> list[NDArray]:
    """For each group the probabilities that a model trained on all other groups gives."""
    found = []
    for n, own in enumerate(rows):
        X = np.concatenate([r for i, r in enumerate(rows) if i != n and len(r)])
        y = np.concatenate([label for i, label in enumerate(labels) if i != n and len(label)])
        found.append(fitted(X, y, thin=thin, **changed).predict_proba(own)[:, 1] if len(own) else np.zeros(0))
    return found


def save(model: HistGradientBoostingClassifier, features: tuple[str, ...], path: Path) -> None:
    """The trees as arrays in an .npz file."""
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int, float]] = []
    for (tree,) in model._predictors:  # noqa: SLF001 - the library has no public way to its trees
        first = len(nodes)
        roots.append(first)
        for node in tree.nodes:
            if node["is_leaf"]:
                nodes.append((-1, 0.0, 0, 0, float(node["value"])))
            else:
                nodes.append(
                    (
                        int(node["feature_idx"]),
                        float(node["num_threshold"]),
                        first + int(node["left"]),
                        first + int(node["right"]),
                        0.0,
                    )
                )
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        features=np.array(features),
        base=np.float64(model._baseline_prediction.ravel()[0]),  # noqa: SLF001
        roots=np.array(roots, np.int32),
        feature=np.array(feature, np.int32),
        threshold=np.array(threshold, np.float64),
        left=np.array(left, np.int32),
        right=np.array(right, np.int32),
        value=np.array(value, np.float64),
    )
