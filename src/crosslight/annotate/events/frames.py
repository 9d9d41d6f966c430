"""Frames: predicates of a sentence with the phrases around them, read off the dependency parse.

A frame is a finite verb with the infinitives it governs ("agreed to send"), or a noun that names an act
("the arrest of ..."). It holds every word below it, and every noun phrase in reach, each under the path
that leads to it ("subj", "obj.of", "against", "^advcl.subj" for the subject of the governing clause).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.attrs import DEP, ENT_TYPE, IDX, LEMMA, POS, TAG

from crosslight.annotate.parsed import DATELINE, heads, numbers, strings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crosslight.annotate.parsed import ParsedArticle

DEPTH = 5
"""How far below its predicate a word may stand: longer paths held under 1 % of the gold participants."""
CLIMB = 3
"""How many governors a predicate looks up to for participants that it shares with them."""
LABELS = {
    "nsubj": "subj", "csubj": "subj", "nsubjpass": "subjp", "csubjpass": "subjp", "dobj": "obj", "obj": "obj", "dative": "to",
    "xcomp": "x", "ccomp": "that", "pcomp": "ing", "acl": "acl", "advcl": "adv", "attr": "attr", "acomp": "acomp", "oprd": "oprd",
}  # fmt: skip
SKIPPED = frozenset(
    ("punct", "det", "cc", "intj", "meta", "relcl", "dep", "parataxis", "", "preconj", "predet", "expl", "quantmod")
)
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "X", "SYM"))
SAYING = frozenset(("say", "announce", "state", "report", "tell", "confirm", "declare", "add", "claim", "insist", "note"))
"""Verbs of saying: "the ministry said it had expelled" tells the expulsion, and "it" is the ministry."""
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass"))
TELLING = frozenset(("VERB", "NOUN", "ADJ", "ADV", "AUX"))
PRONOUNS = frozenset(("it", "he", "she", "they"))
INSIDE = frozenset(
    (
        "compound",
        "amod",
        "det",
        "nummod",
        "poss",
        "case",
        "nmod",
        "quantmod",
        "advmod",
        "predet",
        "punct",
        "npadvmod",
        "neg",
        "appos_",
    )
)
"""Dependents that belong to a phrase beside its "of", "in" and "for" phrases."""


@dataclass(slots=True)
class Grammar:
    """One parse as plain lists: a good deal faster to walk than token objects."""

    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    entity: list[str]
    start: list[int]
    kids: list[list[int]]

    @classmethod
    def of(cls, parsed: ParsedArticle) -> Grammar:
        """The columns of one parse."""
        doc = parsed.doc
        lemma = [word.lower() for word in strings(doc, LEMMA)]
        pos, tag, dep, entity = (strings(doc, attribute) for attribute in (POS, TAG, DEP, ENT_TYPE))
        head, start = heads(doc), numbers(doc, IDX)
        _cut_datelines(parsed, head, dep)
        kids: list[list[int]] = [[] for _ in head]
        for i, h in enumerate(head):
            if i != h:
                kids[h].append(i)
        return cls(lemma=lemma, pos=pos, tag=tag, dep=dep, head=head, entity=entity, start=start, kids=kids)


def _cut_datelines(parsed: ParsedArticle, head: list[int], dep: list[str]) -> None:
    """Cuts every dateline ("HARMON, May 4 (Agency) -") out of the tree.

    Parsers take the dateline for the subject, and what is told of for its apposition: the first word that
    hangs on a dateline takes over its place.
    """
    for line in DATELINE.finditer(parsed.text):
        inside = parsed.doc.char_span(line.start(), line.end(), alignment_mode="expand")
        if inside is None or not inside.text[:4].isupper():
            continue
        within = range(inside.start, inside.end)
        tops = [i for i in within if head[i] not in within]
        loose = [i for i in range(inside.end, min(len(head), inside.end + 40)) if head[i] in within and dep[i] != "punct"]
        if any(head[i] == i for i in tops):
            continue
        if loose and tops:
            dep[loose[0]] = dep[tops[0]]
            for i in reversed(loose):
                head[i] = head[tops[0]] if i == loose[0] else loose[0]
        for i in tops:
            dep[i] = ""


@dataclass(slots=True)
class Frame:
    """A predicate, the words below it and the noun phrases in reach, each with its path."""

    top: int
    kind: str
    passive: bool
    words: list[tuple[str, int]] = field(default_factory=list)
    phrases: list[tuple[str, int]] = field(default_factory=list)


def label(grammar: Grammar, i: int) -> str:
    """The step from a word's governor to the word, as a path names it."""
    dep = grammar.dep[i]
    if dep in ("prep", "agent"):
        return "agent" if dep == "agent" else grammar.lemma[i]
    return LABELS.get(dep, dep)


