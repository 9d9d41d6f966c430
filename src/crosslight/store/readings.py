"""Annotations and vectors: derived from articles, kept because they are dear to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Float, delete, func, insert, literal, select

from crosslight.errors import UsageError
from crosslight.store import tables as t
from crosslight.store.articles import Articles
from crosslight.store.encoding import pack_annotations, unpack_annotations
from crosslight.store.wording import Words, storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from crosslight.model import Annotations, Figure

NEAR_AT_ONCE = 4_096
"""Vectors compared at once: 6 MB."""
MOST_ROWS = 8
"""Vectors of one article by one model, at most: so many rows may stand for each article that is asked for."""
_NAMED = {"person", "organisation", "group"}
"""Types of entity that ``--person`` finds: whoever can speak or act."""
_PLACED = {"place", "facility"}


@dataclass(frozen=True, slots=True)
class Readings:
    """The annotations of one reading or writing of the store; by article, version and annotator."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, reading: Annotations, annotator: str) -> None:
        """Keep what was read in an article, and index its names and figures.

        Raises:
            UsageError: the article is not kept, or its text is none of its versions.

        """
        seq, version, newest = self._at(reading)
        row = t.insert_or(self.connection, t.readings).values(
            article=seq, version=version, annotator=annotator, annotated=int(reading.annotated), body=pack_annotations(reading)
        )
        keys = ["article", "version", "annotator"]
        again = {"annotated": row.excluded.annotated, "body": row.excluded.body}
        self.connection.execute(row.on_conflict_do_update(index_elements=keys, set_=again))
        if newest:
            self.index(seq, reading)

    def get(self, article: str, annotator: str | None = None, version: int | None = None) -> Annotations | None:
        """The annotations of an article's newest version (or of another), by one annotator or by whichever there is."""
        asked = (
            select(t.readings.c.body, t.readings.c.version)
            .join(t.articles, t.articles.c.seq == t.readings.c.article)
            .where(t.articles.c.id == article, t.readings.c.version == (version or t.articles.c.version))
            .order_by(t.readings.c.annotator)
        )
        row = self.connection.execute(asked.where(t.readings.c.annotator == annotator) if annotator else asked).first()
        text = Articles(self.connection, self.clock).get(article, row.version) if row else None
        return unpack_annotations(row.body, text) if row and text else None

    def wanting(self, annotator: str, limit: int = 100) -> tuple[str, ...]:
        """Articles whose newest version this annotator has not read, oldest first."""
        read = (
            select(t.readings.c.article)
            .where(
                t.readings.c.article == t.articles.c.seq,
                t.readings.c.version == t.articles.c.version,
                t.readings.c.annotator == annotator,
            )
            .exists()
        )
        rows = self.connection.execute(select(t.articles.c.id).where(~read).order_by(t.articles.c.seq).limit(limit))
        return tuple(r.id for r in rows)

    def index(self, seq: int, reading: Annotations) -> None:
        """Put an article's names and figures where searches find them, in place of what was there."""
        persons = {e.name for e in reading.entities if e.type in _NAMED} | {a.source.name for a in reading.attributions if a.source}
        places = {e.name for e in reading.entities if e.type in _PLACED} | {p.name for p in reading.places}
        Words(self.connection).put_names(seq, sorted(persons), sorted(places))
        self.connection.execute(delete(t.figures).where(t.figures.c.article == seq))
        if reading.figures:
            rows = [self._figure(seq, n, figure) for n, figure in enumerate(reading.figures)]
            self.connection.execute(insert(t.figures), rows)

    def _figure(self, seq: int, n: int, figure: Figure) -> dict[str, object]:
        known = [v for v in (figure.value, figure.low, figure.high) if v is not None]
        return {
            "article": seq, "n": n, "counted": self._counted(figure.counts), "unit": storable(figure.unit),
            "value": figure.value, "low": figure.low, "high": figure.high,
            "least": min(known, default=None), "greatest": max(known, default=None),
            "part": figure.span.part, "start_at": figure.span.start, "end_at": figure.span.end,
        }  # fmt: skip

    def _counted(self, counts: str | None) -> int | None:
        """The number of what is counted: there are few such, so that asking for one is quick."""
        if not counts:
            return None
        said = (storable(counts) or "").casefold()[:200]
        found = self.connection.scalar(select(t.counted.c.id).where(t.counted.c.counts == said))
        if found is None:
            found = self.connection.scalar(insert(t.counted).values(counts=said).returning(t.counted.c.id))
        return int(found or 0)

    def _at(self, reading: Annotations) -> tuple[int, int, bool]:
        """The article's place, the version that was read, and whether it is the newest."""
        rows = self.connection.execute(
            select(t.articles.c.seq, t.articles.c.version.label("newest"), t.versions.c.version)
            .join(t.versions, t.versions.c.article == t.articles.c.seq)
            .where(t.articles.c.id == reading.article.id, t.versions.c.text_sha256 == reading.article.text_sha256)
            .order_by(t.versions.c.version.desc())
        ).all()
        if not rows:
            raise UsageError(f"the store has no article {reading.article.id!r} of that text; add it before its annotations")
        return rows[0].seq, rows[0].version, rows[0].version == rows[0].newest


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of one reading or writing of the store: one or several rows an article version, at half precision."""

    connection: Connection

    def add(self, seq: int, version: int, model: str, rows: NDArray[np.floating]) -> None:
        """Keep an article's vectors (shape ``(width,)`` or ``(n, width)``) by one model, in place of what was there."""
        here = (t.vectors.c.article == seq) & (t.vectors.c.version == version) & (t.vectors.c.model == model)
        self.connection.execute(delete(t.vectors).where(here))
        self.add_new([(seq, version, rows)], model)

    def add_new(self, many: Iterable[tuple[int, int, NDArray[np.floating]]], model: str) -> None:
        """Keep the vectors of several article versions (place, version, rows) that have none by this model."""
        import numpy as np  # not above: most commands of the store read no vector

        values = [
            {"article": seq, "version": version, "model": model, "n": n, "vector": row}
            for seq, version, rows in many
            for n, row in enumerate(np.atleast_2d(rows))
        ]
        if values:
            self.connection.execute(insert(t.vectors), values)

    def get(self, seq: int, model: str, version: int = 1) -> NDArray[np.float16] | None:
        """An article's vectors by one model, shape ``(n, width)``."""
        import numpy as np

        here = (t.vectors.c.article == seq) & (t.vectors.c.version == version) & (t.vectors.c.model == model)
        rows = self.connection.execute(select(t.vectors.c.vector).where(here).order_by(t.vectors.c.n)).all()
        return np.stack([r.vector for r in rows]) if rows else None

    def nearest(self, vector: NDArray[np.floating], model: str, limit: int = 10) -> tuple[tuple[int, float], ...]:
        """The articles whose vectors lie nearest by cosine: place in the stream and cosine, best first. Looks at every vector."""
        if self.connection.dialect.name == "postgresql":
            return self._nearest_by_server(vector, model, limit)
        import numpy as np

        wanted = np.asarray(vector, np.float32)
        wanted = wanted / max(float(np.linalg.norm(wanted)), 1e-12)
        best: dict[int, float] = {}
        asked = (
            "SELECT article, vector FROM vectors WHERE model = ?"  # its bytes as they lie: a row at a time takes four times as long
        )
        rows = self.connection.exec_driver_sql(asked, (model,))
        while some := rows.fetchmany(NEAR_AT_ONCE):
            held = np.frombuffer(b"".join(row[1] for row in some), np.float16).reshape(len(some), -1).astype(np.float32)
            near = held @ wanted / np.maximum(np.sqrt(np.einsum("ij,ij->i", held, held)), 1e-12)
            for at in np.argsort(-near, kind="stable")[: limit * MOST_ROWS].tolist():
                best[some[at][0]] = max(best.get(some[at][0], -2.0), float(near[at]))
        return tuple(sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])

    def _nearest_by_server(self, vector: NDArray[np.floating], model: str, limit: int) -> tuple[tuple[int, float], ...]:
        import numpy as np

        wanted = literal(np.asarray(vector, np.float16), t.HalfVector())
        away = func.min(t.vectors.c.vector.op("<=>", return_type=Float())(wanted)).label("away")
        asked = select(t.vectors.c.article, away).where(t.vectors.c.model == model).group_by(t.vectors.c.article)
        rows = self.connection.execute(asked.order_by("away", t.vectors.c.article).limit(limit))
        return tuple((int(r.article), 1.0 - float(r.away)) for r in rows)
