"""What the encoder gave, kept on disk by the texts it was given: a story laid again costs no encoding."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crosslight.vectors.minilm import Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crosslight.vectors.ahead import Read

MOST = 512 * 1024 * 1024
"""Bytes kept, some 350 articles of 900 words (1.5 MB each); above it those longest unused go, a fifth at a time."""
_UNREADABLE = (OSError, ValueError, TypeError, AttributeError, KeyError, EOFError, RuntimeError, struct.error, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """Vectors and word pieces of one article's texts a file, under one folder; two processes may share it.

    Files are written aside and renamed, and hold arrays only; one that cannot be read is as good as absent.
    """

    folder: Path
    model: str
    most: int = MOST

    def get(self, texts: Sequence[str]) -> Read | None:
        """What the encoder gives for these texts, if it is kept."""
        file = self._file(texts)
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
                vectors, bounds = held["vectors"], held["bounds"]
                starts, ends, states = (
                    held["starts"].astype(np.int64),
                    held["ends"].astype(np.int64),
                    held["states"].astype(np.float32),
                )
        except _UNREADABLE:
            return None
        with suppress(OSError):  # a folder that may only be read serves too
            os.utime(file)
        if len(vectors) != len(texts) or len(bounds) != len(texts) + 1 or len(states) != bounds[-1]:
            return None
        at = [slice(first, last) for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)]
        return vectors, [Pieces(starts[s], ends[s], states[s]) for s in at]

    def put(self, texts: Sequence[str], read: Read) -> None:
        """Keeps it. A folder that cannot be written is no reason to stop: then nothing is kept."""
        vectors, pieces = read
        if not pieces:
            return
        file = self._file(texts)
        aside = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as stream:
                np.savez(
                    stream,
                    vectors=vectors,
                    bounds=np.cumsum([0, *(len(p.start) for p in pieces)]),
                    starts=np.concatenate([p.start for p in pieces]).astype(np.int32),
                    ends=np.concatenate([p.end for p in pieces]).astype(np.int32),
                    states=np.concatenate([p.states for p in pieces]).astype(np.float16),  # what they were rounded to
                )
            aside.replace(file)
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def forget(self) -> None:
        """Drop what was longest unused, where more than ``most`` bytes are kept."""
        try:
            held = sorted((f.stat().st_mtime, f.stat().st_size, f.path) for f in os.scandir(self.folder))
        except OSError:
            return
        total = sum(size for _, size, _ in held)
        if total <= self.most:
            return
        for _, size, path in held:
            if total <= 0.8 * self.most:
                return
            total -= size
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - a path from scandir

    def _file(self, texts: Sequence[str]) -> Path:
        whole = "\0".join((self.model, *texts))
        return self.folder / hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
