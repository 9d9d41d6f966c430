"""The main path, to be read first: articles in, annotations, one dossier out.

::

    read      files, folders, addresses   -> articles
    annotate  articles                    -> annotations, one an article, kept by content
    compare   articles of one event       -> dossier
    cluster   articles, in order          -> stories
    verify    a dossier's JSON            -> what does not hold
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from crosslight.errors import UsageError
from crosslight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from crosslight.acquire import ReadResult
    from crosslight.annotate.explanation import Explanation
    from crosslight.annotate.pipeline import Annotator
    from crosslight.cache import AnnotationCache
    from crosslight.model import Annotations, Article, Dossier, Judgement, Note, Placement, Story
    from crosslight.vectors import Encoder, ReadAhead

    Progress = Callable[[str, int, int], None]
    """Called with the stage, how many are done, and of how many."""


def read(sources: Iterable[str | Path], *, allow_hosts: Iterable[str] = (), settings: Settings | None = None) -> ReadResult:
    """Read articles from files, folders, ``-`` (standard input), ``http(s)`` addresses, feeds and web archives.

    Returns the articles, and every input that could not be used with the reason. ``allow_hosts`` names
    hosts that may lie at private addresses.
    """
    from crosslight.acquire import may_fetch
    from crosslight.acquire import read as acquire

    limit = (settings or Settings()).max_characters
    sources = list(sources)
    if not any(may_fetch(s) for s in sources):
        return acquire(sources, max_characters=limit)
    from crosslight.acquire.web import Fetcher

    with Fetcher(frozenset(allow_hosts)) as fetcher:
        return acquire(sources, fetcher=fetcher, max_characters=limit)


TOGETHER = 16
"""Articles parsed in one batch where many wait: a tenth faster than one by one, and bit for bit the same parses
(heads, tags, entities and token vectors of 150 articles in batches of 1, 4, 16 and 50)."""


def annotate(
    articles: Iterable[Article], *, settings: Settings | None = None, progress: Progress | None = None, together: int = TOGETHER
) -> Iterator[Annotations]:
    """Read each article closely. One :class:`~crosslight.model.Annotations` an article, in the order given.

    With ``settings.workers`` above one, so many processes share the work. ``together`` articles are read
    ahead and parsed as one batch: 1 gives each as soon as it can be had.
    """
    settings = settings or Settings()
    if settings.workers > 1:
        from crosslight.scale.processes import annotate_in_processes

        readings = annotate_in_processes(articles, settings)
    else:
        readings = annotate_here(articles, settings, together=together)
    total = len(articles) if isinstance(articles, list | tuple) else 0
    for done, reading in enumerate(readings, 1):
        if progress:
            progress("reading", done, total)
        yield reading


def annotate_here(articles: Iterable[Article], settings: Settings, *, together: int = TOGETHER) -> Iterator[Annotations]:
    """Annotate in this process, taking from the cache what is there."""
    kept, waiting = _cache_of(settings), iter(articles)
    while batch := list(islice(waiting, together)):
        known = [kept.get(article) if kept else None for article in batch]
        new = [article for article, reading in zip(batch, known, strict=True) if reading is None]
        fresh = annotator(settings.parser).annotate(new) if new else iter(())
        for article, reading in zip(batch, known, strict=True):
            if reading is not None:
                yield reading
                continue
            read = next(fresh)
            if kept:
                kept.put(article, read)
            yield read


def explain(readings: Iterable[Annotations], id: str, *, settings: Settings | None = None) -> Explanation:
    """Why the annotation ``id`` was made: ``"f3"``, or ``"ARTICLE:f3"`` where several articles have one of that id.

    Raises:
        UsageError: no article has it, or several have.

    """
    from crosslight.annotate import explaining
    from crosslight.annotate.parsed import parse

    listed = tuple(readings)
    holding = [r for r in listed if explaining.holds(r, id)]
    if not holding:
        raise UsageError(
            f"there is no annotation {id!r}; give the id of a figure (f0), time (t0), place (p1), attribution (a1), event (ev1) or entity (e1)"
        )
    if len(holding) > 1:
        raise UsageError(f"several articles have {id!r}; write {holding[0].article.id}:{id}, or another article's id before it")
    parsed = next(parse([holding[0].article], annotator((settings or Settings()).parser).parser))
    return explaining.explain(parsed, holding[0], id)


def compare(
    articles: Iterable[Article],
    *,
    settings: Settings | None = None,
    notes: Iterable[Note] = (),
    progress: Progress | None = None,
) -> Dossier:
    """Lay the articles of one event side by side.

    Articles that tell of something else are named in the dossier's notes and not blended in; articles in
    a language that is not read are listed, not annotated. The order of the articles changes nothing.

    Raises:
        UsageError: there is no article.

    """
    from crosslight.collate.ahead import texts
    from crosslight.collate.reading import order

    listed = sorted(articles, key=order)
    if not listed:
        raise UsageError("there is no article to compare; give two or more files, folders or addresses")
    settings, readings = settings or Settings(), []
    kept = _cache_of(settings)
    with _ahead(settings) as ahead:  # sentences become vectors on a second core while articles are still being read
        if kept is None or not kept.has(listed[0]):
            ahead.warm()
        for reading in annotate(listed, settings=settings, progress=progress, together=1):
            ahead.expect(texts(reading, ahead))
            readings.append(reading)
        if progress:
            progress("collating", 0, 1)
        dossier = lay(readings, ahead, notes=notes)
    if progress:
        progress("collating", 1, 1)
    return dossier


def lay_again(readings: Iterable[Annotations], settings: Settings) -> Dossier:
    """Lay articles that were read already side by side; sentence vectors that were kept are not made again."""
    from crosslight.collate.ahead import texts

    readings = tuple(readings)
    with _ahead(settings) as ahead:
        for reading in readings:
            ahead.expect(texts(reading, ahead))
        return lay(readings, ahead)


def lay(readings: Iterable[Annotations], encoder: Encoder, *, notes: Iterable[Note] = ()) -> Dossier:
    """Lay articles that were read already side by side: strangers set apart, the rest collated."""
    from crosslight.collate.belonging import apart, copies
    from crosslight.collate.dossier import collate
    from crosslight.collate.notes import notes_on
    from crosslight.collate.reading import StoryReading, order

    readings = tuple(sorted(readings, key=lambda r: order(r.article)))
    story = StoryReading.of(readings, encoder)
    strangers = apart(story)
    if strangers:
        named = {note.about for note in strangers}
        story = StoryReading.of((r for r in readings if r.article.id not in named), encoder)
    collated = {r.article.id for r in story.readings}
    aside = tuple(r for r in readings if r.article.id not in collated)
    return collate(story, unread=aside, notes=(*notes, *strangers, *copies(story), *notes_on(readings)))


@dataclass(frozen=True, slots=True)
class Clustering:
    """The stories of a stream, the oldest first, and the id of each article's story."""

    stories: tuple[Story, ...]
    story_of: dict[str, str]


