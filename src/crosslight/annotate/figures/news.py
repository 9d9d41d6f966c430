"""Which numbers are figures: quantities that a reader takes as news, not dates, names or turns of phrase.

A logistic regression over a few dozen features of the number, its words and its place in the article
(``training/figures.py``; ``data/figures/CARD.md`` tells how it was measured).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from spacy.attrs import LEMMA, POS

from crosslight.annotate.figures import counted, units
from crosslight.annotate.parsed import strings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from crosslight.annotate.figures.candidates import Candidate
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import TimeExpression

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY_BEFORE = re.compile(rf"\b{_MONTH}[a-z]*\.? $")
_DAY_AFTER = re.compile(rf"^,? (?:of )?{_MONTH}")
_CLOCK = re.compile(r"^ ?(?:a\.?m\b|p\.?m\b|o['’]clock|GMT\b|hrs\b)", re.IGNORECASE)
_SCORE = re.compile(r"\d\d? ?[-–] ?\d\d?")
_PLAIN_NOUNS = frozenset(
    [
        "side",
        "party",
        "country",
        "nation",
        "state",
        "government",
        "leader",
        "company",
        "firm",
        "thing",
        "way",
        "part",
        "time",
        "point",
        "day",
        "case",
        "reason",
        "form",
        "step",
        "stage",
        "type",
        "kind",
        "side",
        "half",
        "option",
        "question",
        "issue",
        "matter",
        "area",
        "place",
        "front",
        "step",
        "another",
        "end",
        "word",
        "hand",
        "story",
        "chapter",
        "page",
        "game",
        "match",
        "set",
        "season",
        "side",
        "version",
    ]
)
_DEFINITE = frozenset({"the", "both", "these", "those", "its", "his", "her", "their", "our", "my", "your", "this", "that"})
_ENDS = re.compile(r"[.!?:;,\"'”’)]\s*$")
THRESHOLD = 0.0
NEVER = frozenset({"calendar", "in TIME", "in DATE", "year", "years", "edge per", "furniture", "ordinal part"})
"""What no classifier needs to weigh: parts of dates and clock times, "per 100,000", page furniture, "a third time"."""


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds by feature."""

    bias: float
    weights: dict[str, float]


@cache
def model() -> Model:
    """The shipped classifier (data/figures/news.json)."""
    raw = json.loads(resources.files("crosslight.data").joinpath("figures", "news.json").read_text(encoding="utf-8"))
    return Model(float(raw["bias"]), {str(f): float(w) for f, w in raw["weights"].items()})


def chosen(parsed: ParsedArticle, found: list[Candidate], when: Sequence[TimeExpression]) -> list[Candidate]:
    """The candidates that are figures."""
    known = model()
    rows = features(parsed, found, when)
    return [c for c, active in zip(found, rows, strict=True) if not active & NEVER and _odds(known, active) > THRESHOLD]


def _odds(known: Model, active: set[str]) -> float:
    return known.bias + sum(known.weights.get(f, 0.0) for f in sorted(active))


def features(parsed: ParsedArticle, found: list[Candidate], when: Sequence[TimeExpression]) -> list[set[str]]:
    """The active features of each candidate."""
    text = parsed.text
    starts = [t.span.start for t in when]
    lines = Counter(_opening(line) for line in text.split("\n"))
    lemmas, kinds_of_word = strings(parsed.doc, LEMMA), strings(parsed.doc, POS)
    common = Counter(w for w, pos in zip(lemmas, kinds_of_word, strict=True) if pos in ("NOUN", "PROPN", "VERB"))
    near = Counter(_left(text, c) + text[c.core[0] : c.core[1]] for c in found)
    kinds: dict[int, frozenset[str]] = {}
    out = []
    for n, candidate in enumerate(found):
        active = _number(candidate, text) | _syntax(candidate) | _place(candidate, text, lines, kinds)
        active |= _time(candidate, when, starts, text)
        active.add(_kinship(candidate, common))
        if near[_left(text, candidate) + text[candidate.core[0] : candidate.core[1]]] > 2 and not candidate.age:
            active.add("repeated")
        if any(abs(o.core[0] - candidate.core[0]) < 150 for o in found[max(0, n - 1) : n] + found[n + 1 : n + 2]):
            active.add("others near")
        out.append(active)
    return out


