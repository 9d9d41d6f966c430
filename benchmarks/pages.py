"""Pages to time with: the invented examples as web pages of several makes, told over for other places and people."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import crosslight
from benchmarks.names import SYLLABLES, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Article

EXAMPLES = Path(__file__).parent.parent / "examples"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KEPT = frozenset(
    [
        "said",
        "says",
        "killed",
        "missing",
        "dead",
        "died",
        "injured",
        "people",
        "were",
        "was",
        "been",
        "have",
        "that",
        "this",
        "with",
        "from",
        "they",
        "their",
        "which",
        "after",
        "before",
        "could",
        "would",
        "denied",
        "rejected",
        "accused",
        "told",
        "more",
        "than",
        "least",
        "about",
        "when",
        "while",
        "into",
        "over",
        "only",
        "also",
        "being",
        "other",
        "where",
        "there",
        "officials",
        "minister",
        "police",
    ]
)
"""Words that are the same in every story: those that bind a sentence, and those that say who said what and how many came to harm."""
_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_NUMBER = re.compile(r"(?<![\w.,])\d{2}(?![\w.,]\d)")
_ANY = re.compile(r"[A-Za-z]{4,}|(?<![\w.,])\d{2}(?![\w.,]\d)")
_ENDINGS = ("ing", "ed", "ly", "s", "")
_MENU = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(24))
_TEASERS = "".join(
    f"<div class='teaser'><h3><a href='/t{n}'>Council meets again on item {n}</a></h3><p>Read more about what was said at the meeting.</p></div>"
    for n in range(12)
)


@dataclass(frozen=True, slots=True)
class Told:
    """One page: its outlet, the last part of its address, its headline, its markup; ``story`` numbers the event it tells of."""

    outlet: str
    name: str
    title: str
    html: bytes
    published: datetime
    story: int


def pages(count: int, *, at_once: int = 6, seed: int = 7, until: datetime | None = None) -> Iterator[Told]:
    """``count`` pages; reports of ``at_once`` stories come mixed, some five of each, then other stories follow.

    The same seed gives the same pages. They are dated a minute apart, the last at ``until``.
    """
    draw = random.Random(seed)
    told = [list(crosslight.read([EXAMPLES / name]).articles) for name in ("ferry", "ceasefire")]
    first = (until or datetime(2026, 3, 12, tzinfo=UTC)) - timedelta(minutes=count)
    waiting: list[list[tuple[int, Article, dict[str, str]]]] = []
    story = 0
    for number in range(count):
        while len(waiting) < at_once:
            names = _other_words(told[story % len(told)], draw)
            reports = draw.sample(told[story % len(told)], len(told[story % len(told)]))
            waiting.append([(story, article, names) for article in reports])
            story += 1
        at = draw.randrange(len(waiting))
        of, article, names = waiting[at].pop()
        if not waiting[at]:
            waiting.pop(at)
        yield _page(number, of, article, names, first + timedelta(minutes=number + 1))


def _name(old: str, draw: random.Random) -> str:
    """Another name, of as many words."""
    return " ".join(name(draw) for _ in old.split())


def _other_words(articles: list[Article], draw: random.Random) -> dict[str, str]:
    """Other words for a story's own, of the same ending: another event, told in sentences of the same build; other names, days and numbers."""
    whole = " ".join(f"{article.title} {article.text}" for article in articles)
    other = {
        w: "".join(draw.sample(SYLLABLES, 2)) + _ending(w) for w in sorted(set(_WORD.findall(whole)) - _KEPT) if draw.random() < 0.8
    }
    names = {w: _name(w, draw) for w in sorted(set(_CAPITAL.findall(whole)) - set(_DAYS)) if w.lower() not in _KEPT}
    turn = draw.randrange(7)
    days = {day: _DAYS[(n + turn) % 7] for n, day in enumerate(_DAYS)}
    numbers = {w: str(int(w) + draw.randrange(1, 9)) for w in sorted(set(_NUMBER.findall(whole)))}
    return other | names | days | numbers


def _ending(word: str) -> str:
    return next(ending for ending in _ENDINGS if word.endswith(ending))


def _retold(text: str, other: dict[str, str]) -> str:
    return _ANY.sub(lambda found: other.get(found[0], found[0]), text)


def _page(number: int, story: int, article: Article, names: dict[str, str], published: datetime) -> Told:
    title, text = _retold(article.title or "Untitled", names), _retold(article.text, names)
    outlet = article.outlet or article.id
    make = (_plain, _heavy, _divided)[number % 3]
    return Told(outlet, f"report-{number}", title, make(outlet, title, text.split("\n\n"), published).encode(), published, story)


def _head(outlet: str, title: str, published: datetime, more: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)} | {escape(outlet)}</title>"
        f"<meta property='og:site_name' content='{escape(outlet)}'><meta property='article:published_time' content='{published.isoformat()}'>{more}</head>"
    )


def _plain(outlet: str, title: str, paragraphs: list[str], published: datetime) -> str:
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return f"{_head(outlet, title, published)}<body><ul>{_MENU}</ul><article><h1>{escape(title)}</h1>{body}</article></body></html>"


def _heavy(outlet: str, title: str, paragraphs: list[str], published: datetime) -> str:
    """A content management system's page: scripts, JSON-LD, teasers between paragraphs, a newsletter box, a foot."""
    told = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": published.isoformat()}
    data = f"<script type='application/ld+json'>{json.dumps(told)}</script><script>{'var a=1;' * 2000}</script><style>{'.a{color:red}' * 800}</style>"
    body = "".join(
        f"<p class='body'>{escape(p)}</p>" + ("<aside class='newsletter'>Sign up to our newsletter</aside>" if n == 1 else "")
        for n, p in enumerate(paragraphs)
    )
    return (
        f"{_head(outlet, title, published, data)}<body><header><nav><ul>{_MENU}</ul></nav></header><main><article><h1>{escape(title)}</h1>"
        f"<figure><img src='/i.jpg' alt=''><figcaption>The scene on Tuesday. Photo: Agency</figcaption></figure>{body}</article>"
        f"<section class='related'>{_TEASERS}</section></main><footer><ul>{_MENU}</ul></footer></body></html>"
    )


def _divided(outlet: str, title: str, paragraphs: list[str], published: datetime) -> str:
    body = "".join(f"<div class='par'><span>{escape(p)}</span></div>" for p in paragraphs)
    return (
        f"{_head(outlet, title, published)}<body><div id='nav'>{_MENU}</div><div class='content'><h1>{escape(title)}</h1>{body}</div>"
        f"<div class='more'>{_TEASERS}</div></body></html>"
    )
