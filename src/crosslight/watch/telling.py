"""What the watch says of itself, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

EventKind = Literal["feed", "article", "skipped", "dossier", "alert", "round", "problem", "state"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``text`` is a line for a person, ``details`` the same for a program (values as JSON has them).

    ``feed``: one was asked. ``article``: one was taken in, new or changed. ``skipped``: an item that could not be used.
    ``dossier``: a story was laid side by side anew. ``alert``: something to tell. ``round``: all that was due is done.
    ``problem``: something is in the way. ``state``: what is being done just now.
    """

    kind: EventKind
    text: str
    details: Mapping[str, object] = field(default_factory=dict)


Tell = Callable[[Event], object]
"""Called with everything that happens."""
