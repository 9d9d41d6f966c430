"""Who is meant where nobody is named: pronouns, and nouns such as "the president" or "the ministry"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crosslight.annotate.entities.first_names import gender_of
from crosslight.annotate.entities.lexicon import BODIES, COMPANY_ENDINGS, KIN, PRONOUNS, ROLES, SPEAKING, Gender

if TYPE_CHECKING:
    from crosslight.annotate.entities.joining import Member
    from crosslight.annotate.entities.reading import Words

Stretch = tuple[int, int]
_REACH = 4
"""How many sentences back a pronoun may look."""


class Scene:
    """Who has been mentioned, where and how, as the article is read from its start."""

    def __init__(self, members: list[Member], words: Words) -> None:
        """Sets out the namings of ``members`` by token."""
        self.members = members
        self.words = words
        self.named: dict[int, int] = {n.start: i for i, m in enumerate(members) for n in m.names}
        self.ends: dict[int, int] = {n.start: n.end for m in members for n in m.names}
        self.last: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.unnamed: list[tuple[int, Gender | None]] = []
        self.by_role: dict[str, list[int]] = defaultdict(list)
        self.bodies: dict[str, list[int]] = defaultdict(list)


def stand_ins(members: list[Member], words: Words) -> dict[int, list[Stretch]]:
    """For each member (by its place in the list) the tokens ``start..end`` that stand for it."""
    scene = Scene(members, words)
    _learn(scene)
    found: dict[int, list[Stretch]] = defaultdict(list)
    for i, lower in enumerate(words.lower):
        if i in scene.named:
            who = scene.named[i]
            if members[who].type == "person":
                scene.last[who].append((i, _weight(words, scene.ends[i] - 1)))
        elif lower == "who" and (named := _before_who(scene, i)) is not None:
            found[named].append((i, i + 1))
        elif lower in PRONOUNS:
            who_or_none = _pronoun(scene, i)
            if who_or_none is not None:
                found[who_or_none].append((i, i + 1))
                scene.last[who_or_none].append((i, _weight(words, i)))
                members[who_or_none].genders[PRONOUNS[lower]] += 1
        elif words.pos[i] in {"NOUN", "PROPN"} and (lower in ROLES or lower in BODIES):
            _noun(scene, i, found)
    return found


def _before_who(scene: Scene, i: int) -> int | None:
    """The person whose name stands right before "who"."""
    words = scene.words
    end = i - 1 if i and words.text[i - 1] == "," else i
    for start in range(end - 1, max(-1, end - 8), -1):
        if scene.ends.get(start) == end:
            return scene.named[start] if scene.members[scene.named[start]].type == "person" else None
    return None


def _learn(scene: Scene) -> None:
    """Roles that the text gives to people ("spokesman John Kirby", "Kirby, a spokesman"), their genders, and bodies' nouns."""
    words = scene.words
    for index, member in enumerate(scene.members):
        if member.type == "person":
            for name in member.names:
                member.roles.update(t for t in name.titles if t in ROLES)
                member.roles.update(_roles_at(words, name.core, name.end))
                if len(name.words) > 1 and (gender := gender_of(name.words[0])):
                    member.genders[gender] += 1
            for role in member.roles:
                if gender := ROLES.get(role):
                    member.genders[gender] += 2
                scene.by_role[role].append(index)
        elif member.type in {"organisation", "facility", "other"}:
            keys = {n.key for n in member.names}
            for noun in {w for key in keys for w in (key[-1], key[0]) if w in BODIES} | {
                w for key in keys if "of" in key for w in key[:1] if w in BODIES
            }:
                scene.bodies[noun].append(index)
            if any(key[-1] in COMPANY_ENDINGS for key in keys):
                scene.bodies["company"].append(index)


def _roles_at(words: Words, core: int, end: int) -> set[str]:
    """Role nouns that the syntax ties to the name in tokens ``core..end``."""
    roles = set()
    head = end - 1
    before = core - 1
    while before >= 0 and words.pos[before] in {"NOUN", "PROPN", "ADJ"} and before >= core - 4:
        if words.lower[before] in ROLES:
            roles.add(words.lower[before])
        before -= 1
    up = words.head[head]
    if words.dep[head] == "appos" and words.lower[up] in ROLES:
        roles.add(words.lower[up])
    for i in range(end, min(end + 12, len(words.text))):
        if (words.head[i] == head and words.dep[i] == "appos" and words.lower[i] in ROLES) or (
            words.dep[i] == "attr"
            and words.head[i] == up
            and words.lemma[up] == "be"
            and words.dep[head] == "nsubj"
            and words.lower[i] in ROLES
        ):
            roles.add(words.lower[i])
    return roles


