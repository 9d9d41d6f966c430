"""Why an annotation was made: every annotation of a report can be asked for, and its reasons name what decided."""

import pytest

from crosslight import flow
from crosslight.annotate import explaining
from crosslight.annotate.pipeline import read
from crosslight.errors import UsageError
from crosslight.settings import Settings

TEXT = (
    "OSTRAVA, March 11 - At least 24 people were killed when a train left the rails near Ostrava on Tuesday, police said.\n\n"
    "The army accused the Brenholt Liberation Front of attacking the line in Paris. “We are still searching for survivors,” "
    "Interior Minister Hanne Osk told reporters.\n\n"
    "Osk said that she would visit the 37 wounded the following day. The Norvale Railway Authority (NRA) denied that the line was unsafe. "
    "The NRA had inspected it in mid-January."
)


@pytest.fixture(scope="module")
def parsed(parsed_of):
    return parsed_of(TEXT, published="2026-03-11", language="en")


@pytest.fixture(scope="module")
def reading(parsed):
    return read(parsed)


def reasons(parsed, reading, id):
    return "\n".join(explaining.explain(parsed, reading, id).reasons)


def test_every_annotation_can_be_explained(parsed, reading):
    assert all(getattr(reading, part) for part in explaining.PARTS), "the report has one of each kind"
    for part in explaining.PARTS:
        for one in getattr(reading, part):
            told = explaining.explain(parsed, reading, one.id)
            assert told.id == one.id
            assert told.reasons
            assert "nan" not in " ".join(told.reasons)


def test_a_figure_names_its_bound_what_it_counts_and_the_classifier(parsed, reading):
    figure = next(f for f in reading.figures if f.value == 24)
    told = reasons(parsed, reading, figure.id)
    assert "“At least”, which sets a lower bound" in told
    assert "it counts “people”" in told
    assert "from the syntax: killed" in told
    assert "probability 0.9" in told


def test_a_time_names_its_pattern_and_anchor(parsed, reading):
    weekday = next(t for t in reading.times if t.span.text == "Tuesday")
    told = reasons(parsed, reading, weekday.id)
    assert "a day of the week" in told
    assert "the tense of its sentence points to the past" in told
    assert "published 2026-03-11" in told
    assert "it carries no score" in told


def test_a_place_lists_the_places_of_its_name_with_how_far_each_was_believed(parsed, reading):
    place = next(p for p in reading.places if p.span.text == "Paris")
    told = reasons(parsed, reading, place.id)
    assert "GeoNames 2988507" in told
    assert "of the gazetteer's places bear the name" in told


def test_an_attribution_names_its_cue_and_how_the_speaker_got_the_name(parsed, reading):
    said = next(a for a in reading.attributions if a.source and a.source.span.text == "Osk")
    told = reasons(parsed, reading, said.id)
    assert "the cue is “said”" in told
    assert "Hanne Osk" in told
    assert "the trained tagger takes it for a cue: probability" in told


def test_an_event_names_its_predicate_and_the_probabilities(parsed, reading):
    event = reading.events[0]
    told = reasons(parsed, reading, event.id)
    assert "the predicate is" in told
    assert "the classifier's roots:" in told
    assert "all together: probability" in told


def test_an_entity_names_the_rule_that_joined_each_naming(parsed, reading):
    osk = next(e for e in reading.entities if e.name == "Hanne Osk")
    assert "“Osk”: the last word of the name" in reasons(parsed, reading, osk.id)


def test_an_id_is_found_with_and_without_its_article_and_must_be_of_one_article_alone(reading):
    settings = Settings(cache=None)
    assert flow.explain([reading], "f0", settings=settings) == flow.explain([reading], "a:f0", settings=settings)
    with pytest.raises(UsageError, match="there is no annotation 'f99'"):
        flow.explain([reading], "f99", settings=settings)
    with pytest.raises(UsageError, match="several articles have 'p1'"):
        flow.explain([reading, reading], "p1", settings=settings)
