"""Alerts as an Atom feed (RFC 4287) in a file that any reader, or a web server, can serve."""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from crosslight._version import __version__
from crosslight.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crosslight.store import Alert, Session

MOST_ENTRIES = 100
"""Alerts that the feed holds, the newest: readers ask every few minutes, and ten thousand would be sent each time."""
NEVER = "1970-01-01T00:00:00Z"
_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check(file: Path) -> None:
    """Refuse, before anything is fetched, a file that could not be written.

    Raises:
        OutputError: its folder is not there or cannot be written, or it is a folder itself.

    """
    folder = file.resolve().parent
    if file.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise OutputError(f"the alert feed {file} cannot be written; give a file in a folder that is there and may be written")


@dataclass
class AtomFile:
    """Keeps one file up with the newest alerts. ``place`` is the store's name: it makes the feed's id, the same at every start."""

    file: Path
    place: str
    _last: int = field(default=-1, init=False)

    def follow(self, session: Session) -> bool:
        """Write the feed where there are alerts that it does not hold. True where it was written.

        Raises:
            OutputError: it cannot be written.

        """
        alerts = session.alerts.latest(MOST_ENTRIES)
        last = alerts[0].n if alerts else 0
        if last == self._last:
            return False
        _write(self.file, feed(alerts, self.place))
        self._last = last
        return True


def feed(alerts: Sequence[Alert], place: str) -> bytes:
    """The feed of these alerts, newest first. The same alerts give the same bytes."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _put(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'crosslight:{place}')}")
    _put(root, "title", "Crosslight alerts")
    _put(root, "updated", (alerts[0].at if alerts else None) or NEVER)
    _put(root, "generator", "Crosslight").set("version", __version__)
    _put(_put(root, "author", None), "name", "Crosslight")
    for alert in alerts:
        _entry(root, alert, place)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _entry(root: ET.Element, alert: Alert, place: str) -> None:
    entry = _put(root, "entry", None)
    _put(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'crosslight:{place}:{alert.n}:{alert.at}')}")
    _put(entry, "title", alert.message)
    _put(entry, "updated", alert.at or NEVER)
    _put(entry, "category", None).set("term", alert.kind)
    body = json.loads(alert.body)
    urls = [one.get("url") for one in (body, *body.get("texts", ()), *body.get("articles", ()))]
    for url in dict.fromkeys(u for u in urls if u):
        link = _put(entry, "link", None)
        link.set("rel", "alternate" if url == next(u for u in urls if u) else "related")
        link.set("href", _clean(url))
    lines = [alert.message, f"story: {alert.story}" if alert.story else "", f"article: {alert.article}" if alert.article else ""]
    _put(entry, "content", "\n".join(line for line in lines if line)).set("type", "text")


def _put(over: ET.Element, name: str, text: str | None) -> ET.Element:
    element = ET.SubElement(over, f"{{{_ATOM}}}{name}")
    element.text = None if text is None else _clean(text)
    return element


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NO_XML.sub("�", text)


def _write(file: Path, body: bytes) -> None:
    """Aside, to the disk, and only then under its name: no reader sees half a feed."""
    whole = file.resolve()
    try:
        with tempfile.NamedTemporaryFile("wb", dir=whole.parent, prefix=f".{whole.name}.", delete=False) as aside:
            try:
                aside.write(body)
                aside.flush()
                os.fsync(aside.fileno())
                Path(aside.name).chmod(0o644)
                Path(aside.name).replace(whole)
            except BaseException:
                Path(aside.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OutputError(
            f"the alert feed {file} cannot be written ({error.strerror}); make room, or look at its folder"
        ) from error
