import copy
import json

import pytest

from crosslight import verify
from crosslight.export.record import dossier_record


@pytest.fixture(scope="module")
def told(ferry):
    return json.loads(json.dumps(dossier_record(ferry)))


def test_a_fresh_dossier_holds(told):
    assert verify(told) == []


def test_a_changed_text_is_found_by_its_hash_and_by_its_words(told):
    lied = copy.deepcopy(told)
    article = lied["articles"][0]
    article["text"] = article["text"][:50] + "X" + article["text"][50:]
    found = verify(lied)
    assert any("has the hash" in line for line in found)
    assert any("says" in line and "has" in line for line in found[1:])


def test_a_moved_span_a_span_outside_and_a_stranger_are_found(told):
    lied = copy.deepcopy(told)
    first, second, third = lied["figures"][:3]
    first["start"], first["end"] = first["start"] + 1, first["end"] + 1
    second["end"] = 10**7
    third["article"] = "nobody"
    found = verify(lied)
    assert len(found) == 3
    assert "says" in found[0]
    assert "does not lie inside" in found[1]
    assert "names article 'nobody'" in found[2]


def test_a_fact_without_evidence_is_found(told):
    lied = copy.deepcopy(told)
    lied["facts"][0]["mentions"] = []
    assert verify(lied) == ["facts[0]: has no evidence"]


@pytest.mark.parametrize("value", [{}, [], {"articles": "none"}, {"articles": [7]}])
def test_what_is_no_dossier_is_said_to_be_none(value):
    assert verify(value)
