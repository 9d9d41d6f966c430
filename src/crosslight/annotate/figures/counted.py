"""What a figure counts, in one to four normal words, so that two outlets' words can meet."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from crosslight.annotate.figures import units

if TYPE_CHECKING:
    from spacy.tokens import Token

    from crosslight.annotate.figures.candidates import Candidate

_ROLE_WORDS = {
    "killed": "kill die dead death fatality deceased perish slay slain murder massacre execute assassinate drown body corpse toll behead toll martyr lifeless",
    "injured": "injure wound hurt injury wounded maim injured bruise burn",
    "missing": "missing unaccounted disappear vanish",
    "arrested": "arrest detain apprehend nab arrestee detainee custody detention",
    "held": "hold imprison jail captive hostage",
    "charged": "charge indict accuse",
    "abducted": "abduct kidnap abduction kidnapping",
    "freed": "free release liberate",
    "rescued": "rescue save rescued",
    "trapped": "trap strand stuck trapped",
    "displaced": "displace flee homeless displacement evacuate evacuation uproot",
    "in hospital": "hospitalise hospitalize hospital hospitalised hospitalized",
    "infected": "infect infection contract diagnose case",
    "affected": "affect expose compromise",
    "on board": "aboard board onboard",
    "expected": "expect",
}  # fmt: skip
ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}
_ANYBODY = frozenset(
    [
        "people",
        "person",
        "other",
        "life",
        "victim",
        "casualty",
        "soul",
        "individual",
        "human",
        "one",
        "dead",
        "death",
        "fatality",
        "body",
        "corpse",
        "injury",
        "injured",
        "wounded",
        "deceased",
        "killed",
        "toll",
    ]
)
_UNDERGO = frozenset({"die", "perish", "drown", "disappear", "vanish", "flee", "suffer", "miss", "missing"})
_BEING = frozenset({"be", "have", "do", "say", "become", "get", "include", "make", "leave", "go", "come", "see", "find"})
_MEASURES = {
    "high": "height", "tall": "height", "height": "height", "deep": "depth", "depth": "depth", "long": "length", "length": "length",
    "wide": "width", "width": "width", "diameter": "diameter", "thick": "thickness", "away": "distance", "from": "distance",
    "off": "distance", "north": "distance", "south": "distance", "east": "distance", "west": "distance", "fast": "speed",
    "speed": "speed", "heavy": "weight", "weigh": "weight", "weight": "weight", "older": "age", "below": "height", "above": "height",
}  # fmt: skip
_LENGTHS = frozenset({"metre", "kilometre", "centimetre", "millimetre", "mile", "foot", "inch", "yard", "nautical mile"})
_MASSES = frozenset({"kilogram", "gram", "milligram", "tonne", "ton", "pound", "ounce"})
_SPEEDS = frozenset({"mph", "km/h", "knot"})
_GENERIC_HEADS = frozenset(
    {"number", "total", "toll", "figure", "count", "estimate", "rate", "amount", "level", "rest", "group", "lot"}
)


@cache
def people() -> frozenset[str]:
    """Lemmas of nouns that name people (data/figures/people.txt)."""
    return frozenset(resources.files("crosslight.data").joinpath("figures", "people.txt").read_text(encoding="utf-8").split())


def is_people(noun: Token) -> bool:
    """True where a noun names people."""
    word, lemma = noun.lower_, noun.lemma_.lower()
    return word in people() or lemma in people() or lemma.endswith(("man", "woman", "men", "women")) or noun.ent_type_ == "NORP"


def unit_of(candidate: Candidate) -> str:
    """The candidate's unit: what it names, else people or item by what it counts."""
    if candidate.unit:
        return candidate.unit
    noun = candidate.noun
    if noun is None:
        role = _role(candidate.number)
        return "people" if role and role not in ("affected", "expected", "charged") else "item"
    if noun.lemma_.lower() in ("time", "fold"):
        return "times"
    return "people" if is_people(noun) or noun.lemma_.lower() in _ANYBODY else "item"


