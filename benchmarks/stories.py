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

    Every article tells sentences of the ferry reports, drawn anew, each with some of its words left out, so that the same
    things are told in other words, as outlets do; the draw is seeded.
    """
    draw = random.Random(7)
    told = list(crosslight.read([EXAMPLES / "ferry"]).articles)
    sentences = [s for a in told for s in re.split(r"(?<=[.”])\s+", a.text) if len(s.split()) > 5]
    made = []
    for number in range(count):
        text, length = [], 0
        while length < words:
            sentence = _cut(draw.choice(sentences), draw)
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


def _cut(sentence: str, draw: random.Random) -> str:
    """The sentence with an eighth of its small words left out; quotations, names and numbers stay."""
    words = sentence.split()
    return " ".join(w for k, w in enumerate(words) if k in (0, len(words) - 1) or not w.islower() or draw.random() > 0.125)
