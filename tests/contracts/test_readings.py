"""Annotations, vectors and what is found through them."""

import numpy as np
import pytest

from crosslight.errors import UsageError
from crosslight.model import (
    Annotations,
    Article,
    Attribution,
    Entity,
    Event,
    Figure,
    Participant,
    Place,
    Source,
    TimeExpression,
    Tokens,
)
from crosslight.store import Filters

ARTICLE = Article(
    id="quarry",
    text="Ilse Brandor said at least 14 people were killed at Gimhol quarry. Between 5 and 12 lorries were buried on Monday.",
    title="14 dead at Gimhol",
    outlet="Vale Times",
    published="2026-03-02T09:00:00Z",
)


def read(article):
    """Annotations of every kind, by hand."""
    said = article.text

    def over(words, part="text"):
        start = (said if part == "text" else article.title).index(words)
        return article.span(start, start + len(words), part)

    return Annotations(
        article=article,
        version="1",
        annotated=True,
        sentences=(over("Ilse Brandor said at least 14 people were killed at Gimhol quarry."),),
        tokens=Tokens((0, 5), (4, 12), ("Ilse", "Brandor"), ("PROPN", "PROPN"), ("NNP", "NNP"), ("compound", "nsubj"), (1, 1), ("PERSON", "PERSON"), (0, 0)),
        entities=(Entity("e0", "Ilse Brandor", "person"), Entity("e1", "Gimhol", "place")),
        mentions=(),
        attributions=(Attribution("a0", "indirect", Source(over("Ilse Brandor"), "Ilse Brandor", "e0"), over("said"), (over("at least 14 people were killed"),)),),
        figures=(
            Figure("f0", over("at least 14"), 14.0, 14.0, None, "people", "people killed", "a0"),
            Figure("f1", over("Between 5 and 12"), None, 5.0, 12.0, "item", "lorries buried"),
            Figure("f2", over("14", "title"), 14.0, 14.0, 14.0, "people", "dead"),
        ),
        times=(TimeExpression("t0", over("Monday"), "DATE", "2026-03-02", ("2026-03-02", "2026-03-02"), "published"),),
        places=(Place("p0", over("Gimhol"), "Gimhol", None, 1.5, -2.25, None),),
        events=(Event("ev0", over("killed"), "ASSAULT", None, (Participant(over("Ilse Brandor"), "e0"),), (), "t0", "p0", "asserted", None),),
    )  # fmt: skip


@pytest.fixture
def filled(store):
    with store.writing() as kept:
        kept.articles.add(ARTICLE)
        kept.readings.add(read(ARTICLE), "hand 1")
        kept.articles.add(
            Article(id="choir", text="A choir sang in Oster Vale, its killing debut.", outlet="Fjord Post", published="2026-03-05")
        )
    return store


def test_annotations_come_back_as_they_were(filled):
    with filled.reading() as kept:
        assert kept.readings.get("quarry") == read(ARTICLE)
        assert kept.readings.get("quarry", "hand 1") == read(ARTICLE)
        assert kept.readings.get("quarry", "hand 2") is None
        assert kept.readings.wanting("hand 1") == ("choir",)
        assert kept.readings.wanting("hand 2") == ("quarry", "choir")


def test_annotations_of_a_text_that_is_not_there_are_refused(filled):
    other = Article(id="quarry", text=ARTICLE.text + " More followed.", title=ARTICLE.title)
    with pytest.raises(UsageError, match="add it before"), filled.writing() as kept:
        kept.readings.add(read(other), "hand 1")


