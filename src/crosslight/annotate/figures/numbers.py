"""Numbers as news writes them: digits, words, fractions, ranges, vague plurals, money signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crosslight.data.numbers import SMALL, TENS

if TYPE_CHECKING:
    from collections.abc import Iterator

Style = Literal["digits", "words", "vague", "fraction", "article", "couple"]

SCALES = {
    "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12}
GROUPS = {"dozen": 12, "score": 20}
PLURALS = {
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
}
"""What a vague plural promises: two of them at least ("scores" are twenties)."""
PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
VULGAR = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
CURRENCIES = {
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "NT$": "TWD", "R$": "BRL", "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₦": "NGN",
    "₺": "TRY", "₴": "UAH", "₪": "ILS", "Rs": "INR", "Rs.": "INR", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "RM": "MYR",
    "CHF": "CHF", "CAD": "CAD", "AUD": "AUD", "PKR": "PKR", "INR": "INR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where, how much, how it is written.

    ``low`` and ``high`` are set for ranges and vague plurals, which have no ``value``.
    """

    start: int
    end: int
    style: Style
    value: float | None
    low: float | None = None
    high: float | None = None
    currency: str | None = None
    bounded: bool = False


_WORD = "|".join(sorted([*SMALL, *TENS, *SCALES], key=len, reverse=True))
_SIGN = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))
_SIGN_MARKS = "".join(sorted({s[0] for s in CURRENCIES if not s[0].isalpha()}))
_DIGITS = r"\d{1,3}(?:[,\u2009\u202f ]\d{3})+(?![\d])(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+(?:\.\d+)?"
_SCALE = r"hundred|thousand|lakh|million|crore|billion|trillion"
_SHORT = "|".join(sorted(SHORT_SCALES, key=len, reverse=True))
_ONE = rf"(?:{_WORD})(?:(?:[ -]|,?\ and\ |-and-)(?:{_WORD}))*"
_UPPER = "M|B|K|BN|MN|KM|KG|MW|GW|GB|MB|TB|MPH|CM|MM|FT|C|F"
_UNIT_PARTS = "|".join(PARTS)

