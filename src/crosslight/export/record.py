"""The nouns as plain JSON values, in the shape of the interchange formats (docs/reference/formats.md).

One rule serves all classes: a field named ``span`` is written out in place as ``start``, ``end``,
``text`` (after ``article`` where several articles are told of); any other span becomes an object of
those; ``part`` is written for headlines only; whole numbers are written without a point.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from crosslight.model import Annotations, Article, Dossier, Span

if TYPE_CHECKING:
    Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


ANNOTATION_PARTS = ("entities", "mentions", "attributions", "figures", "times", "places", "events")
DOSSIER_PARTS = (
    "entities", "brief", "facts", "quantities", "disputes", "utterances", "timeline", "labels", "only_one", "origins", "commitments", "notes",
)  # fmt: skip
DOSSIER_ANNOTATIONS = ("attributions", "figures", "times", "places", "events")
"""What a dossier carries of each article's own annotations."""


def article_record(article: Article, *, text: bool = False) -> dict[str, Json]:
    """An article as other records carry it; with its whole text in a dossier."""
    record: dict[str, Json] = {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "text_sha256": article.text_sha256,
    }
    return record | {"text": article.text} if text else record


def annotations_record(reading: Annotations) -> dict[str, Json]:
    """One line of ``crosslight annotate``."""
    parts: dict[str, Json] = {"article": article_record(reading.article), "annotated": reading.annotated}
    parts["sentences"] = [{"start": s.start, "end": s.end} for s in reading.sentences]
    for part in ANNOTATION_PARTS:
        parts[part] = [record(one) for one in getattr(reading, part)]
    return parts


def dossier_record(dossier: Dossier) -> dict[str, Json]:
    """What ``crosslight compare --json`` writes."""
    parts: dict[str, Json] = {
        "crosslight": dossier.version,
        "articles": [article_record(r.article, text=True) | {"annotated": r.annotated} for r in dossier.readings],
    }
    for part in DOSSIER_PARTS:
        parts[part] = [record(one, article=True) for one in getattr(dossier, part)]
    for part in DOSSIER_ANNOTATIONS:
        parts[part] = [_of_article(r, one) for r in dossier.readings for one in getattr(r, part)]
    return parts


def _of_article(reading: Annotations, one: object) -> dict[str, Json]:
    return {"article": reading.article.id} | _object(one, article=True)


def record(value: object, *, article: bool = False) -> Json:
    """Any value of the model as JSON; ``article`` names the article beside every span."""
    if isinstance(value, Span):
        return _span(value, article=article)
    if is_dataclass(value):
        return _object(value, article=article)
    if isinstance(value, tuple):
        return [record(v, article=article) for v in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a record")


def _object(value: object, *, article: bool) -> dict[str, Json]:
    written: dict[str, Json] = {}
    for field in fields(value):  # type: ignore[arg-type]  # is_dataclass was asked
        one = getattr(value, field.name)
        if field.name == "span" and isinstance(one, Span):
            written |= _span(one, article=article)
        else:
            written[field.name] = record(one, article=article)
    return written


def _span(span: Span, *, article: bool) -> dict[str, Json]:
    written: dict[str, Json] = {"article": span.article.id} if article else {}
    written |= {"start": span.start, "end": span.end, "text": span.text}
    return written | {"part": "title"} if span.part == "title" else written
