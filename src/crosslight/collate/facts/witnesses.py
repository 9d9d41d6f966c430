"""How many have a fact independently: outlets that share a source collapse to one origin."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.model import Article, FactMention, Origin

SAME_TEXT = 0.75
"""Share of the shorter sentence's three-word runs that two tellings must share to be one text."""
_WORD = re.compile(r"\w+")


def outlets(mentions: Sequence[FactMention]) -> int:
    """Mastheads that tell it; an article whose outlet is unknown counts for itself."""
    return len({masthead(m.span.article) for m in mentions})


def masthead(article: Article) -> str:
    """The outlet, or the article itself where it is unknown."""
    return (article.outlet or f"article {article.id}").casefold()


class Witnesses:
    """Counts for one story, whose sentences stand in many facts: what each holds is found once."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        self._origins: dict[str, list[Origin]] = {}
        for origin in sorted(origins, key=lambda o: o.span.key):
            self._origins.setdefault(origin.span.article.id, []).append(origin)
        self._runs: dict[str, set[tuple[str, ...]]] = {}

    def independent(self, mentions: Sequence[FactMention]) -> tuple[int, tuple[str, ...]]:
        """The number of independent origins, and why it is less than the number of outlets."""
        names = sorted({masthead(m.span.article) for m in mentions})
        root = {n: n for n in names}
        why = []
        for one, other, reason in self._ties(mentions):
            a, b = _find(root, one), _find(root, other)
            if a != b:
                root[max(a, b)] = min(a, b)
                why.append(reason)
        return len({_find(root, n) for n in names}), tuple(dict.fromkeys(why))

    def _ties(self, mentions: Sequence[FactMention]) -> list[tuple[str, str, str]]:
        """Pairs of mastheads that have it from one source, with the reason."""
        tellers = {m.span.article.id: m.span.article for m in mentions}
        origins = [o for id in sorted(tellers) for o in self._origins.get(id, ())]
        ties: list[tuple[str, str, str]] = []
        for reason, ids in _one_source(mentions, origins).items():
            ties.extend((masthead(tellers[ids[0]]), masthead(tellers[other]), reason) for other in ids[1:])
        return ties + self._same_words(mentions)

    def _same_words(self, mentions: Sequence[FactMention]) -> list[tuple[str, str, str]]:
        ordered = sorted(mentions, key=lambda m: m.span.key)
        runs = [self._runs_of(m.span.text) for m in ordered]
        ties: list[tuple[str, str, str]] = []
        for i, j in combinations(range(len(ordered)), 2):
            one, other = ordered[i].span.article, ordered[j].span.article
            if one.id != other.id and _share(runs[i], runs[j]) >= SAME_TEXT:
                reason = f"{one.outlet or one.id} and {other.outlet or other.id} carry the same words"
                ties.append((masthead(one), masthead(other), reason))
        return ties

    def _runs_of(self, text: str) -> set[tuple[str, ...]]:
        if text not in self._runs:
            self._runs[text] = _runs(text)
        return self._runs[text]


def _find(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        name = root[name]
    return name


def _one_source(mentions: Sequence[FactMention], origins: Sequence[Origin]) -> dict[str, list[str]]:
    """Reasons, each with the ids of the articles that it ties together."""
    tellers = {m.span.article.id: m.span.article for m in sorted(mentions, key=lambda m: m.span.key)}
    by: dict[str, list[str]] = {}
    for origin in origins:
        own = origin.span.article.id
        if origin.kind == "agency_copy":
            by.setdefault(f"they carry {origin.origin}'s copy", []).append(own)
        elif origin.kind == "cites" and any(m.span.overlaps(origin.span) for m in mentions):
            cited = [i for i, a in tellers.items() if a.outlet and _plain(a.outlet) == _plain(origin.origin)]
            by.setdefault(f"{origin.origin} is where they have it from", []).extend([own, *cited])
    for teller in tellers:
        told = [m for m in mentions if m.span.article.id == teller]
        spoken = {m.to for m in told if m.stance in ("attributes", "reports_denial") and m.to}
        if len(spoken) == 1 and all(m.stance in ("attributes", "reports_denial") for m in told):
            by.setdefault(f"all have it from {next(iter(spoken))}", []).append(teller)
    return {reason: ids for reason, found in by.items() if len(ids := list(dict.fromkeys(found))) > 1}


def _plain(name: str) -> str:
    """An outlet's name without its article: "Alderton Standard" is cited, "The Alderton Standard" is the masthead."""
    return name.casefold().removeprefix("the ")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [w.casefold() for w in _WORD.findall(text)]
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)} or {tuple(words)}


def _share(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> float:
    return len(a & b) / max(min(len(a), len(b)), 1)