FIND = re.compile(
    rf"""
    (?<!\w)(?=[\w{re.escape("".join(VULGAR))}{_SIGN_MARKS}−-])  # said first: most places of a text are told in one step
    (?P<sign>(?<![\w$])(?:{_SIGN})\s?)?
    (?:
      \b(?P<odds>(?P<share>\d\d?|one|two|three|four|five|six|seven|eight|nine)\ (?:in|out\ of)\ (?:every\ )?(?P<whole>(?:\d{1, 3}|\d{1, 3}(?:,\d{3})+)(?![\d,%])|two|three|four|five|six|seven|eight|nine|ten|twenty)\b)
      |(?P<digits>(?(sign)|(?<![\w.,/:])(?<![A-Za-z][-–]))(?:(?<![\w)$£€])[-−])?(?:{_DIGITS})(?![/:]?\d|(?:st|nd|rd|th)\b|(?!(?:{_UPPER})\b)(?-i:[A-Z])))(?P<vulgar>\ ?[¼½¾⅓⅔⅕⅛])?
        (?:(?:[ -]|\ ?\n)?(?P<scale>{_SCALE})\b|\ ?(?P<short>{_SHORT})(?![\w]))?
      |(?P<lone>(?<!\w)[¼½¾⅓⅔])
      |\b(?P<fraction>half\ a\ (?P<half_of>million|billion|dozen|thousand|century|decade)
          |(?:a[ -])?half[ -]dozen
          |(?:a|three)[ -]quarters?\ of\ an?\ (?P<quarter_of>million|billion)
          |(?:(?P<top>an?|one|two|three|four|five|six|seven|eight|nine)[ -])(?P<bottom>{_UNIT_PARTS})s?\b
          |half\b)
      |\b(?P<vague>(?:tens|dozens|scores|hundreds|thousands|millions)\ (?:and\ \w+\ )?of\ (?:thousands|millions|billions)|(?:{"|".join(PLURALS)}|decades|centuries))\b
      |\b(?P<couple>(?:a\ )?couple|a\ pair)\b
      |\b(?P<dozen>(?:(?P<dozens>an?|{"|".join([*SMALL, *TENS])}|\d+)[ -])?(?:dozen))\b
      |\b(?P<some>an?\ (?P<big>hundred|thousand|million|billion|trillion|lakh|crore))\b
      |\b(?P<words>{_ONE})\b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER_WORD = re.compile(rf"\b(?:{_WORD})\b", re.IGNORECASE)


def worded(words: str) -> list[tuple[int, int, float]]:
    """The numbers in a run of number words, with their offsets: "two hundred and five" is one, "one two" is two."""
    found: list[tuple[int, int, float]] = []
    total = part = 0.0
    start = end = 0
    last = float("inf")
    last_scale = float("inf")
    for m in _NUMBER_WORD.finditer(words):
        word = m.group().lower()
        if word in SCALES:
            scale = SCALES[word]
            if scale == 100 and 0 < part < 100:
                part, end, last = part * 100, m.end(), 100
                continue
            if (part or not end) and scale < last_scale and scale > 100:
                total, part, end, last, last_scale = total + (part or 1) * scale, 0.0, m.end(), float("inf"), scale
                continue
        n = SMALL.get(word, TENS.get(word))
        if n is not None and end and (last == 100 or (last >= 20 and n < 10 and last % 10 == 0) or last == float("inf")):
            part, end, last = part + n, m.end(), n
            continue
        if end:
            found.append((start, end, total + part))
        total, part, last_scale = 0.0, float(n or 0), float("inf")
        start, end, last = m.start(), m.end(), float(n) if n is not None else float("inf")
        if n is None:
            total, last_scale = SCALES[word], SCALES[word]
            if word == "hundred":
                total, part, last, last_scale = 0.0, 100.0, 100, float("inf")
    if end:
        found.append((start, end, total + part))
    return found


def _amount(text: str) -> float:
    word = text.lower()
    if word in ("a", "an"):
        return 1
    return float(SMALL[word] if word in SMALL else TENS[word] if word in TENS else text.replace(",", ""))


def _digits(m: re.Match[str], currency: str | None) -> float:
    written = m["digits"].replace("−", "-")
    plain = re.sub(r"[,\u2009\u202f ]", "", written)
    value = float(plain) + sum(VULGAR.get(c, 0) for c in m["vulgar"] or "")
    if m["scale"]:
        value *= SCALES[m["scale"].lower()]
    elif m["short"] and _short_is_scale(m["short"], currency):
        value *= SHORT_SCALES[m["short"].lower()]
    return round(value, 6)


def _short_is_scale(short: str, currency: str | None) -> bool:
    """False for "m" (metres) and "b" unless money stands before."""
    return currency is not None or short.lower() in ("mn", "mln", "bn", "bln", "tn", "trn", "k") or short == "M"


def atoms(text: str) -> Iterator[Number]:
    """Every number in ``text``, each by itself, in order."""
    for m in FIND.finditer(text):
        sign = (m["sign"] or "").strip()
        currency = CURRENCIES.get(sign) or next((c for s, c in CURRENCIES.items() if sign and s.lower() == sign.lower()), None)
        start, end = m.span()
        if m["digits"]:
            if m["short"] and not _short_is_scale(m["short"], currency):
                end = m.end("vulgar") if m["vulgar"] else m.end("digits")
            yield Number(start, end, "digits", _digits(m, currency), currency=currency)
        elif m["words"]:
            for a, b, value in worded(m["words"]):
                at = m.start("words")
                yield Number(start if a == 0 else at + a, at + b, "words", value, currency=currency if a == 0 else None)
        else:
            yield _special(m, m.start() + len(m["sign"] or ""), end)


def _special(m: re.Match[str], start: int, end: int) -> Number:
    """A number written in a turn of phrase: vague, a couple, dozens, odds, fractions."""
    if m["vague"]:
        return Number(start, end, "vague", None, low=_promised(m["vague"].lower().split()))
    if m["couple"]:
        return Number(start, end, "couple", 2.0)
    share = _share(m)
    if share is not None:
        return Number(start, end, "fraction", round(100 * share, 1))
    return Number(start, end, "words", _phrased(m))


def _promised(words: list[str]) -> float:
    """The least that a vague plural means: "hundreds" 200, "tens of thousands" 20,000."""
    first = {"decades": 20.0, "centuries": 200.0}.get(words[0]) or PLURALS[words[0]]
    return first * PLURALS[words[-1]] / 2 if len(words) > 1 else first


def _share(m: re.Match[str]) -> float | None:
    """A part of one: "one in three", "two-thirds", "half"."""
    if m["odds"]:
        return _amount(m["share"]) / max(1.0, _amount(m["whole"]))
    if m["lone"]:
        return VULGAR[m["lone"]]
    if m["bottom"]:
        return _amount(m["top"]) / PARTS[m["bottom"].lower()]
    return 0.5 if (m["fraction"] or "").lower() == "half" else None


def _phrased(m: re.Match[str]) -> float:
    """A whole number in a phrase: "two dozen", "a million", "half a million", "a quarter of a million"."""
    if m["dozen"]:
        return 12 * (_amount(m["dozens"]) if m["dozens"] else 1)
    if m["some"]:
        return SCALES[m["big"].lower()]
    if m["half_of"]:
        of = m["half_of"].lower()
        return {"dozen": 6, "century": 50, "decade": 5}.get(of) or SCALES[of] / 2
    if m["quarter_of"]:
        return (3 if m["fraction"].lower().startswith("three") else 1) * SCALES[m["quarter_of"].lower()] / 4
    return 6.0
