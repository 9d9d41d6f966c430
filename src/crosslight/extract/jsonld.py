"""JSON-LD in a page: the object that describes the article, whatever surrounds it."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLE = re.compile(r"\w*(?:Article|BlogPosting|DiscussionForumPosting)\Z|Report\Z")
_OTHER = ("WebPage", "VideoObject", "ItemPage")
LONGEST = 2_000_000
MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Described:
    """What a page's JSON-LD says of its article; every list in the order of the page."""

    headline: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    partial: bool = False
    live: bool = False


def described(scripts: Iterable[str]) -> Described:
    """The article of a page's JSON-LD scripts. Scripts that are no JSON are passed over; repeated ones count once."""
    nodes = [node for script in dict.fromkeys(scripts) for node in _nodes(script)]
    articles = [n for n in nodes if _is(n, _ARTICLE)] or [n for n in nodes if any(t in _OTHER for t in _types(n))]
    if not articles:
        return Described()
    # A page may describe the articles that it links to as well; its own has a body or a publisher, and comes first.
    main = max(articles, key=lambda n: (bool(n.get("articleBody")), bool(n.get("datePublished")), bool(n.get("publisher"))))
    live = [n for n in articles if "LiveBlogPosting" in _types(n)]
    main = live[0] if live else main
    named = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    free = main.get("isAccessibleForFree")
    return Described(
        headline=_texts(main.get("headline")) or _texts(main.get("name")),
        body=_texts(main.get("articleBody"), long=True),
        published=_texts(main.get("datePublished")) or _texts(main.get("uploadDate")) or _texts(main.get("dateCreated")),
        modified=_texts(main.get("dateModified")),
        authors=_names(main.get("author"), named) or _names(main.get("creator"), named),
        publisher=_names(main.get("publisher"), named) or _names(main.get("sourceOrganization"), named),
        language=_texts(main.get("inLanguage")) or _names(main.get("inLanguage"), named),
        address=_texts(main.get("url")) + _texts(_id_of(main.get("mainEntityOfPage"))),
        live=bool(live),
        partial=free is False or str(free).lower() == "false",
    )


def _nodes(script: str) -> Iterator[dict[str, object]]:
    if len(script) > LONGEST:
        return
    text = re.sub(
        r"\A\s*(?:<!--|/\*.*?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*\Z", "", script.strip(), flags=re.DOTALL
    )
    try:
        value = json.loads(text.rstrip("; \n"), strict=False)
    except (ValueError, RecursionError):
        return
    waiting, seen = deque([value]), 0
    while waiting and seen < MOST_NODES:
        one = waiting.popleft()
        seen += 1
        if isinstance(one, dict):
            yield one
            waiting.extend(v for v in one.values() if isinstance(v, dict | list))
        elif isinstance(one, list):
            waiting.extend(one[:MOST_NODES])


def _types(node: dict[str, object]) -> tuple[str, ...]:
    given = node.get("@type")
    listed = given if isinstance(given, list) else [given]
    return tuple(t.rsplit("/", 1)[-1] for t in listed if isinstance(t, str))


def _is(node: dict[str, object], kind: re.Pattern[str]) -> bool:
    return any(kind.match(t) for t in _types(node))


def _id_of(value: object) -> object:
    return value.get("@id") if isinstance(value, dict) else value


def _texts(value: object, *, long: bool = False) -> tuple[str, ...]:
    """The strings of a value that may be one, a list, or ``{"@value": ...}``."""
    listed = value if isinstance(value, list) else [value]
    plain = [v.get("@value") if isinstance(v, dict) else v for v in listed[:50]]
    texts = (v if long else " ".join(v.split())[:1000] for v in map(_string, plain) if v.strip())
    return tuple(html.unescape(t) for t in texts)


def _string(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _names(value: object, named: dict[object, dict[str, object]]) -> tuple[str, ...]:
    """The names of persons or bodies, given as strings, objects, lists of them, or by reference to another object."""
    found: list[str] = []
    for one in value[:50] if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            target = one if "name" in one else named.get(one.get("@id"), {})
            found.extend(_texts(target.get("name")))
        else:
            found.extend(_texts(one))
    return tuple(dict.fromkeys(found))