def _opening(line: str) -> str:
    """The first four words of a line: slide shows and link lists open many lines alike."""
    words = line.split(maxsplit=4)[:4]
    return " ".join(words) if len(words) == 4 else ""


def _kinship(c: Candidate, common: Counter[str]) -> str:
    """How many of the words around the number the article uses again."""
    doc, at = c.number.doc, c.number.i
    words = [t.lemma_ for t in doc[max(0, at - 12) : at + 13] if t.pos_ in ("NOUN", "PROPN", "VERB") and not t.like_num]
    again = sum(common[w] > 1 for w in words)
    share = again / len(words) if words else 0.0
    return "kin " + ("few" if share < 0.3 else "some" if share < 0.6 else "many")


def _left(text: str, candidate: Candidate) -> str:
    return text[max(0, candidate.core[0] - 12) : candidate.core[0]]


def _number(c: Candidate, text: str) -> set[str]:
    """Size, way of writing, unit, bounds."""
    words = text[c.core[0] : c.core[1]]
    size = c.value if c.value is not None else c.low or 0
    active = {f"style {c.style}", f"kind {c.kind}"}
    active.add(
        "size "
        + (
            "1"
            if size == 1
            else "2"
            if size == 2
            else "-10"
            if size <= 10
            else "-100"
            if size <= 100
            else "-9999"
            if size < 10000
            else "more"
        )
    )
    unit = c.unit or ""
    name = (
        "money"
        if units.MONEY_UNITS.match(unit)
        else f"time {unit}"
        if unit in units.TIME_UNITS
        else "percent"
        if unit.startswith("percent")
        else "measure"
        if unit
        else "none"
    )
    active.add("age" if c.age else f"unit {name}")
    if c.style in ("fraction", "article", "couple"):
        active.add(f"{c.style} {name}")
    if words.lower() in ("one", "half", "two", "the two"):
        active.add(f"word {words.lower()}")
    if c.ranged:
        active.add("range")
        if c.unit is None and c.noun is None and _SCORE.fullmatch(words):
            active.add("score")
    if not c.unit and _YEAR.fullmatch(words):
        active.add("year" + (" of people" if c.noun is not None and counted.is_people(c.noun) else ""))
    after = text[c.core[1] : c.core[1] + 2]
    if c.ranged and not c.unit and c.low and c.high and 1500 <= c.low < c.high < 2100:
        active.add("years")
    if (
        c.style == "fraction"
        and words.lower().startswith(("a ", "an ", "a-"))
        and not re.match(r" (?:of|more|less|larger|smaller|higher|lower|bigger)\b|[.,;)]", text[c.core[1] : c.core[1] + 10])
    ):
        active.add("ordinal part")
    if after[:1] == "-" and after[1:].isalpha() and not c.unit:
        active.add("hyphened")
    if text[c.core[1] : c.core[1] + 1].isalpha() and not c.unit:
        active.add("glued")
    return active


_DEPS = frozenset("nummod pobj appos nsubj dobj attr ROOT compound npadvmod amod nsubjpass".split())  # noqa: SIM905 - words read best as words
_ENTITIES = frozenset({"CARDINAL", "DATE", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "TIME", ""})
_BESIDE = frozenset(
    [
        "per",
        "of",
        "ago",
        "later",
        "earlier",
        "every",
        "each",
        "first",
        "last",
        "other",
        "more",
        "after",
        "before",
        "times",
        "to",
        "the",
        "only",
        "all",
        "within",
        "in",
        "for",
    ]
)


