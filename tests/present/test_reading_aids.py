"""What a reader sees of numbers, dates, names and wordings."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslight.model import Article, Quantity, QuantityFigure
from crosslight.present import dates, figures, units, wording
from crosslight.present.building import view
from crosslight.present.lineup import LineUp, moment
from present import sample


def figure(value, low, high) -> QuantityFigure:
    return QuantityFigure(sample.at(sample.HARBOUR, "23"), value, low, high, None, None)


@pytest.mark.parametrize(
    ("bounds", "symbols", "words"),
    [
        ((7, 7, 7), "7", "exactly 7"),
        ((7, 7, None), "≥ 7", "at least 7"),
        ((7, None, 7), "≤ 7", "at most 7"),
        ((None, 5, 7), "5–7", "between 5 and 7"),
        ((1500000, None, None), "≈ 1.5 million", "about 1.5 million"),
        ((None, None, None), "?", "a figure that was not read as a number"),
        ((float("nan"), None, None), "?", "a figure that was not read as a number"),
    ],
)
def test_figures_in_symbols_and_in_words(bounds, symbols, words):
    read = figures.reading(figure(*bounds))
    assert (read.symbols, read.words) == (symbols, words)


@given(st.lists(st.tuples(*[st.none() | st.floats(-1e15, 1e15) | st.integers(0, 10**6)] * 3), min_size=1, max_size=8))
def test_every_figure_has_a_place_on_the_strip(bounds):
    readings = [figures.reading(figure(*b)) for b in bounds]
    axis = figures.Axis.over(readings)
    for read in readings:
        if read.kind != "unread":
            assert 0 <= axis.at(read.low) <= axis.at(read.high) <= 100
    assert len(axis.ticks) <= 6
    assert all(0 <= axis.at(t) <= 100 for t in axis.ticks)


def test_figures_far_apart_take_a_logarithmic_axis():
    axis = figures.Axis.over([figures.reading(figure(7, 7, 7)), figures.reading(figure(9000, 9000, 9000))])
    assert axis.log
    assert axis.ticks == (10, 30, 100, 300, 1000, 3000)


def test_an_open_end_has_room_for_its_arrow():
    axis = figures.Axis.over([figures.reading(figure(9, 9, 9)), figures.reading(figure(3, None, 3))])
    assert axis.at(3) > 20


@pytest.mark.parametrize(
    ("value", "words", "clock", "first"),
    [
        ("2031-03-11", "Tuesday 11 March 2031", "", date(2031, 3, 11)),
        ("2031-03-11T18:20", "Tuesday 11 March 2031", "18:20", date(2031, 3, 11)),
        ("2031-03-11TEV", "Tuesday 11 March 2031", "evening", date(2031, 3, 11)),
        ("2031-W11", "week of 10 March 2031", "", date(2031, 3, 10)),
        ("2031-W11-WE", "weekend of 15 March 2031", "", date(2031, 3, 15)),
        ("2031-03", "March 2031", "", date(2031, 3, 1)),
        ("2031-SP", "spring 2031", "", date(2031, 3, 1)),
        ("1998", "1998", "", date(1998, 1, 1)),
        ("199X", "the 1990s", "", date(1990, 1, 1)),
        ("XXXX-09-17", "17 September, year not told", "", None),
        ("2031-02-30", "2031-02-30", "", None),
        ("PAST_REF", "PAST_REF", "", None),
        ("", "at a time not told", "", None),
    ],
)
def test_times_in_words(value, words, clock, first):
    assert dates.when(value) == dates.When(words, clock, first)


def test_gaps_between_times():
    assert dates.gap(dates.when("1998"), dates.when("2031-02")) == "33 years later"
    assert dates.gap(dates.when("2031-03-10"), dates.when("2031-03-11")) == ""
    assert dates.gap(dates.when("2031-03-12"), dates.when("2031-03-19")) == "7 days later"
    assert dates.gap(dates.when("2031-03-12"), dates.when("XXXX-04-01")) == ""


def test_moments():
    assert moment("2031-03-11T22:40:00Z") == "11 March 2031, 22:40 UTC"
    assert moment("2031-03-11T22:40:00+02:00") == "11 March 2031, 22:40 UTC+0200"
    assert moment("2031-03-11") == "11 March 2031"
    assert moment("2031-03") == "March 2031"
    assert moment("last week") == "last week"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("2031-03-11",), "11 March 2031"),
        (("2031-03-11", "2031-03-13"), "11 to 13 March 2031"),
        (("2031-03-30", "2031-04-02"), "30 March to 2 April 2031"),
        (("2031-12-30", "2032-01-02"), "30 December 2031 to 2 January 2032"),
        ((None, None), ""),
    ],
)
def test_the_span_of_publication(days, words):
    articles = [replace(Article(f"a{n}", "Text."), published=day) for n, day in enumerate(days)]
    assert LineUp.of(sample.bare(*articles)).span_of_dates == words


def test_outlets_with_several_articles_number_their_badges():
    articles = [Article("1", "x", outlet="Post"), Article("2", "x", outlet="Herald"), Article("3", "x", outlet="post")]
    lineup = LineUp.of(sample.bare(*articles))
    assert [a.badge for a in lineup.accounts] == ["A1", "B", "A2"]
    assert [o.name for o in lineup.outlets] == ["Post", "Herald"]


def test_letters_go_on_after_z():
    lineup = LineUp.of(sample.bare(*(Article(str(n), "x") for n in range(28))))
    assert [o.letter for o in lineup.outlets][-3:] == ["Z", "AA", "AB"]


def test_wordings_differ_where_words_do():
    assert wording.against("we will keep looking all night", "“We will keep looking,”") == (
        wording.Piece("“We will keep looking"),
        wording.Piece(",”", left_out="all night"),
    )


@given(st.text(alphabet="ab c.,“”", max_size=30), st.text(alphabet="ab c.,“”", max_size=30))
def test_a_wording_is_kept_whole(base, other):
    assert "".join(p.text for p in wording.against(base, other)) == other
    for form in ("direct", "partial", "indirect"):
        assert "".join(p.text for p in wording.beside(base, other, form)) == other


def test_reported_speech_leaves_nothing_out():
    assert not any(p.left_out for p in wording.beside("they knew about that door", "the line had known", "indirect"))


def test_a_surname_is_the_one_full_name_that_ends_in_it():
    assert wording.fullest("Lodd", ["Lodd", "Karin Lodd"]) == "Karin Lodd"
    assert wording.fullest("Lodd", ["Lodd", "Karin Lodd", "Per Lodd"]) == "Lodd"
    assert wording.fullest("", ["", "Karin Lodd"]) == ""


def test_figures_in_several_units_stand_on_one_axis():
    span = sample.at(sample.HARBOUR, "23")
    told = (
        QuantityFigure(span, 30, 30, 30, "metre", "height"),
        QuantityFigure(span, 100, 100, 100, "foot", "height"),
        QuantityFigure(span, 9, 9, 9, "EUR", "price"),
    )
    dossier = replace(sample.bare(sample.HARBOUR), quantities=(Quantity("q1", "height", "metre", "agree", told),))
    metres, feet, euros = view(dossier).quantities[0].figures
    assert abs(metres.x - feet.x2) > 80
    assert round(feet.placed.low, 2) == 30.48
    assert (feet.symbols, feet.words) == ("100 ft", "exactly 100 foot")
    assert euros.placed.kind == "unread"


def test_what_is_only_counted_stands_together_and_money_apart():
    assert units.into("people", "item") == 1
    assert units.into(None, "people") == 1
    assert units.into("USD", "EUR") is None
    assert units.into("week", "day") == 7
    assert units.into("percent", "people") is None
