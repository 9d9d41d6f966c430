"""The commands as a user runs them: each kind of run in a process of its own once, what else they do in this one."""

import json
import shlex
import signal
import subprocess
import time

import pytest
from tests.commands import ALONE, run_alone, run_here
from tests.conftest import EXAMPLES

FERRY = str(EXAMPLES / "ferry")


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """One comparison of the ferry example, in every format."""
    out = tmp_path_factory.mktemp("compared")
    run = run_alone("compare", FERRY, "--json", out / "d.json", "--html", out / "d.html", "--markdown", out / "d.md")
    assert run.returncode == 0, run.stderr
    return run, out


def test_compare_shows_the_dossier_and_writes_every_format(compared):
    run, out = compared
    dossier = json.loads((out / "d.json").read_text())
    assert len(dossier["articles"]) == 5
    assert dossier["facts"]
    assert dossier["quantities"]
    assert dossier["disputes"]
    assert "Lady Ismay" in run.stdout
    assert "\x1b[" not in run.stdout, "piped output holds no escapes"
    assert (out / "d.html").read_text().lstrip().lower().startswith("<!doctype html")
    assert "Lady Ismay" in (out / "d.md").read_text()
    assert sorted(p.name for p in out.iterdir()) == ["d.html", "d.json", "d.md"], "nothing aside is left behind"


def test_verify_passes_on_what_compare_wrote_and_fails_on_a_lie(compared, tmp_path):
    _, out = compared
    assert run_alone("verify", out / "d.json").returncode == 0
    lied = json.loads((out / "d.json").read_text())
    lied["articles"][0]["text"] = "Nobody died. " + lied["articles"][0]["text"]
    (tmp_path / "lied.json").write_text(json.dumps(lied))
    run = run_here("verify", tmp_path / "lied.json")
    assert run.returncode == 1
    assert "has the hash" in run.stdout
    assert run_here("verify", "-", given=(out / "d.json").read_text()).returncode == 0


def test_the_same_articles_give_the_same_bytes_in_any_order(compared, tmp_path):
    _, out = compared
    files = sorted((EXAMPLES / "ferry").iterdir(), reverse=True)
    run = run_here("compare", *files, "--json", tmp_path / "again.json", "--quiet", "--no-cache")
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert (tmp_path / "again.json").read_bytes() == (out / "d.json").read_bytes()


def test_annotate_prints_a_line_an_article_and_reads_standard_input(compared):
    run = run_here("annotate", FERRY, "--quiet")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["article"]["outlet"] for line in lines] == [
        "The Alderton Standard",
        "The Carrow Herald",
        "Meridian News Agency",
        "Norvale Broadcasting",
        "The Skerra Post",
    ]
    for line in lines:
        assert line["figures"]
        assert line["attributions"]
    one = run_here("annotate", "-", given='{"text": "Seven people died, the mayor said.", "id": "x"}\n')
    assert json.loads(one.stdout)["article"]["id"] == "x"


def test_two_workers_give_what_one_gives(compared):
    told = run_alone("annotate", FERRY, "--workers", "2", "--no-cache").stdout
    assert told.count("\n") == 5
    assert told == run_here("annotate", FERRY).stdout


