"""The speakers' names: a full name for "he", "Vole", "the spokesman", or the words themselves where nobody is named."""

from __future__ import annotations

import bisect
import collections
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crosslight.annotate.attributions import cues
from crosslight.annotate.entities.first_names import gender_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

    from crosslight.annotate.attributions.saying import Range, Saying
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle

_GENDERS: Final = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_SPEAKERS: Final = frozenset({"i", "we", "me", "us", "my", "our"})
_BODIES: Final = frozenset({"it", "its", "they", "them", "their"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom", "whose"})
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
_WOMEN: Final = frozenset(
    {"woman", "spokeswoman", "girl", "mother", "widow", "wife", "daughter", "sister", "actress", "chairwoman"}
)
_MEN: Final = frozenset({"man", "spokesman", "boy", "father", "husband", "son", "brother", "chairman"})
_STRIP: Final = re.compile(r"^(?:(?:the|a|an|mr|mrs|ms|dr|sir)\.?\s+)+|['\u2019]s?$", re.IGNORECASE)
_APPOSED: Final = re.compile(r", ((?:[A-Z][\w\u2019'-]+ ){1,3}[A-Z][\w\u2019'-]+),?$")
_BYGONE: Final = frozenset({"former", "then", "late", "ex"})
_NAMED: Final = frozenset({"person", "organisation", "group", "place", "other"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom an attribution credits, by name; ``kind`` tells what a pronoun may stand for."""

    name: str
    kind: str  # person, name (of what may be a person), body, unnamed (a human being), thing
    gender: str | None = None


class Names:
    """The people and bodies that one article names, and which fuller name each short one stands for."""

    def __init__(self, parsed: ParsedArticle, cast: Cast) -> None:
        self.parsed, self.cast = parsed, cast
        self.doc: Doc = parsed.doc
        self.text = parsed.text
        self.people = [
            e for e in self.doc.ents if e.label_ == "PERSON" and "\n" not in e.text and _plain(e.text) and self._is_person(e)
        ]
        self.starts, self.chars = [e.start for e in self.people], [e.start_char for e in self.people]
        self.ent_of = {i: e for e in self.doc.ents for i in range(e.start, e.end)}
        self.full: dict[str, str] = {}
        for e in self.people:
            name = _plain(e.text)
            last = name.rsplit(maxsplit=1)[-1].lower()
            if len(name.split()) > len(self.full.get(last, "").split()):
                self.full[last] = name
        self.genders = self._genders()
        self.roles = self._roles()
        self.titled = {_plain(e.text).split()[-1].lower() for e in self.people if e.start and self._has_title(e)}

    def _has_title(self, ent: Tokens) -> bool:
        before = self.doc[ent.start - 1]
        return before.pos_ == "PROPN" and before.head.i == ent.root.i and before.dep_ in ("compound", "nmod")

    def _is_person(self, ent: Tokens) -> bool:
        known = self.cast.at(self.parsed.span(ent.start_char, ent.end_char)) if self.cast.mentions else None
        first = _plain(ent.text).split()
        return known is None or known.type in ("person", "other") or (len(first) > 1 and gender_of(first[0]) is not None)

    def _genders(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for e in self.people:
            title = _TITLES.get(self.doc[e.start - 1].lower_ if e.start else "") or _TITLES.get(self.doc[e.start].lower_)
            name = _plain(e.text)
            gender = title or (gender_of(name.split()[0]) if len(name.split()) > 1 else None)
            if gender and (title or name.split()[-1].lower() not in found):
                found[name.split()[-1].lower()] = gender
        return found

    def person(self, ent: Tokens) -> Speaker:
        """The person that an entity of the parse names, by the fullest name with the same surname."""
        name = _plain(ent.text)
        last = name.rsplit(maxsplit=1)[-1].lower()
        known = self.cast.at(self.parsed.span(ent.start_char, ent.end_char)) if self.cast.mentions else None
        full = self.full.get(last, name)
        if known is not None and known.type == "person" and len(known.name.split()) >= len(full.split()):
            full = known.name
        return self._called(full)

    def _called(self, name: str) -> Speaker:
        """A person of that name; one bare word without a title or a known gender is as often a firm as a surname."""
        last = name.rsplit(maxsplit=1)[-1].lower()
        sure = last in self.genders or " " in name or last in self.titled
        return Speaker(name, "person" if sure else "name", self.genders.get(last))

    def named(self, head: Token, start: int, end: int) -> Speaker | None:
        """The person whom the noun phrase ``[start, end)`` (characters) around ``head`` names, if it names one."""
        own = self.ent_of.get(head.i)
        if own is not None and own.label_ == "PERSON" and own.start in self.starts:
            return self.person(own)
        for e in self._inside(start, end):
            root = e.root
            if root.dep_ in ("appos", "compound", "nsubj", "nsubjpass", "ROOT", "conj", "nmod", "dep") and (
                root.head.i == head.i or root.dep_ in ("appos", "nmod") or root.head.head.i == head.i
            ):
                return self.person(e)
        words = self.doc.char_span(start, end, alignment_mode="expand")
        if words is not None and words.start > 1 and self.doc[words.start - 1].text == ",":
            before = self.ent_of.get(words.start - 2)
            if before is not None and before.start in self.starts and head.pos_ == "NOUN":
                return self.person(before)  # the words are the apposition alone: "Vole, the mayor,"
        beside = _APPOSED.search(self.text[start:end])
        return Speaker(" ".join(beside.group(1).split()), "person") if beside and head.pos_ == "NOUN" else None

    def known(self, head: Token) -> Speaker | None:
        """The entity that ``head`` names or stands for."""
        for mention in self.cast.within(self.parsed.span(head.idx, head.idx + len(head.text))) if self.cast.mentions else ():
            known = self.cast.entity(mention.entity)
            if known.type in _NAMED and mention.span.end == head.idx + len(head.text):
                if known.type == "person":
                    return self._called(known.name)
                return Speaker(known.name, "body")
        own = self.ent_of.get(head.i)
        return Speaker(_plain(own.text), "body") if own is not None and own.label_ in ("ORG", "GPE", "NORP") else None

    def _inside(self, start: int, end: int) -> list[Tokens]:
        first = bisect.bisect_left(self.chars, start)
        return self.people[first : bisect.bisect_left(self.chars, end)]

    def role(self, head: Token) -> Speaker | None:
        """The person to whom the article gave this role before ("the spokesman")."""
        word = head.lemma_.lower()
        if head.pos_ not in ("NOUN", "PROPN") or head.text.isupper() or head.ent_type_ in ("ORG", "GPE"):
            return None
        if not any(c.lower_ in ("the", "his", "her", "their", "this", "that") for c in head.children):
            return None
        kinds = {c.lemma_.lower() for c in head.children if c.dep_ in ("compound", "amod") and c.lower_ not in _BYGONE}
        fitting = [(at, e) for at, own, e in self.roles.get(word, ()) if at != head.i and kinds <= own]
        before = [e for _, e in fitting if e.start < head.i]
        return self.person(before[-1] if before else fitting[0][1]) if fitting else None

    def _roles(self) -> dict[str, list[tuple[int, frozenset[str], Tokens]]]:
        """Each noun that stands beside a person's name: where, with the four lemmas before it, and the name."""
        found: dict[str, list[tuple[int, frozenset[str], Tokens]]] = collections.defaultdict(list)
        for e in self.people:
            above = e.root.head.i if e.root.dep_ in ("compound", "appos") else -1
            for t in self.doc[max(0, e.start - 5) : min(len(self.doc), e.end + 7)]:
                joined = e.start <= t.head.i < e.end and t.dep_ in ("compound", "appos", "nmod")
                if (joined or t.i == above) and not e.start <= t.i < e.end:
                    found[t.lemma_.lower()].append((t.i, frozenset(c.lemma_.lower() for c in self.doc[max(0, t.i - 4) : t.i]), e))
        return found

    def chief_body(self, head: Token) -> Speaker | None:
        """The body that the article names most before ``head``, of those that its noun fits."""
        counts: collections.Counter[str] = collections.Counter()
        for m in self.cast.mentions:
            if m.span.start >= head.idx:
                break
            known = self.cast.entity(m.entity)
            counts[m.entity] += known.type == "organisation" and fits_body(head.lemma_.lower(), known.name)
        best = max(counts, key=lambda e: counts[e], default=None)
        return Speaker(self.cast.entity(best).name, "body") if best and counts[best] else None

    def described(self, head: Token, start: int, end: int) -> Speaker:
        """Somebody without a name: the words, with a body's short name spelled out ("an RNA spokesman")."""
        words = self.text[start:end]
        for mention in reversed(self.cast.within(self.parsed.span(start, end))) if self.cast.mentions else ():
            known = self.cast.entity(mention.entity)
            a, b = mention.span.start - start, mention.span.end - start
            if known.type in ("organisation", "group") and 0 <= a < b <= len(words) and not (a <= head.idx - start < b):
                words = words[:a] + known.name + words[b:]
        low = head.lemma_.lower()
        words = re.split(r", ", words)[0].strip() or words
        clause = next((c.left_edge.idx - start for c in head.rights if c.dep_ in ("relcl", "acl") and c.left_edge.i > head.i), None)
        if clause is not None and 0 < head.idx + len(head.text) - start <= clause < len(words):
            words = words[:clause].strip(" ,") or words
        kind = "body" if low in cues.BODIES or head.tag_ in ("NNS", "NNPS") else "unnamed" if _human(head) else "thing"
        return Speaker(_plain(words), kind, "f" if low in _WOMEN else "m" if low in _MEN else None)


def fits_body(noun: str, name: str) -> bool:
    """True where "the NOUN" can be the body of that name: "the company" is no ministry, and "the union" is called one."""
    if any(w[:1].islower() and len(w) > 3 for w in name.split()):
        return noun in name.split()  # no name, but words ("harbour authority", "European regulators")
    words = {w.lower() for w in name.replace("-", " ").split()}
    if words & cues.BODY_KINDS.get(noun, {noun}) or any(w.endswith(noun) for w in words):
        return True
    acronym = name.isupper() and " " not in name
    return acronym or (noun not in cues.BODY_KINDS and not words & cues.OTHER_KINDS)


def _fits(who: Speaker, gender: str) -> bool:
    """True where "he" or "she" may stand for ``who``; one bare word of unknown gender is as often a firm as a surname."""
    return who.kind in ("person", "unnamed") and who.gender in (None, gender)


def _human(head: Token) -> bool:
    low = head.lemma_.lower()
    return (
        low in cues.PEOPLE or low in _WOMEN or low in _MEN or low.endswith(("er", "or", "ist", "man", "woman", "ian", "ant", "ent"))
    )


def _plain(name: str) -> str:
    return _STRIP.sub("", " ".join(name.split())) or name


def name_all(parsed: ParsedArticle, cast: Cast, sayings: list[Saying]) -> list[str | None]:
    """The name of each saying's speaker, in order; a carried one takes the source of the saying before."""
    return _Naming(parsed, cast, sayings).run()


class _Naming:
    """Goes through an article's sayings in order, and keeps who spoke where."""

    def __init__(self, parsed: ParsedArticle, cast: Cast, sayings: list[Saying]) -> None:
        self.names, self.sayings, self.doc = Names(parsed, cast), sayings, parsed.doc
        self.quoted: list[Range] = sorted({r for s in sayings for r in s.quoted})
        self.spoken: list[tuple[int, Speaker]] = []  # where the source stands, and who it is
        self.last: Saying | None = None
        self.last_speaker: Speaker | None = None
        subjects = [
            e
            for e in self.names.people
            if e.root.dep_ in ("nsubj", "nsubjpass", "appos", "ROOT") and not self.in_quotes(e.start_char)
        ]
        self.subjects = [e for e in subjects if e.root.dep_ != "appos" or e.root.head.dep_ in ("nsubj", "nsubjpass")]
        self.subject_starts = [e.start for e in self.subjects]

    def in_quotes(self, at: int) -> Range | None:
        """The quotation around a character, if any."""
        place = bisect.bisect_right(self.quoted, (at, 10**9)) - 1
        return self.quoted[place] if place >= 0 and self.quoted[place][0] <= at < self.quoted[place][1] else None

    def run(self) -> list[str | None]:
        """The names, a saying each."""
        given: list[Speaker | None] = []
        for n, saying in enumerate(self.sayings):
            inside = saying.cue is not None and self.in_quotes(saying.cue[0]) is not None
            speaker = (
                self._carried(saying, n)
                if saying.source is None and saying.quoted and not inside
                else self._speaker(saying, inside=inside)
            )
            if (
                saying.quoted
                and speaker is not None
                and speaker.kind == "thing"
                and self.doc[saying.head or 0].pos_ in ("PRON", "DET")
            ):
                speaker = self._carried(saying, n) or speaker
            given.append(speaker)
            if speaker is not None and not inside and saying.source is not None:
                self.spoken.append((saying.source[0], speaker))
                if speaker.kind != "thing" and (
                    saying.quoted or self.last is None or not self.last.quoted or saying.start > self.last.start
                ):
                    self.last, self.last_speaker = saying, speaker
        return [s.name if s else None for s in given]

    def _carried(self, saying: Saying, place: int) -> Speaker | None:
        """The speaker of a quotation that nobody is said to say: of the one before, or of the one after where none is before."""
        if self.last is None:
            after = next((s for s in self.sayings[place + 1 :] if s.source is not None and s.quoted), None)
            if after is not None:
                saying.source, saying.head = after.source, after.head
                return self._speaker(after, inside=False)
            return self._told_of(saying)
        saying.source, saying.head = self.last.source, self.last.head
        return self.last_speaker

    def _told_of(self, saying: Saying) -> Speaker | None:
        """The person named most before a quotation in a text where nobody is said to speak."""
        before = self.names.people[: bisect.bisect_left(self.names.chars, saying.start)]
        counts = collections.Counter(self.names.person(e).name for e in before)
        chief = next((e for e in reversed(before) if counts[self.names.person(e).name] == max(counts.values())), None)
        if chief is None:
            return None
        saying.source, saying.head = (chief.start_char, chief.end_char), chief.root.i
        return self.names.person(chief)

    def _speaker(self, saying: Saying, *, inside: bool) -> Speaker | None:
        if saying.source is None or saying.head is None:
            return None if saying.source is None else Speaker(self.names.text[slice(*saying.source)], "unnamed")
        head, (start, end) = self.doc[saying.head], saying.source
        low = head.lower_
        if low in _RELATIVE and head.head.dep_ in ("relcl", "acl") and head.head.head.i < head.i:
            head = head.head.head
            start, end = min(head.left_edge.idx, head.idx), head.idx + len(head.text)
            low = head.lower_
        words = Speaker(_plain(self.names.text[start:end]), "thing")
        if low in _GENDERS:
            return self._pronoun(head, _GENDERS[low]) or words
        if low in _SPEAKERS:
            return (self.last_speaker if inside or self.in_quotes(start) else None) or words
        if low in _BODIES:
            return self._body(head) or words
        return (
            self.names.named(head, start, end)
            or self.names.role(head)
            or self.names.known(head)
            or self._stands_for(head)
            or self.names.described(head, start, end)
        )

    def _stands_for(self, head: Token) -> Speaker | None:
        """Whom "the firm" or "the statement" stands for: the last body that spoke, whoever spoke last."""
        low = head.lemma_.lower()
        if not any(c.lower_ in ("the", "this", "that") for c in head.children) or any(
            c.dep_ in ("prep", "compound", "relcl", "acl", "poss") for c in head.children
        ):
            return None
        if low in cues.PAPERS:
            return self.last_speaker
        if low in cues.BODIES:
            return next(
                (
                    who
                    for at, who in reversed(self.spoken[-6:])
                    if at < head.idx and who.kind == "body" and fits_body(low, who.name)
                ),
                None,
            ) or self.names.chief_body(head)
        return None

    def _pronoun(self, head: Token, gender: str) -> Speaker | None:
        """Who "he" or "she" is: of the last speaker and the last person named as a subject, the later that fits."""
        found: list[tuple[int, Speaker]] = []
        place = bisect.bisect_left(self.subject_starts, head.i)
        for e in reversed(self.subjects[max(0, place - 6) : place]):
            who = self.names.person(e)
            if _fits(who, gender):
                found.append((e.start_char, who))
                break
        for at, who in reversed(self.spoken[-8:]):
            if at < head.idx and _fits(who, gender):
                found.append((at, who))
                break
        if found:
            return max(found, key=lambda f: f[0])[1]
        for e in reversed(self.names.people[: bisect.bisect_left(self.names.starts, head.i)]):
            who = self.names.person(e)
            if _fits(who, gender):
                return who
        return None

    def _body(self, head: Token) -> Speaker | None:
        """Who "it" or "they" are: what the cast says, else the last body that spoke."""
        names = self.names
        known = names.cast.at(names.parsed.span(head.idx, head.idx + len(head.text))) if names.cast.mentions else None
        if known is not None:
            return Speaker(known.name, "person" if known.type == "person" else "body")
        return next((who for at, who in reversed(self.spoken[-4:]) if at < head.idx and who.kind != "person"), None)
