"""Looking a store over: what cannot be made again is checked against its hashes, what can be is compared and, if asked for, made anew."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, literal_column, select, text

from crosslight.errors import OutputError, StoreError, UsageError
from crosslight.store import tables as t
from crosslight.store.derive import Found, derive
from crosslight.store.encoding import unpack_annotations, unpack_article
from crosslight.store.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crosslight.store.store import Session, Store

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. What is ``derived`` can be made again; the rest was given, and cannot."""

    part: str
    what: str
    derived: bool


@dataclass(frozen=True, slots=True)
class Health:
    """What was looked at, and what does not hold. ``repaired``: what was derived was made anew."""

    articles: int
    versions: int
    judgements: int
    stories: int
    findings: tuple[Finding, ...]
    repaired: bool = False

    @property
    def sound(self) -> bool:
        """True where nothing is left that does not hold."""
        return not self.findings or (self.repaired and all(f.derived for f in self.findings))


def look_over(store: Store, *, repair: bool = False) -> Health:
    """Check everything; with ``repair``, make anew what is derived wherever any of it does not hold.

    Articles and judgements are only ever read.
    """
    with store.reading() as session:
        findings = [*_file(session), *_articles(session), *_indexes(session), *_readings(session), *_stories(session)]
        counted = [session.connection.scalar(select(func.count()).select_from(table)) or 0 for table in (t.versions, t.judgements)]
        articles, stories = session.articles.count(), session.stories.count()
    mend = repair and any(f.derived for f in findings)
    if mend:
        with store.writing() as session:
            _mend(session, {f.part for f in findings})
    return Health(articles, counted[0], counted[1], stories, tuple(findings), mend)


def backup(store: Store, file: Path) -> None:
    """A copy of the store as it is at this moment, whole and compact, while others go on writing.

    Raises:
        UsageError: the store lies in PostgreSQL, which has tools of its own.
        OutputError: the file is there already, or cannot be written.

    """
    if store.engine.dialect.name != "sqlite":
        raise UsageError("a store in PostgreSQL is backed up with pg_dump")
    if file.exists():
        raise OutputError(f"{file} is there already; name another file, a backup never goes over one")
    if not file.parent.is_dir():
        raise OutputError(f"there is no folder {file.parent}; make it first, or name another place")
    raw = store.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    except raw.driver_connection.OperationalError as error:  # type: ignore[union-attr]
        raise OutputError(f"the backup cannot be written to {file} ({error})") from error
    finally:
        raw.close()


