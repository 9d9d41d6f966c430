"""Trains what ranks the lines of ``collate.only_one``: ``python training/only_one.py``.

The links that it sees are those of models that never saw the story. Writes ``src/crosslight/data/facts/only_one.json`` and
prints recall and the share of lines that two articles tell, each story by weights of the others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from evals.corpora import corpora

from crosslight.collate import only_one
from crosslight.collate.alignment import KEPT, Alignment, Link
from crosslight.collate.alignment.scoring import Logistic
from training import facts

if TYPE_CHECKING:
    from crosslight.collate.reading import StoryReading

OUT = facts.OUT.with_name("only_one.json")
STRENGTH = 0.01


def linked(story: facts.Story, chance: np.ndarray) -> Alignment:
    """The story's links with these chances."""
    kept = np.flatnonzero(chance >= KEPT)
    return Alignment(tuple(Link(int(story.a[k]), int(story.b[k]), float(chance[k])) for k in kept))


def alone(story: StoryReading, name: str) -> tuple[list[set[int]], np.ndarray, int]:
    """For each sentence the annotated only-one rows it tells; whether it is, as a whole, told by two; the number of rows."""
    folder = corpora() / "accounts" / name
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    place = facts.placer(folder)
    rows = [place(r) for r in gold["only_one"]]
    shared = [place(m) for k in gold["facts"] for m in k["mentions"]]
    told = [
        {n for n, r in enumerate(rows) if r[0] == s.span.article.id and facts.half(r[1:], (s.span.start, s.span.end))}
        for s in story.sentences
    ]
    return told, np.array([any(_same(m, s.span) for m in shared) for s in story.sentences]), len(rows)


def _same(place: facts.Place, span: object) -> bool:
    inner = min(place[2], span.end) - max(place[1], span.start)
    return place[0] == span.article.id and inner >= 0.8 * max(place[2] - place[1], span.end - span.start)


def main() -> None:
    """Trains, measures, writes."""
    told = list(facts.prepared())
    chance = facts.evaluate(told)
    links = {s.name: linked(s, chance[s.name]) for s in told}
    columns = {s.name: only_one.columns(s.reading, links[s.name]) for s in told}
    gold = {s.name: alone(s.reading, s.name) for s in told}
    names = sorted(columns[told[0].name])
    rows = {n: np.column_stack([c[k] for k in names]) for n, c in columns.items()}
    good = {n: np.array([bool(t) for t in g[0]]) & ~g[1] for n, g in gold.items()}
    figures = []
    for held in told:
        others = [s.name for s in told if s is not held]
        model = facts.Newton(STRENGTH).fit(
            np.vstack([rows[n] for n in others]), np.concatenate([good[n] for n in others]).astype(float)
        )
        lines = _lines(held.reading, links[held.name], model, names)
        found = {k for i in lines for k in gold[held.name][0][i]}
        figures.append(
            (len(found) / max(gold[held.name][2], 1), float(np.mean(gold[held.name][1][lines])) if lines else 0.0, len(lines))
        )
    print("recall {:.3f}, told by two {:.3f}, lines a story {:.1f}".format(*np.mean(figures, axis=0)))
    model = facts.Newton(STRENGTH).fit(np.vstack(list(rows.values())), np.concatenate(list(good.values())).astype(float))
    OUT.write_text(json.dumps(facts.written(model, names), indent=0).replace('[\n"', '["') + "\n", encoding="utf-8")


def _lines(story: StoryReading, links: Alignment, model: facts.Newton, names: list[str]) -> list[int]:
    """The sentences that would be listed with these weights."""
    held = only_one._model  # noqa: SLF001 - the one place where weights are swapped
    only_one._model = lambda: Logistic(tuple(names), model.mean, model.scale, model.weight, model.bias)  # noqa: SLF001
    try:
        return [story.sentence_at(o.span).index for o in only_one.find(story, links, ())]
    finally:
        only_one._model = held  # noqa: SLF001


if __name__ == "__main__":
    main()
