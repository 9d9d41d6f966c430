"""A dossier made by hand: an invented ferry accident off an invented coast, as five invented outlets tell it."""

from __future__ import annotations

import re

from crosslight.model import (
    Annotations,
    Article,
    Attribution,
    BriefLine,
    Commitment,
    Dispute,
    DisputeSide,
    Dossier,
    Fact,
    FactMention,
    Label,
    Note,
    OnlyOne,
    Origin,
    Quantity,
    QuantityFigure,
    Source,
    Span,
    TimelineEntry,
    Tokens,
    Utterance,
    UtteranceMention,
)

NO_TOKENS = Tokens((), (), (), (), (), (), (), (), ())

KESTREL = Article(
    "kestrel-1",
    'ORVIK, March 11 (Kestrel) - A passenger ferry sank in the Strait of Kelvora on Tuesday evening, killing at least seven people, the coastguard said.\n\nThe Sanna Vey, with about 140 passengers and crew aboard, listed heavily and went down shortly after 6 p.m., some 4 kilometres off the port of Orvik, coastguard spokeswoman Ilse Maren said.\n\n"We pulled people out of very cold water, and we will keep looking all night," Maren said.\n\nThe cause was not immediately known. Passengers told local radio that they had heard a bang before the vessel began to lean.',
    title="Ferry sinks off Kelvora, at least seven dead",
    outlet="Kestrel",
    published="2031-03-11T22:40:00Z",
    language="en",
)
HARBOUR = Article(
    "harbour-1",
    "Eleven people are dead and 23 are still missing after the ferry Sanna Vey sank off Orvik on Tuesday evening, the interior ministry said on Wednesday.\n\nThe ship carried 152 people, according to the passenger list of its operator, Brennic Lines.\n\n“We pulled people out of very cold water, and we will keep looking,” said Ilse Maren, a spokeswoman for the coastguard.\n\nTomas Reil, who worked for the line as an engineer until last year, said the bow door had been reported as faulty in February. “They knew about that door,” he told the Harbour Post. “Everybody on the car deck knew.”\n\nBrennic Lines denied that the door was faulty. Its managing director, Karin Lodd, said the Sanna Vey “passed every inspection” and had been cleared to sail on Monday.\n\nTransport minister Pavel Aust promised an inquiry whose first findings would be published by 1 April. It is the worst disaster on the route since the Tern was lost in 1998.",
    title="Eleven dead as Sanna Vey goes down; engineer speaks of faulty door",
    outlet="The Harbour Post",
    url="https://harbourpost.example/sanna-vey",
    published="2031-03-12T07:15:00Z",
    language="en",
)
RADIO = Article(
    "radio-1",
    'The operator of the ferry that sank off Orvik has rejected a claim that its bow door was broken.\n\nThe claim was made by a former engineer in an interview with the Harbour Post. Brennic Lines called it "baseless".\n\nThe Sanna Vey went down at about 18:20 on Tuesday. Nine people are confirmed dead, according to the hospital in Orvik, while the interior ministry puts the number at 11.\n\nThe coastguard\'s Ilse Maren said rescuers had taken people out of very cold water and would go on searching.\n\nKarin Lodd, who runs Brennic Lines, said the ship had passed all its inspections. "She was fit to sail, and she had sailed that morning," Lodd said.',
    title="Operator rejects claim of faulty bow door",
    outlet="Radio Oster",
    published="2031-03-12T11:00:00Z",
    language="en",
)
HERALD = Article(
    "herald-1",
    "A passenger ferry sank in the Strait of Kelvora on Tuesday evening, killing at least seven people, the coastguard said.\n\nThe Sanna Vey, with about 140 passengers and crew aboard, listed heavily and went down shortly after 6 p.m., coastguard spokeswoman Ilse Maren said.\n\nThe accident halted all sailings between Orvik and the North Isles. Schools on Lesser Holm stayed closed on Wednesday, because 12 of their teachers were due on the morning boat.\n\nKestrel",
    title="Ferry sinks in strait; isles cut off",
    outlet="North Isles Herald",
    published="2031-03-12",
    language="en",
)
COURIER = Article(
    "courier-1",
    'Fourteen people died when the ferry Sanna Vey sank on Tuesday, the interior ministry said on Thursday, and between 20 and 25 are missing.\n\nUp to 160 people may have been on board, since children under four are not listed, a ministry official said.\n\nBrennic Lines blames a freak wave. "No ship of that size stands up to nine metres of water from the side," said its managing director, Karin Lodd. The weather service, however, measured waves of no more than three metres that evening.\n\nThe seafarers\' union demanded that all three sister ships stay in port until the doors have been checked, and threatened to strike from Monday otherwise.\n\nOpposition leader Mira Sandoval called the sinking "a crime with a timetable". Aust said the inquiry would report its first findings by 1 April.',
    title="Toll in ferry disaster rises to 14",
    outlet="Velmark Courier",
    published="2031-03-13T09:30:00Z",
    language="en",
)
ARTICLES = (KESTREL, HARBOUR, RADIO, HERALD, COURIER)


