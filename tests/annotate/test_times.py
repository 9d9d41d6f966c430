"""Times: what the words say, and where it lies on the calendar. Sentences and places are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crosslight.annotate import times
from crosslight.annotate.times.calendar import length, moved, nearest_year, shown, weekday_from
from crosslight.annotate.times.grammar import readings
from crosslight.annotate.times.reading import count

WEDNESDAY = "2017-03-15"


@pytest.fixture
def told(parsed_of):
    def find(text, published=WEDNESDAY):
        fields = {"published": published} if published else {}
        return {t.span.text: t for t in times.find(parsed_of(text, **fields))}

    return find


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The harbour at Lorne was closed on 17 September 2014.", "17 September 2014", "2014-09-17"),
        ("Inspectors came on Sept. 17, 2014, and left.", "Sept. 17, 2014", "2014-09-17"),
        ("The tower opened on the 3rd of May 1998.", "3rd of May 1998", "1998-05-03"),
        ("The permit, dated 25/12/2016, has lapsed.", "25/12/2016", "2016-12-25"),
        ("Filed 2016-04-02 in the port office.", "2016-04-02", "2016-04-02"),
        ("The mill was sold in October 2009.", "October 2009", "2009-10"),
        ("The mill was built in 1958.", "1958", "1958"),
        ("Fishing collapsed in the 1990s.", "the 1990s", "199X"),
        ("The chapel dates from the 19th century.", "the 19th century", "18XX"),
        ("Profits doubled in the second quarter of 2012.", "the second quarter of 2012", "2012-Q2"),
        ("Output grew in Q1 2013.", "Q1 2013", "2013-Q1"),
        ("He moved to Tarvel in the spring of 2012.", "the spring of 2012", "2012-SP"),
        ("Talks were held on July 3-5, 2016.", "July 3-5, 2016", "2016-07-03/2016-07-05"),
        ("The mayor resigned on Monday.", "Monday", "2017-03-13"),
        ("The mayor resigned last Wednesday.", "last Wednesday", "2017-03-08"),
        ("The mayor will resign on Friday.", "Friday", "2017-03-17"),
        ("The two sides agreed to meet on Thursday.", "Thursday", "2017-03-16"),
        ("Police sealed the square yesterday.", "yesterday", "2017-03-14"),
        ("Police sealed the square last week.", "last week", "2017-W10"),
        ("The bridge reopens next month.", "next month", "2017-04"),
        ("He was elected last year.", "last year", "2016"),
        ("He was elected last October.", "last October", "2016-10"),
        ("The river rose in mid-March.", "mid-March", "2017-03"),
        ("It happened over the weekend.", "the weekend", "2017-W10-WE"),
        ("The strike began two weeks ago.", "two weeks ago", "2017-W09"),
        ("The strike began a decade ago.", "a decade ago", "2007"),
        ("Nobody has been charged over the past three years.", "the past three years", "2014/2017"),
        ("The work must end by the end of the year.", "the end of the year", "2017-12-31"),
        ("The siege lasted 13 years.", "13 years", "P13Y"),
        ("A 48-hour curfew was imposed.", "48-hour", "PT48H"),
        ("The council meets every Tuesday.", "every Tuesday", "XXXX-WXX-2"),
        ("The ferry sails three times a week.", "three times a week", "P1W"),
        ("The wall was bombed last night.", "last night", "2017-03-14TNI"),
    ],
)
def test_value(told, text, words, value):
    found = told(text)
    assert words in found, sorted(found)
    assert found[words].value == value


def test_interval_is_the_first_and_last_day(told):
    found = told("He left last week, after the summer of 2012 and the early 1990s.")
    assert found["last week"].interval == ("2017-03-06", "2017-03-12")
    assert found["the summer of 2012"].interval == ("2012-06-01", "2012-08-31")
    assert found["the early 1990s"].interval[0] == "1990-01-01"
    assert found["the early 1990s"].interval[1] < "1995"


def test_earlier_this_year_ends_on_the_articles_day(told):
    assert told("The pier burned earlier this year.")["earlier this year"].interval == ("2017-01-01", WEDNESDAY)


def test_clock_times_take_the_day_beside_them(told):
    found = told("The alarm rang at 6.30 a.m. on Monday. By noon on Tuesday the fire was out, and at 18:30 GMT they left.")
    assert found["6.30 a.m."].value == "2017-03-13T06:30"
    assert found["noon"].value == "2017-03-14T12:00"
    assert found["18:30 GMT"].value == "2017-03-14T18:30Z"
    assert found["noon"].type == "TIME"


def test_part_of_a_day_and_its_day_are_two(told):
    found = told("Shots were heard on Monday night and again yesterday afternoon.")
    assert found["Monday"].value == "2017-03-13"
    assert found["night"].value == "2017-03-13TNI"
    assert found["afternoon"].value == "2017-03-14TAF"


def test_what_was_named_before_anchors_what_follows(told):
    found = told("The ferry sank on 17 September 2014. The following day divers arrived; two weeks later they gave up.")
    assert found["The following day"].value == "2014-09-18"
    assert found["The following day"].anchor == "text"
    assert found["two weeks later"].value.startswith("2014-W")


def test_nothing_is_resolved_against_an_unknown_day(told):
    found = told("The ferry sank on 17 September. It had left on Friday, last week; yesterday divers came.", None)
    assert found["17 September"].value == "XXXX-09-17"
    assert found["Friday"].value == "XXXX-WXX-5"
    assert found["last week"].value == "XXXX-WXX"
    assert found["yesterday"].value == "XXXX-XX-XX"
    assert all(t.interval is None and t.anchor is None for t in found.values())


def test_an_open_day_is_closed_by_a_full_date_of_its_month(told):
    found = told("The ferry sank on 17 September. On 12 September 2014 it had been inspected.", None)
    assert found["17 September"].value == "2014-09-17"
    assert found["17 September"].anchor == "text"


def test_a_dateline_in_the_text_is_the_articles_day(told):
    found = told("Bridge falls in Tarvel\n\nFriday, May 8, 2009\n\nThe bridge fell yesterday.", None)
    assert found["yesterday"].value == "2009-05-07"
    assert found["yesterday"].anchor == "text"


@pytest.mark.parametrize(
    "text",
    [
        "The 27-year-old driver was unhurt.",
        "She is 50 years old.",
        "They may march on the capital.",
        "Some 1,709 children were measured.",
        "He won 6-3, 6-4.",
        "",
        "\n\n \n",
        "٣ مارس 二〇一七年 😀",
    ],
)
def test_no_times(told, text):
    assert told(text) == {}


def test_odd_dates_do_not_break_the_reading(told):
    found = told("On 31 June, 2016-13-45 and 99/99/2016, in 9,999,999 years, 0 days ago, 30 February 2015, 12:75 and 25 o'clock.")
    assert "30 February 2015" not in found
    assert all(t.value for t in found.values())


def test_ids_and_order(parsed_of):
    found = times.find(parsed_of("On Monday, Tuesday and Friday the 3rd of May 1998, at noon.", id="x", published=WEDNESDAY))
    assert [t.id for t in found] == [f"x:t{n}" for n in range(len(found))]
    assert [t.span.start for t in found] == sorted(t.span.start for t in found)


def test_calendar_arithmetic():
    from datetime import date

    day = date(2017, 3, 15)
    assert moved(date(2016, 2, 29), "Y", -1) == date(2015, 2, 28)
    assert moved(day, "FN", 1) == date(2017, 3, 29)
    assert shown(day, "W")[1] == ("2017-03-13", "2017-03-19")
    assert weekday_from(day, 2, -1) == day
    assert weekday_from(day, 2, 1) == date(2017, 3, 22)
    assert nearest_year(day, 12, 25, -1) == 2016
    assert nearest_year(day, 12, 25, 1) == 2017
    assert length(2, "FN") == "P4W"
    assert length(1.5, "H") == "PT1.5H"
    with pytest.raises(ValueError, match="9999"):
        moved(day, "Y", 9999)


def test_counts():
    assert count("a couple of") == 2
    assert count("twenty-five") == 25
    assert count("2,000") == 2000
    assert count("several") is None


def test_readings_do_not_overlap():
    found = list(readings("Late on Monday, 3 May 1998, at 6 p.m., two days after the end of April 1998, in the early 1990s."))
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The council has given the mill until noon on Saturday to open its books.", "2017-03-18"),
        ("Lorne had until 9 p.m. on Friday, the envoy said.", "2017-03-17"),
        ("Tarvel demanded that Lorne withdraw its guards by 9 p.m. on Friday.", "2017-03-17"),
        ("The strikers must leave the harbour before Friday.", "2017-03-17"),
        ("The new deadline is 9 p.m. on Saturday.", "2017-03-18"),
        ("The permit expires on Monday.", "2017-03-20"),
        ("The harbour will stay closed until Monday.", "2017-03-20"),
        ("The fighting lasted until Monday.", "2017-03-13"),
        ("All of them had been brought ashore by noon on Monday.", "2017-03-13"),
    ],
)
def test_a_deadline_lies_ahead_and_what_is_over_behind(told, text, day):
    assert any(t.value == day for t in told(text).values()), told(text)


def test_a_day_of_a_thing_is_the_nearest_whatever_the_verb(told):
    assert told("They want to tear up the truce of November 29.")["November 29"].value == "2016-11-29"
