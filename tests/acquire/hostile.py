"""A local server that answers as bad hosts do. Every answer is bytes on the socket: nothing is polished by a library."""

import gzip
import threading
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "The harbour master of Port Lenn said on Tuesday that pier {n} would stay shut until divers had looked at its piles. "


def page(n: int = 1, head: str = "", tail: str = "") -> bytes:
    """A page with an article of its own."""
    body = "".join(f"<p>{WORDS.format(n=f'{n}-{i}') * 2}</p>" for i in range(4))
    return (
        f"<!doctype html><html lang=en><head><title>Pier {n} shut | The Lenn Post</title><meta property='og:site_name' content='The Lenn Post'>{head}</head>"
        f"<body><article><h1>Pier {n} stays shut</h1>{body}</article>{tail}</body></html>"
    ).encode()


def rss(items: str, before: str = "") -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?>{before}<rss version='2.0'><channel><title>The Lenn Post</title><link>/</link>{items}</channel></rss>".encode()


def item(n: int, when: datetime | None = None, link: str | None = None) -> str:
    date = f"<pubDate>{format_datetime(when)}</pubDate>" if when else ""
    return f"<item><title>Pier {n} stays shut</title><link>{link or f'/page/{n}'}</link>{date}<description>Divers look.</description></item>"


START = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
BOMB = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {c} '{f'&{p};' * 10}'>" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
GZIP_BOMB = gzip.compress(bytes(64 << 20), 1)
MANY = "".join(item(n, START - timedelta(minutes=n)) for n in range(50_000))


class Host(BaseHTTPRequestHandler):
    """One path an evil."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        name = self.path.split("?")[0].strip("/").split("/")[0].replace(".", "_") or "front"
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"say_{name}", self.say_nothing)()

    def say(self, body=b"", media="text/html; charset=utf-8", status=200, length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def say_nothing(self):
        self.say(b"no such page", status=404)

    def say_robots_txt(self):
        self.say(b"User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n", "text/plain")

    def say_closed(self):
        self.say(page())

    def say_page(self):
        self.say(page(int(self.path.split("?")[0].rsplit("/", 1)[-1])))

    def say_alias(self):
        self.say(page(7, head="<link rel='canonical' href='/page/7'>"))

    def say_drip(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.server.over.wait(0.05):
            self.wfile.write(b"a")

    def say_dripping_header(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.over.wait(0.05):
            self.wfile.write(b"a")

    def say_silent(self):
        self.server.over.wait(5)

    def say_endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while not self.server.over.is_set():
            self.wfile.write(b"10000\r\n" + b"<p>more</p>     " * 4096 + b"\r\n")

    def say_wrong_type(self):
        self.say(page(), "image/jpeg")

    def say_lying_type(self):
        self.say(b"\xff\xd8\xff\xe0 a picture", "text/html")

    def say_feed_as_html(self):
        self.say(rss(item(1, START)), "text/html")

    def say_loop(self):
        self.say(status=302, Location=f"/loop/{len(self.path)}")

    def say_inside(self):
        self.say(status=302, Location="http://metadata.inside.example/latest/")

    def say_to_file(self):
        self.say(status=302, Location="file:///etc/hostname")

    def say_gzip_bomb(self):
        self.say(GZIP_BOMB, Content_Encoding="gzip")

    def say_nested_gzip(self):
        self.say(gzip.compress(gzip.compress(bytes(1 << 20))), Content_Encoding="gzip, gzip")

    def say_zipped(self):
        self.say(gzip.compress(page(3)), Content_Encoding="gzip")

    def say_deflated(self):
        bare = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.say(bare.compress(page(4)) + bare.flush(), Content_Encoding="deflate")

    def say_brotli(self):
        self.say(b"\x0b\x02\x80abc\x03", Content_Encoding="br")

    def say_broken_gzip(self):
        self.say(gzip.compress(page(3))[:-30], Content_Encoding="gzip")

    def say_entities(self):
        self.say(rss("<item><title>&i;</title></item>", BOMB), "application/rss+xml")

    def say_outside_entity(self):
        self.say(
            rss("<item><title>&x;</title></item>", "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"),
            "application/rss+xml",
        )

    def say_many(self):
        self.say(rss(MANY), "application/rss+xml")

    def say_busy(self):
        self.say(status=503, Retry_After="120")

    def say_later(self):
        self.say(status=429, Retry_After=format_datetime(START + timedelta(seconds=90), usegmt=True))

    def say_cut(self):
        self.close_connection = True
        self.say(page()[:200], length=90_000)

    def say_bad_bytes(self):
        self.say(page().replace(b"divers", b"div\xc3\x28ers", 1))

    def say_bad_feed(self):
        self.say(
            rss(item(5, START) + "<item><title>Caf\xe9 & bar</title><link>/page/6</link>", "").decode().encode("latin-1"),
            "application/rss+xml",
        )

    def say_future(self):
        far = "<meta property='article:published_time' content='2031-01-01T00:00:00Z'>"
        self.say(page(8, head=far))

    def say_future_feed(self):
        self.say(rss(item(1, START + timedelta(days=2000), "/page/1") + item(2, START, "/page/2")), "application/rss+xml")

    def say_ten_addresses(self):
        links = [f"/page/7?utm_source=feed{n}" for n in range(5)] + [
            "/page/7#top",
            "/page/7/",
            "/alias/1",
            "/alias/2",
            "/page/7?fbclid=x",
        ]
        self.say(rss("".join(item(7, START, link) for link in links)), "application/rss+xml")

    def say_kept(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.say(status=304, ETag='"one"')
        else:
            self.say(page(9), ETag='"one"', Last_Modified="Tue, 10 Mar 2026 08:00:00 GMT", Set_Cookie="track=1")

    def say_feed(self):
        self.say(
            rss("".join(item(n, START + timedelta(minutes=n)) for n in range(1, 4)) + item(99, START, "/gone/1")),
            "application/rss+xml",
        )

    def log_message(self, *args):
        pass


class HostileServer(ThreadingHTTPServer):
    """Runs until it is closed; ``asked`` lists the paths that were asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Host)
        self.asked, self.over = [], threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, *args):
        """A client that hangs up is what these tests are about."""

    def close(self):
        self.over.set()
        self.shutdown()
        self.server_close()


class FakeClock:
    """Seconds that pass when somebody sleeps."""

    def __init__(self):
        self.at, self.slept = 1000.0, []

    def __call__(self):
        return self.at

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds
