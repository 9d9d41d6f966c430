"""What is worth telling: a new story, a toll that moved, a new denial, a text that was changed. Works on dossiers as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosslight.extract import difference
from crosslight.store import Alert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from crosslight.model import Article, Span

    Row = dict[str, Any]
    """A row of a dossier's JSON; its shape is the schema's."""

LEAST_OUTLETS = 2
"""Outlets from which a story is told of."""
MOST_SHOWN = 20
"""Places of a changed text that an alert holds; the versions themselves are in the store."""
LONGEST_SHOWN = 400
LONGEST_QUOTED = 90
UNSURE = 0.5
"""As model/dossier.py has it: a dispute below is as likely none, and nobody is woken for it."""
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


def changed(old: Article, new: Article, story: str | None) -> Alert | None:
    """An outlet changed its text: each place with what stood there and what stands there now. ``None`` where only blank space moved."""
    places = difference(old, new).changes
    if not places:
        return None
    first = places[0]
    said = f"{_quoted(first.before)} is now {_quoted(first.after)}" if first.before and first.after else (
        f"{_quoted(first.after)} was added" if first.after else f"{_quoted(first.before)} was taken out"
    )  # fmt: skip
    more = f", and {len(places) - 1} other places" if len(places) > 1 else ""
    body = {
        "title": new.title,
        "outlet": new.outlet,
        "url": new.url,
        "text_sha256": {"before": old.text_sha256, "after": new.text_sha256},
        "places": len(places),
        "changes": [{"before": _shown(c.before), "after": _shown(c.after)} for c in places[:MOST_SHOWN]],
    }
    message = f"{new.outlet or new.id} changed its text: {said}{more} ({_short(new.title)})"
    return Alert("changed", message, story=story, article=new.id, body=_json(body))


def _new_story(story: str, title: str, after: Mapping[str, Any]) -> Iterator[Alert]:
    outlets = sorted({a["outlet"] for a in after["articles"] if a["outlet"]})
    if len(outlets) < LEAST_OUTLETS:
        return
    articles = [{name: a[name] for name in ("id", "outlet", "title", "url", "published")} for a in after["articles"]]
    message = f"new story: {_short(title)} ({', '.join(outlets[:6])}{', …' if len(outlets) > 6 else ''})"
    yield Alert("story", message, story=story, body=_json({"title": title, "outlets": outlets, "articles": articles[:MOST_SHOWN]}))


def _tolls(story: str, title: str, before: Before, after: Mapping[str, Any], known: Collection[str]) -> Iterator[Alert]:
    """A number of people harmed that an article tells otherwise than those before it."""
    outlets = _outlets(after)
    for quantity in after["quantities"]:
        if not _is_toll(quantity):
            continue
        was = [f for f in quantity["figures"] if f["article"] in known]
        earlier = [f for q in _same(quantity, before.dossiers) for f in q["figures"]]
        numbers = {_number(f) for f in (*was, *earlier)} - {None}
        now = [f for f in quantity["figures"] if f["article"] not in known and _number(f) not in (numbers | {None})]
        if not numbers or not now:
            continue
        told = was or earlier
        message = f"{quantity['about']}: {_told(now[-1], outlets)}; before: {_told(told[-1], outlets)} ({_short(title)})"
        body = {
            "title": title, "about": quantity["about"], "relation": quantity["relation"],
            "now": [_figure(f, outlets) for f in now[:MOST_SHOWN]], "before": [_figure(f, outlets) for f in told[-MOST_SHOWN:]],
        }  # fmt: skip
        yield Alert("toll", message, story=story, article=now[-1]["article"], body=_json(body))


def _denials(story: str, title: str, before: Before, after: Mapping[str, Any], known: Collection[str]) -> Iterator[Alert]:
    """A denial that an article which came since tells, and that no dossier before had; of a new story, every denial."""
    known = known if before.dossiers else ()
    earlier = {p for dossier in before.dossiers for d in dossier["disputes"] if d["kind"] == "denial" for p in _places(d)}
    for dispute in after["disputes"]:
        sure = dispute.get("confidence")
        if dispute["kind"] != "denial" or (sure is not None and sure < UNSURE):
            continue
        places = _places(dispute)
        fresh = [p for p in places if p[0] not in known]
        if not fresh or earlier & set(places):
            continue
        denied, denying = dispute["sides"][0], dispute["sides"][-1]
        said = next((e["text"] for e in denying["evidence"] if e["article"] not in known), denying["position"])
        message = f"denial: {denying['held_by']}: “{_cut(said)}” ({_short(title)})"
        body = {"title": title, "about": dispute["about"], "sides": dispute["sides"]}
        yield Alert("denial", message, story=story, article=fresh[-1][0], body=_json(body | {"denied": denied["position"]}))


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


def _shown(span: Span | None) -> Row | None:
    if span is None:
        return None
    told = {"start": span.start, "end": span.end, "text": _cut(span.text, LONGEST_SHOWN)}
    return told | ({"part": "title"} if span.part == "title" else {})


def _quoted(span: Span | None) -> str:
    return f"“{_cut(span.text)}”" if span else ""


def _cut(text: str, most: int = LONGEST_QUOTED) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _short(title: str | None) -> str:
    return _cut(title or "without a title")


def _json(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False)
