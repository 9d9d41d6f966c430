"""Every number of an article that could be a figure: value, bounds, unit, and the word that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crosslight.annotate.figures import bounds, units
from crosslight.annotate.figures.numbers import SCALES, SHORT_SCALES, Number, Style, atoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from crosslight.annotate.parsed import ParsedArticle


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number with its surroundings. ``core`` is the number alone, ``start``/``end`` with bound and unit.

    ``number`` is the parse's token of the number, ``noun`` that of what it counts (``None``: nothing said).
    """

    core: tuple[int, int]
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    style: Style
    kind: bounds.Kind
    number: Token
    noun: Token | None
    age: bool = False
    ranged: bool = False


_RANGE = re.compile(r"\s?(?:-|–|—|to|or)\s?(?:around |about )?|-to-|-or-", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|to)\s", re.IGNORECASE)
_SCALES = {word: size for word, size in (SCALES | SHORT_SCALES).items() if size > 100}
_SCALE = re.compile(r"[a-z]+$")
_BETWEEN = re.compile(r"\bbetween (?:the ages? of |about |around |an estimated )?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom (?:about |around )?$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?<![\w-])(?:an?|another|one|just an?)[ -](?:(?:full|whole|good|mere|further|single|half)[ -])?(?P<unit>year|month|week|day|hour|decade|century|fortnight|mile|kilomet(?:er|re))(?![\w-])",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"(?:\baged?|\bages?|\bage of|\bages of|\baged between|\bbetween the ages of|\bturn(?:ed|s|ing)) (?:just |only |around |about |between )?$",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"[ -]?years?[ -]?(?:old|of age)|[ -](?:year|yr)[ -]?olds?|-?y/?o\b|[ -](?:month|week|day)s?[ -]old", re.IGNORECASE
)
_CLOSED = re.compile(r"\s?(?:[,.;)\n–—]|$|and\b)")
_BE = re.compile(
    r"\b(?:was|is|were|are|be|being|turned|she's|he's|just|only) (?:just |only |then |now |aged |already )?$", re.IGNORECASE
)
_NO_QUANTITY = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|#\w+|\+\d[\d ()-]{7,}\d|(?<![\d.,])\(?0\d{2,}\)?(?:[ -]\d{3,4}){0,3}(?![\d,]|\.\d)|(?<!\d)\d{3}[-.]\d{3}[-.]\d{4}(?!\d)|(?<!\d)\d{3}-\d{4}(?![\d-])",
)
"""Addresses and telephone numbers."""
_STRONG = re.compile(
    r"-(?:strong|member|man|person|people|seat|seater|bed|storey|story|car|carriage|room|way|nation|country|party|point|vote|game|page)\b",
    re.IGNORECASE,
)
_PEOPLE_SUFFIX = re.compile(r"-(?:strong|man|person|people|member)\b", re.IGNORECASE)


def find(parsed: ParsedArticle) -> list[Candidate]:
    """The candidates in text order, none overlapping another's number."""
    doc, text = parsed.doc, parsed.text
    sterling = "£" in text
    found = list(_built(doc, text, sterling=sterling))
    found.extend(_of_articles(doc, text, [c.core for c in found]))
    return sorted(found, key=lambda c: c.core)


def _built(doc: Doc, text: str, *, sterling: bool) -> Iterator[Candidate]:
    numbers = list(atoms(_NO_QUANTITY.sub(lambda m: "_" * len(m.group()), text)))
    at = 0
    reach = 0
    while at < len(numbers):
        number = numbers[at]
        at += 1
        if number.start < reach:
            continue
        pair = _range(text, number, numbers[at], sterling=sterling) if at < len(numbers) else None
        if pair is not None:
            number, at = pair, at + 1
        candidate = _candidate(doc, text, number, sterling=sterling)
        if candidate is not None:
            reach = candidate.end
            yield candidate


def _range(text: str, one: Number, two: Number, *, sterling: bool) -> Number | None:
    """The range that two numbers make, or ``None``."""
    if one.value is None or two.value is None or "fraction" in (one.style, two.style):
        return None
    unit = units.after(text, one.end, sterling=sterling)
    end = unit.end if unit else one.end
    gap = text[end : two.start]
    before = text[max(0, one.start - 30) : one.start]
    between = _BETWEEN.search(before) is not None
    if not (_RANGE.fullmatch(gap) or (between and _AND.fullmatch(gap))):
        return None
    if not between and (_FROM.search(before) or (" or " in gap and two.value <= one.value)):
        return None
    other = units.after(text, two.end, sterling=sterling)
    if (unit or one.currency) and (one.currency or (unit and unit.name)) != (two.currency or (other and other.name)):
        return None
    low = one.value
    word = _SCALE.search(text[two.start : two.end].lower())
    if word and low < 1000 and low < two.value / _SCALES.get(word.group(), 1.0):
        low *= _SCALES.get(word.group(), 1.0)  # "20 to 25 million"
    if low >= two.value:
        return None
    start = one.start
    if between and (m := _BETWEEN.search(before)) and m.group().lower().startswith("between"):
        start -= len(before) - m.start()
    return Number(start, two.end, one.style, None, low, two.value, one.currency or two.currency, bounded=True)


