"""An encoder that reads each text once: for tests that ask again and again about the same reports, and not about vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from crosslight.vectors import Encoder, Pieces


class Remembering:
    """Gives what the encoder gave (tests/vectors: it depends on the text alone)."""

    def __init__(self, encoder: Encoder) -> None:
        self.model, self._encoder = encoder.model, encoder
        self._held: dict[str, tuple[NDArray[np.float32], Pieces]] = {}

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Pieces]]:
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        rows, pieces = self._encoder.read(new)
        self._held.update(zip(new, zip(rows, pieces, strict=True), strict=True))
        held = [self._held[text] for text in texts]
        return np.array([row for row, _ in held], np.float32).reshape(len(held), rows.shape[1]), [one for _, one in held]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.read(texts)[0]