def at(article: Article, words: str, nth: int = 1) -> Span:
    """The span of the nth occurrence of these words in the article's text."""
    start = -1
    for _ in range(nth):
        start = article.text.index(words, start + 1)
    return article.span(start, start + len(words))


def reading(article: Article, attributions: tuple[Attribution, ...] = (), *, annotated: bool = True) -> Annotations:
    """An article as read, its sentences cut by a plain rule."""
    cuts = re.finditer(r"\S[^\n]*?(?:[.!?][”\"]?(?=\s)|(?=\n)|$)", article.text) if annotated else ()
    sentences = tuple(article.span(*m.span()) for m in cuts)
    return Annotations(article, "sample", annotated, sentences, NO_TOKENS, (), (), attributions, (), (), (), ())


def said(id: str, article: Article, name: str, who: str, *words: str) -> Attribution:
    """A direct quotation."""
    return Attribution(id, "direct", Source(at(article, who), name), None, tuple(at(article, w) for w in words))


MAREN, LODD, REIL, SANDOVAL = "Ilse Maren", "Karin Lodd", "Tomas Reil", "Mira Sandoval"


def readings() -> tuple[Annotations, ...]:
    """The five articles with their direct quotations."""
    return (
        reading(
            KESTREL,
            (
                said(
                    "a1",
                    KESTREL,
                    MAREN,
                    "Ilse Maren",
                    "We pulled people out of very cold water, and we will keep looking all night,",
                ),
            ),
        ),
        reading(
            HARBOUR,
            (
                said("a1", HARBOUR, MAREN, "Ilse Maren", "We pulled people out of very cold water, and we will keep looking,"),
                said("a2", HARBOUR, REIL, "Tomas Reil", "They knew about that door,", "Everybody on the car deck knew."),
                said("a3", HARBOUR, LODD, "Karin Lodd", "passed every inspection"),
            ),
        ),
        reading(RADIO, (said("a1", RADIO, LODD, "Karin Lodd", "She was fit to sail, and she had sailed that morning,"),)),
        reading(HERALD),
        reading(
            COURIER,
            (
                said("a1", COURIER, LODD, "Karin Lodd", "No ship of that size stands up to nine metres of water from the side,"),
                said("a2", COURIER, SANDOVAL, "Mira Sandoval", "a crime with a timetable"),
            ),
        ),
    )


