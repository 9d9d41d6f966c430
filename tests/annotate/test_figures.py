"""Figures: numbers, bounds, units, what they count, and which numbers are none. Sentences and places are invented."""

from __future__ import annotations

import pytest

from crosslight.annotate import figures, times
from crosslight.annotate.figures import candidates
from crosslight.annotate.figures.bounds import around
from crosslight.annotate.figures.numbers import atoms, worded
from crosslight.annotate.figures.units import after
from crosslight.model import Attribution


@pytest.fixture
def read(parsed_of):
    def find(text, said=()):
        parsed = parsed_of(text)
        return figures.find(parsed, said, times.find(parsed))

    return find


def only(found):
    assert len(found) == 1, [f.span.text for f in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("two hundred and fifty", [250]),
        ("one two three", [1, 2, 3]),
        ("US$1.2 billion and £20m", [1.2e9, 2e7]),
        ("143million", [1.43e8]),
        ("two million three hundred thousand", [2.3e6]),
        ("half a million, a quarter of a million", [5e5, 2.5e5]),
        ("two dozen, a dozen, half a dozen", [24, 12, 6]),
        ("10 000 and 1,00,000", [1e4, 1e5]),
        ("2½", [2.5]),
        ("$126 mln", [1.26e8]),
        ("thirteen hundred", [1300]),
        ("one in three", [33.3]),
        ("three-quarters", [75]),
        ("the 12th of G20, 9/11 at 10:30, AK-47, 5G", []),
    ],
)
def test_numbers(text, numbers):
    assert [a.value for a in atoms(text)] == numbers


def test_vague_plurals_promise_two_of_them():
    assert [(a.value, a.low) for a in atoms("tens of thousands, hundreds, dozens")] == [(None, 20000), (None, 200), (None, 24)]


def test_number_words_never_break():
    assert worded("") == []
    assert worded("several") == []
    assert worded("one two hundred") == [(0, 3, 1.0), (4, 15, 200.0)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("at least 7 ", "low"), ("more than 7 ", "low"), ("well over 7 ", "low"), ("no fewer than 7 ", "low"), ("7 or more", "low"), ("7+", "low"),
        ("up to 7 ", "high"), ("fewer than 7 ", "high"), ("as many as 7 ", "high"), ("no more than 7 ", "high"),
        ("about 7 ", "near"), ("nearly 7 ", "near"), ("an estimated 7 ", "near"), ("7 or so", "near"), ("7-odd", "near"),
        ("exactly 7 ", "exact"), ("the 7 ", "exact"),
    ],
)  # fmt: skip
def test_bounds(text, kind):
    at = text.index("7")
    assert around(text, at, at + 1).kind == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7 per cent", "percent"), ("7%", "percent"), ("7 percentage points", "percentage point"), ("7km", "kilometre"), ("7-metre", "metre"),
        ("7 mph", "mph"), ("7 miles per hour", "mph"), ("7 square miles", "square mile"), ("7 tonnes", "tonne"), ("7 euros", "EUR"),
        ("7 Canadian dollars", "CAD"), ("7 decades", "year"), ("7 minutes", "minute"), ("7ft", "foot"),
    ],
)  # fmt: skip
def test_units(text, name):
    assert after(text, 1).name == name


def test_exact_low_high_range_and_near(read):
    exact = only(read("Seven people were killed when a ferry capsized off Lorne."))
    assert (exact.value, exact.low, exact.high) == (7, 7, 7)
    low = only(read("At least seven people were killed when a ferry capsized off Lorne."))
    assert (low.value, low.low, low.high) == (7, 7, None)
    high = only(read("Up to 40 people were injured when a ferry capsized off Lorne."))
    assert (high.value, high.low, high.high) == (40, None, 40)
    between = only(read("Between 200 and 300 people were injured in the blast."))
    assert (between.value, between.low, between.high) == (None, 200, 300)
    near = only(read("About 40 people were injured in the blast."))
    assert (near.value, near.low, near.high) == (40, None, None)


