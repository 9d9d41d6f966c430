"""How much the annotators cost beside the spaCy parse that they stand on, and what a second process gains.

``python -m benchmarks.annotate [ARTICLES]``: parse alone and whole annotation in turn, three times; medians of processor
seconds, which other work on the machine hardly moves. Then one process against two, in wall seconds, starting them
included: that wants an idle machine and enough articles that starting (some 3 s) is a small part, 600 by default.
``ARTICLES`` of 60 or fewer leaves the second part out.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.stories import articles
from crosslight import flow
from crosslight.annotate.parsed import cleaned
from crosslight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from crosslight.model import Article

ENOUGH = 200
"""Articles that parse and annotation are compared over."""


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one call by a clock: the wall's, unless another is given."""
    start = clock()
    work()
    return clock() - start


def ratio(told: list[Article]) -> None:
    """Print words a processor second of the parse and of the whole, and how the two relate."""
    words = sum(len(a.text.split()) for a in told)
    annotator = flow.annotator()
    texts = [cleaned(a.text) for a in told]
    list(annotator.annotate(told[:10]))  # everything is loaded before the clock starts
    before = _peak()
    parse, whole = [], []
    for _ in range(3):
        parse.append(seconds(lambda: list(annotator.parser.pipe(texts, batch_size=16)), time.process_time))
        whole.append(seconds(lambda: [None for _ in annotator.annotate(told)], time.process_time))
    p, w = statistics.median(parse), statistics.median(whole)
    print(f"{len(told)} articles, {words} words; memory {before:.0f} MB once loaded, {_peak():.0f} MB at most")
    print(f"spaCy parse alone    {words / p:8.0f} words a processor second")
    print(f"whole annotation     {words / w:8.0f} words a processor second   {w / p:.2f} times the parse")


def workers(told: list[Article]) -> None:
    """Print words a wall second of one process and of two."""
    words = sum(len(a.text.split()) for a in told)
    one = seconds(lambda: [None for _ in flow.annotate(told, settings=Settings(cache=None))])
    two = seconds(lambda: [None for _ in flow.annotate(told, settings=Settings(cache=None, workers=2))])
    print(f"one process          {words / one:8.0f} words/s over {len(told)} articles")
    print(f"two processes        {words / two:8.0f} words/s   {one / two:.2f} times one (starting them included)")


def main(count: int) -> None:
    """The ratio over a part of the articles, then one and two processes over all."""
    told = articles(count)
    ratio(told[:ENOUGH])
    if count > 60:
        workers(told)


def _peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
