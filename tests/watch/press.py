"""Outlets of an invented country on a local server: feeds that grow, pages that change, a webhook that fails at first."""

import json
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def page(outlet: str, title: str, text: str, published: datetime) -> bytes:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return (
        f"<!doctype html><html lang=en><head><title>{escape(title)} | {outlet}</title>"
        f"<meta property='og:site_name' content='{outlet}'><meta property='article:published_time' content='{published.isoformat()}'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{escape(title)}</h1>{paragraphs}</article></body></html>"
    ).encode()


class Press(ThreadingHTTPServer):
    """``asked`` lists what was asked for. ``publish`` puts an article into an outlet's feed; ``correct`` changes its page."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked, self.posted, self.conditional = [], [], []
        self.feeds, self.pages, self.dead, self.refusals = {}, {}, set(), 0
        self.began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def publish(self, outlet: str, name: str, title: str, text: str, also: str = "") -> str:
        """Gives the path of the page. ``also`` is put behind its address in the feed (tracking, say)."""
        path, published = f"/{outlet.lower().replace(' ', '-')}/{name}", self.began + timedelta(minutes=len(self.pages))
        self.pages[path] = page(outlet, title, text, published)
        self.feeds.setdefault(outlet.lower().replace(" ", "-"), []).append((title, path + also, published))
        return path

    def correct(self, path: str, old: str, new: str) -> None:
        assert old.encode() in self.pages[path]
        self.pages[path] = self.pages[path].replace(old.encode(), new.encode())

    def feed(self, outlet: str) -> str:
        return f"{self.address}/feeds/{outlet.lower().replace(' ', '-')}.xml"

    def handle_error(self, *args):
        """A watcher that is killed hangs up."""

    def close(self):
        self.shutdown()
        self.server_close()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        press, path = self.server, self.path.split("?")[0]
        press.asked.append(self.path)
        with suppress(BrokenPipeError, ConnectionResetError):
            if path in press.dead:
                self.say(503, b"not now")
            elif path.startswith("/feeds/"):
                self.say_feed(path.removeprefix("/feeds/").removesuffix(".xml"))
            elif path in press.pages:
                self.say_conditional(press.pages[path], "text/html; charset=utf-8")
            else:
                self.say(404, b"no such page")

    def do_POST(self):
        press = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if press.refusals:
            press.refusals -= 1
            self.say(500, b"later")
        else:
            press.posted.append(body)
            self.say(204, b"")

    def say_feed(self, outlet):
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{escape(self.server.address + path)}</link><pubDate>{format_datetime(at)}</pubDate></item>"
            for title, path, at in self.server.feeds.get(outlet, ())
        )
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{outlet}</title><link>/</link>{items}</channel></rss>"
        self.say_conditional(body.encode(), "application/rss+xml")

    def say_conditional(self, body, media):
        etag = f'"{hash(body)}"'
        if self.headers.get("If-None-Match") == etag:
            self.server.conditional.append(self.path)
            self.say(304, b"", ETag=etag)
        else:
            self.say(200, body, media, ETag=etag)

    def say(self, status, body, media="text/plain", **headers):
        self.send_response(status)
        self.send_header("Content-Type", media)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass
