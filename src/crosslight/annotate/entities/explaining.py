"""Why namings were joined to one entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.entities.joining import initials, normal
from crosslight.annotate.entities.lexicon import BODIES, NICKNAMES, PRONOUNS, ROLES
from crosslight.annotate.entities.reading import Words, names
from crosslight.annotate.explanation import Explanation, shown

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Entity


def explain(parsed: ParsedArticle, entity: Entity, cast: Cast) -> Explanation:
    """Each of the entity's mentions once, with the rule that gave it; how spaCy labelled the namings. Rules carry no score."""
    words = Words.of(parsed.doc)
    named = {(words.idx[n.start], words.end(n.end - 1)): n for n in names(parsed.doc, words)}
    mine = [m.span for m in cast.mentions if m.entity == entity.id]
    whole = tuple(entity.name.lower().split())
    reasons: dict[str, int] = {}
    labels: dict[str, int] = {}
    for span in mine:
        name = named.get((span.start, span.end))
        if name is not None:
            labels[name.label or "no label"] = labels.get(name.label or "no label", 0) + 1
        why = _named(name.key, whole) if name is not None else _stood(span.text)
        said = f"{shown(span.text)}: {why}"
        reasons[said] = reasons.get(said, 0) + 1
    votes = ", ".join(f"{label} {n}" for label, n in sorted(labels.items(), key=lambda pair: (-pair[1], pair[0])))
    told = [f"{said}{f' ({n} times)' if n > 1 else ''}" for said, n in reasons.items()]
    told.append(f"type {entity.type}, from the parser's labels of the namings ({votes or 'none'}) and what stands around them")
    told.append("rules: they carry no score")
    return Explanation(entity.id, "entity", mine[0], f"{entity.name} ({entity.type})", tuple(told))


def _named(key: tuple[str, ...], whole: tuple[str, ...]) -> str:
    """The rule by which a naming meets the entity's fullest name."""
    mine, full = normal(key), normal(whole)
    if mine == full:
        return "the same name" if key == whole else "another form of the same name"
    if len(mine) == 1 and mine[0] == full[-1]:
        return "the last word of the name: its bearer that was named most before"
    if len(mine) == 1 and mine[0] == full[0]:
        return "the first word of the name"
    if mine[-1] == full[-1] and NICKNAMES.get(mine[0], mine[0]) == NICKNAMES.get(full[0], full[0]):
        return "a nickname with the same surname"
    if mine[-1] == full[-1] and mine[0][0] == full[0][0]:
        return "the same surname and initial"
    if mine[0] in (initials(full, small=False), initials(full, small=True)):
        return "its initials"
    if full[: len(mine)] == mine or full[-len(mine) :] == mine:
        return "a shorter form of the one longer name"
    return "joined by a name between the two, or as a capital that acts for its country"


def _stood(words: str) -> str:
    low = words.lower()
    if low in PRONOUNS:
        return "a pronoun: the nearest person of its gender, subjects and speakers first"
    if low == "who":
        return "the name right before it"
    last = low.split()[-1]
    if last in ROLES:
        return "the one person who was given this role"
    return "the one body so named" if last in BODIES else "stands for it in the syntax"
