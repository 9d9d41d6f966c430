"""``crosslight watch`` on a local press that never stops: memory at the start, the middle and the end, and the dossiers that changed.

``python -m benchmarks.watch [--minutes 10] [--seconds 4]``: an article every so many seconds, over the feeds of ten outlets; a page in twenty is changed
later on. The watcher is the program itself, its memory what the kernel says (VmRSS), its reader's process apart.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.pages import Told, pages

EVERY = 5.0
"""Seconds between two looks at the memory."""
IN_FEED = 30
"""Items that a feed announces, the newest."""


class Press(ThreadingHTTPServer):
    """Feeds and pages of what was published so far."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.feeds: dict[str, list[Told]] = {}
        self.html: dict[str, bytes] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def publish(self, told: Told) -> None:
        name = told.outlet.lower().replace(" ", "-")
        self.html[f"/{told.name}"] = told.html
        self.feeds[name] = [told, *self.feeds.get(name, [])[: IN_FEED - 1]]

    def correct(self, number: int) -> None:
        """Change a page, and let the feeds say so."""
        for told in self.feeds.values():
            told[:] = [_now(t) if t.name == f"report-{number}" else t for t in told]
        path = f"/report-{number}"
        self.html[path] = self.html[path].replace(b"on Tuesday", b"late on Tuesday").replace(b"people", b"persons", 1)


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Press

    def do_GET(self) -> None:
        path = self.path
        if path.startswith("/feeds/"):
            body, media = self._feed(path.removeprefix("/feeds/").removesuffix(".xml")), "application/rss+xml"
        else:
            body, media = self.server.html.get(path, b""), "text/html; charset=utf-8"
        etag = f'"{hash(body)}"'
        same = self.headers.get("If-None-Match") == etag
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(304 if same else 200 if body else 404)
            self.send_header("Content-Type", media)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if same else body)

    def _feed(self, name: str) -> bytes:
        items = "".join(
            f"<item><title>{escape(t.title)}</title><link>http://{self.headers['Host']}/{t.name}</link><pubDate>{format_datetime(t.published)}</pubDate></item>"
            for t in self.server.feeds.get(name, [])
        )
        return (
            f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title><link>/</link>{items}</channel></rss>".encode()
        )

    def log_message(self, *args: object) -> None:
        pass


def memory(process: int) -> float:
    """Resident megabytes; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def reader_of(process: int) -> float:
    """Megabytes of the largest process that it started."""
    children = {child for file in Path(f"/proc/{process}/task").glob("*/children") for child in file.read_text().split()}
    return max((memory(int(child)) for child in children), default=0.0)


def main() -> None:
    """Run the watch, and print what it did and what it held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=4.0)
    asked = parser.parse_args()
    press, events, looks = Press(), Counter[str](), list[tuple[float, float, float]]()
    stream = pages(int(asked.minutes * 60 / asked.seconds) + 40, until=datetime.now(UTC))
    made = count()
    for _ in range(12):
        press.publish(_now(next(stream)))
        next(made)
    with tempfile.TemporaryDirectory() as folder:
        feeds = [f"http://127.0.0.1:{press.server_port}/feeds/{name}.xml" for name in press.feeds]
        command = [
            sys.executable,
            "-c",
            "from crosslight.cli import main; main()",
            "watch",
            *feeds,
            "--store",
            f"{folder}/news.db",
            "--every",
            "0.25",
            "--json",
        ]
        process = subprocess.Popen(
            [*command, "--allow-host", "127.0.0.1", "--alert-feed", f"{folder}/alerts.xml"], stdout=subprocess.PIPE, text=True
        )
        threading.Thread(target=_listen, args=(process, events), daemon=True).start()
        began = time.monotonic()
        published = looked = began
        while time.monotonic() - began < asked.minutes * 60 and process.poll() is None:
            time.sleep(0.2)
            if time.monotonic() - published > asked.seconds:
                press.publish(_now(next(stream)))
                number, published = next(made), time.monotonic()
                if number % 20 == 19:
                    press.correct(number - 10)
            if time.monotonic() - looked > EVERY:
                looked = time.monotonic()
                looks.append((looked - began, memory(process.pid), reader_of(process.pid)))
        process.terminate()
        told = time.monotonic()
        process.wait(60)
        stopped = time.monotonic() - told
        size = (Path(folder) / "news.db").stat().st_size / 1e6
    _report(looks, events, process.returncode, stopped, size)


def _now(told: Told) -> Told:
    return replace(told, published=datetime.now(UTC))


def _listen(process: subprocess.Popen[str], events: Counter[str]) -> None:
    for line in process.stdout or ():
        event = json.loads(line)
        events[event["event"]] += 1
        if event["event"] == "article":
            events[event["outcome"]] += 1
        if event["event"] == "alert":
            events[f"alert: {event['kind']}"] += 1
        if event["event"] == "dossier":
            events["stories"] += event["story"] not in _SEEN
            _SEEN.add(event["story"])


_SEEN: set[str] = set()


def _report(looks: list[tuple[float, float, float]], events: Counter[str], code: int, stopped: float, size: float) -> None:
    third = max(1, len(looks) // 3)
    settled = [look for look in looks if look[0] > 60] or looks
    print(f"ended with {code}, {stopped:.1f} s after SIGTERM; the store has {size:.1f} MB; {dict(sorted(events.items()))}")
    for name, part in (
        ("start", settled[: third // 2 or 1]),
        ("middle", looks[len(looks) // 2 - 3 : len(looks) // 2 + 3]),
        ("end", looks[-(third // 2 or 1) :]),
    ):
        print(
            f"{name:8} {part[0][0]:5.0f} to {part[-1][0]:5.0f} s: watcher {median(p[1] for p in part):6.0f} MB, reader {median(p[2] for p in part):6.0f} MB"
        )
    print(f"largest: watcher {max(x[1] for x in looks):.0f} MB, reader {max(x[2] for x in looks):.0f} MB")


if __name__ == "__main__":
    main()
