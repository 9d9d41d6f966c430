"""Which way a sentence looks: back to what happened, or ahead to what will."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AHEAD = frozenset({"will", "shall", "'ll", "’ll", "would", "may", "might", "could", "should", "must"})
_PLANS = frozenset(
    [
        "be",
        "plan",
        "expect",
        "schedule",
        "due",
        "set",
        "intend",
        "aim",
        "hope",
        "slate",
        "want",
        "ask",
        "propose",
        "prepare",
        "agree",
        "decide",
        "promise",
        "vow",
        "pledge",
        "order",
        "urge",
        "call",
        "invite",
        "demand",
        "threaten",
        "need",
        "have",
        "go",
        "arrange",
        "choose",
        "wish",
        "tell",
        "summon",
    ]
)
"""What they lead to lies ahead, whatever their own tense ("agreed to meet on Friday")."""
_TO_COME = frozenset(
    ["expect", "schedule", "set", "plan", "due", "slate", "intend", "agree", "promise", "vow", "pledge", "propose"]
)
_UNTIL = frozenset({"until", "till", "by"})


def direction(doc: Doc, start: int, end: int) -> int:
    """-1 where the words at ``start`` tell of the past, 1 of the future, 0 where nothing tells."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return 0
    if span.start and doc[span.start - 1].lower_ in _UNTIL:
        return 1
    return _of_verb(span.root, span.start)


def _of_verb(token: Token, start: int) -> int:
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX"):
            helpers = {t.lower_ for t in token.children if t.dep_ in ("aux", "auxpass")}
            if helpers & _AHEAD or token.lower_ in ("will", "shall"):
                return 1
            if token.tag_ == "VBD" or helpers & {"was", "were", "had", "did", "has", "have"}:
                planned = token.lemma_.lower() in _TO_COME and any(t.dep_ == "xcomp" and t.i < start for t in token.children)
                return 1 if planned else -1
            if token.tag_ in ("VB", "VBG") and (token.dep_ in ("xcomp", "acl", "advcl") or "to" in helpers):
                if "to" in helpers and token.head.lemma_.lower() in _PLANS:
                    return 1
            elif token.tag_ in ("VBZ", "VBP"):
                return 1 if any(t.dep_ == "xcomp" or t.lower_ == "due" for t in token.children) else 0
            elif token.tag_ == "VBN" and token.dep_ in ("acl", "amod", "advcl"):
                return 1 if token.lemma_.lower() in _TO_COME else -1
        if token.head.i == token.i:
            return 0
        token = token.head
    return 0