def _facts() -> tuple[Fact, ...]:
    sank = (
        FactMention(at(KESTREL, "A passenger ferry sank in the Strait of Kelvora on Tuesday evening"), "asserts"),
        FactMention(at(HARBOUR, "the ferry Sanna Vey sank off Orvik on Tuesday evening"), "asserts"),
        FactMention(at(RADIO, "the ferry that sank off Orvik"), "asserts"),
        FactMention(at(RADIO, "The Sanna Vey went down at about 18:20 on Tuesday."), "asserts"),
        FactMention(at(HERALD, "A passenger ferry sank in the Strait of Kelvora on Tuesday evening"), "asserts"),
        FactMention(at(COURIER, "the ferry Sanna Vey sank on Tuesday"), "asserts"),
    )
    door = (
        FactMention(at(HARBOUR, "the bow door had been reported as faulty in February"), "attributes", REIL),
        FactMention(at(HARBOUR, "Brennic Lines denied that the door was faulty."), "reports_denial", "Brennic Lines"),
        FactMention(at(RADIO, "has rejected a claim that its bow door was broken"), "reports_denial", "Brennic Lines"),
    )
    waves = (
        FactMention(at(COURIER, "Brennic Lines blames a freak wave."), "attributes", "Brennic Lines"),
        FactMention(at(COURIER, "measured waves of no more than three metres that evening"), "denies"),
        FactMention(at(KESTREL, "The cause was not immediately known."), "hedges"),
    )
    inquiry = (
        FactMention(
            at(HARBOUR, "promised an inquiry whose first findings would be published by 1 April"), "attributes", "Pavel Aust"
        ),
        FactMention(at(COURIER, "Aust said the inquiry would report its first findings by 1 April."), "attributes", "Pavel Aust"),
    )
    passed = (
        FactMention(at(HARBOUR, "the Sanna Vey “passed every inspection”"), "attributes", LODD),
        FactMention(at(RADIO, "the ship had passed all its inspections"), "attributes", LODD),
    )
    return (
        Fact(
            "k1",
            "A passenger ferry sank in the Strait of Kelvora on Tuesday evening",
            sank,
            5,
            4,
            ("same event: sink (ferry)", "same day: 2031-03-11"),
        ),
        Fact(
            "k2",
            "The bow door had been reported as faulty in February",
            door,
            2,
            1,
            ("shared names: Brennic Lines", "opposite polarity"),
        ),
        Fact("k3", "A freak wave sank the ferry", waves, 2, 2),
        Fact("k4", "The inquiry’s first findings are to be published by 1 April", inquiry, 2, 2, ("same date: 1 April",)),
        Fact("k5", "The Sanna Vey passed every inspection", passed, 2, 1, ("same speaker: Karin Lodd",)),
    )


def _figure(
    span: Span,
    value: float | None,
    low: float | None,
    high: float | None,
    counts: str,
    source: str | None = None,
    unit: str = "people",
) -> QuantityFigure:
    return QuantityFigure(span, value, low, high, unit, counts, source)


def _quantities() -> tuple[Quantity, ...]:
    ministry = "the interior ministry"
    killed = (
        _figure(at(KESTREL, "at least seven people"), 7, 7, None, "people killed", "the coastguard"),
        _figure(at(HARBOUR, "Eleven people"), 11, 11, 11, "people dead", ministry),
        _figure(at(RADIO, "Nine people"), 9, 9, 9, "people dead", "the hospital in Orvik"),
        _figure(at(RADIO, "11"), 11, 11, 11, "people dead", ministry),
        _figure(at(HERALD, "at least seven people"), 7, 7, None, "people killed", "the coastguard"),
        _figure(at(COURIER, "Fourteen people"), 14, 14, 14, "people died", ministry),
    )
    missing = (
        _figure(at(HARBOUR, "23"), 23, 23, 23, "missing", ministry),
        _figure(at(COURIER, "between 20 and 25"), None, 20, 25, "missing", ministry),
    )
    aboard = (
        _figure(at(KESTREL, "about 140 passengers and crew"), 140, None, None, "aboard", MAREN),
        _figure(at(HARBOUR, "152 people"), 152, 152, 152, "aboard", "passenger list"),
        _figure(at(HERALD, "about 140 passengers and crew"), 140, None, None, "aboard", MAREN),
        _figure(at(COURIER, "Up to 160 people"), 160, None, 160, "aboard", "a ministry official"),
    )
    waves = (
        _figure(at(COURIER, "nine metres of water"), 9, 9, 9, "height of the wave", LODD, "metre"),
        _figure(at(COURIER, "no more than three metres"), 3, None, 3, "height of the waves", "the weather service", "metre"),
    )
    return (
        Quantity(
            "q1",
            "people killed in the sinking",
            "people",
            "updated",
            killed,
            ("later reports are higher", "one source: the interior ministry"),
        ),
        Quantity("q2", "people missing", "people", "compatible", missing, ("23 lies between 20 and 25",)),
        Quantity("q3", "people aboard", "people", "compatible", aboard),
        Quantity("q4", "height of the waves", "metre", "conflict", waves, ("9 lies above the bound 3",)),
    )