def cluster(
    articles: Iterable[Article],
    *,
    judgements: Iterable[Judgement] = (),
    progress: Progress | None = None,
    seen: Callable[[Placement], object] | None = None,
) -> Clustering:
    """Find the stories in a stream, in one pass, in the order given.

    ``articles`` may be an iterator: texts are not held. ``judgements`` of people win over what is found.
    ``seen`` is given each article's placement as it arrives; where it is at the end is in the result.
    """
    from crosslight.discover import Clusterer

    clusterer = Clusterer(encoder(), judgements=judgements)
    settled: list[Story] = []
    total = len(articles) if isinstance(articles, list | tuple) else 0
    for done, article in enumerate(articles, 1):
        placement = clusterer.add(article)
        settled += clusterer.changes().settled
        if seen:
            seen(placement)
        if progress:
            progress("clustering", done, total)
    stories = (*settled, *clusterer.stories())
    return Clustering(stories, {article: story.id for story in stories for article in story.articles})


def verify(dossier: Mapping[str, object]) -> list[str]:
    """Recompute every hash and span of a dossier's JSON. One line for each thing that does not hold; empty when all does."""
    from crosslight.export.verify import problems

    return list(problems(dossier))


@cache
def annotator(parser: str | None = None) -> Annotator:
    """The annotator with its models, loaded once a process."""
    from crosslight.annotate.installed import import_spacy

    import_spacy()
    from crosslight.annotate.pipeline import Annotator

    return Annotator.load(parser)


@cache
def encoder() -> Encoder:
    """The sentence encoder, loaded once a process."""
    from crosslight.vectors import MiniLM

    return MiniLM()


def _cache_of(settings: Settings) -> AnnotationCache | None:
    if settings.cache is None:
        return None
    from crosslight.annotate.installed import installed_parser
    from crosslight.cache import AnnotationCache

    return AnnotationCache(settings.cache, installed_parser(settings.parser))


def _ahead(settings: Settings) -> ReadAhead:
    from importlib.metadata import version

    from crosslight.vectors import KeptVectors, MiniLM, ReadAhead

    if settings.cache is None:
        return ReadAhead(encoder)
    model = f"{MiniLM.model} by onnxruntime {version('onnxruntime')}"  # another version may round otherwise
    return ReadAhead(encoder, KeptVectors(settings.cache / "vectors", model))
