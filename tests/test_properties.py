"""What must hold of every dossier, whatever the story (the invented examples serve as stories)."""

import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import EXAMPLES

from crosslight import compare, read, verify
from crosslight.export.changes import changes
from crosslight.export.record import dossier_record


@pytest.fixture(scope="module", params=["ferry", "ceasefire"])
def articles(request):
    return read([EXAMPLES / request.param]).articles


def anew(articles):
    """The dossier of these articles as JSON tells it."""
    return json.loads(json.dumps(dossier_record(compare(articles))))


@cache
def _told(articles):
    return anew(articles)


def told(articles):
    """As :func:`anew`, made once for all tests that ask for the same articles."""
    return _told(tuple(articles))


def evidence(value):
    """Every (article, start, end) under a part of a dossier."""
    if isinstance(value, dict):
        if "start" in value and "article" in value:
            yield value["article"], value["start"], value["end"]
        for one in value.values():
            yield from evidence(one)
    elif isinstance(value, list):
        for one in value:
            yield from evidence(one)


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_nothing(articles, random):
    shuffled = list(articles)
    random.shuffle(shuffled)
    assert json.dumps(anew(shuffled)) == json.dumps(told(articles))


@pytest.mark.usefixtures("vectors_once")
def test_every_span_of_every_part_holds(articles):
    assert verify(told(articles)) == []


@pytest.mark.usefixtures("vectors_once")
def test_a_copy_adds_an_outlet_but_no_origin(articles):
    before = told(articles)
    copy = replace(articles[0], id="copy", outlet="Another Paper", title=None, url=None)
    after = told([*articles, copy])
    places = {p: f for f in before["facts"] for p in evidence(f["mentions"])}
    grown = 0
    for fact in after["facts"]:
        mine = set(evidence(fact["mentions"]))
        old = next((places[p] for p in mine if p in places), None)
        if old and set(evidence(old["mentions"])) == {p for p in mine if p[0] != "copy"} and any(p[0] == "copy" for p in mine):
            assert fact["origins"] == old["origins"], fact["statement"]
            assert fact["outlets"] == old["outlets"] + 1
            grown += 1
    assert grown >= 3


@pytest.mark.usefixtures("vectors_once")
def test_removing_an_article_removes_its_evidence_and_leaves_no_fact_with_one_teller(articles):
    gone = articles[-1].id
    after = told(articles[:-1])
    assert gone not in {a["id"] for a in after["articles"]}
    assert all(place[0] != gone for place in evidence(after))
    assert all(len({place[0] for place in evidence(f["mentions"])}) >= 2 for f in after["facts"])


@pytest.mark.usefixtures("vectors_once")
def test_a_swapped_figure_makes_the_dispute():
    """Two outlets agree on a toll at one time; when one of them says another number, that is a dispute."""
    articles = read([EXAMPLES / "ferry"]).articles
    swapped = [
        replace(
            a,
            text=a.text.replace("lists 142 passengers", "lists 187 passengers").replace("manifest lists 142", "manifest lists 187"),
        )
        if a.outlet == "The Carrow Herald"
        else a
        for a in articles
    ]

    def disputed(dossier):
        return any(
            d["kind"] == "figure"
            and {"187", "142"} <= {w for s in d["sides"] for e in s["evidence"] for w in e["text"].replace("’", " ").split()}
            for d in dossier["disputes"]
        )

    assert not disputed(told(articles))
    assert disputed(told(swapped))


@pytest.mark.usefixtures("vectors_once")
def test_one_more_article_updates_the_dossier_and_says_what_changed(articles):
    before, after = told(articles[:-1]), told(articles)
    found = changes(before, after)
    assert found[0].kind == "article"
    assert sum(c.kind == "article" for c in found) == 1
    assert any(c.kind in ("fact", "witness") for c in found)
    assert changes(after, after) == []
    back = changes(after, before)
    assert back[0].kind == "gone"
