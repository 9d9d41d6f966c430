"""Trains the scorers of disputes: ``python -m training.disputes`` (reads accounts/, writes src/crosslight/data/disputes/).

One scores pairs of sentences, one the disputes put together of them. The links and the quantities that their features need are
those of scorers that have not seen the story.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import numpy as np
from evals.corpora import corpora

from crosslight.collate import cast as casting
from crosslight.collate import quantities as amounts
from crosslight.collate.alignment import align, scoring
from crosslight.collate.alignment.context import surroundings
from crosslight.collate.alignment.scoring import Logistic
from crosslight.collate.disputes import MOST, moved, quarrels, ranking
from crosslight.collate.disputes.marks import marks
from crosslight.collate.disputes.pairing import FEATURES, Pairs, figures_of, pairs
from crosslight.collate.quantities.pairing import pairs as figure_pairs
from crosslight.collate.quantities.views import views
from training import facts as linking
from training.boosting import fitted, left_out, save
from training.quantities import gold_of
from training.told import Place, Told, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.disputes.assembling import Quarrel
    from crosslight.collate.disputes.marks import Marks

OUT = Path(__file__).parent.parent / "src/crosslight/data/disputes"
SETTINGS = {"thin": 0.35, "max_iter": 120, "min_samples_leaf": 20, "l2_regularization": 5.0}
STRENGTH = 0.003
"""Inverse L2 strength of the ranking (0.001 to 0.03 tried: all within the noise)."""
HARD = ("figure", "time", "place", "denial")


def links_of(stories: list[Told]) -> list[Alignment]:
    """Each story's links by models of the other stories: those that have seen a story know too well which of its sentences tell the same."""
    folder = corpora()
    assert folder is not None, "told() has read from it"
    seen = [linking.label(one.name, one.story, *linking.annotated(folder / "accounts" / one.name)) for one in stories]
    own = sorted(seen[0].columns)
    more = sorted(surroundings(seen[0].a, seen[0].b, seen[0].article, np.zeros(len(seen[0].a))))
    found = []
    for held in seen:
        first, second = linking.train([s for s in seen if s is not held])
        models = Logistic.read(linking.written(first, own)), Logistic.read(linking.written(second, own + more))
        with mock.patch.object(scoring, "models", return_value=models):
            found.append(align(held.reading))
    return found


def quantities_of(stories: list[Told], links: list[Alignment]) -> list[tuple]:
    """Each story's quantities, and its figures' chances, by a scorer trained on the other stories."""
    seen = [views(one.story) for one in stories]
    found = [figure_pairs(v, one.story, alignment) for v, one, alignment in zip(seen, stories, links, strict=True)]
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


def meets(one: Told, quarrel: Quarrel, *, by_side: bool) -> NDArray[np.bool_]:
    """For each gold dispute whether the quarrel's evidence lies on two of its positions (``by_side``: held by different sides)."""
    spans = [[one.story.sentences[s].span for s in side] for side in quarrel.sides]
    sides = [[Place(e.article.id, e.start, e.end) for e in side] for side in spans]

    def finds(dispute: dict) -> bool:
        gold = [(side["position"], one.place(side)) for side in dispute["sides"]]
        met = [{p for p, place in gold for e in side if place.meets(e)} for side in sides]
        if not by_side:
            return len(set().union(*met)) > 1
        return any(p != q for n, a in enumerate(met) for b in met[n + 1 :] for p in a for q in b)

    return np.array([finds(d) for d in one.gold["disputes"]], bool)


class Candidates(NamedTuple):
    """What was put together of one story: the disputes, what is measured of them, their kinds, and which gold disputes they meet."""

    one: Told
    found: list[Quarrel]
    rows: NDArray[np.float64]
    kinds: list[str]
    met: NDArray[np.bool_]
    met_by_side: NDArray[np.bool_]

    @property
    def right(self) -> NDArray[np.bool_]:
        """For each dispute whether it meets a gold one, and whether it does so by side."""
        return np.stack([self.met.any(axis=1), self.met_by_side.any(axis=1)], axis=1)


