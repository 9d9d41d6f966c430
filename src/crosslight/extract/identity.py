"""The id of an article that brings none."""

from __future__ import annotations

import hashlib


def content_id(text: str, outlet: str | None = None, title: str | None = None) -> str:
    """An id derived from the content alone: the same article has the same id wherever it is read."""
    whole = "\x1f".join((outlet or "", title or "", text))
    return "a" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]
