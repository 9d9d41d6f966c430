"""kill -9 at any moment of an ingest: nothing acknowledged is lost, nothing is there twice, the stories are those of an undisturbed run."""

from __future__ import annotations

import random
import time

import pytest
from tests.contracts import invented
from tests.contracts.ingesting import run

from crosslight.scale.ingest import Ingest, ingest
from crosslight.store import Store


def heard(connection):
    """What a program acknowledges, until it ends or is killed; ``None`` at last where it ended by itself."""
    try:
        while True:
            yield connection.recv()
    except (EOFError, ConnectionResetError):
        return


def killed(processes, place, count, clusterer, kills):
    """What was acknowledged by a program that was killed so often at points chosen at random, and then left to end."""
    rng = random.Random(11)
    acknowledged, ends = [], []
    for until in [*sorted(rng.randrange(count) for _ in range(kills)), None]:
        ours, theirs = processes.Pipe(duplex=False)
        process = processes.Process(target=run, args=(place, count, clusterer, theirs))
        process.start()
        theirs.close()
        for told in heard(ours):
            if told and told[0] == "new":
                acknowledged.append(told[1])
            if until is not None and len(acknowledged) >= until and process.is_alive():
                time.sleep(rng.random() * 0.03)  # into the reading, the writing or the sync of a later batch
                process.kill()
                until = count + 1  # noqa: PLW2901 - hear the rest of what it had said
        process.join()
        ours.close()
        ends.append(process.exitcode)
    # a point in the last batch may come too late: then the program has ended by itself, and the next finds nothing to do
    assert set(ends) <= {0, -9}
    assert ends[-1] == 0
    assert ends.count(-9) > kills // 2
    return acknowledged


def undisturbed(place, count, clusterer, batch=200):
    with Store.open(place, write=True) as store:
        for _ in ingest(Ingest(store, getattr(invented, clusterer)()), invented.changing(count), batch=batch):
            pass
        return told(store)


def told(store):
    with store.reading() as kept:
        return list(kept.stories.all())


@pytest.mark.parametrize(("clusterer", "count", "kills"), [("joining", 2000, 20), ("clustering", 120, 3)])
def test_killed_at_random_points(processes, place, tmp_path, clusterer, count, kills):
    if place.startswith("postgresql"):
        count, kills = count // 2, (kills + 1) // 2  # a server's connections take their time
    acknowledged = killed(processes, place, count, clusterer, kills)
    with Store.open(place) as store:
        stories = told(store)
        with store.reading() as kept:
            held = [(article.id, article) for _, article in kept.articles.since()]
    assert held == [(article.id, article) for article in invented.stream(count)]
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= {id for id, _ in held}
    assert stories == undisturbed(str(tmp_path / "undisturbed.db"), count, clusterer)
    assert max(len(story.articles) for story in stories) > 5
