"""What figures count, so that outlets' different words for one thing meet. Sentences and places are invented."""

from __future__ import annotations

import pytest

from crosslight.annotate import figures, times


@pytest.mark.parametrize(
    ("text", "value", "counts"),
    [
        ("Twenty-three others have not been found.", 23, "people missing"),
        ("Twenty people remain missing, the coastguard said.", 20, "people missing"),
        ("At least 160 people were on board, the minister said.", 160, "people on board"),
        ("The ferry was carrying at least 160 people.", 160, "people on board"),
        ("The ferry is licensed to carry 150 people.", 150, "people licensed"),
        ("The list names 142 passengers and crew.", 142, "people on board"),
        ("Two brothers pulled 31 people from the water.", 31, "people rescued"),
        ("The death toll rose to 17 on Friday.", 17, "people killed"),
        ("The minister declared three days of national mourning.", 3, "days of mourning"),
        ("The blast raised fears that a five-month-old ceasefire will fail.", 5, "age of ceasefire"),
    ],
)
def test_one_thing_has_one_name(parsed_of, text, value, counts):
    parsed = parsed_of(text)
    assert (value, counts) in [(f.value, f.counts) for f in figures.find(parsed, (), times.find(parsed))]


def test_a_difference_counts_no_people(parsed_of):
    parsed = parsed_of("The ferry was carrying 160 people, 18 more than its manifest shows.")
    assert [f.counts for f in figures.find(parsed, (), times.find(parsed))] == ["people on board", "number more or fewer"]
