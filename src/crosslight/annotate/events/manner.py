"""How an event is told: its mode (PLOVER) and its modality."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.events.frames import Frame, Grammar
    from crosslight.model import Modality

SPEECH = frozenset(("REQUEST", "THREATEN", "AGREE", "REJECT"))
"""Roots that are acts of speech: "must" and "would" belong to what is said, not to the saying."""
PLANNING = frozenset(
    ("plan", "intend", "prepare", "expect", "schedule", "aim", "hope", "seek", "want", "consider", "mull", "set", "due", "ready")
) | {"propose", "pledge", "promise", "vow", "agree"}
DEMANDING = frozenset(
    ("demand", "urge", "call", "ask", "request", "order", "require", "insist", "appeal", "beg", "implore", "press", "recommend")
)
DOUBTING = frozenset(("allege", "suspect", "accuse", "threaten", "warn", "fear", "rumour", "rumor"))
WISHES = frozenset(("must", "should", "ought", "shall"))
FUTURE = frozenset(("will", "'ll", "wo"))
OPEN = frozenset(("would", "could", "may", "might", "can"))


@cache
def _modes() -> dict[str, dict[str, frozenset[str]]]:
    raw: dict[str, dict[str, str]] = json.loads((resources.files("crosslight.data") / "events" / "modes.json").read_text("utf-8"))
    return {root: {mode: frozenset(words.split()) for mode, words in modes.items()} for root, modes in raw.items()}


def mode(grammar: Grammar, frame: Frame, root: str) -> str | None:
    """The root's mode whose word stands nearest to the predicate (the list's order decides a tie), if any does."""
    modes = _modes().get(root)
    if not modes:
        return None
    near = {grammar.lemma[frame.top]: 0}
    for path, i in frame.words:
        steps = path.count(".") + 1
        if steps <= 2 and not path.startswith("subj"):
            near.setdefault(grammar.lemma[i], steps)
    # the object names the act where the verb is light or a speech act ("demanded the release"): it counts before the predicate
    ranked = sorted(
        (0.5 if near[w] == 1 else near[w] + 0.6, n, name)
        for n, (name, words) in enumerate(modes.items())
        for w in words
        if w in near
    )
    return ranked[0][2] if ranked else None


def modality(grammar: Grammar, frame: Frame, root: str) -> Modality:
    """Whether the event is told as having happened, denied, planned, demanded or supposed."""
    helpers = {grammar.lemma[k] for k in grammar.kids[frame.top] if grammar.dep[k] in ("aux", "neg", "mark", "auxpass")}
    deps = {grammar.dep[k] for k in grammar.kids[frame.top]}
    speech = root in SPEECH
    if "neg" in deps or (frame.kind == "noun" and any(grammar.lemma[k] == "no" for k in grammar.kids[frame.top])):
        return "denied" if root != "REJECT" else "asserted"
    if helpers & {"if", "unless", "whether"}:
        return "hypothetical"
    if not speech:
        if helpers & WISHES:
            return "demanded"
        if helpers & OPEN:
            return "hypothetical"
    if helpers & FUTURE and root != "AGREE":
        return "planned"
    return _governed(grammar, frame, speech=speech)


def _governed(grammar: Grammar, frame: Frame, *, speech: bool) -> Modality:
    """The modality that the governing predicate, or the frame's own light verb, lends."""
    chained = {i for path, i in frame.words if path == "x"}
    words = {grammar.lemma[frame.top]} if chained and not speech else set()
    up = grammar.head[frame.top]
    if up != frame.top and grammar.dep[frame.top] in ("ccomp", "xcomp", "dobj", "pobj", "acl", "pcomp", "advcl"):
        words.add(grammar.lemma[up])
        if grammar.dep[frame.top] == "pobj":
            words.add(grammar.lemma[grammar.head[up]])
    if words & {"deny", "refute", "rule"}:
        return "denied"
    if words & DEMANDING:
        return "demanded"
    to_come = any(grammar.lemma[k] == "to" and grammar.tag[k] == "TO" for k in grammar.kids[frame.top])
    if words & PLANNING and (to_come or chained):
        return "planned"
    if words & DOUBTING:
        return "hypothetical"
    return "asserted"
