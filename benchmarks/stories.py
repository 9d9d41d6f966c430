"""Articles to time with: the invented examples, told over with other names so that no two are alike."""

from __future__ import annotations

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
    """One story of ``count`` articles of about ``words`` words each: the ferry reports, run together."""
    told = list(crosslight.read([EXAMPLES / "ferry"]).articles)
    made = []
    for number in range(count):
        text, at = "", number
        while len(text.split()) < words:
            text += told[at % len(told)].text.strip() + "\n\n"
            at += 1
        made.append(
            Article(
                id=f"r{number}",
                text=" ".join(text.split(" ")[: int(words * 1.05)]),
                title=told[number % len(told)].title,
                outlet=f"Outlet {number}",
                published=f"2026-03-{11 + number % 5}",
                language="en",
            )
        )
    return made
