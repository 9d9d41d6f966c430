"""The words around a number that say how firmly it is meant: "at least", "up to", "about"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["low", "high", "near", "exact"]

_LOW = (
    r"at least|a ?least|more than|greater than|higher than|larger than|no (?:fewer|less) than|not (?:fewer|less) than|in excess of|excess of|upwards? of|"
    r"(?:well |just |a little |slightly |far )?(?:over|above|beyond)|a minimum of|minimum of|(?<!the )(?<!this )(?<!these )past|passe[sd]|exceed(?:s|ed|ing)?|topp(?:ed|ing)|surpass(?:es|ed|ing)?|better than"
)
_HIGH = (
    r"up to|as (?:many|much|high|few) as|fewer than|less than|lower than|no more than|not more than|at most|a maximum of|maximum of|"
    r"(?:well |just )?(?:under|below)|within|capped at|shy of"
)
_NEAR = (
    r"about|around|nearly|almost|some|roughly|approximately|approx\.?|an? estimated|estimated(?: at)?|close to|approaching|circa|c\.|an average of|"
    r"the equivalent of|virtually|practically|perhaps|maybe|probably|more or less|somewhere around|in the region of|in the order of|~|≈"
)
_ONLY = r"only|just|exactly|another|an additional|an extra|a further|a total of|all|the|a|his|her|its|their|these|those|my|our|other|as|some other|additional|every|each|even|still|already"
_BEFORE = re.compile(
    rf"(?:^|(?<=[\s(\"'“‘—–,\-]))(?P<bound>(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<near>{_NEAR}))\s+(?P<then>(?:(?:{_ONLY}|{_NEAR})\s+)?)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:^|(?<=[\s(\"'“‘—–]))(?:only|just|another|an additional|an extra|a further|a total of|all|exactly)\s+$", re.IGNORECASE
)
_BEYOND = re.compile(
    r"\+|[ -]?plus\b|[,]? (?:people |percent |per cent )?or more\b|,? at (?:the very )?least\b|,? and (?:counting|rising)\b|,? or (?:higher|longer|over)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r",? or (?:fewer|less)\b|,? at (?:the )?most\b|,? max(?:imum)?\b", re.IGNORECASE)
_ODD = re.compile(r"[ -]odd\b|,? or so\b|[ -]ish\b|,? (?:more or less|give or take)\b|,? or thereabouts\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bound:
    """How a number is meant, and how far its words reach."""

    kind: Kind
    start: int
    end: int


def around(text: str, start: int, end: int) -> Bound:
    """What the words right before ``start`` and right after ``end`` make of the number between."""
    before = text[max(0, start - 40) : start]
    cut = max(before.rfind(c) for c in ".;:!?\n")
    if cut >= 0 and not before[cut:].lower().startswith((".s.",)):
        before = before[cut + 1 :]
    kind: Kind = "exact"
    left = start
    if m := _BEFORE.search(before):
        kind = "low" if m["low"] else "high" if m["high"] else "near"
        left = start - (len(before) - m.start())
    elif m := _LEAD.search(before):
        left = start - (len(before) - m.start())
    window = text[end : end + 24]
    for found, pattern in (("low", _BEYOND), ("high", _WITHIN), ("near", _ODD)):
        if m := pattern.match(window):
            return Bound(found, left, end + m.end())  # type: ignore[arg-type]
    return Bound(kind, left, end)


def meant(value: float, kind: Kind) -> tuple[float, float | None, float | None]:
    """Value, low and high of a number of that kind."""
    return {"low": (value, value, None), "high": (value, None, value), "near": (value, None, None), "exact": (value, value, value)}[
        kind
    ]
