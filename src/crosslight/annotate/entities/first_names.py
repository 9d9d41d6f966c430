"""First names and whose they mostly are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.entities.lexicon import Gender


@cache
def _genders() -> dict[str, Gender]:
    lines = files("crosslight.data").joinpath("first_names", "first_names.tsv").read_text("utf-8").splitlines()
    table: dict[str, Gender] = {}
    for line in lines:
        gender, _, names = line.partition("\t")
        table.update(dict.fromkeys(names.split(), "f" if gender == "f" else "m"))
    return table


def gender_of(name: str) -> Gender | None:
    """The gender that nearly all bearers of a first name have, where one is known."""
    return _genders().get(name.lower())
