"""Articles to time with: the invented examples, told over with other names so that no two are alike."""

from __future__ import annotations

import random
import re
from pathlib import Path

import crosslight
from crosslight.model import Article

EXAMPLES = Path(__file__).parent.parent / "examples"
_NAMES = ("Lady Ismay", "Callan", "Brandor", "Osk", "Skerra", "Alderton", "Verrel", "Maddox")
_OTHERS = ("Arlen", "Bevik", "Corran", "Dorsey", "Elvane", "Farrow", "Gessel", "Hallam", "Ivers", "Jarrow", "Kesten", "Lorne")


def articles(count: int) -> list[Article]:
    """``count`` articles of about 350 words, each with other names than the one before."""
    told = list(crosslight.read([EXAMPLES / "ferry", EXAMPLES / "ceasefire"]).articles)
    made: list[Article] = []
    for number in range(count):
        source = told[number % len(told)]
        text = source.text
        for place, name in enumerate(_NAMES):
            text = text.replace(name, f"{_OTHERS[(number + place) % len(_OTHERS)]}{'' if number < len(_OTHERS) else number}")
        made.append(
            Article(
                id=f"{source.id}-{number}",
                text=text,
                title=source.title,
                outlet=f"{source.outlet} {number}",
                published=source.published,
                language="en",
            )
        )
    return made


def story(count: int, words: int) -> list[Article]:
    """One story of ``count`` articles of about ``words`` words each.

    Half of what an article tells are sentences of the ferry reports, drawn anew, each with some of its words left out, so that
    the same things are told in other words, as outlets do; half are sentences of the other reports under names that no other
    article has, since real reports of one event share less than half of what they tell. The draw is seeded.
    """
    draw = random.Random(7)
    told = list(crosslight.read([EXAMPLES / "ferry"]).articles)
    shared, others = (_sentences(EXAMPLES / name) for name in ("ferry", "ceasefire"))
    made = []
    for number in range(count):
        text, length = [], 0
        while length < words:
            sentence = _cut(draw.choice(shared), draw) if draw.random() < 0.5 else _renamed(draw.choice(others), number)
            text.append(sentence)
            length += len(sentence.split())
        made.append(
            Article(
                id=f"r{number}",
                text="\n\n".join(" ".join(text[k : k + 3]) for k in range(0, len(text), 3)),
                title=told[number % len(told)].title,
                outlet=f"Outlet {number}",
                published=f"2026-03-{11 + number % 5}",
                language="en",
            )
        )
    return made


def _sentences(folder: Path) -> list[str]:
    return [s for a in crosslight.read([folder]).articles for s in re.split(r"(?<=[.”])\s+", a.text) if len(s.split()) > 5]


def _renamed(sentence: str, number: int) -> str:
    """The sentence with each of its names and numbers another, the same all through one article."""
    sentence = re.sub(r"\b[A-Z][a-z]{3,}", lambda m: _OTHERS[(len(m.group()) + number) % len(_OTHERS)] + m.group()[-2:], sentence)
    return re.sub(r"\d+", lambda m: str(int(m.group()) + 3 + number), sentence)


def _cut(sentence: str, draw: random.Random) -> str:
    """The sentence with an eighth of its small words left out; quotations, names and numbers stay."""
    words = sentence.split()
    return " ".join(w for k, w in enumerate(words) if k in (0, len(words) - 1) or not w.islower() or draw.random() > 0.125)