def counts_of(candidate: Candidate) -> str | None:
    """What the candidate counts, normalised: "people killed", "age of Lind", "height of tower", "bid"."""
    unit, noun, number = unit_of(candidate), candidate.noun, candidate.number
    if noun is not None and candidate.unit and noun.idx < candidate.end:
        noun, number = None, noun  # the unit's own word counts nothing
    if candidate.age:
        return f"age of {_whose_age(number)}"
    if _is_difference(candidate):
        return _short(f"{unit if unit != 'item' else 'number'} more or fewer")
    if unit == "people":
        return _people_counted(noun, number)
    if unit in _LENGTHS | _MASSES | _SPEEDS:
        return _measure(candidate, unit, noun, number)
    if units.MONEY_UNITS.match(unit):
        return _governor(noun if noun is not None else number) or "money"
    if unit in units.TIME_UNITS:
        of = noun if noun is not None and noun.dep_ == "pobj" else _after_of(number)
        return _short(f"{unit}s of {_phrase(of) if of is not None else _governor(noun or number) or 'time'}")
    return _things_counted(noun, number)


def _people_counted(noun: Token | None, number: Token) -> str:
    if noun is not None and noun.lemma_.lower() == "passenger" and any(t.lemma_.lower() == "crew" for t in noun.conjuncts):
        return "people on board"
    who = "people" if noun is None or noun.lemma_.lower() in _ANYBODY else _phrase(noun)
    role = _role(noun if noun is not None else number)
    return _short(f"{who} {role}" if role and role not in who else who)


def _things_counted(noun: Token | None, number: Token) -> str | None:
    if noun is None:
        return _of_subject(number) or _governor(number)
    role = _role(noun)
    return _short(f"{_phrase(noun)} {role}" if role else _phrase(noun))


_COMPARED = re.compile(r"(?:people |men |women )?(?:more|fewer|less|higher|lower|above|below) than\b", re.IGNORECASE)


NEAR = 16
"""Tokens from a number on within which "people more than" would follow it."""


def _is_difference(candidate: Candidate) -> bool:
    """True where the number is by how much one count is off another: "18 more than the list shows"."""
    number = candidate.number
    if candidate.unit is not None:
        return False
    # a few tokens, not doc.text: spaCy puts the whole text together anew each time, which cost more than all else here
    rest = "".join(t.text_with_ws for t in number.doc[number.i : number.i + NEAR] if t.idx >= candidate.end)
    return _COMPARED.match(rest) is not None


def role_of(candidate: Candidate) -> str | None:
    """What happened to the counted ("killed", "arrested"), where the syntax tells."""
    return _role(candidate.noun if candidate.noun is not None else candidate.number)


def _short(words: str) -> str:
    return " ".join(words.split()[:5])


_CHANGES = frozenset(
    ["rise", "fall", "climb", "grow", "drop", "jump", "increase", "decrease", "raise", "stand", "reach", "lift", "lower"]
)


def _of_subject(number: Token) -> str | None:
    """What rose or fell to the number: "the death toll rose from 14 to 17", "raising the toll to seven"."""
    verb = next((t for t in number.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lemma_.lower() not in _CHANGES:
        return None
    told = next((t for t in verb.children if t.dep_ == "dobj" and t.pos_ == "NOUN" and t.lemma_.lower() == "toll"), None)
    told = told or next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "NOUN"), None)
    if told is None:
        return None
    return "people killed" if told.lemma_.lower() == "toll" else _phrase(told)


def _after_of(number: Token) -> Token | None:
    """The noun in "three days of mourning", told of the unit's own word."""
    last = number.head if number.head.i > number.i and number.head.i - number.i <= 3 else number
    of = next((t for t in last.children if t.dep_ == "prep" and t.lower_ == "of"), None)
    return next((t for t in of.children if t.dep_ == "pobj" and t.pos_ == "NOUN"), None) if of is not None else None


