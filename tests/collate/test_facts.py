"""Alignment, facts, only-one and brief over an invented story."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from crosslight.annotate.pipeline import read
from crosslight.collate import alignment, brief, facts, only_one
from crosslight.collate.alignment import Link
from crosslight.collate.alignment.candidates import candidates
from crosslight.collate.alignment.context import Known, surroundings
from crosslight.collate.alignment.terms import family
from crosslight.collate.cast import StoryCast
from crosslight.collate.facts import witnesses
from crosslight.collate.facts.groups import GROW, SEED, group
from crosslight.collate.reading import StoryReading
from crosslight.model import Dispute, DisputeSide, FactMention, Origin
from crosslight.vectors import MiniLM

HERALD = """A fishing ferry capsized off Port Sorrel on Tuesday night, killing at least nine people, the coast guard said.
Divers from Port Sorrel searched the hull for two missing children until dawn.
"The ferry carried no life jackets," said harbour master Ilse Dorn.
The operator, Larkline, has run the route since 1987 and was fined twice for overloading."""
COURIER = """At least nine people died when a ferry capsized near Port Sorrel late on Tuesday, according to the coast guard.
Rescue divers looked for two children who were still missing inside the hull until dawn.
Prices of grain rose again on the Ostermark exchange."""
TELEGRAPH = """Nine people were killed after a ferry overturned off Port Sorrel on Tuesday night.
Larkline's director, Tomas Weil, denied that the ship had been overloaded.
A memorial service will be held in the cathedral on Sunday, the bishop said."""
CAST = StoryCast((), {})


@pytest.fixture(scope="module")
def encoder():
    return MiniLM(threads=1)


@pytest.fixture(scope="module")
def story(parsed_of, encoder):
    texts = {"herald": HERALD, "courier": COURIER, "telegraph": TELEGRAPH}
    readings = [read(parsed_of(t, id=i, outlet=i.title(), published="2031-05-14")) for i, t in texts.items()]
    return StoryReading.of(readings, encoder)


@pytest.fixture(scope="module")
def told(story):
    return facts.find(story, CAST, alignment.align(story), (), ())


def by_words(story, words):
    return next(s for s in story.sentences if words in s.text)


def test_the_toll_is_told_by_all_three(story, told):
    toll = next(f for f in told if any("killing at least nine" in m.span.text for m in f.mentions))
    assert {m.span.article.id for m in toll.mentions} == {"herald", "courier", "telegraph"}
    assert toll.outlets == 3
    assert toll.statement in {" ".join(m.span.text.split()) for m in toll.mentions}
    assert told[0] == toll  # the most witnesses stand first
    assert [f.id for f in told] == [f"k{n}" for n in range(1, len(told) + 1)]


def test_links_are_of_different_articles_best_first_and_say_why(story):
    links = alignment.align(story).links
    assert links
    assert all(story.sentences[k.a].article != story.sentences[k.b].article and k.a < k.b for k in links)
    assert [k.score for k in links] == sorted((k.score for k in links), reverse=True)
    assert all(0 <= k.score <= 1 and k.why for k in links)


def test_grain_prices_are_no_part_of_the_accident(story, told):
    grain = by_words(story, "Prices of grain")
    assert not any(m.span == grain.span for f in told for m in f.mentions)


def test_the_order_of_the_articles_changes_nothing(story, told, encoder):
    other = StoryReading.of(reversed(story.readings), encoder)
    assert facts.find(other, CAST, alignment.align(other), (), ()) == told


def test_a_copy_adds_an_outlet_but_no_origin(story, told, encoder):
    herald = next(r for r in story.readings if r.article.id == "herald")
    whole = StoryReading.of([*story.readings, _copied(herald, "gazette")], encoder)
    more = facts.find(whole, CAST, alignment.align(whole), (), ())
    toll, now = told[0], more[0]
    assert now.outlets == toll.outlets + 1
    assert now.origins == toll.origins


def _copied(reading, name):
    """The reading as another outlet carries it (sentences and parse alone)."""
    article = replace(reading.article, id=name, outlet=name.title())
    spans = tuple(article.span(s.start, s.end) for s in reading.sentences)
    none = dict.fromkeys(("entities", "mentions", "attributions", "figures", "times", "places", "events"), ())
    return replace(reading, article=article, sentences=spans, **none)


def test_what_one_tells_is_listed_and_what_several_tell_is_not(story, told):
    lines = only_one.find(story, alignment.align(story), told)
    words = " ".join(o.span.text for o in lines)
    assert "fined twice" in words
    assert "memorial service" in words
    assert "killing at least nine" not in words


def test_the_brief_is_short_repeats_nothing_and_names_its_witnesses(story, told):
    lines = brief.find(story, told, ())
    assert 0 < sum(len(line.text.split()) for line in lines) <= brief.WORDS
    assert sum("nine" in line.text.lower() for line in lines) == 1
    toll = next(line for line in lines if "nine" in line.text.lower())
    assert {e.article.id for e in toll.evidence} == {"herald", "courier", "telegraph"}


def test_a_disputed_line_says_so(story, told):
    first = by_words(story, "killing at least nine").span
    other = by_words(story, "Nine people were killed").span
    sides = (DisputeSide("at least nine", "Herald", (first,)), DisputeSide("nine", "Telegraph", (other,)))
    lines = brief.find(story, told, (Dispute("d1", "figure", "people killed", sides),))
    assert next(line for line in lines if "nine" in line.text.lower()).disputes == ("d1",)


@pytest.mark.parametrize("text", ["", "One.", "\u200b\u200b\n\n", "word " * 3000])
def test_odd_texts_are_collated_too(parsed_of, encoder, text):
    readings = [read(parsed_of(t, id=i)) for i, t in (("a", text), ("b", HERALD))]
    one = StoryReading.of(readings, encoder)
    links = alignment.align(one)
    found = facts.find(one, CAST, links, (), ())
    only_one.find(one, links, found)
    brief.find(one, found, ())


def test_an_empty_story_has_no_facts(encoder):
    nothing = StoryReading.of([], encoder)
    assert alignment.align(nothing).links == ()
    assert facts.find(nothing, CAST, alignment.align(nothing), (), ()) == ()
    assert brief.find(nothing, (), ()) == ()


def test_groups_do_not_chain():
    links = [Link(0, 1, 0.9), Link(1, 2, 0.9), Link(0, 2, 0.01)]
    assert {g.members for g in group(links, [0, 1, 2])} == {(0, 1), (1, 2)}


def test_a_group_holds_an_article_repeating_itself():
    links = [Link(0, 2, 0.9), Link(1, 2, 0.8)]
    assert [g.members for g in group(links, [0, 0, 1])] == [(0, 1, 2)]


def test_weak_links_join_nothing():
    assert group([Link(0, 1, min(SEED, GROW) - 0.01)], [0, 1]) == []


def test_one_speaker_behind_two_outlets_is_one_origin(story):
    spans = [by_words(story, "killing at least nine").span, by_words(story, "At least nine people died").span]
    same = [FactMention(s, "attributes", "Coast guard") for s in spans]
    assert witnesses.Witnesses(()).independent(same) == (1, ("all have it from Coast guard",))
    apart = [FactMention(spans[0], "attributes", "Coast guard"), FactMention(spans[1], "asserts")]
    assert witnesses.Witnesses(()).independent(apart)[0] == 2


def test_one_agency_behind_two_outlets_is_one_origin(story):
    spans = [by_words(story, "killing at least nine").span, by_words(story, "At least nine people died").span]
    copies = tuple(Origin(s, "NWA", "agency_copy") for s in spans)
    assert witnesses.Witnesses(copies).independent([FactMention(s, "asserts") for s in spans])[0] == 1


def test_terms_in_common_are_counted_and_weighed():
    words = family([{"ferry", "hull"}, {"ferry", "dawn", "hull"}, {"grain"}], lambda t, _: 2.0 if t == "hull" else 1.0)
    weight, number, greatest = words.shared(words.met(np.array([0, 0]), np.array([1, 2])), 2)
    assert weight.tolist() == [3.0, 0.0]
    assert number.tolist() == [2.0, 0.0]
    assert greatest.tolist() == [2.0, 0.0]


def test_a_third_article_supports_a_pair():
    a, b, article = np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([0, 1, 2])
    around = surroundings(a, b, article, np.array([0.2, 0.9, 0.9]))
    assert around["third_most"].tolist() == pytest.approx([0.81, 0.18, 0.18])


def test_a_pair_is_known_in_either_order_and_one_not_measured_is_nothing():
    known = Known.of(np.array([0, 1]), np.array([2, 2]), 3, np.array([0.5, 0.6]))
    assert known(np.array([0, 2, 2, 1]), np.array([2, 0, 1, 0])).tolist() == [0.5, 0.5, 0.6, 0.0]


def test_candidates_stand_in_different_articles(story):
    a, b = candidates(story)
    assert all(story.sentences[i].article < story.sentences[j].article for i, j in zip(a, b, strict=True))
