"""Annotations kept on disk, keyed by everything that they depend on: the article, the parser, the annotators' own code.

An entry is a compressed pickle that may hold nothing but Crosslight's nouns. Entries are written aside
and renamed, so two processes may share one folder; an entry that cannot be read is as good as absent.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import zlib
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crosslight.model import Annotations, Article

_UNREADABLE = (
    OSError,
    pickle.UnpicklingError,
    EOFError,
    zlib.error,
    AttributeError,
    TypeError,
    ValueError,
    ImportError,
    IndexError,
    KeyError,
)


@cache
def annotators_digest() -> str:
    """A digest of the annotators' code and data: an entry made by other code is never taken."""
    digest = hashlib.sha256()
    for folder in (Path(__file__).with_name("annotate"), Path(__file__).with_name("data")):
        for file in sorted(f for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts):
            digest.update(str(file.relative_to(folder)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class AnnotationCache:
    """Annotations by article, under one folder."""

    folder: Path
    parser: str

    def get(self, article: Article) -> Annotations | None:
        """What is kept for this article, if anything."""
        try:
            found = _Nouns(io.BytesIO(zlib.decompress(self._file(article).read_bytes()))).load()
        except _UNREADABLE:
            return None
        return found if isinstance(found, Annotations) else None

    def has(self, article: Article) -> bool:
        """Whether something is kept for this article, readable or not."""
        return self._file(article).exists()

    def put(self, article: Article, reading: Annotations) -> None:
        """Keeps a reading. A cache that cannot be written is no reason to stop: the reading is simply not kept."""
        file = self._file(article)
        aside = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(zlib.compress(pickle.dumps(reading, protocol=5), 1))
            aside.replace(file)
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def _file(self, article: Article) -> Path:
        whole = repr((astuple(article), self.parser, annotators_digest()))
        key = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / "annotations" / key[:2] / key


class _Nouns(pickle.Unpickler):
    """An unpickler that knows the model's classes and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("crosslight.model."):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in the cache")
