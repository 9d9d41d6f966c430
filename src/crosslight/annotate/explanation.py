"""Why an annotation was made: the shape that every annotator's ``explain`` answers in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crosslight.model import Span


@dataclass(frozen=True, slots=True)
class Explanation:
    """One annotation, and its reasons in plain words, the first to apply first.

    ``kind`` is "figure", "time", "place", "attribution", "event" or "entity"; ``what`` says what was read.
    """

    id: str
    kind: str
    span: Span
    what: str
    reasons: tuple[str, ...]


def chance(log_odds: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def weightiest(parts: Mapping[str, float], most: int = 5) -> str:
    """The ``most`` largest parts of a sum, signed: "number of people +1.20, line open -0.80"."""
    ranked = sorted(parts.items(), key=lambda p: (-abs(p[1]), p[0]))[:most]
    return ", ".join(f"{name} {value:+.2f}" for name, value in ranked if round(value, 2))


def shown(text: str, most: int = 80) -> str:
    """Words in quotation marks on one line, cut where they are many."""
    words = " ".join(text.split())
    return f"\u201c{words if len(words) <= most else words[: most - 1].rstrip() + chr(0x2026)}\u201d"
