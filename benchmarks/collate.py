"""How collation grows with a story: seconds for 5, 10, 20, 30 and 60 articles after annotation.

``python -m benchmarks.collate [ARTICLES...]``: vectors included; beside each the time of sentence vectors alone (the floor), and the growth beside n log n.
"""

from __future__ import annotations

import math
import sys
import time

from benchmarks.stories import story
from crosslight import flow
from crosslight.collate.dossier import collate
from crosslight.collate.reading import StoryReading
from crosslight.settings import Settings
from crosslight.vectors import ReadAhead


def main() -> None:
    """Print a line a size."""
    base = None
    for count in map(int, sys.argv[1:] or (5, 10, 20, 30, 60)):
        readings = list(flow.annotate(story(count, 500), settings=Settings(cache=None)))
        sentences = sum(len(r.sentences) for r in readings)
        start = time.perf_counter()
        flow.encoder().encode([s.text for r in readings for s in r.sentences])
        vectors = time.perf_counter() - start
        start = time.perf_counter()
        with ReadAhead(flow.encoder) as ahead:
            collate(StoryReading.of(readings, ahead))
        whole = time.perf_counter() - start
        base = base or whole / (sentences * math.log(sentences))
        print(
            f"{count:3} articles {sentences:5} sentences: vectors {vectors:6.2f} s, whole collation {whole:6.2f} s, {whole / (sentences * math.log(sentences)) / base:.2f} of n log n"
        )


if __name__ == "__main__":
    main()
