"""Trains the link scorer of ``collate.alignment`` on the annotated stories: ``python training/facts.py [--evaluate]``.

Writes ``src/crosslight/data/facts/links.json``. With ``--evaluate`` it only measures: every story is scored by models of the
other stories, the second stage trained on first-stage chances that are themselves out of fold.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from evals.corpora import corpora, stories
from evals.parses import parsed

from crosslight.annotate.pipeline import read
from crosslight.collate.alignment.candidates import candidates
from crosslight.collate.alignment.context import surroundings
from crosslight.collate.alignment.features import measure
from crosslight.collate.reading import StoryReading
from crosslight.vectors import MiniLM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUT = Path(__file__).parents[1] / "src" / "crosslight" / "data" / "facts" / "links.json"
STRENGTH = (0.003, 0.0005)
"""Inverse L2 strength of the two stages (0.001 to 0.03 and 0.0003 to 0.01 tried; leave-stories-out F1 .640-.645 and .641-.652)."""
FOLDS = 5
Place = tuple[str, int, int]


@dataclass
class Story:
    """One story's reading and pairs: measurements, whether the annotators let any row tell both, and the rows of each fact's pairs."""

    name: str
    reading: StoryReading
    article: np.ndarray
    a: np.ndarray
    b: np.ndarray
    columns: dict[str, np.ndarray]
    right: np.ndarray
    facts: list[list[int]]


def half(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True where two ranges share at least half of the shorter one."""
    inner = min(one[1], other[1]) - max(one[0], other[0])
    return inner > 0 and inner >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def placer(folder: Path) -> Callable[[dict], Place]:
    """What gives the place of an annotated row."""
    texts = {p.stem: p.read_bytes().decode("utf-8") for p in folder.glob("*.txt")}

    def place(row: dict) -> Place:
        at = -1
        for _ in range(row.get("nth", 1)):
            at = texts[row["article"]].find(row["text"], at + 1)
        return row["article"], at, at + len(row["text"])

    return place


def annotated(folder: Path) -> tuple[list[tuple[Place, Place]], list[tuple[Place, Place]]]:
    """Pairs of places of different articles that tell one fact; and those that share any row."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    place = placer(folder)

    def pairs(groups: list[list[Place]]) -> set[tuple[Place, Place]]:
        return {(x, y) for g in groups for x in g for y in g if x < y and x[0] != y[0]}

    figures: dict[str, list[Place]] = {}
    for row in gold["figures"]:
        if row.get("quantity"):
            figures.setdefault(row["quantity"], []).append(place(row))
    sides: dict[tuple[str, str], list[Place]] = {}
    for dispute in gold["disputes"]:
        for side in dispute["sides"]:
            sides.setdefault((dispute["id"], side["position"]), []).append(place(side))
    facts = pairs([[place(m) for m in k["mentions"]] for k in gold["facts"]])
    spoken = pairs([[place(m) for m in u["mentions"]] for u in gold["utterances"]])
    return sorted(facts), sorted(facts | spoken | pairs(list(figures.values())) | pairs(list(sides.values())))


def prepared() -> Iterator[Story]:
    """Every annotated story, measured."""
    folder = corpora()
    if folder is None:
        sys.exit("set CROSSLIGHT_CORPORA to the folder of the corpora")
    encoder = MiniLM(threads=1)
    for name, articles in stories(folder / "accounts"):
        story = StoryReading.of(map(read, parsed(articles)), encoder)
        yield label(name, story, *annotated(folder / "accounts" / name))


def label(name: str, story: StoryReading, facts: list[tuple[Place, Place]], rows: list[tuple[Place, Place]]) -> Story:
    """The story's candidate pairs with what the annotators say of them."""
    a, b = candidates(story)
    pairs = measure(story, a, b)
    at = {pair: k for k, pair in enumerate(zip(a.tolist(), b.tolist(), strict=True))}

    def told(place: Place) -> list[int]:
        return [s.index for s in story.sentences if s.span.article.id == place[0] and half((s.span.start, s.span.end), place[1:])]

    def met(pair: tuple[Place, Place]) -> list[int]:
        return [at[k] for x in told(pair[0]) for y in told(pair[1]) if (k := (min(x, y), max(x, y))) in at]

    right = np.zeros(len(a), bool)
    for pair in rows:
        right[met(pair)] = True
    article = np.array([s.article for s in story.sentences])
    return Story(name, story, article, a, b, pairs.columns, right, [met(pair) for pair in facts])


