"""Commitments told in one article: predicates that bind somebody, with who, to whom, what, on which condition and until when."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Annotations, Attribution, CommitmentKind, Span

KINDS: dict[str, CommitmentKind] = {
    "threaten": "threat", "vow": "promise", "promise": "promise", "pledge": "promise", "swear": "promise", "guarantee": "promise",
    "undertake": "promise", "commit": "promise", "demand": "demand", "insist": "demand", "urge": "demand", "order": "demand",
    "call": "demand", "agree": "agreement", "sign": "agreement", "reach": "agreement", "conclude": "agreement", "strike": "agreement",
    "warn": "threat", "give": "demand", "set": "demand", "issue": "demand",
}  # fmt: skip
"""The cues. Those in :data:`NEEDS` bind only with the complement named there."""
PACTS = frozenset(("agreement", "deal", "pact", "treaty", "accord", "truce", "ceasefire", "settlement", "memorandum"))
ULTIMATA = frozenset(("deadline", "ultimatum"))
NEEDS: dict[str, frozenset[str]] = {
    "sign": PACTS, "reach": PACTS, "conclude": PACTS, "strike": PACTS, "set": ULTIMATA, "issue": ULTIMATA,
}  # fmt: skip
HOSTILE = frozenset(
    (
        "attack",
        "strike",
        "retaliate",
        "punish",
        "destroy",
        "respond",
        "bomb",
        "invade",
        "kill",
        "sanction",
        "expel",
        "suspend",
        "sue",
    )
) | {"avenge", "cut", "sever", "prosecute", "boycott", "crush", "withdraw", "halt", "block", "arrest", "dismiss", "shoot", "fight"}
"""What one threatens with: a vow or a warning of it is a threat."""
UNREAL = frozenset(("would", "could", "may", "might", "can", "should", "to", "will", "must"))
"""A cue under one of these is not told as given ("may agree", "to demand")."""
IDLE = frozenset(
    ("be", "have", "see", "know", "need", "say", "tell", "continue", "work", "keep", "do", "go", "try", "look", "get", "come")
)
"""Verbs that bind nobody to anything that could be held against them ("we will continue to work ...")."""
AGENTS = (
    frozenset(
        (
            "government",
            "ministry",
            "police",
            "army",
            "court",
            "council",
            "union",
            "group",
            "party",
            "company",
            "authority",
            "official",
            "force",
        )
    )
    | frozenset(
        (
            "president",
            "premier",
            "spokesman",
            "spokeswoman",
            "mayor",
            "rebel",
            "militant",
            "parliament",
            "bank",
            "agency",
            "board",
            "firm",
            "king",
        )
    )
    | {
        "lawmaker",
        "regime",
        "administration",
        "coalition",
        "alliance",
        "airline",
        "operator",
        "mp",
        "crew",
        "striker",
        "side",
        "state",
        "country",
    }
)
"""Nouns for those who can bind themselves, where no entity is known; beside the words in -er, -or, -ist, -ian."""
PARTIES = frozenset(("person", "organisation", "group", "place"))
BOUNDS = frozenset(("by", "until", "till", "before", "within"))
CLAUSES = frozenset(("ccomp", "xcomp", "advcl", "acl"))


@dataclass(frozen=True, slots=True)
class Told:
    """One commitment as one article tells it."""

    who: str
    to_whom: str | None
    act: str
    kind: CommitmentKind
    condition: str | None
    deadline: str | None
    span: Span
    words: frozenset[str]


def told(reading: Annotations) -> Iterator[Told]:
    """The article's commitments, in text order."""
    tree = Tree(reading)
    for i, lemma in enumerate(reading.tokens.lemma):
        if lemma in KINDS and reading.tokens.pos[i] == "VERB":
            one = _of_cue(tree, i)
        elif lemma in ("must", "will") and reading.tokens.dep[i] == "aux":
            one = _of_modal(tree, i)
        else:
            continue
        if one is not None:
            yield one


