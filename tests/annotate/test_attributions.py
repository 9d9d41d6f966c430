"""Who says what, in sentences about places that do not exist."""

from __future__ import annotations

import numpy as np
import pytest

from crosslight.annotate import attributions, entities
from crosslight.annotate.attributions import cues, features, quotations, tagger
from crosslight.annotate.attributions.speakers import fits_body


@pytest.fixture
def said(parsed_of):
    def find(text, **fields):
        parsed = parsed_of(text, **fields)
        return attributions.find(parsed, entities.find(parsed))

    return find


@pytest.fixture
def by_rule(said, monkeypatch):
    """The finder without its trained tagger."""
    monkeypatch.setattr(attributions, "shipped", lambda: None)
    return said


def quoted(found):
    return [a for a in found if a.form in ("direct", "mixed")]


def one_quoting(found, words):
    hits = [a for a in quoted(found) if any(words in c.text for c in a.content)]
    assert len(hits) == 1, [(a.form, [c.text for c in a.content]) for a in found]
    return hits[0]


# ---- quotation marks ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"The pier is gone," said Mara Venn.', ["The pier is gone,"]),
        ("“The pier is gone,” said Mara Venn.", ["The pier is gone,"]),
        ("”The pier is gone,” said Mara Venn.", ["The pier is gone,"]),
        ("''The pier is gone,'' said Mara Venn.", ["The pier is gone,"]),
        ("``The pier is gone,'' said Mara Venn.", ["The pier is gone,"]),
        ("«The pier is gone», said Mara Venn.", ["The pier is gone"]),
        ("»The pier is gone«, said Mara Venn.", ["The pier is gone"]),
        ("„The pier is gone“, said Mara Venn.", ["The pier is gone"]),
        ("‘The pier is gone,’ said Mara Venn.", ["The pier is gone,"]),
        ("'The pier isn't there,' said Mara Venn.", ["The pier isn't there,"]),
        ("The crews' boats left. 'We saw the dogs' owners run,' she said.", ["We saw the dogs' owners run,"]),
        ("It's the '90s band's last show, the singers' friends said.", []),
        ("â\x80\x9cThe pier is gone,â\x80\x9d said Mara Venn.", ["The pier is gone,"]),
        ("“He told me ‘run’ and I ran,” she said.", ["He told me ‘run’ and I ran,"]),
        ('"One thing," she said. "Another thing."', ["One thing,", "Another thing."]),
    ],
)
def test_every_style_of_marks(text, inner):
    assert [text[q.inner : q.outer] for q in quotations.find(text)] == inner


def test_a_quotation_that_nothing_closes_ends_with_its_paragraph():
    text = "“The pier is gone.\nThe harbour stays shut."
    assert [text[q.start : q.end] for q in quotations.find(text)] == ["“The pier is gone."]


def test_a_line_break_inside_a_quotation_does_not_end_it():
    text = "“The pier is gone.\nNobody will mend it,” Venn said."
    assert [text[q.inner : q.outer] for q in quotations.find(text)] == ["The pier is gone.\nNobody will mend it,"]


@pytest.mark.parametrize("text", ["", "\n", '"', "'", "“”", '""""', "‘", "said", "\u200b", '" \n " \n "'])
def test_odd_text_does_no_harm(text, said):
    for a in said(text):
        assert all(c.start < c.end for c in a.content)


# ---- cue and speaker ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words", "name", "cue"),
    [
        ('"The bridge will not hold," said Mara Venn, the mayor of Ostrel.', "will not hold", "Mara Venn", "said"),
        ('Mara Venn, the mayor of Ostrel, said: "The bridge will not hold."', "will not hold", "Mara Venn", "said"),
        ('"The bridge will not hold," the mayor of Ostrel, Mara Venn, told reporters.', "will not hold", "Mara Venn", "told"),
        ('According to Mara Venn, the bridge "will not hold another winter".', "another winter", "Mara Venn", "According to"),
        ('Mara Venn visited Ostrel on Monday. "The bridge will not hold," she said.', "will not hold", "Mara Venn", "said"),
    ],
)
def test_the_cue_stands_before_or_after(said, text, words, name, cue):
    a = one_quoting(said(text), words)
    assert a.source is not None
    assert a.source.name == name
    assert a.cue is not None
    assert cue in a.cue.text


def test_broken_off_words_are_one_attribution_of_two_stretches(said):
    found = quoted(said('"The bridge is old," Venn said, "and the river is high."'))
    assert len(found) == 1
    assert [c.text for c in found[0].content] == ['"The bridge is old,"', '"and the river is high."']
    assert found[0].form == "direct"


def test_paragraphs_that_open_anew_are_one_speakers(said):
    text = 'Mara Venn said: "The bridge is old.\n\n"The river is high.\n\n"We shall close it tonight."\n\nTraffic was light.'
    assert {a.source.name for a in quoted(said(text))} == {"Mara Venn"}
    assert sum(len(a.content) for a in quoted(said(text))) >= 1


def test_a_quotation_without_cue_is_the_last_speakers(said):
    text = '"The bridge is old," said Mara Venn.\n\n"We shall close it tonight. Nobody should drive there."'
    assert one_quoting(said(text), "close it tonight").source.name == "Mara Venn"


def test_a_surname_is_told_in_full(said):
    text = 'Mara Venn came at noon.\n\n"The bridge will not hold," Venn said.'
    assert one_quoting(said(text), "will not hold").source.name == "Mara Venn"


def test_a_role_is_told_by_its_holders_name(said):
    text = 'Harbour master Tomas Reil ran to the pier.\n\n"The ferry had no lights," the harbour master said.'
    assert one_quoting(said(text), "no lights").source.name == "Tomas Reil"


