"""Which of the places of one name is meant: population, what contains it, what lies near it, one sense an article."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from crosslight.annotate.places.gazetteer import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.annotate.places.gazetteer import Candidate
    from crosslight.annotate.places.spotting import Spot


@dataclass(frozen=True, slots=True)
class Weights:
    """Learnt by ``training/places.py``: for spotting, for a first reading, and for a reading among the others."""

    spot: dict[str, float]
    alone: dict[str, float]
    among: dict[str, float]
    threshold: float


@cache
def weights() -> Weights:
    """The shipped weights."""
    raw = json.loads(files("crosslight.data").joinpath("places", "weights.json").read_text("utf-8"))
    return Weights(raw["spot"], raw["alone"], raw["among"], raw["threshold"])


def likely(spot: Spot, learnt: Weights) -> bool:
    """Whether the stretch is taken for a place."""
    score = learnt.spot.get("bias", 0.0) + sum(learnt.spot.get(name, 0.0) * value for name, value in spot.features.items())
    return score >= learnt.threshold


@dataclass(slots=True)
class Name:
    """All spots of one name (and one container, where they give one): they are read alike."""

    spots: list[int]
    options: tuple[Candidate, ...]
    containers: frozenset[tuple[str, str]]
    contained: bool
    belief: list[float]


def names(found: Sequence[Spot]) -> list[Name]:
    """The spots grouped by name; those without a container join the group of the name that has one, if there is one only."""
    grouped: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    by_plain: dict[str, set[str]] = defaultdict(set)
    for spot in found:
        if spot.container:
            by_plain[spot.plain].add(spot.container)
    for i, spot in enumerate(found):
        container = spot.container or (next(iter(by_plain[spot.plain])) if len(by_plain[spot.plain]) == 1 else None)
        grouped[(spot.plain, container)].append(i)
    options = {s.plain: s.options for s in found}
    out = []
    for (plain, container), indices in grouped.items():
        inside = frozenset((c.country, c.state) for c in options.get(container or "", ()) if c.kind in {Kind.STATE, Kind.COUNTRY})
        fitting = tuple(o for o in options[plain] if o.kind != Kind.COUNTRY and _lies_in(o, inside))
        out.append(Name(indices, fitting or options[plain], inside, bool(inside), []))
    return out


def _lies_in(option: Candidate, containers: frozenset[tuple[str, str]]) -> bool:
    return any(option.country == country and (not state or option.state == state) for country, state in containers)


def features_alone(name: Name, option: Candidate, said: dict[str, float]) -> dict[str, float]:
    """What speaks for one option by itself and by the states and countries that the article names."""
    biggest = max(o.people for o in name.options)
    state, country = said.get(option.state, 0.0) if option.state else 0.0, said.get(option.country, 0.0)
    fits = name.contained and option.kind != Kind.COUNTRY and _lies_in(option, name.containers)
    return {
        f"kind={option.kind.name}": 1.0,
        "people": math.log10(option.people + 10) / 7,
        "share": math.log10((option.people + 10) / (biggest + 10)),
        "own": float(option.own),
        "fits": float(fits),
        "misfits": float(name.contained and not fits),
        "state_said": min(state, 3.0) if option.kind != Kind.STATE else 0.0,
        "country_said": min(country, 3.0) if option.kind != Kind.COUNTRY else 0.0,
        "state_share": state / (said["*"] or 1.0) if option.kind != Kind.STATE else 0.0,
        "american": float(option.country == "US"),
        "british": float(option.country == "GB"),
    }


def said_states(found: Sequence[Spot]) -> dict[str, float]:
    """How often the article names each state and country by a name that is hardly another's; "*" is the sum over states."""
    said: dict[str, float] = defaultdict(float)
    for spot in found:
        top = next((o for o in spot.options if o.kind in {Kind.STATE, Kind.COUNTRY} and o.own), spot.options[0])
        if top.kind == Kind.STATE and top.country in {"US", "CA", "AU", "GB"}:
            said[top.state] += 1
            said[top.country] += 0.5
            said["*"] += 1
        elif top.kind == Kind.COUNTRY:
            said[top.country] += 1
        elif top.kind == Kind.COUNTY and len({o.state for o in spot.options}) == 1:
            said[top.state] += 1
            said["*"] += 1
    said.setdefault("*", 0.0)
    return said