class Tree:
    """An article's tokens with their children, mentions, times and attributions at hand."""

    def __init__(self, reading: Annotations) -> None:
        self.reading, self.tokens = reading, reading.tokens
        self.kids: list[list[int]] = [[] for _ in self.tokens.head]
        for i, h in enumerate(self.tokens.head):
            if i != h and self.tokens.pos[i] != "SPACE":
                self.kids[h].append(i)
        self._entities = {e.id: e for e in reading.entities}
        self._mentions = sorted((m for m in reading.mentions if m.span.part == "text"), key=lambda m: (m.span.start, m.span.end))
        self._contents = sorted(
            ((c.start, c.end, n) for n, a in enumerate(reading.attributions) for c in a.content if c.part == "text")
        )

    def under(self, i: int, deps: frozenset[str] | tuple[str, ...]) -> list[int]:
        """Children of a token by their relation."""
        return [k for k in self.kids[i] if self.tokens.dep[k] in deps]

    def reach(self, i: int, without: frozenset[int] = frozenset()) -> tuple[int, int]:
        """First and last-plus-one token below (and with) a token, some branches left out."""
        first, last, stack = i, i, [i]
        while stack:
            at = stack.pop()
            first, last = min(first, at), max(last, at)
            stack.extend(k for k in self.kids[at] if k not in without)
        return first, last + 1

    def words(self, first: int, last: int) -> str:
        """The exact words of a token range, without the marks at its ends."""
        whole = self.reading.article.text[self.tokens.start[first] : self.tokens.end[last - 1]]
        return " ".join(whole.strip(" \t\r\n,;:.“”\"'‘’–—-").split())

    def name(self, i: int) -> str | None:
        """The name of the party at a token, or the phrase's words; nothing for what is no party, or a pronoun without a name."""
        start, end = self.tokens.start[i], self.tokens.end[i]
        at = bisect_left(self._mentions, end, key=lambda m: m.span.start)
        over = [m for m in self._mentions[max(0, at - 8) : at] if m.span.end > start]
        if over:
            best = min(over, key=lambda m: (m.span.end - m.span.start, m.span.start))
            entity = self._entities.get(best.entity)
            return entity.name if entity is not None and entity.type in PARTIES else None
        lemma = self.tokens.lemma[i]
        if self.tokens.pos[i] != "PROPN" and not (
            lemma in AGENTS or (len(lemma) > 4 and lemma.endswith(("er", "or", "ist", "ian")))
        ):
            return None
        clauses = frozenset(k for k in self.kids[i] if self.tokens.dep[k] in ("relcl", "acl", "appos", "punct", "conj", "cc"))
        first, last = self.reach(i, clauses)
        return self.words(first, last) if last - first <= 12 else self.words(i, i + 1)

    def attribution(self, i: int) -> Attribution | None:
        """The attribution whose content covers a token, the shortest."""
        at = self.tokens.start[i]
        over = [(end - start, n) for start, end, n in self._contents if start <= at < end]
        return self.reading.attributions[min(over)[1]] if over else None


def _of_cue(tree: Tree, cue: int) -> Told | None:
    tokens = tree.tokens
    helpers = {tokens.lemma[k] for k in tree.under(cue, ("aux", "neg"))}
    if helpers & UNREAL or tree.under(cue, ("neg",)):
        return None
    lemma = tokens.lemma[cue]
    found = _content(tree, cue)
    if found is None:
        return None
    act, head, to_whom = found
    kind = KINDS[lemma]
    if tokens.dep[head] == "ccomp" and not _binding(tree, head):
        return None
    if lemma == "warn" and not _looks_ahead(tree, head):
        return None
    if lemma in ("vow", "swear", "pledge", "promise") and tokens.lemma[head] in HOSTILE:
        kind = "threat"
    who = _subject(tree, cue)
    return _made(tree, cue, (who, to_whom), act, kind) if who else None


def _content(tree: Tree, cue: int) -> tuple[tuple[int, int], int, str | None] | None:
    """The token range of what is bound, its head, and to whom."""
    lemma = tree.tokens.lemma[cue]
    if lemma == "give":
        return _ultimatum(tree, cue, tree.under(cue, ("dobj", "dative")))
    return _call(tree, cue) if lemma == "call" else _complement(tree, cue, lemma)