def test_nobody_is_made_up_for_an_unnamed_source(said):
    a = one_quoting(said('"The ferry had no lights at all," said an official who asked not to be named.'), "no lights")
    assert "official" in a.source.name


def test_a_block_after_a_colon_is_a_quotation(said):
    text = "The port authority said in a statement:\n\nWe deeply regret what happened at the pier on Friday and will help.\n\nTrains ran."
    a = one_quoting(said(text), "deeply regret")
    assert a.form == "direct"
    assert "port authority" in a.source.name


def test_a_signed_post_is_its_signers(said):
    a = one_quoting(said("Saw the whole roof lift off and land in the lake — Dara Quill (@daraq) March 3, 2021"), "whole roof")
    assert a.source.name == "Dara Quill"


def test_scare_quotes_are_no_attribution(said):
    assert not quoted(said('The "floating" hotel stands on forty posts beside the market.'))


def test_the_name_of_a_work_is_no_attribution(by_rule):
    assert not quoted(by_rule('The band played "Songs From Lower Ostrel" to a full house on Friday.'))


# ---- without quotation marks ----------------------------------------------------------------------------------------
def test_reported_speech(said):
    found = said("The ministry said on Tuesday that the ferry had carried 240 people.")
    a = next(a for a in found if "240 people" in a.content[0].text)
    assert a.form == "indirect"
    assert a.source.span.text == "The ministry"
    assert "said" in a.cue.text


@pytest.mark.parametrize(
    ("lemmas", "stance"),
    [
        (("say",), "asserts"),
        (("deny",), "denies"),
        (("reject", "claim"), "denies"),
        (("believe",), "hedges"),
        (("ask",), "asks"),
        (("call", "for"), "asks"),
        (("call",), "asserts"),
    ],
)
def test_stance_of_a_cue(lemmas, stance):
    assert cues.stance(lemmas) == stance


def test_a_denial_is_marked(said):
    found = said("The operator denied that the ferry had been overloaded.")
    assert "denies" in {a.stance for a in found}


# ---- in general ------------------------------------------------------------------------------------------------------
STORY = """Two people died when a ferry struck the pier at Ostrel on Friday, officials said.

"It came in far too fast," said Ina Morrow, who was waiting for her son. "We all ran."

The operator, Blue Line, denied that the captain had been told to hurry. It said the ferry "was in good order".

Captain Jon Darrow is being questioned. He told police he had seen no lights, according to a lawyer for the union.
"""


def test_spans_lie_in_the_text_and_ids_are_in_order(said):
    found = said(STORY)
    assert [a.id for a in found] == [f"a{n}" for n in range(1, len(found) + 1)]
    for a in found:
        assert a.content
        assert list(a.content) == sorted(a.content, key=lambda s: s.start)
        assert all(s.text.strip() for s in a.content)


def test_the_same_twice(said):
    key = lambda found: [(a.form, a.source and a.source.name, a.cue and a.cue.key, [c.key for c in a.content]) for a in found]  # noqa: E731
    assert key(said(STORY)) == key(said(STORY))


def test_one_attribution_for_each_act_of_saying(said):
    spans = [(a.cue.key if a.cue else None, tuple(c.key for c in a.content)) for a in said(STORY)]
    assert len(spans) == len(set(spans))
    assert len([a for a in quoted(said(STORY)) if any("far too fast" in c.text for c in a.content)]) == 1


def test_rules_alone_still_read_a_story(by_rule):
    found = by_rule(STORY)
    assert one_quoting(found, "far too fast").source.name == "Ina Morrow"


def test_a_parse_without_vectors_is_read_by_rule(parsed_of):
    parsed = parsed_of(STORY, id="bare")
    parsed.doc.tensor = np.zeros((0,), np.float32)
    assert quoted(attributions.find(parsed, entities.find(parsed)))


def test_a_sentence_of_five_thousand_words_is_read(said):
    assert said("The mayor said that " + "the old bridge and " * 1250 + "the river were closed.") is not None


def test_columns_follow_the_words(parsed_of):
    parsed = parsed_of(STORY)
    c = features.columns(parsed.doc, quotations.find(STORY))
    assert all(STORY[a:b].strip() for a, b in zip(c.start, c.end, strict=True))
    assert len(c.vector) == len(c) == len(c.quote)
    assert (c.left <= np.arange(len(c))).all()
    assert (c.right >= np.arange(len(c))).all()


def test_distances_fall_into_buckets():
    assert tagger.distance(np.array([0, 1, -1, 500, -500])).tolist() == [0, 1, 25, 23, 47]


def test_the_card_names_the_data(request):
    card = request.config.rootpath / "src/crosslight/data/attributions/CARD.md"
    assert "PolNeAR" in card.read_text("utf-8")


def test_a_body_stands_only_for_a_name_that_it_fits():
    assert fits_body("ministry", "Ilmar Defence Ministry")
    assert not fits_body("ministry", "Meridian News Agency")
    assert fits_body("company", "Sound Lines")
    assert not fits_body("company", "Port Authority")
    assert not fits_body("union", "Sound Lines")
    assert fits_body("union", "URC")
    assert not fits_body("company", "harbour officials")


def test_an_unnamed_body_keeps_its_own_words(parsed_of):
    text = (
        "The licence will be suspended, Interior Minister Hanne Osk said. Sound Lines denied it. "
        "The union representing the crew said that it had warned the company in January."
    )
    parsed = parsed_of(text)
    names = {a.source.span.text: a.source.name for a in attributions.find(parsed, entities.find(parsed)) if a.source}
    assert names["The union representing the crew"] == "union"
