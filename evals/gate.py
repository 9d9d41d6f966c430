"""The quality gate: ``python -m evals.gate [TASK...]`` runs the corpora through Crosslight and holds the figures to their floors.

A few invented reports (``evals/invented``) are measured everywhere. The corpora are found through ``CROSSLIGHT_CORPORA``; the scorer through ``CROSSLIGHT_SCORER``, or in
``score/score.py`` beside the corpora. Exit code 1 where a figure is below its floor, 0 where all hold;
what cannot be measured here is said to be.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from crosslight import flow
from crosslight.annotate.parsed import parse
from crosslight.annotate.pipeline import read
from crosslight.export.record import annotations_record
from crosslight.model import Article
from evals import dossiers, invented
from evals.corpora import corpora
from evals.parses import parsed, parser

if TYPE_CHECKING:
    from collections.abc import Iterator

ANNOTATED = {
    "attributions": "attributions/polnear/dev",
    "times": "gum_news",
    "places": "places/lgl.xml",
    "events": "events/PLV_train.tsv",
}
"""Tasks that score annotated articles, and the corpus of each."""

STREAMS = ("web2017", "wikinews_a", "wikinews_b", "seesaw")
"""The sets of articles whose stories are to be found, each in stream order by the one shipped configuration."""

Row = tuple[str, float, float]
"""What was measured, its value, its floor."""


def scorer(folder: Path) -> Any:
    """The scorer as a module, or ``None`` where it is not to be had."""
    file = Path(os.environ.get("CROSSLIGHT_SCORER", folder.parent / "score" / "score.py"))
    if not file.is_file():
        return None
    spec = importlib.util.spec_from_file_location("score", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_invented() -> dict[str, Any]:
    """The figures of the invented reports."""
    return invented.scored(map(read, parse(invented.articles(), parser())))


def measured(task: str, folder: Path, score: Any, out: Path) -> dict[str, Any]:
    """The scorer's figures for one task."""
    if task == "accounts":
        dossiers.main(out / "accounts")
        return score.accounts_all(str(folder / "accounts"), str(out / "accounts"))  # type: ignore[no-any-return]
    if task == "stories":
        return of_streams(folder / "stories", score, out)
    corpus = str(folder / ANNOTATED[task])
    file = out / f"{task}.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for reading in map(read, parsed(article_of(a) for a in score.articles(task, corpus))):
            lines.write(json.dumps(annotations_record(reading)) + "\n")
    return getattr(score, task)(corpus, str(file))  # type: ignore[no-any-return]


def of_streams(folder: Path, score: Any, out: Path) -> dict[str, Any]:
    """B-cubed over each set, and the mean of their F1."""
    found: dict[str, Any] = {}
    for name in STREAMS:
        corpus = folder / f"{name}.jsonl"
        records = map(json.loads, corpus.read_text(encoding="utf-8").splitlines())
        placed = flow.cluster(
            Article(**{k: r.get(k) for k in ("id", "text", "title", "outlet", "published", "url")}) for r in records
        )
        file = out / f"{name}.jsonl"
        file.write_text("".join(json.dumps({"id": i, "story": s}) + "\n" for i, s in placed.story_of.items()), encoding="utf-8")
        found[name] = score.stories(str(corpus), str(file))
    found["mean"] = sum(found[name]["b3_f1"] for name in STREAMS) / len(STREAMS)
    return found


def floors(task: str) -> dict[str, float]:
    """The pinned floors of a task, by the path of the figure in the scorer's answer; one with a minus sign is a ceiling."""
    whole = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
    return whole[task]  # type: ignore[no-any-return]


def held(task: str, figures: dict[str, Any]) -> Iterator[Row]:
    """Each pinned figure beside its floor."""
    for path, floor in floors(task).items():
        value: Any = figures
        for step in path.split("."):
            value = value[step]
        yield f"{task}: {path}", float(value), floor


def main(tasks: list[str]) -> int:
    """Run the tasks (all by default); 1 where a figure is below its floor."""
    console = Console()
    folder = corpora()
    score = scorer(folder) if folder else None
    wanted = tasks or ["invented", "accounts", *ANNOTATED, "stories"]
    if folder is None or score is None:
        console.print(
            "only the invented reports are measured: CROSSLIGHT_CORPORA does not name the corpora with the scorer beside them"
        )
        wanted = [task for task in wanted if task == "invented"]
    table = Table("figure", "measured", "floor", "")
    failed = 0
    with tempfile.TemporaryDirectory() as out:
        for task in wanted:
            figures = of_invented() if task == "invented" else measured(task, folder or Path(), score, Path(out))
            for name, value, floor in held(task, figures):
                most = math.copysign(1, floor) < 0  # "-0.0" is "at most none"
                broken = value > -floor if most else value < floor
                failed += broken
                table.add_row(name, f"{value:.3f}", f"{'at most ' if most else ''}{abs(floor):.2f}", "BROKEN" if broken else "")
    console.print(table)
    return 1 if failed else 0


def article_of(record: dict[str, Any]) -> Article:
    """A corpus record as an article, its language known."""
    return Article(id=record["id"], text=record["text"], published=record.get("published"), language="en")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
