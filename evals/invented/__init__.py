"""Four invented reports with hand annotation, so that the gate measures something wherever Crosslight is installed.

``gold.json`` is written like the stories of the annotated corpora: every mark is an exact substring of ``ARTICLE.txt``
(``nth`` counts from 1). The annotation was written before Crosslight read the reports; what was added since are marks that had been
forgotten, never a number, speaker or root changed to agree.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.corpora import story_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crosslight.model import Annotations, Article

FOLDER = Path(__file__).parent
KILOMETRES = 161
"""How near a place must lie to be right (100 miles, as toponym resolution is scored)."""

Mark = dict[str, Any]
"""A row of the gold, with ``start`` and ``end`` of its text."""
Found = dict[str, Any]
"""One annotation: ``start``, ``end`` and what a kind is judged by."""


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers of those given, and gold rows of all that were found."""

    right: int
    given: int
    met: int
    gold: int

    @property
    def figures(self) -> dict[str, float]:
        """Precision, recall and their harmonic mean."""
        p, r = (self.right / self.given if self.given else 0.0), (self.met / self.gold if self.gold else 0.0)
        return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}


def articles() -> tuple[Article, ...]:
    """The invented reports."""
    return story_articles(FOLDER)


def scored(readings: Iterable[Annotations]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each kind over the invented reports."""
    gold = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
    read = {r.article.id: r for r in readings}
    out = {}
    for kind, (find, meets) in KINDS.items():
        right = given = met = 0
        for id, reading in read.items():
            marks = [_placed(m, reading.article.text) for m in gold[kind] if m["article"] == id]
            found = find(reading)
            given += len(found)
            right += sum(any(_overlap(m, f) and meets(m, f) for m in marks) for f in found)
            met += sum(any(_overlap(m, f) and meets(m, f) for f in found) for m in marks)
        out[kind] = Score(right, given, met, len(gold[kind])).figures
    return out


def _placed(mark: Mark, text: str) -> Mark:
    """The mark with where it stands; an event stands where its actor and its recipient do."""
    if "actor" in mark:
        return mark | {
            "start": 0,
            "end": len(text),
            "who": _where(mark["actor"], text, 1),
            "whom": _where(mark["recipient"], text, 1),
        }
    start, end = _where(mark["text"], text, mark.get("nth", 1))
    return mark | {"start": start, "end": end}


def _where(words: str, text: str, nth: int) -> tuple[int, int]:
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return at, at + len(words)


def _overlap(a: Mark, b: Found) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _quotes(reading: Annotations) -> list[Found]:
    return [
        {"start": c.start, "end": c.end, "name": (a.source.name if a.source else "")}
        for a in reading.attributions
        for c in a.content
        if a.form in ("direct", "mixed") and len(c.text.split()) >= 3
    ]


def _same_name(mark: Mark, found: Found) -> bool:
    mine, theirs = set(mark["speaker"].lower().split()), set(found["name"].lower().split())
    return bool(theirs) and (mine <= theirs or theirs <= mine)


def _numbers(mark: Mark, found: Found) -> bool:
    return all(mark[k] == found[k] for k in ("value", "low", "high"))


def _near(mark: Mark, found: Found) -> bool:
    if found["lat"] is None:
        return False
    a, b = math.radians(mark["lat"]), math.radians(found["lat"])
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(found["lon"] - mark["lon"]) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half)) <= KILOMETRES


def _events(reading: Annotations) -> list[Found]:
    return [
        {
            "start": e.span.start,
            "end": e.span.end,
            "event": e.event,
            "who": [(p.span.start, p.span.end) for p in e.actor],
            "whom": [(p.span.start, p.span.end) for p in e.recipient],
        }
        for e in reading.events
    ]


def _same_event(mark: Mark, found: Found) -> bool:
    touch = all(any(a < mark[k][1] and mark[k][0] < b for a, b in found[k]) for k in ("who", "whom"))
    return bool(mark["event"] == found["event"] and touch)


KINDS: dict[str, tuple[Callable[[Annotations], list[Found]], Callable[[Mark, Found], bool]]] = {
    "quotes": (_quotes, _same_name),
    "figures": (
        lambda r: [{"start": f.span.start, "end": f.span.end, "value": f.value, "low": f.low, "high": f.high} for f in r.figures],
        _numbers,
    ),
    "times": (
        lambda r: [{"start": t.span.start, "end": t.span.end, "value": t.value} for t in r.times],
        lambda m, f: bool(m["value"] == f["value"]),
    ),
    "places": (lambda r: [{"start": p.span.start, "end": p.span.end, "lat": p.lat, "lon": p.lon} for p in r.places], _near),
    "events": (_events, _same_event),
}
"""By kind: what is read of it in an article, and when a found one is the marked one."""
