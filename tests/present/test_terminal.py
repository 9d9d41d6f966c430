"""The terminal: 80 columns, no meaning in colour alone, plain lines when piped, no steering characters."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from crosslight.model import Article
from crosslight.present import html, markdown, terminal
from present import sample


def printed(dossier, *, width=80, to_terminal=True, encoding="utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    terminal.render(dossier, Console(file=stream, width=width, force_terminal=to_terminal, color_system=None, legacy_windows=False))
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_runs_over(width):
    lines = printed(sample.dossier(), width=width).split("\n")
    assert max(map(len, lines)) <= min(width, 100)


def test_facts_show_their_witnesses():
    line = next(one for one in printed(sample.dossier()).split("\n") if one.startswith("k2"))
    assert line.rstrip().endswith("2/1   · ❝⊘ ⊘ · ·")


def test_figures_are_drawn_on_one_line():
    text = printed(sample.dossier())
    assert "A ·├──────────────────────▶ ≥ 7 “at least seven people” the coastguard" in text
    assert "q4 height of the waves  ≠ conflict" in text


def test_what_is_found_is_there():
    text = printed(sample.dossier())
    for heading in ("BRIEF", "FACTS", "DISPUTES", "FIGURES", "QUOTES", "ONLY ONE", "WHO HAS IT FROM WHOM", "NOTES"):
        assert f"\n{heading} ─" in text
    assert "≠ Brennic Lines: it was not faulty  [B C]" in text
    assert "D North Isles Herald has the same text as Kestrel" in text


def test_piped_is_plain_unwrapped_and_holds_the_characters():
    text = printed(sample.dossier(), to_terminal=False)
    assert "\x1b" not in text
    assert (
        "b1  A passenger ferry sank in the Strait of Kelvora on Tuesday evening, killing at least seven people, the coastguard said. [A:28-147 B:54-107 D:0-66] disputed: d3\n"
        in text
    )


def test_a_console_without_unicode_gets_what_it_can_write():
    text = printed(sample.dossier(), to_terminal=False, encoding="ascii")
    assert 'B 23 "23", the interior ministry' in text
    assert "q4  height of the waves: ! conflict" in text


@pytest.mark.parametrize("to_terminal", [True, False])
def test_texts_cannot_steer_the_terminal(to_terminal):
    text = printed(sample.hostile(), to_terminal=to_terminal).replace("\x1b[0m", "")
    assert "\x1b[31m" not in text
    assert "\u202e" not in text


def test_rich_markup_in_a_text_is_text():
    article = Article("a", "[bold]Text[/bold]", title="[red]Ferry[/red] sinks")
    assert "[red]Ferry[/red] sinks" in printed(sample.bare(article))


def test_one_article_is_said_to_stand_alone():
    assert "There is one account only" in printed(sample.bare(Article("a", "Text.")))


def test_many_outlets_are_listed_instead_of_columned():
    articles = [Article(f"n{n}", "The ferry sank.", outlet=f"Paper {n}") for n in range(12)]
    dossier = sample.bare(*articles)
    from dataclasses import replace

    text = printed(replace(dossier, facts=sample.facts_over(articles)))
    assert "[A● B● C● D● E●" in text


def test_unsure_disputes_stand_behind_the_others_and_mark_no_line_of_the_brief():
    dossier = sample.dossier()
    first, *rest = dossier.disputes
    doubted = replace(dossier, disputes=(replace(first, confidence=0.35), *rest))
    for text in (printed(doubted), printed(doubted, to_terminal=False), markdown.render(doubted), html.render(doubted)):
        heads = [text.index(f"{d.id}") for d in rest]
        assert "as likely wrong as right" in text or "(unsure)" in text
        assert text.rindex(first.about) > text.rindex(rest[-1].about) > min(heads)
    assert "1 more that may be a dispute: as likely wrong as right</summary>" in html.render(doubted)
    assert f"disputed: {first.about}" in html.render(dossier)
    assert f"disputed: {first.about}" not in html.render(doubted)
    none_sure = replace(dossier, disputes=tuple(replace(d, confidence=0.35) for d in dossier.disputes))
    assert f'<details class="fold" open><summary>{len(dossier.disputes)} that may be disputes' in html.render(none_sure)


def test_what_is_as_likely_wrong_as_right_is_marked_unsure():
    dossier = sample.dossier()
    assert "unsure" not in printed(dossier)
    first, *rest = dossier.disputes
    doubted = replace(dossier, disputes=(replace(first, confidence=0.35), *(replace(d, confidence=0.62) for d in rest)))
    assert printed(doubted).count("unsure") == 1
    assert f"({first.kind}, unsure)" in printed(doubted)
    facts = tuple(replace(f, confidence=0.4) for f in dossier.facts)
    assert "as likely wrong as right" in printed(replace(dossier, facts=facts))
    assert 'class="tag unsure"' in html.render(doubted)
    assert 'class="tag unsure"' not in html.render(dossier)
    assert f"({first.kind}, unsure)" in markdown.render(doubted)
    assert f"{first.kind} (unsure): " in printed(doubted, to_terminal=False)
