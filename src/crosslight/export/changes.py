"""What a newer dossier of a story tells that an older one did not: articles, facts, moved figures, disputes.

Works on the JSON of both, so an old file on disk is enough. Two rows are the same thing where they share
evidence: ids are counted anew in every collation and say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ChangeKind = Literal["article", "fact", "witness", "figure", "relation", "dispute", "denial", "gone"]
Place = tuple[str, int, int]
Row = dict[str, Any]
"""A row of a dossier's JSON; its shape is the schema's."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, moved or gone; ``text`` is a line for a person, ``evidence`` where it stands now."""

    kind: ChangeKind
    text: str
    evidence: tuple[Place, ...] = ()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The changes from one dossier to another, in the order in which a reader wants them."""
    found = [*_articles(before, after), *_figures(before, after), *_disputes(before, after), *_facts(before, after)]
    rank = {kind: n for n, kind in enumerate(("article", "gone", "figure", "relation", "denial", "dispute", "fact", "witness"))}
    return sorted(found, key=lambda c: rank[c.kind])


def _articles(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old = {a["id"]: a for a in before["articles"]}
    new = {a["id"]: a for a in after["articles"]}
    for id, article in new.items():
        name = article["outlet"] or id
        if id not in old:
            yield Change("article", f"{name} joins the story: {article['title'] or id}")
        elif old[id]["text_sha256"] != article["text_sha256"]:
            yield Change("article", f"{name} changed its text")
    for id in old.keys() - new.keys():
        yield Change("gone", f"{old[id]['outlet'] or id} is no longer part of the story")


def _facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for fact, same in _paired(before["facts"], after["facts"]):
        if same is None:
            yield Change("fact", f"now told by {fact['outlets']}: {fact['statement']}", _places(fact))
        elif fact["outlets"] > same["outlets"]:
            yield Change("witness", f"now told by {fact['outlets']} (was {same['outlets']}): {fact['statement']}", _places(fact))


def _figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for quantity, same in _paired(before["quantities"], after["quantities"]):
        if same is None:
            continue
        old, new = _values(same), _values(quantity)
        if new - old:
            said = ", ".join(f["text"] for f in quantity["figures"] if _value(f) in new - old)
            yield Change("figure", f"{quantity['about']}: now also {said}", _places(quantity))
        if same["relation"] != quantity["relation"]:
            yield Change(
                "relation", f"{quantity['about']}: {same['relation']} before, {quantity['relation']} now", _places(quantity)
            )


def _disputes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for dispute, same in _paired(before["disputes"], after["disputes"]):
        if same is None:
            sides = " / ".join(f"{s['held_by']}: {s['position']}" for s in dispute["sides"])
            yield Change("denial" if dispute["kind"] == "denial" else "dispute", f"{dispute['about']} ({sides})", _places(dispute))


def _paired(before: list[Row], after: list[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each row with the old row that shares most evidence with it."""
    at: dict[Place, list[int]] = {}
    for number, row in enumerate(before):
        for place in set(_places(row)):
            at.setdefault(place, []).append(number)
    for row in after:
        votes: dict[int, int] = {}
        for place in set(_places(row)):
            for number in at.get(place, ()):
                votes[number] = votes.get(number, 0) + 1
        yield row, before[max(votes, key=lambda n: (votes[n], -n))] if votes else None


def _places(value: object) -> tuple[Place, ...]:
    """Every place of evidence under a row."""
    if isinstance(value, dict):
        own = ((str(value["article"]), int(value["start"]), int(value["end"])),) if "article" in value and "start" in value else ()
        return own + tuple(p for one in value.values() for p in _places(one))
    return tuple(p for one in value for p in _places(one)) if isinstance(value, list) else ()


def _value(figure: Row) -> tuple[float | None, float | None, float | None]:
    return figure["value"], figure["low"], figure["high"]


def _values(quantity: Row) -> set[tuple[float | None, float | None, float | None]]:
    return {_value(f) for f in quantity["figures"]}
