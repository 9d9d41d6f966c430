"""What the tagger sees of a parsed text: one column a property, white space tokens left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from spacy.attrs import (
    DEP,
    ENT_TYPE,
    HEAD,
    IDX,
    IS_DIGIT,
    IS_PUNCT,
    IS_SPACE,
    IS_TITLE,
    IS_UPPER,
    LEMMA,
    LENGTH,
    LOWER,
    SENT_START,
    TAG,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from crosslight.annotate.attributions.quotations import Quotation

WIDTH: Final = 96
"""Width of the parser's own token vectors, which the tagger was trained on."""
FLAGS: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One row a token: hashes of its words, its place in the tree, sentence and paragraph, and the quotation marks around it."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    index: NDArray[np.int32]
    vector: NDArray[np.float32]
    lower: NDArray[np.uint64]
    lemma: NDArray[np.uint64]
    tag: NDArray[np.uint64]
    dep: NDArray[np.uint64]
    entity: NDArray[np.uint64]
    head: NDArray[np.int32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    sentence: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    quote: NDArray[np.int8]
    flags: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.start)


def columns(doc: Doc, quotations: tuple[Quotation, ...]) -> Columns:
    """The columns of ``doc``; ``index`` leads from a row back to its token."""
    raw = doc.to_array(
        [LOWER, LEMMA, TAG, DEP, ENT_TYPE, HEAD, SENT_START, IS_SPACE, IS_TITLE, IS_UPPER, IS_DIGIT, IS_PUNCT, LENGTH, IDX]
    )
    space = raw[:, 7].astype(bool)
    kept = np.flatnonzero(~space)
    starts = raw[:, 13].astype(np.int32)
    row = np.cumsum(~space) - 1
    to = np.arange(len(doc)) + raw[:, 5].astype(np.int64)
    head = np.where(space[to], np.arange(len(doc)), to)[kept]
    first = raw[:, 6].astype(np.int64) == 1
    first[:1] = True
    lines = np.zeros(len(doc), bool)
    lines[[i for i in np.flatnonzero(space).tolist() if "\n" in doc[i].text]] = True
    sentence, paragraph = np.cumsum(first)[kept], np.cumsum(lines)[kept]
    start, end = starts[kept], starts[kept] + raw[kept, 12].astype(np.int32)
    heads = row[head].astype(np.int32)
    left, right = _edges(heads)
    flags = np.zeros((len(kept), FLAGS), np.float32)
    flags[:, :4] = raw[kept, 8:12]
    flags[:, 4] = np.diff(sentence, prepend=-1) != 0
    flags[:, 5] = np.diff(sentence, append=10**9) != 0
    flags[:, 6] = np.diff(paragraph, prepend=-1) != 0
    flags[:, 7] = np.diff(paragraph, append=10**9) != 0
    return Columns(
        start=start, end=end, index=kept.astype(np.int32), vector=np.asarray(doc.tensor, np.float32)[kept],
        lower=raw[kept, 0], lemma=raw[kept, 1], tag=raw[kept, 2], dep=raw[kept, 3], entity=raw[kept, 4],
        head=heads, left=left, right=right, sentence=sentence.astype(np.int32), paragraph=paragraph.astype(np.int32),
        quote=_quote_states(start, quotations), flags=flags,
    )  # fmt: skip


def _edges(head: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last row of each token's subtree."""
    left = np.arange(len(head), dtype=np.int32)
    right = left.copy()
    for _ in range(60):
        wider_left, wider_right = left.copy(), right.copy()
        np.minimum.at(wider_left, head, left)
        np.maximum.at(wider_right, head, right)
        if np.array_equal(left, wider_left) and np.array_equal(right, wider_right):
            break
        left, right = wider_left, wider_right
    return left, right


def _quote_states(start: NDArray[np.int32], quotations: tuple[Quotation, ...]) -> NDArray[np.int8]:
    """0 outside, 1 inside, 2 the opening mark, 3 the closing mark, 4 inside single marks, 5 inside a block without marks."""
    states = np.zeros(len(start), np.int8)
    for q in quotations:
        a, b, c, d = np.searchsorted(start, (q.start, q.inner, q.outer, q.end))
        states[a:d] = 5 if q.block else 4 if q.single else 1
        if not q.block:
            states[a:b], states[c:d] = 2, 3
    return states
