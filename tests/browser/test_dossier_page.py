"""The dossier's page in a browser: with and without its script, by keyboard, narrow, dark, printed, and as axe sees it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from crosslight.present import html
from present import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    missing = "chromium (Debian's, on the PATH) and the playwright package are needed for the browser tests"
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "dossier.html"
    path.write_text(html.render(sample.dossier()), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, file) -> Iterator[Callable[..., Page]]:
    """Opens the page; asked for nothing but the file, and no error may come up."""
    contexts, wrong = [], []

    def open_page(width=1280, *, at="", path=None, **context) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **context))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto((path or file).as_uri() + at)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


def violations(page: Page, within: str | None = None) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [f"{v['id']}: {[n['target'] for n in v['nodes'][:3]]}" for v in Axe().run(page, context=within).response["violations"]]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_panel_closed_and_open(opened, width, scheme):
    page = opened(width, color_scheme=scheme, reduced_motion="reduce")
    assert violations(page) == []
    page.locator("#k2 td .ev").first.click()
    assert page.locator("#panel").is_visible()
    assert violations(page, "#panel") == []
    assert violations(page, "#k2") == []  # the line in hand, which is marked now; the rest of the page is as it was


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_the_page_itself_never_scrolls_sideways(opened, width):
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#q1 .ev").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_a_mark_leads_to_the_words(opened):
    page = opened(java_script_enabled=False, reduced_motion="reduce")
    page.locator("#k2 td .ev").first.click()
    assert page.url.endswith("#a2-c439-491")
    lit = page.locator(":target")
    assert 0 < lit.bounding_box()["y"] < 900
    assert lit.text_content() == "the bow door had been reported as faulty in February"
    assert lit.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 224, 138)"
    assert not page.locator(".tools").is_visible()


def test_a_click_shows_the_sentence_in_its_article(opened):
    page = opened()
    page.locator("#k2 td .ev").first.click()
    panel = page.locator("#panel")
    assert panel.locator(".on").inner_text() == "the bow door had been reported as faulty in February"
    assert "Tomas Reil, who worked for the line" in panel.locator(".text").inner_text()
    assert panel.locator(".where").inner_text().startswith("B The Harbour Post")
    assert panel.locator(".chars").inner_text() == "characters 439–491"
    assert page.locator("#panel [id]:not(#panel-h)").count() == 0
    assert page.evaluate("document.activeElement.id") == "panel-h"


def test_split_spans_are_lit_whole(opened, tmp_path):
    from crosslight.model import Article, Dossier, Fact, FactMention

    article = Article("a", "They knew about that door.\n\nEverybody on the car deck knew.", outlet="Post")
    fact = Fact("k1", "They knew", (FactMention(article.span(5, 40), "asserts"),), 1, 1)
    path = tmp_path / "split.html"
    path.write_text(
        html.render(Dossier("0", (sample.reading(article),), (), (), (fact,), (), (), (), (), (), (), (), ())), encoding="utf-8"
    )
    page = opened(path=path)
    page.locator("#k1 td .ev").click()
    assert page.locator("#panel .on").all_inner_texts() == ["knew about that door.", "Everybody on"]
    bare = opened(path=path, at="#a1-c5-40", java_script_enabled=False)
    assert bare.locator('[data-k="a1-c5-40"]').first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 224, 138)"


def test_by_keyboard_alone(opened):
    page = opened()
    page.locator("#k1 td .ev").first.focus()
    page.keyboard.press("Enter")
    first = page.locator("#panel .on").inner_text()
    page.keyboard.press("j")
    assert page.locator("#panel .on").inner_text() != first
    assert page.locator("#k1 td .ev").nth(1).get_attribute("aria-current") == "true"
    assert "The Harbour Post" in page.locator("#say").inner_text()
    page.keyboard.press("k")
    assert page.locator("#panel .on").inner_text() == first
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.closest('tr').id") == "k1"


def test_the_line_in_hand_stays_where_it_is(opened):
    page = opened(reduced_motion="reduce")
    mark = page.locator("#d2 .ev").first
    mark.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 200)")
    before = mark.bounding_box()["y"]
    mark.click()
    assert abs(mark.bounding_box()["y"] - before) < 2
    page.keyboard.press("Escape")
    assert abs(mark.bounding_box()["y"] - before) < 2


def test_search_and_outlets_filter_the_lines(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("freak wave")
    # The page filters once the typist pauses, so a slow machine filters by half a word first: wait for the end.
    page.locator("#k1").wait_for(state="hidden")
    page.locator("#commitments .nomatch").wait_for(state="visible")
    assert page.locator("#k3").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#k1").is_visible()
    page.locator(".pick summary").click()
    page.locator('.pick input[value="A"]').check()
    page.locator('.pick input[value="E"]').check()
    assert page.locator("#k3").is_visible()
    assert not page.locator("#k2").is_visible()
    assert page.locator(".pick summary").inner_text() == "Outlets: A E"
    page.evaluate("location.hash = '#k2'")
    page.locator("#k2").wait_for(state="visible")


def test_the_theme_can_be_turned(opened):
    page = opened(color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(250, 248, 244)"
    page.locator(".theme").click()
    assert page.evaluate(colour) == "rgb(21, 23, 26)"
    assert page.locator(".theme").get_attribute("aria-pressed") == "true"


def test_hostile_texts_do_nothing(opened, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(html.render(sample.hostile()), encoding="utf-8")
    page = opened(path=path)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator("#k1 td .ev").first.click()
    assert "onerror=alert(1)" in page.locator("#panel .on").first.inner_text()
    assert page.locator("img").count() == 0


def test_print_leaves_the_tools_out_and_the_words_in(opened):
    page = opened()
    page.emulate_media(media="print")
    assert not page.locator("div.bar").is_visible()
    assert page.locator("#a5 .text").is_visible()
