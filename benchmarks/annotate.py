"""How much the annotators cost beside the spaCy parse that they stand on, and what a second process gains.

``python -m benchmarks.annotate [ARTICLES]``: parse alone and whole annotation in turn over every 16 articles, twice and in either order, so that a
machine that is slower at one moment is so for both; processor seconds, and the median of the ratios. Then one process against two that stay, in
wall seconds, in turn over every 100 articles, beside the bare parse in one process and in two, which is the most that a second process can gain on
the machine at that moment. ``ARTICLES`` (400 by default) of 60 or fewer leaves the second part out.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING

import spacy

from benchmarks.stories import articles
from crosslight import flow
from crosslight.annotate.installed import installed_parser
from crosslight.annotate.parsed import cleaned
from crosslight.scale.processes import Readers
from crosslight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from crosslight.model import Article

BATCH = 16
ROUND = 100
"""Articles that one process and two are compared over at a time."""
ENOUGH = 200
"""Articles that parse and annotation are compared over."""


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one call by a clock: the wall's, unless another is given."""
    start = clock()
    work()
    return clock() - start


def _parsed(plain: Language, texts: list[str]) -> list[Doc]:
    return list(plain.pipe(texts, batch_size=BATCH))


def _all(things: Iterable[object]) -> None:
    for _ in things:
        pass


def ratio(told: list[Article]) -> None:
    """Print words a processor second of the parse and of the whole, and how the two relate."""
    words = sum(len(a.text.split()) for a in told)
    annotator = flow.annotator()
    plain = _plain()
    texts = [cleaned(a.text) for a in told]
    list(plain.pipe(texts[:10])), list(annotator.annotate(told[:10]))  # everything is loaded before the clock starts
    before = _peak()
    pairs = []
    for turn, first in product((False, True), range(0, len(told), BATCH)):
        part = slice(first, first + BATCH)
        work = [partial(_parsed, plain, texts[part]), lambda part=part: _all(annotator.annotate(told[part]))]
        taken = [seconds(one, time.process_time) for one in (work[::-1] if turn else work)]
        pairs.append(taken[::-1] if turn else taken)
    p, w = (sum(column) / 2 for column in zip(*pairs, strict=True))
    low, middle, high = _quartiles([w / p for p, w in pairs])
    print(f"{len(told)} articles, {words} words; memory {before:.0f} MB once loaded, {_peak():.0f} MB at most")
    print(f"spaCy parse alone    {words / p:8.0f} words a processor second")
    print(
        f"whole annotation     {words / w:8.0f} words a processor second   {middle:.2f} times the parse (quartiles {low:.2f}, {high:.2f})"
    )


def workers(told: list[Article]) -> None:
    """Print words a wall second of one process and of two that stay, and of the bare parse in one and in two, over the same articles.

    The bare parse sends back a count alone, so its gain is what the machine itself gives a second process.
    """
    settings = Settings(cache=None, workers=2)
    alone = Settings(cache=None)
    with Readers(settings) as readers, ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as bare:
        start = seconds(lambda: _all(readers.stream(told[: 4 * Readers.CHUNK])))
        _all(bare.map(_tokens, _chunks(told[: 4 * Readers.CHUNK])))
        ways = (
            lambda part: _all(flow.annotate(part, settings=alone)),
            lambda part: _all(readers.stream(part)),
            lambda part: _all(map(_tokens, _chunks(part))),
            lambda part: _all(bare.map(_tokens, _chunks(part))),
        )
        rounds = [_round(ways, told[first : first + ROUND], turn) for turn, first in enumerate(range(0, len(told), ROUND))]
    words = sum(len(a.text.split()) for a in told)
    one, two, bare_one, bare_two = (words / sum(column) for column in zip(*rounds, strict=True))
    low, middle, high = _quartiles([one / two for one, two, _, _ in rounds])
    _, floor, _ = _quartiles([one / two for _, _, one, two in rounds])
    print(f"one process          {one:8.0f} words/s over {len(told)} articles")
    print(f"two that stay        {two:8.0f} words/s   {middle:.2f} times one (quartiles {low:.2f}, {high:.2f})")
    print(f"the bare parse       {bare_one:8.0f} words/s in one process, {bare_two:.0f} in two: {floor:.2f} times one")
    print(f"starting the two, with their first {4 * Readers.CHUNK} articles: {start:.1f} s")


def _round(ways: Sequence[Callable[[list[Article]], object]], part: list[Article], turn: int) -> list[float]:
    """Wall seconds of each way over a part, every second round in the other order."""
    order = range(len(ways))[:: -1 if turn % 2 else 1]
    taken = {way: seconds(partial(ways[way], part)) for way in order}
    return [taken[way] for way in range(len(ways))]


def _chunks(told: list[Article]) -> list[list[str]]:
    return [[cleaned(a.text) for a in told[first : first + Readers.CHUNK]] for first in range(0, len(told), Readers.CHUNK)]


def _tokens(texts: list[str]) -> int:
    return sum(len(doc) for doc in _plain().pipe(texts, batch_size=BATCH))


@cache
def _plain() -> Language:
    return spacy.load(installed_parser())


def _quartiles(ratios: list[float]) -> tuple[float, float, float]:
    ordered = sorted(ratios)
    return ordered[len(ordered) // 4], ordered[len(ordered) // 2], ordered[len(ordered) * 3 // 4]


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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