def test_outlet_and_date_can_be_given_by_hand(tmp_path):
    (tmp_path / "a.txt").write_text("Seven people died when a ferry sank on Tuesday, the coastguard said.")
    run = run_here("compare", tmp_path / "a.txt", "--json", "-", "--outlet", "a=The Post", "--published", "a=2026-03-11", "-q")
    article = json.loads(run.stdout)["articles"][0]
    assert (article["outlet"], article["published"]) == ("The Post", "2026-03-11")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["compare"], 2, "Missing argument"),
        (["compare", "none.txt"], 3, "none.txt: cannot be read (No such file or directory)"),
        (["compare", FERRY, "--json", "nowhere/d.json"], 4, "the folder nowhere does not exist"),
        (["compare", FERRY, "--json", "."], 4, "is a folder"),
        (["compare", "none.txt", "--json", "/proc/d.json"], 4, "/proc/d.json cannot be written"),
        (["compare", "none.txt", "--json", "d" * 300], 4, "cannot be written (File name too long)"),
        (["compare", FERRY, "--json", "-", "--html", "-"], 2, "two formats would go to one place"),
        (["compare", FERRY, "--outlet", "nobody=The Post"], 2, "names no article; the articles are"),
        (["compare", FERRY, "--published", "meridian=last Tuesday"], 2, "is no date"),
        (["compare", FERRY, "--parser", "xx_none", "--no-cache"], 5, "no spaCy pipeline xx_none is installed"),
        (["verify", "none.json"], 2, "cannot be read"),
        (["schema", "poem"], 2, "there is no format 'poem'"),
    ],
)
def test_a_call_that_cannot_be_served_says_what_to_do(arguments, code, message):
    run = run_here(*arguments)
    assert run.returncode == code, run.stderr
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_a_refusal_ends_a_process_as_it_ends_a_call_here():
    for arguments in (["compare"], ["verify", "none.json"]):
        run = run_alone(*arguments)
        assert run == run_here(*arguments)
        assert run.returncode == 2


def test_a_place_that_takes_no_file_is_named():
    run = run_alone("compare", FERRY, "--json", "/proc/d.json", "--quiet")
    assert run.returncode == 4
    assert "/proc/d.json cannot be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_full_disk_leaves_the_old_file_and_nothing_aside():
    run = run_here("compare", FERRY, "--json", "/dev/full", "-q")
    assert run.returncode == 4
    assert "Traceback" not in run.stderr


def test_bad_inputs_are_named_and_the_good_ones_read(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "german.txt").write_text(
        "Bei dem Unglück der Fähre sind am Dienstag mindestens elf Menschen ums Leben gekommen, sagte die Küstenwache am Abend in der Hauptstadt."
    )
    (tmp_path / "good.txt").write_text("At least 11 people died when a ferry sank in Carrow Sound on Tuesday, the coastguard said.")
    run = run_here("compare", tmp_path, "--json", tmp_path / "d.json")
    assert run.returncode == 0, run.stderr
    assert "empty.txt: is empty" in run.stderr
    assert "binary.txt: is not text" in run.stderr
    assert "german: is not in English (de)" in run.stderr
    dossier = json.loads((tmp_path / "d.json").read_text())
    assert {a["id"]: a["annotated"] for a in dossier["articles"]} == {"german": False, "good": True}
    assert {n["kind"] for n in dossier["notes"]} >= {"skipped", "language", "unknown"}


def test_ctrl_c_stops_at_once_and_leaves_nothing(tmp_path):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests started in the background ignore it, and so would it
    run = subprocess.Popen(
        [*ALONE, "compare", FERRY, "--json", str(tmp_path / "d.json"), "--no-cache"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    time.sleep(1.5)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    assert err.strip().endswith("crosslight: interrupted; nothing was written")
    assert list(tmp_path.iterdir()) == []


def test_help_and_version_name_every_command():
    help = run_alone("--help").stdout
    assert all(name in help for name in ("compare", "annotate", "verify", "schema"))
    assert run_here("--version").stdout.startswith("crosslight ")


def test_a_reader_that_goes_away_is_no_failure(tmp_path):
    record = json.dumps({"text": "The quay at Tarn was closed on Monday, police said."})
    (tmp_path / "many.jsonl").write_text("".join(record.replace("quay", f"quay {n}") + "\n" for n in range(2000)))
    for arguments in ("schema dossier", f"fetch {tmp_path / 'many.jsonl'} --quiet"):
        command = f"{shlex.join(ALONE)} {arguments} | head -c 1; exit ${{PIPESTATUS[0]}}"
        run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, "")


def test_half_a_surrogate_pair_is_printed_as_json_writes_it(tmp_path):
    record = {"id": "q1", "title": "\ud83d Quay", "text": "The quay \ud83d at Tarn was closed on Monday, police said."}
    (tmp_path / "one.jsonl").write_text(json.dumps(record | {"id": "q\ud83d"}) + "\n")
    run = run_here("cluster", tmp_path / "one.jsonl")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["id"] == "q\ud83d"
