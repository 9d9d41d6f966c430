"""Articles from files on disk and from standard input."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from crosslight.acquire.records import from_lines, from_value
from crosslight.errors import SkipArticle
from crosslight.extract.decoding import decode
from crosslight.extract.html import from_html
from crosslight.extract.identity import content_id
from crosslight.extract.plain import byline_outlet, headline
from crosslight.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READABLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json")
MAX_FILE_BYTES = 20_000_000
"""A page or text of more is no article. The longest in the corpora that we measured on has 80,000 bytes."""
MAX_JSONL_BYTES = 2_000_000_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)\s*", re.DOTALL)


def in_folder(folder: Path) -> list[Path]:
    """The readable files under a folder, hidden ones left out, sorted by path."""
    files = (f for f in folder.rglob("*") if f.suffix.lower() in READABLE and f.is_file())
    return sorted(f for f in files if not any(part.startswith(".") for part in f.relative_to(folder).parts))


def from_file(file: Path, skipped: list[SkipArticle]) -> Iterator[Article]:
    """The articles of one file; what cannot be used is added to ``skipped``."""
    try:
        raw = _bytes_of(file)
        yield from from_bytes(raw, str(file), file.suffix.lower(), file.stem, skipped)
    except SkipArticle as error:
        skipped.append(error)


def from_bytes(raw: bytes, source: str, suffix: str, name: str, skipped: list[SkipArticle]) -> Iterator[Article]:
    """The articles in ``raw``, read as the suffix says (anything unknown as plain text, or as what it plainly is)."""
    text = decode(raw, source)
    kind = suffix if suffix in READABLE else _kind_of(text)
    if kind in (".jsonl", ".ndjson"):
        yield from from_lines(text, source, skipped)
    elif kind == ".json":
        yield from _from_json(text, source, skipped)
    elif kind in (".html", ".htm", ".xhtml"):
        yield from_html(raw, source, id=name)
    elif kind in (".md", ".markdown"):
        yield _from_markdown(text, source, name)
    else:
        yield Article(id=name or content_id(text), text=text, title=headline(text), outlet=byline_outlet(text))


def _bytes_of(file: Path) -> bytes:
    limit = MAX_JSONL_BYTES if file.suffix.lower() in (".jsonl", ".ndjson") else MAX_FILE_BYTES
    try:
        size = file.stat().st_size
        if size > limit:
            raise SkipArticle(
                str(file),
                f"has {size / 1e6:,.0f} MB; an article may have {limit / 1e6:,.0f} MB, so split it or give its article alone",
            )
        return file.read_bytes()
    except OSError as error:
        raise SkipArticle(str(file), f"cannot be read ({error.strerror or error}); check the path and its permissions") from error


def _kind_of(text: str) -> str:
    start = text.lstrip()[:200].lower()
    if start.startswith("{"):
        return ".jsonl"
    return ".html" if start.startswith(("<!doctype html", "<html", "<head", "<?xml")) else ".txt"


def _from_json(text: str, source: str, skipped: list[SkipArticle]) -> Iterator[Article]:
    import json

    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        yield from from_lines(text, source, skipped)
        return
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            yield from_value(one, f"{source}, article {number}" if isinstance(value, list) else source)
        except SkipArticle as error:
            skipped.append(error)


def _from_markdown(text: str, source: str, name: str) -> Article:
    given: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        given = _front_matter(front.group(1), source)
        text = text[front.end() :]
    if not text.strip():
        raise SkipArticle(source, "has front matter, but no text below it; nothing to read")
    return Article(
        id=given.get("id") or name or content_id(text),
        text=text,
        title=given.get("title") or headline(text),
        outlet=given.get("outlet") or byline_outlet(text),
        url=given.get("url"),
        published=given.get("published") or given.get("date"),
        language=given.get("language"),
    )


def _front_matter(block: str, source: str) -> dict[str, str]:
    import yaml

    try:
        values = yaml.safe_load(block)
    except yaml.YAMLError as error:
        raise SkipArticle(source, "has front matter that is not YAML; write lines such as 'outlet: The Harbour Post'") from error
    if not isinstance(values, dict):
        raise SkipArticle(source, "has front matter that names no fields; write lines such as 'outlet: The Harbour Post'")
    return {str(k).lower(): v.isoformat() if isinstance(v, date | datetime) else str(v) for k, v in values.items() if v is not None}