def _weight(words: Words, head: int) -> float:
    """How likely a mention is to be taken up by a pronoun: subjects first, what is quoted last."""
    while words.dep[head] in {"compound", "conj"} and words.head[head] != head:
        head = words.head[head]
    weight = {"nsubj": 1.0, "nsubjpass": 0.9, "dobj": 0.6, "appos": 0.7, "poss": 0.5, "ROOT": 0.7, "dative": 0.6}.get(
        words.dep[head], 0.45
    )
    if words.dep[head] == "nsubj" and words.lemma[words.head[head]] in SPEAKING:
        weight += 0.2
    return weight * (0.5 if words.quoted[head] else 1.0)


def _pronoun(scene: Scene, i: int) -> int | None:
    """The person a pronoun stands for: near, a subject, of its gender, and not barred by the syntax."""
    words, gender = scene.words, PRONOUNS[scene.words.lower[i]]
    here, best, most = words.sentence[i], None, 0.0
    for who, seen in scene.last.items():
        member = scene.members[who]
        if member.gender not in (None, gender):
            continue
        score = 0.0
        for token, weight in seen[-6:]:
            back = here - words.sentence[token]
            if back > _REACH or _barred(words, token, i):
                continue
            score = max(score, weight / (1 + 0.8 * back)) + 0.05
        if score and member.gender == gender:
            score += 0.15
        if score > most:
            best, most = who, score
    for token, other in scene.unnamed[-4:]:
        back = here - words.sentence[token]
        if (
            back <= 2
            and other in (None, gender)
            and not _barred(words, token, i)
            and _weight(words, token) / (1 + 0.8 * back) >= most
        ):
            return None
    return best


def _barred(words: Words, token: int, pronoun: int) -> bool:
    """Whether the mention and the pronoun are arguments of one verb, or one speaks in quotation marks of the other."""
    if words.lower[pronoun] in {"himself", "herself"}:
        return False
    if (
        words.quoted[pronoun] != words.quoted[token]
        and words.quoted[pronoun]
        and words.dep[token] == "nsubj"
        and words.sentence[pronoun] == words.sentence[token]
    ):
        return True  # the speaker would say "I"
    return words.head[token] == words.head[pronoun] and words.dep[pronoun] != "poss" and words.dep[token] != "poss"


def _noun(scene: Scene, i: int, found: dict[int, list[Stretch]]) -> None:
    """Takes "the ROLE" for the one person of that role, "the BODY" for the one body so named; notes unnamed people."""
    words, lower = scene.words, scene.words.lower[i]
    if i in scene.named or any(words.head[j] == i and words.dep[j] == "appos" for j in range(i + 1, min(i + 4, len(words.text)))):
        return
    start = i
    while (
        start > 0
        and words.head[start - 1] == i
        and words.dep[start - 1] in {"compound", "amod", "poss", "nmod", "det"}
        and start - 1 not in scene.named
    ):
        start -= 1
    definite = words.lower[start] == "the" and start < i
    if words.dep[i] in {"compound", "appos", "attr", "nmod"}:
        return
    if lower in ROLES and words.tag[i] in {"NN", "NNP"}:
        who = _holder(scene, lower, i) if definite and lower not in KIN and not _narrowed(words, i, start) else None
        if who is not None:
            found[who].append((start, i + 1))
            scene.last[who].append((i, _weight(words, i)))
        elif not any(words.head[j] == i for j in range(i + 1, min(i + 3, len(words.text))) if j in scene.named):
            scene.unnamed.append((i, ROLES[lower]))
    elif definite and i - start == 1 and not _narrowed(words, i, start):
        options = [b for b in scene.bodies.get(lower, []) if scene.members[b].first < i]
        if len(options) == 1:
            found[options[0]].append((start, i + 1))


def _narrowed(words: Words, i: int, start: int) -> bool:
    """Whether the noun is told apart by what follows or by an adjective ("the ministry of labour", "the former president")."""
    after = (
        i + 1 < len(words.text)
        and words.head[i + 1] == i
        and words.lower[i + 1] in {"of", "for", "at", "in", "who", "from", "'s"}
        and words.lower[i + 1] != "'s"
    )
    return after or any(
        words.lower[j] in {"former", "other", "new", "next", "previous", "first", "second", "last"} for j in range(start, i)
    )


def _holder(scene: Scene, role: str, i: int) -> int | None:
    """The person of that role who was introduced before, if there is just one."""
    holders = [w for w in dict.fromkeys(scene.by_role.get(role, [])) if scene.members[w].first < i]
    return holders[0] if len(holders) == 1 else None
