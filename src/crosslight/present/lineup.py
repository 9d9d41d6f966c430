"""Who is in the story: outlets by letter, their articles by number, and how each is called on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from crosslight.model import Annotations, Article, Dossier, Span

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlet:
    """One column of the dossier. An article whose outlet is not known is a column of its own, under its title or id."""

    letter: str
    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One article in its place: ``anchor`` is its id on the page, ``badge`` its letter, numbered where an outlet has several."""

    number: int
    anchor: str
    badge: str
    outlet: Outlet
    reading: Annotations

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.reading.article

    @property
    def title(self) -> str:
        """The headline, or what stands for it."""
        return squeeze(self.article.title or "") or "No headline"

    @property
    def published(self) -> str:
        """When it was published, in words."""
        return moment(self.article.published) if self.article.published else "date unknown"

    @property
    def url(self) -> str | None:
        """Its address, where that is one a reader can follow."""
        url = self.article.url or ""
        return url if urlsplit_scheme(url) in ("http", "https") else None

    @property
    def words(self) -> int:
        """Its length."""
        return len(self.article.text.split())


@dataclass(frozen=True, slots=True)
class LineUp:
    """All outlets and articles of a dossier, in the dossier's order."""

    outlets: tuple[Outlet, ...]
    accounts: tuple[Account, ...]
    by_article: dict[str, Account]

    @classmethod
    def of(cls, dossier: Dossier) -> LineUp:
        """Letters go to outlets in the order of their first article."""
        outlets: dict[str, Outlet] = {}
        keys: list[str] = []
        for reading in dossier.readings:
            article = reading.article
            name = squeeze(article.outlet or "")
            key = f"outlet {name.casefold()}" if name else f"article {article.id}"
            keys.append(key)
            if key not in outlets:
                shown = name or squeeze(article.title or "") or squeeze(article.id) or "unknown"
                outlets[key] = Outlet(_letters(len(outlets)), shown, known=bool(name))
        accounts: list[Account] = []
        for number, (key, reading) in enumerate(zip(keys, dossier.readings, strict=True), 1):
            letter = outlets[key].letter
            badge = f"{letter}{keys[:number].count(key)}" if keys.count(key) > 1 else letter
            accounts.append(Account(number, f"a{number}", badge, outlets[key], reading))
        return cls(tuple(outlets.values()), tuple(accounts), {a.article.id: a for a in accounts})

    def account(self, span: Span) -> Account:
        """The account that a span lies in."""
        return self.by_article[span.article.id]

    def witnesses(self, spans: tuple[Span, ...]) -> tuple[Outlet, ...]:
        """The outlets that the spans come from, each once, in column order."""
        here = {self.account(s).outlet.letter for s in spans}
        return tuple(o for o in self.outlets if o.letter in here)

    def party(self, name: str) -> str:
        """A holder's name; where it is an article's id, the name of that article's outlet."""
        return self.by_article[name].outlet.name if name in self.by_article else squeeze(name) or "unnamed"

    @property
    def span_of_dates(self) -> str:
        """From when to when the articles were published, or "" where no article says."""
        days = sorted(a.article.published[:10] for a in self.accounts if a.article.published)
        if not days:
            return ""
        first, last = moment(days[0]), moment(days[-1])
        if first == last:
            return first
        for shared in (last.partition(" ")[2], last.rpartition(" ")[2]):
            if shared and first.endswith(" " + shared):
                return f"{first.removesuffix(' ' + shared)} to {last}"
        return f"{first} to {last}"


def squeeze(text: str) -> str:
    """Text on one line: white space runs become one blank, control and direction-changing characters go."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Text without characters that steer a terminal or turn the direction of what follows (tabs and line ends stay)."""
    return _STEERING.sub("", text)


# C0 and C1 controls but for \t \n \r; the bidirectional embeddings, overrides and isolates; lone surrogates, which no UTF-8 can carry
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def moment(iso: str) -> str:
    """An ISO 8601 date or date-time in words; as given where it is neither."""
    if re.fullmatch(r"\d{4}(-\d\d)?", iso):
        return f"{MONTHS[int(iso[5:]) - 1]} {iso[:4]}" if len(iso) > 4 and 1 <= int(iso[5:]) <= 12 else iso
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return squeeze(iso)
    day = f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    if len(iso) <= 10:
        return day
    offset = at.utcoffset()
    zone = "" if offset is None else " UTC" if not offset else f" UTC{at:%z}"
    return f"{day}, {at:%H:%M}{zone}"


def urlsplit_scheme(url: str) -> str:
    """The scheme of an address, "" where it has none or cannot be read."""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
