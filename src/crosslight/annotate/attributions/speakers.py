"""The speakers' names: a full name for "he", "Vole", "the spokesman", or the words themselves where nobody is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from crosslight.annotate.attributions.saying import Saying
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle

MALE: Final = frozenset({"he", "him", "his", "himself"})
FEMALE: Final = frozenset({"she", "her", "hers", "herself"})
_THING: Final = frozenset(
    {"it", "its", "they", "them", "their", "we", "i", "who", "which", "that", "those", "these", "this", "some", "many", "others"}
)
_TITLES: Final = {
    "mr.": "m",
    "mr": "m",
    "mrs.": "f",
    "mrs": "f",
    "ms.": "f",
    "ms": "f",
    "miss": "f",
    "lady": "f",
    "lord": "m",
    "sir": "m",
}
_STRIP: Final = re.compile(r"^(?:(?:the|a|an|mr|mrs|ms|dr|sir)\.?\s+)+|['\u2019]s?$", re.IGNORECASE)


class Names:
    """The people (and bodies) that one article names, where, and which fuller name each short one stands for."""

    def __init__(self, parsed: ParsedArticle, cast: Cast) -> None:
        self.parsed, self.cast = parsed, cast
        self.doc: Doc = parsed.doc
        self.people = [e for e in self.doc.ents if e.label_ == "PERSON" and "\n" not in e.text]
        self.full: dict[str, str] = {}
        for e in self.people:
            name = _plain(e.text)
            last = name.split()[-1].lower() if name.split() else ""
            if last and len(name.split()) > len(self.full.get(last, "").split()):
                self.full[last] = name
        self.of_token = {i: e for e in self.doc.ents for i in range(e.start, e.end)}
        self.gender = self._genders()

    def _genders(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for e in self.people:
            before = self.doc[e.start - 1].lower_ if e.start else ""
            said = _TITLES.get(before) or _TITLES.get(self.doc[e.start].lower_)
            if said:
                found[_plain(e.text).split()[-1].lower()] = said
        return found

    def of(self, head: Token, start: int, end: int) -> str | None:
        """The name that the noun phrase ``[start, end)`` (characters) around ``head`` holds, if it holds one."""
        entity = self.cast.at(self.parsed.span(start, end)) if self.cast.mentions and not head.pos_ == "PRON" else None
        ent = self.of_token.get(head.i)
        if ent is None or ent.label_ not in ("PERSON", "ORG"):
            ent = next(
                (
                    self.of_token[t.i]
                    for t in head.children
                    if t.dep_ in ("appos", "compound")
                    and t.i in self.of_token
                    and self.of_token[t.i].label_ == "PERSON"
                    and start <= t.idx < end
                ),
                ent,
            )
        if ent is not None and ent.label_ == "PERSON":
            name = _plain(ent.text)
            return self.full.get(name.split()[-1].lower(), name) if name else None
        if entity is not None and entity.type in ("person", "organisation", "group", "place"):
            return entity.name
        if ent is not None and ent.label_ in ("ORG", "GPE", "NORP"):
            return _plain(ent.text)
        return None

    def role(self, head: Token) -> str | None:
        """The person whom the article gave this role before ("the spokesman")."""
        word = head.lemma_.lower()
        for e in reversed([p for p in self.people if p.start < head.i]):
            near = self.doc[max(0, e.start - 4) : min(len(self.doc), e.end + 6)]
            if any(
                t.lemma_.lower() == word and (t.head.i in range(e.start, e.end) or t.i in {c.i for c in e.root.subtree})
                for t in near
            ):
                return self.full.get(_plain(e.text).split()[-1].lower(), _plain(e.text))
        return None

    def before(self, token: int, gender: str | None, spoken: Iterable[str]) -> str | None:
        """The person a pronoun at ``token`` stands for: who spoke last, else who was named last, of that gender."""
        fits = lambda name: gender is None or self.gender.get(name.split()[-1].lower(), gender) == gender  # noqa: E731
        sentence = self.doc[token].sent.start
        for e in reversed([p for p in self.people if sentence <= p.start < token and p.root.dep_ in ("nsubj", "nsubjpass")]):
            return self.full.get(_plain(e.text).split()[-1].lower(), _plain(e.text))
        for name in spoken:
            if fits(name):
                return name
        for e in reversed([p for p in self.people if p.end <= token]):
            name = self.full.get(_plain(e.text).split()[-1].lower(), _plain(e.text))
            if fits(name):
                return name
        return None


def _plain(name: str) -> str:
    return _STRIP.sub("", " ".join(name.split())) or name


def name_all(parsed: ParsedArticle, cast: Cast, sayings: list[Saying]) -> list[str | None]:
    """The name of each saying's speaker, in order; a carried one takes the source of the saying before."""
    names = Names(parsed, cast)
    spoken: list[str] = []
    given: list[str | None] = []
    last: Saying | None = None
    for saying in sayings:
        if saying.carried and last is not None:
            saying.source, saying.head = last.source, last.head
            given.append(spoken[-1] if spoken else None)
            continue
        name = _name(names, saying, spoken)
        given.append(name)
        if name is not None and (saying.quoted or name.lower() not in _THING):
            spoken.append(name)
            last = saying
    return given


def _name(names: Names, saying: Saying, spoken: list[str]) -> str | None:
    if saying.source is None:
        return spoken[-1] if saying.quoted and spoken else None
    start, end = saying.source
    words = names.parsed.text[start:end]
    if saying.head is None:
        return words
    head = names.doc[saying.head]
    low = head.lower_
    if low in MALE or low in FEMALE:
        return names.before(head.i, "m" if low in MALE else "f", reversed(spoken)) or words
    if low == "who" and head.head.dep_ == "relcl":
        who = head.head.head
        return names.of(who, who.left_edge.idx, who.idx + len(who.text)) or words
    if low in ("i", "we", "it", "they") and spoken:
        return spoken[-1]
    return names.of(head, start, end) or (names.role(head) if low not in _THING else None) or _plain(words)
