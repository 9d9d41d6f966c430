"""From HTML pages on disk to stored, annotated, clustered: articles a second, and the processor time of each stage.

``python -m benchmarks.ingest [--pages N] [--workers N]``. Pages are invented (benchmarks/pages.py); the models are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.pages import pages
from crosslight.acquire import articles_of
from crosslight.model import Article
from crosslight.scale import parts
from crosslight.scale.ingest import BATCH, Arrival, Ingest, ingest
from crosslight.settings import Settings
from crosslight.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WARM = 40
"""Pages taken in before the clock starts."""


class Stages:
    """Processor seconds by stage of this process, those of inner stages left out of outer ones."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside = [0.0]

    def timed(self, stage: str, action: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            began = time.process_time()
            self._inside.append(0.0)
            try:
                return action(*args, **more)
            finally:
                took = time.process_time() - began
                self.seconds[stage] += took - self._inside.pop()
                self._inside[-1] += took

        return run

    def each(self, stage: str, source: Iterator[Any]) -> Iterator[Any]:
        step = self.timed(stage, lambda: next(source, None))
        while (one := step()) is not None:
            yield one


def readers() -> float:
    """Processor seconds of the processes that this one started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def into(store: Store, settings: Settings, stages: Stages) -> Ingest:
    """The shipped ingest, each of its parts timed."""
    clustering, annotating = parts.clustering(), parts.annotating(settings)

    def cluster(made: Any) -> Any:
        made.add = stages.timed("cluster", made.add)
        return made

    timed = replace(
        clustering,
        new=lambda: cluster(clustering.new()),
        vectors=stages.timed("vectors", clustering.vectors),
    )
    return Ingest(store, timed, replace(annotating, read=lambda articles: stages.each("annotate", iter(annotating.read(articles)))))


def main() -> None:
    """Print a line a stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for told in pages(asked.pages + WARM):
            (folder / f"{told.name}.html").write_bytes(told.html)
        files = [folder / f"report-{n}.html" for n in range(asked.pages + WARM)]
        stages = Stages()
        with Store.open(folder / "news.db", write=True) as store:
            taking = into(store, Settings(workers=asked.workers, cache=None), stages)
            taken = list(ingest(taking, arrivals(files[:WARM], stages)))
            stages.seconds.clear()
            began, before = time.perf_counter(), readers()
            step = stages.timed("store", taking.take)
            count = stories = 0
            for first in range(WARM, len(files), BATCH):
                taken = step(arrivals(files[first : first + BATCH], stages))
                count += sum(one.outcome == "new" for one in taken)
            seconds = time.perf_counter() - began
            stages.seconds["annotate"] += readers() - before
            with store.reading() as session:
                stories = session.stories.count()
        size = (folder / "news.db").stat().st_size
    total = stages.seconds.total()
    print(f"{count} articles in {seconds:.1f} s: {count / seconds:.2f} a second with {asked.workers} readers")
    print(f"{stories} stories; {size / count / 1000:.0f} kB an article")
    print(f"{total / count:.3f} processor seconds an article: {2 * count / total:.1f} a second where two cores do nothing else")
    for stage, took in stages.seconds.most_common():
        print(f"{stage:16} {1000 * took / count:8.1f} ms an article {100 * took / total:5.1f} %")


def arrivals(files: list[Path], stages: Stages) -> Iterator[Arrival]:
    """The articles of these pages, read and extracted."""
    for one in stages.each("read, extract", (a for f in files for a in articles_of(f))):
        if isinstance(one, Article):
            yield Arrival(one)


if __name__ == "__main__":
    main()
