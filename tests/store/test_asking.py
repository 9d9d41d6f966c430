"""The store from the command line: taken in, listed, shown, searched, corrected, looked over."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from tests.commands import run_alone
from tests.contracts import invented
from typer.testing import CliRunner

from crosslight.cli.app import app
from crosslight.scale.ingest import Arrival, Ingest, ingest
from crosslight.store import Store


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A store of forty invented articles, as the environment names it."""
    file = str(tmp_path / "folder" / "news.db")
    monkeypatch.setenv("CROSSLIGHT_STORE", file)
    with Store.open(file, write=True) as store:
        assert len(list(ingest(Ingest(store, invented.joining()), invented.stream(40)))) == 40
    return file


def run(*arguments, code=0):
    from crosslight.errors import CrosslightError

    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, CrosslightError):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def lines(*arguments):
    return [json.loads(line) for line in run(*arguments, "--json").stdout.splitlines()]


def test_stories_are_listed_and_shown(place):
    listed = lines("stories", "--limit", "100")
    assert sum(line["articles"] for line in listed) == 40
    first = max(listed, key=lambda line: line["articles"])
    shown = json.loads(run("show", first["id"], "--json").stdout)
    assert len(shown["articles"]) == first["articles"] > 2
    assert shown["articles"][1]["judgement"]["reasons"] == ["a name in both headlines"]
    text = run("show", first["id"]).stdout
    assert "a name in both headlines (0.90, clusterer joining)" in text
    assert first["title"] in run("stories").stdout


def test_articles_are_found(place):
    found = lines("search", "report", "39")
    assert [hit["article"]["id"] for hit in found] == ["n39"]
    assert found[0]["found"]["text"].lower().startswith("report")
    assert (
        "[report] 39" in run("search", '"report 39"').stdout.lower() or "[report 39]" in run("search", '"report 39"').stdout.lower()
    )
    assert lines("search", "nothinglikeit") == []


@pytest.mark.parametrize("arguments", [(), ("ferry", "--over", "3"), ("--since", "soon")])
def test_questions_that_make_no_sense_are_refused(place, arguments):
    from crosslight.errors import UsageError

    with pytest.raises(UsageError):
        run("search", *arguments)


def test_a_person_corrects_stories(place):
    listed = {line["id"]: line for line in lines("stories", "--limit", "100")}
    big = max(listed, key=lambda id: listed[id]["articles"])
    other = next(id for id in listed if id != big)
    held = [a["id"] for a in json.loads(run("show", big, "--json").stdout)["articles"]]
    said = run("story", "split", big, held[-1], "--judge", "Ada").stdout
    assert said.split()[1:4] == ["was", "split", "from"]
    apart = said.split()[0]
    assert run("story", "merge", apart, big, "--judge", "Ben").stdout.startswith(f"{apart} was merged into {big}")
    assert json.loads(run("show", apart, "--json").stdout)["story"] == big
    run("story", "move", held[-1], other, "--judge", "Ada")
    assert held[-1] in [a["id"] for a in json.loads(run("show", other, "--json").stdout)["articles"]]
    run("story", "pin", big)
    assert run("doctor").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "nosuch"), "no story 'nosuch'"),
        (("story", "pin", "nosuch"), "no story 'nosuch'"),
        (("story", "move", "nosuch", "nosuch"), "no story 'nosuch'"),
        (("feeds", "add", "feed.xml"), "give an OPML file, or the address of a feed"),
    ],
)
def test_what_is_not_there_is_named(place, arguments, said):
    from crosslight.errors import UsageError

    with pytest.raises(UsageError, match=said):
        run(*arguments)


def test_feeds_are_put_on_the_list(place):
    run("feeds", "add", "https://news.example/feed", "https://more.example/rss")
    assert [f["url"] for f in lines("feeds", "list")] == ["https://more.example/rss", "https://news.example/feed"]
    assert "not asked yet" in run("feeds", "list").stdout


def test_the_doctor_looks_repairs_and_copies(place, tmp_path):
    with Store.open(place, write=True) as store, store.writing() as kept:
        kept.connection.exec_driver_sql("DELETE FROM words")
    assert "40 articles are not in the full-text index" in run("doctor", code=1).stdout
    assert "made anew" in run("doctor", "--repair", "--backup", str(tmp_path / "copy.db")).stdout
    assert json.loads(run("doctor", "--json").stdout)["sound"]
    assert json.loads(run("doctor", "--json", "--store", str(tmp_path / "copy.db"), code=1).stdout)["findings"]
    assert "40 texts and 0 judgements" in run("doctor", "--rescue", str(tmp_path / "new.db")).stdout


def test_a_store_in_use_is_an_exit_code_of_its_own(place):
    with Store.open(place, write=True):
        result = run_alone("doctor", "--repair", "--store", place)
    assert result.returncode == 6
    assert "is being written by process" in result.stderr


