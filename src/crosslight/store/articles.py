"""Articles, their versions, and the pages that they were seen at."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Row, bindparam, func, insert, select, update

from crosslight.errors import SkipArticle, UsageError
from crosslight.store import tables as t
from crosslight.store.encoding import pack_article, unpack_article
from crosslight.store.moments import moment
from crosslight.store.running import Dossiers
from crosslight.store.shapes import Kept, Page, Version
from crosslight.store.wording import Words, storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from crosslight.model import Article

LONGEST_KEY = 2_000
"""Longest id or address that is kept, in characters: an index row of PostgreSQL holds some 2,700 bytes."""
SHARED_BY_VERSIONS = 0.2
"""Share of the shorter text's runs of three words that two texts of one id must share to be versions of one article.
Of 6,105 pairs of 111 reports, 19 share so much, all copies of one text; the median pair shares nothing."""
AT_ONCE = 500
"""Rows taken at once where many are read in order."""


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of one reading or writing of the store."""

    connection: Connection
    clock: Callable[[], str]

    def add(self, article: Article, *, raw: str | None = None) -> Kept:
        """Keep an article, or find that it is kept.

        It is one that is known where its address is known, where outlet and text are the same, or where its id is
        the same and neither address nor outlet speaks against it. A known article with another text has a new
        version; its older texts stay. ``raw`` says where the raw page lies.

        Raises:
            SkipArticle: its id or address cannot be kept.

        """
        refused = _refused(article)
        if refused:
            raise refused
        sha, at = article.text_sha256, self.clock()
        page = self._page(article.url)
        row = self._row(t.articles.c.seq == page.article) if page else self._same_text(article, sha) or self._same_id(article)
        kept = self._new(article, sha, at) if row is None else self._known(row, article, sha, at, page)
        self._seen(kept, article.url, sha, at, raw)
        return kept

    def add_all(self, arrivals: Iterable[tuple[Article, str | None]]) -> list[Kept | SkipArticle]:
        """What :meth:`add` does for each (article, raw) in order; many new articles go in together. Those skipped stand in their place."""
        listed = list(arrivals)
        same = self._unchanged([article for article, _ in listed])
        met = self._met([article for article, _ in listed if article not in same])
        taken: list[Kept | SkipArticle] = []
        fresh: list[tuple[Article, str | None]] = []
        again: list[tuple[Kept, str | None]] = []
        for article, raw in listed:
            keys = _keys(article)
            if article not in same and not keys & met and _refused(article) is None:
                fresh.append((article, raw))
                met |= keys
                continue
            taken += self._add_fresh(fresh)
            fresh = []
            if article in same and not _changed(same[article].seq, taken):
                again.append((same[article], raw))
                taken.append(same[article])
            else:
                taken.append(self._add_or_skip(article, raw))
            met |= keys
        self._see_again(again)
        return taken + self._add_fresh(fresh)

    def known(self, articles: Sequence[Article]) -> set[Article]:
        """Those that bring no new text, as far as that is seen at a glance: there is no need to read them."""
        same = self._unchanged(articles)
        rest = [a for a in articles if a not in same]
        met = self._met(rest)
        return {*same, *(a for a in rest if ("text", a.text_sha256) in met and self._brings_nothing(a))}

    def get(self, id: str, version: int | None = None) -> Article | None:
        """The article as it is now, or as it was in one of its versions."""
        row = self._row(t.articles.c.id == id)
        return self._body(row.seq, row.id, version or row.version) if row else None

    def at(self, address: str) -> Article | None:
        """The article seen at this address."""
        page = self._page(address)
        row = self._row(t.articles.c.seq == page.article) if page else None
        return self._body(row.seq, row.id, row.version) if row else None

    def seq(self, id: str) -> int | None:
        """The article's place in the stream."""
        row = self._row(t.articles.c.id == id)
        return row.seq if row else None

    def last(self) -> int:
        """The place of the last article of the stream; 0 where there is none."""
        return int(self.connection.scalar(select(func.max(t.articles.c.seq))) or 0)

    def count(self) -> int:
        """How many articles there are."""
        return int(self.connection.scalar(select(func.count()).select_from(t.articles)) or 0)

    def since(self, seq: int = 0) -> Iterator[tuple[int, Article]]:
        """Every article after a place in the stream, in order, as first kept: later versions change no place."""
        while True:
            found = self.connection.execute(
                select(t.articles.c.seq, t.articles.c.id, t.versions.c.body)
                .join(t.versions, (t.versions.c.article == t.articles.c.seq) & (t.versions.c.version == 1))
                .where(t.articles.c.seq > seq)
                .order_by(t.articles.c.seq)
                .limit(AT_ONCE)
            ).all()
            if not found:
                return
            for row in found:
                yield row.seq, unpack_article(row.body, row.id)
            seq = found[-1].seq

    def versions(self, id: str) -> tuple[Version, ...]:
        """Every text that the article has had, oldest first."""
        seq = self.seq(id)
        rows = self.connection.execute(select(t.versions).where(t.versions.c.article == seq).order_by(t.versions.c.version))
        return tuple(Version(r.version, unpack_article(r.body, id), r.text_sha256, r.fetched, r.stored_at) for r in rows)

    def difference(self, id: str, older: int, newer: int) -> Iterator[str]:
        """What changed between two versions, as the lines of a unified diff of the title and the text.

        Raises:
            UsageError: there is no such version.

        """
        told = {}
        for number in (older, newer):
            article = self.get(id, number)
            if article is None:
                raise UsageError(f"there is no version {number} of article {id!r}")
            told[number] = [article.title or "", *article.text.splitlines()]
        yield from difflib.unified_diff(
            told[older], told[newer], f"{id} version {older}", f"{id} version {newer}", lineterm="", n=1
        )

    def pages(self, id: str) -> tuple[Page, ...]:
        """The addresses at which the article was seen, in the order in which they were first."""
        rows = self.connection.execute(
            select(t.pages).where(t.pages.c.article == self.seq(id)).order_by(t.pages.c.first_seen, t.pages.c.url)
        )
        return tuple(Page(r.url, id, r.first_seen, r.last_seen, r.times_seen, r.raw) for r in rows)

    def _row(self, condition: object) -> Row[tuple[object, ...]] | None:
        return self.connection.execute(select(t.articles).where(condition)).first()  # type: ignore[arg-type]

    def _body(self, seq: int, id: str, version: int) -> Article | None:
        body = self.connection.scalar(
            select(t.versions.c.body).where((t.versions.c.article == seq) & (t.versions.c.version == version))
        )
        return None if body is None else unpack_article(body, id)

    def _page(self, url: str | None) -> Row[tuple[object, ...]] | None:
        return self.connection.execute(select(t.pages).where(t.pages.c.url == url)).first() if url else None

    def _same_text(self, article: Article, sha: str) -> Row[tuple[object, ...]] | None:
        """One outlet's same text is the same article, whatever its address; another outlet's is an article of its own."""
        has_text = select(t.versions.c.article).where(t.versions.c.text_sha256 == sha)
        outlet = storable(article.outlet)
        found = self.connection.execute(
            select(t.articles)
            .where(t.articles.c.seq.in_(has_text) & t.articles.c.outlet.is_not_distinct_from(outlet))
            .order_by(t.articles.c.seq)
        ).all()
        if article.outlet is None:  # then the host of its address, or at least its id, must be the same
            found = [r for r in found if r.id == article.id or (article.url and _host(r.url) == _host(article.url))]
        return found[0] if found else None

    def _same_id(self, article: Article) -> Row[tuple[object, ...]] | None:
        row = self._row(t.articles.c.id == article.id)
        if row is None or any(
            (old and new and old != new) for old, new in ((row.url, article.url), (row.outlet, storable(article.outlet)))
        ):
            return None
        if row.url and article.url:
            return row
        held = self._body(row.seq, row.id, row.version)  # files of one name in two folders are two articles
        return row if held and _shared(held.text, article.text) >= SHARED_BY_VERSIONS else None

    def _known(
        self, row: Row[tuple[object, ...]], article: Article, sha: str, at: str, page: Row[tuple[object, ...]] | None
    ) -> Kept:
        """Another version where the text is new, or where an older text was put back later on."""
        held = self.connection.execute(
            select(t.versions.c.version, t.versions.c.text_sha256, t.versions.c.fetched).where(t.versions.c.article == row.seq)
        ).all()
        current = max(held, key=lambda v: v.version)
        fetched = moment(article.fetched)
        put_back = (
            fetched is not None and fetched > (moment(current.fetched) or "") and page is not None and page.text_sha256 != sha
        )
        known = replace(article, id=row.id)
        if sha == current.text_sha256 or (any(v.text_sha256 == sha for v in held) and not put_back):
            return Kept("seen", known, row.seq, current.version)
        kept = Kept("version", known, row.seq, current.version + 1)
        self.connection.execute(insert(t.versions).values(**_version(kept, sha, at)))
        self.connection.execute(
            update(t.articles).where(t.articles.c.seq == row.seq).values(version=kept.version, **_columns(known, sha))
        )
        Words(self.connection).put([(kept.seq, known)])
        story = self.connection.scalar(select(t.memberships.c.story).where(t.memberships.c.article == kept.seq))
        Dossiers(self.connection, self.clock).fall_behind([story] if story else [])
        return kept

    def _new(self, article: Article, sha: str, at: str) -> Kept:
        """An article of its own; where its id is taken by another, its content tells the two apart."""
        id = article.id
        while self._row(t.articles.c.id == id):
            id = f"{article.id}-{sha[:6]}" if id == article.id else f"{id}x"
        return self._insert([(replace(article, id=id), sha)], at)[0]

    def _insert(self, known: Sequence[tuple[Article, str]], at: str) -> list[Kept]:
        """New articles, each with its hash, under ids that are free."""
        rows = [{"id": a.id, "version": 1, "stored_at": at, **_columns(a, sha)} for a, sha in known]
        seqs = self.connection.scalars(insert(t.articles).returning(t.articles.c.seq, sort_by_parameter_order=True), rows)
        kept = [Kept("new", article, int(seq), 1) for (article, _), seq in zip(known, seqs, strict=True)]
        self.connection.execute(insert(t.versions), [_version(one, sha, at) for one, (_, sha) in zip(kept, known, strict=True)])
        Words(self.connection).put((one.seq, one.article) for one in kept)
        return kept

    def _add_fresh(self, fresh: Sequence[tuple[Article, str | None]]) -> list[Kept]:
        """Articles that have nothing in common with any that is kept, nor with each other."""
        if not fresh:
            return []
        at = self.clock()
        known = [(article, article.text_sha256) for article, _ in fresh]
        kept = self._insert(known, at)
        pages = [
            _page_row(one, one.article.url, sha, at, raw)
            for one, (_, sha), (_, raw) in zip(kept, known, fresh, strict=True)
            if one.article.url
        ]
        if pages:
            self.connection.execute(insert(t.pages), pages)
        return kept

    def _met(self, articles: Sequence[Article]) -> set[tuple[str, str]]:
        """Which ids, addresses and texts of these the store has."""
        wanted: dict[str, set[str]] = {"id": set(), "url": set(), "text": set()}
        for kind, key in (key for article in articles if _refused(article) is None for key in _keys(article)):
            wanted[kind].add(key)
        found: set[tuple[str, str]] = set()
        for kind, column in (("id", t.articles.c.id), ("url", t.pages.c.url), ("text", t.versions.c.text_sha256)):
            some = sorted(wanted[kind])
            for first in range(0, len(some), AT_ONCE):
                rows = self.connection.scalars(select(column).where(column.in_(some[first : first + AT_ONCE])))
                found |= {(kind, key) for key in rows}
        return found

    def _unchanged(self, articles: Sequence[Article]) -> dict[Article, Kept]:
        """Those whose address showed the very text before that is its article's newest."""
        wanted = {a.url: a for a in articles if a.url and _refused(a) is None}
        found: dict[Article, Kept] = {}
        asked = select(t.pages.c.url, t.articles.c.id, t.articles.c.seq, t.articles.c.version, t.articles.c.text_sha256).join(
            t.articles, (t.articles.c.seq == t.pages.c.article) & (t.articles.c.text_sha256 == t.pages.c.text_sha256)
        )
        urls = sorted(wanted)
        for first in range(0, len(urls), AT_ONCE):
            for row in self.connection.execute(asked.where(t.pages.c.url.in_(urls[first : first + AT_ONCE]))):
                article = wanted[row.url]
                if article.text_sha256 == row.text_sha256:
                    found[article] = Kept("seen", replace(article, id=row.id), row.seq, row.version)
        return found

    def _see_again(self, again: Sequence[tuple[Kept, str | None]]) -> None:
        if again:
            row = update(t.pages).where(t.pages.c.url == bindparam("here"))
            seen = row.values(
                last_seen=self.clock(), times_seen=t.pages.c.times_seen + 1, raw=func.coalesce(bindparam("kept_at"), t.pages.c.raw)
            )
            self.connection.execute(seen, [{"here": one.article.url, "kept_at": raw} for one, raw in again])

    def _add_or_skip(self, article: Article, raw: str | None) -> Kept | SkipArticle:
        try:
            return self.add(article, raw=raw)
        except SkipArticle as skip:
            return skip

    def _brings_nothing(self, article: Article) -> bool:
        sha = article.text_sha256
        page = self._page(article.url)
        row = self._row(t.articles.c.seq == page.article) if page else self._same_text(article, sha)
        return row is not None and bool(row.text_sha256 == sha)

    def _seen(self, kept: Kept, url: str | None, sha: str, at: str, raw: str | None) -> None:
        if not url:
            return
        new = t.insert_or(self.connection, t.pages).values(**_page_row(kept, url, sha, at, raw))
        again = {"text_sha256": sha, "last_seen": at, "times_seen": t.pages.c.times_seen + 1}
        self.connection.execute(new.on_conflict_do_update(index_elements=["url"], set_=again | ({"raw": raw} if raw else {})))


