"""Trains the scorer of sentence pairs that dispute: ``python -m training.disputes`` (reads accounts/, writes src/crosslight/data/disputes/).

The quantities that a pair's features need are those of a scorer that has not seen the story.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np

from crosslight.collate import cast as casting
from crosslight.collate import quantities as amounts
from crosslight.collate.alignment import align
from crosslight.collate.disputes import quarrels
from crosslight.collate.disputes.marks import marks
from crosslight.collate.disputes.pairing import FEATURES, Pairs, figures_of, pairs
from crosslight.collate.quantities.pairing import pairs as figure_pairs
from crosslight.collate.quantities.views import views
from training.boosting import fitted, left_out, save
from training.quantities import gold_of
from training.told import Place, Told, told

OUT = Path(__file__).parent.parent / "src/crosslight/data/disputes/pairs.npz"
SETTINGS = {"thin": 0.35, "max_iter": 120, "min_samples_leaf": 20, "l2_regularization": 5.0}


def quantities_of(stories: list[Told]) -> list[tuple]:
    """Each story's quantities, and its figures' chances, by a scorer trained on the other stories."""
    seen = [views(one.story) for one in stories]
    found = [figure_pairs(v, one.story, align(one.story)) for v, one in zip(seen, stories, strict=True)]
    labels = []
    for one, v, c in zip(stories, seen, found, strict=True):
        q = gold_of(one, v)
        labels.append(np.array([q[a] is not None and q[a] == q[b] for a, b in c.index], bool))
    chances = left_out([c.rows for c in found], labels)
    return [
        (amounts.put_together(v, c.index, p, one.story, casting.join(one.story)), figures_of(v, c.index, p))
        for v, c, p, one in zip(seen, found, chances, stories, strict=True)
    ]


def labels_of(one: Told, candidates: Pairs) -> np.ndarray:
    """True where the two sentences stand on different positions of one gold dispute."""
    stands = defaultdict(set)
    places = [Place(s.span.article.id, s.span.start, s.span.end) for s in one.story.sentences]
    for dispute in one.gold["disputes"]:
        for side in dispute["sides"]:
            here = one.place(side)
            for n, p in enumerate(places):
                if here.meets(p):
                    stands[n].add((dispute["id"], side["position"]))
    return np.array(
        [
            any(d == e and p != q for d, p in stands[a] for e, q in stands[b])
            for a, b in zip(candidates.a.tolist(), candidates.b.tolist(), strict=True)
        ],
        bool,
    )


def scores(one: Told, sides: list[list[list[Place]]], *, by_side: bool) -> tuple[float, float, float]:
    """Precision, recall, F1: a dispute is found by evidence on two gold positions (``by_side``: held by different sides)."""

    def finds(dispute: dict, found: list[list[Place]]) -> bool:
        gold = [(side["position"], one.place(side)) for side in dispute["sides"]]
        met = [{p for p, place in gold for e in side if place.meets(e)} for side in found]
        if not by_side:
            return len(set().union(*met)) > 1
        return any(p != q for n, a in enumerate(met) for b in met[n + 1 :] for p in a for q in b)

    right = [any(finds(d, s) for d in one.gold["disputes"]) for s in sides]
    got = [any(finds(d, s) for s in sides) for d in one.gold["disputes"]]
    p, r = (sum(right) / len(right) if right else 0.0), (sum(got) / len(got) if got else 0.0)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def main() -> None:
    """Leave-one-story-out scores, then the model of all stories."""
    stories = list(told())
    candidates, labels, marked, amounts_of = [], [], [], []
    for one, (known, figures) in zip(stories, quantities_of(stories), strict=True):
        marked.append(marks(one.story, casting.join(one.story)))
        amounts_of.append(known)
        candidates.append(pairs(marked[-1], one.story, align(one.story), known, figures))
        labels.append(labels_of(one, candidates[-1]))
    plain, strict = [], []
    held_out = left_out([c.rows for c in candidates], labels, **SETTINGS)
    for one, c, m, known, chances in zip(stories, candidates, marked, amounts_of, held_out, strict=True):
        links = {(link.a, link.b): link.score for link in align(one.story).links}
        spans = [
            [[one.story.sentences[s].span for s in side] for side in q.sides]
            for q in quarrels(c, chances, links, one.story, m, known)
        ]
        sides = [[[Place(e.article.id, e.start, e.end) for e in side] for side in q] for q in spans]
        plain.append(scores(one, sides, by_side=False))
        strict.append(scores(one, sides, by_side=True))
    print("leave-one-story-out, mean precision, recall, F1:", np.mean(plain, axis=0).round(3), "pairs", sum(map(len, labels)))
    print("… with the two positions on different sides:", np.mean(strict, axis=0).round(3))
    model = fitted(np.concatenate([c.rows for c in candidates]), np.concatenate(labels), **SETTINGS)
    save(model, FEATURES, OUT)


if __name__ == "__main__":
    main()
