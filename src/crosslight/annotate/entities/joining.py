"""Which namings are one entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosslight.annotate.entities.first_names import gender_of
from crosslight.annotate.entities.lexicon import (
    ALIASES,
    CAPITALS,
    NICKNAMES,
    NOT_SURNAMES,
    PARTICLES,
    SPEAKING,
    SUFFIXES,
    TELLING,
    Gender,
)
from crosslight.annotate.entities.reading import LABELS

if TYPE_CHECKING:
    from crosslight.annotate.entities.reading import Name, Words

Key = tuple[str, ...]
_SMALL = frozenset(["of", "for", "the", "and", "in", "on", "to", "de", "la", "du", "des"])
_BODIES = frozenset({"organisation", "facility", "other", "product", "event", "work", "law"})


@dataclass(slots=True, eq=False)
class Member:
    """An entity while it is being put together."""

    names: list[Name] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    genders: Counter[Gender] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    fixed: str | None = None

    def add(self, name: Name) -> None:
        """One more naming."""
        self.names.append(name)
        if name.label:
            self.votes[LABELS[name.label]] += 2 if len(name.words) > 1 else 1
        if name.gender:
            self.genders[name.gender] += 3

    def take(self, other: Member) -> None:
        """Everything of ``other``."""
        self.names += other.names
        self.votes += other.votes
        self.genders += other.genders
        self.roles |= other.roles
        self.fixed = self.fixed or other.fixed

    @property
    def type(self) -> str:
        """The type most namings vote for (the first of equals, in a fixed order)."""
        if self.fixed:
            return self.fixed
        order = list(LABELS.values())
        return max(self.votes, key=lambda t: (self.votes[t], -order.index(t))) if self.votes else "other"

    @property
    def gender(self) -> Gender | None:
        """The gender that titles, first names and roles tell, where they agree."""
        f, m = self.genders["f"], self.genders["m"]
        return None if f == m else "f" if f > m else "m"

    @property
    def first(self) -> int:
        """The token where it is first named."""
        return min(n.start for n in self.names)


def joined(found: list[Name], words: Words) -> list[Member]:
    """The entities of the article: one for each name, then people, then bodies, then governments joined."""
    members = _by_key(found)
    _shown_by_demonym(members)
    _shown_by_place(members, words)
    _shown_by_surname(members, words)
    members = _people(members)
    members = _bodies(members, words)
    _governments(members, words)
    return sorted((m for m in members if m.names), key=lambda m: m.first)


def normal(key: Key) -> Key:
    """What names are compared by: aliases told, a leading article and a company's ending left."""
    plain = " ".join(key).removeprefix("the ")
    return tuple(ALIASES.get(plain.replace(" ", ""), ALIASES.get(plain, plain)).split())


def _by_key(found: list[Name]) -> list[Member]:
    members: dict[Key, Member] = {}
    for name in found:
        members.setdefault(normal(name.key), Member()).add(name)
    for key, member in members.items():
        if " ".join(key) in _COUNTRIES:
            member.fixed = "place"
    return list(members.values())


_COUNTRIES = frozenset({*ALIASES.values(), *CAPITALS.values()} - {"european union", "united nations", "nato"})


# ---- people ----------------------------------------------------------------------------------------------------


def _core(name: Name) -> Key:
    """A person's name without suffixes and single initials' full stops."""
    return tuple(w.rstrip(".") for w in name.key if w not in SUFFIXES) or name.key


def _surname(key: Key) -> Key:
    """The last word with the particles before it left out ("von der Leyen" is compared by "leyen")."""
    last = key[-1]
    for lead in ("al-", "el-"):
        last = last.removeprefix(lead)
    return (last,)


def _first_agree(a: Key, b: Key) -> bool:
    """Whether two full names of one surname can be one person's."""
    x, y = a[0], b[0]
    if x == y or NICKNAMES.get(x, x) == NICKNAMES.get(y, y):
        return True
    return (len(x) == 1 or len(y) == 1) and x[0] == y[0]


