"""From scored pairs of sentences to disputes: which sentences stand on one side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from crosslight.model import DisputeKind

ALIKE = 0.5
"""A link from this chance on puts two sentences on one side."""
ABOUT_ONE = 0.55
"""A further side must be at least this like (cosine) to one that is there, or it is another question."""
SIDES = 3
WITNESSES = 4
"""Most sentences on one side, the best linked first: a reader checks a side by its witnesses, not by a heap of them."""


class Links(dict[tuple[int, int], float]):
    """The chance of each linked pair of sentences (the lower index first), and for each sentence those linked to it."""

    @cached_property
    def _beside(self) -> dict[int, list[tuple[float, int]]]:
        found: dict[int, list[tuple[float, int]]] = {}
        for (a, b), score in self.items():
            found.setdefault(a, []).append((-score, b))
            found.setdefault(b, []).append((-score, a))
        return found

    def near(self, sentences: Iterable[int], least: float) -> list[int]:
        """The sentences linked to one of these with that chance at least, the best linked first."""
        return [s for _, s in sorted(pair for one in sentences for pair in self._beside.get(one, ()) if -pair[0] >= least)]


@dataclass
class Quarrel:
    """A dispute being put together: sides of sentence indices, best pair first.

    ``kind`` and ``about`` are set where a detector of its own found it; ``closed`` where its sides are complete.
    """

    score: float
    sides: list[list[int]]
    best: tuple[int, int]
    reasons: list[str] = field(default_factory=list)
    kind: DisputeKind | None = None
    about: str | None = None
    closed: bool = False

    def side_of(self, sentence: int, links: Mapping[tuple[int, int], float]) -> int | None:
        """The side the sentence stands on or tells the same as."""
        for n, side in enumerate(self.sides):
            if sentence in side:
                return n
        best = max(((max(_link(links, sentence, s) for s in side), -n) for n, side in enumerate(self.sides)), default=(0.0, 0))
        return -best[1] if best[0] >= ALIKE else None


def assemble(
    scored: Iterable[tuple[int, int, float]],
    *,
    links: Links,
    cosine: NDArray[np.float32],
    most: int,
    seeds: Sequence[Quarrel] = (),
) -> list[Quarrel]:
    """Quarrels, the surest first. ``scored`` are pairs worth showing, best first; ``seeds`` were found by other means."""
    found = _distinct(seeds, links)
    kept = len(found)
    for a, b, score in scored:
        home = next((q for q in found if _joins(q, a, b, links, cosine)), None)
        if home is None and len(found) - kept < most:
            found.append(Quarrel(score, [[a], [b]], (a, b)))
    found = sorted(found, key=lambda q: -q.score)[:most]
    for quarrel in found:
        if not quarrel.closed:
            _widen(quarrel, links)
    return found


def _distinct(seeds: Iterable[Quarrel], links: Mapping[tuple[int, int], float]) -> list[Quarrel]:
    """Seeds without those that tell a quarrel again; what they add goes to its sides."""
    found: list[Quarrel] = []
    for seed in seeds:
        home = next((q for q in found if _again(q, seed, links)), None)
        if home is None:
            found.append(seed)
    return found


def _again(quarrel: Quarrel, seed: Quarrel, links: Mapping[tuple[int, int], float]) -> bool:
    """True where the seed's two sides stand on two sides of the quarrel; its sentences are then added there."""
    at = [next((n for s in side if (n := quarrel.side_of(s, links)) is not None), None) for side in seed.sides]
    if None in at or len(set(at)) < 2:
        return False
    if not quarrel.closed:
        for n, side in zip(at, seed.sides, strict=True):
            own = quarrel.sides[n or 0]
            own += [s for s in side if s not in own][: max(0, WITNESSES - len(own))]
    return True


def _link(links: Mapping[tuple[int, int], float], a: int, b: int) -> float:
    return links.get((a, b) if a < b else (b, a), 0.0)


def _joins(quarrel: Quarrel, a: int, b: int, links: Mapping[tuple[int, int], float], cosine: NDArray[np.float32]) -> bool:
    """True where the pair belongs to this quarrel; it is then added."""
    i, j = quarrel.side_of(a, links), quarrel.side_of(b, links)
    if i is None and j is None:
        return False
    if (i is None or j is None) and quarrel.kind is not None:
        return False
    if i is not None and j is not None:
        if i != j and not quarrel.closed and max(len(quarrel.sides[i]), len(quarrel.sides[j])) < WITNESSES:
            _add(quarrel.sides[i], a)
            _add(quarrel.sides[j], b)
        return True
    known, new = (a, b) if j is None else (b, a)
    side = i if i is not None else j
    others = [s for n, other in enumerate(quarrel.sides) if n != side for s in other]
    if max(float(cosine[new, s]) for s in others) < ABOUT_ONE or len(quarrel.sides) >= SIDES:
        return False
    _add(quarrel.sides[side or 0], known)
    quarrel.sides.append([new])
    return True


def _add(side: list[int], sentence: int) -> None:
    if sentence not in side:
        side.append(sentence)


def _widen(quarrel: Quarrel, links: Links) -> None:
    """Take to each side the sentences of other articles that tell the same as its first."""
    taken = {s for side in quarrel.sides for s in side}
    for side in quarrel.sides:
        for sentence in links.near(side[:1], ALIKE):
            if (
                len(side) < WITNESSES
                and sentence not in taken
                and all(_link(links, sentence, s) < ALIKE for other in quarrel.sides if other is not side for s in other)
            ):
                side.append(sentence)
                taken.add(sentence)