def frames(grammar: Grammar, start: int, end: int, words: Mapping[str, object], acts: frozenset[str]) -> list[Frame]:
    """The frames of the sentence ``[start, end)``, in text order.

    ``words`` are the lemmas that PLOVER's roots are told with: a predicate without one of them at most two
    steps below it is passed over (4 % of the gold events, two thirds of all predicates). ``acts`` are the
    nouns that name acts.
    """
    found = []
    for i in range(start, end):
        kind = _kind(grammar, i, acts)
        if kind and _tells(grammar, i, words, 2) and not (kind == "verb" and _only_says(grammar, i)):
            found.append(_frame(grammar, i, kind))
    return found


def _tells(grammar: Grammar, i: int, words: Mapping[str, object], depth: int) -> bool:
    """True where the word or one at most ``depth`` steps below it, its subject left out, is among ``words``."""
    if grammar.lemma[i] in words and grammar.pos[i] in TELLING:
        return True
    for kid in grammar.kids[i]:
        dep = grammar.dep[kid]
        if dep in SKIPPED or dep in SUBJECTS or dep == "conj":
            continue
        left = depth if dep == "pobj" else depth - 1
        if left >= 0 and _tells(grammar, kid, words, left):
            return True
    return False


def _only_says(grammar: Grammar, i: int) -> bool:
    """True for a verb of saying whose clause has the speaker for its subject: the clause is the frame."""
    if grammar.lemma[i] not in SAYING:
        return False
    clauses = [k for k in grammar.kids[i] if grammar.dep[k] == "ccomp" and k > i]
    return any(grammar.dep[k] == "nsubj" and grammar.lemma[k] in PRONOUNS for c in clauses for k in grammar.kids[c])


def stands_for(grammar: Grammar, i: int) -> int:
    """What a relative pronoun, or the pronoun of a reported clause, stands for in its sentence; else the word itself."""
    verb = grammar.head[i]
    if grammar.tag[i] in ("WDT", "WP") and grammar.dep[i] in ("nsubj", "nsubjpass", "dobj"):
        for _ in range(3):
            if grammar.dep[verb] == "relcl":
                return grammar.head[verb]
            verb = grammar.head[verb]
        return i
    if grammar.lemma[i] in PRONOUNS and grammar.dep[i] == "nsubj" and grammar.dep[verb] == "ccomp":
        for k in grammar.kids[grammar.head[verb]]:
            if grammar.dep[k] == "nsubj" and grammar.pos[k] in NOMINAL:
                return stands_for(grammar, k) if grammar.pos[k] == "PRON" and k != i else k
    return i


def _kind(grammar: Grammar, i: int, acts: frozenset[str]) -> str:
    pos, dep = grammar.pos[i], grammar.dep[i]
    if pos == "VERB" or (pos == "AUX" and dep not in ("aux", "auxpass")):
        return "" if dep in ("amod", "compound", "xcomp", "aux", "auxpass", "prep", "case", "mark", "punct") else "verb"
    if pos == "NOUN" and grammar.lemma[i] in acts and dep not in ("compound", "npadvmod"):
        return "noun"
    return ""


