"""Propositions: the clauses of a sentence, each with who does what to whom, when, where, how many, and whether it is negated.

Read off the kept parse; nothing is parsed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crosslight.collate.alignment.words import clauses

if TYPE_CHECKING:
    from crosslight.collate.reading import Sentence
    from crosslight.model import Annotations, Modality, Span, Tokens

Role = Literal["subject", "object", "agent"]
ROLES: dict[str, Role] = {"nsubj": "subject", "csubj": "subject", "dobj": "object", "attr": "object", "nsubjpass": "object"}
NEGATING = frozenset(["no", "not", "never", "n't", "n’t", "nobody", "none", "nor", "neither"])
SUPPOSING = frozenset(["may", "might", "could", "would", "if", "unless"])
DEMANDING = frozenset(["must", "should", "ought"])
PLANNING = frozenset(["will", "shall", "’ll", "'ll"])


@dataclass(frozen=True, slots=True)
class Argument:
    """Who or what takes part in a clause; ``entity`` is the article's own entity, where one is named there."""

    role: Role
    span: Span
    head: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Proposition:
    """One clause.

    ``times``, ``places`` and ``figures`` are ids of the article's annotations that stand in it; ``voice`` is the id of the
    attribution that it is told as the content of, ``None`` where it is the outlet's own word.
    """

    span: Span
    predicate: str
    arguments: tuple[Argument, ...]
    negated: bool
    modality: Modality
    passive: bool
    times: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    voice: str | None = None

    def opposes(self, other: Proposition) -> bool:
        """True where both say one thing of one thing, one of them with a "not"."""
        if self.predicate != other.predicate or self.negated == other.negated or self.predicate == "be":
            return False
        return bool({(a.role, a.head) for a in self.arguments} & {(a.role, a.head) for a in other.arguments})


def of(reading: Annotations, sentence: Sentence) -> tuple[Proposition, ...]:
    """The sentence's clauses in text order; those without a verb are left out."""
    tokens = reading.tokens
    owner = clauses(tokens, sentence.first, sentence.last)
    runs: dict[int, list[int]] = {}
    for i, head in enumerate(owner, sentence.first):
        runs.setdefault(head, []).append(i)
    return tuple(_clause(reading, head, own) for head, own in sorted(runs.items()) if tokens.pos[head] in ("VERB", "AUX"))


def may_negate(reading: Annotations, sentence: Sentence) -> bool:
    """True where a word of the sentence negates something: else none of its clauses is negated."""
    return any(lemma in NEGATING for lemma in reading.tokens.lemma[sentence.first : sentence.last])


def _clause(reading: Annotations, head: int, own: list[int]) -> Proposition:
    tokens = reading.tokens
    said = [i for i in own if tokens.pos[i] != "PUNCT"] or own
    span = reading.article.span(tokens.start[said[0]], tokens.end[said[-1]])
    arguments = tuple(_argument(reading, i, role, own) for i in own if (role := _role(tokens, i, head)) is not None)
    inside = [(tokens.start[i], tokens.end[i]) for i in own]
    low, high = min(start for start, _ in inside), max(end for _, end in inside)

    def within(one: Span) -> bool:  # most of the article's lie far away
        return low < one.end and one.start < high and any(start < one.end and one.start < end for start, end in inside)

    return Proposition(
        span,
        tokens.lemma[head],
        arguments,
        any(tokens.lemma[i] in NEGATING and _bears_on(tokens, i, head) for i in own),
        _modality(tokens, head, own),
        any(tokens.dep[i] in ("nsubjpass", "auxpass") and tokens.head[i] == head for i in own),
        tuple(t.id for t in reading.times if within(t.span)),
        tuple(p.id for p in reading.places if within(p.span)),
        tuple(f.id for f in reading.figures if within(f.span)),
        _voice(reading, tokens.start[head], tokens.end[head]),
    )


def _voice(reading: Annotations, start: int, end: int) -> str | None:
    """The attribution in whose content the predicate stands; of several, one inside another, the innermost."""
    held = [
        (c.end - c.start, said.id)
        for said in reading.attributions
        for c in said.content
        if c.start <= start and end <= c.end and not (said.cue and said.cue.start <= start < said.cue.end)
    ]
    return min(held)[1] if held else None


def _role(tokens: Tokens, i: int, head: int) -> Role | None:
    if tokens.head[i] == head and i != head:
        return ROLES.get(tokens.dep[i])
    by = tokens.head[i]
    return "agent" if tokens.dep[i] == "pobj" and tokens.dep[by] == "agent" and tokens.head[by] == head else None


def _argument(reading: Annotations, i: int, role: Role, own: list[int]) -> Argument:
    tokens = reading.tokens
    first = last = i
    while first - 1 in own and tokens.head[first - 1] == i and tokens.pos[first - 1] != "PUNCT":
        first -= 1
    span = reading.article.span(tokens.start[first], tokens.end[last])
    named = next((m.entity for m in reading.mentions if m.span.start < tokens.end[i] and tokens.start[i] < m.span.end), None)
    return Argument(role, span, tokens.lemma[i], named)


def _bears_on(tokens: Tokens, i: int, head: int) -> bool:
    """True where a negating word turns the clause and not some word in it: "was not found", "no passenger was found"."""
    if tokens.head[i] == head:
        return True
    noun = tokens.head[i]
    return tokens.dep[i] in ("det", "neg") and tokens.head[noun] == head and tokens.dep[noun] in ROLES


def _modality(tokens: Tokens, head: int, own: list[int]) -> Modality:
    words = {tokens.lemma[i] for i in own if tokens.head[i] == head and tokens.dep[i] in ("aux", "mark")}
    if words & DEMANDING:
        return "demanded"
    if words & SUPPOSING:
        return "hypothetical"
    return "planned" if words & PLANNING else "asserted"
