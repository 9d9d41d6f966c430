"""The plan, the crew, the reader's process, and what an alert is made of."""

import json
import threading
import time
from dataclasses import replace

import pytest
from tests.watch import dying

from crosslight.annotate.pipeline import unread
from crosslight.model import Article
from crosslight.settings import Settings
from crosslight.store import Feed, Item
from crosslight.watch import plan
from crosslight.watch.alerting import Before, alerts_of
from crosslight.watch.changed import Change, changed
from crosslight.watch.crew import Crew
from crosslight.watch.reading import Reader
from crosslight.watch.stopping import Stopped

NOW = "2026-03-12T08:00:00.000000Z"


def test_a_feed_is_due_by_a_clock_that_nobody_sets():
    clock = [100.0]
    when = plan.Plan(600.0, lambda: clock[0])
    new, soon, far = Feed("n"), Feed("s", next_due=plan.later(NOW, 60)), Feed("f", next_due=plan.later(NOW, 86_400))
    assert when.due([new, soon, far, Feed("p", paused=True)], NOW) == [new]
    when.visited("n", 600.0)
    assert when.left() == pytest.approx(0.0)  # the paused one
    clock[0] += 61
    assert when.due([new, soon, far], NOW) == [soon]
    clock[0] += 600
    assert when.due([new, soon, far], "2031-01-01T00:00:00Z") == [new, soon, far]
    assert [when.turn(n) for n in (0, 1, 2, 50)] == [600.0, 1200.0, 2400.0, plan.LONGEST_BACK_OFF]
    assert when.turn(1, after=7200.0) == 7200.0


def test_a_page_is_looked_at_while_it_is_young():
    item = Item("k", "f", "https://post.example/1", "{}")
    for wait in plan.REVISITS:
        item = plan.visited(item, NOW, changed=False)
        assert item.next_visit == plan.later(NOW, wait)
    assert plan.visited(item, NOW, changed=False).next_visit is None
    assert plan.visited(item, NOW, changed=True).next_visit == plan.later(NOW, plan.REVISITS[0])
    for _ in range(plan.TRIES - 1):
        item = plan.failed(item, NOW, "answered 404")
        assert item.next_visit
    assert plan.failed(item, NOW, "answered 404").next_visit is None
    assert plan.failed(item, NOW, "did not answer", passing=True).next_visit


def test_a_slow_host_holds_up_nobody_else():
    crew = Crew(threading.Event(), hands=2, turn=0.3)
    done = []
    jobs = [("http://slow.example/", lambda: time.sleep(0.2) or "slow")] * 5
    jobs += [(f"http://h{n}.example/", lambda n=n: n) for n in range(20)]
    began = time.monotonic()
    done = [r for r in crew.results(jobs) if r is not None]
    assert time.monotonic() - began < 2
    assert sorted(r for r in done if r != "slow") == list(range(20))
    assert 1 <= done.count("slow") <= 3  # the rest comes in the next round


