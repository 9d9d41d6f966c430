"""Wordings of one referent: by families of words, by entity, by one noun under different adjectives."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate.labels.lexicon import Family, families, noun_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crosslight.collate.cast import StoryCast
    from crosslight.collate.labels.wordings import Wording

_NEUTRAL = 2
"""Neutral wordings shown for an article beside the loaded ones."""
_LOADED = 6
"""Loaded wordings shown for an article."""


@dataclass(frozen=True, slots=True)
class Group:
    """The wordings of one referent, in story order, and how much they tell."""

    referent: str
    wordings: tuple[Wording, ...]
    worth: float

    @property
    def main(self) -> tuple[str, str]:
        """The part of speech and the head that most of its wordings have."""
        return Counter((w.part, w.head) for w in self.wordings).most_common(1)[0][0]


def by_family(found: Sequence[Wording]) -> Iterator[Group]:
    """Groups of words of one family: "attack", "massacre", "incident"."""
    by_word: dict[tuple[str, str], list[Wording]] = defaultdict(list)
    for wording in found:
        if not (wording.proper and wording.entity):  # "Ban" the secretary-general is no ban
            by_word[wording.part, wording.head].append(wording)
    for family in families():
        mine = [w for word in family.words for w in by_word.get((family.part, word), ()) if word not in family.weak or w.view]
        weight = _weights(family)
        if len({w.head for w in mine}) >= 2 and any(weight(w) for w in mine):
            yield from _grouped(mine, weight, 1.0 if family.part == "noun" else 0.6)


def by_entity(found: Sequence[Wording], cast: StoryCast) -> Iterator[Group]:
    """Groups of what one person, body or place is called besides its name."""
    of: dict[str, list[Wording]] = defaultdict(list)
    for wording in found:
        if wording.entity and (wording.view or not wording.proper):
            of[wording.entity].append(wording)
    nouns = noun_weights()
    for entity in sorted(of):
        yield from _grouped(of[entity], lambda w: max(w.view, nouns.get(w.head, 0)), 0.8, cast.entity(entity).name)


def by_head(found: Sequence[Wording]) -> Iterator[Group]:
    """Groups of one noun under different modifiers: "peace deal", "so-called peace deal"."""
    by_word: dict[str, list[Wording]] = defaultdict(list)
    for wording in found:
        if wording.part == "noun" and " " in wording.key and not wording.entity:
            by_word[wording.head].append(wording)
    for word in sorted(by_word):
        mine = by_word[word]
        if any(w.view > 1 for w in mine):
            yield from _grouped([w for w in mine if w.view != 1], lambda w: w.view, 0.5)


def _weights(family: Family) -> Callable[[Wording], int]:
    return lambda w: max(w.view, family.words.get(w.head, 0))


def _grouped(mine: list[Wording], weight: Callable[[Wording], int], share: float, referent: str | None = None) -> Iterator[Group]:
    """The group, where two articles or more tell of it in two wordings or more, one of which carries a view."""
    often = Counter(w.key for w in mine)
    shown = _shown(mine, weight, often)
    if len({w.article for w in shown}) < 2 or len({w.key for w in shown}) < 2:
        return
    loads = {w.key: weight(w) for w in shown}
    views: dict[int, int] = defaultdict(int)
    for w in shown:
        views[w.article] = max(views[w.article], weight(w))
    total = min(sum(loads.values()), 12)
    spread = max(views.values()) - min(views.values())
    if total:
        worth = share * (total + spread + len(views)) * math.log1p(len(mine))
        name = referent or Counter(w.head for w in sorted(mine, key=lambda w: w.span.key)).most_common(1)[0][0]
        yield Group(name, shown, worth)


def _shown(mine: list[Wording], weight: Callable[[Wording], int], often: Counter[str]) -> tuple[Wording, ...]:
    """Each article's loaded wordings and its most used neutral ones, each once, where it first stands."""
    first: dict[tuple[int, str], Wording] = {}
    for w in sorted(mine, key=lambda w: (w.article, w.span.start)):
        first.setdefault((w.article, w.key), w)
    kept: list[Wording] = []
    by_article: dict[int, list[Wording]] = defaultdict(list)
    for w in first.values():
        by_article[w.article].append(w)
    for article in sorted(by_article):
        ranked = sorted(by_article[article], key=lambda w: (-weight(w), -often[w.key], w.span.start))
        kept += [w for w in ranked if weight(w)][:_LOADED] + [w for w in ranked if not weight(w)][:_NEUTRAL]
    return tuple(sorted(kept, key=lambda w: (w.article, w.span.start, w.span.end)))
