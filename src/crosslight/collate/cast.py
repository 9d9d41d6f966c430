"""The story's cast: one entity for the person, body or place that several articles name in their ways."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from crosslight.model import Entity, EntityType, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crosslight.collate.reading import StoryReading
    from crosslight.model import Mention

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryCast:
    """Entities of the story (ids "E1", "E2"…), and which of them each article's own entities are.

    ``of`` maps (article id, that article's entity id) to the story entity's id; ``spans`` a story
    entity's id to every place where it is named or stood for.
    """

    entities: tuple[Entity, ...]
    of: dict[tuple[str, str], str]
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)
    _by_id: dict[str, Entity] = field(init=False, repr=False, compare=False)
    _by_key: dict[Key, str] = field(init=False, repr=False, compare=False)
    _by_last: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _placed: dict[str, tuple[tuple[int, ...], tuple[tuple[int, str], ...]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {e.id: e for e in self.entities})
        object.__setattr__(self, "_by_key", {key_of(e.name): e.id for e in reversed(self.entities)})
        last: dict[str, list[str]] = defaultdict(list)
        for entity in self.entities:
            key = key_of(entity.name)
            if entity.type == "person" and len(key) > 1:
                last[key[-1]].append(entity.id)
        object.__setattr__(self, "_by_last", {k: tuple(v) for k, v in last.items()})
        placed: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for id, spans in self.spans.items():
            for span in spans:
                placed[span.article.id].append((span.start, span.end, id))
        lookup = {
            a: (tuple(s for s, _, _ in sorted(rows)), tuple((e, i) for _, e, i in sorted(rows))) for a, rows in placed.items()
        }
        object.__setattr__(self, "_placed", lookup)

    def entity(self, id: str) -> Entity:
        """The story entity of that id."""
        return self._by_id[id]

    def name(self, article: str, entity: str | None) -> str | None:
        """The story's fullest name for an article's entity."""
        at = self.of.get((article, entity)) if entity else None
        return self._by_id[at].name if at else None

    def at(self, span: Span) -> Entity | None:
        """The story entity named at a place: the last one that begins inside the span or reaches into it."""
        starts, ends = self._placed.get(span.article.id, ((), ()))
        for i in range(bisect_right(starts, span.end - 1) - 1, max(bisect_right(starts, span.start) - 4, -1), -1):
            if span.start < ends[i][0] and starts[i] < span.end:
                return self._by_id[ends[i][1]]
        return None

    def named(self, name: str) -> Entity | None:
        """The story entity that goes by a name, or by this surname alone."""
        key = key_of(name)
        id = self._by_key.get(key) if key else None
        if id is None and key:
            same = [i for i in self._by_last.get(key[-1], ()) if len(key) == 1 or set(key) <= set(key_of(self._by_id[i].name))]
            id = same[0] if len(same) == 1 else None
        return self._by_id[id] if id else None

    def speaker(self, span: Span, name: str) -> str:
        """The fullest name of a speaker in the story, for the name that one article uses."""
        found = self.named(name) or (self.at(span) if name == span.text or _pronoun(span.text) else None)
        return found.name if found and found.type in ("person", "organisation", "group", "other") else name


_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady capt captain col colonel gen general lt lieutenant maj major sgt sergeant cpl
    president premier minister secretary senator sen rep congressman congresswoman governor gov mayor judge justice king queen prince
    princess pope cardinal bishop archbishop rev reverend sheikh ayatollah imam chancellor ambassador chief inspector superintendent
    detective constable officer director chairman chairwoman spokesman spokeswoman mp mk sheriff principal deputy former acting vice
    prime foreign defence defense interior""".split()  # noqa: SIM905 - a list of words reads best as one
)
_SUFFIXES = frozenset(
    ["jr", "sr", "ii", "iii", "inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "llc", "ag", "sa", "gmbh"]
)
_GENERIC = frozenset(
    [
        "department",
        "dept",
        "agency",
        "office",
        "group",
        "party",
        "ministry",
        "authority",
        "airlines",
        "air",
        "lines",
        "news",
        "committee",
        "service",
    ]
)
_SHORT = {
    "dave": "david", "mike": "michael", "bill": "william", "bob": "robert", "rob": "robert", "jim": "james", "joe": "joseph", "tom": "thomas",
    "dan": "daniel", "steve": "steven", "chris": "christopher", "tony": "anthony", "nick": "nicholas", "ben": "benjamin", "matt": "matthew",
    "andy": "andrew", "ed": "edward", "ted": "edward", "greg": "gregory", "jeff": "jeffrey", "ken": "kenneth", "kate": "katherine", "liz": "elizabeth",
    "beth": "elizabeth", "sue": "susan", "pat": "patrick", "rick": "richard", "dick": "richard", "sam": "samuel", "alex": "alexander", "tim": "timothy",
    "ron": "ronald", "don": "donald", "jon": "jonathan", "fred": "frederick", "charlie": "charles", "jack": "john", "larry": "lawrence", "jerry": "gerald",
}  # fmt: skip
_LINKS = frozenset(["of", "and", "for", "in", "on", "the", "de", "to"])
_SPEAKING: frozenset[str] = frozenset(["person", "organisation", "group", "other"])


def key_of(name: str) -> Key:
    """A name's words as they are compared: without accents, case, titles, articles, possessives and forms of company."""
    plain = unicodedata.normalize("NFKD", name.replace("\u2019", "'")).encode("ascii", "ignore").decode()
    short = plain.lower().replace("u.s.", "us").replace("u.n.", "un")
    words: list[str] = re.findall(r"[a-z0-9]+", re.sub(r"'s\b|\b(?:al|el|as|ash|an)-", "", short))
    while len(words) > 1 and (words[0] in _TITLES or words[0] == "the"):
        words.pop(0)
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return tuple(words)


@dataclass(slots=True)
class _Member:
    """A story entity in the making."""

    key: Key
    names: Counter[str]
    types: Counter[EntityType]
    whose: list[tuple[str, str]]

    @property
    def type(self) -> EntityType:
        return max(self.types.items(), key=lambda t: (t[1], t[0] == "person", t[0]))[0]

    def take(self, other: _Member) -> None:
        self.names += other.names
        self.types += other.types
        self.whose += other.whose
        self.key = max(self.key, other.key, key=lambda k: (len(k), sum(map(len, k)), k))


def join(story: StoryReading) -> StoryCast:
    """The cast of a story: entities of one name, then surnames, shortened and differently spelled names, and initials."""
    members = _by_name(story)
    members = _joined(members, _surname)
    members = _joined(members, _shorter_person)
    members = _joined(members, _spelling)
    members = _joined(members, _initials)
    members = _joined(members, _shorter_body)
    return _numbered(story, members)


def _by_name(story: StoryReading) -> list[_Member]:
    members: dict[tuple[Key, bool], _Member] = {}
    for reading in story.readings:
        told: Counter[str] = Counter(m.entity for m in reading.mentions)
        for entity in reading.entities:
            key = key_of(entity.name)
            if not key:
                continue
            weight = max(told[entity.id], 1)
            one = _Member(key, Counter({entity.name: weight}), Counter({entity.type: weight}), [(reading.article.id, entity.id)])
            # a place that bears somebody's name stays apart: "Washington"
            slot = (key, entity.type in ("place", "facility"))
            if slot in members:
                members[slot].take(one)
            else:
                members[slot] = one
    return sorted(members.values(), key=lambda m: (-len(m.key), m.key))


def _joined(members: list[_Member], fits: Callable[[_Member, _Member], bool]) -> list[_Member]:
    """Gives every member to the one other member that it fits; where two fit, to none."""
    index: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        for word in {member.key[0][:1], *member.key}:
            index[word].append(member)
    gone: set[int] = set()
    for member in sorted(members, key=lambda m: (len(m.key), m.key)):
        near: dict[int, _Member] = {}
        for word in {member.key[0][:1], *member.key}:
            near.update((id(other), other) for other in index[word])
        homes = [o for i, o in near.items() if o is not member and i not in gone and fits(member, o)]
        if len(homes) == 1:
            homes[0].take(member)
            gone.add(id(member))
    return [m for m in members if id(m) not in gone]


def _person(member: _Member) -> bool:
    return member.types["person"] * 2 >= member.types.total()


def _surname(short: _Member, full: _Member) -> bool:
    """Whether the short name is one like "Kerry" in "John Kerry" (or the given name alone, where the parser took it for a person)."""
    if len(short.key) != 1 or len(full.key) < 2 or not _person(full) or short.type in ("place", "facility", "work", "law", "event"):
        return False
    return short.key[0] == full.key[-1] or (_person(short) and len(short.key[0]) > 3 and short.key[0] == full.key[0])


def _shorter_person(short: _Member, full: _Member) -> bool:
    """Whether the short name is one like "John Kerry" in "John Forbes Kerry", "J. Kerry" in "John Kerry"."""
    if not (_person(short) and _person(full)) or len(short.key) < 2 or len(short.key) > len(full.key) or short.key == full.key:
        return False
    same_last = short.key[-1] == full.key[-1]
    initials = same_last and len(short.key[0]) == 1 and short.key[0] == full.key[0][0]
    if same_last and _SHORT.get(short.key[0], short.key[0]) == _SHORT.get(full.key[0], full.key[0]):
        return short.names.total() <= full.names.total() or len(short.key) < len(full.key)
    return initials or (set(short.key) < set(full.key) and len(short.key) < len(full.key))


def _spelling(one: _Member, other: _Member) -> bool:
    """Two spellings of one person's name: as many words, each nearly the same."""
    if not (_person(one) and _person(other)) or len(one.key) < 2 or len(one.key) > len(other.key) or one.key == other.key:
        return False
    return _alike(one.key, other.key[-len(one.key) :]) and one.names.total() <= other.names.total()


def _alike(a: Key, b: Key) -> bool:
    scores = [fuzz.ratio(x, y) for x, y in zip(a, b, strict=True)]
    return min(scores) >= 60 and sum(scores) / len(scores) >= 85  # "Mohammed"/"Mohamad" 80, "Dmitry"/"Dmitri" 83, "John"/"Joan" 75


def _initials(short: _Member, full: _Member) -> bool:
    """Whether the short name is one like "RAIB" for "Rail Accident Investigation Branch"."""
    if len(short.key) != 1 or not 2 <= len(short.key[0]) <= 6 or len(full.key) < 2 or _person(full):
        return False
    if not any(n.isupper() for n in short.names):
        return False
    all_words = "".join(w[0] for w in full.key)
    return short.key[0] in (all_words, "".join(w[0] for w in full.key if w not in _LINKS))


def _shorter_body(short: _Member, full: _Member) -> bool:
    """Whether the short name is one like "Delta" in "Delta Air Lines", "Richmond Police" in "Richmond Police Department"."""
    if _person(short) or _person(full) or len(short.key) >= len(full.key) or {"place", "facility"} & {short.type, full.type}:
        return False
    if short.type not in _SPEAKING or full.type not in _SPEAKING:
        return False
    return full.key[: len(short.key)] == short.key and all(w in _GENERIC for w in full.key[len(short.key) :])


def _numbered(story: StoryReading, members: Iterable[_Member]) -> StoryCast:
    owner = {whose: member for member in members for whose in member.whose}
    ids: dict[int, str] = {}
    entities: list[Entity] = []
    of: dict[tuple[str, str], str] = {}
    spans: dict[str, list[Span]] = defaultdict(list)
    for reading in story.readings:
        for entity in reading.entities:
            member = owner.get((reading.article.id, entity.id))
            if member is None:
                continue
            if id(member) not in ids:
                ids[id(member)] = f"E{len(ids) + 1}"
                entities.append(Entity(ids[id(member)], _fullest(member), member.type))
            of[reading.article.id, entity.id] = ids[id(member)]
        for mention in reading.mentions:
            _place(reading.article.id, mention, of, spans)
    return StoryCast(tuple(entities), of, {i: tuple(s) for i, s in spans.items()})


def _place(article: str, mention: Mention, of: dict[tuple[str, str], str], spans: dict[str, list[Span]]) -> None:
    id = of.get((article, mention.entity))
    if id:
        spans[id].append(mention.span)


def _fullest(member: _Member) -> str:
    """The longest name by words that count; a name given only once (the parser may have run on) gives way to one given thrice."""
    most = max(member.names.values())
    steady = {n: c for n, c in member.names.items() if len(key_of(n)) > 1 and (c > 1 or most < 3)} or dict(member.names)
    return max(steady.items(), key=lambda n: (len(key_of(n[0])), not any(map(_shouted, n[0].split())), n[1], len(n[0]), n[0]))[0]


def _shouted(word: str) -> bool:
    return word.isupper() and len(word) > 4


def _pronoun(words: str) -> bool:
    return words.lower() in {"he", "she", "they", "it", "who", "him", "her", "them", "i", "we"}