def _disputes() -> tuple[Dispute, ...]:
    return (
        Dispute(
            "d1",
            "denial",
            "whether the bow door was faulty",
            (
                DisputeSide(
                    "it had been reported as faulty in February",
                    REIL,
                    (
                        at(HARBOUR, "the bow door had been reported as faulty in February"),
                        at(HARBOUR, "They knew about that door,"),
                    ),
                ),
                DisputeSide(
                    "it was not faulty",
                    "Brennic Lines",
                    (
                        at(HARBOUR, "Brennic Lines denied that the door was faulty."),
                        at(RADIO, 'Brennic Lines called it "baseless".'),
                    ),
                ),
            ),
            ("‘denied’ turned against the same claim",),
        ),
        Dispute(
            "d2",
            "cause",
            "what sank the ferry",
            (
                DisputeSide("a freak wave of nine metres", "Brennic Lines", (at(COURIER, "Brennic Lines blames a freak wave."),)),
                DisputeSide(
                    "waves were no more than three metres",
                    "the weather service",
                    (at(COURIER, "measured waves of no more than three metres that evening"),),
                ),
                DisputeSide(
                    "a bang was heard first", "passengers", (at(KESTREL, "they had heard a bang before the vessel began to lean"),)
                ),
            ),
        ),
        Dispute(
            "d3",
            "figure",
            "how many had died by Wednesday",
            (
                DisputeSide(
                    "9", "the hospital in Orvik", (at(RADIO, "Nine people are confirmed dead, according to the hospital in Orvik"),)
                ),
                DisputeSide(
                    "11",
                    "harbour-1",
                    (at(HARBOUR, "Eleven people are dead"), at(RADIO, "the interior ministry puts the number at 11")),
                ),
            ),
        ),
        Dispute(
            "d4",
            "time",
            "when it went down",
            (
                DisputeSide(
                    "shortly after 6 p.m.",
                    MAREN,
                    (at(KESTREL, "went down shortly after 6 p.m."), at(HERALD, "went down shortly after 6 p.m.")),
                ),
                DisputeSide("at about 18:20", "radio-1", (at(RADIO, "went down at about 18:20 on Tuesday"),)),
            ),
        ),
    )


def _utterances() -> tuple[Utterance, ...]:
    water = (
        UtteranceMention(at(KESTREL, "We pulled people out of very cold water, and we will keep looking all night,"), "direct"),
        UtteranceMention(at(HARBOUR, "We pulled people out of very cold water, and we will keep looking,"), "direct"),
        UtteranceMention(at(RADIO, "rescuers had taken people out of very cold water and would go on searching"), "indirect"),
    )
    passed = (
        UtteranceMention(at(HARBOUR, "passed every inspection"), "partial"),
        UtteranceMention(at(RADIO, "the ship had passed all its inspections"), "indirect"),
    )
    return (Utterance("u1", MAREN, water, ("6 words in a row",)), Utterance("u2", LODD, passed))


