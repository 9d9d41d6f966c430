"""Groups of figures that are of one thing, without chaining."""

from __future__ import annotations

from collections import defaultdict
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
    while True:
        found = _closest(near, members, enough)
        if found is None:
            break
        a, b = found
        members[a] += members.pop(b)
        for c, total in near.pop(b).items():
            del near[c][b]
            if c != a:
                near[a][c] = near[c][a] = near[a].get(c, 0.0) + total
    return sorted(sorted(g) for g in members.values() if len(g) > 1)


def _closest(near: dict[int, dict[int, float]], members: dict[int, list[int]], enough: float) -> tuple[int, int] | None:
    best, found = enough, None
    for a in sorted(near):
        for b, total in near[a].items():
            if a < b:
                mean = total / (len(members[a]) * len(members[b]))
                if mean > best or (mean == best and found is not None and (a, b) < found):
                    best, found = mean, (a, b)
    return found
