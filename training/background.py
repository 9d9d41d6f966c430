"""Make ``data/background/frequencies.npz``: in how many news articles each term stands, so that rare terms are known from the first.

From PolNeAR (924 US news articles, 2016-17; train and dev) and the articles of 100 Multi-News clusters.
Terms are hashed as :mod:`crosslight.discover.reading` hashes them; terms of one article alone are left
out. None of the sets that stories are measured on is read.

The mean of every sixth article's vectors goes beside it (``mean.npz``).

    python -m training.background            # wants CROSSLIGHT_CORPORA
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from evals.corpora import corpora

from crosslight.discover.reading import vectors_of
from crosslight.discover.words import term, words_of
from crosslight.model import Article
from crosslight.vectors import MiniLM

OUT = Path(__file__).parent.parent / "src/crosslight/data/background/frequencies.npz"


def texts(folder: Path) -> list[str]:
    """Every article's text, in the order of the files' names."""
    csv.field_size_limit(10**9)
    found = [p.read_text(encoding="utf-8") for p in sorted((folder / "attributions/polnear").glob("*/text/*.txt"))]
    with (folder / "briefs/multinews/sample_100_seed42.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            found += [part.strip() for part in row["document"].split("|||||")]
    return [t for t in found if t]


def main() -> None:
    folder = corpora()
    if folder is None:
        sys.exit("CROSSLIGHT_CORPORA is not set")
    every = texts(folder)
    counts: Counter[int] = Counter()
    for text in every:
        counted = words_of(Article("", text))
        counts.update({term(kind, w) for kind in ("words", "names", "figures") for w in counted.of(kind)})
    kept = sorted((t, n) for t, n in counts.items() if n > 1)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        OUT,
        terms=np.array([t for t, _ in kept], np.uint32),
        counts=np.array([n for _, n in kept], np.uint16),
        articles=np.array(len(every)),
    )
    sample = every[::6]
    encoder = MiniLM()
    mean = np.mean([vectors_of(Article("", text), encoder) for text in sample], axis=0)
    np.savez_compressed(OUT.with_name("mean.npz"), mean=mean.astype(np.float32))
    print(f"{len(every)} articles, {len(kept)} terms in two or more of {len(counts)}, {OUT.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
