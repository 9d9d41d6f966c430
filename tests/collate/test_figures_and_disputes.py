"""Quantities, disputes and the timeline of a small invented story."""

from __future__ import annotations

import numpy as np
import pytest

from crosslight.annotate.pipeline import read
from crosslight.collate import cast, disputes, quantities, timeline
from crosslight.collate.alignment import Alignment, Link, align
from crosslight.collate.disputes import ranking, swaps
from crosslight.collate.disputes.assembling import WITNESSES, Links, Quarrel, assemble
from crosslight.collate.disputes.marks import marks, slots
from crosslight.collate.disputes.naming import _shared, holder, position
from crosslight.collate.quantities.grouping import groups
from crosslight.collate.quantities.measures import consistent, equal, measure
from crosslight.collate.reading import StoryReading
from crosslight.model import Article, Figure, Span, TimeExpression
from crosslight.vectors import MiniLM

HERALD = (
    "VELMOOR - At least 14 people were killed when a grain barge struck the Orrin bridge on Tuesday, police said. "
    "The barge was carrying 2,350 tonnes of barley. "
    "Skipper Odo Brand, 41, was arrested. "
    "The harbour board denied that the bridge lights had failed."
)
COURIER = (
    "Fourteen people died when a barge loaded with grain hit the Orrin bridge in Velmoor on Tuesday. "
    "Its hold held 2,350 tonnes of barley. "
    "Odo Brand, the 41-year-old skipper, was taken into custody. "
    "Witnesses said the lights on the bridge had failed an hour before the collision."
)
GAZETTE = (
    "Rescuers recovered 19 bodies after the grain barge struck the Orrin bridge on Wednesday, killing 19 people, the fire service said. "
    "The skipper, Odo Brand, 41, has been arrested."
)


@pytest.fixture(scope="module")
def encoder():
    return MiniLM(threads=1)


@pytest.fixture
def told(parsed_of, encoder):
    def of(*texts: str, published: tuple[str, ...] = ()) -> StoryReading:
        days = published or tuple(f"2026-03-1{n}" for n in range(len(texts)))
        readings = [
            read(parsed_of(t, id=f"a{n}", outlet=f"outlet{n}", published=d))
            for n, (t, d) in enumerate(zip(texts, days, strict=True))
        ]
        return StoryReading.of(readings, encoder)

    return of


def amounts(story: StoryReading):
    return quantities.find(quantities.compared(story, align(story)), story, cast.join(story))


def quarrels(story: StoryReading):
    figures = quantities.compared(story, align(story))
    return disputes.find(story, cast.join(story), align(story), amounts(story), figures)


def values(quantity) -> set[float | None]:
    return {f.value for f in quantity.figures}


def test_a_rare_number_told_twice_is_one_quantity_that_agrees(told):
    found = amounts(told(HERALD, COURIER))
    barley = next(q for q in found if 2350 in values(q))
    assert barley.relation == "agree"
    assert {f.span.article.id for f in barley.figures} == {"a0", "a1"}


def test_a_quantity_has_figures_of_two_articles(told):
    assert all(len({f.span.article.id for f in q.figures}) > 1 for q in amounts(told(HERALD, COURIER, GAZETTE)))
    assert amounts(told(HERALD)) == ()


def test_at_least_fourteen_and_fourteen_do_not_conflict(told):
    found = amounts(told(HERALD, COURIER))
    killed = [q for q in found if 14 in values(q)]
    assert all(q.relation in ("agree", "compatible") for q in killed)


def test_evidence_lies_in_its_article(told):
    story = told(HERALD, COURIER, GAZETTE)
    for quarrel in quarrels(story):
        assert len(quarrel.sides) > 1
        assert all(side.evidence and side.position and side.held_by for side in quarrel.sides)
        assert all(len(side.evidence) <= WITNESSES for side in quarrel.sides)
        assert quarrel.why


def test_the_order_of_the_articles_changes_nothing(told):
    days = ("2026-03-10", "2026-03-11", "2026-03-12")
    one = told(HERALD, COURIER, GAZETTE, published=days)
    readings = list(one.readings)[::-1]
    other = StoryReading.of(readings, one.encoder)
    assert amounts(one) == amounts(other)
    assert quarrels(one) == quarrels(other)
    assert timeline.find(one, align(one), ()) == timeline.find(other, align(other), ())


@pytest.mark.parametrize("texts", [("",), ("", ""), ("!!!", "\u200b\n\n"), ("Nothing happened.",), ("7", "7")])
def test_odd_texts_give_no_disputes(told, texts):
    story = told(*texts)
    assert quarrels(story) == ()
    assert timeline.find(story, align(story), ()) == ()


def figure(value, low, high, unit="people"):
    return measure(Figure("f", Span(Article("a", "x"), 0, 1), value, low, high, unit, None))


