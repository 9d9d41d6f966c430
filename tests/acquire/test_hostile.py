import time
from datetime import timedelta

import pytest
from tests.acquire.hostile import START, FakeClock, HostileServer

from crosslight.acquire import extractions_of
from crosslight.acquire.guard import public_address
from crosslight.acquire.pace import Pace
from crosslight.acquire.web import Fetcher
from crosslight.errors import RetryLater, SkipArticle
from crosslight.model import Extraction


@pytest.fixture(scope="module")
def host():
    server = HostileServer()
    yield server
    server.close()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def fetcher(clock):
    made = Fetcher(
        frozenset({"127.0.0.1"}),
        max_bytes=2_000_000,
        seconds=20,
        pace=Pace(clock=clock, sleep=clock.sleep),
        now=lambda: START + timedelta(hours=1),
    )
    yield made
    made.close()


def found(source, fetcher, **options):
    """Articles and reasons of one source."""
    all_of_it = list(extractions_of(source, fetcher=fetcher, **options))
    return [e for e in all_of_it if isinstance(e, Extraction)], [
        f"{e.source}: {e.reason}" for e in all_of_it if isinstance(e, SkipArticle)
    ]


@pytest.mark.parametrize(
    ("path", "error", "reason"),
    [
        ("/drip", RetryLater, "did not answer in time"),
        ("/dripping_header", RetryLater, "did not answer in time"),
        ("/silent", RetryLater, "did not answer in time"),
        ("/endless", SkipArticle, "is larger than 2 MB"),
        ("/wrong_type", SkipArticle, "is image/jpeg, not a page"),
        ("/lying_type", SkipArticle, "looks like a picture"),
        ("/loop", SkipArticle, "redirected more than 5 times"),
        ("/to_file", SkipArticle, "is no web address"),
        ("/gzip_bomb", SkipArticle, "is larger than 2 MB"),
        ("/nested_gzip", SkipArticle, "is compressed as gzip, gzip"),
        ("/brotli", SkipArticle, "is compressed as br, which was not asked for"),
        ("/broken_gzip", SkipArticle, "is cut off"),
        ("/cut", RetryLater, "broke off in the middle of its answer"),
        ("/closed/1", SkipArticle, "robots.txt asks robots to stay away"),
        ("/busy", RetryLater, "answered 503"),
        ("/nowhere", SkipArticle, "answered 404"),
    ],
)
def test_a_bad_page_is_named_and_does_not_hold_us_up(host, fetcher, path, error, reason):
    fetcher.seconds = 0.3 if reason == "did not answer in time" else 20
    started = time.monotonic()
    with pytest.raises(SkipArticle, match=reason) as raised:
        fetcher.article(host.address + path)
    assert type(raised.value) is error
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/entities", "declares XML entities of its own"),
        ("/outside_entity", "declares XML entities of its own"),
        ("/drip", "in time"),
    ],
)
def test_a_bad_feed_is_named(host, fetcher, path, reason):
    fetcher.seconds = 0.3 if reason == "in time" else 20
    articles, reasons = found(host.address + path, fetcher)
    assert not articles
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_a_dead_host_is_left_alone_longer_each_time(fetcher, clock):
    fetcher.pace.patience = 0
    for _ in range(3):
        with pytest.raises(RetryLater, match="could not be reached") as first:
            fetcher.article("http://127.0.0.1:9/a")
        with pytest.raises(RetryLater, match="was not asked: its host is left alone") as again:
            fetcher.article("http://127.0.0.1:9/b")
        assert again.value.after == pytest.approx(first.value.after)
        clock.at += first.value.after
    assert first.value.after == pytest.approx(20.0), "5, 10, 20 seconds"


def test_retry_after_is_heeded_as_seconds_and_as_a_date(host, fetcher, clock):
    with pytest.raises(RetryLater) as busy:
        fetcher.page(f"{host.address}/busy")
    assert busy.value.after == 120
    asked = len(host.asked)
    with pytest.raises(RetryLater, match="left alone for another 120 seconds"):
        fetcher.page(f"{host.address}/page/1")
    assert len(host.asked) == asked, "the host was not asked at all"
    clock.at += 121
    fetcher.now = lambda: START
    with pytest.raises(RetryLater) as later:
        fetcher.page(f"{host.address}/later")
    assert later.value.after == 90
    clock.at += 91
    assert fetcher.page(f"{host.address}/page/1").status == 200


def test_a_host_is_visited_at_the_pace_that_it_asks_for(host, fetcher, clock):
    for n in (1, 2, 3):
        fetcher.page(f"{host.address}/page/{n}")
    assert clock.slept == [7.0, 7.0], "its robots.txt says Crawl-delay: 7"


def test_robots_txt_is_asked_for_once_a_day(host, fetcher, clock):
    host.asked.clear()
    fetcher.page(f"{host.address}/page/1")
    fetcher.page(f"{host.address}/page/2")
    assert host.asked.count("/robots.txt") == 1
    clock.at += 25 * 3600
    fetcher.page(f"{host.address}/page/3")
    assert host.asked.count("/robots.txt") == 2


def test_an_unchanged_page_is_not_sent_again_and_no_cookie_is_kept(host, fetcher):
    first = fetcher.page(f"{host.address}/kept")
    assert (first.status, first.etag, first.last_modified) == (200, '"one"', "Tue, 10 Mar 2026 08:00:00 GMT")
    again = fetcher.page(f"{host.address}/kept", etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.body) == (304, b"")
    assert not fetcher._client.cookies.jar