def _file(session: Session) -> Iterator[Finding]:
    """The pages of the file and the references between rows (PostgreSQL sees to both by itself)."""
    if session.connection.dialect.name != "sqlite":
        return
    for (said,) in session.connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Finding("file", str(said), "index" in said.lower() or "fts5" in said.lower())
    for row in session.connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding("file", f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there", derived=False)


def _articles(session: Session) -> Iterator[Finding]:
    """Every text against its hash, and every article against its newest version."""
    newest = select(t.versions.c.article, func.max(t.versions.c.version).label("version")).group_by(t.versions.c.article).subquery()
    asked = (
        select(t.articles.c.id)
        .outerjoin(newest, newest.c.article == t.articles.c.seq)
        .where(newest.c.version.is_distinct_from(t.articles.c.version))
    )
    for id in session.connection.scalars(asked):
        yield Finding("articles", f"the newest version of article {id} is not there", derived=False)
    asked_versions = select(t.articles.c.id, t.versions).join(t.articles, t.articles.c.seq == t.versions.c.article)
    for row in _walk(session, asked_versions, t.versions.c.article, t.versions.c.version):
        try:
            whole = unpack_article(row.body, row.id).text_sha256 == row.text_sha256
        except StoreError:
            whole = False
        if not whole:
            yield Finding(
                "articles", f"version {row.version} of article {row.id} is not what was stored: its hash differs", derived=False
            )


def _indexes(session: Session) -> Iterator[Finding]:
    """Whether each article is in the full-text index, and nothing else is."""
    rowid: Any = literal_column("rowid")
    there = set(session.connection.scalars(select(rowid).select_from(text("words"))))
    wanted = set(session.connection.scalars(select(t.articles.c.seq)))
    if there != wanted:
        yield Finding(
            "words",
            f"{len(wanted - there)} articles are not in the full-text index, {len(there - wanted)} are without being there",
            derived=True,
        )


def _readings(session: Session) -> Iterator[Finding]:
    """Annotations, figures, vectors and dossiers: whether what is kept can be read."""
    asked = (
        select(t.articles.c.id, t.readings, t.versions.c.body.label("text"))
        .join(t.articles, t.articles.c.seq == t.readings.c.article)
        .join(t.versions, (t.versions.c.article == t.readings.c.article) & (t.versions.c.version == t.readings.c.version))
    )
    for row in _walk(session, asked, t.readings.c.article, t.readings.c.version, t.readings.c.annotator):
        if not _readable(row):
            yield Finding(
                "annotations", f"the annotations of article {row.id}, version {row.version}, cannot be read", derived=True
            )
    for row in session.connection.execute(select(t.dossiers.c.story, t.dossiers.c.body).execution_options(yield_per=AT_ONCE)):
        try:
            gzip.decompress(row.body)
        except (OSError, EOFError, ValueError):
            yield Finding("dossiers", f"the dossier of story {row.story} cannot be read", derived=True)
    indexed: set[int] = set(session.connection.scalars(select(literal_column("rowid")).select_from(text("names"))))
    newest = (t.articles.c.seq == t.readings.c.article) & (t.articles.c.version == t.readings.c.version)
    wanted = set(session.connection.scalars(select(t.articles.c.seq).join(t.readings, newest)))
    if wanted - indexed:
        yield Finding("annotations", f"the names of {len(wanted - indexed)} articles are in no index", derived=True)


def _readable(row: Any) -> bool:
    try:
        return unpack_annotations(row.body, unpack_article(row.text, row.id)) is not None
    except StoreError:
        return False


def _stories(session: Session) -> Iterator[Finding]:
    """The stories against what the clusterer found and persons judged."""
    wanted = _derived(session)
    rows = session.connection.execute(select(t.memberships.c.article, t.memberships.c.found, t.memberships.c.story))
    there = {r.article: (r.found, r.story) for r in rows}
    wrong = {seq for seq in wanted.keys() | there.keys() if wanted.get(seq) != there.get(seq)}
    if wrong:
        yield Finding("stories", f"{len(wrong)} articles are not in the story that follows from the judgements", derived=True)
    each = select(t.memberships.c.story, func.count().label("articles")).group_by(t.memberships.c.story)
    counted = {r.story: r.articles for r in session.connection.execute(each)}
    listed = {r.id: r.articles for r in session.connection.execute(select(t.stories.c.id, t.stories.c.articles))}
    if counted != listed:
        yield Finding("stories", "the list of stories does not count what is in them", derived=True)


def _derived(session: Session) -> dict[int, tuple[str, str]]:
    """For each placed article, by its place in the stream: the story that the clusterer has it in, and the one it is in."""
    asked = select(t.placements.c.article, t.articles.c.id, t.placements.c.story).join(
        t.articles, t.articles.c.seq == t.placements.c.article
    )
    arrived = session.connection.execute(asked.order_by(t.placements.c.article)).all()
    moved = {
        r.article: r.story for r in session.connection.execute(select(t.moves.c.article, t.moves.c.story).order_by(t.moves.c.n))
    }
    found = [Found(r.article, r.id, moved.get(r.article, r.story)) for r in arrived]
    stories = derive(found, session.judgements.persons())
    return {one.seq: (one.story, stories[one.article]) for one in found}


def _mend(session: Session, parts: set[str]) -> None:
    words = Words(session.connection)
    if parts & {"words", "annotations", "file"}:
        words.forget()
        asked = select(t.articles.c.seq, t.articles.c.id, t.versions.c.body).join(
            t.versions, (t.versions.c.article == t.articles.c.seq) & (t.versions.c.version == t.articles.c.version)
        )
        for row in _walk(session, asked, t.articles.c.seq):
            try:
                words.put([(row.seq, unpack_article(row.body, row.id))])
            except StoreError:
                continue  # it is named among the findings; there is nothing to index
        _mend_readings(session)
    if "dossiers" in parts:
        session.connection.execute(delete(t.dossiers))
    if "stories" in parts:
        _mend_stories(session)
    if "file" in parts and session.connection.dialect.name == "sqlite":
        session.connection.exec_driver_sql("REINDEX")


def _mend_readings(session: Session) -> None:
    """Index the newest annotations again; those that cannot be read go, to be made again."""
    session.connection.execute(delete(t.figures))
    asked = (
        select(t.articles.c.id, t.readings, t.articles.c.version.label("newest"), t.versions.c.body.label("text"))
        .join(t.articles, t.articles.c.seq == t.readings.c.article)
        .join(t.versions, (t.versions.c.article == t.readings.c.article) & (t.versions.c.version == t.readings.c.version))
    )
    for row in _walk(session, asked, t.readings.c.article, t.readings.c.version, t.readings.c.annotator):
        if not _readable(row):
            here = (t.readings.c.article == row.article) & (t.readings.c.version == row.version)
            session.connection.execute(delete(t.readings).where(here, t.readings.c.annotator == row.annotator))
        elif row.version == row.newest:
            reading = unpack_annotations(row.body, unpack_article(row.text, row.id))
            if reading:
                session.readings.index(row.article, reading)


def _mend_stories(session: Session) -> None:
    session.connection.execute(delete(t.memberships))
    rows = [{"article": seq, "found": found, "story": story} for seq, (found, story) in _derived(session).items()]
    for first in range(0, len(rows), AT_ONCE):
        session.connection.execute(insert(t.memberships), rows[first : first + AT_ONCE])
    gone = set(session.connection.scalars(select(t.stories.c.id)))
    session.stories.count_again(gone | {str(r["story"]) for r in rows})


def _walk(session: Session, asked: Any, *keys: Any) -> Iterator[Any]:
    """The rows in the order of their keys, some at a time: neither the memory nor one bad page holds up the rest."""
    from sqlalchemy import tuple_

    after: tuple[Any, ...] | None = None
    while True:
        here = asked if after is None else asked.where(tuple_(*keys) > tuple_(*after))
        rows = session.connection.execute(here.order_by(*keys).limit(AT_ONCE)).all()
        if not rows:
            return
        yield from rows
        after = tuple(getattr(rows[-1], key.name) for key in keys)