@pytest.mark.parametrize(
    ("a", "b", "same", "both_hold"),
    [
        (figure(7, 7, 7), figure(7, 7, None), True, True),
        (figure(50, 50, None), figure(57, 57, 57), False, True),
        (figure(40, None, 40), figure(57, 57, 57), False, False),
        (figure(40, 40, 40, "foot"), figure(12, 12, 12, "metre"), True, True),
        (figure(2, 2, 2, "day"), figure(80, 80, 80, "hour"), False, False),
        (figure(200, None, None), figure(193, 193, 193), False, True),
    ],
)
def test_measures_compare(a, b, same, both_hold):
    assert equal(a, b) is same
    assert consistent(a, b) is both_hold


def test_a_figure_without_a_number_has_no_measure():
    assert figure(None, None, None) is None


def test_groups_do_not_chain():
    assert groups([(0, 1, 0.9), (1, 2, 0.5), (0, 2, 0.0)], enough=0.3) == [[0, 1]]
    assert groups([(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7)], enough=0.3) == [[0, 1, 2]]
    assert groups([(0, 1, -0.5)], enough=0.3) == []


def test_sides_gather_what_tells_the_same():
    cosine = np.full((4, 4), 0.6, np.float32)
    links = Links({(0, 2): 0.9, (1, 3): 0.8})
    (only,) = assemble([(0, 1, 0.4), (2, 3, 0.3)], links=links, cosine=cosine, most=5)
    assert [sorted(side) for side in only.sides] == [[0, 2], [1, 3]]


def test_no_more_quarrels_than_asked():
    cosine = np.zeros((6, 6), np.float32)
    assert len(assemble([(0, 1, 0.5), (2, 3, 0.4), (4, 5, 0.3)], links=Links(), cosine=cosine, most=2)) == 2


@pytest.mark.parametrize(
    ("kind", "value", "parts"),
    [
        ("DATE", "2026-03-10", (("day", "2026-03-10"),)),
        ("TIME", "2026-03-10T14:30", (("clock", "14:30"), ("day", "2026-03-10"))),
        ("DURATION", "PT2H", (("length", "PT2H"),)),
        ("SET", "P1D", ()),
        ("DATE", "PAST_REF", ()),
        ("DATE", "", ()),
    ],
)
def test_slots_of_a_time(kind, value, parts):
    assert slots(TimeExpression("t", Span(Article("a", "x"), 0, 1), kind, value)) == parts


def test_the_timeline_is_in_the_order_of_what_happened(told):
    story = told(
        "The Orrin bridge was closed on 12 March 2026. It was built in 1931. Engineers will inspect the piers on 20 March 2026.",
        "The Orrin bridge was closed on 12 March 2026 after the collision.",
    )
    entries = timeline.find(story, Alignment((Link(0, 3, 0.9),)), ())
    assert [e.when for e in entries] == ["1931", "2026-03-12", "2026-03-20"]
    closed = entries[1]
    assert closed.precision == "day"
    assert {s.article.id for s in closed.evidence} == {"a0", "a1"}
    assert "bridge was closed" in closed.what


def test_a_denial_is_set_against_what_it_answers(told):
    story = told(
        "The dredger Vesna sank off Cape Tarn on Monday. Skipper Ivo Hald said that the first lifeboat came at nine. "
        "The coastguard disputes that. A spokesman said that a lifeboat was beside the wreck at 8:20 p.m. "
        "The mate, Lars Orn, was arrested on Tuesday, prosecutors said.",
        "The dredger Vesna lies off Cape Tarn. Lars Orn, the mate, is at home in Tarn. He was not arrested, a police spokeswoman said.",
    )
    found = quarrels(story)
    lifeboat = next(q for q in found if "lifeboat came at nine" in q.about)
    assert lifeboat.kind == "denial"
    assert any("disputes that" in e.text for e in lifeboat.sides[1].evidence)
    arrested = next(q for q in found if q.about.endswith("was arrested on Tuesday"))
    assert {s.evidence[0].article.id for s in arrested.sides} == {"a0", "a1"}


def test_a_headline_takes_no_side(told):
    story = told(
        "Barge toll in Velmoor rises to 19, skipper held\n\nAt least 14 people were killed when a barge struck the Orrin bridge, police said.",
        "Police said on Tuesday that 23 people were killed when a barge struck the Orrin bridge in Velmoor.",
    )
    assert all("toll in Velmoor" not in e.text for q in quarrels(story) for s in q.sides for e in s.evidence)


def test_a_rising_toll_is_updated_and_a_roll_that_shrinks_is_in_conflict(told):
    rising = amounts(
        told("The flood in Velmoor killed 14 people, police said.", "The flood in Velmoor killed 19 people, police said.")
    )
    assert [q.relation for q in rising if 14 in values(q)] == ["updated"]
    roll = amounts(told("The barge's roll lists 187 passengers.", "The barge's roll lists 142 passengers."))
    assert [q.relation for q in roll if 187 in values(q)] == ["conflict"]


