"""The page: one file, no network, everything linked, everything inert."""

import base64
import hashlib
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from crosslight.model import Article
from crosslight.present import html
from present import sample


class Page(HTMLParser):
    """All tags of a page with their attributes, and the text of each part."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def source() -> str:
    return html.render(sample.dossier())


@pytest.fixture(scope="module")
def page(source) -> Page:
    return Page(source)


def test_ids_are_unique_and_every_inner_link_has_its_end(page):
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    ends = [a["href"][1:] for a in page.all("a") if (a.get("href") or "").startswith("#")]
    assert len(ends) > 150
    assert set(ends) <= set(ids)


def test_items_and_sentences_have_deep_links(page):
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert {"k1", "k5", "q3", "d2", "u1", "t1", "l1", "o1", "r1", "c1", "b1", "a2", "a2-s4"} <= ids


def test_nothing_is_fetched(source, page):
    assert not [name for name, _ in page.tags if name in {"link", "img", "iframe", "object", "embed", "base", "form"}]
    assert not [a for _, a in page.tags if "src" in a or "style" in a or any(key.startswith("on") for key in a)]
    assert "url(" not in source
    assert "@import" not in source
    assert [a["href"] for a in page.all("a") if not (a.get("href") or "").startswith("#")] == [
        "https://harbourpost.example/sanna-vey"
    ]


def test_the_policy_allows_our_script_and_style_alone(source):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', source)[1]
    assert "default-src 'none'" in policy
    for kind, tag in (("script", "script"), ("style", "style")):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_the_page_and_its_script_are_small(source):
    assert len(source.encode()) < 200_000
    assert len(html._static("dossier.js").encode()) < 15_000


def test_the_page_is_the_same_twice(source):
    assert html.render(sample.dossier()) == source


def test_hostile_text_stays_text():
    source = html.render(sample.hostile())
    page = Page(source)
    assert len(page.all("script")) == 1
    assert len(page.all("style")) == 1
    assert not page.all("img")
    assert not [a for _, a in page.tags if any(key.startswith("on") for key in a)]
    assert not [a for a in page.all("a") if not (a.get("href") or "").startswith("#")]
    assert "{{ 7*7 }}" in source
    assert "\x1b" not in source
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w-]+", i) for i in ids)


def test_every_stance_is_told_in_words(source):
    text = " ".join(Page(source).text)
    assert "The Harbour Post reports a denial by Brennic Lines" in text
    assert "Kestrel hedges" in text
    assert "Velmark Courier denies it" in text
    assert "not told" in text


def test_figures_are_told_in_words_beside_the_picture(source):
    for words in ("at least 7", "exactly 14", "between 20 and 25", "about 140", "at most 160"):
        assert f'<span class="vh">{words}</span>' in source


def test_disputed_lines_of_the_brief_lead_to_the_dispute(source):
    assert re.search(r'href="#d1"><span aria-hidden="true">≠</span> disputed: whether the bow door was faulty', source)


def test_headings_come_in_order(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_one_article_with_nothing_found():
    source = html.render(sample.bare(Article("only", "One line.")))
    assert "There is one account only" in source
    assert "No fact is told by two of these accounts." in source
    assert "outlet unknown" in source
    assert "date unknown" in source
    assert "1 account by 1 outlet" in source


def test_no_article_at_all():
    assert "Untitled story" in html.render(sample.bare())


def test_unknown_outlets_are_called_by_their_headline_or_id():
    source = html.render(sample.bare(Article("first", "Text one.", title="Ferry sinks"), Article("second", "Text two.")))
    assert 'value="A"><b class="badge" aria-hidden="true">A</b> <span>Ferry sinks</span>' in source
    assert "<span>second</span>" in source


def test_an_article_in_another_language_is_listed_and_said_not_to_be_read():
    foreign = Article("he-1", "המעבורת טבעה במצר.\n\nשבעה נהרגו.", title="המעבורת טבעה", outlet="Kol Orvik", language="he")
    dossier = sample.dossier()
    dossier = replace(dossier, readings=(*dossier.readings, sample.reading(foreign, annotated=False)))
    source = html.render(dossier)
    assert "listed, not read: language “he”" in source
    assert '<div class="text" lang="he">' in source
    assert '<p dir="auto">המעבורת טבעה במצר.</p>' in source


def test_many_outlets_stand_in_upright_columns():
    articles = [Article(f"n{n}", "The ferry sank.", outlet=f"The very long name of newspaper number {n}") for n in range(30)]
    dossier = replace(sample.bare(*articles), facts=sample.facts_over(articles))
    source = html.render(dossier)
    assert 'class="matrix tall"' in source
    assert ">AD<" in source
