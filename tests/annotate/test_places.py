"""Where the places that an article names lie."""

from __future__ import annotations

import pytest

from crosslight.annotate import entities, places
from crosslight.annotate.places.gazetteer import Kind, gazetteer, normal


def found(parsed_of, text):
    parsed = parsed_of(text)
    return [(p.span.text, p) for p in places.find(parsed, entities.find(parsed))]


def one(parsed_of, text, words):
    return next(p for t, p in found(parsed_of, text) if t == words)


def test_the_great_city_where_nothing_says_otherwise(parsed_of):
    paris = one(parsed_of, "The minister flew to Paris on Monday for talks with French officials.", "Paris")
    assert paris.country == "FR"
    assert paris.geonameid


def test_a_state_after_the_comma_decides(parsed_of):
    text = "The fire began in Paris, Texas, on Monday, police said."
    assert one(parsed_of, text, "Paris").country == "US"
    assert abs(one(parsed_of, text, "Paris").lat - 33.66) < 0.1


def test_two_towns_of_one_name_are_told_apart(parsed_of):
    places_found = [
        p for t, p in found(parsed_of, "The choir went from Athens, Ga., to Athens, Greece, in a week.") if t == "Athens"
    ]
    assert [p.country for p in places_found] == ["US", "GR"]


def test_short_state_names(parsed_of):
    where = one(parsed_of, "A storm crossed Springfield, Ill., before noon.", "Ill.")
    assert where.name == "Illinois"


def test_demonym_is_placed_in_its_country(parsed_of):
    assert one(parsed_of, "The Egyptian delegation left the hall.", "Egyptian").country == "EG"


def test_a_persons_name_is_no_place(parsed_of):
    words = [
        t for t, _ in found(parsed_of, "Mr. Jackson said the pump had failed. Jackson, 46, has worked at the mill since spring.")
    ]
    assert "Jackson" not in words


def test_same_place_all_through_the_article(parsed_of):
    text = "Rain fell on Alexandria, Va., all night. By morning Alexandria was under water, and Arlington closed two roads."
    assert {p.country for t, p in found(parsed_of, text) if t == "Alexandria"} == {"US"}


def test_ids_and_spans(parsed_of):
    rows = found(parsed_of, "Troops left Kabul for Kandahar. Kabul was quiet.")
    assert [p.id for _, p in rows] == [f"p{i + 1}" for i in range(len(rows))]
    assert all(p.span.text == t for t, p in rows)


@pytest.mark.parametrize("text", ["", "\n", "IN THE NEWS", "\u200b\U0001f600 (", "London " * 500])
def test_odd_text_is_survived(parsed_of, text):
    assert found(parsed_of, text) == found(parsed_of, text)


def test_the_gazetteer_knows_names_in_every_dress():
    table = gazetteer()
    known = table.look_up([normal("St. Louis"), normal("the Netherlands"), normal("São Paulo"), "no such place at all"])
    assert set(known) == {"saint louis", "netherlands", "sao paulo"}
    assert known["netherlands"][0].kind is Kind.COUNTRY
    assert known["sao paulo"][0].country == "BR"
    assert table.look_up([]) == {}


@pytest.mark.parametrize(
    ("text", "words", "town"),
    [
        ("Crowds left the Harrow Lane market in central Lisbon before noon.", "Harrow Lane market", "Lisbon"),
        ("The ferry was towed to Lisbon's Marren Wharf on Friday.", "Marren Wharf", "Lisbon"),
        ("Doctors at Saint Odo Hospital, Lisbon, treated nine people.", "Saint Odo Hospital", "Lisbon"),
        ("Shops in the Velden district of Lisbon stayed shut.", "Velden district", "Lisbon"),
    ],
)
def test_a_facility_lies_in_the_town_that_the_text_names(parsed_of, text, words, town):
    own, where = one(parsed_of, text, words), one(parsed_of, text, town)
    assert (own.lat, own.lon, own.country) == (where.lat, where.lon, where.country)
    assert own.within == where.id
    assert own.geonameid is None


def test_a_facility_without_a_town_is_left_out(parsed_of):
    text = "Doctors at Saint Odo Hospital treated nine people. The minister flew to Lisbon."
    assert "Saint Odo Hospital" not in [t for t, _ in found(parsed_of, text)]


def placed(parsed_of, text, words, **fields):
    parsed = parsed_of(text, **fields)
    return next(p for p in places.find(parsed, entities.find(parsed)) if p.span.text == words)


@pytest.mark.parametrize(
    ("outlet", "country"),
    [(None, "CA"), ("The Leeds Courier", "GB"), ("courier.example.co.uk", "GB"), ("The Morning Courier", "CA"), ("Al Manar", "CA")],
)
def test_the_outlets_home_tells_which_of_two_towns(parsed_of, outlet, country):
    text = "A fire damaged the old mill in Halifax overnight. Nobody was hurt, and the road was open again by noon."
    assert placed(parsed_of, text, "Halifax", outlet=outlet).country == country


def test_the_outlets_home_is_no_place_of_the_text(parsed_of):
    parsed = parsed_of("Nobody was hurt in Leeds on Monday.", outlet="The Boston Courier")
    assert [p.span.text for p in places.find(parsed, entities.find(parsed))] == ["Leeds"]