def _frame(grammar: Grammar, top: int, kind: str) -> Frame:
    passive = any(grammar.dep[k] in ("auxpass", "nsubjpass", "agent") for k in grammar.kids[top])
    passive = passive or (grammar.dep[top] == "acl" and grammar.tag[top] == "VBN")
    frame = Frame(top, kind, passive)
    _below(grammar, frame, (top, "", DEPTH))
    _above(grammar, frame)
    seen: set[int] = set()
    frame.phrases = [p for p in frame.phrases if p[1] != top and not (p[1] in seen or seen.add(p[1]))]  # type: ignore[func-returns-value]
    return frame


def _below(grammar: Grammar, frame: Frame, start: tuple[int, str, int], *, but: int = -1, words: bool = True) -> None:
    """Adds what hangs below a node, given with its own path and how deep to go; the branch ``but`` is left out."""
    node, path, depth = start
    if depth == 0:
        return
    for kid in grammar.kids[node]:
        dep, pos = grammar.dep[kid], grammar.pos[kid]
        if kid == but or dep in SKIPPED:
            continue
        if dep == "conj":
            if pos in NOMINAL and grammar.pos[node] in NOMINAL and path:
                frame.phrases.append((path + "&", kid))
                _below(grammar, frame, (kid, path + "&", depth - 1), words=words)
            continue
        step = label(grammar, kid)
        here = path if dep == "pobj" else f"{path}.{step}" if path else step
        if words:
            frame.words.append((here, kid))
        if (pos in NOMINAL and dep not in ("compound", "nummod", "amod")) or (
            pos == "ADJ" and grammar.entity[kid] in ("NORP", "GPE")
        ):
            frame.phrases.append((here, stands_for(grammar, kid) if pos == "PRON" else kid))
        _below(grammar, frame, (kid, here, depth - 1), words=words)


def _above(grammar: Grammar, frame: Frame) -> None:
    """Adds the phrases of the governing clauses: shared subjects, antecedents, the object that a clause modifies."""
    at, path = frame.top, "^"
    for _ in range(CLIMB):
        up = grammar.head[at]
        if up == at:
            return
        path += label(grammar, at) + "."
        if grammar.pos[up] in NOMINAL:
            frame.phrases.append((path, up))
        before = len(frame.phrases)
        _below(grammar, frame, (up, path, 3 if grammar.pos[up] not in NOMINAL else 2), but=at, words=False)
        frame.phrases[before:] = [p for p in frame.phrases[before:] if p[0].count(".") < 6]
        at = up


def conjuncts(grammar: Grammar, head: int) -> list[int]:
    """The phrase's head and the heads of the phrases joined to it ("Arland, Borland and the League")."""
    found = [head]
    for node in found:
        found.extend(k for k in grammar.kids[node] if grammar.dep[k] == "conj" and grammar.pos[k] in NOMINAL and k > node)
    return found


def extent(grammar: Grammar, head: int) -> tuple[int, int]:
    """First and last-plus-one token of the phrase of ``head``: its modifiers and prepositional phrases, no clauses, no conjuncts."""
    first, last, stack = head, head, [head]
    while stack:
        node = stack.pop()
        for kid in grammar.kids[node]:
            dep = grammar.dep[kid]
            named = dep == "appos" and node == head and grammar.pos[kid] == "PROPN" and 0 < kid - head <= 8
            if named or dep in INSIDE or (dep in ("prep", "pobj") and kid > head) or (dep == "conj" and node != head):
                if dep == "punct" and not first <= kid <= last:
                    continue
                first, last = min(first, kid), max(last, kid)
                stack.append(kid)
    if last + 1 < len(grammar.lemma) and grammar.lemma[last + 1] == ")" and "(" in grammar.lemma[first : last + 1]:
        last += 1
    return first, last + 1