def test_a_dispute_is_not_named_by_where_its_reports_were_filed(told):
    story = told(
        "PORT SORREL — At least 11 sailors were killed when the Harrow Star sank on Tuesday, the coastguard said.",
        "PORT SORREL, Marenne, March 3 (Meridian) - The death toll from the sinking of the Harrow Star rose to 14, officials said.",
    )
    first, second = (next(m for m in marks(story, cast.join(story)) if m.sentence.article == n) for n in (0, 1))
    about = _shared(first, second, story)
    assert about
    assert "SORREL" not in about


def test_figures_that_face_each_other_name_a_dispute_and_cut_its_positions(told):
    story = told(
        "The mayor of Velmoor, who has led the town since the flood, said that 40 houses on the river front were damaged by the barge.",
        "Engineers who walked the river front after the collision said that 65 houses were damaged by the barge in Velmoor.",
        "The mayor of Velmoor has led the town since the flood.",
    )
    figures = quantities.compared(story, align(story))
    (pair,) = disputes.unequal(figures)
    assert pair == (0, 1)
    facing = disputes.unequal(figures)
    spans = [v.figure.span for v in facing[pair]]
    assert [s.text for s in spans] == ["40 houses", "65 houses"]
    told_by = marks(story, cast.join(story))
    assert "the flood" in position(told_by[0], story, ())
    assert position(told_by[0], story, spans) == "40 houses on the river front were damaged by the barge"
    manifest = told('The manifest lists 142 people, but "we had sold 160 tickets", said Odo Brand, the skipper.')
    (mine,) = marks(manifest, cast.join(manifest))
    listed, sold = (f.span for f in manifest.readings[0].figures)
    assert holder(mine, manifest, [listed]) == "outlet0"
    assert "Brand" in holder(mine, manifest, [sold])
    sides = [[0], [1], [2]]
    assert disputes._with_a_figure(sides, facing, None, story) == [[0], [1]]
    assert disputes._with_a_figure(sides, {(1, 2): facing[pair]}, None, story) == sides


def test_a_word_in_another_one_s_place_is_seen(told):
    story = told(
        "A woman was lying on top of the skipper.", "A girl was lying on top of the skipper.", "The harbour market opens at six."
    )
    rows = swaps.swaps(story, np.array([0, 0, 1]), np.array([1, 2, 2]))
    at = {name: n for n, name in enumerate(swaps.FEATURES)}
    assert rows.shape == (3, len(swaps.FEATURES))
    assert rows[0, at["swapped_noun"]] == 1
    assert rows[0, at["role_noun"]] == 1
    assert rows[0, at["met_less"]] > rows[1, at["met_less"]]
    assert rows[1, at["swapped_noun"]] <= 1
    assert np.isfinite(rows).all()


def test_sentences_without_words_have_nothing_to_swap(told):
    story = told("!!!", "The Orrin bridge was closed.")
    assert not swaps.swaps(story, np.array([0]), np.array([1])).any()
    assert swaps.swaps(story, np.zeros(0, int), np.zeros(0, int)).shape == (0, len(swaps.FEATURES))


def test_what_nothing_marks_needs_more_to_be_shown():
    between = (ranking.PLACED + ranking.LOOSE) / 2
    chances = np.array([between, between, between, 0.9, ranking.FIRM / 2])
    kinds = ["figure", "place", "blame", "cause", "denial"]
    found = [Quarrel(0.5, [[n], [n + 10]], (n, n + 10)) for n in range(5)]
    assert ranking.chosen(chances, kinds, found, most=5) == [3, 0, 1]
    assert ranking.chosen(chances, kinds, found, most=1) == [3]


def test_one_answer_is_shown_once():
    found = [Quarrel(0.5, sides, (0, 1)) for sides in ([[0], [1, 2]], [[3], [1]], [[0], [4]], [[1], [2]])]
    chances = np.array([0.9, 0.8, 0.7, 0.6])
    assert ranking.chosen(chances, ["denial"] * 4, found, most=5) == [0]
    assert ranking.chosen(chances, ["figure"] * 4, found, most=5) == [0, 1, 2, 3]


def test_a_number_that_later_reports_moved_is_never_sure(ferry):
    updated = [{(f.span.article.id, f.span.start) for f in q.figures} for q in ferry.quantities if q.relation == "updated"]
    moved = [
        d
        for d in ferry.disputes
        if d.kind == "figure"
        and any(
            all(
                any(e.article.id == a and e.start <= at < e.end for a, at in own for e in side.evidence[:1]) for side in d.sides[:2]
            )
            for own in updated
        )
    ]
    assert moved
    assert all(d.unsure and "may only have moved" in d.why[-1] for d in moved)
