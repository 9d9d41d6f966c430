"""Writes ``src/crosslight/data/places/weights.json``: what makes a capitalised stretch a place, and which place a name means.

Learnt from LGL (Lieberman, Samet and Sankaranarayanan 2010): 294 articles of local news, found through ``CROSSLIGHT_CORPORA``.
The scores printed are cross-validated with whole newspapers left out, so that no paper's own towns are learnt.
Run: ``python training/places.py``
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from evals.parses import parsed
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from crosslight.annotate import entities
from crosslight.annotate.places.gazetteer import Kind, gazetteer
from crosslight.annotate.places.ranking import (
    Weights,
    company,
    features_alone,
    features_among,
    kilometres,
    likely,
    names,
    resolve,
    said_states,
    softmax,
    weighed,
)
from crosslight.annotate.places.spotting import Spot, spots
from crosslight.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable

OUT = Path(__file__).parent.parent / "src/crosslight/data/places/weights.json"
FOLDS = 5
THRESHOLD = -0.6
"""Cross-validated on LGL: at 0, -0.3, -0.6, -0.9 the share of gold placed within 161 km is .741, .765, .785, .798, spotting precision .849, .832, .809, .784."""
KILOMETRES = 161
"""Within a hundred miles, as the field counts toponym resolution."""


@dataclass
class Known:
    """One article with its spots, where they stand, and the gold toponyms (start, end, lat, lon or None)."""

    paper: str
    found: list[Spot]
    places: list[tuple[int, int]]
    gold: list[tuple[int, int, float | None, float | None]]


@dataclass(frozen=True)
class At:
    """A gold place, shaped for :func:`kilometres`."""

    lat: float
    lon: float


def corpus() -> list[Known]:
    """LGL's articles, parsed and spotted."""
    file = Path(os.environ["CROSSLIGHT_CORPORA"]) / "places/lgl.xml"
    articles, papers, gold = [], [], []
    for i, block in enumerate(re.findall(r"<article\b.*?</article>", file.read_text("utf-8"), re.DOTALL)):
        body = re.search(r"<text>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</text>", block, re.DOTALL)
        paper = re.search(r"<domain>(.*?)</domain>", block)
        articles.append(Article(id=f"lgl-{i}", text=body.group(1) if body else ""))
        papers.append(paper.group(1) if paper else "")
        gold.append([toponym(t) for t in re.findall(r"<toponym>.*?</toponym>", block, re.DOTALL)])
    out = []
    for one, paper, places in zip(parsed(articles), papers, gold, strict=True):
        page, found = spots(one, entities.find(one), gazetteer())
        ends = [page.idx[s.end - 1] + len(page.text[s.end - 1]) for s in found]
        out.append(Known(paper, found, [(page.idx[s.start], e) for s, e in zip(found, ends, strict=True)], places))
    return out


def toponym(block: str) -> tuple[int, int, float | None, float | None]:
    """One gold toponym."""
    value = {
        tag: (re.search(rf"<{tag}>(.*?)</{tag}>", block, re.DOTALL) or [None, None])[1] for tag in ("start", "end", "lat", "lon")
    }
    return (
        int(value["start"]),
        int(value["end"]),
        float(value["lat"]) if value["lat"] else None,
        float(value["lon"]) if value["lon"] else None,
    )


def gold_of(known: Known, index: int) -> tuple[float | None, float | None] | None:
    """The gold coordinates at a spot; ``None`` where no gold toponym is."""
    start, end = known.places[index]
    return next(((la, lo) for s, e, la, lo in known.gold if s < end and e > start), None)


def learn_spotting(articles: Iterable[Known]) -> dict[str, float]:
    """Logistic regression over what speaks for and against each stretch."""
    rows, labels = [], []
    for known in articles:
        for i, spot in enumerate(known.found):
            rows.append(spot.features)
            labels.append(gold_of(known, i) is not None)
    vectors = DictVectorizer()
    model = LogisticRegression(C=1.0, max_iter=2000).fit(vectors.fit_transform(rows), labels)
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return {"bias": float(model.intercept_[0])} | {k: round(v, 4) for k, v in sorted(weights.items()) if abs(v) > 0.02}


Choice = tuple[list[dict[str, float]], list[bool], float]