class Newton:
    """L2 logistic regression over standardised columns, by Newton steps with halving: seconds, and the same each time."""

    def __init__(self, strength: float) -> None:
        self.strength = strength

    def fit(self, X: np.ndarray, y: np.ndarray) -> Newton:
        """Learns weights; constant columns get none."""
        self.mean, self.scale = X.mean(0), X.std(0)
        self.scale[self.scale < 1e-9] = 1.0
        Z = np.hstack([(X - self.mean) / self.scale, np.ones((len(X), 1))])
        held = np.full(Z.shape[1], 1 / self.strength)
        held[-1] = 1e-6
        weight = np.zeros(Z.shape[1])
        weight[-1] = np.log(y.mean() / (1 - y.mean()))

        def loss(w: np.ndarray) -> float:
            z = Z @ w
            return float((np.logaddexp(0, z) - y * z).sum() + 0.5 * (held * w * w).sum())

        now = loss(weight)
        for _ in range(25):
            p = 1 / (1 + np.exp(-np.clip(Z @ weight, -30, 30)))
            slope = Z.T @ (p - y) + held * weight
            step = np.linalg.solve(Z.T @ (Z * (p * (1 - p))[:, None]) + np.diag(held), slope)
            size = 1.0
            while (then := loss(weight - size * step)) > now and size > 1e-4:
                size /= 2
            if now - then < 1e-6 * now:
                break
            weight, now = weight - size * step, then
        self.weight, self.bias = weight[:-1], float(weight[-1])
        return self

    def chances(self, X: np.ndarray) -> np.ndarray:
        """The probability of each row."""
        return 1 / (1 + np.exp(-np.clip((X - self.mean) / self.scale @ self.weight + self.bias, -30, 30)))


def matrix(story: Story) -> np.ndarray:
    """The pair's own columns, by name."""
    return np.column_stack([story.columns[n] for n in sorted(story.columns)])


def around(story: Story, chance: np.ndarray) -> np.ndarray:
    """The second stage's columns: the pair's own and its surroundings."""
    more = surroundings(story.a, story.b, story.article, chance)
    return np.hstack([matrix(story), np.column_stack([more[n] for n in sorted(more)])])


def fitted(rows: list[np.ndarray], stories_: list[Story], strength: float) -> Newton:
    """A model over the stories' rows."""
    return Newton(strength).fit(np.vstack(rows), np.concatenate([s.right for s in stories_]).astype(float))


def out_of_fold(told: list[Story]) -> dict[str, np.ndarray]:
    """First-stage chances of each story by models of the others."""
    order = np.random.RandomState(0).permutation(len(told))
    chance = {}
    for fold in np.array_split(order, FOLDS):
        model = fitted([matrix(told[i]) for i in order if i not in fold], [told[i] for i in order if i not in fold], STRENGTH[0])
        chance |= {told[i].name: model.chances(matrix(told[i])) for i in fold}
    return chance


def train(told: list[Story]) -> tuple[Newton, Newton]:
    """Both stages."""
    first = fitted([matrix(s) for s in told], told, STRENGTH[0])
    chance = out_of_fold(told)
    return first, fitted([around(s, chance[s.name]) for s in told], told, STRENGTH[1])


def evaluate(told: list[Story]) -> dict[str, np.ndarray]:
    """Each story's chances by models of the other stories; prints the mean F1 of pairs at each threshold."""
    chance = {}
    for held in told:
        first, second = train([s for s in told if s is not held])
        chance[held.name] = second.chances(around(held, first.chances(matrix(held))))
    for bar in np.arange(0.2, 0.5, 0.02):
        p, r, f = np.mean([score(s, chance[s.name] >= bar) for s in told], axis=0)
        print(f"links of at least {bar:.2f}: precision {p:.3f} recall {r:.3f} F1 {f:.4f}")
    right, all_ = np.concatenate([s.right for s in told]), np.concatenate([chance[s.name] for s in told])
    for low in np.arange(0, 1, 0.1):
        inside = (all_ >= low) & (all_ < low + 0.1)
        print(
            f"chance {low:.1f}-{low + 0.1:.1f}: said {all_[inside].mean():.2f}, true {right[inside].mean():.2f} of {inside.sum()}"
        )
    return chance


def score(story: Story, chosen: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of the chosen pairs, as pairs of places."""
    p = float(story.right[chosen].mean()) if chosen.any() else 0.0
    r = float(np.mean([chosen[rows].any() for rows in story.facts])) if story.facts else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def written(model: Newton, names: list[str]) -> dict:
    """A model as plain numbers."""
    numbers = zip(model.mean, model.scale, model.weight, strict=True)
    return {
        "columns": [[n, *(float(f"{x:.6g}") for x in row)] for n, row in zip(names, numbers, strict=True)],
        "bias": round(model.bias, 6),
    }


def main() -> None:
    """Trains and writes, or measures."""
    told = list(prepared())
    if "--evaluate" in sys.argv:
        evaluate(told)
        return
    first, second = train(told)
    own = sorted(told[0].columns)
    more = sorted(surroundings(told[0].a, told[0].b, told[0].article, np.zeros(len(told[0].a))))
    models = {"pair": written(first, own), "context": written(second, own + more)}
    OUT.write_text(json.dumps(models, indent=0).replace('[\n"', '["') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
