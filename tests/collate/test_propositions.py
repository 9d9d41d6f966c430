"""Clauses read off the parse: predicate, arguments, negation, modality, voice."""

from __future__ import annotations

import pytest

from crosslight.annotate.pipeline import read
from crosslight.collate import propositions
from crosslight.collate.reading import StoryReading

TEXT = """Rescuers have not found the captain of the Harrow Star. Rescuers found the captain on Monday.
Two sailors were questioned by police in Port Sorrel, and the owner will sell the ship.
The ministry must publish the report if the court orders it."""


@pytest.fixture(scope="module")
def told(parsed_of):
    story = StoryReading.of([read(parsed_of(TEXT, id="a", published="2031-05-14"))], None)
    return story, [propositions.of(story.readings[0], s) for s in story.sentences]


def by(clauses, predicate):
    return next(c for c in clauses if c.predicate == predicate)


def test_a_negated_clause_opposes_the_same_clause_told_plainly(told):
    _, (missing, found, *_) = told
    assert by(missing, "find").negated
    assert not by(found, "find").negated
    assert by(missing, "find").opposes(by(found, "find"))
    assert not by(found, "find").opposes(by(found, "find"))


def test_arguments_have_roles_and_exact_spans(told):
    story, (_, found, *_) = told
    roles = {a.role: a.span.text for a in by(found, "find").arguments}
    assert roles == {"subject": "Rescuers", "object": "the captain"}
    text = story.readings[0].article.text
    assert all(text[a.span.start : a.span.end] == a.span.text for c in found for a in c.arguments)


def test_a_passive_clause_names_its_agent_and_its_place_and_figure(told):
    story, (_, _, questioned, _) = told
    clause = by(questioned, "question")
    assert clause.passive
    assert {(a.role, a.head) for a in clause.arguments} == {("object", "sailor"), ("agent", "police")}
    assert clause.places
    assert clause.figures
    assert "owner" not in clause.span.text
    assert by(questioned, "sell").modality == "planned"
    assert len(story.readings[0].article.text) >= clause.span.end


def test_what_must_be_and_what_may_be(told):
    *_, clauses = told[1]
    assert by(clauses, "publish").modality == "demanded"
    assert by(clauses, "order").modality == "hypothetical"


@pytest.mark.parametrize("text", ["", "Quiet.", "“ — ”", "word " * 400])
def test_odd_sentences_have_clauses_or_none(parsed_of, text):
    story = StoryReading.of([read(parsed_of(text, id="a"))], None)
    for s in story.sentences:
        assert all(s.span.start <= p.span.start < p.span.end <= s.span.end for p in propositions.of(story.readings[0], s))


def test_whose_word_a_clause_is(parsed_of):
    text = "The ferry sank off Port Sorrel. The owner, Ana Brill, said the crew had closed the door."
    story = StoryReading.of([read(parsed_of(text, id="a", published="2031-05-14"))], None)
    plain, said = (propositions.of(story.readings[0], s) for s in story.sentences)
    assert by(plain, "sink").voice is None
    assert by(said, "say").voice is None
    voice = by(said, "close").voice
    assert [a.source.name for a in story.readings[0].attributions if a.id == voice] == ["Ana Brill"]