def _complement(tree: Tree, cue: int, lemma: str) -> tuple[tuple[int, int], int, str | None] | None:
    """The clause, pact or thing that a cue governs."""
    tokens = tree.tokens
    objects = tree.under(cue, ("dobj", "dative"))
    clauses = [k for k in tree.under(cue, ("ccomp", "xcomp")) if k > cue]
    needed = NEEDS.get(lemma)
    if needed is not None:
        pact = next((k for k in objects if tokens.lemma[k] in needed), None)
        return None if pact is None else (_clipped(tree, pact, cue), pact, _partner(tree, pact) or _partner(tree, cue))
    if clauses:
        whom = next((k for k in objects if k < clauses[0]), None)
        subject = None
        if whom is None and lemma in ("urge", "order", "demand", "insist", "warn"):
            subject = next(iter(tree.under(clauses[0], ("nsubj", "nsubjpass"))), None)
        target = whom if whom is not None else subject
        return _clipped(tree, clauses[0], cue), clauses[0], tree.name(target) if target is not None else _partner(tree, cue)
    if lemma in ("demand", "pledge") and objects:
        return _clipped(tree, objects[-1], cue), objects[-1], _partner(tree, objects[-1]) or _partner(tree, cue)
    if lemma == "agree":
        on = next((k for k in tree.under(cue, ("prep",)) if tokens.lemma[k] in ("to", "on", "upon")), None)
        head = next(iter(tree.under(on, ("pobj", "pcomp"))), None) if on is not None else None
        return None if head is None else (_clipped(tree, head, cue), head, _partner(tree, cue))
    return None


def _call(tree: Tree, cue: int) -> tuple[tuple[int, int], int, str | None] | None:
    """Reads "called on X to do Y", "called for Y"."""
    tokens = tree.tokens
    preps = {tokens.lemma[k]: k for k in tree.under(cue, ("prep",))}
    to_do = [k for k in tree.under(cue, ("xcomp", "advcl", "ccomp")) if k > cue and tree.under(k, ("aux",))]
    whom = next(iter(tree.under(preps["on"], ("pobj",))), None) if "on" in preps else None
    if whom is not None:
        to_do = to_do or [k for k in tree.under(whom, ("relcl", "acl")) if tree.under(k, ("aux",))]
        return (_clipped(tree, to_do[0], cue), to_do[0], tree.name(whom)) if to_do else None
    what = next(iter(tree.under(preps["for"], ("pobj",))), None) if "for" in preps else None
    return None if what is None else (_clipped(tree, what, cue), what, None)


def _ultimatum(tree: Tree, cue: int, objects: list[int]) -> tuple[tuple[int, int], int, str | None] | None:
    """Reads "gave X until Monday to do Y"."""
    tokens = tree.tokens
    if not objects or not any(tokens.lemma[k] in ("until", "till") for k in (*tree.kids[cue], *tree.kids[objects[-1]])):
        return None
    below = [
        *tree.kids[cue],
        *(g for k in tree.kids[cue] for g in tree.kids[k]),
        *(g for o in objects for k in tree.kids[o] for g in tree.kids[k]),
    ]
    to_do = [k for k in below if tokens.pos[k] == "VERB" and any(tokens.tag[a] == "TO" for a in tree.kids[k])]
    return (_clipped(tree, min(to_do), cue), min(to_do), tree.name(objects[0])) if to_do else None


def _of_modal(tree: Tree, modal: int) -> Told | None:
    """Reads "we will strike if..." and "they must leave by...", in somebody's words."""
    tokens = tree.tokens
    verb = tokens.head[modal]
    said = tree.attribution(modal)
    subject = next(iter(tree.under(verb, ("nsubj", "nsubjpass"))), None)
    if said is None or said.source is None or subject is None or tree.under(verb, ("neg",)) or tokens.pos[verb] != "VERB":
        return None
    who = said.source.name
    first = tokens.lemma[subject] in ("we", "i")
    if tokens.lemma[modal] == "will":
        if not first or tokens.lemma[verb] in IDLE:
            return None
        kind: CommitmentKind = "threat" if tokens.lemma[verb] in HOSTILE else "promise"
        return _made(tree, verb, (who, None), _clipped(tree, verb), kind)
    whom = None if first or tree.under(verb, ("auxpass",)) else tree.name(subject)
    if whom is None or any(tokens.lemma[k] == "have" for k in tree.under(verb, ("aux",))):
        return None
    return _made(tree, verb, (who, whom), _clipped(tree, verb), "demand")


