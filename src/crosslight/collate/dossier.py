"""The dossier: every part found over one story, in the order in which they need one another."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crosslight._version import __version__
from crosslight.collate import alignment as aligning
from crosslight.collate import (
    brief,
    cast,
    commitments,
    disputes,
    facts,
    labels,
    only_one,
    origins,
    quantities,
    timeline,
    utterances,
)
from crosslight.model import Annotations, Dossier, Note
from crosslight.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.collate.reading import StoryReading


def collate(story: StoryReading, *, unread: tuple[Annotations, ...] = (), notes: tuple[Note, ...] = ()) -> Dossier:
    """The dossier of one story. ``unread`` are articles that are listed, but were not annotated."""
    with one_thread(), _uncollected():
        return _collated(story, unread, notes)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: nearly all that is made here stays, and looking through it took a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _collated(story: StoryReading, unread: tuple[Annotations, ...], notes: tuple[Note, ...]) -> Dossier:
    names = cast.join(story)
    alignment = aligning.align(story)
    sources = origins.find(story)
    spoken = utterances.find(story, names)
    figures = quantities.compared(story, alignment)
    amounts = quantities.find(figures, story, names)
    told = facts.find(story, names, alignment, sources, spoken)
    disputed = disputes.find(story, names, alignment, amounts, figures)
    return Dossier(
        version=__version__,
        readings=story.readings + unread,
        entities=names.entities,
        brief=brief.find(story, told, disputed),
        facts=told,
        quantities=amounts,
        disputes=disputed,
        utterances=spoken,
        timeline=timeline.find(story, alignment, told),
        labels=labels.find(story, names),
        only_one=only_one.find(story, alignment, told),
        origins=sources,
        commitments=commitments.find(story),
        notes=notes,
    )
