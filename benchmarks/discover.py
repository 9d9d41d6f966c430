"""How fast stories are found, and whether that stays so: a simulated stream of news, up to a million articles.

Stories open all the time, have sizes with a heavy tail (Pareto; a fifth are one article), and run for hours
to weeks, so that some hundreds overlap. Each has its own rare words and names, and a beat whose words and
direction it shares with others; words are drawn from a Zipf vocabulary, so that document frequencies are
like those of text. Vectors lie near their story's, and that near its beat's. No text is read and nothing is encoded:
what is timed is finding the story, from an article's traits on.

    python -m benchmarks.discover [--articles 100000] [--window 50000] [--peers]
"""

from __future__ import annotations

import argparse
import heapq
import resource
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from crosslight.discover import Clusterer, Limits
from crosslight.discover.copies import HASHES
from crosslight.discover.reading import WIDTHS, Traits
from crosslight.discover.words import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 300_000
BEATS = 200
PER_DAY = 5_000


class Subject(NamedTuple):
    """One simulated story: its own words and names, and where its vectors lie."""

    number: int
    words: np.ndarray
    names: np.ndarray
    centre: np.ndarray


class Told(NamedTuple):
    """One simulated article and the story that it is truly of."""

    traits: Traits
    story: int


def simulated(articles: int, seed: int = 0) -> Iterator[Told]:
    """A stream of articles in order of publication. The same seed gives the same stream."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=384).astype(np.float32)
    beats = rng.normal(size=(BEATS, 384)).astype(np.float32) + common
    beat_words = rng.integers(2_000, WORDS // 10, size=(BEATS, 40))
    rarity = np.log(1 + np.arange(WORDS) / 20.0).astype(np.float32)
    hashes = rng.integers(1, BUCKETS, size=WORDS).astype(np.uint32)
    due: list[tuple[float, int]] = []
    open_: dict[int, tuple[Subject, int]] = {}
    born, now = 0, 0.0
    for number in range(articles):
        now += rng.exponential(1 / PER_DAY)
        while not due or due[0][0] > now or rng.random() < 0.02:
            size = 1 if rng.random() < 0.2 else int(min(2 + rng.pareto(1.3) * 2, 2_000))
            beat = int(rng.integers(BEATS))
            own = rng.integers(WORDS // 20, WORDS, size=24)
            names = rng.integers(WORDS // 50, WORDS, size=10)
            centre = beats[beat] + rng.normal(size=384).astype(np.float32) * 1.2
            open_[born] = Subject(beat, np.concatenate([own, beat_words[beat]]), names, centre), size
            for at in now + np.minimum(rng.exponential(0.3 + size / 40, size=size), 30) * (size > 1):
                heapq.heappush(due, (float(at), born))
            born += 1
        _, story = heapq.heappop(due)
        subject, left = open_[story]
        yield Told(_traits(f"a{number}", subject, now, rng, hashes, rarity), story)
        if left == 1:
            del open_[story]
        else:
            open_[story] = subject, left - 1


def _traits(id: str, subject: Subject, day: float, rng: np.random.Generator, hashes: np.ndarray, rarity: np.ndarray) -> Traits:
    zipf = (WORDS ** rng.random(140) - 1).astype(np.int64)
    words = np.unique(np.concatenate([rng.choice(subject.words, 30), zipf]))
    names = np.unique(np.concatenate([rng.choice(subject.names, 6), (WORDS ** rng.random(10) - 1).astype(np.int64)]))
    lead = np.unique(np.concatenate([rng.choice(subject.words, 10), zipf[:20]]))
    terms = {
        kind: _weighed(hashes[w] ^ np.uint32(k * 77_777) & np.uint32(BUCKETS - 1), rarity[w], WIDTHS[kind])
        for k, (kind, w) in enumerate({"words": words, "names": names, "lead": lead, "figures": zipf[:4]}.items())
    }
    vectors = subject.centre + rng.normal(size=(2, 384)).astype(np.float32)
    return Traits(
        id=id,
        terms=terms,
        seen=hashes[words],
        passages=rng.integers(1, 2**32, size=48, dtype=np.uint32),
        signature=rng.integers(1, 2**32, size=HASHES, dtype=np.uint32),
        vectors=(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
        weekdays=np.zeros(7, np.float32),
        day=day,
        shown={},
    )


def _weighed(hashes: np.ndarray, rarity: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    best = np.argsort(-rarity, kind="stable")[:width]
    return hashes[best], rarity[best] / max(float(np.sqrt(np.square(rarity).sum())), 1e-9)


def b_cubed(pairs: list[tuple[int, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over (true story, found story), one an article."""
    gold: dict[int, int] = {}
    found: dict[str, int] = {}
    both: dict[tuple[int, str], int] = {}
    for g, f in pairs:
        gold[g] = gold.get(g, 0) + 1
        found[f] = found.get(f, 0) + 1
        both[g, f] = both.get((g, f), 0) + 1
    p = sum(n * n / found[f] for (_, f), n in both.items()) / len(pairs)
    r = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    return p, r, 2 * p * r / (p + r)


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(articles: int, window: int) -> None:
    """One pass; a line at each power of ten and each tenth of the whole."""
    clusterer = Clusterer(limits=Limits(window=window))
    taken: list[float] = []
    story: dict[str, str] = {}
    truth: list[int] = []
    marks = {10**k for k in range(3, 8)} | {articles * k // 10 for k in range(1, 11)}
    print("articles   ms/article  p99     articles/s  open stories  memory MB")
    for told in simulated(articles):
        start = time.process_time()
        placed = clusterer.place(told.traits)
        changes = clusterer.changes()
        taken.append(time.process_time() - start)
        story[placed.article] = placed.story
        story.update(changes.moved)
        truth.append(told.story)
        if len(taken) in marks:
            last = np.array(taken[-min(len(taken) // 2, 10_000) :]) * 1000
            print(
                f"{len(taken):>9,}  {last.mean():>9.3f}  {np.quantile(last, 0.99):>6.2f}  {1000 / last.mean():>9,.0f}"
                f"  {len(clusterer.stories()):>12,}  {megabytes():>9,.0f}",
                flush=True,
            )
    p, r, f = b_cubed([(g, story[f"a{n}"]) for n, g in enumerate(truth)])
    print(f"whole: {len(taken) / sum(taken):,.0f} articles/s, B-cubed P {p:.3f} R {r:.3f} F1 {f:.3f}")


def peers(sizes: tuple[int, ...] = (1_000, 4_000, 12_000)) -> None:
    """Other ways to the same end, on the same stream, at sizes that they reach."""
    for size in sizes:
        told = list(simulated(size))
        truth = [t.story for t in told]
        vectors = np.stack([t.traits.vectors.mean(axis=0) for t in told])
        for name, labels in _ways(told, vectors).items():
            start = time.process_time()
            found = labels()
            took = time.process_time() - start
            p, r, f = b_cubed([(g, str(k)) for g, k in zip(truth, found, strict=True)])
            print(f"{size:>7,}  {name:28}  {size / took:>8,.0f} articles/s  P {p:.3f} R {r:.3f} F1 {f:.3f}", flush=True)


def _ways(told: list[Told], vectors: np.ndarray) -> dict[str, object]:
    def ours() -> list[str]:
        clusterer = Clusterer()
        for t in told:
            clusterer.place(t.traits)
        where = {a: s.id for s in (*clusterer.stories(), *clusterer.changes().settled) for a in s.articles}
        return [where[t.traits.id] for t in told]

    def all_pairs() -> list[int]:
        label = np.arange(len(vectors))
        for i in range(1, len(vectors)):
            alike = vectors[:i] @ vectors[i]
            if alike.max() > 0.62 * float(vectors[i] @ vectors[i]):
                label[i] = label[int(alike.argmax())]
        return label.tolist()

    ways: dict[str, object] = {"crosslight, one pass": ours, "nearest of all, one pass": all_pairs}
    try:
        from sklearn.cluster import DBSCAN, AgglomerativeClustering, Birch
    except ImportError:
        return ways
    cut = 0.55
    ways["scikit-learn, average linkage"] = lambda: AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=cut
    ).fit_predict(vectors)
    ways["scikit-learn, DBSCAN"] = lambda: DBSCAN(eps=cut, min_samples=1, metric="cosine").fit_predict(vectors)
    ways["scikit-learn, Birch"] = lambda: Birch(threshold=0.5, n_clusters=None).fit_predict(vectors)
    return ways


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--window", type=int, default=Limits().window)
    parser.add_argument("--peers", action="store_true", help="compare with other ways instead")
    given = parser.parse_args()
    if given.peers:
        peers()
    else:
        run(given.articles, given.window)


if __name__ == "__main__":
    main()
