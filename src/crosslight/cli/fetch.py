"""``crosslight fetch``: what is read of a source, as article records."""

from __future__ import annotations

import json
import re
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from crosslight.cli.outputs import STDOUT
from crosslight.cli.telling import Skipping, say
from crosslight.errors import OutputError, SkipArticle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crosslight.model import Extraction


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Where records and raw pages go, and how much of a feed is read."""

    out: Path = STDOUT
    keep_raw: Path | None = None
    most: int = 50
    provenance: bool = False


def run_fetch(sources: list[str], options: FetchOptions, allow_hosts: list[str], *, quiet: bool) -> None:
    """Write a record an article as soon as it is read; say on standard error what could not be used."""
    from crosslight.acquire import extractions_of
    from crosslight.acquire.archives import RawPages
    from crosslight.acquire.web import Fetcher

    written = skipped = 0
    skipping = Skipping()
    with ExitStack() as held:
        keep = held.enter_context(RawPages(options.keep_raw)) if options.keep_raw else None
        fetcher = held.enter_context(Fetcher(frozenset(allow_hosts), keep=keep))
        out = held.enter_context(_output(options.out))
        for source in sources:
            for one in extractions_of(source, fetcher=fetcher, most=options.most):
                if isinstance(one, SkipArticle):
                    skipped += 1
                    if not quiet:
                        skipping.tell(one)
                    continue
                out.write(_json(article_line(one, provenance=options.provenance)) + "\n")
                out.flush()
                written += 1
        skipping.end()
        if not written:
            say("no article could be read")
            raise SystemExit(3)
    if not quiet:
        say(f"articles read: {written:,}; could not be used: {skipped:,}")


def article_line(one: Extraction, *, provenance: bool = False) -> dict[str, object]:
    """An extraction as an article record, with what is beside the article in it."""
    article = one.article
    line: dict[str, object] = {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "authors": list(article.authors),
        "fetched": article.fetched,
        "modified": one.modified,
        "domain": one.domain,
    }
    if one.partial:
        line["partial"] = True
    if provenance:
        line["provenance"] = [
            {"field": p.field, "value": p.value, "from": p.origin, "trusted": p.trusted} | ({"note": p.note} if p.note else {})
            for p in one.provenance
        ]
    return line


def _json(line: dict[str, object]) -> str:
    """One line of JSON; half a surrogate pair, which no stream can take as it is, is escaped."""
    text = json.dumps(line, ensure_ascii=False)
    return json.dumps(line) if re.search("[\ud800-\udfff]", text) else text


@contextmanager
def _output(file: Path) -> Iterator[IO[str]]:
    """Standard output, or a file that gets its name when all is written."""
    if file == STDOUT:
        yield sys.stdout
        return
    aside = file.with_name(f".{file.name}.part")
    try:
        with aside.open("w", encoding="utf-8", errors="surrogatepass") as stream:
            yield stream
        aside.replace(file)
    except OSError as error:
        raise OutputError(f"{file} cannot be written ({error.strerror}); make room or choose another place") from error
    finally:
        aside.unlink(missing_ok=True)
