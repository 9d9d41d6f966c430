"""A program that takes an invented stream into a store and says what it acknowledges: the one that is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts import invented

from crosslight.scale.ingest import Ingest, ingest
from crosslight.store import Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def run(place: str, count: int, clusterer: str, acknowledge: Connection) -> None:
    clustering = getattr(invented, clusterer)()
    with Store.open(place, write=True) as store:
        for kept in ingest(Ingest(store, clustering, snapshot_every=300), invented.changing(count), batch=100):
            acknowledge.send((kept.outcome, kept.article.id))
    acknowledge.send(None)
