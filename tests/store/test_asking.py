"""The store from the command line: taken in, listed, shown, searched, corrected, looked over."""

import json
import subprocess
import sys

import pytest
from tests.contracts import invented
from typer.testing import CliRunner

from crosslight.cli.app import app
from crosslight.scale.ingest import Ingest, ingest
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
        (("feeds", "add", "feed.xml"), "no web address"),
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
        command = [sys.executable, "-c", "from crosslight.cli import main; main()", "doctor", "--repair", "--store", place]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 6
    assert "is being written by process" in result.stderr
