"""How many have a fact independently: outlets that share a source collapse to one origin."""

from __future__ import annotations

import re
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


def independent(mentions: Sequence[FactMention], origins: Sequence[Origin]) -> tuple[int, tuple[str, ...]]:
    """The number of independent origins, and why it is less than the number of outlets."""
    names = sorted({masthead(m.span.article) for m in mentions})
    root = {n: n for n in names}
    why = []
    for one, other, reason in _ties(mentions, origins):
        a, b = _find(root, one), _find(root, other)
        if a != b:
            root[max(a, b)] = min(a, b)
            why.append(reason)
    return len({_find(root, n) for n in names}), tuple(dict.fromkeys(why))


def _find(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        name = root[name]
    return name


def _ties(mentions: Sequence[FactMention], origins: Sequence[Origin]) -> list[tuple[str, str, str]]:
    """Pairs of mastheads that have it from one source, with the reason."""
    tellers = {m.span.article.id: m.span.article for m in mentions}
    ties = []
    for first, reason in _one_source(mentions, origins).items():
        for other in reason[1:]:
            ties.append((masthead(tellers[reason[0]]), masthead(tellers[other]), first))
    ordered = sorted(mentions, key=lambda m: m.span.key)
    runs = [_runs(m.span.text) for m in ordered]
    for i, one in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            other = ordered[j]
            if one.span.article.id != other.span.article.id and _share(runs[i], runs[j]) >= SAME_TEXT:
                names = one.span.article.outlet or one.span.article.id, other.span.article.outlet or other.span.article.id
                ties.append(
                    (masthead(one.span.article), masthead(other.span.article), f"{names[0]} and {names[1]} carry the same words")
                )
    return ties


def _one_source(mentions: Sequence[FactMention], origins: Sequence[Origin]) -> dict[str, list[str]]:
    """Reasons, each with the ids of the articles that it ties together."""
    tellers = sorted({m.span.article.id for m in mentions})
    by: dict[str, list[str]] = {}
    for origin in sorted(origins, key=lambda o: o.span.key):
        teller = origin.span.article.id
        if origin.kind == "agency_copy" and teller in tellers:
            by.setdefault(f"both carry {origin.origin}'s copy", []).append(teller)
    voices: dict[str, list[str]] = {}
    for teller in tellers:
        own = [m for m in mentions if m.span.article.id == teller]
        spoken = {m.to for m in own if m.stance in ("attributes", "reports_denial") and m.to}
        if len(spoken) == 1 and all(m.stance in ("attributes", "reports_denial") for m in own):
            voices.setdefault(f"all have it from {next(iter(spoken))}", []).append(teller)
    return {k: list(dict.fromkeys(v)) for k, v in (by | voices).items() if len(set(v)) > 1}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [w.casefold() for w in _WORD.findall(text)]
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)} or {tuple(words)}


def _share(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> float:
    return len(a & b) / max(min(len(a), len(b)), 1)