def test_a_new_version_wants_to_be_read_again(filled):
    from dataclasses import replace

    later = replace(ARTICLE, text=ARTICLE.text.replace("14", "19"))
    with filled.writing() as kept:
        assert kept.articles.add(later).outcome == "version"
        assert kept.readings.get("quarry") is None
        assert kept.readings.get("quarry", version=1) == read(ARTICLE)
        assert "quarry" in kept.readings.wanting("hand 1")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("killed", ["choir", "quarry"]),  # by its stem, the newest first
        ('"people were killed"', ["quarry"]),
        ("killed -choir", ["quarry"]),
        ("quarry choir", []),
        ("GIMHOL", ["quarry"]),
        ('kill" NEAR (* :', []),  # what means something to the engine means nothing here
        ("oster vale", ["choir"]),
    ],
)
def test_words_are_found(filled, words, found):
    with filled.reading() as kept:
        assert [hit.article.id for hit in kept.search.articles(words)] == found


def test_a_hit_shows_where_the_words_stand(filled):
    with filled.reading() as kept:
        newest, oldest = kept.search.articles("killed")
        assert (newest.span.text, oldest.span.text) == ("killing", "killed")
        assert kept.search.articles("dead")[0].span.part == "title"
        assert {hit.article.id for hit in kept.search.articles("killed", best_first=True)} == {"quarry", "choir"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filters(outlet="vale times"), ["quarry"]),
        (Filters(person="Brandor"), ["quarry"]),
        (Filters(person="Brand"), []),
        (Filters(place="gimhol"), ["quarry"]),
        (Filters(since="2026-03-03"), ["choir"]),
        (Filters(until="2026-03-02"), ["quarry"]),
        (Filters(since="2026-03-02T09:00:00Z", until="2026-03-05"), ["choir", "quarry"]),
        (Filters(limit=1), ["choir"]),
        (Filters(person="Brandor", place="Oster"), []),
    ],
)
def test_articles_are_narrowed_down(filled, wanted, found):
    with filled.reading() as kept:
        assert [hit.article.id for hit in kept.search.articles("", wanted)] == found


@pytest.mark.parametrize(("words", "wanted"), [("...", Filters()), ("", Filters(person="!")), ("", Filters(since="last week"))])
def test_a_question_that_makes_no_sense_is_refused(filled, words, wanted):
    with filled.reading() as kept, pytest.raises(UsageError):
        kept.search.articles(words, wanted)


@pytest.mark.parametrize(
    ("counts", "over", "under", "found"),
    [
        ("people killed", 10, None, ["at least 14"]),
        ("killing people", 10, None, ["at least 14"]),
        ("people killed", 14, None, []),
        (None, 10, None, ["at least 14", "Between 5 and 12", "14"]),
        ("lorries", None, 6, ["Between 5 and 12"]),
        ("lorries", 11, None, ["Between 5 and 12"]),
        ("horses", None, None, []),
    ],
)
def test_figures_are_found_by_what_they_count_and_how_large_they_are(filled, counts, over, under, found):
    with filled.reading() as kept:
        hits = kept.search.figures(counts, over=over, under=under)
        assert [hit.figure.span.text for hit in hits] == found
        assert all(hit.article.id == "quarry" for hit in hits)


def test_vectors_are_kept_at_half_precision_and_found_by_likeness(store):
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(12, 2, 16)).astype(np.float32)
    with store.writing() as kept:
        for n, own in enumerate(rows):
            one = kept.articles.add(Article(id=f"n{n}", text=f"Text {n}."))
            kept.vectors.add(one.seq, 1, "m", own)
            kept.vectors.add(one.seq, 1, "m", own)  # again: in place of what was there
            kept.vectors.add(one.seq, 1, "other", own[::-1])
    with store.reading() as kept:
        assert kept.vectors.get(3, "m").tolist() == rows[2].astype(np.float16).tolist()
        assert kept.vectors.get(99, "m") is None
        near = kept.vectors.nearest(rows[7, 1], "m", limit=4)
    unit = rows / np.linalg.norm(rows, axis=2, keepdims=True)
    exact = (unit @ unit[7, 1]).max(axis=1)
    assert [seq - 1 for seq, _ in near] == np.argsort(-exact)[:4].tolist()
    assert near[0][1] == pytest.approx(1.0, abs=1e-3)
