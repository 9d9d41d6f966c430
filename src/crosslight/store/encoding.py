"""How nouns lie in the store: articles and annotations as compressed JSON that keeps every character and outlives changes of the code."""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from crosslight.errors import StoreError
from crosslight.model import Annotations, Article, Span

_FIELDS = ("id", "text", "title", "outlet", "url", "published", "fetched", "language")

Build = Callable[[Any, Article], Any]


def _compressed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 6)


def _value(body: bytes) -> Any:
    try:
        return json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError) as error:
        raise StoreError(f"a stored record cannot be read ({error}); crosslight doctor says what can be rescued") from error


def pack_article(article: Article) -> bytes:
    """An article with every character as it came: NUL and lone surrogates too."""
    return _compressed({name: getattr(article, name) for name in _FIELDS} | {"authors": article.authors})


def unpack_article(body: bytes, id: str | None = None) -> Article:
    """The article, under the id that the store gave it: it is in the bytes too.

    Raises:
        StoreError: the bytes are damaged.

    """
    value = _value(body)
    try:
        return Article(**{**value, "id": id or value["id"], "authors": tuple(value["authors"])})
    except (TypeError, KeyError) as error:
        raise StoreError(
            f"the stored article {id or ''} cannot be read ({error}); crosslight doctor says what can be rescued"
        ) from error


def pack_annotations(reading: Annotations) -> bytes:
    """Everything read in one article, without the article: spans are offsets."""
    parts = {f.name: _plain(getattr(reading, f.name)) for f in fields(reading) if f.name != "article"}
    return _compressed({"language": reading.article.language} | parts)


def unpack_annotations(body: bytes, article: Article) -> Annotations | None:
    """The annotations of an article; ``None`` where they were kept by code whose nouns were others (they are made anew)."""
    value = _value(body)
    try:
        known = replace(article, language=value.pop("language"))
        return _builder(Annotations)(value | {"article": None}, known)  # type: ignore[no-any-return]
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end] if value.part == "text" else [value.start, value.end, value.part]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return list(value) if value and isinstance(value[0], int | str) else [_plain(v) for v in value]
    return value


@cache
def _builder(hint: Any) -> Build:
    """What makes a value of this type from its JSON, given the article that its spans lie in."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Span:
        return lambda value, article: Span(article, *value)
    if hint is Article:
        return lambda _value, article: article
    if origin in {Union, types.UnionType}:
        some = _builder(next(a for a in inside if a is not type(None)))
        return lambda value, article: None if value is None else some(value, article)
    if origin is tuple:
        one: Any = inside[0]
        if is_dataclass(one) or one is Span:
            each = _builder(one)  # type: ignore[arg-type]  # a class can be hashed
            return lambda value, article: tuple(each(v, article) for v in value)
        return lambda value, _article: tuple(value)
    if origin is Literal or not is_dataclass(hint):
        return lambda value, _article: value
    return _of_class(hint)


def _of_class(hint: Any) -> Build:
    hints = get_type_hints(hint)
    wanted = [(f.name, _builder(hints[f.name]), f.default is MISSING and f.default_factory is MISSING) for f in fields(hint)]

    def build(value: dict[str, Any], article: Article) -> Any:
        return hint(**{name: make(value[name], article) for name, make, must in wanted if must or name in value})

    return build
