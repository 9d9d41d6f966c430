"""The score of attributions on articles with gold: exact spans, as hulls, each counted once an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crosslight.annotate.attributions.tagger import Tagger

if TYPE_CHECKING:
    import numpy as np

ROLES = ("source", "cue", "content")


def f1(hit: int, said: int, gold: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * hit / (said + gold) if said + gold else 0.0


def held_out_score(weights: dict[str, np.ndarray], rows: list[Any], *, eager: tuple[float, ...] = (-0.5, 0.0, 0.5)) -> str:
    """Exact F1 of source, cue and content for some readinesses to see a cue."""
    tagger = Tagger(weights)
    said = []
    for bias in eager:
        counts = {role: [0, 0, 0] for role in ROLES}
        for _, _, c, readings in rows:
            gold: dict[str, set[tuple[int, int]]] = {role: {r[role][0] for r in readings[0] if r.get(role)} for role in ROLES}
            found: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
            for t in tagger(c, eager=bias):
                for role in ROLES:
                    if (at := getattr(t, role)) is not None:
                        found[role].add((int(c.start[at[0]]), int(c.end[at[1]])))
            for role in ROLES:
                hit, got, want = counts[role]
                counts[role] = [hit + len(gold[role] & found[role]), got + len(found[role]), want + len(gold[role])]
        said.append(
            f"eager {bias}: "
            + " ".join(
                f"{role} {f1(*n):.3f} (p {n[0] / max(1, n[1]):.2f} r {n[0] / max(1, n[2]):.2f})" for role, n in counts.items()
            )
        )
    return " | ".join(said)
