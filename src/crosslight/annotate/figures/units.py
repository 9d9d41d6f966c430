"""Units after (or before) a number, with their normal name and the factor that takes the number there."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMES: dict[str, str] = {
    "year": "years? yrs? yr", "month": "months?", "week": "weeks? wks?", "day": "days?", "hour": "hours? hrs? hr",
    "minute": "minutes? mins?", "second": "seconds? secs?",
    "kilometre": "kilomet(?:er|re)s? kms? km", "metre": "met(?:er|re)s? m", "centimetre": "centimet(?:er|re)s? cms?",
    "millimetre": "millimet(?:er|re)s? mm", "mile": "miles? mi", "foot": "foot feet ft", "inch": "inch(?:es)?", "yard": "yards?",
    "kilogram": "kilogram(?:me)?s? kilos? kgs?", "gram": "gram(?:me)?s? g", "milligram": "milligrams? mg", "tonne": "tonnes? mt",
    "ton": "tons?", "pound": "pounds? lbs?", "ounce": "ounces? oz", "mph": "mph", "km/h": "km/h kph kmh", "knot": "knots?",
    "hectare": "hectares? ha", "acre": "acres?", "litre": "lit(?:er|re)s?", "gallon": "gallons?", "barrel": "barrels? bbl bpd",
    "megawatt": "megawatts? mw", "gigawatt": "gigawatts? gw", "kilowatt": "kilowatts? kw", "gigabyte": "gigabytes? gb",
    "terabyte": "terabytes? tb", "megabyte": "megabytes? mb", "hertz": "hertz hz", "percent": "percent pct",
    "nautical mile": "nm", "mile per gallon": "mpg",
}  # fmt: skip
_MONEY: dict[str, str] = {
    "EUR": "euros?", "CNY": "yuan renminbi", "JPY": "yen", "RUB": "roubles? rubles?", "CHF": "francs?", "KRW": "won", "TRY": "lira",
    "ILS": "shekels?", "NGN": "naira", "ZAR": "rand", "SEK": "kron(?:or|a)", "NOK": "kroner?", "SAR": "riyals?", "AED": "dirhams?", "THB": "baht",
    "MYR": "ringgit", "IDR": "rupiah", "UAH": "hryvnias?", "PLN": "zlotys?", "EGP": "piast(?:er|re)s?", "MXN": "pesos?", "IQD": "dinars?",
}  # fmt: skip
_SCALED = {"decade": ("year", 10.0), "century": ("year", 100.0), "centurie": ("year", 100.0), "fortnight": ("day", 14.0)}
_DIMENSION = r"(?P<of>square|sq\.?|cubic|cu\.?|nautical)"
_PER = r"(?:\s?(?:per|an|/)\s?(?P<per>hour|second|gallon|minute|h)\b)"
_PERCENT = re.compile(r"\s?%|[ -](?:per[ -]cent|percent|pct)\b(?P<age>(?:age)?)(?P<points>(?:[ -]points?)?)")
_POINTS = re.compile(r"[ -]percentage[ -]points?|[ -]percentile")
_RUPEES = re.compile(r"[ -]rupees?\b", re.IGNORECASE)
_DOLLARS = re.compile(
    r"[ -](?:(?P<whose>US|U\.S\.|American|Australian|Canadian|Hong Kong|Singapore|New Zealand) )?(?P<coin>dollars?|bucks|cents?|pence|pounds? sterling)\b",
    re.IGNORECASE,
)
_DOLLAR_OF = {"australian": "AUD", "canadian": "CAD", "hong kong": "HKD", "singapore": "SGD", "new zealand": "NZD"}
_DEGREES = re.compile(r"\s?°\s?[CF]?|[ -]degrees?(?: (?:celsius|fahrenheit|[CF]\b))?")
_TABLE = [(name, form) for name, forms in (_NAMES | _MONEY).items() for form in forms.split()]
_BY_FORM = re.compile("|".join(f"(?P<u{n}>{form})" for n, (_, form) in enumerate(_TABLE)), re.IGNORECASE)
_ANY = "|".join(sorted((form for _, form in _TABLE), key=len, reverse=True))
_AFTER = re.compile(
    rf"(?P<gap>\s?-?\s?)(?:{_DIMENSION}[ -])?(?P<unit>{_ANY}|decades?|century|centuries|fortnights?)(?![\w])(?!\.\w){_PER}?",
    re.IGNORECASE,
)
SHORT = {"m", "g", "mi", "ha", "mt", "mw", "gw", "kw", "gb", "tb", "mb", "nm", "min"}
TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})
MONEY_UNITS = re.compile(r"^[A-Z]{3}$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found after a number: its normal name, the factor, and where its words end."""

    name: str
    end: int
    factor: float = 1.0


def after(text: str, at: int, *, sterling: bool = False) -> Unit | None:  # noqa: PLR0911 - one return a kind of unit
    """The unit that stands right after offset ``at``. ``sterling``: "pounds" are money in this article."""
    window = text[at : at + 40]
    if m := _POINTS.match(window):
        return Unit("percentage point", at + m.end())
    if m := _PERCENT.match(window):
        return Unit("percentage point" if m["points"] or m["age"] else "percent", at + m.end())
    if m := _DOLLARS.match(window):
        coin = m["coin"].lower()
        if coin.startswith("pound") or coin == "pence":
            return Unit("GBP", at + m.end(), 0.01 if coin == "pence" else 1.0)
        return Unit(_DOLLAR_OF.get((m["whose"] or "").lower(), "USD"), at + m.end(), 0.01 if coin.startswith("cent") else 1.0)
    if m := _RUPEES.match(window):
        return Unit("INR", at + m.end())
    if m := _DEGREES.match(window):
        return Unit("degree", at + m.end())
    m = _AFTER.match(window)
    if m is None or (m["gap"] == "" and at and not text[at - 1].isdigit()):
        return None
    form = m["unit"].lower()
    if form in SHORT and m["gap"] not in ("", " "):
        return None
    if form in ("won", "mi", "g", "m", "ha", "mt", "second") and m["gap"] and not text[at - 1].isdigit():
        return None
    return _named(form, m, at, sterling=sterling)


def _named(form: str, m: re.Match[str], at: int, *, sterling: bool) -> Unit | None:
    stem = form.rstrip("s") if form != "centuries" else "centurie"
    if stem in _SCALED:
        name, factor = _SCALED[stem]
        return Unit(name, at + m.end(), factor)
    found = _BY_FORM.fullmatch(form)
    if found is None or found.lastgroup is None:
        return None
    name = _TABLE[int(found.lastgroup[1:])][0]
    if name == "pound" and sterling and not form.startswith("lb"):
        name = "GBP"
    if m["of"]:
        name = {"sq": "square", "cu": "cubic"}.get(m["of"].lower().rstrip("."), m["of"].lower()) + f" {name}"
    if m["per"]:
        name = {"mile hour": "mph", "kilometre hour": "km/h", "kilometre h": "km/h"}.get(
            f"{name} {m['per'].lower()}", f"{name} per {m['per'].lower()}"
        )
    return Unit(name, at + m.end())


def of_article_noun(noun: str) -> tuple[str, float] | None:
    """The unit that "a" or "an" makes one of ("an hour", "a decade"), with its factor."""
    form = noun.lower()
    if form in _SCALED:
        return _SCALED[form]
    return (
        (form, 1.0)
        if form in TIME_UNITS - {"minute", "second"} or form in ("mile", "kilometre", "kilometer", "metre", "meter")
        else None
    )