def _made(tree: Tree, cue: int, parties: tuple[str, str | None], act: tuple[int, int], kind: CommitmentKind) -> Told | None:
    """The commitment with its condition, deadline and evidence: the clause of its cue."""
    tokens = tree.tokens
    who, to_whom = parties
    words = tree.words(*act) if act[0] < act[1] else ""
    content = frozenset(tokens.lemma[i] for i in range(*act) if tokens.pos[i] in ("VERB", "NOUN", "PROPN", "ADJ", "NUM"))
    if not words or not content:
        return None
    first, last = tree.reach(cue, frozenset(k for k in tree.kids[cue] if tokens.dep[k] in ("conj", "cc", "punct")))
    first, last = min(first, act[0]), max(last, act[1])
    start, end = tokens.start[first], tokens.end[last - 1]
    span = tree.reading.article.span(start, end)
    return Told(
        who,
        to_whom if to_whom != who else None,
        words,
        kind,
        _condition(tree, first, last),
        _deadline(tree, start, end),
        span,
        content,
    )


def _subject(tree: Tree, cue: int) -> str | None:
    """Who the cue's subject is: its own, or the one it shares with the verb that it is joined to."""
    tokens, at = tree.tokens, cue
    for _ in range(3):
        own = tree.under(at, ("nsubj",))
        if own:
            if tokens.tag[own[0]] in ("WDT", "WP") and tokens.dep[at] == "relcl":
                return tree.name(tokens.head[at])
            return tree.name(own[0])
        if tree.under(at, ("nsubjpass",)):
            agent = next((g for k in tree.under(at, ("agent",)) for g in tree.kids[k]), None)
            return None if agent is None else tree.name(agent)
        if tokens.dep[at] not in ("conj", "xcomp", "advcl"):
            return None
        at = tokens.head[at]
    return None


def _partner(tree: Tree, head: int) -> str | None:
    """The "with ..." or "from ..." of a pact or a demand."""
    for prep in tree.under(head, ("prep",)):
        if tree.tokens.lemma[prep] in ("with", "from", "between"):
            for whom in tree.under(prep, ("pobj",)):
                return tree.name(whom)
    return None


def _binding(tree: Tree, head: int) -> bool:
    """True for a clause about what is to be: under "will" or "must", an infinitive or a subjunctive."""
    helpers = {tree.tokens.lemma[k] for k in tree.under(head, ("aux", "auxpass"))}
    return bool(helpers & {"will", "would", "must", "should", "shall", "to"}) or (tree.tokens.tag[head] == "VB" and not helpers)


def _looks_ahead(tree: Tree, head: int) -> bool:
    return any(tree.tokens.lemma[k] in ("will", "would") for k in tree.under(head, ("aux",))) and tree.tokens.lemma[head] in HOSTILE


def _clipped(tree: Tree, head: int, after: int = -1) -> tuple[int, int]:
    """The range below a head and after a token, without its conditions, relative clauses, conjoined clauses and "that"."""
    tokens = tree.tokens
    drop = frozenset(
        k
        for k in tree.kids[head]
        if (tokens.dep[k] == "advcl" and _marked(tree, k)) or tokens.dep[k] in ("mark", "punct", "cc", "relcl", "appos", "parataxis")
        or (tokens.dep[k] == "conj" and tokens.pos[head] == "VERB" and bool(tree.under(k, ("nsubj", "nsubjpass"))))
    )  # fmt: skip
    first, last = tree.reach(head, drop)
    return max(first, after + 1), last


def _marked(tree: Tree, clause: int) -> bool:
    marks = {tree.tokens.lemma[k] for k in tree.under(clause, ("mark", "advmod"))}
    return bool(marks & {"if", "unless"}) or bool(marks & {"until", "once"} and tree.under(clause, ("nsubj", "nsubjpass")))


def _condition(tree: Tree, first: int, last: int) -> str | None:
    """The "if", "unless" or "until" clause inside a range, in its own words."""
    tokens = tree.tokens
    for i in range(first, last):
        if tokens.dep[i] == "advcl" and _marked(tree, i):
            return tree.words(*tree.reach(i))
        if tokens.lemma[i] == "condition" and i and tokens.lemma[i - 1] == "on":
            return tree.words(*tree.reach(i))
    return None


def _deadline(tree: Tree, start: int, end: int) -> str | None:
    """The time expression after "by", "until", "before" or "within", with that word."""
    text = tree.reading.article.text
    for time in tree.reading.times:
        if time.span.part == "text" and start <= time.span.start < end:
            before = text[max(0, time.span.start - 12) : time.span.start].split()
            word = before[-1] if before else ""
            inside = time.span.text.split()[0].lower()
            if word.lower() in BOUNDS:
                return " ".join((word, *time.span.text.split()))
            if inside in BOUNDS:
                return " ".join(time.span.text.split())
    return None
