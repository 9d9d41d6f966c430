"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

from typing import Any

from crosslight.acquire.feeds.items import FeedItem
from crosslight.extract.addresses import joined
from crosslight.extract.dates import normal


def is_json_feed(value: object) -> bool:
    """True for an object that says it is a JSON Feed, or plainly is one."""
    return isinstance(value, dict) and isinstance(value.get("items"), list) and "jsonfeed.org" in str(value.get("version", ""))


def items_of(value: dict[str, Any], base: str | None) -> list[FeedItem]:
    """The items that are objects; what is not of the right type in one is left out."""
    base = base or _text(value.get("home_page_url"))
    language = _text(value.get("language"))
    return [_item(one, base, language) for one in value["items"] if isinstance(one, dict)]


def _item(one: dict[str, Any], base: str | None, language: str | None) -> FeedItem:
    date, changed = _text(one.get("date_published")), _text(one.get("date_modified"))
    authors = one.get("authors") if isinstance(one.get("authors"), list) else [one.get("author")]
    plain = _text(one.get("content_text"))
    return FeedItem(
        address=joined(base, _text(one.get("url")))
        or joined(base, _text(one.get("external_url")))
        or joined(None, _text(one.get("id"))),
        title=_text(one.get("title")),
        published=(normal(date) or date) if date else None,
        modified=(normal(changed) or changed) if changed else None,
        authors=tuple(filter(None, (_text(a.get("name")) for a in authors or () if isinstance(a, dict)))),
        language=_text(one.get("language")) or language,
        content=_text(one.get("content_html")) or (_as_markup(plain) if plain else None),
        key=str(one["id"]) if isinstance(one.get("id"), str | int) else None,
    )


def _as_markup(text: str) -> str:
    import html

    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
