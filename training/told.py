"""The annotated stories as collation sees them, with where their gold spans lie (for training, and for scores over left-out stories)."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NamedTuple

from evals.corpora import corpora, stories
from evals.parses import parsed

from crosslight.annotate.pipeline import read
from crosslight.collate.reading import StoryReading
from crosslight.vectors import MiniLM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Place(NamedTuple):
    """Where something lies: an article's id and code points ``[start, end)``."""

    article: str
    start: int
    end: int

    def meets(self, other: Place) -> bool:
        """True where the two share half of the shorter one."""
        inner = min(self.end, other.end) - max(self.start, other.start)
        return self.article == other.article and inner > 0 and inner >= 0.5 * min(self.end - self.start, other.end - other.start)


class Told(NamedTuple):
    """One annotated story: its name, its reading, its gold rows, and where a gold row's words lie."""

    name: str
    story: StoryReading
    gold: dict

    def place(self, row: dict) -> Place:
        """Where the words of a gold row lie."""
        text = next(r.article.text for r in self.story.readings if r.article.id == row["article"])
        at = -1
        for _ in range(row.get("nth", 1)):
            at = text.find(row["text"], at + 1)
        return Place(row["article"], at, at + len(row["text"]))


def told() -> Iterator[Told]:
    """All annotated stories, read by the annotators as they are now."""
    folder = corpora()
    if folder is None:
        sys.exit("set CROSSLIGHT_CORPORA to the folder of the corpora")
    encoder = MiniLM(threads=1)
    for name, articles in stories(folder / "accounts"):
        gold = json.loads((folder / "accounts" / name / "gold.json").read_text(encoding="utf-8"))
        yield Told(name, StoryReading.of(map(read, parsed(articles)), encoder), gold)


def across(groups: Iterable[Iterable[Place]]) -> set[tuple[Place, Place]]:
    """Every pair of places in two articles that stand in one group."""
    found = set()
    for group in groups:
        ordered = sorted(set(group))
        found.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if a.article != b.article)
    return found


def pair_f1(gold: set[tuple[Place, Place]], found: set[tuple[Place, Place]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs, matched where both places meet."""

    def meets(p: tuple[Place, Place], q: tuple[Place, Place]) -> bool:
        return p[0].meets(q[0]) and p[1].meets(q[1])

    recall = sum(any(meets(p, q) for q in found) for p in gold) / len(gold) if gold else 0.0
    precision = sum(any(meets(p, q) for p in gold) for q in found) / len(found) if found else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
