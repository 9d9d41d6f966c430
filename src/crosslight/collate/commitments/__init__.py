"""Commitments of a story: threats, promises, demands and agreements, joined across its articles.

Each article's commitments are read off its parse (:mod:`.cues`); two are one where their kind is the same,
the same party gives them, and they bind to the same act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from crosslight.collate.commitments.cues import Told, told
from crosslight.model import Commitment

if TYPE_CHECKING:
    from crosslight.collate.reading import StoryReading

SAME_PARTY = 85
"""Least token-set similarity of two names, in percent."""
SHARED = 0.5
"""Least share of the shorter act's content words that the other act has too."""
ALIKE = 0.6
"""Least cosine of the two sentences, where the acts share one content word only."""


def find(story: StoryReading) -> tuple[Commitment, ...]:
    """The story's commitments, in the order in which they are first told."""
    groups: list[list[Told]] = []
    by_kind: dict[str, list[list[Told]]] = {}
    for reading in story.readings:
        for one in told(reading):
            same = next((g for g in by_kind.get(one.kind, ()) if _same(story, g[0], one)), None)
            if same is None:
                groups.append([one])
                by_kind.setdefault(one.kind, []).append(groups[-1])
            else:
                same.append(one)
    return tuple(_joined(g) for g in groups)


def _same(story: StoryReading, a: Told, b: Told) -> bool:
    """Whether two articles tell one commitment; compared with a group's first only, so that groups do not chain."""
    if fuzz.token_set_ratio(a.who.lower(), b.who.lower()) < SAME_PARTY:
        return False
    shared = len(a.words & b.words) / min(len(a.words), len(b.words))
    if shared >= SHARED and (len(a.words & b.words) > 1 or min(len(a.words), len(b.words)) == 1):
        return True
    if not a.words & b.words:
        return False
    first, second = story.sentence_at(a.span).index, story.sentence_at(b.span).index
    return float(story.vectors[first] @ story.vectors[second]) >= ALIKE


def _joined(group: list[Told]) -> Commitment:
    """One commitment from its tellings: the first telling's words, what it leaves open from the others."""
    fullest = max(group, key=lambda t: (t.condition is not None) + (t.deadline is not None) + (t.to_whom is not None))
    who = max((t.who for t in group), key=len)
    return Commitment(
        who=who,
        to_whom=next((t.to_whom for t in group if t.to_whom), None),
        act=fullest.act,
        kind=group[0].kind,
        condition=next((t.condition for t in group if t.condition), None),
        deadline=next((t.deadline for t in group if t.deadline), None),
        evidence=tuple(dict.fromkeys(t.span for t in group)),
    )
