"""Disputes: positions that cannot all hold, denials, blame, and loaded names for one act.

A trained scorer ranks pairs of sentences by how much speaks for their holding different positions on
one question; pairs that share sides become one dispute; a second scorer weighs each dispute as a whole. How it works, and what it was measured to give:
docs/how-it-works/collation-figures-and-disputes.md.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from crosslight.collate import trees
from crosslight.collate.disputes import ranking
from crosslight.collate.disputes.amounts import by_number, conflicting
from crosslight.collate.disputes.answers import answered
from crosslight.collate.disputes.assembling import Links, Quarrel, assemble
from crosslight.collate.disputes.marks import Marks, marks
from crosslight.collate.disputes.naming import holder, kind_of, position, reasons, subject
from crosslight.collate.disputes.pairing import Pairs, figures_of, pairs
from crosslight.collate.quantities.measures import equal
from crosslight.collate.quantities.naming import about
from crosslight.model import Dispute, DisputeSide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from crosslight.collate.alignment import Alignment
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.quantities import Compared
    from crosslight.collate.quantities.views import View
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Quantity, Span

LEAST = 0.03
"""Chance from which a pair joins a dispute. Over the annotated stories (nine folds, before disputes were ranked): 0.03 gave
F1 .51 and found .71 of the disputes on figures, times, places and denials, 0.08 .49 and .63."""
LOOKED_INTO = 15
"""Disputes put together at most, the surest first, before they are weighed as a whole."""
MOST = 10
"""Disputes shown a story at most, the likeliest first."""
LOOSE = 0.7
"""What a pair is worth that differs in no number, time, place or cue. Over the annotated stories (five models, everything held
out): by side F1 .357 at 0.7, .339 at 0.4. A pair between whose sentences only a number moved counts in full: the ranking knows."""
SAME = 0.6
"""Share of the shorter position's words that make it a repetition of the other: 6 of the 248 disputes shown over the annotated
stories go, precision unchanged (.605); two wordings of one sentence credited to two holders no longer face each other."""
FACING = 0.1
"""Least chance that two unequal figures are of one thing, for a dispute to be named by them where no quantity holds both."""
MAY_HAVE_MOVED = "the number may only have moved: later reports give the later one"
NO_FIGURES = "no two figures of one thing were found behind it"
SHORTEST = 3
_WORD = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?…][\"”’')\]\s]*$")
LOOKED_AT = 600
"""Pairs put together at most, the surest first: more than the annotated stories have above the bar, save one."""


SURE = ((0.46, 0.63), (0.40, 0.58), (0.0, 0.46))
"""Chance from which on, and the share of disputes shown from there that meet an annotated one: the annotated stories, each by
models of the others, links and quantities too, twice (with vectors made in two ways); 392 shown, a quarter, a quarter and half of them."""


def find(
    story: StoryReading, cast: StoryCast, alignment: Alignment, quantities: tuple[Quantity, ...], figures: Compared
) -> tuple[Dispute, ...]:
    """The story's disputes, the surest first."""
    told = marks(story, cast)
    of_one = figures_of(figures.views, figures.pairs.index, figures.chances)
    candidates = pairs(told, story, alignment, quantities, of_one)
    if not len(candidates.a):
        return ()
    chances = trees.load("disputes", "pairs").probability(candidates.rows)
    links = {(link.a, link.b): link.score for link in alignment.links}
    found = quarrels(candidates, chances, links, story, told, quantities)
    grown = moved(story, quantities)
    rows = ranking.measured(found, candidates, chances, links, grown, story)
    likely, at = ranking.chances_of(rows), ranking.places(candidates)
    facing, made = unequal(figures), []
    for k in ranking.chosen(likely, ranking.kinds(found, candidates), found, most=MOST):
        row = candidates.rows[at[found[k].best]] if found[k].best in at else None
        one = _dispute(replace(found[k], score=float(likely[k])), row, told=told, story=story, quantities=quantities, facing=facing)
        made.append(_doubted(one, MAY_HAVE_MOVED) if one.kind == "figure" and _first_pair(found[k]) in grown else one)
    return tuple(replace(one, id=f"d{number}") for number, one in enumerate(filter(_differ, made), 1))


def _first_pair(quarrel: Quarrel) -> tuple[int, int]:
    first, second = quarrel.sides[0][0], quarrel.sides[1][0]
    return min(first, second), max(first, second)


def _doubted(dispute: Dispute, why: str) -> Dispute:
    """Shown, since annotators often do call such a thing disputed, but never as sure."""
    return replace(dispute, confidence=SURE[-1][1], why=(*dispute.why, why))


def _differ(dispute: Dispute) -> bool:
    """False where the first two positions are one another's words over again: whoever is credited, nothing is in dispute.

    Numbers, times, places and denials turn on a single word, so there the same words may well conflict.
    """
    if dispute.kind in ("figure", "time", "place", "denial"):
        return True
    one, other = ({w.casefold() for w in _WORD.findall(s.position)} for s in dispute.sides[:2])
    return len(one & other) < SAME * min(len(one), len(other))


