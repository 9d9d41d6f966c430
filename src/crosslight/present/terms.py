"""The words and symbols in which every rendering names stances, relations, forms and kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.model import Commitment

STANCES = {
    "asserts": ("●", "says so in its own voice"),
    "attributes": ("❝", "tells it as somebody’s word"),
    "denies": ("✕", "denies it in its own voice"),
    "reports_denial": ("⊘", "reports that somebody denies it"),
    "hedges": ("◌", "hedges: may have, reportedly, alleged"),
}
RELATIONS = {
    "conflict": ("≠", "conflict"),
    "updated": ("→", "updated"),
    "compatible": ("≈", "compatible"),
    "agree": ("=", "agree"),
}
DOUBTED = "These may be disputes; they are as likely wrong as right:"
"""Stands before disputes that are unsure."""
FORMS = {"direct": "whole quotation", "partial": "part of one", "indirect": "reported speech"}
ORIGINS = {"cites": "cites", "agency_copy": "carries copy of", "same_text_as": "has the same text as"}
NOTES = {"skipped": "skipped", "apart": "set apart", "copy": "copy", "language": "not read", "unknown": "unknown"}
UNITS = {
    "item": "", "percent": "per cent", "year": "years", "month": "months", "week": "weeks", "day": "days", "hour": "hours",
    "minute": "minutes", "metre": "metres", "kilometre": "kilometres", "square_kilometre": "square kilometres", "tonne": "tonnes",
}  # fmt: skip
COARSE = ("week", "month", "year")
PRECISIONS = (*COARSE, "day", "part", "time")


def manner(how: str, to: str) -> str:
    """How a place tells something, to follow an outlet's name: "attributes it to the coastguard"."""
    if how == "attributes":
        return f"attributes it to {to}" if to else "attributes it"
    if how == "reports_denial":
        return f"reports a denial by {to}" if to else "reports a denial"
    said = {"asserts": "asserts it", "denies": "denies it", "hedges": "hedges"}.get(how, FORMS.get(how, how))
    return f"{said}, citing {to}" if to and said else f"citing {to}" if to else said


def counted(count: int, one: str, several: str = "") -> str:
    """A count and what it counts: one outlet, five outlets."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def commitment(made: Commitment) -> str:
    """A threat, promise, demand or agreement in one line."""
    to = f" to {made.to_whom}" if made.to_whom else ""
    more = [f"condition: {made.condition}"] if made.condition else []
    more += [f"deadline: {made.deadline}"] if made.deadline else []
    told = f"{made.kind}: {made.who or 'somebody not named'}{to}: {made.act}"
    return f"{told} ({'; '.join(more)})" if more else told
