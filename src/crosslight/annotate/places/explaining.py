"""Why words were taken for a place, and for this one of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.explanation import Explanation, chance, weightiest
from crosslight.annotate.places.gazetteer import gazetteer
from crosslight.annotate.places.ranking import believed, likely, weights
from crosslight.annotate.places.spotting import spots

if TYPE_CHECKING:
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.annotate.places.gazetteer import Candidate, Gazetteer
    from crosslight.model import Place

MOST = 4


def explain(parsed: ParsedArticle, place: Place, cast: Cast) -> Explanation:
    """What spoke for a place at all, and the places of the name with how far each was believed, alone and among the others."""
    table, learnt = gazetteer(), weights()
    page, found = spots(parsed, cast, table)
    kept = [s for s in found if likely(s, learnt)]
    at = next(i for i, s in enumerate(kept) if page.idx[s.start] == place.span.start)
    spot = kept[at]
    parts = {name: learnt.spot.get(name, 0.0) * value for name, value in spot.features.items()}
    whole = learnt.spot.get("bias", 0.0) + sum(parts.values())
    reasons = [
        f"taken for a place: probability {chance(whole):.2f} (taken from {chance(learnt.threshold):.2f}); weighed most: {weightiest(parts)}"
    ]
    if spot.container:
        reasons.append(f"what contains it stands beside it: {spot.container}")
    alone = next(g for g in believed(kept, learnt, 0) if at in g.spots)
    among = next(g for g in believed(kept, learnt) if at in g.spots)
    before = {o.row: b for o, b in zip(alone.options, alone.belief, strict=True)}
    ranked = sorted(zip(among.options, among.belief, strict=True), key=lambda pair: -pair[1])
    reasons.append(
        f"{len(ranked)} of the gazetteer's places bear the name; the likeliest, alone and then among the article's other places:"
    )
    reasons += [f"  {_told(o, table)}: {before.get(o.row, 0.0):.2f}, then {belief:.2f}" for o, belief in ranked[:MOST]]
    return Explanation(place.id, "place", place.span, f"{place.name}, GeoNames {place.geonameid}", tuple(reasons))


def _told(option: Candidate, table: Gazetteer) -> str:
    kind = option.kind.name.lower()
    where = ", ".join(p for p in (option.state, option.country) if p)
    return f"{table.name(option.row)} ({kind}{', ' + where if where else ''}; {option.people:,} people; GeoNames {table.id(option.row)})"