def _shown_by_surname(members: list[Member], words: Words) -> None:
    """Makes people of two or three words taken for a body, where their last word alone has a title, or speaks."""
    alone = {m.names[0].key[0]: m for m in members if len(m.names[0].key) == 1 and m.fixed != "place"}
    for member in members:
        key, first = member.names[0].key, member.names[0]
        short = alone.get(key[-1])
        kinds = {"organisation", "other", "product", "facility"} | ({"place"} if gender_of(key[0]) else set())
        if short is None or member.fixed or member.type not in kinds or not 2 <= len(key) <= 3:
            continue
        if key[-1] in NOT_SURNAMES or any(not w[0].isupper() or (len(w) > 2 and w.isupper()) for w in first.words):
            continue
        speaks = any(words.dep[n.end - 1] == "nsubj" and words.lemma[words.head[n.end - 1]] in TELLING for n in short.names)
        if speaks or any(n.titles for n in short.names):
            member.fixed = "person"


def _shown_by_demonym(members: list[Member]) -> None:
    """Makes a country of one word beside which its people are named ("Vardenian" shows what Vardenia is)."""
    keys = {m.names[0].key[0] for m in members if len(m.names[0].key) == 1}
    for member in members:
        key = member.names[0].key
        if len(key) != 1 or len(key[0]) < 5 or member.fixed or any(n.titles for n in member.names):
            continue
        stem = key[0][:-1]
        if key[0][-1] in "aeo" and keys & {f"{key[0]}n", f"{stem}ian", f"{stem}an"}:
            member.fixed = "place"


def _shown_by_place(members: list[Member], words: Words) -> None:
    """Makes a place of one untitled word taken for a person that stands after "in" or "off", or twice after "on" or "from", never speaks and bears no first name."""
    surnames = {m.names[0].key[-1] for m in members if len(m.names[0].key) > 1 and m.type == "person"}
    for member in members:
        key = member.names[0].key
        if len(key) != 1 or member.fixed or member.type not in {"person", "other"} or key[0] in surnames or gender_of(key[0]):
            continue
        if any(n.titles or _speaks(n, words) for n in member.names):
            continue
        if sum(_LOCATIVE.get(words.lower[n.start - 1], 0) for n in member.names if n.start) >= 2:
            member.fixed = "place"


def _speaks(name: Name, words: Words) -> bool:
    return words.dep[name.end - 1] == "nsubj" and words.lemma[words.head[name.end - 1]] in SPEAKING


_LOCATIVE = {**dict.fromkeys(["in", "off", "near", "across", "outside"], 2), **dict.fromkeys(["on", "to", "from", "at"], 1)}
"""How much a preposition before a name speaks for a place; two are enough."""


def _people(members: list[Member]) -> list[Member]:
    full: dict[Key, list[Member]] = defaultdict(list)
    rest: list[Member] = []
    for member in members:
        key = _core(member.names[0])
        if member.type != "person" or len(key) < 2 or key[0] in PARTICLES:
            rest.append(member)
            continue
        same = next((m for m in full[_surname(key)] if _first_agree(_core(m.names[0]), key)), None)
        if same:
            same.take(member)
            same.names.sort(key=lambda n: n.start)
        else:
            full[_surname(key)].append(member)
    people = [m for group in full.values() for m in group]
    firsts: dict[str, list[Member]] = defaultdict(list)
    for member in people:
        firsts[_core(member.names[0])[0]].append(member)
    left: list[Member] = []
    for member in rest:
        left += _short(member, full, firsts)
    return people + left


def _short(member: Member, full: dict[Key, list[Member]], firsts: dict[str, list[Member]]) -> list[Member]:
    """Gives each naming by surname (or by first name alone) to the person it stands for; what is left over."""
    key = _core(member.names[0])
    particled = len(key) > 1 and all(w in PARTICLES for w in key[:-1])
    if not (len(key) == 1 or particled) or member.fixed == "place":
        return [member]
    bearers = full.get(_surname(key), [])
    if (
        not bearers
        and len(key[0]) > 1
        and len(firsts.get(key[0], [])) == 1
        and member.type in {"person", "other", "organisation", "group"}
    ):
        bearers = firsts[key[0]]
    if not bearers:
        return [member]
    rest = Member()
    for name in member.names:
        who = _bearer(name, bearers)
        (who or rest).add(name)
    return [rest] if rest.names else []


