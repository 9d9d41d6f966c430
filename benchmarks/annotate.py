"""How much the annotators cost beside the spaCy parse that they stand on, and what a second process gains.

``python -m benchmarks.annotate [ARTICLES]``: parse alone and whole annotation in turn over every 16 articles, twice and in either order, so that a
machine that is slower at one moment is so for both; processor seconds, and the median of the ratios. Then one process against two, in wall seconds, starting them
included: that wants an idle machine and enough articles that starting (some 3 s) is a small part, 600 by default.
``ARTICLES`` of 60 or fewer leaves the second part out.
"""

from __future__ import annotations

import resource
import sys
import time
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import spacy

from benchmarks.stories import articles
from crosslight import flow
from crosslight.annotate.installed import installed_parser
from crosslight.annotate.parsed import cleaned
from crosslight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

    from crosslight.annotate.pipeline import Annotator
    from crosslight.model import Article

BATCH = 16
ENOUGH = 200
"""Articles that parse and annotation are compared over."""


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one call by a clock: the wall's, unless another is given."""
    start = clock()
    work()
    return clock() - start


def _parsed(plain: Language, texts: list[str]) -> list[Doc]:
    return list(plain.pipe(texts, batch_size=BATCH))


def _annotated(annotator: Annotator, told: list[Article]) -> None:
    for _ in annotator.annotate(told):
        pass


def ratio(told: list[Article]) -> None:
    """Print words a processor second of the parse and of the whole, and how the two relate."""
    words = sum(len(a.text.split()) for a in told)
    annotator = flow.annotator()
    plain = spacy.load(installed_parser())
    texts = [cleaned(a.text) for a in told]
    list(plain.pipe(texts[:10])), list(annotator.annotate(told[:10]))  # everything is loaded before the clock starts
    before = _peak()
    pairs = []
    for turn, first in product((False, True), range(0, len(told), BATCH)):
        part = slice(first, first + BATCH)
        work = [partial(_parsed, plain, texts[part]), partial(_annotated, annotator, told[part])]
        taken = [seconds(one, time.process_time) for one in (work[::-1] if turn else work)]
        pairs.append(taken[::-1] if turn else taken)
    p, w = (sum(column) / 2 for column in zip(*pairs, strict=True))
    ratios = sorted(w / p for p, w in pairs)
    low, middle, high = (ratios[len(ratios) * k // 4] for k in (1, 2, 3))
    print(f"{len(told)} articles, {words} words; memory {before:.0f} MB once loaded, {_peak():.0f} MB at most")
    print(f"spaCy parse alone    {words / p:8.0f} words a processor second")
    print(
        f"whole annotation     {words / w:8.0f} words a processor second   {middle:.2f} times the parse (quartiles {low:.2f}, {high:.2f})"
    )


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
