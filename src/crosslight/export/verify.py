"""Does a dossier still tell the truth about its articles? Every hash and every span, recomputed from its JSON alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARTS = (
    "entities", "brief", "facts", "quantities", "disputes", "utterances", "timeline", "labels", "only_one", "origins", "commitments",
    "notes", "attributions", "figures", "times", "places", "events",
)  # fmt: skip
_WITH_EVIDENCE = {
    "brief",
    "facts",
    "quantities",
    "disputes",
    "utterances",
    "timeline",
    "labels",
    "only_one",
    "origins",
    "commitments",
}


def problems(dossier: Mapping[str, object]) -> Iterator[str]:
    """One line for each thing that does not hold; nothing when all holds."""
    listed = dossier.get("articles") if isinstance(dossier, dict) else None
    if not isinstance(listed, list):
        yield "this is no dossier: it has no list of articles"
        return
    articles: dict[str, dict[str, object]] = {}
    for article in listed:
        if isinstance(article, dict) and isinstance(article.get("id"), str) and isinstance(article.get("text"), str):
            articles[str(article["id"])] = article
            yield from _hash(article)
        else:
            yield "an article has no id or no text"
    for part in _PARTS:
        rows = dossier.get(part)
        if not isinstance(rows, list):
            yield f"{part}: the list is missing"
            continue
        for number, row in enumerate(rows):
            where = f"{part}[{number}]"
            spans = list(_spans(row, where))
            if part in _WITH_EVIDENCE and not spans:
                yield f"{where}: has no evidence"
            for place, span in spans:
                yield from _holds(place, span, articles)


def _hash(article: dict[str, object]) -> Iterator[str]:
    found = hashlib.sha256(str(article["text"]).encode("utf-8", "surrogatepass")).hexdigest()
    if found != article.get("text_sha256"):
        yield f"article {article['id']}: its text has the hash {found}, but {article.get('text_sha256')} was recorded"


def _spans(value: object, where: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Every object under ``value`` that points into an article, with its path."""
    if isinstance(value, dict):
        if "start" in value or "end" in value:
            yield where, value
        for key, one in value.items():
            yield from _spans(one, f"{where}.{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _spans(one, f"{where}[{number}]")


def _holds(where: str, span: dict[str, object], articles: dict[str, dict[str, object]]) -> Iterator[str]:
    article = articles.get(str(span.get("article")))
    if article is None:
        yield f"{where}: names article {span.get('article')!r}, which is not here"
        return
    whole = str(article.get("title") or "") if span.get("part") == "title" else str(article["text"])
    start, end = span.get("start"), span.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(whole)):
        yield f"{where}: {start}..{end} does not lie inside article {span['article']}"
    elif span.get("text") != whole[start:end]:
        yield f"{where}: says {span.get('text')!r}, but article {span['article']} has {whole[start:end]!r} at {start}..{end}"
