"""What an outlet changed in its text, place by place, as something to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.extract import difference
from crosslight.watch.alerting import MOST_SHOWN, bundled, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crosslight.model import Article, Span
    from crosslight.store import Alert
    from crosslight.watch.alerting import Row

LONGEST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Change:
    """An article's text before and after, and the story that it is in."""

    old: Article
    new: Article
    story: str | None


def changed(changes: Iterable[Change]) -> Iterator[Alert]:
    """What outlets changed in their texts, an alert a story. Nothing where only blank space moved."""
    stories: dict[str, list[tuple[str, Row]]] = {}
    of: dict[str, Change] = {}
    for change in changes:
        found = _told(change)
        if found:
            key = change.story or f"no story {change.new.id}"
            stories.setdefault(key, []).append(found)
            of[key] = change
    for key, told in stories.items():
        yield from bundled("changed", of[key].story, of[key].new.title or "", told)


def _told(change: Change) -> tuple[str, Row] | None:
    """Each place with what stood there and what stands there now."""
    old, new = change.old, change.new
    places = difference(old, new).changes
    if not places:
        return None
    first = places[0]
    if first.before and first.after:
        said = f"{_quoted(first.before)} is now {_quoted(first.after)}"
    else:
        said = f"{_quoted(first.after)} was added" if first.after else f"{_quoted(first.before)} was taken out"
    others = len(places) - 1
    more = f", and {others} other place{'s' if others > 1 else ''}" if others else ""
    row = {
        "article": new.id,
        "title": new.title,
        "outlet": new.outlet,
        "url": new.url,
        "text_sha256": {"before": old.text_sha256, "after": new.text_sha256},
        "places": len(places),
        "changes": [{"before": _shown(c.before), "after": _shown(c.after)} for c in places[:MOST_SHOWN]],
    }
    return f"{new.outlet or new.id} changed its text: {said}{more}", row


def _quoted(span: Span | None) -> str:
    return f"“{cut(span.text)}”" if span else ""


def _shown(span: Span | None) -> Row | None:
    if span is None:
        return None
    told = {"start": span.start, "end": span.end, "text": cut(span.text, LONGEST_SHOWN)}
    return told | ({"part": "title"} if span.part == "title" else {})
