"""What the store is asked and told from the command line: lists, searches, a person's judgements, feeds, the doctor."""

from __future__ import annotations

import json
import math
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.cli.telling import say
from crosslight.errors import StoreError, UsageError
from crosslight.present.lineup import squeeze
from crosslight.store import Filters, Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.model import Lineage, Span, Story
    from crosslight.store import FigureHit, Hit, Session, StoryLine

AROUND = 60
"""Characters shown on each side of a word that was found."""


def place(store: str | None) -> str:
    """Where the store lies: as said, or in ``CROSSLIGHT_STORE``, or in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME")
    folder = Path(base) if base else Path.home() / ".local" / "share"
    return store or os.environ.get("CROSSLIGHT_STORE") or str(folder / "crosslight" / "store.db")


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """What is asked of figures: what they count, and how large they are."""

    counts: str | None = None
    over: float | None = None
    under: float | None = None

    @property
    def asked(self) -> bool:
        """Whether figures are asked for at all."""
        return (self.counts, self.over, self.under) != (None, None, None)


def run_stories(store: str | None, wanted: Filters, *, as_json: bool) -> None:
    """List stories, the one that grew last first."""
    with Store.open(place(store)) as kept, kept.reading() as session:
        lines = session.stories.listed(wanted)
        held = session.articles.count()
    for line in lines:
        out(json.dumps(asdict(line), ensure_ascii=False) if as_json else _story_line(line))
    if not lines and not held:
        say("the store is empty; crosslight ingest and crosslight watch put articles into it")
    elif not lines and wanted == Filters(limit=wanted.limit):
        say(f"{held:,} articles are in no story yet; crosslight ingest without a source puts them into stories")
    elif not lines:
        say("there is no such story")


def run_search(
    store: str | None, words: Sequence[str], wanted: Filters, figures: FigureQuestion, *, best_first: bool, as_json: bool
) -> None:
    """Articles, or figures, that answer; each with the words that do."""
    said = " ".join(words)
    if unknown := next((w for w in words if w.startswith("--")), None):
        raise UsageError(f"there is no option {unknown}; crosslight search --help lists them")
    if not (said or figures.asked or (wanted.outlet, wanted.since, wanted.until, wanted.person, wanted.place) != (None,) * 5):
        raise UsageError("say what to look for: words, or --outlet, --person, --place, --since, --until, --counts, --over, --under")
    if any(n is not None and not math.isfinite(n) for n in (figures.over, figures.under)):
        raise UsageError("--over and --under want a number, such as 10 or 2500")
    if said and figures.asked:
        raise UsageError("words find articles and --counts, --over, --under find figures: ask for one of the two")
    with Store.open(place(store)) as kept, kept.reading() as session:
        if figures.asked:
            found = session.search.figures(figures.counts, wanted, over=figures.over, under=figures.under)
            lines = [json.dumps(_figure_record(h), ensure_ascii=False) if as_json else _figure_line(h) for h in found]
        else:
            hits = session.search.articles(said, wanted, best_first=best_first)
            lines = [json.dumps(_hit_record(h), ensure_ascii=False) if as_json else _hit_line(h) for h in hits]
    for line in lines:
        out(line)
    if not lines:
        say("nothing was found")


def run_feeds_add(store: str | None, feeds: Sequence[str]) -> None:
    """Watch these feeds, and those of these lists."""
    from crosslight.cli.watch import _feeds_in

    named = dict(pair for feed in feeds for pair in _feeds_in(feed))
    where = place(store)
    new = "://" not in where and not Path(where).exists()
    with Store.open(where, write=new, judge=True) as kept, kept.writing() as session:
        known = {feed.url for feed in session.feeds.all()}
        for url, title in named.items():
            session.feeds.add(url, title)
    fresh = sum(url not in known for url in named)
    say(f"{fresh:,} added, {len(named) - fresh:,} on the list already; crosslight watch asks them")


def run_feeds_remove(store: str | None, feeds: Sequence[str]) -> None:
    """Watch these feeds no more."""
    with Store.open(place(store), judge=True) as kept, kept.writing() as session:
        for feed in feeds:
            if not session.feeds.remove(feed):
                raise UsageError(f"{feed} is not on the list; crosslight feeds list shows what is. No feed was removed")


def run_feeds_list(store: str | None, *, as_json: bool) -> None:
    """The feeds that are watched, and how each does."""
    with Store.open(place(store)) as kept, kept.reading() as session:
        feeds = session.feeds.all()
    for feed in feeds:
        state = (
            f"fails ({feed.failures} time{'s' if feed.failures > 1 else ''}: {feed.last_error})"
            if feed.failures
            else "works"
            if feed.last_success
            else "not asked yet"
        )
        told = columns(feed.url, feed.title, "paused" if feed.paused else state, f"next {feed.next_due}" if feed.next_due else None)
        out(json.dumps(asdict(feed), ensure_ascii=False) if as_json else told)
    if not feeds:
        say("no feed is watched; crosslight feeds add puts some on the list")


def run_doctor(store: str | None, *, repair: bool, backup: Path | None, rescue: Path | None, as_json: bool) -> int:
    """Look the store over. 0 where everything holds (or was repaired), 1 where not."""
    where = place(store)
    try:
        return (
            _rescue(where, rescue, as_json=as_json) if rescue else _look_over(where, repair=repair, backup=backup, as_json=as_json)
        )
    except StoreError as error:
        if "damaged" not in str(error) or "://" in where:
            raise
        say(str(error).split("; ")[0])
        return _rescue(where, None, as_json=as_json)


def _look_over(where: str, *, repair: bool, backup: Path | None, as_json: bool) -> int:
    from crosslight.store import doctor

    with Store.open(where, write=repair) as kept:
        if backup:
            doctor.backup(kept, backup)
            say(f"a copy is in {backup}")
        health = doctor.look_over(kept, repair=repair)
    if as_json:
        out(json.dumps(asdict(health) | {"sound": health.sound}, ensure_ascii=False))
        return 0 if health.sound else 1
    for finding in health.findings:
        mended = "made anew" if health.repaired else "can be made anew: crosslight doctor --repair"
        out(
            f"{finding.part}: {squeeze(finding.what)} ({mended if finding.derived else 'cannot be made again; restore it from a backup'})"
        )
    held = f"{health.articles} articles in {health.versions} versions, {health.judgements} judgements, {health.stories} stories"
    say(
        f"{where}: {held}; "
        + ("everything holds" if not health.findings else "repaired" if health.sound else "not everything holds")
    )
    return 0 if health.sound else 1


def _rescue(where: str, new: Path | None, *, as_json: bool) -> int:
    from crosslight.store.rescue import rescue

    if not Path(where).is_file():
        raise UsageError(f"there is no file {where}")
    if new is None:
        found = rescue(Path(where))
    else:
        if new.exists():
            raise UsageError(f"{new} is there already; name a new file")
        with Store.open(new, write=True) as into:
            found = rescue(Path(where), into)
    if as_json:
        out(json.dumps({"sound": False, "rescued_to": str(new) if new else None} | asdict(found), ensure_ascii=False))
    else:
        lost = f"{found.lost_versions} texts and {found.lost_judgements} judgements are lost"
        out(f"{found.versions} texts and {found.judgements} judgements of persons can be read; {lost}")
    say(
        f"they are in {new}; crosslight ingest --store {new} reads them closely and finds their stories again"
        if new
        else "crosslight doctor --rescue NEW.db puts what can be read into a new store"
    )
    return 0 if new else 1


def story_of(session: Session, id: str) -> Story:
    """The story of this id, or the one that it was merged into.

    Raises:
        UsageError: there is none.

    """
    now = session.stories.now(id)
    story = session.stories.get(now) if now else None
    if story is None:
        raise UsageError(f"there is no story {id!r}; crosslight stories lists them")
    return story


def _story_line(line: StoryLine) -> str:
    outlets = ", ".join(line.outlets[:4]) + (f" and {len(line.outlets) - 4} more" if len(line.outlets) > 4 else "")
    count = f"{line.articles} article{'s' if line.articles > 1 else ''}"
    return f"{columns(line.id, line.title)}\n    {count}  {_dates(line.first, line.last)}  {squeeze(outlets) or 'outlet unknown'}"


def _dates(first: str | None, last: str | None) -> str:
    if not first or not last:
        return "undated"
    return first[:10] if first[:10] == last[:10] else f"{first[:10]} to {last[:10]}"


def lineage_line(line: Lineage) -> str:
    """What became of a story, in a line."""
    happened = {"merged_into": "was merged into", "split_from": "was split from", "moved_from": "took articles from"}[line.kind]
    return squeeze(f"{line.story} {happened} {line.other}" + (f" ({line.at[:16]})" if line.at else ""))


def _hit_line(hit: Hit) -> str:
    article = hit.article
    head = columns(article.id, article.published or "undated", article.outlet or "outlet unknown", article.title, _in(hit.story))
    return head + (f"\n    {_around(hit.span)}" if hit.span else "")


def _figure_line(hit: FigureHit) -> str:
    figure, article = hit.figure, hit.article
    what = f"{figure.span.text} ({figure.counts or figure.unit or 'nothing named'})"
    head = columns(what, article.published or "undated", article.outlet or "outlet unknown", article.id, _in(hit.story))
    return head + f"\n    {_around(figure.span)}"


def _in(story: str | None) -> str:
    return f"[{story}]" if story else ""


def columns(*parts: str | None) -> str:
    """Those that there are, in one line, without characters that steer a terminal."""
    return "  ".join(squeeze(part) for part in parts if part)


def _around(span: Span) -> str:
    """The words that were found, marked, with those around them."""
    whole = span.article.text if span.part == "text" else span.article.title or ""
    before, after = whole[max(0, span.start - AROUND) : span.start], whole[span.end : span.end + AROUND]
    opening, closing = "…" * (span.start > AROUND), "…" * (span.end + AROUND < len(whole))
    return opening + squeeze(f"{before}[{span.text}]{after}") + closing


def _hit_record(hit: Hit) -> dict[str, object]:
    from crosslight.export.record import article_record

    return {"article": article_record(hit.article), "story": hit.story, "found": _span_record(hit.span) if hit.span else None}


def _figure_record(hit: FigureHit) -> dict[str, object]:
    from crosslight.export.record import article_record, record

    return {"article": article_record(hit.article), "story": hit.story, "figure": record(hit.figure)}


def _span_record(span: Span) -> dict[str, object]:
    told: dict[str, object] = {"start": span.start, "end": span.end, "text": span.text}
    return told | ({"part": "title"} if span.part == "title" else {})


def out(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(line + "\n")