def _bearer(name: Name, bearers: list[Member]) -> Member | None:
    """Of those who bear the name, the one named most before it, surname uses counting double (a title's gender allowing).

    A relative is mostly named in full and in passing; the surname alone goes on meaning whom the report is about.
    """
    fit = [m for m in bearers if not (name.gender and m.gender and name.gender != m.gender)]
    if name.label in {"GPE", "LOC"} and not name.titles:
        fit = [m for m in fit if any(n.start < name.start for n in m.names)]  # a town may bear a later person's surname
    if len(fit) < 2:
        return fit[0] if fit else None

    def standing(member: Member) -> tuple[int, int]:
        before = [n for n in member.names if n.start < name.start]
        return sum(2 if len(n.words) == 1 else 1 for n in before), -member.first

    return max(fit, key=standing)


# ---- bodies ----------------------------------------------------------------------------------------------------


def initials(key: Key, *, small: bool) -> str:
    """The first letters, with or without those of small words."""
    return "".join(w[0] for part in key for w in part.split("-") if w and (small or w not in _SMALL))


def _is_acronym(name: Name) -> bool:
    word = name.words[0].replace(".", "")
    return len(name.words) == 1 and 2 <= len(word) <= 7 and sum(c.isupper() for c in word) * 2 > len(word)


def _bodies(members: list[Member], words: Words) -> list[Member]:
    by_initials: dict[str, list[Member]] = defaultdict(list)
    by_edge: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.type == "person" or len(member.names[0].words) < 2:
            continue
        key = normal(member.names[0].key)
        for letters in dict.fromkeys((initials(key, small=False), initials(key, small=True))):
            by_initials[letters].append(member)
        for edge in dict.fromkeys((key[0], key[-1])):
            by_edge[edge].append(member)
    out: list[Member] = []
    for member in members:
        whole = _spelled_out(member, by_initials, words) or _longer(member, by_edge)
        if whole is None:
            out.append(member)
        else:
            whole.take(member)
            member.names = []
    return out


def _spelled_out(member: Member, by_initials: dict[str, list[Member]], words: Words) -> Member | None:
    """The one longer name whose initials this acronym is; the one right before its brackets first."""
    name = member.names[0]
    if not _is_acronym(name):
        return None
    fits = [m for m in by_initials.get(name.key[0], []) if m is not member and m.names]
    for m in fits:
        if any(n.end < len(words.text) and words.text[n.end] in {"(", "["} and n.end + 1 == name.start for n in m.names):
            return m
    return fits[0] if len(fits) == 1 else None


def _longer(member: Member, by_edge: dict[str, list[Member]]) -> Member | None:
    """The one longer name that begins or ends with this one ("Broadcom Inc", "the Russian Foreign Ministry")."""
    if member.type not in _BODIES or member.fixed:
        return None
    key = normal(member.names[0].key)
    fits = []
    for other in dict.fromkeys((*by_edge.get(key[0], ()), *by_edge.get(key[-1], ()))):
        if other is member or not other.names or other.type not in _BODIES:
            continue
        whole = normal(other.names[0].key)
        if len(whole) <= len(key):
            continue
        if (whole[: len(key)] == key and (len(key) > 1 or len(key[0]) > 3)) or (len(key) > 1 and whole[-len(key) :] == key):
            fits.append(other)
    return fits[0] if len(fits) == 1 else None


def _governments(members: list[Member], words: Words) -> None:
    """Gives a capital that speaks or acts to its country, where the country is named too."""
    by_key = {" ".join(normal(m.names[0].key)): m for m in members if m.names}
    for capital, country in CAPITALS.items():
        town, state = by_key.get(capital), by_key.get(country)
        if not town or not state:
            continue
        acting = [n for n in town.names if words.dep[n.end - 1] == "nsubj" and words.lemma[words.head[n.end - 1]] in SPEAKING]
        for name in acting:
            town.names.remove(name)
            state.names.append(name)
