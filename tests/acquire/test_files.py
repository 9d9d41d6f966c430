import json

import pytest

from crosslight import read
from crosslight.errors import SkipArticle
from crosslight.extract.decoding import decode


def reasons(result):
    return [s.reason for s in result.skipped]


def test_text_is_taken_verbatim_with_its_line_ends(tmp_path):
    raw = "Ferry sinks off Skerra\r\n\r\nSeven people died.\r\n\r\n\r\n  The end.  \n"
    (tmp_path / "one.txt").write_bytes(raw.encode())
    article = read([tmp_path / "one.txt"]).articles[0]
    assert article.text == raw
    assert (article.id, article.title, article.outlet, article.published) == ("one", "Ferry sinks off Skerra", None, None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfSeven dead", "Seven dead"),
        ("Seven “dead”".encode("utf-16"), "Seven “dead”"),
        ("Seven dead".encode("utf-32"), "Seven dead"),
        (
            "Le préfet a déclaré que la mer était calme à midi.".encode("cp1252"),
            "Le préfet a déclaré que la mer était calme à midi.",
        ),
    ],
)
def test_the_encoding_is_found(raw, text):
    assert decode(raw, "x") == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"%PDF-1.7 ...", "looks like a PDF"),
        (b"\x89PNG\r\n\x1a\n", "looks like a picture"),
        (b"abc\x00\x01\x02def", "looks like binary data"),
        (b"\xef\xbb\xbfabc\xff\xfe", "says that it is UTF-8, but byte 3 is not"),
    ],
)
def test_what_is_no_text_says_what_to_do(raw, reason):
    with pytest.raises(SkipArticle, match=reason):
        decode(raw, "x")


def test_markdown_front_matter_names_outlet_and_date(tmp_path):
    (tmp_path / "a.md").write_text("---\noutlet: The Post\ntitle: Ferry sinks\npublished: 2026-03-10\n---\n\nSeven died.\n")
    article = read([tmp_path]).articles[0]
    assert (article.outlet, article.title, article.published, article.text) == (
        "The Post",
        "Ferry sinks",
        "2026-03-10",
        "Seven died.\n",
    )


def test_broken_front_matter_is_named(tmp_path):
    (tmp_path / "a.md").write_text("---\noutlet: [unclosed\n---\nSeven died.\n")
    result = read([tmp_path])
    assert not result.articles
    assert "not YAML" in reasons(result)[0]


def test_html_gives_title_outlet_date_and_only_the_article(tmp_path):
    article = read(["examples/ferry/alderton-standard.html"]).articles[0]
    assert article.outlet == "The Alderton Standard"
    assert article.published == "2026-03-12T07:10:00+01:00"
    assert article.title.startswith("Ferry operator was warned")
    assert "lost 19 percent" in article.text
    assert "recipes" not in article.text
    assert "newsletter" not in article.text


def test_hostile_html_is_read_as_words(tmp_path):
    body = "<p>" + "The mayor said that the bridge would stay closed until Friday. " * 8 + "</p>"
    (tmp_path / "x.html").write_text(
        f"<html><head><title>a<script>alert(1)</script></title></head><body><article>{body}<script>document.write('<p>injected')</script></article><svg onload=x>"
    )
    article = read([tmp_path / "x.html"]).articles[0]
    assert "alert" not in article.text
    assert "injected" not in article.text


def test_html_without_an_article_is_skipped(tmp_path):
    (tmp_path / "x.html").write_text("<html><body><nav><a href=/>Home</a></nav></body></html>")
    assert "holds no article text" in reasons(read([tmp_path / "x.html"]))[0]


def test_jsonl_keeps_good_lines_and_names_bad_ones(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": "Seven died.", "outlet": "The Post"}),
        "not json",
        "[]",
        json.dumps({"text": ""}),
        json.dumps({"text": "Eight died.", "title": 7}),
        json.dumps({"text": "Nine died."}),
    ]
    (tmp_path / "s.jsonl").write_text("\n".join(lines))
    result = read([tmp_path / "s.jsonl"])
    assert [a.text for a in result.articles] == ["Seven died.", "Nine died."]
    assert result.articles[1].id.startswith("a"), "an id is derived from the content"
    assert [s.source.rsplit(" ", 1)[1] for s in result.skipped] == ["2", "3", "4", "5"]


def test_the_same_article_twice_is_read_once(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Seven people died on the sound.")
    result = read([tmp_path])
    assert [a.id for a in result.articles] == ["a"]
    assert "same article as a" in reasons(result)[0]


def test_files_of_one_name_get_ids_that_do_not_depend_on_order(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(f"In {folder} seven people died.")
    there = {a.text: a.id for a in read([tmp_path / "x", tmp_path / "y"]).articles}
    back = {a.text: a.id for a in read([tmp_path / "y", tmp_path / "x"]).articles}
    assert there == back
    assert len(set(there.values())) == 2


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    assert "has 100 MB; an article may have 20 MB" in reasons(read([tmp_path / "huge.txt"]))[0]


def test_a_long_text_is_refused_by_name(tmp_path):
    (tmp_path / "long.txt").write_text("The sea was calm. " * 30_000)
    assert "characters; 400,000 are read at most" in reasons(read([tmp_path / "long.txt"]))[0]


def test_an_empty_folder_and_a_missing_file_are_named(tmp_path):
    result = read([tmp_path, tmp_path / "none.txt"])
    assert "holds nothing readable" in reasons(result)[0]
    assert "No such file" in reasons(result)[1]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("PORT LENN, March 3 (AFP) - Seven people died.\n\nMore.", "Agence France-Presse"),
        ("PORT LENN (Reuters) — Seven people died.", "Reuters"),
        ("Seven people died.\n\nThe sea was calm.\n\n(AP)\n", "Associated Press"),
        ("Ferry sinks\n\nPORT LENN, Norvale, March 11 (Meridian News Agency) - Seven people died.", "Meridian News Agency"),
        ("Seven people died, the ministry told AFP.", None),
        ("Seven people died (PHOTO: AFP) on the sound.", None),
    ],
)
def test_agency_copy_names_its_outlet_only_where_it_is_plain(tmp_path, text, outlet):
    (tmp_path / "a.txt").write_text(text)
    assert read([tmp_path / "a.txt"]).articles[0].outlet == outlet


@pytest.mark.parametrize(
    "name", ["empty.jsonl", "blank.ndjson", "empty.opml", "empty.xml", "empty.html", "empty.txt", "empty.json", "empty.md"]
)
def test_an_empty_file_is_said_to_be_empty(tmp_path, name):
    (tmp_path / name).write_text("\n \n" if name.startswith("blank") else "")
    (tmp_path / "good.txt").write_text("The weir at Osmar held all night, the keeper said, and the town slept.")
    found = read([tmp_path])
    assert [a.id for a in found.articles] == ["good"]
    assert [str(s) for s in found.skipped] == [f"{tmp_path / name}: is empty; nothing to read"]


def test_lines_of_another_kind_of_file_are_one_input(tmp_path):
    file = tmp_path / "picture.jsonl"
    file.write_bytes(b"\x89PNG\r\n" + bytes(range(256)) * 300)
    (skipped,) = read([file]).skipped
    assert str(skipped) == f"{file}: is not text (it looks like a picture); one article record a line is wanted"
