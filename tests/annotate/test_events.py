"""Events: who did what to whom, told how."""

from __future__ import annotations

import pytest

from crosslight.annotate import entities, events, places, times
from crosslight.model import Attribution, Source

ROOTS = {
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
    "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD",
}  # fmt: skip


@pytest.fixture
def read(parsed_of):
    def of(text: str):
        parsed = parsed_of(text, published="2026-03-09")
        cast = entities.find(parsed)
        return events.find(parsed, cast, (), times.find(parsed), places.find(parsed, cast))

    return of


def triples(found):
    return {(e.event, " & ".join(p.span.text for p in e.actor), " & ".join(p.span.text for p in e.recipient)) for e in found}


@pytest.mark.parametrize(
    ("text", "root", "actor", "recipient"),
    [
        ("Velmoran police arrested two fishermen near the harbour on Monday.", "COERCE", "Velmoran police", "two fishermen"),
        ("Two fishermen were arrested by Velmoran police on Monday.", "COERCE", "Velmoran police", "Two fishermen"),
        (
            "The president of Velmora met the Karthian foreign minister on Tuesday.",
            "CONSULT",
            "president of Velmora",
            "Karthian foreign",
        ),
        ("Karthia accused Velmora of shelling a border village.", "ACCUSE", "Karthia", "Velmora"),
        ("Rebels from the north attacked an army base outside the town.", "ASSAULT", "Rebels", "an army base"),
        ("Velmora rejected a Karthian proposal for new talks.", "REJECT", "Velmora", "Karthian proposal"),
        (
            "The Velmoran government released six Karthian prisoners on Sunday.",
            "YIELD",
            "Velmoran government",
            "six Karthian prisoners",
        ),
        (
            "The Velmoran ministry said it had expelled two Karthian diplomats.",
            "SANCTION",
            "Velmoran ministry",
            "two Karthian diplomats",
        ),
    ],
)
def test_root_actor_and_recipient(read, text, root, actor, recipient):
    assert any(root == r and actor in a and recipient in b for r, a, b in triples(read(text))), triples(read(text))


def test_both_sides_of_a_joint_subject_take_part(read):
    found = [e for e in read("Velmora and Karthia signed a fisheries agreement on Monday.") if e.event in ("SUPPORT", "AGREE")]
    assert found
    names = {p.span.text for e in found for p in (*e.actor, *e.recipient)}
    assert {"Velmora", "Karthia"} <= names


def test_a_dateline_is_no_actor(read):
    found = read("ARVENHOLM, March 8 (Meridian) - Velmoran police arrested two fishermen on Monday.")
    assert found
    assert all("ARVENHOLM" not in p.span.text for e in found for p in e.actor)


def test_mode(read):
    (one,) = [e for e in read("Velmoran police arrested two fishermen on Monday.") if e.event == "COERCE"]
    assert one.mode == "arrest"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Velmoran police arrested two fishermen on Monday.", "asserted"),
        ("Velmoran police did not arrest the two fishermen.", "denied"),
        ("Velmoran police could arrest the two fishermen.", "hypothetical"),
        ("Velmoran police must arrest the two fishermen.", "demanded"),
    ],
)
def test_modality(read, text, modality):
    told = [e.modality for e in read(text) if "arrest" in e.span.text]
    assert told in ([modality], []) if modality == "demanded" else told == [modality]


def test_time_entity_and_attribution(parsed_of):
    text = "The harbour master said Velmoran police arrested two fishermen on Monday."
    parsed = parsed_of(text, published="2026-03-09")
    cast, when = entities.find(parsed), times.find(parsed)
    said = (
        Attribution(
            "at1",
            "indirect",
            Source(parsed.span(0, 18), "The harbour master"),
            parsed.span(19, 23),
            (parsed.span(24, len(text) - 1),),
        ),
    )
    (one,) = [e for e in events.find(parsed, cast, said, when, ()) if e.event == "COERCE"]
    assert one.attribution == "at1"
    assert one.when == when[0].id
    assert one.where is None


def test_ordinary_prose_tells_no_events(read):
    assert read("The museum has forty rooms. Visitors like the view, and the soup is cheap. It rained for most of the week.") == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "arrested", "word " * 3000, "\u202eattack\u0000 \U0001f600 kills"])
def test_odd_texts(read, text):
    for event in read(text):
        assert event.event in ROOTS


def test_same_text_same_events(read):
    text = "Karthia accused Velmora of shelling a village. Velmora denied the claim and expelled two Karthian diplomats."
    assert read(text) == read(text)


def test_spans_are_the_words(read):
    text = "Karthia accused Velmora of shelling a border village."
    for event in read(text):
        for span in (event.span, *(p.span for p in (*event.actor, *event.recipient))):
            assert text[span.start : span.end] == span.text
