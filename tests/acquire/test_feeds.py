import gzip
import json

import pytest

from crosslight import read
from crosslight.acquire.feeds import looks_like_feed, parse
from crosslight.acquire.feeds.contents import is_whole
from crosslight.errors import SkipArticle
from crosslight.extract.addresses import address_id, cleaned, is_web_address, same_article

LONG = "".join(
    f"<p>The harbour master of Port Lenn said on day {n} that the pier would stay shut until divers had looked at it.</p>"
    for n in range(6)
)
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Lenn Post: home</title><link>https://lennpost.example/</link>
<item><title>Pier shut</title><link>https://lennpost.example/pier?utm_source=rss</link><guid>p1</guid><pubDate>Tue, 10 Mar 2026 08:00:00 +0100</pubDate><dc:creator>Mira Solheim</dc:creator><content:encoded><![CDATA[{LONG}]]></content:encoded></item>
<item><title>Caf&eacute; opens &amp; closes</title><link>/cafe</link><pubDate>Wed, 11 Mar 2026 08:00:00 GMT</pubDate><description>A teaser only.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Herald</title><entry><title type="html">Ferry &lt;b&gt;sinks&lt;/b&gt;</title><link rel="enclosure" href="/a.mp3"/><link href="/ferry"/><id>tag:1</id>
<published>2026-03-09T10:00:00Z</published><updated>2026-03-10T09:00:00Z</updated><author><name>Bo Ferring</name></author><summary>Seven died.</summary></entry></feed>"""
NEWS_SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://lennpost.example/old</loc><news:news><news:publication><news:name>The Lenn Post</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-09</news:publication_date><news:title>Old</news:title></news:news></url>
<url><loc>https://lennpost.example/new</loc><lastmod>2026-03-11T10:00:00Z</lastmod><news:news><news:publication><news:name>The Lenn Post</news:name></news:publication><news:publication_date>2026-03-11</news:publication_date><news:title>New</news:title></news:news></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://a.example/1.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>https://a.example/2.xml.gz</loc><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>"""
OPML = """<opml version="2.0"><head><title>My feeds</title></head><body><outline text="Norvale"><outline text="Ports & piers"><outline type="rss" text="The Lenn Post" xmlUrl="https://lennpost.example/rss"/></outline>
<outline text="Again" xmlUrl="https://lennpost.example/rss"/><outline title="Herald" XMLURL="http://herald.example/atom"/><outline text="none" xmlUrl="file:///etc/passwd"/></outline></body></opml>"""
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "The Lenn Post", "language": "en", "items": [
        {"id": "1", "url": "https://lennpost.example/a", "title": "Pier shut", "content_html": LONG, "date_published": "2026-03-10T08:00:00+01:00", "authors": [{"name": "Mira Solheim"}]},
        {"id": 2, "external_url": "https://lennpost.example/b", "content_text": "Short.", "date_published": 7}, "no item", None]}
)  # fmt: skip


def test_rss_newest_first_with_what_it_holds():
    feed = parse(RSS.encode(), "x", url="https://lennpost.example/rss")
    assert (feed.kind, feed.title, feed.total) == ("RSS or Atom", "The Lenn Post: home", 2)
    cafe, pier = feed.items
    assert (cafe.address, cafe.published) == ("https://lennpost.example/cafe", "2026-03-11T08:00:00+00:00")
    assert (pier.authors, pier.key, pier.published) == (("Mira Solheim",), "p1", "2026-03-10T07:00:00+00:00")
    assert is_whole(pier.content)
    assert not is_whole(cafe.content)


def test_atom_takes_the_page_and_not_the_recording():
    (item,) = parse(ATOM.encode(), "x", url="https://herald.example/feed").items
    assert (item.address, item.published, item.modified) == (
        "https://herald.example/ferry",
        "2026-03-09T10:00:00+00:00",
        "2026-03-10T09:00:00+00:00",
    )
    assert item.authors == ("Bo Ferring",)


@pytest.mark.parametrize("encode", ["utf-8", "utf-16", "latin-1"])
def test_a_feed_in_any_encoding_is_the_same(encode):
    text = RSS.replace('encoding="utf-8"', f'encoding="{encode}"').replace("Caf&eacute;", "Café")
    assert [i.title for i in parse(text.encode(encode), "x", url="https://lennpost.example/rss").items] == [
        "Café opens & closes",
        "Pier shut",
    ]


def test_a_news_sitemap_names_outlet_and_date():
    feed = parse(gzip.compress(NEWS_SITEMAP.encode()), "x")
    assert (feed.kind, [i.address for i in feed.items]) == (
        "sitemap",
        ["https://lennpost.example/new", "https://lennpost.example/old"],
    )
    assert (feed.items[0].outlet, feed.items[0].published, feed.items[0].title) == ("The Lenn Post", "2026-03-11", "New")


