"""From frames to events: a root for each frame, an actor and a recipient from the phrases in reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.annotate.events import features
from crosslight.annotate.events.frames import Frame, Grammar, conjuncts, frames
from crosslight.annotate.events.weights import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from crosslight.annotate.events.weights import Weights

SURE = 0.08
"""Least probability that a frame tells an event, before its participants are looked for."""
TAKES_PART = 0.1
"""Least probability of a phrase's role."""
POWER = 0.5
TOLD = 0.1
"""Least probability of a whole event: frame x root ** POWER x the root of (actor x recipient).

Over five folds of the PLV sentences, and 25 articles of ordinary news beside them: triple recall .680 at .38 events
a sentence of ordinary news for 0.05, .669 at .18 for 0.1, .660 at .11 for 0.15, .642 at .06 for 0.2. The frame's
probability alone (the first version) gave .625 at .24.
"""
ALSO = 0.3
"""Least probability of a second recipient; without any, triple recall is .02 lower."""


@dataclass(frozen=True, slots=True)
class Found:
    """An event as tokens: its frame, root, and the head tokens of its actors and recipients."""

    frame: Frame
    root: str
    probability: float
    actor: tuple[int, ...]
    recipient: tuple[int, ...]


def read(grammar: Grammar, sentences: Iterable[tuple[int, int]], weights: Weights) -> list[Found]:
    """The events of the sentences, in text order."""
    found: list[Found] = []
    for start, end in sentences:
        every = frames(grammar, start, end, features.lexicon(), features.acts())
        if every:
            found.extend(_of_sentence(grammar, every, weights))
    return found


def _of_sentence(grammar: Grammar, every: list[Frame], weights: Weights) -> list[Found]:
    table = weights.root.probabilities([features.of_frame(grammar, f) for f in every])
    none = weights.root.classes.index(NONE)
    kept = []
    for frame, row in zip(every, table, strict=True):
        sure = 1 - float(row[none])
        if sure < SURE:
            continue
        row[none] = 0
        best = int(row.argmax())
        if sure * (float(row[best]) / sure) ** POWER < TOLD:
            continue  # whoever takes part, it stays below the bar
        event = _with_roles(grammar, frame, weights.root.classes[best], (sure, float(row[best]) / sure), weights)
        if event is not None and event.probability >= TOLD:
            kept.append(event)
    return _distinct(kept)


def _with_roles(grammar: Grammar, frame: Frame, root: str, sure: tuple[float, float], weights: Weights) -> Found | None:
    if not frame.phrases:
        return None
    table = weights.role.probabilities(features.of_phrases(grammar, frame, root))
    names = weights.role.classes
    actor = _best(table[:, names.index("actor")])
    if actor is None:
        return None
    column = table[:, names.index("recipient")]
    as_actor = float(table[actor, names.index("actor")])
    column[actor] = 0
    recipient = _best(column)
    if recipient is None:
        return None
    probability = sure[0] * sure[1] ** POWER * (as_actor * float(column[recipient])) ** 0.5
    return Found(frame, root, probability, *_parties(grammar, frame, actor, (recipient, *_more(frame, column, recipient))))


def _more(frame: Frame, column: NDArray[np.float32], best: int) -> list[int]:
    """A second recipient, where one is as good as told and stands neither inside the first nor around it."""
    path = frame.phrases[best][0]
    for at in column.argsort(kind="stable")[::-1][1:3]:
        other = frame.phrases[at][0]
        if column[at] >= ALSO and not other.startswith(path) and not path.startswith(other):
            return [int(at)]
    return []


def _parties(grammar: Grammar, frame: Frame, actor: int, recipients: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The actor and recipients with those joined to them; nobody is both."""
    heads = [frame.phrases[r][1] for r in recipients]
    actors = tuple(i for i in conjuncts(grammar, frame.phrases[actor][1]) if i not in heads)
    taken = dict.fromkeys(i for h in heads for i in conjuncts(grammar, h))
    return actors, tuple(i for i in taken if i not in actors)


def _best(column: NDArray[np.float32]) -> int | None:
    at = int(column.argmax())
    return at if column[at] >= TAKES_PART else None


def _distinct(events: list[Found]) -> list[Found]:
    """Of events with one root, actor and recipient, the surest."""
    best: dict[tuple[str, tuple[int, ...], tuple[int, ...]], Found] = {}
    for event in events:
        key = (event.root, event.actor, event.recipient)
        if key not in best or event.probability > best[key].probability:
            best[key] = event
    return sorted(best.values(), key=lambda e: e.frame.top)