def test_a_crew_stops_within_a_moment_and_tells_of_faults():
    crew = Crew(threading.Event())
    threading.Timer(0.1, crew.stop.set).start()
    with pytest.raises(Stopped):
        list(crew.results([("http://slow.example/", lambda: time.sleep(3))]))
    with pytest.raises(ZeroDivisionError):
        list(Crew(threading.Event()).results([("http://a.example/", lambda: 1 // 0)]))


def test_an_article_that_kills_its_reader_costs_itself():
    reader = Reader(Settings(), threading.Event(), articles_a_process=3, seconds=(0.6, 0.6), serve=dying.serve)
    articles = [Article(id=f"a{n}", text=text) for n, text in enumerate(("good", "deadly", "good", "endless", "good"))]
    read = list(reader.annotate(articles))
    assert read == [("read", "a0"), unread(articles[1]), ("read", "a2"), unread(articles[3]), ("read", "a4")]
    assert reader.lay([]) is None
    coming = reader.annotate([Article(id="b", text="endless")])
    reader.stop.set()
    with pytest.raises(Stopped):
        list(coming)
    reader.close()


def dossier(*told, disputes=()):
    """A dossier of articles (id, outlet, figure or None)."""
    articles = [
        {"id": i, "outlet": o, "title": f"t {i}", "url": None, "published": None, "text_sha256": f"{i}{n}"} for i, o, n in told
    ]
    figures = [
        {
            "article": i,
            "start": 1,
            "end": 3,
            "text": f"{n} people",
            "value": n,
            "low": n,
            "high": n,
            "counts": "people killed",
            "source": None,
        }
        for i, _, n in told
        if n is not None
    ]
    quantities = [{"id": "q1", "about": "people killed", "relation": "agree", "figures": figures}] if figures else []
    return {"articles": articles, "quantities": quantities, "disputes": list(disputes), "notes": []}


def denial(article, **more):
    sides = [
        {"position": "The pump failed.", "held_by": "union", "evidence": [{"article": "a", "start": 5, "end": 9, "text": "The pump failed."}]},
        {"position": "It did not.", "held_by": "company", "evidence": [{"article": article, "start": 7, "end": 9, "text": "It did not."}]},
    ]  # fmt: skip
    return {"id": "d1", "kind": "denial", "about": "whether the pump failed", "sides": sides, **more}


def kinds(before, after, **known):
    return [a.kind for a in alerts_of("s1", "Pump", Before(before, "a", **known), after)]


def test_what_is_told_of_a_story():
    one = dossier(("a", "Post", 3), ("b", "Echo", 3))
    assert kinds([], one) == ["story"]
    assert kinds([], dossier(("a", "Post", 3), ("b", "Post", 4))) == ["toll"]  # one outlet is no story to tell of yet
    assert kinds([one], one, told=True) == []
    assert kinds([one], dossier(("a", "Post", 3), ("b", "Echo", 3), ("c", "Wire", 3)), told=True) == []
    moved = dossier(("a", "Post", 3), ("b", "Echo", 3), ("c", "Wire", 8))
    assert kinds([one], moved, told=True) == ["toll"]
    assert kinds([moved], moved, told=True) == []
    assert kinds([one, moved], moved, told=True) == []  # known from a story that went into this one
    assert kinds([one], dossier(("a", "Post", 3), ("b", "Echo", 5)), told=True) == ["toll"]  # it changed its own number
    assert kinds([], moved, old_news=True) == []


def test_a_denial_is_told_once():
    plain = dossier(("a", "Post", None), ("b", "Echo", None))
    denied = dossier(("a", "Post", None), ("b", "Echo", None), ("c", "Wire", None), disputes=[denial("c")])
    assert kinds([plain], denied, told=True) == ["denial"]
    assert kinds([denied], denied, told=True) == []
    assert (
        kinds([plain], dossier(("a", "Post", None), ("b", "Echo", None), disputes=[denial("b")]), told=True) == []
    )  # collated otherwise
    assert kinds([plain], denied | {"disputes": [denial("c", confidence=0.3)]}, told=True) == []
    (told,) = alerts_of("s1", "Pump", Before([plain], "a", told=True), denied)
    assert (told.message, told.article) == ("denial: company: “It did not.” (Pump)", "c")


def test_a_change_of_blank_space_is_none():
    old = Article(id="a", text="The mill burned down.\n\nNobody was hurt.", outlet="Post", title="Mill burns")
    blank = replace(old, text="The mill  burned down.\nNobody was hurt.")
    assert list(changed([Change(old, blank, "s1")])) == []
    (told,) = changed([Change(old, replace(old, text="The mill burned down.\n\nOne man was hurt."), "s1")])
    assert told.message == "Post changed its text: “Nobody” is now “One man” (Mill burns)"


def test_texts_of_one_story_that_change_together_are_one_alert():
    def change(n, story):
        old = Article(id=f"a{n}", text="The mill burned down. Nobody was hurt.", outlet=f"Post {n}", title="Mill burns")
        return Change(old, replace(old, text=f"The mill burned down. {n + 2} men were hurt."), story)

    several, alone, nowhere = changed([*(change(n, "s1") for n in range(5)), change(5, "s2"), change(6, None)])
    assert several.message.startswith("5 changed texts: Post 0 changed its text: ")
    assert several.message.endswith("; and 2 more (Mill burns)")
    body = json.loads(several.body)
    assert (body["count"], [row["article"] for row in body["texts"]]) == (5, ["a0", "a1", "a2", "a3", "a4"])
    assert (alone.story, nowhere.story, nowhere.article) == ("s2", None, "a6")


def test_what_is_told_of_a_story_at_once_is_one_alert_a_kind_tolls_first():
    plain = dossier(("a", "Post", None), ("b", "Echo", None))
    figures = [("people injured", 8), ("people killed", 9), ("houses", 4), ("people missing", 12)]
    after = dossier(("a", "Post", None), ("b", "Echo", None), ("c", "Wire", None))

    def figure(article, number, at):
        told = {
            "article": article,
            "start": at,
            "end": at + 2,
            "text": f"{number} of all",
            "value": number,
            "low": number,
            "high": number,
        }
        return told | {"counts": None, "source": None}

    after["quantities"] = [
        {"id": f"q{n}", "about": about, "relation": "updated", "figures": [figure("a", 3, n), figure("c", number, n)]}
        for n, (about, number) in enumerate(figures)
    ]
    after["disputes"] = [denial("c", confidence=sure) for sure in (0.62, 0.9, 0.62, 0.51)]
    for n, dispute in enumerate(after["disputes"]):
        dispute["sides"][1]["evidence"][0] |= {"text": f"It did not, said {n}.", "start": 10 * n}
    toll, denied = alerts_of("s1", "Pump", Before([plain], "a", told=True), after)
    assert toll.message.startswith("3 tolls moved: people killed: 9 of all (Wire); before: 3 of all (Post); people injured")
    assert [row["about"] for row in json.loads(toll.body)["tolls"]] == ["people killed", "people injured", "people missing"]
    assert denied.message == (
        "3 denials: company: “It did not, said 1.”; company: “It did not, said 0.”; company: “It did not, said 2.” (Pump)"
    )
    assert [len(row["sides"]) for row in json.loads(denied.body)["denials"]] == [2, 2, 2]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The mill's owner flatly denied that the dam was cracked.", True),
        ("A spokesman dismissed the reports as “pure invention”.", True),
        ("The claim is baseless, the ministry said.", True),
        ("“That is not true,” she said.", True),
        ("The port denied the three ships entry.", False),
        ("Voters rejected the road tax.", False),
        ("One of the engineers spoke of a long night.", False),
    ],
)
def test_a_denial_has_words_of_denial(words, told):
    plain = dossier(("a", "Post", None), ("b", "Echo", None))
    dispute = denial("c", confidence=0.55)
    dispute["sides"][1]["evidence"][0]["text"] = words
    assert bool(kinds([plain], dossier(("a", "Post", None), ("c", "Wire", None), disputes=[dispute]), told=True)) is told


def test_a_part_of_a_toll_is_no_new_toll():
    plain = dossier(("a", "Post", 3), ("b", "Echo", 3))
    moved = dossier(("a", "Post", 3), ("b", "Echo", 3), ("c", "Wire", 2))
    moved["quantities"][0]["figures"][-1]["text"] = "two of the miners"
    assert kinds([plain], moved, told=True) == []
