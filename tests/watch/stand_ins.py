"""Quick stand-ins for what reads and lays, and a program that watches with them: the one that is killed and stopped."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

from tests.contracts import invented

from crosslight.annotate.pipeline import unread
from crosslight.export.record import article_record
from crosslight.store import Store
from crosslight.watch import Options, Watch

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

COUNTED = re.compile(r"(\d+) (people killed)")
LOCAL = frozenset({"127.0.0.1"})


class Quick:
    """Reads nothing, and lays figures of "N people killed" alone."""

    def __init__(self):
        self.laid, self.closed = [], False

    def annotate(self, articles):
        return [unread(a) for a in articles]

    def lay(self, readings):
        articles = [r.article for r in readings]
        figures = [_figure(a, m) for a in articles for m in COUNTED.finditer(a.text)]
        self.laid.append([a.id for a in articles])
        quantity = {"id": "q1", "about": "people killed", "relation": "updated", "figures": figures}
        return json.dumps(
            {
                "articles": [article_record(a, text=True) for a in articles],
                "quantities": [quantity] if figures else [],
                "disputes": [],
                "notes": [],
            }
        )

    def close(self):
        self.closed = True


def _figure(article, match):
    number = int(match[1])
    place = {"article": article.id, "start": match.start(1), "end": match.end(2), "text": match[0]}
    return place | {"value": number, "low": number, "high": number, "counts": match[2], "source": None}


def watching(store: Store, tell=id, reading=None, **options) -> Watch:
    """One round, or as the options say, over the quick clusterer."""
    told = {"once": True, "allow_hosts": LOCAL, "pause": 0.0} | options
    return Watch(store, reading or Quick(), invented.joining(), "quick 1", tell, Options(**told))


def program(place: str, acknowledge: Connection) -> None:
    """Watch until stopped, and say what was taken in when it is there."""
    from crosslight.cli.watch import _stoppable

    with _stoppable() as stop, Store.open(place, write=True) as store:

        def tell(event):
            if event.kind in ("article", "round"):
                acknowledge.send((event.kind, event.details.get("id"), event.details.get("outcome")))

        watch = watching(store, tell, once=False, every=0.2)
        watch.stop = stop
        watch.run()
    sys.exit(0)