def put_together(
    one: Told, alignment: Alignment, told_: Sequence[Marks], found: Pairs, chances: NDArray, known: Sequence
) -> Candidates:
    """The disputes of one story before they are ranked."""
    links = {(link.a, link.b): link.score for link in alignment.links}
    disputes = quarrels(found, chances, links, one.story, told_, known)
    rows = ranking.measured(disputes, found, chances, links, moved(one.story, known), one.story)
    met, sided = (
        np.array([meets(one, q, by_side=by_side) for q in disputes], bool).reshape(len(disputes), -1) for by_side in (False, True)
    )
    return Candidates(one, disputes, rows, list(ranking.kinds(disputes, found)), met, sided)


def ranker(candidates: Sequence[Candidates]) -> linking.Newton:
    """What ranks disputes: each counts twice, once by either measure."""
    rows = np.concatenate([c.rows for c in candidates])
    right = np.concatenate([c.right for c in candidates])
    return linking.Newton(STRENGTH).fit(np.vstack([rows, rows]), np.concatenate([right[:, 0], right[:, 1]]).astype(float))


def report(candidates: Sequence[Candidates], chances: Sequence[NDArray], most: int) -> None:
    """Prints precision, recall and F1 by both measures, by kind, and what the chances amount to."""
    scores, shown, gold, sure = [], defaultdict(lambda: np.zeros(3, int)), defaultdict(lambda: np.zeros(3, int)), []
    for c, p in zip(candidates, chances, strict=True):
        keep = ranking.chosen(p, c.kinds, c.found, most=most)
        row = []
        for met in (c.met[keep], c.met_by_side[keep]):
            precision, recall = (met.any(axis=1).mean() if len(keep) else 0.0), met.any(axis=0).mean()
            row += [precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0]
        scores.append(row)
        for k in keep:
            shown[c.kinds[k]] += [1, *c.right[k]]
            sure.append((p[k], c.right[k, 0]))
        for n, dispute in enumerate(c.one.gold["disputes"]):
            gold[dispute["kind"]] += [1, c.met[keep, n].any(), c.met_by_side[keep, n].any()]
    hard = sum(gold[k] for k in HARD)
    print(f"at most {most}: precision, recall, F1", np.mean(scores, axis=0).round(3), "hard", (hard / hard[0]).round(3))
    for kind in sorted(gold):
        print(f"  {kind}: shown, right, by side {shown[kind].tolist()}; annotated, found, by side {gold[kind].tolist()}")
    told_ = np.array(sure)
    for low, high in pairwise(np.quantile(told_[:, 0], [0, 0.25, 0.5, 0.75, 1.0])):
        inside = told_[(told_[:, 0] >= low) & (told_[:, 0] <= high)]
        print(f"  chance {low:.2f}-{high:.2f}: said {inside[:, 0].mean():.2f}, right {inside[:, 1].mean():.2f} of {len(inside)}")


def main() -> None:
    """Leave-one-story-out scores, then the models of all stories."""
    stories = list(told())
    links = links_of(stories)
    pairs_of, labels, marked, amounts_of = [], [], [], []
    for one, alignment, (known, figures) in zip(stories, links, quantities_of(stories, links), strict=True):
        marked.append(marks(one.story, casting.join(one.story)))
        amounts_of.append(known)
        pairs_of.append(pairs(marked[-1], one.story, alignment, known, figures))
        labels.append(labels_of(one, pairs_of[-1]))
    held_out = left_out([c.rows for c in pairs_of], labels, **SETTINGS)
    candidates = [put_together(*row) for row in zip(stories, links, marked, pairs_of, held_out, amounts_of, strict=True)]
    chances = [ranker([c for c in candidates if c is not held]).chances(held.rows) for held in candidates]
    print("pairs", sum(map(len, labels)), "disputes put together", sum(len(c.rows) for c in candidates))
    report(candidates, chances, MOST)
    model = fitted(np.concatenate([c.rows for c in pairs_of]), np.concatenate(labels), **SETTINGS)
    save(model, FEATURES, OUT / "pairs.npz")
    last = linking.written(ranker(candidates), list(ranking.FEATURES))
    (OUT / "ranking.json").write_text(json.dumps(last, indent=0).replace('[\n"', '["') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
