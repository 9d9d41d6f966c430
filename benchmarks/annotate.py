"""How much the annotators cost beside the spaCy parse that they stand on, and what a second process gains.

``python -m benchmarks.annotate [ARTICLES]``: parse alone and whole annotation in turn, three times, medians.
"""

from __future__ import annotations

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


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(count: int) -> None:
    """Print words a second of each, and the ratios."""
    told = articles(count)
    words = sum(len(a.text.split()) for a in told)
    annotator = flow.annotator()
    texts = [cleaned(a.text) for a in told]
    list(annotator.annotate(told[:10]))  # everything is loaded before the clock starts
    parse, whole = [], []
    for _ in range(3):
        parse.append(seconds(lambda: list(annotator.parser.pipe(texts, batch_size=16))))
        whole.append(seconds(lambda: list(annotator.annotate(told))))
    p, w = statistics.median(parse), statistics.median(whole)
    print(f"{count} articles, {words} words")
    print(f"spaCy parse alone    {words / p:8.0f} words/s")
    print(f"whole annotation     {words / w:8.0f} words/s   {w / p:.2f} times the parse")
    one = seconds(lambda: list(flow.annotate(told, settings=Settings(cache=None))))
    two = seconds(lambda: list(flow.annotate(told, settings=Settings(cache=None, workers=2))))
    print(f"one process          {words / one:8.0f} words/s")
    print(f"two processes        {words / two:8.0f} words/s   {one / two:.2f} times one (starting them included)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
