"""Who is who inside one article."""

from __future__ import annotations

import pytest

from crosslight.annotate import entities


def cast_of(parsed_of, text):
    parsed = parsed_of(text)
    return parsed, entities.find(parsed)


def name_at(parsed, cast, words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = parsed.article.text.index(words, start + 1)
    found = cast.at(parsed.span(start, start + len(words)))
    return found.name if found else None


def test_surname_title_and_pronoun_lead_to_the_full_name(parsed_of):
    parsed, cast = cast_of(
        parsed_of,
        "President Barbara Hollis opened the bridge at Westmark on Monday. Hollis said the work was done. "
        "She thanked the builders. Mrs. Hollis will travel on Tuesday.",
    )
    assert name_at(parsed, cast, "Hollis", 1) == "Barbara Hollis"
    assert name_at(parsed, cast, "She") == "Barbara Hollis"
    assert name_at(parsed, cast, "Mrs. Hollis") == "Barbara Hollis"


def test_the_title_is_no_part_of_the_name(parsed_of):
    _, cast = cast_of(parsed_of, "Prime Minister Robert Kellman told reporters that the talks had failed.")
    person = next(e for e in cast.entities if e.type == "person")
    assert person.name == "Robert Kellman"


def test_a_pronoun_of_the_other_gender_passes_by(parsed_of):
    parsed, cast = cast_of(parsed_of, "Susan Marlow met Peter Grant in the town hall. He said the road would stay closed.")
    assert name_at(parsed, cast, "He") == "Peter Grant"


def test_two_people_of_one_surname_are_told_apart_by_title(parsed_of):
    parsed, cast = cast_of(
        parsed_of, "Linda Carver and David Carver ran the mill. Mrs. Carver kept the books, and Mr. Carver drove the lorry."
    )
    assert name_at(parsed, cast, "Mrs. Carver") == "Linda Carver"
    assert name_at(parsed, cast, "Mr. Carver") == "David Carver"


def test_acronym_is_joined_with_the_name_it_stands_for(parsed_of):
    parsed, cast = cast_of(
        parsed_of,
        "The Harbour Safety Authority (HSA) closed the pier on Friday. The HSA said that two ferries had been damaged. HSA officers stayed.",
    )
    assert name_at(parsed, cast, "HSA", 1) == "Harbour Safety Authority"


def test_role_noun_stands_for_its_one_holder(parsed_of):
    parsed, cast = cast_of(
        parsed_of,
        "Mayor Thomas Wendell visited the flooded streets on Sunday. Pumps were brought in. The mayor said the water was falling.",
    )
    assert name_at(parsed, cast, "The mayor") == "Thomas Wendell"


def test_a_capital_that_speaks_is_its_country(parsed_of):
    parsed, cast = cast_of(
        parsed_of, "Russia closed the crossing on Monday. Moscow said the bridge was unsafe. Trains left Moscow as usual."
    )
    assert name_at(parsed, cast, "Moscow", 0) == "Russia"
    assert name_at(parsed, cast, "Moscow", 1) == "Moscow"


def test_ids_follow_the_text_and_mentions_are_exact(parsed_of):
    _parsed, cast = cast_of(parsed_of, "James Porter wrote to Helen Ashby. Ashby answered Porter.")
    assert [e.id for e in cast.entities] == [f"e{i + 1}" for i in range(len(cast.entities))]
    assert [m.span.start for m in cast.mentions] == sorted(m.span.start for m in cast.mentions)
    assert all(m.span.text.strip() == m.span.text for m in cast.mentions)
    assert cast.entity("e1").name == "James Porter"


def test_at_finds_nothing_where_nobody_is_named(parsed_of):
    parsed, cast = cast_of(parsed_of, "The water rose. James Porter left.")
    assert cast.at(parsed.span(0, 9)) is None
    assert cast.within(parsed.span(0, len(parsed.article.text)))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "He said.", "Mr. .", "THE PRESIDENT SAYS NO", "\u200b\U0001f600 (", "word " * 3000]
)
def test_odd_text_is_survived(parsed_of, text):
    parsed = parsed_of(text)
    assert entities.find(parsed) == entities.find(parsed)


def test_who_is_the_person_named_before_it(parsed_of):
    parsed, cast = cast_of(parsed_of, "Susan Marlow, who lives by the quay, heard the crash.")
    assert name_at(parsed, cast, "who") == "Susan Marlow"


def test_a_title_split_by_the_parser_leaves_no_body(parsed_of):
    cast = entities.find(parsed_of("The licence will be suspended, Interior Minister Hanne Osk said. The union said nothing."))
    assert [e.name for e in cast.entities] == ["Hanne Osk"]


def test_a_role_at_the_head_of_a_sentence_is_no_part_of_the_name(parsed_of):
    cast = entities.find(parsed_of("Skipper Gunn Aldersey said that his crew had saved them."))
    assert cast.entities[0].name == "Gunn Aldersey"


def test_a_ship_with_a_title_is_no_person(parsed_of):
    cast = entities.find(parsed_of("The Lady Ismay left the port at noon. Anna Vell said that she had seen it."))
    assert {e.name: e.type for e in cast.entities}["Lady Ismay"] == "product"


def test_the_name_of_its_people_shows_a_country(parsed_of):
    cast = entities.find(parsed_of("Vardenia blames the rebels. Two Vardenian guards died, and Vardenia said so."))
    assert {e.name: e.type for e in cast.entities}["Vardenia"] == "place"
