"""Trains the classifier that tells figures from other numbers, and measures it leaving one story out at a time.

Run from the repository's root: ``CROSSLIGHT_CORPORA=… python -m training.figures [--write]``.
Data: the figures marked in ``accounts`` (25 stories). Every candidate of the grammar that lies on a marked
figure with the same number is one; the others are not.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from evals.parses import parsed
from sklearn.linear_model import LogisticRegression

from crosslight.annotate import times
from crosslight.annotate.figures import candidates, news
from crosslight.model import Article

DATA = Path(__file__).parent.parent / "src" / "crosslight" / "data" / "figures" / "news.json"
STRENGTH = 0.5
"""Inverse regularisation: of 0.1, 0.3, 0.5, 1 and 3 the best mean F1 over left-out stories."""
RARE = 4
"""Features seen fewer times are left out."""


def close(a: float | None, b: float | None) -> bool:
    """True where two numbers are one, or both are missing."""
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-6 * max(1, abs(a), abs(b)))


def same(gold: dict[str, Any], found: candidates.Candidate) -> bool:
    """True where a candidate has the marked number."""
    if gold["value"] is not None:
        return close(gold["value"], found.value)
    return found.value is None and close(gold["low"], found.low) and close(gold["high"], found.high)


def stories() -> list[tuple[list[set[str]], list[int], int]]:
    """Per story: each candidate's features, whether it is a figure, and how many figures are marked."""
    out = []
    for folder in sorted((Path(os.environ["CROSSLIGHT_CORPORA"]) / "accounts").iterdir()):
        if not (folder / "gold.json").exists():
            continue
        rows = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
        articles = [
            Article(id=r["id"], text=(folder / f"{r['id']}.txt").read_bytes().decode("utf-8"), published=r.get("published"))
            for r in rows
        ]
        marked = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["figures"]
        features: list[set[str]] = []
        labels: list[int] = []
        for one in parsed(articles):
            found = candidates.find(one)
            places = [(g, *_place(one.article.text, g)) for g in marked if g["article"] == one.article.id]
            for candidate, active in zip(found, news.features(one, found, times.find(one)), strict=True):
                features.append(active)
                labels.append(int(any(candidate.start < e and candidate.end > s and same(g, candidate) for g, s, e in places)))
        out.append((features, labels, len(marked)))
    return out


def _place(text: str, gold: dict[str, Any]) -> tuple[int, int]:
    at = -1
    for _ in range(gold.get("nth", 1)):
        at = text.find(gold["text"], at + 1)
    return at, at + len(gold["text"])


def fitted(rows: list[set[str]], labels: list[int], strength: float) -> tuple[dict[str, float], float]:
    """Weights by feature, and the intercept."""
    seen = Counter(f for active in rows for f in active)
    names = sorted(f for f, n in seen.items() if n >= RARE)
    at = {f: n for n, f in enumerate(names)}
    X = np.zeros((len(rows), len(names)))
    for n, active in enumerate(rows):
        X[n, [at[f] for f in active if f in at]] = 1
    model = LogisticRegression(C=strength, max_iter=2000).fit(X, labels)
    return dict(zip(names, model.coef_[0].tolist(), strict=True)), float(model.intercept_[0])


def score(active: set[str], weights: dict[str, float], bias: float) -> float:
    """The log-odds that a candidate is a figure."""
    return bias + sum(weights.get(f, 0.0) for f in active)


def left_out(data: list[tuple[list[set[str]], list[int], int]], strength: float, threshold: float = 0.0) -> dict[str, float]:
    """Mean precision, recall and F1 over stories, each judged by a model of the others."""
    f1s, ps, rs, totals = [], [], [], np.zeros(3)
    for n, (features, labels, gold) in enumerate(data):
        rest = [d for m, d in enumerate(data) if m != n]
        weights, bias = fitted([f for d in rest for f in d[0]], [y for d in rest for y in d[1]], strength)
        kept = [y for f, y in zip(features, labels, strict=True) if not f & news.NEVER and score(f, weights, bias) > threshold]
        right = sum(kept)
        p, r = right / len(kept) if kept else 0.0, right / gold if gold else 0.0
        ps.append(p)
        rs.append(r)
        f1s.append(2 * p * r / (p + r) if p + r else 0.0)
        totals += (right, len(kept), gold)
    right, kept_n, gold_n = totals
    return {"mean_f1": np.mean(f1s), "mean_p": np.mean(ps), "mean_r": np.mean(rs), "f1": 2 * right / (kept_n + gold_n), "p": right / kept_n, "r": right / gold_n}  # fmt: skip


def main() -> None:
    """Measure, and with ``--write`` ship the model of all stories."""
    data = stories()
    print(len(data), "stories,", sum(len(d[0]) for d in data), "candidates,", sum(sum(d[1]) for d in data), "figures")
    for strength in (0.1, 0.3, STRENGTH, 1.0, 3.0) if "--grid" in sys.argv else (STRENGTH,):
        print(strength, {k: round(float(v), 4) for k, v in left_out(data, strength).items()})
    for threshold in (-0.8, -0.4, 0.4) if "--grid" in sys.argv else ():
        print("threshold", threshold, {k: round(float(v), 4) for k, v in left_out(data, STRENGTH, threshold).items()})
    print(
        "figures that a hard rule drops:",
        Counter(f for d in data for fs, y in zip(d[0], d[1], strict=True) if y for f in fs & news.NEVER),
    )
    weights, bias = fitted([f for d in data for f in d[0]], [y for d in data for y in d[1]], STRENGTH)
    if "--write" in sys.argv:
        rounded = {f: round(w, 3) for f, w in sorted(weights.items()) if abs(w) >= 0.005}
        DATA.write_text(json.dumps({"bias": round(bias, 3), "weights": rounded}, indent=0) + "\n", encoding="utf-8")
    if "--weights" in sys.argv:
        for f, w in sorted(weights.items(), key=lambda x: x[1]):
            print(f"{w:+.2f} {f}")


if __name__ == "__main__":
    main()
