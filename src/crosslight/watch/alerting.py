"""What is worth telling: a new story, a toll that moved, a new denial, a text that was changed. Works on dossiers as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosslight.store import Alert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    Row = dict[str, Any]
    """A row of a dossier's JSON; its shape is the schema's."""

LEAST_OUTLETS = 2
"""Outlets from which a story is told of."""
MOST_SHOWN = 20
"""Places of a changed text that an alert holds; the versions themselves are in the store."""
LONGEST_QUOTED = 90
UNSURE = 0.5
"""As model/dossier.py has it: a dispute below is as likely none, and nobody is woken for it."""
_MANY = {"toll": ("tolls", "tolls moved"), "denial": ("denials", "denials"), "changed": ("texts", "changed texts")}
"""What several are called in an alert's details, and in its line."""
MOST_NAMED = 3
"""Things of one kind that an alert names in its line; the others are counted, and stand in its details."""
_DEATH = re.compile(r"(?i)\b(?:killed|dead|died|deaths?|fatalit\w+|toll|drowned)\b")
_PART_OF = re.compile(r"(?i)\bof (?:the|them|those|these|whom)\b")
_CLAIM = r"(?:\W+\w+){0,4}?\W+(?:claims?|reports?|accusations?|allegations?|suggestions?|charges?|assertions?|statements?|rumou?rs?|notion|idea|criticism|it|that|this)\b"
_DENIES = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying)\b(?!(?:\W+\w+){0,3}?\W+(?:access|entry|bail|permission|visas?|parole|asylum|treatment)\b)"
    rf"|(?:reject|refut|dismiss|disput|contest|contradict|rebuff|rebut)\w*{_CLAIM}"
    r"|untrue|baseless|groundless|unfounded|falsehood|fabricat\w+|no truth|no basis|never happened|nothing to do with|had no (?:part|role|hand)"
    r"|(?:not|n['’]t)(?: \w+)? (?:true|correct|accurate|exist|accord)|(?:is|are|was|were) (?:all )?false)\b"
)
_NEGATES = re.compile(r"(?i)\b(?:(?:is|was|are|were|did|do|does|has|have|had) not|never|no one|nobody)\b|n['’]t\b")
SURE = 0.6
"""Of disputes found as denials, half quote somebody who says something else. A sentence that denies in so many words is told of from ``UNSURE``
on, one that only says "not" from here on, any other never."""
_HARM = re.compile(
    r"(?i)\b(?:killed|dead|died|deaths?|fatalit\w+|toll|casualt\w+|victims?|injur\w+|wounded|hurt|missing|drowned|displaced|"
    r"evacuat\w+|trapped|kidnapped|abducted|infected|hospitali[sz]ed)\b"
)
"""What a toll counts: people who came to harm."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of a story: its dossiers so far (its own first, then those of stories that went into it).

    ``first`` is the article that the story began with; it counts as known where there is no dossier yet. ``told`` says that there
    was an alert of the story, or of one that went into it. ``old_news``: its newest article is an archive's; nothing is told of it.
    """

    dossiers: Sequence[Mapping[str, Any]]
    first: str
    told: bool = False
    old_news: bool = False

    def known(self, after: Mapping[str, Any]) -> set[str]:
        """The articles of the new dossier that bring no new text."""
        held = {(a["id"], a["text_sha256"]) for dossier in self.dossiers for a in dossier["articles"]}
        return {a["id"] for a in after["articles"] if (a["id"], a["text_sha256"]) in held or (not held and a["id"] == self.first)}


def alerts_of(story: str, title: str, before: Before, after: Mapping[str, Any]) -> list[Alert]:
    """What a new dossier tells that is worth an alert: only what articles say that came since."""
    if before.old_news:
        return []
    known = before.known(after)
    found = list(_new_story(story, title, after)) if not before.told else []
    return [*found, *_tolls(story, title, before, after, known), *_denials(story, title, before, after, known)]


def _new_story(story: str, title: str, after: Mapping[str, Any]) -> Iterator[Alert]:
    outlets = sorted({a["outlet"] for a in after["articles"] if a["outlet"]})
    if len(outlets) < LEAST_OUTLETS:
        return
    articles = [{name: a[name] for name in ("id", "outlet", "title", "url", "published")} for a in after["articles"]]
    message = f"new story: {short(title)} ({', '.join(outlets[:6])}{', …' if len(outlets) > 6 else ''})"
    yield Alert("story", message, story=story, body=_json({"title": title, "outlets": outlets, "articles": articles[:MOST_SHOWN]}))


def _tolls(story: str, title: str, before: Before, after: Mapping[str, Any], known: Collection[str]) -> Iterator[Alert]:
    """Numbers of people harmed that an article tells otherwise than those before it, those of the dead first; one alert of all."""
    outlets = _outlets(after)
    found: list[tuple[bool, str, Row]] = []
    for quantity in after["quantities"]:
        if not _is_toll(quantity):
            continue
        was = [f for f in quantity["figures"] if f["article"] in known]
        earlier = [f for q in _same(quantity, before.dossiers) for f in q["figures"]]
        numbers = {_number(f) for f in (*was, *earlier)} - {None}
        now = [f for f in quantity["figures"] if f["article"] not in known and _is_news(f, numbers)]
        if not numbers or not now:
            continue
        told = was or earlier
        said = f"{quantity['about']}: {_told(now[-1], outlets)}; before: {_told(told[-1], outlets)}"
        row = {
            "about": quantity["about"], "relation": quantity["relation"], "article": now[-1]["article"],
            "now": [_figure(f, outlets) for f in now[:MOST_SHOWN]], "before": [_figure(f, outlets) for f in told[-MOST_SHOWN:]],
        }  # fmt: skip
        found.append((not _DEATH.search(quantity["about"] or ""), said, row))
    found.sort(key=lambda one: one[0])
    yield from bundled("toll", story, title, [(said, row) for _, said, row in found])


