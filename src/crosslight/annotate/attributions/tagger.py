"""The trained tagger: finds cues, and for each where its source and its content begin and end. Numpy only."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from crosslight.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from crosslight.annotate.attributions.features import Columns
    from crosslight.annotate.attributions.saying import Range

LEFT: Final = 100
RIGHT: Final = 180
"""Rows before and after a cue where its source and content are looked for (98 % of PolNeAR's lie inside)."""
TREE: Final = 5
"""Steps up the tree from a cue that are told apart."""
BUCKETS: Final = 4096
DILATIONS: Final = (1, 2, 4, 8, 1)
BEAM: Final = 2

_STEPS: Final = np.array([0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 130, 160, 200, 250, 320])


def indexed(names: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    """The place of each value in the sorted ``names``, from 1; 0 where it is not there."""
    at = np.searchsorted(names, values).clip(max=len(names) - 1)
    return np.asarray(np.where(names[at] == values, at + 1, 0))


def static(c: Columns, keys: NDArray[Any], vectors: NDArray[Any]) -> NDArray[Any]:
    """The kept vector of each row's word (else its lemma), zero where neither is known."""
    place = indexed(keys, c.lower)
    place = np.where(place, place, indexed(keys, c.lemma))
    known = vectors[place - 1].astype(np.float32) / np.float32(20)
    known[place == 0] = 0
    return np.asarray(known)


def distance(offset: NDArray[Any]) -> NDArray[Any]:
    """A bucket for a distance in rows: 0-23 forward (0 is here), 24-47 back."""
    size = np.searchsorted(_STEPS, np.abs(offset), "right") - 1
    return np.asarray(np.where(offset >= 0, size, size + 24))


def cue_head(head: NDArray[Any], first: int, last: int) -> int:
    """The row of a cue whose head lies outside it."""
    for i in range(first, last + 1):
        if not first <= head[i] <= last or head[i] == i:
            return i
    return first


def relation(c: Columns, dep: NDArray[Any], cue: int, width: int) -> NDArray[Any]:
    """How each row hangs from the cue: steps up to the shared node, the branch's label, and whether the row is its first or last.

    ``width`` is the number of labels. 0 where the shared node lies further than :data:`TREE` steps, or in another sentence.
    """
    found = np.zeros(len(c), np.int64)
    low, high = np.searchsorted(c.sentence, c.sentence[cue], "left"), np.searchsorted(c.sentence, c.sentence[cue], "right")
    heads = c.head[low:high]
    node, below = cue, -1
    for step in range(TREE):
        for child in (np.flatnonzero(heads == node) + low).tolist():
            if child in (below, node):
                continue
            a, b = int(c.left[child]), int(c.right[child]) + 1
            code = int(step * width + dep[child]) * 4
            part = found[a:b]
            part[part == 0] = code
            found[a] = code + 1 if b - a > 1 else code + 3
            if b - a > 1:
                found[b - 1] = code + 2
        found[node] = step * width * 4 + 1
        if c.head[node] == node:
            break
        below, node = node, int(c.head[node])
    return found


def apart(c: Columns, first: int, rows: NDArray[Any]) -> NDArray[Any]:
    """How many sentences and paragraphs lie between the cue and each row."""
    sentences = np.clip(c.sentence[rows] - c.sentence[first], -3, 3) + 3
    return np.asarray(sentences * 5 + np.clip(c.paragraph[rows] - c.paragraph[first], -2, 2) + 2, np.int64)


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as rows (first, last), with the tagger's confidence in its cue."""

    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: tuple[int, int] | None
    sure: float


class Tagger:
    """The network's weights, and the arithmetic that runs them."""

    def __init__(self, weights: dict[str, NDArray[Any]]) -> None:
        w: dict[str, Any] = {k: v.astype(np.float32) if v.dtype == np.float16 else v for k, v in weights.items()}
        self.w = w
        self.names = {k: w[f"names.{k}"] for k in ("tag", "dep", "entity")}
        self.deps = len(self.names["dep"]) + 1
        self.layers = sum(k.startswith("near.") and k.endswith("weight") for k in w)
        self.steps = [
            (np.concatenate([*w[f"near.{n}.weight"].transpose(2, 1, 0), w[f"tree.{n}.weight"].T]), w[f"near.{n}.bias"])
            for n in range(self.layers)
        ]

    def hidden(self, c: Columns, dep: NDArray[Any]) -> NDArray[Any]:
        """The encoder's rows."""
        w, head = self.w, c.head
        tag = w["tag.weight"][indexed(self.names["tag"], c.tag)]
        label = w["dep.weight"][dep]
        known = static(c, w["words.keys"], w["words.vectors"])
        lemma = w["word.weight"][(c.lemma % BUCKETS).astype(np.int64)]
        lower = w["word.weight"][(c.lower % BUCKETS).astype(np.int64)]
        entity = w["entity.weight"][indexed(self.names["entity"], c.entity)]
        row = [
            c.vector,
            known,
            known[head],
            lower,
            lemma,
            lemma[head],
            tag,
            label,
            tag[head],
            label[head],
            entity,
            w["quote.weight"][c.quote],
            c.flags,
        ]
        h = np.maximum(np.concatenate(row, 1) @ w["inward.weight"].T + w["inward.bias"], 0)
        for n, (matrix, bias) in enumerate(self.steps):
            d = DILATIONS[n]
            size = h.shape[1]
            wide = np.zeros((len(h), 4 * size), np.float32)
            wide[d:, :size], wide[:, size : 2 * size], wide[:-d, 2 * size : 3 * size] = h[:-d], h, h[d:]
            wide[:, 3 * size :] = h[head]
            h = h + np.maximum(wide @ matrix + bias, 0)
            h = (h - h.mean(1, keepdims=True)) / np.sqrt(h.var(1, keepdims=True) + 1e-5)
            h = h * w[f"norm.{n}.weight"] + w[f"norm.{n}.bias"]
        return np.asarray(h)

    def __call__(
        self, c: Columns, also: Iterable[int] = (), *, eager: float = 0.0, hollow: tuple[float, float] = (0.0, 0.0)
    ) -> list[Tagged]:
        """Every attribution that the network sees, in the order of the cues.

        Rows in ``also`` are taken for cues where it sees none. ``eager`` is added to a cue's log odds, ``hollow`` to those of
        no source and of no content.
        """
        if not len(c):
            return []
        with one_thread():
            return self._all(c, also, eager, hollow)

    def _all(self, c: Columns, also: Iterable[int], eager: float, hollow: tuple[float, float]) -> list[Tagged]:
        dep = indexed(self.names["dep"], c.dep)
        h = self.hidden(c, dep)
        cues, sure = self._cues(h, eager)
        seen = {i for a, b in cues for i in range(a, b + 1)}
        more = sorted({i for i in also if i not in seen})
        order = sorted(zip([*cues, *((i, i) for i in more)], [*sure, *(-9.0 for _ in more)], strict=True))
        found: list[Tagged] = []
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            found += self._spans(c, dep, h, [x for x, _ in part], [x for _, x in part], hollow)
        return found

    def _cues(self, h: NDArray[Any], eager: float) -> tuple[list[tuple[int, int]], list[float]]:
        scores = h @ self.w["cue.weight"].T + self.w["cue.bias"]
        scores[:, 0] -= eager
        best = scores.argmax(1)
        cues: list[tuple[int, int]] = []
        for i in np.flatnonzero(best).tolist():
            if best[i] == 2 and cues and cues[-1][1] == i - 1:
                cues[-1] = (cues[-1][0], i)
            else:
                cues.append((i, i))
        return cues, [float(scores[a, 1:].max() - scores[a, 0]) for a, _ in cues]

    def _spans(
        self,
        c: Columns,
        dep: NDArray[Any],
        h: NDArray[Any],
        cues: list[tuple[int, int]],
        sure: list[float],
        hollow: tuple[float, float],
    ) -> list[Tagged]:
        w = self.w
        rows = np.array([np.arange(a - LEFT, a + RIGHT) for a, _ in cues])
        outside = (rows < 0) | (rows >= len(c))
        safe = np.where(outside, 0, rows)
        heads = [cue_head(c.head, a, b) for a, b in cues]
        branch = np.array([relation(c, dep, cue, self.deps)[safe[n]] for n, cue in enumerate(heads)])
        split = np.array([apart(c, a, safe[n]) for n, (a, _) in enumerate(cues)])
        q = np.concatenate([h[[a for a, _ in cues]], h[[b for _, b in cues]], h[heads]], 1)
        z = (h @ w["tell.weight"].T)[safe] + (q @ w["ask.weight"].T + w["ask.bias"])[:, None]
        z += w["far.weight"][distance(np.arange(-LEFT, RIGHT))]
        z += w["branch.weight"][branch]
        z += w["apart.weight"][split]
        begin = np.maximum(z, 0) @ w["begin.weight"].T + w["begin.bias"]
        begin[outside] = -1e4
        none = q @ w["none.weight"].T + w["none.bias"]
        picked = [self._pick(role, z, h, rows, begin[..., role], none[:, role] + hollow[role]) for role in (0, 1)]
        return [Tagged(cue, picked[0][n], picked[1][n], sure[n]) for n, cue in enumerate(cues)]

    def _pick(
        self, role: int, z: NDArray[Any], h: NDArray[Any], rows: NDArray[Any], begin: NDArray[Any], none: NDArray[Any]
    ) -> list[Range | None]:
        """The likeliest beginning and end together, over the :data:`BEAM` best beginnings."""
        w, n, outside = self.w, len(z), (rows < 0) | (rows >= len(h))
        log_begin = begin - _log_sum(np.concatenate([begin, none[:, None]], 1))
        top = _best_columns(log_begin, BEAM)
        best, ends = np.full((n, 2), -np.inf), np.zeros((n, 2), np.int64)
        wide, each = np.arange(z.shape[1]), np.arange(n)
        for k in range(BEAM):
            first = top[:, k]
            since = wide[None] - first[:, None]
            y = (
                z
                + (h[rows[each, first].clip(0, len(h) - 1)] @ w[f"after.{role}.weight"].T)[:, None]
                + w[f"since.{role}.weight"][distance(since.clip(0))]
            )
            score = np.maximum(y, 0) @ w["finish.weight"][role] + w["finish.bias"][role]
            score[outside | (since < 0)] = -1e4
            last = score.argmax(1)
            total = log_begin[each, first] + (score[each, last] - _log_sum(score)[:, 0])
            better = total > best[:, 0]
            best[better, 0], ends[better, 0], ends[better, 1] = total[better], first[better], last[better]
        empty = none > begin.max(1)
        return [None if empty[i] else (int(rows[i, ends[i, 0]]), int(rows[i, ends[i, 1]])) for i in range(n)]


@functools.cache
def shipped() -> Tagger | None:
    """The trained tagger that comes with the package, ``None`` where its weights are not there."""
    file = resources.files("crosslight.data") / "attributions" / "tagger.npz"
    if not file.is_file():
        return None
    with file.open("rb") as opened, np.load(opened) as weights:
        return Tagger(dict(weights))


def _best_columns(x: NDArray[Any], count: int) -> NDArray[Any]:
    """The columns of each row's ``count`` largest values, the largest first, of equals the first."""
    left, each = x.copy(), np.arange(len(x))
    best = np.empty((len(x), count), np.int64)
    for k in range(count):
        best[:, k] = left.argmax(1)
        left[each, best[:, k]] = -np.inf
    return best


def _log_sum(x: NDArray[Any]) -> NDArray[Any]:
    top = x.max(1, keepdims=True)
    return np.asarray(top + np.log(np.exp(x - top).sum(1, keepdims=True)))
