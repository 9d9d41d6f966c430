"""``crosslight show``: one story of the store, or its accounts side by side."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.cli.outputs import Outputs, rendered, write_all
from crosslight.cli.store import columns, lineage_line, out, place, story_of
from crosslight.cli.telling import console, progress_bar, say
from crosslight.present.lineup import squeeze
from crosslight.store import Store

if TYPE_CHECKING:
    from crosslight.model import Dossier, NearMiss, Story
    from crosslight.settings import Settings
    from crosslight.store import Session


def run_show(store: str | None, id: str, *, dossier: bool, as_json: bool, html: Path | None, settings: Settings) -> None:
    """Show one story: its articles, why each is in it, what it came from; or its accounts side by side."""
    outputs = Outputs(Path("-") if dossier and as_json else None, html, None)
    outputs.check()
    with Store.open(place(store)) as kept:
        with kept.reading() as session:
            story = story_of(session, id)
            if as_json and not dossier:
                out(json.dumps(_story_record(session, story), ensure_ascii=False, indent=1))
            elif not (dossier or html):
                _show_story(session, story)
        if not (dossier or html):
            return
        laid = _laid(kept, story, settings)
    write_all(rendered(laid, outputs))
    for note in laid.notes:
        if note.kind != "unknown":  # it tells what compare can be told on the command line
            say(f"{note.about}: {note.text}")
    if dossier and not outputs.stdout_taken:
        from crosslight.present import terminal

        terminal.render(laid, console(sys.stdout))


def _show_story(session: Session, story: Story) -> None:
    for line in story.lineage:
        out(lineage_line(line))
    for id in story.articles:
        article, placed = session.articles.get(id), session.stories.placement(id)
        if article is None:
            continue
        out(columns(id, article.published or "undated", article.outlet or "outlet unknown", article.title))
        versions = session.articles.versions(id)
        if len(versions) > 1:
            anew = ", and it was placed anew" if session.revisions.placement(id) else ""
            out(f"    its text changed {len(versions) - 1} time{'s' if len(versions) > 2 else ''}{anew}")
        if placed and placed.judgement:
            why = placed.judgement
            out("    " + squeeze(f"with {why.other}: {'; '.join(why.reasons)} ({why.score:.2f}, {why.judge})"))
        elif placed:
            out("    opened a story")
        for last in session.judgements.about([id], persons=True)[-1:]:  # the newest wins
            out("    " + squeeze("; ".join(last.judgement.reasons)))
        for miss in placed.near_misses if placed else ():
            out("    " + squeeze(f"not with {miss.story} ({miss.score:.2f}): {'; '.join(miss.reasons)}"))


def _laid(store: Store, story: Story, settings: Settings) -> Dossier:
    """The accounts of a story side by side, from the annotations that are kept where there are any."""
    from crosslight import flow

    with store.reading() as session:
        articles = [a for a in (session.articles.get(id) for id in story.articles) if a]
        held = {a.id: session.readings.get(a.id) for a in articles}
    readings = []
    with progress_bar(quiet=False) as progress:  # the store is not held meanwhile
        for done, article in enumerate(articles, 1):
            readings.append(held[article.id] or next(flow.annotate([article], settings=settings)))
            if progress:
                progress("reading", done, len(articles))
        if progress:
            progress("collating", 0, 1)
        return flow.lay_again(readings, settings)


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
