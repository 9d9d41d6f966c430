"""``crosslight ingest``: articles from anywhere into the store, each annotated and put into its story."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.cli.store import place
from crosslight.cli.telling import progress_bar, say, say_skipped
from crosslight.errors import Interrupted, SkipArticle
from crosslight.scale import parts
from crosslight.scale.ingest import BATCH, Arrival, Ingest, ingest
from crosslight.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosslight.acquire.web import Fetcher
    from crosslight.flow import Progress
    from crosslight.settings import Settings


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What is done with each article beside keeping it."""

    annotate: bool = True
    cluster: bool = True
    as_json: bool = False


def run_ingest(
    sources: Sequence[str], store: str | None, options: IngestOptions, allow_hosts: list[str], settings: Settings, *, quiet: bool
) -> int:
    """Take every source in; say what was new. 0, or 3 where nothing could be read.

    Raises:
        Interrupted: by Ctrl-C.

    """
    from crosslight.acquire import may_fetch

    counted: Counter[str] = Counter()
    skipped: list[SkipArticle] = []
    refused: list[SkipArticle] = []
    stopped = False
    with ExitStack() as stack:
        fetcher = None
        if any(may_fetch(s) for s in sources):
            from crosslight.acquire.web import Fetcher

            fetcher = stack.enter_context(Fetcher(frozenset(allow_hosts)))
        kept = stack.enter_context(Store.open(place(store), write=True))
        into = Ingest(
            kept,
            clustering=parts.clustering() if options.cluster else None,
            annotating=parts.annotating(settings) if options.annotate else None,
            refused=refused.append,
        )
        try:
            with progress_bar(quiet=quiet) as progress:
                if sources:
                    _take(into, _arrivals(sources, fetcher, settings, skipped), counted, progress, as_json=options.as_json)
                else:
                    _catch_up(into, counted, progress)
        except KeyboardInterrupt:
            stopped = True
        if skipped:
            with kept.writing() as session:
                for skip in skipped:
                    session.skips.add(skip.source, skip.reason)
        with kept.reading() as session:
            held = f"{session.articles.count():,} articles in {session.stories.count():,} stories"
    if not quiet:
        say_skipped((*skipped, *refused))
        told = f"{counted['new']:,} new, {counted['version']:,} changed, {counted['seen']:,} known already"
        read = f"{counted['read']:,} read closely now"
        say(f"{told if sources else read}; the store holds {held}")
    if stopped:
        raise Interrupted("interrupted; what was taken in is kept, and the same command goes on from there")
    if sources and not counted:
        say("no article could be read; give files, folders of them, feeds, web archives or addresses")
        return 3
    return 0


def _take(into: Ingest, arrivals: Iterator[Arrival], counted: Counter[str], progress: Progress | None, *, as_json: bool) -> None:
    for done, one in enumerate(ingest(into, arrivals, batch=BATCH), 1):
        counted[one.outcome] += 1
        if as_json:
            told = {"id": one.article.id, "outcome": one.outcome, "version": one.version}
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        if progress:
            progress("taking in", done, 0)


def _catch_up(into: Ingest, counted: Counter[str], progress: Progress | None) -> None:
    for read in into.catch_up():
        counted["read"] += read
        if progress:
            progress("reading", counted["read"], 0)


def _arrivals(sources: Sequence[str], fetcher: Fetcher | None, settings: Settings, skipped: list[SkipArticle]) -> Iterator[Arrival]:
    from crosslight.acquire import articles_of

    for source in sources:
        for one in articles_of(source, fetcher=fetcher):
            if isinstance(one, SkipArticle):
                skipped.append(one)
            elif len(one.text) > settings.max_characters:
                skipped.append(
                    SkipArticle(one.id, f"has {len(one.text):,} characters; {settings.max_characters:,} are read at most")
                )
            else:
                yield Arrival(one)