def quarrels(
    candidates: Pairs,
    chances: NDArray[np.float64],
    links: Mapping[tuple[int, int], float],
    story: StoryReading,
    told: Sequence[Marks],
    quantities: Sequence[Quantity],
) -> list[Quarrel]:
    """What answers and conflicting figures show, and scored pairs put together, best first."""
    usable = [whole(m.sentence, verbs=bool(m.verbs)) for m in told]
    linked = Links(links)
    seeds = conflicting(story, quantities, usable, linked)
    seeds += answered(story, told, usable=usable, cosine=candidates.cosine, links=linked)
    order = [k for k in np.argsort(-chances, kind="stable").tolist() if chances[k] >= LEAST]
    best = []
    for k in order[:LOOKED_AT]:
        a, b = int(candidates.a[k]), int(candidates.b[k])
        loose = LOOSE if kind_of(candidates.rows[k]) == "characterisation" else 1.0
        chance = float(chances[k]) * loose
        if usable[a] and usable[b] and chance >= LEAST:
            best.append((a, b, chance))
    best.sort(key=lambda pair: (-pair[2], pair[:2]))
    found = assemble(best, links=linked, cosine=candidates.cosine, most=LOOKED_INTO, seeds=seeds)
    for quarrel in found:
        quantity = _quantity(quarrel, story, quantities) if quarrel.kind is None else None
        sides = by_number(story, quantity, usable, linked) if quantity is not None else []
        if quantity is not None and len(sides) > 1:
            quarrel.sides, quarrel.kind, quarrel.about = sides, "figure", quantity.about
    return [q for n, q in enumerate(found) if all(q.sides != before.sides for before in found[:n])]


def whole(sentence: Sentence, *, verbs: bool) -> bool:
    """False for headlines, datelines and captions: what stands first ends as a sentence does, all else has a verb."""
    ended = bool(_ENDED.search(sentence.text))
    return len(sentence.text.split()) >= SHORTEST and (ended or (sentence.position > 0 and verbs))


def moved(story: StoryReading, quantities: Sequence[Quantity]) -> set[tuple[int, int]]:
    """Pairs of sentences that differ only because a number moved between them: news rather than a dispute."""
    found: set[tuple[int, int]] = set()
    for quantity in quantities:
        if quantity.relation == "updated":
            at = sorted({story.sentence_at(f.span).index for f in quantity.figures})
            found.update((a, b) for n, a in enumerate(at) for b in at[n + 1 :])
    return found


def _dispute(
    quarrel: Quarrel,
    row: NDArray[np.float32] | None,
    *,
    told: Sequence[Marks],
    story: StoryReading,
    quantities: Sequence[Quantity],
    facing: Mapping[tuple[int, int], tuple[View, View]],
) -> Dispute:
    kind = quarrel.kind or (kind_of(row) if row is not None else "characterisation")
    why = reasons(row, quarrel.score) if row is not None else (f"score {quarrel.score:.2f}",)
    quantity = _quantity(quarrel, story, quantities) if kind == "figure" else None
    views = facing.get(_first_pair(quarrel), ()) if kind == "figure" and quantity is None else ()
    if kind == "figure":
        quarrel = replace(quarrel, sides=_with_a_figure(quarrel.sides, facing, quantity, story))
    spans = [f.span for f in quantity.figures] if quantity is not None else [v.figure.span for v in views]
    if quarrel.about is None and (quantity is not None or views):
        quarrel = replace(quarrel, about=quantity.about if quantity is not None else about(views, story))
    sides = tuple(
        DisputeSide(position(told[side[0]], story, spans), holder(told[side[0]], story, spans, quantity), _evidence(side, story))
        for side in quarrel.sides
    )
    sure = next(share for least, share in SURE if quarrel.score >= least)
    dispute = Dispute("", kind, subject(quarrel, kind, told, story), sides, (*quarrel.reasons, *why), sure)
    return _doubted(dispute, NO_FIGURES) if kind == "figure" and not spans else dispute


def _with_a_figure(
    sides: list[list[int]], facing: Mapping[tuple[int, int], tuple[View, View]], quantity: Quantity | None, story: StoryReading
) -> list[list[int]]:
    """The first two sides, and of the others those that give a figure of the same thing: the rest speak of something else."""
    held = {story.sentence_at(f.span).index for f in quantity.figures} if quantity is not None else set()
    first = (*sides[0], *sides[1])

    def gives_one(side: list[int]) -> bool:
        return bool(held & set(side)) or any((min(i, j), max(i, j)) in facing for i in side for j in first)

    return [*sides[:2], *filter(gives_one, sides[2:])]


def unequal(figures: Compared) -> dict[tuple[int, int], tuple[View, View]]:
    """For pairs of sentences the two unequal figures that are likeliest of one thing, where any are likely enough."""
    best: dict[tuple[int, int], tuple[float, View, View]] = {}
    for (a, b), chance in zip(figures.pairs.index, figures.chances.tolist(), strict=True):
        u, v = figures.views[a], figures.views[b]
        pair = min(u.sentence.index, v.sentence.index), max(u.sentence.index, v.sentence.index)
        if chance >= FACING and not equal(u.measure, v.measure) and (pair not in best or chance > best[pair][0]):
            best[pair] = chance, u, v
    return {pair: (u, v) for pair, (_, u, v) in best.items()}


def _quantity(quarrel: Quarrel, story: StoryReading, quantities: Sequence[Quantity]) -> Quantity | None:
    """The quantity that the first two sides both give figures of."""
    first, second = quarrel.sides[0][0], quarrel.sides[1][0]
    for quantity in quantities:
        at = {story.sentence_at(f.span).index for f in quantity.figures}
        if first in at and second in at:
            return quantity
    return None


def _evidence(side: Sequence[int], story: StoryReading) -> tuple[Span, ...]:
    return tuple(story.sentences[s].span for s in side)
