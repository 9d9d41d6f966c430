"""What is read in one article: one frozen class a kind, each holding its exact spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosslight.model.article import Article, Span

EntityType = Literal["person", "organisation", "place", "group", "facility", "event", "product", "work", "law", "other"]
Form = Literal["direct", "indirect", "mixed"]
CueStance = Literal["asserts", "denies", "hedges", "asks"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Modality = Literal["asserted", "denied", "planned", "demanded", "hypothetical"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, body, place or thing. ``name`` is the fullest name the article (or story) gives it."""

    id: str
    name: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an entity is named, or stood for ("the secretary", "he")."""

    span: Span
    entity: str


@dataclass(frozen=True, slots=True)
class Source:
    """Whom an attribution credits: the words, and where known the full name and the entity."""

    span: Span
    name: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words or views as an article reports them (PARC/PolNeAR: source, cue, content).

    ``content`` holds several spans where the words are broken off by the cue. Direct content is given
    with its quotation marks.
    """

    id: str
    form: Form
    source: Source | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: CueStance = "asserts"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a reader takes as news.

    Exact: ``value == low == high``. "at least 7": value 7, low 7. "up to 7": value 7, high 7.
    "5 to 7": low 5, high 7, no value. "about 7": value 7, no bounds. ``unit`` is people, an ISO 4217
    code, percent, year, metre, item and so on; ``counts`` is what is counted, in one to four words.
    ``attribution`` is the id of the attribution whose words hold the figure.
    """

    id: str
    span: Span
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    counts: str | None
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3: what the words mean as a date, time, duration or set.

    ``value`` is ISO 8601 with TIMEX3's X for what is open ("XXXX-09-17"); ``interval`` the first and
    last day (or second) it can mean; ``anchor`` what it was resolved against: "published",
    "text" (a date named before) or ``None`` (nothing needed or nothing known).
    """

    id: str
    span: Span
    type: TimeType
    value: str
    interval: tuple[str, str] | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym and where it lies. Coordinates are WGS 84 degrees; ``None`` where it is not in the gazetteer.

    A facility or district has the coordinates of the town that the text puts it into: ``within`` is that place's id.
    """

    id: str
    span: Span
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor or recipient of an event."""

    span: Span
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A PLOVER 2 event: ``event`` is the root (ASSAULT), ``mode`` its mode (bombing) or ``None``.

    ``when`` and ``where`` are ids of this article's times and places.
    """

    id: str
    span: Span
    event: str
    mode: str | None
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    when: str | None
    where: str | None
    modality: Modality
    attribution: str | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """The parse, column by column, so that later stages need not parse again.

    All columns have one length. ``head`` is a token's index (its own for a root); ``sentence`` the
    index of the sentence a token stands in; ``entity_type`` spaCy's label or "".
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    lemma: tuple[str, ...]
    pos: tuple[str, ...]
    tag: tuple[str, ...]
    dep: tuple[str, ...]
    head: tuple[int, ...]
    entity_type: tuple[str, ...]
    sentence: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything that was read in one article. ``annotated`` is False where its language is not ours to parse."""

    article: Article
    version: str
    annotated: bool
    sentences: tuple[Span, ...]
    tokens: Tokens
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    figures: tuple[Figure, ...]
    times: tuple[TimeExpression, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