def _columns(article: Article, sha: str) -> dict[str, str | None]:
    """What is asked for by column; the exact article lies in its version's body."""
    plain = {name: storable(getattr(article, name)) for name in ("outlet", "title", "url", "language", "published")}
    return plain | {"text_sha256": sha, "moment": moment(article.published) or moment(article.fetched)}


def _shared(one: str, other: str) -> float:
    """How much of the shorter text stands in the longer: the share of its runs of three words."""
    runs = [
        {" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)} or set(words)
        for words in (one.split(), other.split())
    ]
    small, large = sorted(runs, key=len)
    return len(small & large) / len(small) if small else 1.0


def _host(url: str | None) -> str | None:
    return urlsplit(url).netloc.lower().removeprefix("www.") if url else None


def _changed(seq: int, taken: Sequence[Kept | SkipArticle]) -> bool:
    """Whether the article got another version in this batch."""
    return any(isinstance(one, Kept) and one.seq == seq and one.outcome == "version" for one in taken)


def _version(kept: Kept, sha: str, at: str) -> dict[str, object]:
    body, fetched = pack_article(kept.article), storable(kept.article.fetched)
    return {"article": kept.seq, "version": kept.version, "text_sha256": sha, "stored_at": at, "body": body, "fetched": fetched}


def _page_row(kept: Kept, url: str | None, sha: str, at: str, raw: str | None) -> dict[str, object]:
    seen = {"first_seen": at, "last_seen": at, "times_seen": 1}
    return {"url": url, "article": kept.seq, "text_sha256": sha, "raw": raw, **seen}


def _keys(article: Article) -> set[tuple[str, str]]:
    """What an article may be known by."""
    return {("id", article.id), ("text", article.text_sha256)} | ({("url", article.url)} if article.url else set())


def _refused(article: Article) -> SkipArticle | None:
    for what, key in (("id", article.id), ("address", article.url)):
        if key and (len(key) > LONGEST_KEY or storable(key) != key):
            why = f"its {what} cannot be kept: it is longer than {LONGEST_KEY:,} characters, or holds what no {what} holds"
            return SkipArticle(key[:80], why)
    return None