def _timeline() -> tuple[TimelineEntry, ...]:
    return (
        TimelineEntry("1998", "year", "The Tern was lost on the same route", (at(HARBOUR, "the Tern was lost in 1998"),)),
        TimelineEntry(
            "2031-02",
            "month",
            "The bow door was reported as faulty",
            (at(HARBOUR, "the bow door had been reported as faulty in February"),),
        ),
        TimelineEntry("2031-03-10", "day", "The ship was cleared to sail", (at(HARBOUR, "had been cleared to sail on Monday"),)),
        TimelineEntry(
            "2031-03-11TEV",
            "part",
            "The ferry sank in the Strait of Kelvora",
            (at(KESTREL, "sank in the Strait of Kelvora on Tuesday evening"), at(HARBOUR, "sank off Orvik on Tuesday evening")),
        ),
        TimelineEntry(
            "2031-03-11T18:20",
            "time",
            "The Sanna Vey went down",
            (at(RADIO, "The Sanna Vey went down at about 18:20 on Tuesday."),),
        ),
        TimelineEntry(
            "2031-03-12",
            "day",
            "Schools on Lesser Holm stayed closed",
            (at(HERALD, "Schools on Lesser Holm stayed closed on Wednesday"),),
        ),
        TimelineEntry(
            "2031-04-01",
            "day",
            "First findings of the inquiry due",
            (at(COURIER, "the inquiry would report its first findings by 1 April"),),
        ),
    )


def dossier() -> Dossier:
    """The whole sample."""
    return Dossier(
        version="0.0.0",
        readings=readings(),
        entities=(),
        brief=(
            BriefLine("A passenger ferry sank in the Strait of Kelvora on Tuesday evening, killing at least seven people, the coastguard said.", (at(KESTREL, "A passenger ferry sank in the Strait of Kelvora on Tuesday evening, killing at least seven people, the coastguard said."), at(HARBOUR, "the ferry Sanna Vey sank off Orvik on Tuesday evening"), at(HERALD, "A passenger ferry sank in the Strait of Kelvora on Tuesday evening")), ("d3",)),
            BriefLine("Fourteen people died when the ferry Sanna Vey sank on Tuesday, the interior ministry said on Thursday, and between 20 and 25 are missing.", (at(COURIER, "Fourteen people died when the ferry Sanna Vey sank on Tuesday, the interior ministry said on Thursday, and between 20 and 25 are missing."), at(HARBOUR, "Eleven people are dead and 23 are still missing"))),
            BriefLine("Brennic Lines denied that the door was faulty.", (at(HARBOUR, "Brennic Lines denied that the door was faulty."), at(RADIO, "has rejected a claim that its bow door was broken")), ("d1", "d2")),
            BriefLine("Aust said the inquiry would report its first findings by 1 April.", (at(COURIER, "Aust said the inquiry would report its first findings by 1 April."), at(HARBOUR, "promised an inquiry whose first findings would be published by 1 April"))),
        ),
        facts=_facts(),
        quantities=_quantities(),
        disputes=_disputes(),
        utterances=_utterances(),
        timeline=_timeline(),
        labels=(
            Label("the sinking", (at(HARBOUR, "the worst disaster"), at(HERALD, "The accident"), at(COURIER, "the sinking"), at(COURIER, "a crime with a timetable"))),
            Label("the bow door’s critic", (at(HARBOUR, "Tomas Reil, who worked for the line as an engineer"), at(RADIO, "a former engineer"))),
        ),
        only_one=(
            OnlyOne("Schools on Lesser Holm stayed closed on Wednesday, because 12 of their teachers were due on the morning boat.", at(HERALD, "Schools on Lesser Holm stayed closed on Wednesday, because 12 of their teachers were due on the morning boat.")),
            OnlyOne("Passengers told local radio that they had heard a bang before the vessel began to lean.", at(KESTREL, "Passengers told local radio that they had heard a bang before the vessel began to lean.")),
            OnlyOne("Up to 160 people may have been on board, since children under four are not listed, a ministry official said.", at(COURIER, "Up to 160 people may have been on board, since children under four are not listed, a ministry official said.")),
            OnlyOne("It is the worst disaster on the route since the Tern was lost in 1998.", at(HARBOUR, "It is the worst disaster on the route since the Tern was lost in 1998.")),
        ),
        origins=(
            Origin(at(HERALD, "A passenger ferry sank in the Strait of Kelvora on Tuesday evening, killing at least seven people, the coastguard said."), "Kestrel", "same_text_as", "kestrel-1"),
            Origin(at(HERALD, "Kestrel"), "Kestrel", "agency_copy", "kestrel-1"),
            Origin(at(RADIO, "in an interview with the Harbour Post"), "The Harbour Post", "cites", "harbour-1"),
            Origin(at(KESTREL, "Passengers told local radio"), "local radio", "cites"),
        ),
        commitments=(
            Commitment("Pavel Aust", None, "publish the first findings of an inquiry", "promise", None, "by 1 April", (at(HARBOUR, "promised an inquiry whose first findings would be published by 1 April"),)),
            Commitment("the seafarers’ union", "Brennic Lines", "keep all three sister ships in port", "demand", "until the doors have been checked", None, (at(COURIER, "demanded that all three sister ships stay in port until the doors have been checked"),)),
            Commitment("the seafarers’ union", None, "strike", "threat", "if the ships sail", "from Monday", (at(COURIER, "threatened to strike from Monday otherwise"),)),
        ),
        notes=(
            Note("apart", "Tourism on Lesser Holm hits a record", "tells of another event; not blended in"),
            Note("skipped", "photo-4.jpg", "not a text"),
        ),
    )  # fmt: skip


