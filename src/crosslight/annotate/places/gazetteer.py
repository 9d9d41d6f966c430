"""The gazetteer: names to places, loaded once from a compact table."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from hashlib import blake2b
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_SHORT = {"st": "saint", "mt": "mount", "ft": "fort", "pt": "point", "co": "county"}
_NO_STATE = 65535


class Kind(IntEnum):
    """What sort of place a row is."""

    TOWN = 0
    COUNTRY = 1
    STATE = 2
    COUNTY = 3
    REGION = 4


def normal(name: str) -> str:
    """A name as it is looked up: lower case, without accents and points, hyphens as spaces, "St." as "saint"."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = name.lower().replace(".", "").replace("'", "").replace("\u2019", "").replace("-", " ")
    words = plain.split()
    if len(words) > 1:
        words = [_SHORT.get(w, w) for w in words]
        if words[0] == "the":
            words = words[1:]
    return " ".join(words)


def key_hash(plain: str) -> int:
    """The 64-bit hash under which a normal name stands in the table (stable across machines)."""
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``own`` is False where the name is one of its other names."""

    row: int
    kind: Kind
    lat: float
    lon: float
    people: int
    country: str
    state: str
    own: bool


def _lines(column: NDArray[Any]) -> list[str]:
    """The lines of a text kept as bytes."""
    return column.tobytes().decode().split("\n")


class Gazetteer:
    """Names to places, as sorted hashes and columns."""

    def __init__(self, table: dict[str, NDArray[Any]]) -> None:
        """Takes the columns of the shipped table."""
        self._hashes = table["hashes"]
        self._ends = np.cumsum(table["sizes"].astype(np.int64))
        self._table = table
        self._codes = _lines(table["codes"])
        self._states = _lines(table["firsts"])
        self._name_ends = np.cumsum(table["lengths"].astype(np.int64))

    def __len__(self) -> int:
        return len(self._name_ends)

    def look_up(self, plain: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """The places that each of the normal names may mean, the most peopled first; names without any are left out."""
        wanted = list(dict.fromkeys(plain))
        if not wanted:
            return {}
        hashes = np.array([key_hash(p) for p in wanted], dtype=np.uint64)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        known = np.flatnonzero(self._hashes[at] == hashes)
        return {wanted[i]: self._candidates(int(at[i])) for i in known.tolist()}

    def _candidates(self, key: int) -> tuple[Candidate, ...]:
        t, end = self._table, int(self._ends[key])
        start = int(self._ends[key - 1]) if key else 0
        return tuple(self._candidate(int(t["rows"][i]), own=bool(t["own"][i])) for i in range(start, min(end, start + 80)))

    def _candidate(self, row: int, *, own: bool) -> Candidate:
        t = self._table
        state = int(t["first"][row])
        return Candidate(
            row=row,
            kind=Kind(int(t["kind"][row])),
            lat=int(t["lat"][row]) / 10_000,
            lon=int(t["lon"][row]) / 10_000,
            people=int(t["people"][row]),
            country=self._codes[int(t["country"][row])],
            state="" if state == _NO_STATE else self._states[state],
            own=own,
        )

    def name(self, row: int) -> str:
        """The place's own name."""
        end = int(self._name_ends[row])
        return str(self._table["names"][end - int(self._table["lengths"][row]) : end].tobytes().decode())

    def id(self, row: int) -> int | None:
        """The place's GeoNames id, where the table has it."""
        return int(self._table["id"][row]) or None


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, loaded on first use."""
    with as_file(files("crosslight.data").joinpath("gazetteer", "gazetteer.npz")) as path, np.load(path) as table:
        return Gazetteer({name: table[name] for name in table.files})
