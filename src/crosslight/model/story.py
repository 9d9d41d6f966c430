"""Stories in a stream: the judgements that join articles, and the stories that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different"]
LineageKind = Literal["merged_into", "split_from", "moved_from"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """That ``article`` is, or is not, of one story with ``other``: who says so, how sure, and why.

    Judgements are what is kept; stories follow from them. A person's judgement wins over the clusterer's.
    ``score`` is a chance from 0 to 1 (1 for a person). ``reasons`` are plain clauses ("both name Calder
    Reach", "vectors 0.71 alike"). ``judge`` is ``"clusterer"`` with its version, or a person's name.
    """

    article: str
    other: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...] = ()
    judge: str = "clusterer"
    at: str | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A story that an article might have joined and did not: how near it came, and what kept it out."""

    story: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article went on arrival: its story, the judgement that put it there (``None``: it opened the story), the near misses."""

    article: str
    story: str
    judgement: Judgement | None
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of a story, or where it came from: ``story`` was merged into, or split from, ``other``."""

    story: str
    kind: LineageKind
    other: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that report one event and its direct aftermath, by id, in the order in which they came."""

    id: str
    articles: tuple[str, ...]
    lineage: tuple[Lineage, ...] = ()
