"""Trains the scorer of figure pairs: ``python -m training.quantities`` (reads accounts/, writes src/crosslight/data/quantities/)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate import cast as casting
from crosslight.collate.alignment import align
from crosslight.collate.quantities import put_together
from crosslight.collate.quantities.pairing import FEATURES, pairs
from crosslight.collate.quantities.views import View, views
from training.boosting import boosted, left_out, save
from training.told import Place, Told, across, pair_f1, told

if TYPE_CHECKING:
    from crosslight.model import Quantity

OUT = Path(__file__).parent.parent / "src/crosslight/data/quantities/pairs.npz"


def gold_of(one: Told, seen: tuple[View, ...]) -> list[str | None]:
    """The gold quantity of each figure found: that of the gold figure it meets (the one of the same number first)."""
    gold = [(one.place(f), f) for f in one.gold["figures"]]
    found: list[str | None] = []
    for v in seen:
        met = [f for p, f in gold if p.meets(place_of(v))]
        met.sort(key=lambda f: f["value"] != v.figure.value)
        found.append(met[0].get("quantity") if met else None)
    return found


def place_of(view: View) -> Place:
    """Where a figure lies."""
    return Place(view.figure.span.article.id, view.figure.span.start, view.figure.span.end)


def relations(one: Told, gold: dict[str, list[Place]], quantities: tuple[Quantity, ...], found: list[list[Place]]) -> float:
    """Share of the gold quantities whose best-matching group (two figures or more) has the right relation."""
    right = 0
    for row in one.gold["quantities"]:
        hits = [sum(any(m.meets(p) for p in group) for m in gold[row["id"]]) for group in found]
        best = max(range(len(hits)), key=lambda n: (hits[n], n), default=None)
        right += best is not None and hits[best] >= 2 and quantities[best].relation == row["relation"]
    return right / len(one.gold["quantities"])


def main() -> None:
    """Leave-one-story-out scores, then the model of all stories."""
    rows, labels, stories = [], [], []
    for one in told():
        seen = views(one.story)
        candidates = pairs(seen, one.story, align(one.story))
        quantity = gold_of(one, seen)
        rows.append(candidates.rows)
        labels.append(np.array([quantity[a] is not None and quantity[a] == quantity[b] for a, b in candidates.index], bool))
        stories.append((one, seen, candidates))
    scores, right = [], []
    for (one, seen, candidates), chances in zip(stories, left_out(rows, labels), strict=True):
        quantities = put_together(seen, candidates.index, chances, one.story, casting.join(one.story))
        found = [[Place(f.span.article.id, f.span.start, f.span.end) for f in q.figures] for q in quantities]
        gold: dict[str, list[Place]] = defaultdict(list)
        for f in one.gold["figures"]:
            gold[f["quantity"]].append(one.place(f))
        if across(gold.values()):
            scores.append(pair_f1(across(gold.values()), across(found)))
            print(one.name, *(f"{x:.3f}" for x in scores[-1]))
        if one.gold["quantities"]:
            right.append(relations(one, gold, quantities, found))
    print("relations right:", round(float(np.mean(right)), 3))
    print("mean precision, recall, F1, leave-one-story-out:", np.mean(scores, axis=0).round(3), "pairs", sum(map(len, labels)))
    save(boosted().fit(np.concatenate([r for r in rows if len(r)]), np.concatenate([x for x in labels if len(x)])), FEATURES, OUT)


if __name__ == "__main__":
    main()