def test_a_word_may_be_excluded_and_an_unknown_option_is_not_taken_for_one(place):
    from crosslight.errors import UsageError

    every, without = lines("search", "report", "--limit", "99"), lines("search", "report", "-39", "--limit", "99")
    assert len(every) == len(without) + 1
    for wrong, said in ((["--outlt", "x"], "no option --outlt"), (["--over", "nan"], "want a number")):
        with pytest.raises(UsageError, match=said):
            run("search", *wrong)


def test_feeds_are_taken_from_a_list_and_off_it_again(place, tmp_path):
    from crosslight.errors import UsageError

    opml = tmp_path / "feeds.opml"
    outlines = "".join(f'<outline text="Feed {n}" xmlUrl="https://news{n}.example/rss"/>' for n in range(3))
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    assert "no feed is watched" in run("feeds", "list").stderr
    assert "3 added, 0 on the list already" in run("feeds", "add", str(opml)).stderr
    assert "1 added, 1 on the list already" in run("feeds", "add", "https://news1.example/rss", "https://more.example/rss").stderr
    run("feeds", "remove", "https://news1.example/rss")
    assert len(lines("feeds", "list")) == 3
    with pytest.raises(UsageError, match="not on the list"):
        run("feeds", "remove", "https://more.example/rss", "https://news1.example/rss")
    assert len(lines("feeds", "list")) == 3, "all of them or none"


def test_what_is_empty_is_said_to_be_so(tmp_path):
    with Store.open(tmp_path / "s.db", write=True):
        pass
    assert "the store is empty" in run("stories", "--store", str(tmp_path / "s.db")).stderr


def test_hostile_titles_do_not_steer_the_terminal(tmp_path):
    from crosslight.model import Article

    hostile = "Pier: \x1b]0;mine\x07\x1b[31mRed\x9b5m\nline \u202etwo"
    with Store.open(tmp_path / "s.db", write=True) as store:
        article = Article("a\x1b[31m", f"The pier at Tarn was closed. {hostile}", title=hostile, outlet=hostile)
        assert len(list(ingest(Ingest(store, invented.joining()), [article]))) == 1
    story = lines("stories", "--store", str(tmp_path / "s.db"))[0]["id"]
    for command in (["stories"], ["show", story], ["search", "pier"]):
        shown = run(*command, "--store", str(tmp_path / "s.db")).stdout
        assert "Red" in shown
        assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_a_damaged_store_is_told_as_json_too(place):
    with Path(place).open("r+b") as file:
        file.seek(20_000)
        file.write(b"x" * 60_000)
    told = json.loads(run("doctor", "--json", code=1).stdout)
    assert told["sound"] is False
    assert told["versions"] <= 40


def test_what_nobody_read_yet_is_read_when_no_source_is_named(place):
    from crosslight.model import Annotations
    from crosslight.scale.ingest import Annotating

    parts = [f.name for f in fields(Annotations) if f.name not in ("article", "version", "annotated")]

    def read(article):
        return Annotations(article, "hand 1", annotated=True, **dict.fromkeys(parts, ()))

    reader = Annotating("hand 1", lambda articles: map(read, articles))
    with Store.open(place, write=True) as store:
        into = Ingest(store, invented.joining(), annotating=reader)
        assert sum(into.catch_up(batch=7)) == 40
        assert sum(into.catch_up(batch=7)) == 0


def test_show_names_the_person_who_judged(place):
    story = max(lines("stories", "--limit", "100"), key=lambda line: line["articles"])
    last = json.loads(run("show", story["id"], "--json").stdout)["articles"][-1]["id"]
    apart = run("story", "split", story["id"], last, "--judge", "Ada").stdout.split()[0]
    assert "Ada split the story" in run("show", apart).stdout


def test_show_says_that_a_changed_page_was_placed_anew(place):
    listed = lines("stories", "--limit", "100")
    one, other = sorted(listed, key=lambda line: (-line["articles"], line["id"]))[:2]
    moved = json.loads(run("show", one["id"], "--json").stdout)["articles"][1]["id"]
    with Store.open(place, write=True) as store:
        with store.reading() as kept:
            page, like = kept.articles.get(moved), kept.articles.get(kept.stories.get(other["id"]).articles[0])
        Ingest(store, invented.joining()).take([Arrival(replace(page, title=like.title, text=f"{like.text} Rewritten."))])
    shown = run("show", other["id"]).stdout
    assert moved in shown
    assert "its text changed 1 time, and it was placed anew" in shown
    assert moved not in run("show", one["id"]).stdout


def test_an_interrupted_ingest_says_that_what_it_took_is_kept(tmp_path, monkeypatch):
    from crosslight.cli import ingest as command
    from crosslight.errors import Interrupted

    def stopped(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_take", stopped)
    with pytest.raises(Interrupted, match="what was taken in is kept"):
        run("ingest", "any.txt", "--no-cluster", "--no-annotate", "--store", str(tmp_path / "s.db"))
