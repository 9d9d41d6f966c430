import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore2
import pytest

from crosslight import RetryLater, SkipArticle, read
from crosslight.acquire import guard
from crosslight.acquire.guard import GuardedBackend, public_address
from crosslight.acquire.pace import Pace
from crosslight.acquire.web import Fetcher

PAGE = (
    "<html><head><title>Ferry sinks</title><meta property='og:site_name' content='The Post'></head><body><article><h1>Ferry sinks</h1>"
    + "<p>Seven people died when a ferry sank in the sound on Tuesday, the coastguard said in the evening.</p>" * 6
    + "</article></body></html>"
)


ANSWERS = {
    "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /closed/\n", {}),
    "/story": (200, "text/html; charset=utf-8", PAGE.encode(), {}),
    "/closed/story": (200, "text/html; charset=utf-8", PAGE.encode(), {}),
    "/plain": (200, "text/plain", b"Seven people died.", {}),
    "/big": (200, "text/html", b"x" * 300_000, {}),
    "/picture": (200, "image/png", b"\x89PNG", {}),
    "/away": (302, "text/html", b"", {"Location": "/story"}),
    "/loop": (302, "text/html", b"", {"Location": "/loop"}),
    "/inside": (302, "text/html", b"", {"Location": "http://metadata.internal.example/secret"}),
    "/busy": (503, "text/html", b"", {}),
    "/empty": (200, "text/html", b"", {}),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        status, media, body, headers = ANSWERS.get(self.path, (404, "text/html", b"", {}))
        self.answer(status, media, body, **headers)

    def answer(self, status, media, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher():
    made = Fetcher(frozenset({"127.0.0.1"}), max_bytes=200_000, pace=Pace(pause=0))
    yield made
    made.close()


def test_a_page_becomes_an_article(site, fetcher):
    article = fetcher.article(f"{site}/story")
    assert article.title == "Ferry sinks"
    assert article.outlet == "The Post"
    assert article.url == f"{site}/story"
    assert article.fetched.endswith("+00:00")
    assert "Seven people died" in article.text


def test_plain_text_and_redirects_are_followed(site, fetcher):
    assert fetcher.article(f"{site}/plain").text == "Seven people died."
    assert fetcher.article(f"{site}/away").url == f"{site}/story"


@pytest.mark.parametrize(
    ("path", "error", "reason"),
    [
        ("/closed/story", SkipArticle, "robots.txt asks robots to stay away"),
        ("/big", SkipArticle, "is larger than 0 MB"),
        ("/picture", SkipArticle, "is image/png, not a page"),
        ("/none", SkipArticle, "answered 404"),
        ("/busy", RetryLater, "answered 503"),
        ("/loop", SkipArticle, "redirected more than 5 times"),
        ("/empty", SkipArticle, "is empty"),
    ],
)
def test_what_cannot_be_had_says_why(site, fetcher, path, error, reason):
    with pytest.raises(error, match=reason):
        fetcher.article(site + path)


def test_a_dead_host_is_named_and_the_rest_is_read(tmp_path, site):
    (tmp_path / "a.txt").write_text("Seven people died.")
    result = read([tmp_path / "a.txt", "http://127.0.0.1:9/story"], allow_hosts=["127.0.0.1"])
    assert [a.id for a in result.articles] == ["a"]
    assert "could not be reached" in result.skipped[0].reason


def test_a_private_address_is_refused_by_number(site):
    with (
        Fetcher() as guarded,
        pytest.raises(SkipArticle, match=r"127\.0\.0\.1, which is not a public address; allow it with --allow-host"),
    ):
        guarded.article(f"{site}/story")


@pytest.mark.parametrize(
    "address",
    ["10.0.0.5", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:127.0.0.1", "0.0.0.0", "224.0.0.1", "100.64.0.1"],
)
def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch, address):
    monkeypatch.setattr(
        guard.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.215.14", 80)), (0, 0, 0, "", (address, 80))]
    )
    with pytest.raises(OSError, match="not a public address"):
        public_address("looks.harmless.example", 80)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """The name is resolved once: a second answer of the name server cannot move the connection."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (next(answers), 80))])
    went = []

    def connect(self, host, port, *rest):
        went.append(host)
        raise httpcore2.ConnectError("no packet leaves this test")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore2.ConnectError):
        GuardedBackend(frozenset()).connect_tcp("rebinding.example", 80)
    assert went == ["93.184.215.14"]


def test_a_redirect_to_a_private_address_is_refused(site, fetcher, monkeypatch):
    real = guard.socket.getaddrinfo
    monkeypatch.setattr(
        guard.socket,
        "getaddrinfo",
        lambda host, *a, **k: (
            [(0, 0, 0, "", ("169.254.169.254", 80))] if host == "metadata.internal.example" else real(host, *a, **k)
        ),
    )
    with pytest.raises(SkipArticle, match=r"metadata\.internal\.example is at 169\.254\.169\.254, which is not a public address"):
        fetcher.article(f"{site}/inside")


@pytest.mark.parametrize("url", ["http://", "http:///path", "https://[broken"])
def test_an_address_that_is_none_is_named(url):
    result = read([url])
    assert not result.articles
    assert len(result.skipped) == 1
