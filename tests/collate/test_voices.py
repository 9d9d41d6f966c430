"""Cast, utterances, origins, labels and belonging over one invented story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crosslight.annotate.pipeline import read
from crosslight.collate import belonging, cast, labels, origins, utterances
from crosslight.collate.origins.outlets import named
from crosslight.collate.origins.shared import Words, passages, share
from crosslight.collate.reading import StoryReading
from crosslight.flow import encoder
from crosslight.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from crosslight.annotate.parsed import ParsedArticle

HARBOUR = (
    Article(
        id="gazette",
        outlet="Lundmark Gazette",
        published="2026-03-04",
        text=(
            "LUNDMARK (AFP) - Militants stormed the harbour office in Lundmark on Tuesday, killing four guards.\n\n"
            "Interior Minister Tomas Verhalen said the assault was the work of terrorists. "
            '"We will not rest until every one of these people stands before a judge," Verhalen told reporters. '
            "The harbour was closed for the night and ferries to Oskavik were turned back.\n\n"
            "The massacre shocked the small town, which lives from herring and timber."
        ),
    ),
    Article(
        id="kurier",
        outlet="Oskavik Kurier",
        published="2026-03-05",
        text=(
            "Gunmen attacked the harbour office in Lundmark on Tuesday and killed four security guards, state radio reported.\n\n"
            '"We will not rest until every one of these people stands before a judge," Tomas Verhalen, the interior minister, said. '
            "A witness told the Lundmark Gazette that the gunmen came by boat.\n\n"
            "The incident is the second this year. The harbour was closed for the night and ferries to Oskavik were turned back."
        ),
    ),
    Article(
        id="wire",
        outlet="coastwire.example",
        published="2026-03-05",
        text=(
            "Four guards died when rebels attacked the harbour office of Lundmark, according to the daily Morgenbote.\n\n"
            "Mr Verhalen promised that the government would not rest until all of the attackers stand before a judge. "
            "The newspaper said that the fighters fled towards the islands."
        ),
    ),
)
CHEESE = Article(
    id="cheese",
    outlet="Alpine Table",
    published="2026-03-05",
    text=(
        "The village of Hohenlin has won the prize for the best mountain cheese for the third time.\n\n"
        "The jury praised the rind and a taste of hay and walnuts. Dairy farmer Greta Moosbrugger said that the recipe was her grandmother's."
    ),
)


def story_of(parsed_of: Callable[..., ParsedArticle], *articles: Article) -> StoryReading:
    """The story of these articles, read by all annotators."""
    parsed = [parsed_of(a.text, id=a.id, outlet=a.outlet, published=a.published) for a in articles]
    return StoryReading.of(map(read, parsed), encoder())


@pytest.fixture(scope="module")
def harbour(parsed_of):
    return story_of(parsed_of, *HARBOUR)


def words(spans):
    return {s.text for s in spans}


def test_one_entity_for_the_ways_in_which_articles_name_a_person(harbour):
    names = cast.join(harbour)
    minister = names.named("Verhalen")
    assert minister is not None
    assert minister.name == "Tomas Verhalen"
    assert minister.type == "person"
    assert {s.article.id for s in names.spans[minister.id]} == {"gazette", "kurier", "wire"}


def test_a_speaker_goes_by_the_fullest_name_of_the_story(harbour):
    names = cast.join(harbour)
    wire = next(r.article for r in harbour.readings if r.article.id == "wire")
    at = wire.text.index("Mr Verhalen")
    assert names.speaker(wire.span(at, at + 11), "Mr Verhalen") == "Tomas Verhalen"
    assert names.speaker(wire.span(at, at + 11), "an onlooker") == "an onlooker"


def test_two_people_of_one_surname_stay_two(parsed_of):
    story = story_of(
        parsed_of,
        replace(HARBOUR[0], text="Anna Brandvold met Erik Brandvold in Lundmark. Anna Brandvold smiled."),
        replace(HARBOUR[1], text="Brandvold left Lundmark on Friday, officials said. Ms Brandvold did not return."),
    )
    people = {e.name for e in cast.join(story).entities if e.type == "person"}
    assert {"Anna Brandvold", "Erik Brandvold"} <= people


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Mr. José Peña", ("jose", "pena")),
        ("the Al-Nour Group", ("nour", "group")),
        ("Broadhurst Inc.", ("broadhurst",)),
        ("", ()),
        ("—", ()),
    ],
)
def test_names_are_compared_without_titles_accents_and_forms(name, key):
    assert cast.key_of(name) == key


def test_one_quotation_in_two_papers_is_one_utterance(harbour):
    found = utterances.find(harbour, cast.join(harbour))
    quoted = [u for u in found if any("every one of these people" in m.span.text for m in u.mentions)]
    assert len(quoted) == 1
    assert quoted[0].speaker == "Tomas Verhalen"
    assert {"gazette", "kurier"} <= {m.span.article.id for m in quoted[0].mentions}
    assert {m.form for m in quoted[0].mentions if "every one" in m.span.text} == {"direct"}
    assert quoted[0].why


def test_an_article_alone_has_no_utterances(parsed_of):
    story = story_of(parsed_of, HARBOUR[0])
    assert utterances.find(story, cast.join(story)) == ()


def test_origins_of_all_kinds(harbour):
    found = origins.find(harbour)
    by = {(o.span.article.id, o.origin, o.kind) for o in found}
    assert ("gazette", "Agence France-Presse", "agency_copy") in by
    assert ("kurier", "Lundmark Gazette", "cites") in by
    assert ("wire", "Morgenbote", "cites") in by
    told = next(o for o in found if o.origin == "Lundmark Gazette" and o.kind == "cites")
    assert told.other == "gazette"
    back = next(o for o in found if o.span.text.startswith("The newspaper"))
    assert back.origin == "Morgenbote"
    shared = [o for o in found if o.kind == "same_text_as" and o.span.article.id == "kurier"]
    assert any("ferries to Oskavik were turned back" in o.span.text and o.other == "gazette" for o in shared)
    assert any(o.span.article.id == "kurier" and "radio" in o.span.text for o in found)


def test_a_shared_quotation_is_no_copied_passage(harbour):
    assert not any("stands before a judge" in o.span.text for o in origins.find(harbour) if o.kind == "same_text_as")


def test_an_outlet_that_names_itself_is_no_origin(parsed_of):
    text = "A fisherman told The Gazette that he saw three boats. The harbour is quiet again, and the ice is thick."
    story = story_of(
        parsed_of, replace(HARBOUR[0], text=text), replace(HARBOUR[1], text="A fisherman saw three boats near Lundmark.")
    )
    assert not [o for o in origins.find(story) if o.kind == "cites"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("as the Reuters news agency wrote", "Reuters"),
        ("he told the Brovik Tribune on Monday", "Brovik Tribune"),
        ("the web portal Kystnytt reported", "Kystnytt"),
        ("Brovik's Strandposten newspaper had the story", "Strandposten"),
    ],
)
def test_outlets_are_known_by_list_or_by_shape(text, name):
    assert name in {n.outlet.name for n in named(text)}


def test_shared_passages_are_found_and_joined():
    a = Words.of("The old bridge over the Lune was closed on Friday after engineers found deep cracks in two of its pillars.")
    b = Words.of(
        "Yesterday: the old bridge over the Lune was closed Friday after engineers found deep cracks in two of its pillars."
    )
    found = passages(a, b)
    assert len(found) == 1
    assert found[0].words >= 17
    assert share(a, a) == 1.0
    assert passages(Words.of(""), a) == ()


def test_loaded_names_for_one_thing_are_laid_side_by_side(harbour):
    found = labels.find(harbour, cast.join(harbour))
    assert 0 < len(found) <= labels.GROUPS
    attackers = next(x for x in found if {"terrorists", "rebels"} <= words(x.mentions))
    assert "Gunmen" in words(attackers.mentions) or "the gunmen" in words(attackers.mentions)
    acts = next(x for x in found if "The massacre" in words(x.mentions))
    assert {"the assault", "The incident"} & words(acts.mentions)


def test_an_article_of_another_event_is_named(parsed_of, harbour):
    mixed = story_of(parsed_of, *HARBOUR, CHEESE)
    assert [n.about for n in belonging.apart(mixed)] == ["cheese"]
    assert "something else" in belonging.apart(mixed)[0].text
    assert belonging.apart(harbour) == ()


def test_a_copy_under_another_outlet_is_named(parsed_of):
    copy = replace(HARBOUR[0], id="copy", outlet="Harbour Post", published="2026-03-06")
    near = replace(copy, id="near", published="2026-03-07", text=copy.text.replace("herring and timber", "herring and oak"))
    story = story_of(parsed_of, *HARBOUR[:2], copy, near)
    found = belonging.copies(story)
    assert [n.about for n in found] == ["copy", "near"]
    assert "the same text as gazette" in found[0].text
    assert belonging.apart(story) == ()


def test_the_order_of_the_articles_changes_nothing(parsed_of, harbour):
    turned = story_of(parsed_of, *reversed(HARBOUR))
    for one, other in ((harbour, turned), (turned, harbour)):
        names, others = cast.join(one), cast.join(other)
        assert names.entities == others.entities
        assert utterances.find(one, names) == utterances.find(other, others)
        assert origins.find(one) == origins.find(other)
        assert labels.find(one, names) == labels.find(other, others)


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "!!!", "\u200b\ufeff", "“", "word " * 3000, "told The\n(AFP", "© ® ™ " * 20, "said " * 50]
)
def test_odd_texts_break_nothing(parsed_of, text):
    story = story_of(parsed_of, replace(HARBOUR[0], text=text or " "), HARBOUR[1])
    names = cast.join(story)
    utterances.find(story, names)
    origins.find(story)
    labels.find(story, names)
    belonging.apart(story)
    belonging.copies(story)
