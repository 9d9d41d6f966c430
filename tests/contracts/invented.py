"""A stream of small invented articles with news-like story sizes, and vectors that need no model."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.names import name

from crosslight.model import Article, Judgement, Lineage, Placement, Story
from crosslight.scale.ingest import Clustering

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTLETS = ("Skerry Courier", "Fjord Post", "Vale Times", "Harbour Wire", "Oster Herald")
WHAT = ("ferry", "bridge", "quarry", "school", "strike", "flood", "festival", "vote", "trial", "fire", "storm", "merger")
SAID = ("was closed", "was reopened", "has grown", "was put off", "is over", "was inspected", "was disputed", "has spread")


def stream(count: int, seed: int = 5) -> Iterator[Article]:
    """Articles in stories of one to some twenty, several of them open at a time."""
    rng = random.Random(seed)
    open_stories: list[tuple[str, list[str], int]] = []
    for n in range(count):
        if not open_stories or rng.random() < 0.3:
            names = [name(rng) for _ in range(4)]
            open_stories.append((rng.choice(WHAT), names, rng.choice((1, 2, 3, 4, 6, 9, 20))))
        what, names, left = open_stories.pop(rng.randrange(len(open_stories)))
        if left > 1:
            open_stories.append((what, names, left - 1))
        lines = [
            f"The {what} at {rng.choice(names)} {rng.choice(SAID)}, {rng.choice(names)} said." for _ in range(rng.randint(2, 5))
        ]
        yield Article(
            id=f"n{n}",
            text=" ".join(lines) + f" It was report {n}.",
            title=f"{names[0]} {what}: {names[1]} {rng.choice(SAID)}",
            outlet=rng.choice(OUTLETS),
            url=f"https://news.example/{n}",
            published=f"2026-03-{1 + n * 27 // count:02}T{n % 24:02}:00:00Z",
        )


def changing(count: int, seed: int = 5) -> Iterator[Article]:
    """The same stream, with articles among them whose pages were changed since: mended, or rewritten to tell of something else."""
    rng = random.Random(seed + 1)
    lately: list[Article] = []
    for article in stream(count, seed):
        yield article
        lately = [*lately[-40:], article]
        if rng.random() < 0.2:
            old, other = rng.choice(lately), rng.choice(lately)
            if rng.random() < 0.5:
                yield replace(old, text=f"{old.text} It was mended {rng.randrange(10**6)} times.")
            else:
                yield replace(old, title=other.title, text=f"{other.text} It replaces report {old.id}.")


class Hashed:
    """An encoder by hashed names: the same names, the same vector."""

    model = "hashed-words-1"

    def encode(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.split():
                if word[0].isupper() and len(word) > 5:
                    row[_place(word.strip(",.:"))] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@cache
def _place(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % 384


def clustering() -> Clustering:
    """The shipped clusterer over hashed words."""
    from crosslight.discover import Clusterer
    from crosslight.discover.clusterer import VERSION
    from crosslight.discover.reading import vectors_of

    encoder = Hashed()
    return Clustering(
        VERSION,
        lambda: Clusterer(encoder),
        lambda s: Clusterer.restore(s, encoder),
        encoder.model,
        lambda a: vectors_of(a, encoder),
    )


@dataclass(frozen=True)
class Changed:
    """What :class:`Joining` changed beside the placements."""

    moved: dict[str, str]
    lineage: tuple[Lineage, ...]


class Joining:
    """A quick clusterer that merges: an article joins the stories that its headline's names were in, which become one."""

    def __init__(self, state: bytes = b"{}") -> None:
        kept = json.loads(state)
        self.story_of: dict[str, str] = kept.get("story_of", {})
        self.named: dict[str, str] = kept.get("named", {})
        self.moved: dict[str, str] = {}
        self.lineage: list[Lineage] = []

    def add(self, article: Article, *, vectors: np.ndarray | None = None) -> Placement:  # noqa: ARG002 - headlines are enough for it
        names = article.title.split(":")[0].split()[:1] + article.title.split(": ")[-1].split()[:1]
        met = list(dict.fromkeys(self.named[name] for name in names if name in self.named))
        story = met[0] if met else f"s-{article.id}"
        for other in met[1:]:
            self._merge(other, story)
        self.named |= dict.fromkeys(names, story)
        first = next((a for a, s in self.story_of.items() if s == story), None)
        self.story_of[article.id] = story
        same = Judgement(article.id, first, "same", 0.9, ("a name in both headlines",), "clusterer joining") if first else None
        return Placement(article.id, story, same)

    def revise(self, article: Article, *, vectors: np.ndarray | None = None) -> Placement:  # noqa: ARG002
        """Over to the story of its first name that has one."""
        own = self.story_of[article.id]
        names = article.title.split(":")[0].split()[:1] + article.title.split(": ")[-1].split()[:1]
        story = next((self.named[name] for name in names if name in self.named), own)
        if story != own:
            self.story_of[article.id] = self.moved[article.id] = story
            gone = own not in self.story_of.values()
            self.lineage.append(Lineage(own, "merged_into", story) if gone else Lineage(story, "moved_from", own))
        return Placement(article.id, story, None)

    def _merge(self, old: str, new: str) -> None:
        for article in [a for a, s in self.story_of.items() if s == old]:
            self.story_of[article] = self.moved[article] = new
        self.named = {name: new if s == old else s for name, s in self.named.items()}
        self.lineage.append(Lineage(old, "merged_into", new))

    def judge(self, *judgements: Judgement) -> None:
        """It keeps to names: what persons say is the store's to hold."""

    def changes(self) -> Changed:
        told = Changed(self.moved, tuple(self.lineage))
        self.moved, self.lineage = {}, []
        return told

    def stories(self) -> tuple[Story, ...]:
        told: dict[str, list[str]] = {}
        for article, story in self.story_of.items():
            told.setdefault(story, []).append(article)
        return tuple(Story(id, tuple(articles)) for id, articles in told.items())

    def snapshot(self) -> bytes:
        return json.dumps({"story_of": self.story_of, "named": self.named}).encode()


def joining() -> Clustering:
    """The quick clusterer; its vectors are of one number."""
    return Clustering("joining 1", Joining, Joining, "none-1", lambda a: np.full((1, 4), len(a.text) / 1000, np.float32))
