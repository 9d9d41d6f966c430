"""Names of places and people that do not exist: for pages to time with, and for the tests' streams of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SYLLABLES = ("ar", "bel", "cor", "dun", "el", "far", "gim", "hol", "is", "jor", "kel", "lun", "mor", "nev", "os", "pel", "ros", "tam", "ul", "ver")  # fmt: skip


def name(draw: Random) -> str:
    """A name of three syllables."""
    return "".join(draw.sample(SYLLABLES, 3)).title()