def choices(known: Known, learnt: Weights, *, among: bool) -> list[Choice]:
    """For each name with a gold place: the options' features, which of them are right, and the name's weight."""
    kept = [i for i, s in enumerate(known.found) if likely(s, learnt)]
    found = [known.found[i] for i in kept]
    groups, said = names(found), said_states(found)
    for group in groups:
        weighed(group, learnt, said)
    out: list[Choice] = []
    for number, group in enumerate(groups):
        truth = next((g for i in group.spots if (g := gold_of(known, kept[i])) and g[0] is not None), None)
        if truth is None or len(group.options) < 2:
            continue
        at = At(*truth)  # type: ignore[arg-type]
        far = [kilometres(o, at) for o in group.options]  # type: ignore[arg-type]
        right = [d <= 40 or (d == min(far) and d <= KILOMETRES) for d in far]
        if not any(right):
            continue
        others = company(groups, number) if among else []
        rows = [features_alone(group, o, said) | (features_among(o, others) if among else {}) for o in group.options]
        out.append((rows, right, len(group.spots) ** 0.5))
    return out


def learn_choice(data: list[Choice], decay: float = 0.02, steps: int = 600) -> dict[str, float]:
    """Conditional logit by gradient ascent (the right options' share of the softmax), with a ridge."""
    order = sorted({name for rows, _, _ in data for row in rows for name in row})
    column = {name: i for i, name in enumerate(order)}
    matrices = []
    for rows, right, weight in data:
        x = np.zeros((len(rows), len(order)))
        for i, row in enumerate(rows):
            for name, value in row.items():
                x[i, column[name]] = value
        matrices.append((x, np.array(right, dtype=float), weight))
    w, m, v = np.zeros(len(order)), np.zeros(len(order)), np.zeros(len(order))
    total = sum(weight for *_, weight in matrices)
    for step in range(1, steps + 1):
        gradient = -decay * w
        for x, right, weight in matrices:
            p = np.array(softmax((x @ w).tolist()))
            q = p * right
            q /= q.sum() or 1.0
            gradient += weight / total * (x.T @ (q - p)) * 10
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        w += 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(w[i]), 4) for name, i in column.items()}


def learn(articles: list[Known]) -> Weights:
    """All three sets of weights."""
    spot = learn_spotting(articles)
    draft = Weights(spot, {}, {}, THRESHOLD)
    alone = learn_choice([c for k in articles for c in choices(k, draft, among=False)])
    draft = Weights(spot, alone, {}, THRESHOLD)
    return Weights(spot, alone, learn_choice([c for k in articles for c in choices(k, draft, among=True)]), THRESHOLD)


def measure(articles: list[Known], learnt: Weights) -> dict[str, int]:
    """Counts: gold with coordinates, found, near; and of what was taken for a place, how much is gold."""
    n: dict[str, int] = defaultdict(int)
    for known in articles:
        kept = [i for i, s in enumerate(known.found) if likely(s, learnt)]
        placed = resolve([known.found[i] for i in kept], learnt)
        n["taken"] += len(kept)
        n["right"] += sum(gold_of(known, i) is not None for i in kept)
        n["toponyms"] += len(known.gold)
        for s, e, lat, lon in known.gold:
            if lat is None or lon is None:
                continue
            n["gold"] += 1
            hit = next((p for i, p in zip(kept, placed, strict=True) if known.places[i][0] < e and known.places[i][1] > s), None)
            n["found"] += hit is not None
            n["near"] += hit is not None and kilometres(hit, At(lat, lon)) <= KILOMETRES  # type: ignore[arg-type]
            n["country"] += hit is not None and hit.kind == Kind.COUNTRY
    return n


def main() -> None:
    articles = corpus()
    papers = sorted({k.paper for k in articles})
    fold = {paper: i % FOLDS for i, paper in enumerate(papers)}
    total: dict[str, int] = defaultdict(int)
    for held in range(FOLDS):
        learnt = learn([k for k in articles if fold[k.paper] != held])
        for name, count in measure([k for k in articles if fold[k.paper] == held], learnt).items():
            total[name] += count
    print(
        f"papers left out: recall {total['found'] / total['gold']:.4f}, within {KILOMETRES} km of gold {total['near'] / total['gold']:.4f}, "
        f"of those found {total['near'] / total['found']:.4f}; spotting precision {total['right'] / total['taken']:.4f}"
    )
    learnt = learn(articles)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps({"spot": learnt.spot, "alone": learnt.alone, "among": learnt.among, "threshold": THRESHOLD}, indent=1) + "\n",
        "utf-8",
    )
    seen = measure(articles, learnt)
    print(f"seen in training: within {seen['near'] / seen['gold']:.4f} of gold")


if __name__ == "__main__":
    main()
