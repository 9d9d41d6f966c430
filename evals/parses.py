"""Parses of the corpora, kept on disk while annotators are being worked on (parsing is most of the time)."""

from __future__ import annotations

import hashlib
import inspect
import os
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from crosslight.annotate.parsed import ParsedArticle, _bound_sentences, cleaned, load_parser, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from crosslight.model import Article

FOLDER = Path(os.environ.get("CROSSLIGHT_PARSES", Path.home() / ".cache" / "crosslight-parses"))
RECIPE = hashlib.sha256("".join(map(inspect.getsource, (load_parser, _bound_sentences))).encode()).hexdigest()[:12]
"""Changes with what makes a parse (the cleaned text names the file), so that an old one is never taken for a new one."""

_parser: list[Language] = []


def parser() -> Language:
    """The default parser, loaded once."""
    if not _parser:
        _parser.append(load_parser())
    return _parser[0]


def parsed(articles: Iterable[Article]) -> Iterator[ParsedArticle]:
    """Each article with its parse, from disk where it is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for article in articles:
        name = hashlib.sha256(cleaned(article.text).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        file = FOLDER / f"{RECIPE}-{name}.spacy"
        if file.exists():
            yield ParsedArticle(article, Doc(parser().vocab).from_bytes(file.read_bytes()))
        else:
            one = next(parse([article], parser()))
            aside = file.with_suffix(f".{os.getpid()}")
            aside.write_bytes(one.doc.to_bytes())
            aside.replace(file)
            yield one
