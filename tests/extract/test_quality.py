"""Pages of invented outlets, each with what a reader takes for the article."""

import pytest
from tests.extract.quality import FIELDS, PAGES, all_pages, read_page

READINGS = {one.name: one for one in all_pages()}


def test_words_in_common_with_the_expected_text():
    assert len(READINGS) >= 23
    assert sum(r.f1 for r in READINGS.values()) / len(READINGS) >= 0.99, {
        n: round(r.f1, 3) for n, r in READINGS.items() if r.f1 < 1
    }


@pytest.mark.parametrize("name", sorted(READINGS))
def test_no_page_is_read_badly(name):
    assert READINGS[name].f1 >= 0.92


@pytest.mark.parametrize("field", FIELDS)
def test_titles_outlets_authors_and_dates(field):
    wrong = {name for name, reading in READINGS.items() if not reading.right[field]}
    assert len(wrong) <= 1, wrong


def test_the_language_is_taken_where_the_text_does_not_contradict_it():
    told = {name: READINGS[name].extraction.article.language for name in ("german", "japanese", "arabic", "cp1252_french", "cms")}
    assert told == {"german": "de", "japanese": "ja", "arabic": "ar", "cp1252_french": "fr", "cms": "en"}


def test_a_page_that_shows_a_part_says_so():
    assert READINGS["paywall"].extraction.partial
    assert not READINGS["cms"].extraction.partial


def test_where_each_thing_came_from():
    found = READINGS["tabloid"].extraction
    assert found.origin("published").value == "2026-02-12T13:30:00+01:00"
    notes = {(p.field, p.value): p.note for p in found.provenance if not p.trusted}
    assert notes[("modified", "2099-01-01T00:00:00+00:00")] == "lies after the page was fetched"
    assert notes[("published", "0000-00-00T00:00:00Z")] == "is no date that can be read"
    assert READINGS["plain"].extraction.origin("published").origin == "text"
    assert READINGS["cms"].extraction.origin("authors").origin == "json-ld"
    assert READINGS["cms"].extraction.article.url == "https://thelennpost.example/2026/02/13/marren-trains"


def test_the_same_page_is_read_the_same_way():
    assert read_page(PAGES / "cms.html") == READINGS["cms"]