def _candidate(doc: Doc, text: str, number: Number, *, sterling: bool) -> Candidate | None:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    unit = units.after(text, number.end, sterling=sterling)
    aged = _is_age(doc, text, number)
    if aged and (m := _AGE_AFTER.match(text[number.end : number.end + 16])):
        unit = units.Unit("month" if "month" in m.group().lower() else "year", number.end + m.end())
    elif number.style == "fraction" and unit is not None and unit.name not in units.TIME_UNITS:
        unit = None
    end = unit.end if unit else number.end
    around = bounds.around(text, number.start, end)
    if (
        around.end == end
        and unit
        and (inner := bounds.around(text, number.start, number.end)).end > number.end
        and inner.kind != "exact"
    ):
        around = replace(inner, end=max(end, inner.end))
    factor = unit.factor if unit and number.style != "vague" else 1.0
    scaled = tuple(None if n is None else round(n * factor, 6) for n in (number.value, number.low, number.high))
    value, low, high = scaled
    if value is not None:
        value, low, high = bounds.meant(value, around.kind)
    token = span.root
    noun = counted(span[-1], token, end)
    if not number.currency and unit is None and noun is not None and noun.lower_ in ("age", "ages", "aged"):
        aged, noun = True, None
    name = number.currency or (unit.name if unit else "percent" if number.style == "fraction" else None)
    if aged and name is None:
        name = "year"
    if number.style == "vague" and text[number.start : number.end].lower() in ("decades", "centuries"):
        name = "year"
    return Candidate(
        core=(number.start, number.end), start=min(around.start, number.start), end=around.end, value=value, low=low, high=high, unit=name,
        style=number.style, kind=around.kind, number=token, noun=noun, age=aged, ranged=number.bounded,
    )  # fmt: skip


def _is_age(doc: Doc, text: str, number: Number) -> bool:
    """True where a number is somebody's age: "48-year-old", "aged 48", "Ada Lind, 48,", "she was 48."."""
    if number.currency or number.style not in ("digits", "words"):
        return False
    after, before = text[number.end : number.end + 16], text[max(0, number.start - 32) : number.start]
    if _AGE_AFTER.match(after) or _AGE_BEFORE.search(before):
        return True
    if number.value is None or not 0 < number.value < 120 or number.value % 1 or number.style != "digits":
        return False
    if not _CLOSED.match(after):
        return False
    if _BE.search(before) and not text[number.end : number.end + 2].startswith(".0"):
        subject = [
            t for t in doc.char_span(number.start, number.end, alignment_mode="expand").root.head.children if t.dep_ == "nsubj"
        ]
        return bool(subject) and (subject[0].ent_type_ == "PERSON" or subject[0].lower_ in ("he", "she", "i", "who"))
    if before.endswith((", ", " (", ", then ", "(")):
        place = doc.char_span(number.start, number.end, alignment_mode="expand").start
        named = next((t for t in reversed(doc[max(0, place - 4) : place]) if t.is_alpha), None)
        return (
            named is not None
            and named.pos_ in ("PROPN", "NOUN", "ADV")
            and (named.ent_type_ in ("PERSON", "ORG", "GPE", "") or named.pos_ == "PROPN")
        )
    return False


def counted(last: Token, root: Token, end: int) -> Token | None:
    """The noun that a number counts: the head it modifies, or what stands after "of"."""
    noun: Token | None = None
    if root.dep_ in ("nummod", "amod", "compound", "quantmod", "nmod", "npadvmod", "det", "predet") and root.head.i > root.i:
        noun = root.head
        while (
            noun.dep_ in ("compound", "quantmod", "amod", "nummod", "npadvmod")
            and noun.head.i > noun.i
            and noun.head.i - root.i < 8
        ):
            noun = noun.head
    if noun is None or noun.pos_ in ("NUM", "PUNCT"):
        noun = _after_of(last) or (noun if noun is not None and noun.pos_ in ("NOUN", "PROPN") else None)
    elif noun.i <= last.i:
        noun = _after_of(last)
    if noun is not None and noun.idx + len(noun) <= end and (of := _after_of(noun)) is not None:
        return of
    return noun


def _after_of(last: Token) -> Token | None:
    doc = last.doc
    if last.i + 1 < len(doc) and doc[last.i + 1].lower_ == "of":
        return next((t for t in doc[last.i + 1].children if t.dep_ == "pobj" and t.i > last.i), None)
    return None


def _of_articles(doc: Doc, text: str, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    """One of a unit: "an hour", "a decade", "another week"."""
    starts = {a for a, _ in taken}
    for m in _ARTICLE.finditer(text):
        if m.start() in starts or m.group().lower().startswith("one"):
            continue
        named = units.of_article_noun(m["unit"])
        span = doc.char_span(m.start("unit"), m.end("unit"), alignment_mode="expand")
        if named is None or span is None:
            continue
        around = bounds.around(text, m.start(), m.end())
        value, low, high = bounds.meant(named[1] * (0.5 if " half" in m.group().lower() else 1), around.kind)
        yield Candidate(
            core=m.span(), start=around.start, end=around.end, value=value, low=low, high=high, unit=named[0].replace("er", "re") if "met" in named[0] else named[0],
            style="article", kind=around.kind, number=span.root, noun=counted(span[-1], span.root, m.end()),
        )  # fmt: skip