def test_an_index_of_sitemaps_and_a_nested_list_name_their_feeds():
    index = parse(INDEX.encode(), "x")
    assert (index.kind, [link.address for link in index.links]) == (
        "sitemap index",
        ["https://a.example/2.xml.gz", "https://a.example/1.xml"],
    )
    listed = parse(OPML.encode(), "x")
    assert (listed.kind, listed.title) == ("OPML", "My feeds")
    assert [(link.address, link.title, link.folders) for link in listed.links] == [
        ("https://lennpost.example/rss", "The Lenn Post", ("Norvale", "Ports  piers")),
        ("http://herald.example/atom", "Herald", ("Norvale",)),
    ], "the bare ampersand is lost, the list is not"
    assert listed.problems == ("1 of its addresses cannot be fetched from",)


def test_json_feed_keeps_what_is_of_the_right_type():
    feed = parse(JSON_FEED.encode(), "x")
    assert [(i.address, i.title, i.published) for i in feed.items] == [
        ("https://lennpost.example/a", "Pier shut", "2026-03-10T08:00:00+01:00"),
        ("https://lennpost.example/b", None, None),
    ]


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
        '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss/>',
        '<!doctype r SYSTEM "http://evil.example/x.dtd" [ ]><opml/>',
        '<?pi <rss ?><!DOCTYPE r [\n<!ENTITY % p SYSTEM "http://evil.example/">%p;]><urlset/>',
    ],
)
@pytest.mark.parametrize("encode", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_wherever_they_hide(bomb, encode):
    with pytest.raises(SkipArticle, match="declares XML entities"):
        parse(bomb.encode(encode), "x")


@pytest.mark.parametrize("reference", ["&#xD800;", "&#x110000;", "&#0;", "&#99999999999999;", "&#xFFFF;", "&#8"])
@pytest.mark.parametrize("text", [RSS, ATOM, NEWS_SITEMAP, OPML])
def test_references_to_no_character_are_survived(text, reference):
    broken = text.replace("Pier", f"Pier{reference}").replace("New<", f"New{reference}<").replace("Herald", f"Herald{reference}")
    feed = parse(broken.encode(), "x")
    assert feed.total >= 1
    assert all((i.title or "").encode() is not None for i in (*feed.items, *feed.links))


def test_an_old_feed_with_its_public_type_is_read():
    text = (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://old.example/rss-0.91.dtd">'
        + RSS.split("?>", 1)[1]
    )
    assert parse(text.encode(), "x").total == 2


@pytest.mark.parametrize(
    "nonsense", [b"<html><body>no</body></html>", b"hello", b"{}", b'{"version": "https://jsonfeed.org/version/1", "items": 7}', b"<rss>" + b"<a>" * 100_000, b"[" * 50_000, b"\x89PNG", b" ", b"<"]
)  # fmt: skip
def test_what_is_no_feed_says_so(nonsense):
    with pytest.raises(SkipArticle):
        parse(nonsense, "x")


@pytest.mark.parametrize(
    ("start", "is_feed"),
    [(RSS, True), (ATOM, True), (OPML, True), (INDEX, True), (JSON_FEED, True), ("<!DOCTYPE html><html>", False), ('{"text": "Seven died."}', False), ("Seven died.", False)],
)  # fmt: skip
def test_a_feed_is_known_by_what_stands_in_it(start, is_feed):
    assert looks_like_feed(start.encode()) is is_feed


def test_a_feed_on_disk_gives_the_articles_that_it_holds(tmp_path):
    (tmp_path / "feed.json").write_text(JSON_FEED)
    result = read([tmp_path / "feed.json"])
    (article,) = result.articles
    assert (article.title, article.outlet, article.url, article.authors) == (
        "Pier shut",
        "lennpost.example",
        "https://lennpost.example/a",
        ("Mira Solheim",),
    )
    assert article.text.count("\n\n") == 5
    assert "stands in" in result.skipped[0].reason


def test_one_article_has_one_id_under_all_its_addresses():
    forms = [
        "https://www.lennpost.example/2026/03/pier/",
        "http://lennpost.example/2026/03/pier?utm_source=rss&utm_medium=feed",
        "https://lennpost.example:443/2026/03/pier#top",
        "https://LENNPOST.example/2026//03/pier/amp",
        "https://lennpost.example/2026/03/pier?fbclid=abc",
    ]
    assert len({address_id(form) for form in forms}) == 1
    assert same_article("https://a.example/story?id=1&ref=x") != same_article("https://a.example/story?id=2&ref=x")
    assert same_article("https://a.example/?b=1&a=2") == same_article("https://a.example/?a=2&b=1")
    assert cleaned("https://www.a.example/x?id=1&utm_source=y#z") == "https://www.a.example/x?id=1"
    assert not is_web_address("http://a.example:99999999/")
    assert not is_web_address("ftp://a.example/")
