"""Markdown: references behind every line, and texts that mean themselves."""

import re

from crosslight.model import Article
from crosslight.present import markdown
from present import sample


def test_lines_are_followed_by_their_evidence():
    text = markdown.render(sample.dossier())
    assert (
        "- reports a denial by Brennic Lines: “Brennic Lines denied that the door was faulty.” [The Harbour Post, chars 583–629]"
        in text
    )
    assert "**disputed:** whether the bow door was faulty; what sank the ferry" in text
    assert "- ≥ 7: “at least seven people” [Kestrel, chars 104–125], citing the coastguard" in text
    assert text.endswith("\n")


def test_the_matrix_has_a_column_for_every_outlet():
    text = markdown.render(sample.dossier())
    row = next(line for line in text.split("\n") if line.startswith("| k2 "))
    assert row == "| k2 | The bow door had been reported as faulty in February | 2 | 1 |  | ❝⊘ | ⊘ |  |  |"


def test_texts_are_escaped():
    text = markdown.render(sample.hostile())
    assert not re.search(r"(?<!\\)<(?!https?:)", text)
    article = Article("a", "Text.", title="# [x](http://y.example) | *bold* 1. `code`", url="https://e.example/a|b>c d")
    line = next(one for one in markdown.render(sample.bare(article)).split("\n") if one.startswith("| A "))
    assert line == (
        "| A | outlet unknown | [\\# \\[x\\](http\\://y.example) \\| \\*bold\\* 1. \\`code\\`](<https://e.example/a%7Cb%3Ec%20d>) | date unknown | 1 |"
    )


def test_empty_parts_are_left_out():
    text = markdown.render(sample.bare(Article("a", "Text.")))
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Accounts"]
