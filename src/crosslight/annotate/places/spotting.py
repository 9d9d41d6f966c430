"""Where an article may name a place: capitalised words that the gazetteer knows, and what speaks for and against them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.attrs import ENT_IOB, ENT_TYPE, IDX, ORTH, POS

from crosslight.annotate.entities.first_names import gender_of
from crosslight.annotate.parsed import numbers, strings
from crosslight.annotate.places.abbreviations import AFTER_COMMA, PRESS
from crosslight.annotate.places.gazetteer import Candidate, Kind, normal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.annotate.places.gazetteer import Gazetteer

LONGEST = 5
_SMALL = frozenset(["of", "the", "and", "de", "la", "del", "los", "upon", "on", "under", "-", "le", "sur"])
_NEVER = frozenset({"PRON", "DET", "AUX", "ADP", "CCONJ", "SCONJ", "PART", "NUM", "PUNCT", "SPACE"})
_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "near",
        "from",
        "to",
        "outside",
        "toward",
        "towards",
        "around",
        "across",
        "throughout",
        "of",
        "into",
        "through",
        "between",
    ]
)
_COUNTIES = frozenset({"counties", "county", "county's", "parish", "parishes"})
_THINGS = frozenset(
    [
        "street",
        "st",
        "st.",
        "road",
        "rd",
        "rd.",
        "avenue",
        "ave",
        "ave.",
        "drive",
        "lane",
        "boulevard",
        "blvd",
        "blvd.",
        "court",
        "square",
        "highway",
        "memorial",
        "hall",
    ]
)
_INSTITUTIONS = frozenset(
    [
        "police",
        "city",
        "county",
        "university",
        "school",
        "fire",
        "high",
        "council",
        "hospital",
        "college",
        "court",
        "department",
        "district",
        "sheriff",
        "board",
        "state",
        "town",
        "airport",
        "church",
        "museum",
        "international",
        "public",
        "community",
    ]
)


@dataclass(slots=True)
class Spot:
    """Tokens ``start..end`` that may name one of ``options``; ``container`` is the state or country named right after."""

    start: int
    end: int
    plain: str
    options: tuple[Candidate, ...]
    features: dict[str, float] = field(default_factory=dict)
    container: str | None = None


@dataclass(slots=True)
class Page:
    """The columns of the parse that spotting reads."""

    text: list[str]
    idx: list[int]
    pos: list[str]
    ent: list[str]
    ent_start: list[int]
    ent_end: list[int]
    whole: str

    @classmethod
    def of(cls, parsed: ParsedArticle) -> Page:
        """The columns of ``parsed``."""
        doc = parsed.doc
        kinds, inside = strings(doc, ENT_TYPE), numbers(doc, ENT_IOB)
        starts, ends, begin = [-1] * len(kinds), [-1] * len(kinds), 0
        for i, (kind, iob) in enumerate(zip(kinds, inside, strict=True)):
            if kind:
                begin = i if iob == 3 or not i or not kinds[i - 1] else begin
                starts[i] = begin
                for j in range(begin, i + 1):
                    ends[j] = i + 1
        return cls(
            strings(doc, ORTH),
            numbers(doc, IDX),
            strings(doc, POS),
            kinds,
            starts,
            ends,
            parsed.text,
        )

    def words(self, start: int, end: int) -> str:
        """The text of tokens ``start..end``."""
        return self.whole[self.idx[start] : self.idx[end - 1] + len(self.text[end - 1])]


def spots(parsed: ParsedArticle, cast: Cast, gazetteer: Gazetteer) -> tuple[Page, list[Spot]]:
    """Every stretch that may name a place, longest first where they would overlap, with its features."""
    page = Page.of(parsed)
    stretches = _stretches(page)
    known = gazetteer.look_up(plain for _, _, plain in stretches)
    found: list[Spot] = []
    reach = 0
    for start, end, plain in stretches:
        if start >= reach and plain in known:
            found.append(Spot(start, end, plain, known[plain]))
            reach = end
    found = _with_states(page, found, gazetteer)
    persons = {m.span.start: m.span.end for m in cast.mentions if cast.entity(m.entity).type == "person"}
    kinds = {(m.span.start, m.span.end): cast.entity(m.entity).type for m in cast.mentions}
    for spot in found:
        spot.features.update(_features(page, spot, persons, kinds))
    return page, found


def _capital(word: str) -> bool:
    return word[:1].isupper() and (len(word) > 1 or word.isalpha())


def _stretches(page: Page) -> list[tuple[int, int, str]]:
    """Runs of one to five words that begin and end with a capital, by start, the longest first."""
    out: list[tuple[int, int, str]] = []
    for i, word in enumerate(page.text):
        if not word[:1].isupper() or word in {"The", "THE"}:
            continue
        for end in _ends(page, i):
            words = page.words(i, end)
            if "\n" not in words and (end > i + 1 or _may_stand_alone(page, i)):
                out.append((i, end, normal(words)))
        if _ends_in_counties(page, i):
            out.append((i, i + 1, normal(word) + " county"))
    return out


def _ends(page: Page, start: int) -> list[int]:
    """Where runs that begin at ``start`` may end, the farthest first."""
    ends: list[int] = []
    for j in range(start, min(len(page.text), start + LONGEST)):
        if _capital(page.text[j]):
            ends.append(j + 1)
        elif page.text[j] not in _SMALL:
            break
    return ends[::-1]


def _may_stand_alone(page: Page, i: int) -> bool:
    """Whether one word may be a name: no function word, and short ones only in capitals or where spaCy sees a place."""
    word = page.text[i]
    if page.pos[i] in _NEVER or len(word) < 2:
        return False
    return len(word) > 3 or word.isupper() or page.ent[i] in {"GPE", "LOC"}


def _ends_in_counties(page: Page, i: int) -> bool:
    """Whether the word stands in a list that ends in "counties" ("Alder, Birch and Cedar counties")."""
    for j in range(i + 1, min(len(page.text), i + 10)):
        word = page.text[j]
        if word.lower() in {"counties", "parishes"}:
            return True
        if not (word[0].isupper() or word in {",", "and", "&"}):
            return False
    return False


def _with_states(page: Page, found: list[Spot], gazetteer: Gazetteer) -> list[Spot]:
    """Adds shortened states, and tells each spot which state or country follows its comma."""
    taken = {i for s in found for i in range(s.start, s.end)}
    shorts: list[tuple[int, int, str]] = []
    for i, word in enumerate(page.text):
        state = None
        if i and page.text[i - 1] == "," and word in AFTER_COMMA:
            state = AFTER_COMMA[word]
        elif word in PRESS and i not in taken and word != "Man.":
            state = PRESS[word]
        if state:
            shorts.append((i, i + 1, normal(state)))
    options = gazetteer.look_up(plain for _, _, plain in shorts)
    starts = {i for i, _, _ in shorts}
    out = [s for s in found if s.start not in starts]
    for i, end, plain in shorts:
        states = tuple(c for c in options.get(plain, ()) if c.kind in {Kind.STATE, Kind.REGION} or plain == "washington dc")
        if states:
            out.append(Spot(i, end, plain, states, {"short": 1.0}))
    out.sort(key=lambda s: s.start)
    for spot, after in pairwise(out):
        gap = page.text[spot.end : after.start]
        if gap in ([","], ["("], [",", "in"], ["in"]) and any(c.kind in {Kind.STATE, Kind.COUNTRY} for c in after.options):
            spot.container = after.plain
    return out


def _features(page: Page, spot: Spot, persons: dict[int, int], kinds: Mapping[tuple[int, int], str]) -> dict[str, float]:
    """What speaks for and against the stretch being a place."""
    s, e = spot.start, spot.end
    begin, end = page.idx[s], page.idx[e - 1] + len(page.text[e - 1])
    label = next((page.ent[i] for i in range(s, e) if page.ent[i]), "none")
    inside = page.ent_start[s] >= 0 and (page.ent_start[s] < s or page.ent_end[s] > e)
    before = page.text[s - 1] if s else ""
    after = page.text[e] if e < len(page.text) else ""
    best = spot.options[0]
    f = {
        f"ent={label}": 1.0,
        f"kind={best.kind.name}": 1.0,
        "words": float(e - s > 1),
        "people": len(str(best.people)) / 7,
        "own": float(any(c.own for c in spot.options)),
        "preposition": float(before.lower() in _PREPOSITIONS),
        "the": float(before.lower() == "the"),
        "first_name": float(e - s == 1 and gender_of(page.text[s]) is not None),
        "pos_other": float(e - s == 1 and page.pos[s] not in {"PROPN", "ADJ"}),
        "opens": float(not before or before in {".", "\u201c", '"', "?", "!"} or "\n" in before),
        "capital_before": float(before[:1].isupper() and before.lower() not in _PREPOSITIONS and before.lower() != "the"),
        "capital_after": float(after[:1].isupper()),
        "institution_after": float(after.lower() in _INSTITUTIONS),
        "thing_after": float(after.lower() in _THINGS),
        "number_before": float(before.isdigit()),
        "county_after": float(after.lower() in _COUNTIES),
        "container": float(spot.container is not None),
        "comma_before": float(before == ","),
        "possessive": float(after in {"'s", "\u2019s"}),
        "capitals": float(page.text[s].isupper() and len(page.text[s]) > 3),
    }
    if inside:
        f[f"inside={label}"] = 1.0
        f[f"edge={'start' if page.ent_start[s] == s else 'end' if page.ent_end[e - 1] == e else 'middle'}/{label}"] = 1.0
    if begin in persons or any(begin >= b and end <= persons[b] for b in persons if begin - 40 <= b <= begin):
        f["person"] = 1.0
    cast_type = kinds.get((begin, end))
    f[f"cast={cast_type}"] = 1.0
    return f
