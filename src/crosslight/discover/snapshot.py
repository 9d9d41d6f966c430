"""The clusterer's state as bytes: plain arrays and JSON in one NumPy archive, nothing that could run code."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from crosslight.discover import copies
from crosslight.discover.background import Frequencies
from crosslight.discover.candidates import Index
from crosslight.discover.judging import Judged
from crosslight.discover.partition import Open, Partition
from crosslight.discover.rows import Rows
from crosslight.discover.stream import Stream
from crosslight.errors import AbortError
from crosslight.model.story import Judgement, Lineage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crosslight.discover.clusterer import Limits

FORMAT = 1


def packed(stream: Stream, partition: Partition, judged: Judged, limits: Limits) -> bytes:
    """The state as bytes."""
    told = {
        "format": FORMAT,
        "signatures": copies.version(),
        "limits": asdict(limits),
        "ids": stream.rows.ids,
        "stories": [
            [s.number, s.id, list(s.articles.items()), s.live, [_lineage(e) for e in s.lineage]] for s in partition.open.values()
        ],
        "next": partition.next,
        "judgements": [asdict(j) for j in judged.judgements],
        "count": stream.count,
        "swept": stream.swept,
        "days": list(stream.days),
    }
    arrays = {
        **stream.rows.state(), **stream.index.state(), **stream.frequencies.state(),
        "mean": stream.mean, "told": np.frombuffer(json.dumps(told).encode(), np.uint8),
    }  # fmt: skip
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def unpacked(state: bytes) -> tuple[Stream, Partition, Judged, Limits]:
    """What :func:`packed` wrote.

    Raises:
        AbortError: the bytes are damaged, or of another version.

    """
    from crosslight.discover.clusterer import Limits

    try:
        with np.load(io.BytesIO(state), allow_pickle=False) as held:
            arrays: dict[str, NDArray[np.generic]] = {name: held[name] for name in held.files}
        told = json.loads(arrays["told"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise AbortError("the clusterer's snapshot is damaged; place the articles again") from error
    if told.get("format") != FORMAT or told.get("signatures") != copies.version():
        raise AbortError("the clusterer's snapshot is of another version; place the articles again")
    rows = Rows.restored(arrays, told["ids"])
    stream = Stream(Frequencies.restored(arrays), rows, Index.restored(arrays))
    stream.mean = arrays["mean"].astype(np.float32)
    stream.count, stream.swept = told["count"], told["swept"]
    stream.days.extend(told["days"])
    judged = Judged(Judgement(**{**j, "reasons": tuple(j["reasons"])}) for j in told["judgements"])
    return stream, _partition(rows, told["stories"], told["next"]), judged, Limits(**told["limits"])


def _partition(
    rows: Rows, stories: list[tuple[int, str, list[tuple[int, str]], list[int], list[list[str]]]], following: int
) -> Partition:
    partition = Partition(rows)
    partition.next = following
    for number, id, articles, live, lineage in stories:
        entries = [Lineage(*entry) for entry in lineage]  # type: ignore[arg-type]
        story = Open(number, id, {int(n): a for n, a in articles}, list(live), entries)
        partition.take(story)
    return partition


def _lineage(entry: Lineage) -> list[str | None]:
    return [entry.story, entry.kind, entry.other, entry.at]
