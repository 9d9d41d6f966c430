"""What the store is asked and told from the command line: lists, searches, a person's judgements, feeds, the doctor."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.cli.run import _console, _progress, _say
from crosslight.errors import StoreError, UsageError
from crosslight.present.lineup import squeeze
from crosslight.store import Filters, Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.model import Lineage, NearMiss, Span, Story
    from crosslight.settings import Settings
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
    for line in lines:
        _out(json.dumps(asdict(line), ensure_ascii=False) if as_json else _story_line(line))
    if not lines:
        _say("there is no such story")


def run_show(store: str | None, id: str, *, dossier: bool, as_json: bool, settings: Settings) -> None:
    """Show one story: its articles, why each is in it, what it came from; or its accounts side by side."""
    with Store.open(place(store)) as kept, kept.reading() as session:
        story = story_of(session, id)
        if dossier:
            _show_dossier(session, story, settings, as_json=as_json)
        elif as_json:
            _out(json.dumps(_story_record(session, story), ensure_ascii=False, indent=1))
        else:
            _show_story(session, story)


def run_search(
    store: str | None, words: Sequence[str], wanted: Filters, figures: FigureQuestion, *, best_first: bool, as_json: bool
) -> None:
    """Articles, or figures, that answer; each with the words that do."""
    said = " ".join(words)
    if not (said or figures.asked or (wanted.outlet, wanted.since, wanted.until, wanted.person, wanted.place) != (None,) * 5):
        raise UsageError("say what to look for: words, or --outlet, --person, --place, --since, --until, --counts, --over, --under")
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
        _out(line)
    if not lines:
        _say("nothing was found")


def run_feeds_add(store: str | None, feeds: Sequence[str]) -> None:
    """Watch these feeds."""
    where = place(store)
    new = "://" not in where and not Path(where).exists()
    with Store.open(where, write=new, judge=True) as kept, kept.writing() as session:
        for feed in feeds:
            if not feed.startswith(("http://", "https://")):
                raise UsageError(f"{feed} is no web address; a feed's begins with http:// or https://")
            session.feeds.add(feed)


def run_feeds_list(store: str | None, *, as_json: bool) -> None:
    """The feeds that are watched, and how each does."""
    with Store.open(place(store)) as kept, kept.reading() as session:
        for feed in session.feeds.all():
            state = (
                f"fails ({feed.failures} times: {feed.last_error})"
                if feed.failures
                else "works"
                if feed.last_success
                else "not asked yet"
            )
            told = f"{feed.url}  {'paused' if feed.paused else state}" + (f"  next {feed.next_due}" if feed.next_due else "")
            _out(json.dumps(asdict(feed), ensure_ascii=False) if as_json else squeeze(told))


def run_doctor(store: str | None, *, repair: bool, backup: Path | None, rescue: Path | None, as_json: bool) -> int:
    """Look the store over. 0 where everything holds (or was repaired), 1 where not."""
    where = place(store)
    try:
        return _rescue(where, rescue) if rescue else _look_over(where, repair=repair, backup=backup, as_json=as_json)
    except StoreError as error:
        if "damaged" not in str(error) or "://" in where:
            raise
        _say(str(error))
        return _rescue(where, None)


def _look_over(where: str, *, repair: bool, backup: Path | None, as_json: bool) -> int:
    from crosslight.store import doctor

    with Store.open(where, write=repair) as kept:
        if backup:
            doctor.backup(kept, backup)
            _say(f"a copy is in {backup}")
        health = doctor.look_over(kept, repair=repair)
    if as_json:
        _out(json.dumps(asdict(health) | {"sound": health.sound}, ensure_ascii=False))
        return 0 if health.sound else 1
    for finding in health.findings:
        mended = "made anew" if health.repaired else "can be made anew: crosslight doctor --repair"
        _out(
            f"{finding.part}: {squeeze(finding.what)} ({mended if finding.derived else 'cannot be made again; restore it from a backup'})"
        )
    held = f"{health.articles} articles in {health.versions} versions, {health.judgements} judgements, {health.stories} stories"
    _say(
        f"{where}: {held}; "
        + ("everything holds" if not health.findings else "repaired" if health.sound else "not everything holds")
    )
    return 0 if health.sound else 1


def _rescue(where: str, new: Path | None) -> int:
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
    lost = f"{found.lost_versions} texts and {found.lost_judgements} judgements are lost"
    _out(f"{found.versions} texts and {found.judgements} judgements of persons can be read; {lost}")
    _say(
        f"they are in {new}"
        if new
        else "crosslight doctor --rescue NEW.db puts what can be read into a new store; what is derived is made anew"
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
    return f"{line.id}  {squeeze(line.title)}\n    {count}  {_dates(line.first, line.last)}  {squeeze(outlets) or 'outlet unknown'}"


def _dates(first: str | None, last: str | None) -> str:
    if not first or not last:
        return "undated"
    return first[:10] if first[:10] == last[:10] else f"{first[:10]} to {last[:10]}"


def _show_story(session: Session, story: Story) -> None:
    for line in story.lineage:
        _out(lineage_line(line))
    for id in story.articles:
        article, placed = session.articles.get(id), session.stories.placement(id)
        if article is None:
            continue
        _out(_columns(id, article.published or "undated", article.outlet or "outlet unknown", article.title))
        versions = session.articles.versions(id)
        if len(versions) > 1:
            _out(f"    its text changed {len(versions) - 1} time{'s' if len(versions) > 2 else ''}")
        if placed and placed.judgement:
            why = placed.judgement
            _out("    " + squeeze(f"with {why.other}: {'; '.join(why.reasons)} ({why.score:.2f}, {why.judge})"))
        elif placed:
            _out("    opened a story")
        for miss in placed.near_misses if placed else ():
            _out("    " + squeeze(f"not with {miss.story} ({miss.score:.2f}): {'; '.join(miss.reasons)}"))


def _show_dossier(session: Session, story: Story, settings: Settings, *, as_json: bool) -> None:
    """The accounts of a story side by side, from the annotations that are kept where they are."""
    from crosslight import flow

    readings = []
    with _progress(quiet=False) as progress:
        for done, id in enumerate(story.articles, 1):
            article = session.articles.get(id)
            if article:
                reading = session.readings.get(id) or next(flow.annotate([article], settings=settings))
                readings.append(reading)
            if progress:
                progress("reading", done, len(story.articles))
    laid = flow.lay(readings, flow.encoder())
    if as_json:
        from crosslight.export.record import dossier_record

        _out(json.dumps(dossier_record(laid), ensure_ascii=False, indent=1))
        return
    from crosslight.present import terminal

    terminal.render(laid, _console(sys.stdout))


def _story_record(session: Session, story: Story) -> dict[str, object]:
    from crosslight.export.record import article_record

    held = []
    for id in story.articles:
        article, placed = session.articles.get(id), session.stories.placement(id)
        if article:
            versions = [
                {"number": v.number, "text_sha256": v.text_sha256, "fetched": v.fetched} for v in session.articles.versions(id)
            ]
            pages = [{"url": p.url, "raw": p.raw} for p in session.articles.pages(id)]
            why = asdict(placed.judgement) if placed and placed.judgement else None
            misses: list[dict[str, object]] = [_miss(m) for m in placed.near_misses] if placed else []
            held.append(article_record(article) | {"versions": versions, "pages": pages, "judgement": why, "near_misses": misses})
    return {"story": story.id, "lineage": [asdict(line) for line in story.lineage], "articles": held}


def _miss(miss: NearMiss) -> dict[str, object]:
    return asdict(miss)


def lineage_line(line: Lineage) -> str:
    """What became of a story, in a line."""
    happened = {"merged_into": "was merged into", "split_from": "was split from", "moved_from": "took articles from"}[line.kind]
    return f"{line.story} {happened} {line.other}" + (f" ({line.at[:16]})" if line.at else "")


def _hit_line(hit: Hit) -> str:
    article = hit.article
    head = _columns(article.id, article.published or "undated", article.outlet or "outlet unknown", article.title, _in(hit.story))
    return head + (f"\n    {_around(hit.span)}" if hit.span else "")


def _figure_line(hit: FigureHit) -> str:
    figure, article = hit.figure, hit.article
    what = f"{figure.span.text} ({figure.counts or figure.unit or 'nothing named'})"
    head = _columns(what, article.published or "undated", article.outlet or "outlet unknown", article.id, _in(hit.story))
    return head + f"\n    {_around(figure.span)}"


def _in(story: str | None) -> str:
    return f"[{story}]" if story else ""


def _columns(*parts: str | None) -> str:
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


def _out(line: str) -> None:
    sys.stdout.write(line + "\n")
