"""Articles: kept once, exactly, with every text that they had."""

import pytest

from crosslight.errors import SkipArticle, UsageError
from crosslight.model import Article

FIRST = Article(
    id="tern",
    text="Two barges ran aground off Tern Point on Monday.\r\nNobody was hurt, the harbour office said.",
    title="Barges aground off Tern Point",
    outlet="Skerry Courier",
    url="https://courier.example/tern",
    published="2026-03-02T08:00:00+01:00",
    fetched="2026-03-02T07:10:00Z",
    language="en",
    authors=("A. Lund", "B. Ray"),
)


def changed(article, **fields):
    from dataclasses import replace

    return replace(article, **fields)


def test_an_article_comes_back_as_it_was(store):
    odd = Article(
        id="odd", text="a\x00b \ud800 \U0001f30a e\u0301\r\n", title="T\x00\udfff", outlet="O\x00", authors=("\ud83d\ude00",)
    )
    with store.writing() as kept:
        assert kept.articles.add(FIRST).outcome == "new"
        assert kept.articles.add(odd).outcome == "new"
    with store.reading() as kept:
        assert kept.articles.get("tern") == FIRST
        assert kept.articles.get("odd") == odd
        assert kept.articles.get("odd").text_sha256 == odd.text_sha256
        assert kept.articles.get("nowhere") is None
        assert [a.id for _, a in kept.articles.since()] == ["tern", "odd"]


def test_the_same_article_again_is_only_seen(store):
    with store.writing() as kept:
        first = kept.articles.add(FIRST)
        again = kept.articles.add(FIRST)
        assert (again.outcome, again.seq, again.version) == ("seen", first.seq, 1)
        assert kept.articles.count() == 1


def test_one_article_under_ten_addresses_is_one_article(store):
    with store.writing() as kept:
        for n in range(10):
            one = changed(FIRST, id=f"x{n}", url=f"https://courier.example/tern?from={n}", fetched=f"2026-03-02T07:1{n}:00Z")
            assert kept.articles.add(one, raw="pages.warc.gz:12" if n == 3 else None).article.id == "x0"
        assert kept.articles.count() == 1
        pages = kept.articles.pages("x0")
        assert [p.url[-1] for p in pages] == list("0123456789")
        assert pages[3].raw == "pages.warc.gz:12"
        assert kept.articles.at("https://courier.example/tern?from=7").id == "x0"


def test_the_same_text_of_another_outlet_is_another_article(store):
    with store.writing() as kept:
        kept.articles.add(FIRST)
        other = kept.articles.add(changed(FIRST, outlet="Fjord Post", url="https://post.example/1"))
        assert other.outcome == "new"
        assert other.article.id.startswith("tern-")
        assert kept.articles.count() == 2


def test_a_changed_text_is_a_new_version_and_the_difference_can_be_shown(store):
    later = changed(FIRST, id="other", text=FIRST.text.replace("Nobody was", "Three people were"), fetched="2026-03-02T09:00:00Z")
    with store.writing() as kept:
        kept.articles.add(FIRST)
        added = kept.articles.add(later)
        assert (added.outcome, added.version, added.article.id) == ("version", 2, "tern")
        assert kept.articles.get("tern").text == later.text
        assert kept.articles.get("tern", 1) == FIRST
        assert [v.number for v in kept.articles.versions("tern")] == [1, 2]
        lines = list(kept.articles.difference("tern", 1, 2))
        assert "-Nobody was hurt, the harbour office said." in lines
        assert "+Three people were hurt, the harbour office said." in lines
        with pytest.raises(UsageError, match="no version 3"):
            list(kept.articles.difference("tern", 1, 3))


def test_an_old_text_met_again_makes_no_version_unless_it_was_put_back(store):
    later = changed(FIRST, text="Two barges are afloat again off Tern Point.", fetched="2026-03-02T09:00:00Z")
    with store.writing() as kept:
        for article, outcome in (
            (FIRST, "new"),
            (later, "version"),
            (FIRST, "seen"),  # fetched before the later one: an archive read again
            (later, "seen"),
            (changed(FIRST, fetched="2026-03-02T11:00:00Z"), "version"),
        ):
            assert kept.articles.add(article).outcome == outcome
        assert [v.text_sha256 for v in kept.articles.versions("tern")] == [FIRST.text_sha256, later.text_sha256, FIRST.text_sha256]


def test_an_id_taken_by_another_article_is_told_apart(store):
    with store.writing() as kept:
        kept.articles.add(FIRST)
        other = kept.articles.add(Article(id="tern", text="A choir sang in Oster Vale.", outlet="Vale Times"))
        assert other.outcome == "new"
        assert other.article.id == "tern-" + other.article.text_sha256[:6]
        again = kept.articles.add(Article(id="tern", text="A choir sang in Oster Vale.", outlet="Vale Times"))
        assert (again.outcome, again.article.id) == ("seen", other.article.id)


def test_files_of_one_name_are_one_article_only_where_the_text_is_alike(store):
    first = Article(
        id="report", text="The mill at Dunfar was closed on Monday after a fire in its drying loft.", outlet="Vale Times"
    )
    later = Article(
        id="report", text=first.text.replace("Monday", "Monday morning") + " It will reopen in May.", outlet="Vale Times"
    )
    other = Article(id="report", text="A choir of forty sang in Oster Vale, and the mayor wept.", outlet="Vale Times")
    with store.writing() as kept:
        assert [kept.articles.add(one).outcome for one in (first, later, other, other, later)] == [
            "new",
            "version",
            "new",
            "seen",
            "seen",
        ]


@pytest.mark.parametrize("field", [{"id": "a" * 3000}, {"id": "a\x00"}, {"url": "https://x.example/" + "y" * 3000}])
def test_what_cannot_be_a_key_is_skipped_by_name(store, field):
    with store.writing() as kept, pytest.raises(SkipArticle, match="cannot be kept"):
        kept.articles.add(changed(FIRST, **field))


def test_nothing_of_a_block_that_fails_is_kept(store):
    def fails():
        with store.writing() as kept:
            kept.articles.add(FIRST)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with store.reading() as kept:
        assert kept.articles.count() == 0


def test_what_is_kept_outlives_the_program(opened):
    first = opened()
    with first.writing() as kept:
        kept.articles.add(FIRST)
    first.close()
    with opened(write=False).reading() as kept:
        assert kept.articles.get("tern") == FIRST


def test_a_text_is_never_altered(store):
    from sqlalchemy.exc import DBAPIError

    with store.writing() as kept:
        kept.articles.add(FIRST)
    for statement in ("UPDATE versions SET fetched = NULL", "DELETE FROM versions"):
        with pytest.raises(DBAPIError, match="only ever added"), store.writing() as kept:
            kept.connection.exec_driver_sql(statement)
