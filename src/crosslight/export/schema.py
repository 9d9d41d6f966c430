"""JSON Schemas (draft 2020-12) of the interchange formats, generated from the model's own type hints."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from crosslight.export.record import ANNOTATION_PARTS, DOSSIER_ANNOTATIONS, DOSSIER_PARTS
from crosslight.model import Annotations, Dossier, Span

FORMATS = ("article", "annotations", "dossier")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_OFFSET = {"type": "integer", "minimum": 0}

Schema = dict[str, Any]
"""A JSON Schema has no narrower shape than JSON itself."""


def schema(name: str) -> Schema:
    """The schema of ``article``, ``annotations`` (a line of ``crosslight annotate``) or ``dossier``."""
    made = {"article": _article_input, "annotations": _annotations, "dossier": _dossier}[name]()
    return {"$schema": _DIALECT, "title": f"Crosslight {name}", **made}


def _article_input() -> Schema:
    optional = ("id", "title", "outlet", "published", "url", "language", "fetched")
    return {
        "type": "object",
        "properties": dict.fromkeys(optional, _MAYBE_TEXT)
        | {"text": _TEXT | {"minLength": 1}, "authors": {"type": ["array", "null"], "items": _TEXT}},
        "required": ["text"],
    }


def _article_output(**more: Schema) -> Schema:
    named = {
        "id": _TEXT,
        "title": _MAYBE_TEXT,
        "outlet": _MAYBE_TEXT,
        "published": _MAYBE_TEXT,
        "url": _MAYBE_TEXT,
        "language": _MAYBE_TEXT,
    }
    return _closed(named | {"text_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}} | more)


def _annotations() -> Schema:
    hints = get_type_hints(Annotations)
    made: Schema = {"article": _article_output(), "annotated": {"type": "boolean"}}
    made["sentences"] = _list(_closed({"start": _OFFSET, "end": _OFFSET}))
    for part in ANNOTATION_PARTS:
        made[part] = _list(_of(get_args(hints[part])[0], article=False))
    return _closed(made)


def _dossier() -> Schema:
    dossier, reading = get_type_hints(Dossier), get_type_hints(Annotations)
    made: Schema = {"crosslight": _TEXT, "articles": _list(_article_output(text=_TEXT, annotated={"type": "boolean"}))}
    for part in DOSSIER_PARTS:
        made[part] = _list(_of(get_args(dossier[part])[0], article=True))
    for part in DOSSIER_ANNOTATIONS:
        one = _class(get_args(reading[part])[0], article=True, named={"article": _TEXT})
        made[part] = _list(one)
    return _closed(made)


def _of(hint: Any, *, article: bool) -> Schema:
    """The schema of one type of the model."""
    origin = get_origin(hint)
    if hint is Span:
        return _closed(_span_fields(article=article), optional=("part",))
    if is_dataclass(hint):
        return _class(hint, article=article)
    if origin is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            return _list(_of(args[0], article=article))
        return {
            "type": "array",
            "prefixItems": [_of(a, article=article) for a in args],
            "minItems": len(args),
            "maxItems": len(args),
        }
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(a, article=article) for a in get_args(hint)]}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}[hint]}


def _class(hint: Any, *, article: bool, named: Schema | None = None) -> Schema:
    hints = get_type_hints(hint)
    made: Schema = dict(named or {})
    optional: tuple[str, ...] = ()
    for field in fields(hint):
        if field.name == "span":
            made |= _span_fields(article=article)
            optional = ("part",)
        else:
            made[field.name] = _of(hints[field.name], article=article)
    return _closed(made, optional=optional)


def _span_fields(*, article: bool) -> Schema:
    where: Schema = {"article": _TEXT} if article else {}
    return where | {"start": _OFFSET, "end": _OFFSET, "text": _TEXT, "part": {"const": "title"}}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _closed(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
