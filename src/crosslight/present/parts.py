"""The parts of a dossier, as plain lines and Markdown have them: in one order, under one title each, left out where empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import TypeAlias

from crosslight.present.views import DossierView

Writer: TypeAlias = Callable[[DossierView], Iterator[str]]
"""Tells one part, line by line; nothing where there is nothing to tell."""
TITLES = {"only_one": "Only one", "origins": "Who has it from whom"}
"""Titles that are not the part's own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What tells each part, in the order in which they stand."""

    accounts: Writer
    brief: Writer
    facts: Writer
    figures: Writer
    disputes: Writer
    timeline: Writer
    quotes: Writer
    labels: Writer
    only_one: Writer
    origins: Writer
    commitments: Writer
    notes: Writer

    def told(self, shown: DossierView) -> Iterator[tuple[str, list[str]]]:
        """The title and the lines of each part that has any."""
        for field in fields(self):
            write: Writer = getattr(self, field.name)
            if lines := list(write(shown)):
                yield TITLES.get(field.name, field.name.capitalize()), lines
