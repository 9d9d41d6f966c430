"""Time expressions as they are written: each pattern, and the reading it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crosslight.annotate.times.reading import (
    CENTURIES,
    DAYS,
    DECADES,
    MONTHS,
    ORDINALS,
    PARTS,
    SEASONS,
    UNITS,
    Reading,
    count,
)
from crosslight.data.numbers import SMALL, TENS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MON = r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_LONG_MON = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
_DOW = r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)\b\.?"
_LONG_DOW = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[0-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)?"
_WORD = "|".join(sorted([*SMALL, *TENS], key=len, reverse=True))
_COUNT = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_WORD})(?:[ -](?:{_WORD}|hundred|thousand))*|an?|one|a couple of|a few|several|a dozen|half an?|a half)"
_UNIT = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|fortnights?|weekends?|nights?)"
_EDGE = r"(?:early|mid|late|the (?:very )?(?:start|beginning|middle|end|close) of|(?:the )?(?:start|beginning|middle|end) of|the (?:early|later|first|last) (?:part|days|weeks|months) of)"
_PART = r"(?:morning|afternoon|evening|night)"
_TURN = r"(?:last|past|previous|next|coming|this|this past|this coming|following|same|current|that)"


def _month(name: str | None) -> int | None:
    return MONTHS[name.lower()[:3]] if name else None


def _weekday(name: str | None) -> int | None:
    return DAYS[name.lower()[:3]] if name else None


def _edge(words: str | None) -> str | None:
    text = (words or "").lower()
    if not text:
        return None
    if "mid" in text or text in ("earlier", "later"):
        return text if text in ("earlier", "later") else "mid"
    return "end" if "end" in text or "close" in text else "late" if "late" in text or "last" in text else "start"


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _a_day(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    day = int(got["d"])
    return Reading(m.start(), m.end(), "day", _int(got.get("y")), _month(got.get("mon")), day, _weekday(got.get("dow")))


def _iso(m: re.Match[str]) -> Reading | None:
    month, day = int(m["m"]), int(m["d"])
    return Reading(m.start(), m.end(), "day", int(m["y"]), month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _slashed(m: re.Match[str]) -> Reading | None:
    one, two, year = int(m["a"]), int(m["b"]), int(m["y"])
    if one > 12 >= two:
        return Reading(m.start(), m.end(), "day", year, two, one)
    if two > 12 >= one or one == two:
        return Reading(m.start(), m.end(), "day", year, one, two)
    return Reading(m.start(), m.end(), "year", year)


def _days(m: re.Match[str]) -> Reading | None:
    first, last = int(m["d"]), int(m["d2"])
    return Reading(m.start(), m.end(), "days", _int(m["y"]), _month(m["mon"]), first, last_day=last) if first < last else None


def _a_month(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    return Reading(
        m.start(), m.end(), "month", _int(got.get("y")), _month(m["mon"]), turn=_turn(got.get("turn")), edge=_edge(got.get("edge"))
    )


def _turn(word: str | None) -> int | None:
    text = (word or "").lower()
    if not text:
        return None
    if text in ("next", "coming", "this coming", "following", "the following", "the next"):
        return 1
    return 0 if text in ("this", "same", "current", "that", "the current") else -1


def _a_year(m: re.Match[str]) -> Reading | None:
    return Reading(m.start(), m.end(), "year", int(m["y"]), edge=_edge(m.groupdict().get("edge")))


def _years(m: re.Match[str]) -> Reading | None:
    first, last = m["y"], m["y2"]
    second = int(first[: 4 - len(last)] + last)
    return Reading(m.start(), m.end(), "years", int(first), n=second) if int(first) < second <= int(first) + 60 else None


def _a_decade(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    year = int(got["y"]) if got.get("y") else 1900 + (int(got["yy"]) if got.get("yy") else DECADES[m["word"].lower()])
    return Reading(m.start(), m.end(), "decade", year - year % 10, edge=_edge(got.get("edge")))


def _a_century(m: re.Match[str]) -> Reading | None:
    n = int(m["n"]) if m["n"] else CENTURIES[m["word"].lower()]
    return Reading(m.start(), m.end(), "century", (n - 1) * 100, edge=_edge(m["edge"]))


def _a_season(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    return Reading(
        m.start(),
        m.end(),
        "season",
        _int(got.get("y")),
        unit=SEASONS[m["season"].lower()],
        turn=_turn(got.get("turn")),
        edge=_edge(got.get("edge")),
    )


def _a_quarter(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    n = _int(got.get("n")) or ORDINALS[m["ord"].lower()]
    half = "half" in m.group().lower()
    return Reading(
        m.start(),
        m.end(),
        "half" if half else "quarter",
        _int(got.get("y")),
        n=min(n, 2) if half else n,
        turn=_turn(got.get("turn")),
    )


def _a_weekday(m: re.Match[str]) -> Reading | None:
    return Reading(m.start(), m.end(), "weekday", weekday=_weekday(m["dow"]), turn=_turn(m["turn"]))


def _shifted(m: re.Match[str]) -> Reading | None:
    n = count(m["n"])
    unit = _unit(m["unit"])
    if n is None:
        return Reading(m.start(), m.end(), "open", value="PAST_REF") if m["way"].lower() == "ago" else None
    way = m["way"].lower()
    told = way not in ("ago", "from now", "hence")
    back = way in ("ago", "earlier", "before", "previously", "beforehand", "prior")
    return Reading(m.start(), m.end(), "shift", n=-n if back else n, unit=unit, told=told)


def _unit(word: str) -> str:
    text = word.lower()
    return UNITS["century" if text.startswith("centur") else text.rstrip("s") if text != "s" else text]


def _turned(m: re.Match[str]) -> Reading | None:
    """Read "last week", "this year", "the following day", "earlier this month"."""
    turn, unit = m["turn"].lower(), _unit(m["unit"])
    told = turn in ("following", "previous", "same", "that") or (turn == "next" and unit == "D" and bool(m["the"]))
    n = (
        -1
        if turn in ("last", "past", "previous", "this past")
        else 1
        if turn in ("next", "coming", "following", "this coming")
        else 0
    )
    if unit == "D" and turn in ("last", "past", "this"):
        return None
    if unit == "WE":
        return Reading(m.start(), m.end(), "weekend", turn=None if turn == "this" else n, told=told)
    return Reading(m.start(), m.end(), "shift", n=n, unit=unit, told=told, edge=_edge(m["edge"]))


def _beside(m: re.Match[str]) -> Reading | None:
    """Read "the day before", "the year after"."""
    return Reading(
        m.start(), m.end(), "shift", n=-1 if m["way"].lower() in ("before", "previous") else 1, unit=_unit(m["unit"]), told=True
    )


def _before_last(m: re.Match[str]) -> Reading | None:
    return Reading(m.start(), m.end(), "shift", n=-2, unit=_unit(m["unit"]))


_WORDS_FOR_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def _deictic(m: re.Match[str]) -> Reading | None:
    return Reading(m.start(), m.end(), "shift", n=_WORDS_FOR_DAYS[m["word"].lower()], unit="D", turn=0)


def _night(m: re.Match[str]) -> Reading | None:
    text = m.group().lower()
    if text == "overnight":
        return Reading(m.start(), m.end(), "part", n=None, clock="NI", turn=0)
    part = next((code for word, code in PARTS.items() if word in text), "NI")
    return Reading(
        m.start(),
        m.end(),
        "part",
        n=-1 if text.startswith(("last", "yesterday")) else 1 if text.startswith("tomorrow") else 0,
        clock=part,
        told=text.startswith(("that", "the same")),
    )


def _part(m: re.Match[str]) -> Reading | None:
    return Reading(m.start("part"), m.end("part"), "clock", clock=PARTS[m["part"].lower()])


def _end_of(m: re.Match[str]) -> Reading | None:
    unit = _unit(m["unit"])
    return Reading(m.start(), m.end(), "shift", n=0, unit=unit, edge="end" if "edge" not in m.groupdict() else _edge(m["edge"]))


def _weekend(m: re.Match[str]) -> Reading | None:
    return Reading(m.start(), m.end(), "weekend")


def _period(m: re.Match[str]) -> Reading | None:
    n = 1.0 if m["n"] is None else count(m["n"])
    unit = _unit(m["unit"])
    if unit == "WE":
        return None
    ahead = m["turn"].lower() in ("next", "coming", "following")
    if n is None:
        return Reading(m.start(), m.end(), "duration", value=f"P{'T' if unit in ('H', 'MIN', 'S') else ''}X{unit[0]}")
    return Reading(m.start(), m.end(), "period", n=n, unit=unit, turn=1 if ahead else -1)


def _duration(m: re.Match[str]) -> Reading | None:
    n, unit = count(m["n"]), _unit(m["unit"])
    if unit == "WE" or re.fullmatch(r"(?:19|20)\d\d", m["n"]):
        return None
    return Reading(m.start(), m.end(), "duration", n=n, unit=unit, value=None if n is not None else "X")


_EACH = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "yearly": "P1Y",
    "annually": "P1Y",
    "hourly": "PT1H",
}


def _set(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    if got.get("adverb"):
        return Reading(m.start(), m.end(), "set", value=_EACH[m["adverb"].lower()])
    if got.get("dow"):
        return Reading(m.start(), m.end(), "set", weekday=_weekday(m["dow"]))
    n = count(got["n"]) if got.get("n") else 1.0
    unit = _unit(m["unit"])
    return None if n is None or unit == "WE" else Reading(m.start(), m.end(), "set", n=n, unit=unit)


def _clock(m: re.Match[str]) -> Reading | None:
    got = m.groupdict()
    if got.get("word"):
        return Reading(
            m.start(), m.end(), "clock", clock={"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[m["word"].lower()]
        )
    hour, minute = int(m["h"]), int(got.get("min") or 0)
    half = (got.get("half") or {"morning": "a", None: ""}.get(got.get("part"), "p")).lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    zone = "Z" if re.search(r"\b(?:GMT|UTC)\b", m.group()) else ""
    return Reading(m.start(), m.end(), "clock", clock=f"{hour:02d}:{minute:02d}{zone}")


_ZONE = r"(?:\s?\(?(?:GMT|UTC|BST|[ECMP][SD]?T|CEST|CET|MSK|local time)\b\)?)"
_I = re.IGNORECASE
_DIGIT = frozenset("0")
_LETTERS_OR_DIGIT = re.compile(r"[a-z]+|\d")


def _words(*words: str) -> frozenset[str]:
    return frozenset(" ".join(words).split())


_MONTH_WORDS = _words("january february march april june july august september october november december sept", *MONTHS)
_DAY_NAMES = [name + "day" for name in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")]
_DAY_WORDS = _words(*_DAY_NAMES, *(name + "s" for name in _DAY_NAMES))
_SEASON_WORDS = _words(*SEASONS)
_UNIT_NAMES = (
    "year",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "decade",
    "century",
    "fortnight",
    "weekend",
    "night",
    "quarter",
)
_UNIT_WORDS = _words("centuries", *_UNIT_NAMES, *(name + "s" for name in _UNIT_NAMES))
_Pattern = tuple[re.Pattern[str], "Callable[[re.Match[str]], Reading | None]", frozenset[str]]
PATTERNS: tuple[_Pattern, ...] = tuple(
    (re.compile(pattern, flags), handler, needs)
    for pattern, flags, handler, needs in (
        (rf"(?<![\d/-])(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", 0, _iso, _DIGIT),
        (rf"(?<![\d/.])(?P<a>\d\d?)[/.](?P<b>\d\d?)[/.](?P<y>{_YEAR})(?![\d/])", 0, _slashed, _DIGIT),
        (rf"\b(?P<mon>{_MON}) (?P<d>{_DAY}){_TH} ?(?:-|–|—|to|through|until) ?(?P<d2>{_DAY}){_TH}(?!\d)(?:,? (?P<y>{_YEAR})(?!\d))?", 0, _days, _MONTH_WORDS),
        (rf"(?<![\d.])(?P<d>{_DAY}){_TH} ?(?:-|–|—|to) ?(?P<d2>{_DAY}){_TH} (?P<mon>{_MON})(?:,? (?P<y>{_YEAR})(?!\d))?", 0, _days, _MONTH_WORDS),
        (rf"\b(?:(?P<dow>{_DOW}),? (?:the )?)?(?P<mon>{_MON}) (?:the )?(?P<d>{_DAY}){_TH}(?![\d:]|\.\d|,\d\d\d| ?(?:a\.?m|p\.?m)\b)(?:,? (?P<y>{_YEAR})(?!\d))?", 0, _a_day, _MONTH_WORDS),
        (rf"(?:\b(?P<dow>{_DOW}),? (?:the )?)?(?<![\d.,:])(?P<d>{_DAY}){_TH}(?: of|-)? ?(?P<mon>{_MON})(?!-?[a-z])(?:,?[ -](?P<y>{_YEAR})(?!\d))?", 0, _a_day, _DIGIT),
        (rf"\b(?:(?P<edge>{_EDGE}|early in|late in)[ -])?(?P<mon>{_MON})(?: of|,)? (?P<y>{_YEAR})(?![\d-])", _I, _a_month, _MONTH_WORDS),
        (rf"\b(?:(?P<edge>{_EDGE})[ -])(?P<mon>{_LONG_MON})", _I, _a_month, _MONTH_WORDS),
        (rf"\b(?:(?P<edge>early|late|mid)[ -])?(?P<turn>last|next|this|this past) (?P<mon>{_LONG_MON})", _I, _a_month, _MONTH_WORDS),
        (rf"\b(?:(?P<edge>{_EDGE}|early in|late in)[ -])?(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of|,)? (?P<y>{_YEAR})\b", _I, _a_season, _SEASON_WORDS),
        (r"\b(?:(?P<edge>early|late|mid)[ -])?(?P<turn>last|next|this|this past|this coming|the previous|the following) (?P<season>spring|summer|autumn|fall|winter)\b", _I, _a_season, _SEASON_WORDS),
        (rf"\bQ(?P<n>[1-4])(?: of)?[ ,]*(?:(?P<y>{_YEAR})\b)?", 0, _a_quarter, _words("q")),
        (rf"\b(?:the )?(?P<ord>first|second|third|fourth|final|last)[ -](?:quarter|half)(?: of| in)? (?:(?P<y>{_YEAR})\b|(?P<turn>this|last|next) year|the year)", _I, _a_quarter, _words("quarter half")),
        (rf"\b(?P<edge>{_EDGE}|early in|late in)[ -](?P<y>{_YEAR})(?![\d,]*\d)", _I, _a_year, _DIGIT),
        (rf"(?<![\d/.,$£€-])(?P<y>{_YEAR})[-–/](?P<y2>\d\d|{_YEAR})(?![\d/-])", 0, _years, _DIGIT),
        (rf"\b(?:the )?(?:(?P<edge>early|mid|late)[ -])?(?:the )?(?P<y>{_YEAR[:-4]}\d0)['’]?s\b", _I, _a_decade, _DIGIT),
        (r"\b(?:the )?(?:(?P<edge>early|mid|late)[ -])?(?:the )?['’‘](?P<yy>[2-9]0)['’]?s\b", _I, _a_decade, _DIGIT),
        (rf"\bthe (?:(?P<edge>early|mid|late)[ -])?(?P<word>{'|'.join(DECADES)})\b", _I, _a_decade, _words(*DECADES)),
        (rf"\b(?:the )?(?:(?P<edge>early|mid|late)[ -])?(?:the )?(?:(?P<n>1\d|2[01])(?:st|th)|(?P<word>{'|'.join(CENTURIES)}))[ -]century\b", _I, _a_century, _words("century")),
        (r"\b(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow)\b", _I, _deictic, _words("today yesterday tomorrow")),
        (rf"\b(?:tonight|overnight|(?:last|this|that|the same|the previous|the following|the next) {_PART})\b", _I, _night, _words("tonight overnight", *PARTS)),
        (rf"\b(?P<n>{_COUNT})[ -](?P<unit>{_UNIT}) (?P<way>ago|earlier|later|afterwards?|previously|beforehand|from now|hence|(?:before|after|prior|on)(?=[,.;]))", _I, _shifted, _UNIT_WORDS),
        (rf"\b(?:(?P<edge>early|earlier|late|later|mid)[ -])?(?P<the>the )?(?P<turn>{_TURN}) (?P<unit>week|month|year|decade|century|weekend|day|quarter)\b(?!['’]?s? ?-?old)", _I, _turned, _UNIT_WORDS),
        (r"\bthe (?P<unit>day|week|month|year|night) (?P<way>before|after)\b(?! (?:the|a|an|his|her|its|their|he|she|it|they|we|I|that|this)\b)", _I, _beside, _UNIT_WORDS),
        (rf"\b(?:the|these|this|his|her|its|their|our|my) (?P<turn>past|last|previous|next|coming|following|preceding) (?:(?P<n>{_COUNT})[ -])(?P<unit>{_UNIT})\b", _I, _period, _UNIT_WORDS),
        (r"\b(?:the )?(?P<edge>end|start|beginning|middle) of (?:the|this) (?P<unit>year|month|week|decade|century)\b", _I, _end_of, _UNIT_WORDS),
        (r"\b(?P<unit>year|month)[ -]end\b", _I, _end_of, _words("end")),
        (r"\bthe weekend\b", _I, _weekend, _words("weekend")),
        (rf"\b(?:every|each) (?:(?P<n>{_COUNT}|other) )?(?P<unit>{_UNIT})\b", _I, _set, _words("every each")),
        (rf"\b(?:every|each) (?P<dow>{_LONG_DOW})\b", _I, _set, _words("every each")),
        (rf"\b(?P<dow>{_LONG_DOW})s\b(?!['’])", 0, _set, _DAY_WORDS),
        (rf"\b(?P<adverb>{'|'.join(_EACH)})\b", _I, _set, _words(*_EACH)),
        (rf"\b(?:(?P<turn>last|next|this|this past|this coming|the following|the previous) )?(?P<dow>{_LONG_DOW})\b", 0, _a_weekday, _DAY_WORDS),
        (rf"(?<![\d:.])(?P<h>\d\d?)(?:[:.](?P<min>\d\d))? ?(?P<half>[ap]\.?m\b\.?){_ZONE}?", _I, _clock, _DIGIT),
        (rf"(?<![\d:.])(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?::\d\d)?(?![\d:])(?: ?(?:hrs|hours))?{_ZONE}?", _I, _clock, _DIGIT),
        (rf"(?<![\d:.])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?: ?(?:hrs|hours|GMT|UTC)\b){_ZONE}?", 0, _clock, _DIGIT),
        (r"\b(?P<word>noon|midday|midnight)\b", _I, _clock, _words("noon midday midnight")),
        (rf"(?:(?<=day )|(?<=tomorrow ))(?P<part>{_PART})\b", 0, _part, _words(*PARTS)),
        (r"(?<![\d:.])(?P<h>1[0-2]|[1-9]) ?o['’]clock\b(?: (?:in|at) (?:the )?(?P<part>morning|afternoon|evening|night))?", _I, _clock, _words("clock")),
        (rf"\b(?:once|twice|thrice|{_COUNT} times) (?:an?|per|every|each) (?P<unit>{_UNIT})\b", _I, _set, _words("once twice thrice times")),
        (r"\bthe (?P<unit>week|month|year|weekend) before last\b", _I, _before_last, _words("before")),
        (rf"(?<![\w.])(?P<n>{_COUNT})[ -](?P<unit>{_UNIT})(?:[ -]long)?\b(?!['’]?[ -]old|['’]? of age)", _I, _duration, _UNIT_WORDS),
        (rf"(?<![\d/.,$£€¥-])(?<!\d )(?P<y>{_YEAR})(?![\d/]|[.,]\d|-\d|%| ?(?:per|people|men|women)\b|[ -]?(?:km|kg|mm|cm|m|ft|miles?|met)\b)", 0, _a_year, _DIGIT),
    )
)  # fmt: skip
"""Each way of writing a time, what reads it, and words of which a line must hold one for it to be tried at all."""
_BARE_MONTH = re.compile(rf"\b(?P<mon>{_LONG_MON})(?! \d)")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|by|since|until|till|from|to|of|for|during|before|after|between|through|and|around)(?: (?:about|around|early|late))? $",
    re.IGNORECASE,
)


def readings(text: str) -> Iterator[Reading]:
    """The time expressions of ``text`` in order; of two that overlap, the longer, then the earlier pattern's."""
    found: list[tuple[int, int, int, Reading]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        there = {word if word.isalpha() else "0" for word in _LETTERS_OR_DIGIT.findall(line.lower())}
        for rank, (pattern, handler, needs) in enumerate(PATTERNS):
            if needs.isdisjoint(there):
                continue
            for m in pattern.finditer(text, start, end):
                reading = handler(m)
                if reading is not None:
                    found.append((reading.start, -(reading.end - reading.start), rank, reading))
        start = end
    found.extend(
        (m.start(), m.start() - m.end(), 999, Reading(m.start(), m.end(), "month", month=_month(m["mon"])))
        for m in _BARE_MONTH.finditer(text)
        if _BEFORE_MONTH.search(text[max(0, m.start() - 20) : m.start()])
    )
    end = 0
    for start, _, _, reading in sorted(found, key=lambda f: f[:3]):
        if start >= end:
            yield reading
            end = reading.end
