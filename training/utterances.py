"""Trains the likeness of two sayings on the annotated stories: ``python -m training.utterances``.

Prints leave-one-story-out scores (those of score.py: pairs of mentions), then writes the model over all stories.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from evals.corpora import corpora, stories
from evals.parses import parsed
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from crosslight.annotate.pipeline import read
from crosslight.collate import cast, utterances
from crosslight.collate.reading import StoryReading
from crosslight.collate.utterances.likeness import FEATURES, Model
from crosslight.collate.utterances.sayings import sayings
from crosslight.vectors import MiniLM

OUT = Path(__file__).parents[1] / "src" / "crosslight" / "data" / "utterances" / "pairs.json"
BARS = (0.15, 0.2, 0.3, 0.4)

Place = tuple[str, tuple[int, int]]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    inner = min(a[1], b[1]) - max(a[0], b[0])
    return inner > 0 and inner >= 0.5 * min(a[1] - a[0], b[1] - b[0])


def locate(texts: dict[str, str], row: dict) -> Place:
    at = -1
    for _ in range(row.get("nth", 1)):
        at = texts[row["article"]].find(row["text"], at + 1)
    return row["article"], (at, at + len(row["text"]))


def paired(groups: list[list[Place]]) -> set[tuple[Place, Place]]:
    found = set()
    for group in groups:
        rows = sorted(set(group))
        found.update((a, b) for i, a in enumerate(rows) for b in rows[i + 1 :] if a[0] != b[0])
    return found


def golden(folder: Path) -> tuple[set[tuple[Place, Place]], set[tuple[Place, Place]]]:
    """The pairs of the utterances; and the pairs of all parts that tell the same (facts, figures, sides of disputes)."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    texts = {p.stem: p.read_bytes().decode("utf-8") for p in folder.glob("*.txt")}
    said = paired([[locate(texts, m) for m in u["mentions"]] for u in gold["utterances"]])
    facts = paired([[locate(texts, m) for m in k["mentions"]] for k in gold["facts"]])
    amounts: dict[str, list[Place]] = {}
    for f in gold["figures"]:
        if f.get("quantity"):
            amounts.setdefault(f["quantity"], []).append(locate(texts, f))
    sides = [
        [locate(texts, s) for s in d["sides"] if s["position"] == p]
        for d in gold["disputes"]
        for p in {s["position"] for s in d["sides"]}
    ]
    return said, said | facts | paired(list(amounts.values())) | paired(sides)


def holds(gold: set[tuple[Place, Place]], x: Place, y: Place) -> bool:
    return any(
        (a[0] == x[0] and b[0] == y[0] and overlap(a[1], x[1]) and overlap(b[1], y[1]))
        or (a[0] == y[0] and b[0] == x[0] and overlap(a[1], y[1]) and overlap(b[1], x[1]))
        for a, b in gold
    )


def score(gold: set, also: set, predicted: set) -> tuple[float, float, float]:
    p = sum(holds(also, *pair) for pair in predicted) / len(predicted) if predicted else 0.0
    r = sum(holds(predicted, *pair) for pair in gold) / len(gold)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def fit(rows: np.ndarray, labels: np.ndarray) -> Model:
    scaler = StandardScaler().fit(rows)
    fitted = LogisticRegression(C=0.1, max_iter=1000).fit(scaler.transform(rows), labels)
    return Model(scaler.mean_, scaler.scale_, fitted.coef_[0], float(fitted.intercept_[0]))


def main() -> None:
    folder = corpora()
    if folder is None:
        sys.exit("set CROSSLIGHT_CORPORA to the folder of the corpora")
    encoder = MiniLM(threads=1)
    data = {}
    for name, articles in stories(folder / "accounts"):
        story = StoryReading.of(map(read, parsed(articles)), encoder)
        names = cast.join(story)
        said = sayings(story, names)
        places, rows = utterances.pairs(said)
        gold, also = golden(folder / "accounts" / name)
        at = [(s.span.article.id, (s.span.start, s.span.end)) for s in said]
        mine = np.array([holds(gold, at[a], at[b]) for a, b in places], bool)
        other = np.array([holds(also, at[a], at[b]) for a, b in places], bool)
        same = rows[:, FEATURES.index("same_speaker")] > 0 if len(places) else mine
        # two reports of one fact by one speaker are an utterance though nobody listed them; by others they teach nothing
        data[name] = (story, names, rows, mine | (other & same), mine | ~other | same, gold, also)
    results: dict[float, list[tuple[float, float, float]]] = {bar: [] for bar in BARS}
    for name, (story, names, _, _, _, gold, also) in data.items():
        if not gold:
            continue
        rest = [d for other, d in data.items() if other != name and len(d[2])]
        trained = fit(np.vstack([d[2][d[4]] for d in rest]), np.concatenate([d[3][d[4]] for d in rest]))
        for bar in BARS:
            found = utterances.find(story, names, trained=trained, bar=bar)
            groups = [[(m.span.article.id, (m.span.start, m.span.end)) for m in u.mentions] for u in found]
            results[bar].append(score(gold, also, paired(groups)))
    for bar, rows in results.items():
        print(
            f"bar {bar}: P {{:.3f}} R {{:.3f}} F1 {{:.3f}} over {len(rows)} stories left out one by one".format(
                *np.mean(rows, axis=0)
            )
        )
    kept = [d for d in data.values() if len(d[2])]
    final = fit(np.vstack([d[2][d[4]] for d in kept]), np.concatenate([d[3][d[4]] for d in kept]))
    record = {
        "features": FEATURES,
        "mean": final.mean.tolist(),
        "scale": final.scale.tolist(),
        "weights": final.weights.tolist(),
        "bias": final.bias,
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps({k: np.round(v, 6).tolist() if isinstance(v, list) else v for k, v in record.items()}, indent=1) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
