"""Why a number was taken for a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.explanation import Explanation, chance, shown, weightiest
from crosslight.annotate.figures import candidates, counted, news

if TYPE_CHECKING:
    from crosslight.annotate.figures.candidates import Candidate
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Figure, TimeExpression

_BOUNDS = {
    "low": "which sets a lower bound",
    "high": "which sets an upper bound",
    "near": "which makes it approximate: no bounds",
    "exact": "which bounds nothing",
}


def explain(parsed: ParsedArticle, figure: Figure, when: tuple[TimeExpression, ...]) -> Explanation:
    """The number's words, its bound, what it counts by which syntax, and the classifier's sum."""
    found = candidates.find(parsed)
    at = next(n for n, c in enumerate(found) if c.start == figure.span.start and c.core[1] <= figure.span.end)
    one, text = found[at], parsed.text
    active = news.features(parsed, found, when)[at]
    known = news.model()
    parts = {name: known.weights.get(name, 0.0) for name in active}
    odds = known.bias + sum(parts.values())
    reasons = [_number(one, text), *_bound(one, text), _unit(one), *_counts(one)]
    reasons.append(
        f"news rather than a date, name or turn of phrase: probability {chance(odds):.2f} "
        f"(taken from {chance(news.THRESHOLD):.2f}); weighed most: {weightiest(parts)}"
    )
    reasons.append(
        f"stands in the words of attribution {figure.attribution}" if figure.attribution else "in the outlet's own voice"
    )
    return Explanation(figure.id, "figure", figure.span, _read(figure), tuple(reasons))


def _read(figure: Figure) -> str:
    bounds = f"value {figure.value}, low {figure.low}, high {figure.high}".replace("None", "none").replace(".0", "")
    return f"{bounds}; unit {figure.unit or 'none'}; counts {figure.counts or 'nothing named'}"


def _number(one: Candidate, text: str) -> str:
    style = {
        "digits": "in digits",
        "words": "in words",
        "vague": "a vague plural: two of them at least",
        "fraction": "a fraction",
        "article": "one of a unit",
        "couple": "a couple",
    }[one.style]
    return f"the number is {shown(text[slice(*one.core)])}, {style}" + (", a range" if one.ranged else "")


def _bound(one: Candidate, text: str) -> list[str]:
    words = text[one.start : one.core[0]].strip() or text[one.core[1] : one.end].strip()
    return [f"beside it stands {shown(words)}, {_BOUNDS[one.kind]}"] if words and one.kind != "exact" else []


def _unit(one: Candidate) -> str:
    if one.age:
        return "somebody's age, by the words around it"
    if one.unit:
        return f"its unit is written: {one.unit}"
    return f"it has no unit of its own: {counted.unit_of(one)}, by the noun that it counts"


def _counts(one: Candidate) -> list[str]:
    said = []
    if one.noun is not None:
        said.append(f"it counts {shown(one.noun.text)}, reached from {shown(one.number.text)} ({one.number.dep_})")
    role = counted.role_of(one)
    if role and not one.age:
        said.append(f"what happened to them, from the syntax: {role}")
    return said
