"""The parts that ingest is run with as shipped: the annotators, the clusterer and its vectors, each loaded when first needed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crosslight.scale.ingest import Annotating, Clustering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crosslight.model import Annotations, Article
    from crosslight.settings import Settings


def clustering() -> Clustering:
    """The shipped clusterer over the shipped sentence vectors."""
    from crosslight import flow
    from crosslight.discover import Clusterer
    from crosslight.discover.clusterer import VERSION
    from crosslight.discover.reading import vectors_of

    encoder = flow.encoder()
    return Clustering(
        name=VERSION,
        new=partial(Clusterer, encoder),
        restore=lambda state: Clusterer.restore(state, encoder),
        model=encoder.model,
        vectors=lambda article: vectors_of(article, encoder),
    )


def annotating(settings: Settings) -> Annotating:
    """The shipped annotators, in as many processes as the settings say."""
    from crosslight.annotate.installed import installed_parser
    from crosslight.cache import annotators_digest

    def read(articles: Sequence[Article]) -> Iterable[Annotations]:
        from crosslight import flow

        return flow.annotate(articles, settings=settings)

    if settings.workers > 1:
        from crosslight.scale.processes import Readers

        read = Readers(settings).read
    return Annotating(name=f"{installed_parser(settings.parser)} {annotators_digest()[:16]}", read=read)