@pytest.mark.parametrize(
    ("text", "value", "unit", "counts"),
    [
        ("Seven people were killed in the collapse.", 7, "people", "people killed"),
        ("Seven people died in the collapse.", 7, "people", "people killed"),
        ("The collapse killed seven people.", 7, "people", "people killed"),
        ("The collapse claimed the lives of seven people who died at once.", 7, "people", "people killed"),
        ("The collapse left 50 people injured.", 50, "people", "people injured"),
        ("Police arrested 12 people in the port.", 12, "people", "people arrested"),
        ("Four people are missing after the storm.", 4, "people", "people missing"),
    ],
)
def test_two_outlets_words_meet_in_counts(read, text, value, unit, counts):
    figure = only(read(text))
    assert (figure.value, figure.unit, figure.counts) == (value, unit, counts)


def test_several_figures_of_one_sentence(read):
    found = read("A bomb tore through a market in Tarvel, killing seven people and injuring 50 others, doctors said.")
    assert [(f.value, f.counts) for f in found] == [(7, "people killed"), (50, "people injured")]


def test_the_span_holds_bound_number_and_noun(read):
    assert only(read("Doctors in Lorne said that at least seven people were killed.")).span.text == "at least seven people"


def test_money_has_its_currency(read):
    found = read("The company was fined £20m, or $26.4 million, for the spill, and paid €300,000 to residents.")
    assert [(f.value, f.unit) for f in found] == [(2e7, "GBP"), (2.64e7, "USD"), (3e5, "EUR")]


def test_ages(read):
    found = read("Ada Lind, 48, was killed in the crash. The driver, a 27-year-old man, was arrested.")
    assert [(f.value, f.unit) for f in found] == [(48, "year"), (27, "year")]
    assert found[0].counts == "age of Lind"


def test_metric_and_imperial_are_two(read):
    assert [(f.value, f.unit) for f in read("The boy fell into a well 40 metres (131 feet) deep.")] == [
        (40, "metre"),
        (131, "foot"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The council met on 17 September 2014 at 6.30 a.m.",
        "The 2009 campaign was marred by fraud.",
        "Call 0207 555 0134 or 709-555-2290 for more.",
        "The 16th Brigade left.",
        "",
        " \n\n",
        "½ 😀",
    ],
)
def test_what_is_no_figure(read, text):
    assert [f for f in read(text) if f.unit != "percent"] == []


def test_rates_keep_only_their_number(read):
    values = [f.value for f in read("The district saw 38 road deaths per 100,000 people, officials said.")]
    assert values == [38]


def test_a_figure_knows_whose_words_hold_it(parsed_of):
    text = "Doctors said at least seven people were killed."
    parsed = parsed_of(text)
    said = Attribution("a1", "indirect", None, None, (parsed.span(13, len(text) - 1),))
    found = figures.find(parsed, (said,), ())
    assert [f.attribution for f in found] == ["a1"]


def test_ids_order_and_exact_text(parsed_of):
    parsed = parsed_of("Seven people died and 50 were injured; damage is put at $3 million.", id="x")
    found = figures.find(parsed, (), ())
    assert [f.id for f in found] == [f"x:f{n}" for n in range(len(found))]
    assert all(parsed.article.text[f.span.start : f.span.end] == f.span.text for f in found)


def test_a_very_long_sentence_is_read_in_order(parsed_of):
    parsed = parsed_of("and 7 people, " * 1200)
    found = candidates.find(parsed)
    assert len(found) == 1200
    assert [c.core for c in found] == sorted(c.core for c in found)


def test_a_scale_after_a_range_is_of_both_its_ends(read):
    figure = only(read("The repairs would cost between 20 and 25 million euros, the council said."))
    assert (figure.value, figure.low, figure.high, figure.unit) == (None, 20e6, 25e6, "EUR")


def test_the_past_years_are_as_many_as_they_say():
    text = "over the past eight years, past 5,000 people"
    assert around(text, text.index("eight"), text.index("eight") + 5).kind == "exact"
    assert around(text, text.index("5,000"), text.index("5,000") + 5).kind == "low"
