"""How well an article's names and pronouns are joined: B-cubed on the news of GUM (``python -m evals.entities``).

What counts are the mentions whose head is a proper noun, and "he" and "she" in their cases; a name inside a
longer one ("University of Orlu") is part of that one. A mention that
Crosslight does not have is alone with itself; one that it has and GUM has not is left out.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from crosslight.annotate import entities
from crosslight.model import Article
from evals.corpora import corpora
from evals.parses import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRONOUNS = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_PARTS = re.compile(r"\([^()]*\)?|[^()]+\)")
"""The brackets that open or close a mention in one token's mark."""

Head = tuple[int, int]


def read(file: Path) -> tuple[str, dict[Head, str]]:
    """The text of a CoNLL-U file (a line a sentence), and the group of every named or pronominal head in it."""
    lines: list[str] = []
    groups: dict[Head, str] = {}
    at = 0
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        text = next((r[len("# text = ") :] for r in block.splitlines() if r.startswith("# text = ")), None)
        if text is None:
            continue
        rows = [r.split("\t") for r in block.splitlines() if r[:1].isdigit() and r.split("\t")[0].isdigit()]
        groups.update({(at + a, at + b): g for (a, b), g in _heads(text, rows)})
        lines.append(text)
        at += len(text) + 1
    return "\n".join(lines), groups


def _heads(text: str, rows: list[list[str]]) -> Iterator[tuple[Head, str]]:
    places, at = [], 0
    for row in rows:
        start = text.find(row[1], at)
        start = at if start < 0 else start
        at = start + len(row[1])
        places.append((start, at))
    opened: dict[str, list[int]] = defaultdict(list)
    found: list[tuple[int, int, int, str]] = []
    for n, row in enumerate(rows):
        marks = next((p[len("Entity=") :] for p in row[9].split("|") if p.startswith("Entity=")), "")
        for part in _PARTS.findall(marks):
            group = part.strip("()").split("-")[0]
            if part.startswith("("):
                opened[group].append(n)
            if part.endswith(")") and opened[group]:
                first = opened[group].pop()
                head = _head(rows, first, n)
                if rows[head][3] == "PROPN" or rows[head][1].lower() in PRONOUNS:
                    found.append((first, n, head, group))
    for first, last, head, group in found:
        if not any(a <= first and last <= b < a + 8 and (a, b) != (first, last) for a, b, _, _ in found):
            yield places[head], group


def _head(rows: list[list[str]], first: int, last: int) -> int:
    inside = range(first, last + 1)
    return next((i for i in inside if not first <= int(rows[i][6]) - 1 <= last), last)


def b_cubed(gold: dict[Head, str], ours: dict[Head, str]) -> tuple[float, float]:
    """Precision and recall, summed over the gold mentions."""
    mine, theirs = defaultdict(set), defaultdict(set)
    for head, group in gold.items():
        theirs[group].add(head)
        mine[ours.get(head, str(head))].add(head)
    p = sum(len(mine[ours.get(h, str(h))] & theirs[g]) / len(mine[ours.get(h, str(h))]) for h, g in gold.items())
    r = sum(len(mine[ours.get(h, str(h))] & theirs[g]) / len(theirs[g]) for h, g in gold.items())
    return p, r


def main(*, show: bool = False) -> None:
    """Prints B-cubed over all articles, and with ``show`` what is joined wrongly or not found."""
    folder = corpora()
    if folder is None:
        sys.exit("CROSSLIGHT_CORPORA does not name the folder of the corpora")
    total = found = 0
    precision = recall = 0.0
    for file in sorted((folder / "gum_news").glob("*.conllu")):
        text, gold = read(file)
        cast = entities.find(next(parsed([Article(file.stem, text)])))
        ours: dict[Head, str] = {}
        for head in gold:
            over = [m for m in cast.mentions if m.span.start <= head[0] and head[1] <= m.span.end]
            if over:
                ours[head] = min(over, key=lambda m: m.span.end - m.span.start).entity
        p, r = b_cubed(gold, ours)
        precision, recall, total, found = precision + p, recall + r, total + len(gold), found + len(ours)
        if show:
            _show(file.stem, text, gold, ours, {e.id: f"{e.name} ({e.type})" for e in cast.entities})
    p, r = precision / total, recall / total
    print(f"{total} mentions, {found / total:.3f} found; B-cubed P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")


def _show(name: str, text: str, gold: dict[Head, str], ours: dict[Head, str], called: dict[str, str]) -> None:
    groups = defaultdict(list)
    for head, group in sorted(gold.items()):
        groups[group].append((text[slice(*head)], called.get(ours.get(head, ""), "-")))
    for group, heads in groups.items():
        if len({c for _, c in heads}) > 1:
            print(name, group, heads)
    merged = defaultdict(set)
    for head, entity in ours.items():
        merged[entity].add(gold[head])
    for entity, them in merged.items():
        if len(them) > 1:
            print(name, "JOINED", called[entity], sorted((text[slice(*h)], gold[h]) for h in ours if ours[h] == entity))


if __name__ == "__main__":
    main(show="--show" in sys.argv)
