"""Why an event was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.events import features, weights
from crosslight.annotate.events.frames import Grammar
from crosslight.annotate.events.reading import TOLD, read
from crosslight.annotate.events.weights import NONE
from crosslight.annotate.explanation import Explanation, shown, weightiest

if TYPE_CHECKING:
    from crosslight.annotate.events.reading import Found
    from crosslight.annotate.events.weights import Weights
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Event


def explain(parsed: ParsedArticle, event: Event) -> Explanation:
    """The predicate, the likeliest roots with what weighed for this one, the participants' probabilities, mode and modality."""
    grammar, learnt = Grammar.of(parsed), weights.load()
    sentence = next(s for s in parsed.doc.sents if s.start_char <= event.span.start < s.end_char)
    found = next(
        f
        for f in read(grammar, [(sentence.start, sentence.end)], learnt)
        if f.root == event.event and grammar.start[f.frame.top] == event.span.start
    )
    frame = found.frame
    kind = "a noun that names an act" if frame.kind == "noun" else "passive" if frame.passive else "active"
    reasons = [
        f"the predicate is {shown(parsed.doc[frame.top].text)} ({kind})",
        *_roots(grammar, found, learnt),
        *_roles(grammar, found, learnt, parsed),
        f"all together: probability {found.probability:.2f} (told from {TOLD:.2f})",
        f"mode {event.mode or 'none'}, by the nearest word of the mode's list"
        if event.mode
        else "no word of a mode's list stands below it",
        f"modality {event.modality}, by rule from the predicate's auxiliaries, governors and negation",
    ]
    reasons += [f"in the words of attribution {event.attribution}"] if event.attribution else []
    reasons += [
        f"its {name} {one} stands nearest below the predicate"
        for name, one in (("time", event.when), ("place", event.where))
        if one
    ]
    what = f"{event.event}{'/' + event.mode if event.mode else ''}"
    return Explanation(event.id, "event", event.span, what, tuple(reasons))


def _roots(grammar: Grammar, found: Found, learnt: Weights) -> list[str]:
    bag = features.of_frame(grammar, found.frame)
    row = learnt.root.probabilities([bag])[0]
    best = sorted(zip(learnt.root.classes, row.tolist(), strict=True), key=lambda pair: -pair[1])[:3]
    said = ", ".join(f"{'no event' if name == NONE else name} {p:.2f}" for name, p in best)
    column = learnt.root.classes.index(found.root)
    parts = {f: float(learnt.root.rows[learnt.root.index[f], column]) for f in bag if f in learnt.root.index}
    return [f"the classifier's roots: {said}", f"weighed most for {found.root}: {weightiest(parts)}"]


def _roles(grammar: Grammar, found: Found, learnt: Weights, parsed: ParsedArticle) -> list[str]:
    table = learnt.role.probabilities(features.of_phrases(grammar, found.frame, found.root))
    said = []
    for role, heads in (("actor", found.actor), ("recipient", found.recipient)):
        column = learnt.role.classes.index(role)
        for head in heads:
            at = next((n for n, (_, i) in enumerate(found.frame.phrases) if i == head), None)
            words = shown(parsed.doc[head].text)
            if at is None:
                said.append(f"{role} {words}: joined to another {role} by \u201cand\u201d")
            else:
                path = found.frame.phrases[at][0] or "itself"
                said.append(f"{role} {words}, over the path {path}: probability {float(table[at, column]):.2f}")
    return said