@pytest.mark.parametrize(("path", "number"), [("/zipped", 3), ("/deflated", 4)])
def test_compressed_pages_are_read(host, fetcher, path, number):
    assert fetcher.article(host.address + path).title == f"Pier {number} stays shut"


def test_a_feed_gives_its_articles_newest_first_and_says_what_was_gone(host, fetcher):
    articles, reasons = found(f"{host.address}/feed", fetcher)
    assert [e.article.title for e in articles] == ["Pier 3 stays shut", "Pier 2 stays shut", "Pier 1 stays shut"]
    assert [e.article.published for e in articles] == [f"2026-03-10T08:0{n}:00+00:00" for n in (3, 2, 1)]
    assert all(e.origin("published").origin == "feed" for e in articles)
    assert all(e.article.outlet == "The Lenn Post" for e in articles)
    assert len(reasons) == 1
    assert "/gone/1: answered 404" in reasons[0]


def test_a_feed_of_fifty_thousand_items_is_bounded_newest_first_and_says_so(host, fetcher):
    articles, reasons = found(f"{host.address}/many", fetcher, most=2)
    assert [e.article.title for e in articles] == ["Pier 0 stays shut", "Pier 1 stays shut"]
    assert any("has 50,000 items; the newest 2,000 are taken" in r for r in reasons)


def test_the_same_article_under_ten_addresses_is_read_once(host, fetcher):
    host.asked.clear()
    articles, reasons = found(f"{host.address}/ten_addresses", fetcher)
    assert [e.article.url for e in articles] == [f"{host.address}/page/7"]
    assert sum(path.startswith("/page/7") for path in host.asked) == 1, "tracking parameters name no other article"
    assert [r.split(": ", 1)[1] for r in reasons] == [
        f"is the same article as another of the feed, at {host.address}/page/7; it is read once"
    ] * 2


def test_a_date_in_the_future_is_kept_and_not_believed(host, fetcher):
    found_ = next(iter(extractions_of(f"{host.address}/future", fetcher=fetcher)))
    assert found_.article.published is None
    told = [p for p in found_.provenance if p.field == "published"]
    assert [(p.value, p.trusted, p.note) for p in told] == [("2031-01-01T00:00:00+00:00", False, "lies after the page was fetched")]


def test_a_feed_with_dates_in_the_future_says_so(host, fetcher):
    articles, reasons = found(f"{host.address}/future_feed", fetcher)
    assert [e.article.title for e in articles] == ["Pier 2 stays shut", "Pier 1 stays shut"]
    assert any("1 items are dated in the future" in r for r in reasons)
    assert articles[1].article.published is None


def test_broken_bytes_cost_their_characters_alone(host, fetcher):
    text = fetcher.article(f"{host.address}/bad_bytes").text
    assert text.count("\ufffd") == 1
    assert "divers had looked at its piles" in text


def test_a_broken_feed_gives_what_can_be_read(host, fetcher):
    articles, _ = found(f"{host.address}/bad_feed", fetcher)
    assert [e.article.title for e in articles] == ["Pier 5 stays shut", "Café bar"], "the ampersand was no XML"


def test_a_feed_that_calls_itself_a_page_is_a_feed(host, fetcher):
    articles, _ = found(f"{host.address}/feed_as_html", fetcher)
    assert [e.article.title for e in articles] == ["Pier 1 stays shut"]


class Resolver:
    """A name server of the test's own; what it says is what is connected to, and nothing is."""

    def __init__(self, **names):
        self.names, self.asked = names, []

    def __call__(self, host, _port):
        self.asked.append(host)
        answer = self.names.get(host.split(".")[0], ["93.184.215.14"])
        return answer.pop(0) if isinstance(answer[0], list) else answer


@pytest.fixture
def no_packets(monkeypatch):
    """Connections are noted, never made."""
    import httpcore2

    went = []

    def connect(self, host, port, *rest):
        went.append(host)
        raise httpcore2.ConnectError("no packet leaves this test")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    return went


PRIVATE = [
    "127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1%eth0", "fc00::7", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused(no_packets, clock, address):
    resolver = Resolver(harmless=["93.184.215.14", address])
    with (
        Fetcher(pace=Pace(clock=clock, sleep=clock.sleep), resolver=resolver) as guarded,
        pytest.raises(SkipArticle, match="not a public address; allow it with --allow-host"),
    ):
        guarded.page("http://harmless.example/story")
    assert no_packets == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost:8080/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(no_packets, clock, url):
    with Fetcher(pace=Pace(clock=clock, sleep=clock.sleep)) as guarded, pytest.raises(SkipArticle):
        guarded.page(url)
    assert no_packets == []


def test_a_redirect_to_a_private_address_is_refused_before_a_packet_leaves(host, fetcher):
    fetcher.resolver = Resolver(metadata=["169.254.169.254"], **{"127": ["127.0.0.1"]})
    with pytest.raises(SkipArticle, match=r"metadata\.inside\.example is at 169\.254\.169\.254, which is not a public address"):
        fetcher.page(f"{host.address}/inside")


def test_a_second_answer_of_the_name_server_cannot_move_the_connection(no_packets, clock):
    """The name is resolved once for a connection, and the connection goes to the address that was checked."""
    resolver = Resolver(rebinding=[["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    with Fetcher(pace=Pace(clock=clock, sleep=clock.sleep), resolver=resolver) as guarded, pytest.raises(RetryLater):
        guarded.page("http://rebinding.example/story")
    assert no_packets == ["93.184.215.14"]


def test_a_host_that_is_allowed_by_name_may_be_private():
    assert public_address("intranet.example", 80, frozenset({"intranet.example"}), lambda *_: ["10.0.0.5"]) == "10.0.0.5"
