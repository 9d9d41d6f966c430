"""What the parse says around a cue: who does the saying, and what clause is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_UP: Final = frozenset({"conj", "xcomp", "advcl", "ccomp", "dep", "acl", "relcl", "pcomp", "prep"})
TO_SOMEBODY: Final = frozenset({"tell", "inform", "remind", "assure", "advise"})
"""Never inverted: the noun phrase that follows is who hears it."""
_TRIM: Final = frozenset(",;:.-\u2013\u2014\u2026()[]")


def subject(cue: Token, *, hops: int = 4) -> Token | None:
    """The head of the noun phrase that ``cue`` is said by, if the parse shows one."""
    token = cue
    for _ in range(hops):
        own = [c for c in token.children if c.dep_ in SUBJECTS and (c.i < token.i or token.lemma_.lower() not in TO_SOMEBODY)]
        if own:
            return own[-1] if token is cue and own[-1].i > token.i else own[0]
        by = next((p for c in token.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
        if by is not None:
            return by
        if token.dep_ in ("acl", "relcl") and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return token.head
        if token.dep_ not in _UP or token.head is token:
            return None
        token = token.head
    return None


def between(doc: Doc, start: int, cue: int) -> Token | None:
    """The head of the first noun phrase of the tokens from ``start`` to the cue, for a parse that shows no subject."""
    return next(
        (t for t in doc[start:cue] if t.pos_ in ("NOUN", "PROPN", "PRON") and t.dep_ not in ("compound", "poss", "nmod", "amod")),
        None,
    )


def phrase(head: Token) -> tuple[int, int]:
    """Token range of the noun phrase under ``head``: its subtree as far as it hangs together, punctuation at the ends left out."""
    return trimmed(head.doc, head.left_edge.i, head.right_edge.i + 1)


def clause(cue: Token) -> tuple[int, int] | None:
    """Token range of the clause that ``cue`` reports, if it governs one."""
    said = [c for c in cue.children if c.dep_ in ("ccomp", "xcomp")]
    if not said:
        return None
    heads = sorted(said, key=lambda t: (t.dep_ != "ccomp", t.i))
    start, end = heads[0].left_edge.i, heads[0].right_edge.i + 1
    if start <= cue.i < end:
        start, end = (start, cue.i) if heads[0].i < cue.i else (cue.i + 1, end)
    return trimmed(cue.doc, start, end)


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The range without white space and punctuation at its ends (quotation marks stay)."""
    while start < end - 1 and (doc[start].is_space or doc[start].text in _TRIM):
        start += 1
    while end > start + 1 and (doc[end - 1].is_space or doc[end - 1].text in _TRIM):
        end -= 1
    return start, end