def _phrase(noun: Token) -> str:
    """The noun with the one word before it that says which: "oil worker", "polling station"."""
    if noun.pos_ == "PRON":
        return "people" if noun.lower_ in ("them", "us", "those", "whom", "they") else "item"
    before = [
        t
        for t in noun.lefts
        if t.dep_ in ("compound", "amod")
        and t.pos_ in ("NOUN", "PROPN", "ADJ")
        and t.ent_type_ not in ("CARDINAL", "DATE", "QUANTITY", "MONEY")
    ]
    near = before[-1:] if before and before[-1].dep_ == "compound" else []
    return " ".join([t.lemma_.lower() for t in near] + [noun.lemma_.lower()])


_PLACES = frozenset({"hospital", "custody", "detention", "captivity"})
_PASSES = frozenset("conj prep pobj appos dobj attr oprd nsubj nsubjpass amod compound nummod".split())  # noqa: SIM905 - words read best as words
"""Relations over which a noun passes on to its head what happens to it."""


def _role(token: Token) -> str | None:
    """What happened to the counted: from the noun itself, its participle or adjective, or the verb that it depends on."""
    if own := _own_role(token):
        return own
    if stated := _stated_role(token):
        return stated
    head = token.head
    for _ in range(4):
        lemma = head.lower_ if head.lower_ in ROLES else head.lemma_.lower()
        if lemma in ROLES and _suffers(token, head):
            return ROLES[lemma]
        if (lemma in _BEING or lemma in ROLES) and (told := _role_beside(token, head)):
            return told
        if head.dep_ not in _PASSES or head.pos_ == "VERB":
            return None
        token, head = head, head.head
    return None


def _own_role(token: Token) -> str | None:
    """The role in the noun or what modifies it: "dead", "people injured", "patients in hospital"."""
    for near in (token, *token.children):
        if near is not token and near.dep_ not in ("amod", "acl", "relcl", "compound", "advmod", "prep", "appos"):
            continue
        role = ROLES.get(near.lemma_.lower()) or ROLES.get(near.lower_)
        if role:
            return role
        inside = next((t for t in near.children if t.dep_ == "pobj"), None) if near.dep_ == "prep" else None
        if inside is not None and inside.lemma_.lower() in _PLACES:
            return ROLES.get(inside.lemma_.lower())
    return None


def _stated_role(token: Token) -> str | None:
    """Where the counted are, or what they are held to be: "160 people were on board", "is licensed to carry 150"."""
    verb = token.head
    lemma = verb.lemma_.lower()
    if token.dep_ in ("nsubj", "nsubjpass") and lemma in ("be", "remain", "stay"):
        for child in verb.children:
            words = (child, *(t for t in child.children if t.dep_ in ("pobj", "advmod")))
            role = next((ROLES[w] for t in words for w in (t.lemma_.lower(), t.lower_) if w in ROLES), None)
            if child.dep_ in ("acomp", "prep", "advmod", "oprd", "attr") and role in _STATES:
                return role
    if (
        token.dep_ == "nsubjpass"
        and any(t.lower_ in ("not", "n't") for t in verb.children)
        and lemma in ("find", "locate", "trace")
    ):
        return "missing"
    if token.dep_ == "dobj" and lemma == "carry" and verb.tag_ in ("VBG", "VB"):
        allowed = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _ALLOWING
        return "licensed" if allowed else "on board"
    pulled = token.dep_ in ("dobj", "nsubjpass") and lemma in ("pull", "pluck", "lift")
    if pulled and any(t.dep_ == "prep" and t.lower_ == "from" for t in verb.children):
        taken = {t.lemma_.lower() for p in verb.children if p.dep_ == "prep" for t in p.children}
        return "rescued" if taken & {"water", "sea", "river", "lake"} and not token.lemma_.lower().startswith("bod") else None
    return None


_STATES = frozenset({"missing", "on board", "displaced", "injured", "trapped", "rescued", "in hospital", "held"})
_ALLOWING = frozenset({"license", "licence", "certify", "allow", "permit", "authorise", "authorize", "build", "design"})


