"""Groups of figures that are of one thing, without chaining."""

from __future__ import annotations

from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def groups(scored: Iterable[tuple[int, int, float]], *, enough: float) -> list[list[int]]:
    """Average linkage: the closest two groups are joined while the mean over *all* their pairs is ``enough``.

    Pairs that were not scored count as 0, so that A-B and B-C alone do not draw A and C together; a score
    below 0 keeps two apart.
    Groups of two or more, each sorted, in the order of their first members.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, score in scored:
        if score > 0.02 or score < 0:
            near[a][b] = near[b][a] = score
    members = {i: [i] for i in near}
    waiting = [(-mean, a, b) for a in near for b in near[a] if a < b and (mean := near[a][b]) > enough]
    heapify(waiting)
    while waiting:
        mean, a, b = heappop(waiting)
        if a not in members or b not in members or -mean != _mean(near, members, a, b):
            continue  # one of the two has grown since
        members[a] += members.pop(b)
        for c, total in near.pop(b).items():
            del near[c][b]
            if c != a:
                near[a][c] = near[c][a] = near[a].get(c, 0.0) + total
        for c in near[a]:
            if (now := _mean(near, members, a, c)) > enough:
                heappush(waiting, (-now, min(a, c), max(a, c)))
    return sorted(sorted(g) for g in members.values() if len(g) > 1)


def _mean(near: dict[int, dict[int, float]], members: dict[int, list[int]], a: int, b: int) -> float:
    """The mean over all pairs of two groups."""
    return near[a].get(b, 0.0) / (len(members[a]) * len(members[b]))
