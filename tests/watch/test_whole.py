"""The whole of it with the shipped parts: pages to stories to dossiers to alerts, in a store that the other commands read."""

import json

from tests.watch.stand_ins import LOCAL

from crosslight import flow
from crosslight.export.record import dossier_record
from crosslight.scale import parts
from crosslight.settings import Settings
from crosslight.watch import Options, Watch

FIRST = """A landslide buried part of the village of Oberlund in the Kessel valley on Tuesday night. At least seven people were killed and twelve were missing, the mayor, Greta Holm, said on Wednesday.

Rescue teams with dogs searched the rubble of the school. The road to Oberlund was closed and soldiers brought food by helicopter."""
SECOND = """The death toll from the landslide that buried part of Oberlund in the Kessel valley rose to nine on Wednesday, officials said.

Nine people were killed and ten are still missing, said Mayor Greta Holm. Soldiers flew food into the village by helicopter because the road to Oberlund was closed. Rescue teams with dogs went on searching the rubble of the school."""
ELSEWHERE = """The parliament of Norvale voted on Wednesday to raise the tax on fishing boats from next year. Seventy-one members voted for the bill and forty against it.

The fishermen's league of Skerra said its members would keep their boats in harbour on Friday in protest."""


class Here:
    """Reads with the shipped annotators, in this process."""

    settings = Settings(cache=None)

    def annotate(self, articles):
        return list(flow.annotate_here(articles, self.settings))

    def lay(self, readings):
        return json.dumps(dossier_record(flow.lay(readings, flow.encoder())))

    def close(self):
        """There is no process to end."""


def test_a_toll_moves_between_two_reports(press, store, watched):
    def once():
        Watch(store, Here(), parts.clustering(), "here 1", id, Options(once=True, allow_hosts=LOCAL, pause=0.0)).run()

    press.publish("Kessel Post", "slide", "Landslide in Oberlund kills seven", FIRST)
    press.publish("Norvale Herald", "boats", "Parliament raises tax on fishing boats", ELSEWHERE)
    watched(press.feed("Kessel Post"), press.feed("Norvale Herald"))
    once()
    press.publish("Norvale Herald", "toll", "Oberlund landslide: toll rises to nine", SECOND)
    once()
    with store.reading() as kept:
        told = [(a.kind, a.message, json.loads(a.body)) for a in reversed(kept.alerts.latest())]
        texts = {a.id: a.text for _, a in kept.articles.since()}
        stories = sorted(len(s.articles) for s in kept.stories.all())
        assert "Nine people" in {hit.figure.span.text for hit in kept.search.figures("people killed", over=8)}
    assert stories == [1, 2]
    assert [kind for kind, _, _ in told][:2] == ["story", "toll"]
    tolls = {row["about"]: row for kind, _, body in told if kind == "toll" for row in body["tolls"]}
    killed = tolls["people killed"]
    assert (killed["now"][-1]["value"], killed["before"][0]["low"]) == (9, 7)
    for figure in (*killed["now"], *killed["before"]):
        assert texts[figure["article"]][figure["start"] : figure["end"]] == figure["text"]
