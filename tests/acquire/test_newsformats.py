import json

import pytest

from crosslight import read
from crosslight.acquire.records import extraction_of
from crosslight.errors import SkipArticle

TEXT = "The pier at Port Lenn stays shut.\n\nDivers will look at its piles on Friday, the harbour master said."
NEWS_PLEASE = {
    "authors": ["Mira Solheim", "By Jakub Brandt"], "date_download": "2026-03-10 12:00:00", "date_modify": "2026-03-10 11:00:00",
    "date_publish": "2026-03-10 08:15:00", "description": "Divers look.", "filename": "a.json", "language": "en", "maintext": TEXT,
    "source_domain": "www.lennpost.example", "title": "Pier stays shut", "text": None, "url": "https://www.lennpost.example/pier",
}  # fmt: skip
PARAGRAPHS = "<section class='main'><p>The pier at Port Lenn stays shut.</p><p>Divers will look at its piles on Friday, the harbour master said.</p></section>"
NINJS_2 = {
    "uri": "urn:newsml:mna.example:20260310:7", "type": "text", "versioncreated": "2026-03-10T09:30:00+01:00", "firstcreated": "2026-03-10T08:15:00+01:00",
    "pubstatus": "usable", "language": "en-GB", "copyrightholder": "MNA", "by": "Mira Solheim and Jakub Brandt, mna",
    "headlines": [{"role": "short", "value": "Pier"}, {"role": "main", "value": "Pier stays shut"}],
    "bodies": [{"role": "main", "contenttype": "text/html", "value": PARAGRAPHS}], "infosources": [{"name": "Meridian News Agency"}],
}  # fmt: skip
NINJS_1 = {
    "uri": "https://mna.example/items/7", "type": "text", "versioncreated": "2026-03-10T09:30:00Z", "language": "en", "byline": "Mira Solheim",
    "headline": "Pier stays shut", "body_text": TEXT, "body_xhtml": PARAGRAPHS, "copyrightholder": "Meridian News Agency",
}  # fmt: skip
NINJS_3 = {
    "uri": "urn:x:7", "standard": {"name": "ninjs", "version": "3.0"}, "firstCreated": "2026-03-10T08:15:00Z", "versionCreated": "2026-03-10T09:30:00Z",
    "headlines": [{"value": "Pier stays shut"}], "infoSources": [{"name": "Meridian News Agency"}],
    "bodies": [{"contentType": "text/plain", "value": TEXT}, {"contentType": "application/xhtml+xml", "value": PARAGRAPHS}],
}  # fmt: skip


def test_news_please():
    found = extraction_of(NEWS_PLEASE, "x")
    article = found.article
    assert (article.title, article.outlet, article.text) == ("Pier stays shut", "lennpost.example", TEXT)
    assert (article.published, article.fetched, found.modified) == (
        "2026-03-10T08:15:00",
        "2026-03-10T12:00:00",
        "2026-03-10T11:00:00",
    )
    assert (article.authors, article.language, article.url) == (
        ("Mira Solheim", "Jakub Brandt"),
        "en",
        "https://www.lennpost.example/pier",
    )


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3], ids=["1", "2", "3"])
def test_ninjs_of_every_line(item):
    found = extraction_of(item, "x")
    assert (found.article.title, found.article.outlet, found.article.text) == ("Pier stays shut", "Meridian News Agency", TEXT)
    assert found.article.id == item["uri"]
    assert found.modified.startswith("2026-03-10T09:30:00")


def test_ninjs_dates_and_names():
    article = extraction_of(NINJS_2, "x").article
    assert (article.published, article.language, article.authors) == (
        "2026-03-10T08:15:00+01:00",
        "en",
        ("Mira Solheim", "Jakub Brandt"),
    )
    assert extraction_of(NINJS_1, "x").article.url == "https://mna.example/items/7"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (NEWS_PLEASE | {"maintext": None}, "without"),
        (NEWS_PLEASE | {"maintext": 7}, "without"),
        (NINJS_2 | {"pubstatus": "canceled"}, "is canceled by its agency"),
        (NINJS_2 | {"bodies": [{"value": 7}, "x", None]}, "without a body text"),
        ({"uri": "urn:x", "type": "picture"}, "is not an article record"),
        ({"uri": 7, "bodies": []}, "is not an article record"),
    ],
)
def test_records_without_an_article_say_why(value, reason):
    with pytest.raises(SkipArticle, match=reason):
        extraction_of(value, "x")


def test_records_of_all_kinds_may_stand_in_one_file(tmp_path):
    lines = [NEWS_PLEASE, NINJS_2, {"id": "own", "text": "Seven died."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "b.json").write_text(json.dumps([NINJS_3]))
    result = read([tmp_path])
    assert len(result.articles) == 3
    assert [s.reason.split(" urn")[0] for s in result.skipped] == ["is the same article as"], (
        "two of them are word for word the same"
    )
