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
_CLOCK = frozenset(
    {"noon", "midnight", "midday", "o'clock", "a.m.", "p.m.", "am", "pm", "gmt", "utc", "on", "at", ",", "local", "time", "the"}
)
"""Words that may stand between "until" and its day: "until 9 p.m. on Saturday"."""
_LASTING = frozenset(["last", "continue", "rage", "run", "fight", "work", "live", "serve", "hide", "wait", "stay", "remain"])
"""What these did until a day is over, when told in the simple past."""
_TIMETABLED = frozenset(["expire", "lapse", "end", "open", "begin", "start", "close", "resume", "reopen", "be"])
"""Verbs whose present tense with a day is a timetable ("the deadline is Saturday", "the truce expires on Monday")."""
_CLAIMING = frozenset(["demand", "insist", "order", "ask", "urge", "request", "require", "propose", "recommend"])
_DUE = frozenset({"deadline", "ultimatum", "expiry"})


def direction(doc: Doc, start: int, end: int) -> int:
    """-1 where the words at ``start`` tell of the past, 1 of the future, 0 where nothing tells."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return 0
    limit = _limit(doc, span.start)
    if limit is not None:
        return _of_limit(limit)
    over = span.root.head
    if over.lower_ == "of" and over.head.pos_ == "NOUN" and over.head.i < over.i:
        return 0  # "the truce of 29 November": when it was, no verb tells
    return _of_verb(span.root, span.start)


def _limit(doc: Doc, at: int) -> Token | None:
    """The "until" or "by" that the day at token ``at`` closes, over a time of day between them."""
    for i in range(at - 1, max(-1, at - 7), -1):
        if doc[i].lower_ in _UNTIL:
            return doc[i]
        if doc[i].lower_ not in _CLOCK and not doc[i].text[0].isdigit():
            return None
    return None


def _of_limit(word: Token) -> int:
    """Which way "until Saturday" or "by noon on Saturday" looks."""
    verb = next((t for t in word.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return 1
    simple = verb.tag_ == "VBD" or any(t.lower_ in ("was", "were") for t in verb.children if t.dep_ in ("aux", "auxpass"))
    perfect = any(t.lower_ in ("had", "has", "have") for t in verb.children if t.dep_ == "aux")
    if word.lower_ == "by":
        lemma = verb.lemma_.lower()
        claimed = lemma in _PLANS - {"be", "have"} or (verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _CLAIMING)
        return -1 if (simple or perfect) and not claimed and _of_verb(verb, word.i) < 0 else 1
    return -1 if simple and verb.lemma_.lower() in _LASTING else 1


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
                return 1 if _timetabled(token, start) else 0
            elif token.tag_ == "VBN" and token.dep_ in ("acl", "amod", "advcl"):
                return 1 if token.lemma_.lower() in _TO_COME else -1
        if token.head.i == token.i:
            return 0
        token = token.head
    return 0


def _timetabled(verb: Token, start: int) -> bool:
    """True where a present tense means what is to come: "is to meet", "is due", "the deadline is Saturday"."""
    if any(t.dep_ == "xcomp" or t.lower_ == "due" for t in verb.children):
        return True
    if verb.lemma_.lower() not in _TIMETABLED:
        return False
    subject = next((t for t in verb.children if t.dep_ == "nsubj"), None)
    if verb.lemma_.lower() == "be":
        return subject is not None and subject.lemma_.lower() in _DUE
    return subject is not None and any(t.dep_ in ("prep", "npadvmod", "punct") and t.i <= start for t in verb.rights)