def kilometres(a: Candidate, b: Candidate) -> float:
    """The great-circle distance, as if the earth were flat near ``a`` (good enough to compare)."""
    dx = (a.lon - b.lon + 180) % 360 - 180
    x = dx * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(x, a.lat - b.lat)


def features_among(option: Candidate, others: list[tuple[Candidate, float]]) -> dict[str, float]:
    """What the likely readings of the other names add: how near they lie, how many share the state and country."""
    near = close = state = country = total = 0.0
    for other, belief in others:
        total += belief
        if other.kind in {Kind.COUNTRY, Kind.REGION}:
            country += belief * (other.country == option.country)
            continue
        km = kilometres(option, other)
        near = max(near, belief * math.exp(-km / 60))
        close += belief * math.exp(-km / 200)
        state += belief * (bool(option.state) and other.state == option.state)
        country += belief * (other.country == option.country)
    total = total or 1.0
    return {
        "near": near,
        "close": math.log1p(close),
        "close_share": close / total,
        "state_with": math.log1p(state),
        "state_with_share": state / total,
        "country_with_share": country / total,
    }


def softmax(scores: list[float]) -> list[float]:
    """Scores as shares of one."""
    top = max(scores)
    raised = [math.exp(s - top) for s in scores]
    whole = sum(raised)
    return [r / whole for r in raised]


def _score(learnt: dict[str, float], features: dict[str, float]) -> float:
    return sum(learnt.get(name, 0.0) * value for name, value in features.items())


MOST_OPTIONS = 40
"""Options of one name that are weighed (the most peopled; all of a state's that the article names come before)."""
KEPT = 4
"""Likely readings of each name that speak for others."""


def company(groups: list[Name], index: int) -> list[tuple[Candidate, float]]:
    """The likelier readings of every other name, with how often it is named bounded."""
    out = []
    for other, name in enumerate(groups):
        if other != index:
            ranked = sorted(zip(name.options, name.belief, strict=True), key=lambda pair: -pair[1])[:KEPT]
            out += [(option, belief) for option, belief in ranked if belief > 0.05]
    return out


def weighed(group: Name, learnt: Weights, said: dict[str, float]) -> list[dict[str, float]]:
    """Sets the group's first belief; the options' features."""
    rows = [features_alone(group, option, said) for option in group.options]
    group.belief = softmax([_score(learnt.alone, row) for row in rows])
    return rows


def believed(found: Sequence[Spot], learnt: Weights, rounds: int = 2) -> list[Name]:
    """The names of an article, each of its options with how far it is believed after so many rounds among the others."""
    groups = names(found)
    said = said_states(found)
    alone = [weighed(group, learnt, said) for group in groups]
    for _ in range(rounds):
        fresh = []
        for i, group in enumerate(groups):
            if len(group.options) == 1:
                fresh.append([1.0])
                continue
            others = company(groups, i)
            rows = [row | features_among(option, others) for row, option in zip(alone[i], group.options, strict=True)]
            fresh.append(softmax([_score(learnt.among, row) for row in rows]))
        for group, belief in zip(groups, fresh, strict=True):
            group.belief = belief
    return groups


def resolve(found: Sequence[Spot], learnt: Weights) -> list[Candidate]:
    """The place that each spot means."""
    choice: dict[int, Candidate] = {}
    for group in believed(found, learnt):
        best = max(range(len(group.options)), key=lambda k: group.belief[k])
        choice.update(dict.fromkeys(group.spots, group.options[best]))
    return [choice[i] for i in range(len(found))]