def _syntax(c: Candidate) -> set[str]:
    """What is counted, and how the number hangs in its sentence."""
    token, doc = c.number, c.number.doc
    active = {
        f"dep {token.dep_}" if token.dep_ in _DEPS else "dep other",
        f"entity {token.ent_type_}" if token.ent_type_ in _ENTITIES else "entity name",
        _noun(c),
    }
    if c.noun is not None and any(t.lower_ in _DEFINITE for t in c.noun.lefts):
        active.add("definite " + ("2" if c.value == 2 else "more"))
    span = doc.char_span(c.core[0], c.core[1], alignment_mode="expand")
    previous = doc[span.start - 1] if span is not None and span.start else None
    following = doc[span.end] if span is not None and span.end < len(doc) else None
    if previous is not None:
        active |= _after(previous, c)
    for word, label in ((previous, "before"), (following, "after")):
        if word is not None and word.lower_ in _BESIDE:
            active.add(f"{label} {word.lower_}")
    edge = doc[token.left_edge.i - 1] if token.left_edge.i else None
    if edge is not None and edge.lower_ in ("every", "each", "no", "number", "no."):
        active.add(f"edge {edge.lower_}")
    if counted.role_of(c):
        active.add("role")
    return active


def _noun(c: Candidate) -> str:
    noun = c.noun
    if noun is None:
        return "noun none" + (" unit" if c.unit else "")
    if counted.is_people(noun):
        return "noun people"
    if noun.lemma_.lower() in _PLAIN_NOUNS:
        return "noun plain"
    return f"noun {noun.tag_}" if noun.tag_ in ("NN", "NNS", "NNP", "NNPS") else "noun other"


def _after(previous: Token, c: Candidate) -> set[str]:
    """What the word before makes of a number: "Flight 85", "aisle 14", "per 100,000"."""
    if previous.lower_ == "per":
        return {"edge per"}
    if c.age or c.unit is not None:
        return set()
    if previous.pos_ == "PROPN":
        return {"after name"}
    if previous.pos_ != "NOUN":
        return set()
    if c.noun is None and c.style == "digits":
        return {"after noun"}
    return {"after title noun"} if previous.is_title and not previous.is_sent_start else set()


def _place(c: Candidate, text: str, lines: Counter[str], kinds: dict[int, frozenset[str]]) -> set[str]:
    """Where in the article, and what kind of line (``kinds`` remembers each line by its start: a line may hold thousands of numbers)."""
    start = text.rfind("\n", 0, c.core[0]) + 1
    if start not in kinds:
        end = text.find("\n", c.core[1])
        kinds[start] = frozenset(_line_kind(text[start : end if end >= 0 else len(text)].strip(), lines))
    active = set(kinds[start])
    share = c.core[0] / max(1, len(text))
    active.add("place first" if share < 0.15 else "place last" if share > 0.85 else "place middle")
    if c.core[0] - start < 1000 and not text[start : c.core[0]].strip():
        active.add("line starts " + ("digits" if c.style == "digits" else "words"))
    return active


def _line_kind(line: str, lines: Counter[str]) -> Iterator[str]:
    """What is true of a whole line."""
    if not _ENDS.search(line):
        yield "line open" if len(line) < 200 else "line open long"
    if (opening := _opening(line)) and lines[opening] > 3:
        yield "furniture"
    words = [w for w in line.split() if w.isalpha() and len(w) > 3]
    if len(words) >= 4 and sum(w[0].isupper() for w in words) > 0.7 * len(words):
        yield "line titled"


def _time(c: Candidate, when: Sequence[TimeExpression], starts: list[int], text: str) -> set[str]:
    """Whether the number stands in a date, a time of day, a duration."""
    active: set[str] = set()
    at = bisect_right(starts, c.core[0])
    for t in when[max(0, at - 1) : at + 1]:
        if t.span.start <= c.core[0] < t.span.end:
            active.add(f"in {t.type}" + (" unit" if c.unit in units.TIME_UNITS else ""))
    after, before = text[c.core[1] : c.core[1] + 14], text[max(0, c.core[0] - 12) : c.core[0]]
    if c.unit is None and (_DAY_BEFORE.search(before) or _DAY_AFTER.search(after) or _CLOCK.match(after)):
        active.add("calendar")
    return active