def _role_beside(token: Token, verb: Token) -> str | None:
    """The role in a verb's complement: "left 50 injured", "were taken to hospital"."""
    for child in verb.children:
        lemma = child.lemma_.lower()
        if child.dep_ in ("oprd", "acomp", "attr", "xcomp", "ccomp", "advmod", "advcl") and lemma in ROLES and child.i != token.i:
            return ROLES[lemma]
    within = (t for child in verb.children if child.dep_ == "prep" for t in child.children)
    return "in hospital" if any(t.dep_ == "pobj" and t.lemma_.lower() == "hospital" for t in within) else None


def _suffers(token: Token, verb: Token) -> bool:
    """True where ``token`` is the one it happens to (object, passive subject, subject of "die")."""
    if verb.pos_ not in ("VERB", "AUX"):
        return True
    if token.dep_ == "nsubj":
        return verb.lemma_.lower() in _UNDERGO or (verb.tag_ == "VBN" and not any(t.dep_ == "dobj" for t in verb.children))
    return token.dep_ in (
        "nsubjpass",
        "dobj",
        "conj",
        "oprd",
        "attr",
        "appos",
        "nummod",
        "npadvmod",
        "ccomp",
        "dep",
        "pobj",
        "prep",
    )


_AGE_WORDS = frozenset({"year", "years", "month", "months", "week", "weeks", "day", "days", "old"})


def _whose_age(number: Token) -> str:
    """The name, or noun, that an age belongs to."""
    doc, at = number.doc, number.i
    named = not any(t.lower_ in ("old", "olds") for t in doc[at + 1 : at + 5])
    for token in reversed(doc[max(0, at - 8) : at] if named else ()):
        if token.ent_type_ == "PERSON" or token.pos_ == "PROPN":
            return str(token.text)
    if number.head.dep_ in ("compound", "amod", "nummod", "npadvmod"):
        top = number.head.head
        if top.pos_ in ("NOUN", "PROPN") and top.lemma_.lower() not in units.TIME_UNITS:
            return str(top.lemma_.lower())
    for token in doc[at + 1 : at + 8]:
        if token.pos_ in ("NOUN", "PROPN") and token.lower_ not in _AGE_WORDS:
            return str(token.lemma_.lower() if token.pos_ == "NOUN" else token.text)
    return "person"


def _measure(candidate: Candidate, unit: str, noun: Token | None, number: Token) -> str:
    kind = next((_MEASURES[w] for w in _near_words(candidate) if w in _MEASURES), None)
    if kind is None:
        kind = "weight" if unit in _MASSES else "speed" if unit in _SPEEDS else "length"
    of = noun if noun is not None and noun.lemma_.lower() not in _MEASURES else None
    what = _phrase(of) if of is not None else _governor(number)
    return _short(f"{kind} of {what}") if what else kind


def _near_words(candidate: Candidate) -> list[str]:
    doc, at = candidate.number.doc, candidate.number.i
    return [t.lemma_.lower() for t in doc[at + 1 : at + 6]] + [t.lemma_.lower() for t in doc[max(0, at - 5) : at]]


def _governor(token: Token) -> str | None:
    """The nearest word up the tree that says what the number is of."""
    seen = token
    for _ in range(5):
        head = seen.head
        if head.i == seen.i:
            return None
        if (
            head.pos_ in ("NOUN", "PROPN")
            and head.lemma_.lower() not in _GENERIC_HEADS
            and not re.search(r"\d", head.text)
            and head.ent_type_ not in ("MONEY", "PERCENT", "CARDINAL", "QUANTITY")
        ):
            return _phrase(head) if head.ent_type_ != "PERSON" else head.text
        if head.pos_ == "VERB" and head.lemma_.lower() not in _BEING:
            return str(head.lemma_.lower())
        if head.pos_ in ("VERB", "AUX"):
            subject = next((t for t in head.children if t.dep_ in ("nsubj", "nsubjpass") and t.i != seen.i), None)
            if subject is not None and subject.pos_ in ("NOUN", "PROPN"):
                return _phrase(subject)
        seen = head
    return None
