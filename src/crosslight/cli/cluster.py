"""``crosslight cluster``: one pass over a file of article records, and the story of each at the end."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight import flow
from crosslight.acquire.records import from_value
from crosslight.cli.telling import Skipping, progress_bar, say
from crosslight.errors import SkipArticle, UsageError
from crosslight.extract.decoding import binary_kind
from crosslight.extract.identity import content_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Article, Placement


@dataclass
class Ledger:
    """What is known of each article when its text is gone: the id as given, a hash that tells twins apart, its place."""

    given: list[str] = field(default_factory=list)
    digest: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def enter(self, article: Article) -> str:
        """The id under which the article is clustered: its own, with a number where it came before."""
        self.given.append(article.id)
        self.digest.append(content_id(article.text, article.outlet, article.title)[1:7])
        self.seen[article.id] += 1
        turn = self.seen[article.id]
        return article.id if turn == 1 else f"{article.id}\x1f{turn}"

    def shown(self, place: int) -> str:
        """The id that is printed: where several articles came with one id, each has a piece of its content's hash."""
        id = self.given[place]
        return id if self.seen[id] == 1 else f"{id}-{self.digest[place]}"


def run_cluster(source: str, *, explain: str | None, quiet: bool) -> None:
    """Cluster the articles of a JSONL file in the order given, and print the story of each."""
    ledger = Ledger()
    keys: list[str] = []
    told: list[Placement] = []

    def entered() -> Iterator[Article]:
        from dataclasses import replace

        for article in _records(source, quiet=quiet):
            keys.append(ledger.enter(article))
            yield replace(article, id=keys[-1])

    with progress_bar(quiet=quiet) as progress:
        clustering = flow.cluster(entered(), progress=progress, seen=lambda p: told.append(p) if p.article == explain else None)
    if not keys:
        say(f"no article could be read from {source}; give a .jsonl file with an article record a line")
        raise SystemExit(3)
    if explain is not None:
        if not told:
            raise UsageError(f"there is no article {explain!r} in {source}; give the id of one that is")
        _explain(told[0], clustering.story_of[explain])
        return
    for place, key in enumerate(keys):
        sys.stdout.write(json.dumps({"id": ledger.shown(place), "story": clustering.story_of[key]}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _explain(placement: Placement, story: str) -> None:
    """Why the article went where it went, on standard output."""
    judgement = placement.judgement
    if judgement is None:
        sys.stdout.write(f"{placement.article} opened story {placement.story}\n")
    else:
        sys.stdout.write(
            f"{placement.article} joined story {placement.story}, nearest to {judgement.other} (chance {judgement.score:.2f})\n"
        )
        sys.stdout.writelines(f"- {reason}\n" for reason in judgement.reasons)
    for miss in placement.near_misses:
        sys.stdout.write(f"near miss: story {miss.story} (chance {miss.score:.2f})\n")
        sys.stdout.writelines(f"- {reason}\n" for reason in miss.reasons)
    if story != placement.story:
        sys.stdout.write(f"later articles brought it into story {story}\n")


def _records(source: str, *, quiet: bool) -> Iterator[Article]:
    """The articles of a JSONL file, one line at a time; a line that is none is named on standard error."""
    try:
        stream = sys.stdin.buffer if source == "-" else Path(source).open("rb")  # noqa: SIM115 - closed below; standard input is not
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}); give a .jsonl file, or - for standard input") from error
    skipping = Skipping()
    try:
        kind = binary_kind(stream.peek(8192) if isinstance(stream, BufferedReader) else b"")
        if kind:
            say(f"{source} is not text (it looks like {kind}); give a .jsonl file with an article record a line")
            raise SystemExit(3)
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                yield from_value(_json(raw, number), f"{source}, line {number}")
            except SkipArticle as skipped:
                if not quiet:
                    skipping.tell(SkipArticle(f"{source}, line {number}", skipped.reason))
        skipping.end()
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}); give a .jsonl file, or - for standard input") from error
    finally:
        if stream is not sys.stdin.buffer:
            stream.close()


def _json(raw: bytes, number: int) -> object:
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        return json.loads(text)
    except UnicodeDecodeError as error:
        raise SkipArticle("", f"is not UTF-8 ({error.reason}); one article record a line is wanted") from error
    except json.JSONDecodeError as error:
        raise SkipArticle("", f"is not JSON ({error.msg}); one article record a line is wanted") from error
    except RecursionError as error:
        raise SkipArticle("", "is JSON nested too deeply; one article record a line is wanted") from error