def bare(*articles: Article, annotated: bool = True) -> Dossier:
    """A dossier in which nothing was found."""
    readings = tuple(reading(a, annotated=annotated) for a in articles)
    return Dossier("0.0.0", readings, (), (), (), (), (), (), (), (), (), (), ())


HOSTILE = "</script></style><img src=x onerror=alert(1)>\"'{{ 7*7 }}{% raw %} javascript:alert(2) \x1b[31m\u202e"


def hostile() -> Dossier:
    """A dossier whose every text would like to be more than text."""
    articles = tuple(
        Article(
            f"{HOSTILE}-{n}",
            f"{HOSTILE} said seven.\n\n{HOSTILE} denied it {n}.",
            title=HOSTILE,
            outlet=f"{HOSTILE} {n}",
            url="javascript:alert(3)",
            published=HOSTILE,
            language=HOSTILE,
            authors=(HOSTILE,),
        )
        for n in (1, 2)
    )
    spans = tuple(a.span(0, len(HOSTILE) + 6) for a in articles)
    cross = tuple(a.span(10, len(a.text) - 5) for a in articles)
    return Dossier(
        HOSTILE,
        tuple(reading(a, (Attribution("a1", "direct", Source(s, HOSTILE), None, (s,)),)) for a, s in zip(articles, spans, strict=True)),
        (),
        (BriefLine(HOSTILE, spans, ("d1",)),),
        (Fact(HOSTILE, HOSTILE, tuple(FactMention(s, "attributes", HOSTILE) for s in (*spans, *cross)), 2, 2, (HOSTILE,)),),
        (Quantity("q1", HOSTILE, HOSTILE, "conflict", tuple(QuantityFigure(s, 7, 7, 7, HOSTILE, HOSTILE, HOSTILE) for s in spans), (HOSTILE,)),),
        (Dispute("d1", "denial", HOSTILE, (DisputeSide(HOSTILE, HOSTILE, spans), DisputeSide("other", articles[0].id, cross)), (HOSTILE,)),),
        (Utterance("u1", HOSTILE, (UtteranceMention(spans[0], "direct"), UtteranceMention(cross[1], "partial"))),),
        (TimelineEntry(HOSTILE, HOSTILE, HOSTILE, spans),),
        (Label(HOSTILE, spans),),
        (OnlyOne(HOSTILE, spans[0]),),
        (Origin(spans[0], HOSTILE, "cites"),),
        (Commitment(HOSTILE, HOSTILE, HOSTILE, "threat", HOSTILE, HOSTILE, spans),),
        (Note("apart", HOSTILE, HOSTILE),),
    )  # fmt: skip


def facts_over(articles: list[Article]) -> tuple[Fact, ...]:
    """One fact that all these articles tell with their first three words."""
    return (Fact("k1", "The ferry sank", tuple(FactMention(a.span(0, 9), "asserts") for a in articles), len(articles), 1),)
