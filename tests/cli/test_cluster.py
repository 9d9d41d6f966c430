"""``crosslight cluster``: a line an article in the order given, bad lines named, ids that come twice told apart."""

import json

import pytest

from crosslight.cli.cluster import run_cluster
from crosslight.errors import UsageError

FERRY = "The ferry Maren Oduya capsized off Calder Reach on Tuesday, and lifeboats took {} passengers ashore, the coastguard said."
DAM = "Engineers found cracks in the spillway of the Ostrava Vale dam, and Governor Pell had {} homes below it emptied."


@pytest.fixture
def lines(tmp_path):
    rows = [
        json.dumps({"id": "a", "text": FERRY.format(212), "title": "Ferry capsizes off Calder Reach"}),
        json.dumps({"id": "b", "text": DAM.format(300), "published": "2026-03-03"}),
        "{not json",
        json.dumps({"id": "a", "text": FERRY.format(214) + " Divers searched the hull.", "title": "Calder Reach ferry capsizes"}),
        "",
        json.dumps({"text": ""}),
        json.dumps({"text": DAM.format(340) + " The sluice stayed open."}),
    ]
    file = tmp_path / "stream.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\n".join(rows).encode() + b'\n{"text": "\xff"}\n')
    return file


def test_every_article_gets_its_story_in_the_order_given(lines, capsys):
    run_cluster(str(lines), explain=None, quiet=False)
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [set(row) for row in rows] == [{"id", "story"}] * 4
    assert rows[0]["story"] == rows[2]["story"] != rows[1]["story"] == rows[3]["story"]
    assert len({row["id"] for row in rows}) == 4
    assert rows[0]["id"].startswith("a-")
    assert rows[1]["id"] == "b"
    assert "line 3: is not JSON" in err
    assert "line 6: has an empty" in err
    assert "line 8: is not UTF-8" in err


def test_explain_says_why(lines, capsys):
    run_cluster(str(lines), explain="b", quiet=True)
    out, err = capsys.readouterr()
    assert out.startswith("b opened story s")
    assert err == ""
    with pytest.raises(UsageError, match="no article 'zzz'"):
        run_cluster(str(lines), explain="zzz", quiet=True)


def test_a_file_without_articles_ends_with_3(tmp_path, capsys):
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(SystemExit) as stop:
        run_cluster(str(tmp_path / "empty.jsonl"), explain=None, quiet=True)
    assert stop.value.code == 3
    assert capsys.readouterr().out == ""
    with pytest.raises(UsageError, match="cannot be read"):
        run_cluster(str(tmp_path / "absent.jsonl"), explain=None, quiet=True)


def test_a_file_of_another_kind_is_named_once(tmp_path, capsys):
    file = tmp_path / "program.jsonl"
    file.write_bytes(b"\x7fELF" + bytes(range(256)) * 200)
    with pytest.raises(SystemExit) as stop:
        run_cluster(str(file), explain=None, quiet=False)
    assert stop.value.code == 3
    (said,) = capsys.readouterr().err.splitlines()
    assert "program.jsonl is not text (it looks like a program); give a .jsonl file" in said


def test_of_many_bad_lines_the_first_few_are_named_and_the_rest_counted(tmp_path, capsys):
    file = tmp_path / "stream.jsonl"
    rows = [json.dumps({"id": f"f{n}", "text": FERRY.format(n)}) for n in range(3)]
    file.write_text("\n".join([*rows, *["{not json"] * 40]))
    run_cluster(str(file), explain=None, quiet=False)
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    said = err.splitlines()
    assert ["line 4: is not JSON" in said[0], "line 6" in said[2], len(said)] == [True, True, 4]
    assert said[3].endswith("stream.jsonl: 37 more lines or records of it are skipped, 40 in all")
