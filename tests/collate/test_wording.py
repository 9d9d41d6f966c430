"""What of an article can be shown alone."""

from __future__ import annotations

import pytest

from crosslight.annotate.pipeline import read
from crosslight.collate import wording
from crosslight.collate.cast import StoryCast
from crosslight.collate.facts import voices
from crosslight.collate.reading import Sentence, StoryReading
from crosslight.model import Article


def sentence(text):
    return Sentence(0, 0, 0, Article(id="a", text=text).span(0, len(text)), 0, 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("PORT SORREL, May 3 (North Wire) - The ferry sank on Monday.", "The ferry sank on Monday."),
        ("PORT SORREL — The ferry sank.", "The ferry sank."),
        ("Sorrel (North Wire) -- The ferry sank.", "The ferry sank."),
        ("ILM/SORREL, May 5 (North Wire) – Talks failed.", "Talks failed."),
        ("— Talks failed.", "Talks failed."),
        ("The ferry — 38 metres long — sank.", "The ferry — 38 metres long — sank."),
        ("NATO said on Monday that talks had failed.", "NATO said on Monday that talks had failed."),
    ],
)
def test_the_dateline_is_not_shown_and_the_span_stays_exact(text, kept):
    span = wording.shown(sentence(text))
    assert span.text == kept
    assert text[span.start : span.end] == kept


@pytest.mark.parametrize("text", ["(Reporting by Ann Holm in Sorrel)", "PORT SORREL, May 3 (North Wire) -", "***"])
def test_credits_and_datelines_alone_tell_nothing(text):
    assert wording.furniture(sentence(text))


def test_a_sentence_of_news_is_no_furniture():
    assert not wording.furniture(sentence("Reporting of accidents rose by half, the ministry said."))


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("She told the court that the ship was sound.", True),
        ("But the owner denied it.", True),
        ("If it does not, the licence ends.", True),
        ("The owner said that it was sound.", False),
        ("This year’s harvest failed.", True),
        ("Rescuers found the captain.", False),
    ],
)
def test_what_leans_on_something_told_before(text, leans):
    assert wording.leans(sentence(text)) is leans


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The ferry sank on Monday.", True),
        ("Ferry sinks off Sorrel", False),
        ("Was the ferry sound?", False),
        ("“The ferry was sound.”", False),
        ("“The ferry was sound,” the owner said.", True),
        ("“The ferry was sound.", False),
        ("A quiet evening in Port Sorrel.", False),
    ],
)
def test_what_is_a_finished_statement(parsed_of, text, whole):
    story = StoryReading.of([read(parsed_of(text, id="a"))], None)
    assert wording.whole(story, story.sentences[0]) is whole


def test_what_the_outlet_tells_beside_a_quotation_is_its_own_voice(parsed_of):
    text = "“It was over in two minutes, there was no time,” said Ann Holm, who was pulled from the water by a fishing boat."
    story = StoryReading.of([read(parsed_of(text, id="a"))], None)
    one, cast = story.sentences[0], StoryCast((), {})
    pulled, boat = ((text.index(w), text.index(w) + len(w)) for w in ("pulled", "boat"))
    minutes = (text.index("minutes"), text.index("minutes") + 7)
    assert voices.Voices(story, cast).mention(one, (pulled, boat)).stance == "asserts"
    said = voices.Voices(story, cast).mention(one, (minutes,))
    assert (said.stance, said.to) == ("attributes", "Ann Holm")


def test_a_source_is_named_in_short(parsed_of):
    text = "The union that represents the crew of the ship said that it had warned the owner in January."
    story = StoryReading.of([read(parsed_of(text, id="a"))], None)
    said = voices.Voices(story, StoryCast((), {})).mention(story.sentences[0])
    assert (said.stance, said.to) == ("attributes", "union")
