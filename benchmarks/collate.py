"""How collation grows with a story: seconds for 5, 10, 20, 30 and 60 articles from the last annotation to the dossier.

``python -m benchmarks.collate [ARTICLES...]``: articles are annotated as ``compare`` does it, their vectors made meanwhile in a second
thread; "after the last is read" starts its clock there. "Laid again" is what one more article, or a second look, costs: annotations and vectors
are kept from before. Beside it the time of the sentences' vectors alone in one thread, and the growth of the second beside n log n in sentences.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stories import story
from crosslight import flow
from crosslight.collate.ahead import texts
from crosslight.collate.dossier import collate
from crosslight.collate.reading import StoryReading
from crosslight.settings import Settings
from crosslight.vectors import KeptVectors, ReadAhead


def seconds(count: int, kept: KeptVectors) -> tuple[int, float, float, float, float]:
    """Sentences; then seconds: the whole, what of it follows the last reading, the same story laid again, the vectors alone."""
    begun = time.perf_counter()
    readings = []
    with ReadAhead(flow.encoder, kept) as ahead:
        for reading in flow.annotate(story(count, 500), settings=Settings(cache=None), together=1):
            ahead.expect(texts(reading, ahead))
            readings.append(reading)
        read = time.perf_counter()
        collate(StoryReading.of(readings, ahead))
    laid = time.perf_counter()
    with ReadAhead(flow.encoder, kept) as late:
        for reading in readings:
            late.expect(texts(reading, late))
        collate(StoryReading.of(readings, late))
    again = time.perf_counter()
    sentences = [s.text for r in readings for s in r.sentences]
    flow.encoder().encode(sentences)
    return len(sentences), laid - begun, laid - read, again - laid, time.perf_counter() - again


def main() -> None:
    """Print a line a size."""
    flow.annotator(), flow.encoder()
    base = None
    with tempfile.TemporaryDirectory() as folder:
        seconds(2, KeptVectors(Path(folder, "warm"), "warm"))  # everything is loaded before the clock starts
        print("articles  sentences  read and laid  after the last is read  laid again  vectors alone  of n log n")
        for count in map(int, sys.argv[1:] or (5, 10, 20, 30, 60)):
            sentences, whole, after, again, vectors = seconds(count, KeptVectors(Path(folder, str(count)), "measured"))
            growth = again / (sentences * math.log(sentences))
            base = base or growth
            print(
                f"{count:8} {sentences:10} {whole:12.2f} s {after:20.2f} s {again:10.2f} s {vectors:12.2f} s {growth / base:10.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
