"""Labels: the names that articles give to one actor, group, act or thing, loaded ones first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crosslight.collate.labels.grouping import Group, by_entity, by_family, by_head
from crosslight.collate.labels.wordings import Phrases
from crosslight.model import Label

if TYPE_CHECKING:
    from crosslight.collate.cast import StoryCast
    from crosslight.collate.reading import StoryReading

GROUPS = 12
"""Groups shown for a story, the most telling."""


def find(story: StoryReading, cast: StoryCast) -> tuple[Label, ...]:
    """At most :data:`GROUPS` labels, those first whose wordings carry most of a view and differ most between articles."""
    found = [w for number, reading in enumerate(story.readings) for w in Phrases(reading, number, cast).wordings()]
    groups = [*by_family(found), *by_entity(found, cast), *by_head(found)]
    groups.sort(key=lambda g: (-g.worth, g.referent, [w.span.key for w in g.wordings]))
    chosen: list[Group] = []
    taken: Counter[tuple[int, int]] = Counter()
    heads: set[tuple[str, str]] = set()
    for group in groups:
        if group.main in heads:
            continue
        fresh = [w for w in group.wordings if not taken[w.article, w.token]]
        if len({w.key for w in fresh}) >= 2 and len(fresh) * 2 >= len(group.wordings):
            chosen.append(group)
            heads.add(group.main)
            taken.update((w.article, w.token) for w in group.wordings)
        if len(chosen) == GROUPS:
            break
    return tuple(Label(g.referent, tuple(w.span for w in g.wordings)) for g in chosen)


__all__ = ["GROUPS", "find"]