def _denials(story: str, title: str, before: Before, after: Mapping[str, Any], known: Collection[str]) -> Iterator[Alert]:
    """Denials that articles which came since tell, and that no dossier before had, the surest first; of a new story, every one."""
    known = known if before.dossiers else ()
    earlier = {p for dossier in before.dossiers for d in dossier["disputes"] if d["kind"] == "denial" for p in _places(d)}
    found: list[tuple[float, str, Row]] = []
    for dispute in after["disputes"]:
        sure = dispute.get("confidence")
        if dispute["kind"] != "denial" or (sure is not None and sure < UNSURE) or earlier & set(_places(dispute)):
            continue
        told = [(side, e) for side in reversed(dispute["sides"]) for e in side["evidence"] if e["article"] not in known]
        plain = [one for one in told if _DENIES.search(one[1]["text"])]
        if sure is None or sure >= SURE:
            plain += [one for one in told if _NEGATES.search(one[1]["text"])]
        if not plain:
            continue
        denying, words = plain[0]
        denied = next(side["position"] for side in dispute["sides"] if side is not denying)
        row = {
            "about": dispute["about"],
            "denied": denied,
            "confidence": sure,
            "article": words["article"],
            "sides": dispute["sides"],
        }
        found.append((-(sure or 1.0), f"{denying['held_by']}: “{cut(words['text'])}”", row))
    found.sort(key=lambda one: one[0])
    yield from bundled("denial", story, title, [(said, row) for _, said, row in found])


def bundled(kind: str, story: str | None, title: str, found: Sequence[tuple[str, Row]]) -> Iterator[Alert]:
    """One alert of everything of one kind that is told of a story at once: it names the first few, and holds the evidence of each."""
    if not found:
        return
    key, many = _MANY[kind]
    said = list(dict.fromkeys(said for said, _ in found))  # one sentence may deny several things
    named = said[:MOST_NAMED]
    more = [f"and {len(said) - len(named)} more"] if len(said) > len(named) else []
    head = f"{len(said)} {many}: " if len(said) > 1 else "denial: " if kind == "denial" else ""
    message = f"{head}{'; '.join([*named, *more])} ({short(title)})"
    body = {
        "title": title,
        "count": len(found),
        key: [row for _, row in found],
    }
    yield Alert(kind, message, story=story, article=found[0][1]["article"], body=_json(body))


def _is_news(figure: Row, numbers: Collection[float | None]) -> bool:
    """A number that none told before; not "one of the" those, which is a part of a number that was told."""
    return _number(figure) not in {*numbers, None} and not _PART_OF.search(figure["text"])


def _is_toll(quantity: Row) -> bool:
    """Whether a quantity counts people harmed: by its name, or by what most of its figures count."""
    if _HARM.search(quantity["about"] or ""):
        return True
    named = sum(bool(_HARM.search(f["counts"] or "")) for f in quantity["figures"])
    return 2 * named > len(quantity["figures"])


def _same(quantity: Row, dossiers: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The quantity in dossiers before: one that rests on the same characters, or has the same name where an article was changed."""
    places, sources = set(_places(quantity)), {f["article"] for f in quantity["figures"]}
    return [
        q
        for dossier in dossiers
        for q in dossier["quantities"]
        if places & set(_places(q)) or (q["about"] == quantity["about"] and sources & {f["article"] for f in q["figures"]})
    ]


def _number(figure: Row) -> float | None:
    """The number itself: "at least 7" and "7" have not moved."""
    found: float | None = next((figure[name] for name in ("value", "low", "high") if figure[name] is not None), None)
    return found


def _places(row: Row) -> list[tuple[str, int, int]]:
    """Every place that a quantity or a dispute rests on."""
    if "sides" in row:
        return [(e["article"], e["start"], e["end"]) for side in row["sides"] for e in side["evidence"]]
    return [(f["article"], f["start"], f["end"]) for f in row["figures"]]


def _outlets(dossier: Mapping[str, Any]) -> dict[str, str]:
    return {a["id"]: a["outlet"] or a["id"] for a in dossier["articles"]}


def _told(figure: Row, outlets: Mapping[str, str]) -> str:
    return f"{figure['text']} ({outlets.get(figure['article'], figure['article'])})"


def _figure(figure: Row, outlets: Mapping[str, str]) -> Row:
    names = ("article", "start", "end", "text", "part", "value", "low", "high", "counts", "source")
    return {name: figure[name] for name in names if name in figure} | {"outlet": outlets.get(figure["article"])}


def cut(text: str, most: int = LONGEST_QUOTED) -> str:
    """The words without line ends, in no more than so many characters."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def short(title: str | None) -> str:
    """The title as a line names a story by it."""
    return cut(title or "without a title")


def _json(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False)
