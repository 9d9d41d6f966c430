"""kill -9 and SIGTERM in the middle of a round: every article exactly once, and the stories of an undisturbed run."""

import random
import time

import pytest
from tests.contracts import invented
from tests.watch.stand_ins import program, watching

from crosslight.errors import StoreBusy
from crosslight.store import Store

COUNT = 30


def fill(press):
    filler = " It stood in the paper that was read in all the villages of the coast." * 2
    for article in invented.stream(COUNT):
        press.publish(article.outlet, article.id, article.title, article.text + filler)


def feeds(press):
    return [f"{press.address}/feeds/{name}.xml" for name in press.feeds]


def told(store):
    with store.reading() as kept:
        ids = [article.url.rsplit("/", 1)[1] for _, article in kept.articles.since()]
        stories = {frozenset(a.split("-")[1] for a in s.articles) for s in kept.stories.all()}
        return ids, stories, kept.dossiers.behind()


def started(processes, place):
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=program, args=(place, theirs))
    process.start()
    theirs.close()
    return process, ours


def heard(connection):
    try:
        while True:
            yield connection.recv()
    except (EOFError, ConnectionResetError):
        return


def test_killed_in_the_middle_and_started_again(press, processes, tmp_path):
    fill(press)
    place, rng = str(tmp_path / "killed.db"), random.Random(3)
    with Store.open(place, write=True) as store, store.writing() as kept:
        for url in feeds(press):
            kept.feeds.add(url)
    acknowledged = []
    for until in (rng.randrange(3, 12), rng.randrange(14, 24), None):
        process, ours = started(processes, place)
        rounds = 0
        for kind, id, outcome in heard(ours):
            acknowledged += [id] if outcome == "new" else []
            rounds += kind == "round"
            if until is not None and len(acknowledged) >= until and process.is_alive():
                time.sleep(rng.random() * 0.05)
                process.kill()
                until = COUNT + 1  # noqa: PLW2901 - hear the rest of what it had said
            elif until is None and (len(acknowledged) >= COUNT or rounds > 3) and kind == "round":
                process.terminate()
        process.join()
        assert process.exitcode in ((0,) if until is None else (-9, 0))  # 0: it had ended before the kill came
    with Store.open(place, write=True) as store:
        watching(store).run()
        ids, stories, behind = told(store)
    assert sorted(ids) == sorted(f"n{n}" for n in range(COUNT))
    assert len(set(acknowledged)) == len(acknowledged)
    assert behind == ()
    with Store.open(tmp_path / "undisturbed.db", write=True) as store:
        with store.writing() as kept:
            for url in feeds(press):
                kept.feeds.add(url)
        watching(store).run()
        assert told(store)[1] == stories
    assert max(map(len, stories)) > 3


def test_told_to_stop_it_stops_within_seconds_and_one_watches_at_a_time(press, processes, tmp_path):
    fill(press)
    place = str(tmp_path / "stopped.db")
    with Store.open(place, write=True) as store, store.writing() as kept:
        for url in feeds(press):
            kept.feeds.add(url)
    process, ours = started(processes, place)
    next(heard(ours))
    with pytest.raises(StoreBusy, match=f"process {process.pid} "):
        Store.open(place, write=True)
    process.terminate()
    began = time.monotonic()
    for _ in heard(ours):
        pass
    process.join(10)
    assert process.exitcode == 0
    assert time.monotonic() - began < 5
    with Store.open(place, write=True) as store:
        watching(store).run()
        assert len(told(store)[0]) == COUNT
