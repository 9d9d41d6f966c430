"""What collation will want vectors of, told article by article so that they can be made while the next is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.collate.quantities.views import views
from crosslight.collate.reading import StoryReading

if TYPE_CHECKING:
    from crosslight.model import Annotations
    from crosslight.vectors import Encoder


def texts(reading: Annotations, encoder: Encoder) -> list[str]:
    """The article's sentences, and the words around each of its figures."""
    alone = StoryReading.of([reading], encoder)
    return [*(s.text for s in alone.sentences), *(v.window for v in views(alone))]
