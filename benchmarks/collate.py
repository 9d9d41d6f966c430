"""How collation grows with a story: seconds for 5, 10, 20, 30 and 60 articles from the last annotation to the dossier.

``python -m benchmarks.collate [ARTICLES...]``: articles are annotated as ``compare`` does it, their vectors made meanwhile in a second
thread; the clock starts when the last is read. Beside it the whole comparison, the same collation with every vector still to be made, the time of the
sentences' vectors alone in one thread (the floor of that), and the growth of the first beside n log n in sentences.
"""

from __future__ import annotations

import math
import sys
import time

from benchmarks.stories import story
from crosslight import flow
from crosslight.collate.ahead import texts
from crosslight.collate.dossier import collate
from crosslight.collate.reading import StoryReading
from crosslight.settings import Settings
from crosslight.vectors import ReadAhead


def seconds(count: int) -> tuple[int, float, float, float, float]:
    """Sentences; then seconds: the whole, the collation after it, the collation with vectors to be made, the vectors alone."""
    begun = time.perf_counter()
    readings = []
    with ReadAhead(flow.encoder) as ahead:
        for reading in flow.annotate(story(count, 500), settings=Settings(cache=None), together=1):
            ahead.expect(texts(reading, ahead))
            readings.append(reading)
        read = time.perf_counter()
        collate(StoryReading.of(readings, ahead))
    laid = time.perf_counter()
    with ReadAhead(flow.encoder) as late:
        collate(StoryReading.of(readings, late))
    again = time.perf_counter()
    sentences = [s.text for r in readings for s in r.sentences]
    flow.encoder().encode(sentences)
    return len(sentences), laid - begun, laid - read, again - laid, time.perf_counter() - again


def main() -> None:
    """Print a line a size."""
    flow.annotator(), flow.encoder()
    seconds(2)  # everything is loaded before the clock starts
    base = None
    print("articles  sentences  read and laid  after the last is read  with vectors to make  vectors alone  of n log n")
    for count in map(int, sys.argv[1:] or (5, 10, 20, 30, 60)):
        sentences, whole, after, cold, vectors = seconds(count)
        growth = after / (sentences * math.log(sentences))
        base = base or growth
        print(
            f"{count:8} {sentences:10} {whole:12.2f} s {after:20.2f} s {cold:18.2f} s {vectors:12.2f} s {growth / base:10.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
