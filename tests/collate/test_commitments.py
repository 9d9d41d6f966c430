"""Commitments: who binds himself, or whom, to what, on which condition and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from crosslight.annotate.pipeline import read
from crosslight.collate import commitments
from crosslight.collate.reading import StoryReading

if TYPE_CHECKING:
    from crosslight.vectors import Pieces


class Flat:
    """An encoder that finds everything alike."""

    model = "flat"

    def encode(self, texts):
        return np.tile(np.float32([1.0, 0.0]), (len(texts), 1))

    def read(self, texts) -> tuple[np.ndarray, list[Pieces]]:
        return self.encode(texts), []


@pytest.fixture
def found(parsed_of):
    """The commitments of texts, each an article."""

    def of(*texts: str):
        readings = [read(parsed_of(t, id=f"a{n}", published="2026-03-09")) for n, t in enumerate(texts)]
        return commitments.find(StoryReading.of(readings, Flat()))

    return of


def test_demand_names_whom_and_what(found):
    (one,) = found("The government of Velmora urged Karthia to release the captured sailors by Friday.")
    assert one.kind == "demand"
    assert "Velmora" in one.who
    assert one.to_whom == "Karthia"
    assert "release the captured sailors" in one.act
    assert one.deadline == "by Friday"
    assert one.evidence[0].text.startswith("The government of Velmora urged")


def test_threat_with_its_condition(found):
    (one,) = found("Karthia threatened to close the strait unless Velmora withdraws its ships.")
    assert (one.kind, one.who) == ("threat", "Karthia")
    assert one.act == "to close the strait"
    assert one.condition == "unless Velmora withdraws its ships"


def test_ultimatum_is_a_demand_with_a_deadline(found):
    (one,) = found("Velmora gave Karthia until Monday to withdraw its troops from the border town.")
    assert (one.kind, one.who, one.to_whom) == ("demand", "Velmora", "Karthia")
    assert one.deadline is not None
    assert "Monday" in one.deadline


def test_promise_and_hostile_vow(found):
    kinds = {c.kind: c.act for c in found("Velmora pledged to rebuild the harbour. Karthia vowed to retaliate against the raid.")}
    assert kinds["promise"] == "to rebuild the harbour"
    assert kinds["threat"].startswith("to retaliate")


def test_pact_with_a_partner(found):
    (one,) = found("Velmora signed a fishing agreement with Karthia on Tuesday.")
    assert (one.kind, one.who, one.to_whom) == ("agreement", "Velmora", "Karthia")


@pytest.mark.parametrize(
    "text",
    [
        "Velmora did not threaten to close the strait.",
        "Velmora may agree to withdraw its troops.",
        "Ministers agreed that the harvest was poor.",
        "The drought threatens to ruin the harvest.",
        "Velmora insisted that it was in full compliance with the treaty.",
        "",
    ],
)
def test_what_binds_nobody(found, text):
    assert found(text) == ()


def test_one_commitment_told_twice_is_one(found):
    (one,) = found(
        "Karthia demanded the release of four captured sailors.",
        "On Sunday Karthia demanded the immediate release of the captured sailors.",
    )
    assert {e.article.id for e in one.evidence} == {"a0", "a1"}


def test_order_of_articles_changes_nothing(parsed_of):
    texts = ["Karthia threatened to close the strait.", "Velmora pledged to rebuild the harbour."]
    readings = [read(parsed_of(t, id=f"a{n}", published="2026-03-09")) for n, t in enumerate(texts)]
    forth, back = (commitments.find(StoryReading.of(order, Flat())) for order in (readings, readings[::-1]))
    assert forth == back
