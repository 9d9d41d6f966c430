"""Where an outlet is at home: its town by its masthead ("The Carrow Herald"), its country by its address ("news.example.co.uk").

A local paper does not say which Springfield it means. Its home joins the names that the article gives, as one more that speaks
for what lies near it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crosslight.annotate.places.gazetteer import Candidate, Kind, normal
from crosslight.annotate.places.spotting import Spot

if TYPE_CHECKING:
    from crosslight.annotate.places.gazetteer import Gazetteer
    from crosslight.model import Article

_WORDS = re.compile(r"[^\W\d_][\w.'’-]*")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+([a-z]{2,})")
MASTHEADS = frozenset(
    [
        "advertiser", "advance", "agency", "argus", "banner", "bee", "broadcasting", "bugle", "bulletin", "business", "call",
        "chronicle", "citizen", "city", "clarion", "constitution", "courier", "daily", "democrat", "desert", "dispatch", "echo",
        "enterprise", "evening", "examiner", "express", "eye", "financial", "flag", "free", "gazette", "general", "globe",
        "guardian", "herald", "independent", "inquirer", "intelligencer", "international", "journal", "leader", "ledger", "life",
        "line", "live", "local", "magazine", "mail", "mercury", "mirror", "monitor", "morning", "national", "network", "new",
        "news", "newspaper", "north", "northern", "observer", "online", "orient", "patriot", "people", "pilot", "pioneer", "planet",
        "post", "press", "public", "radio", "record", "recorder", "register", "report", "reporter", "republic", "republican",
        "review", "sentinel", "signal", "south", "southern", "standard", "star", "states", "statesman", "sun", "sunday", "telegram",
        "telegraph", "television", "times", "today", "torch", "tribune", "truth", "tv", "union", "united", "valley", "view",
        "virginian", "voice", "weekly", "west", "western", "wire", "world",
    ]
)  # fmt: skip
"""Words of mastheads that are places somewhere too: alone they tell nothing."""
SHORTEST = 4
"""Letters of a name: "Al" of "Al Jazeera" is a place in Norway."""
_GENERIC = frozenset(
    [
        "ai", "am", "cc", "cd", "cm", "co", "dj", "eu", "fm", "gg", "io", "la", "ly", "me", "nu", "sc", "so", "st", "tk", "to",
        "tv", "vc", "vu", "ws",
    ]
)  # fmt: skip
"""Country codes that addresses everywhere use for their look."""
_CODES = {"uk": "GB"}


def home(article: Article, gazetteer: Gazetteer) -> list[Spot]:
    """The places that the article's outlet is at home in, as names beside those of its text; none where nothing tells."""
    return [*_of_masthead(article.outlet or "", gazetteer), *_of_address(article)]


def _of_masthead(outlet: str, gazetteer: Gazetteer) -> list[Spot]:
    """The longest run of words of a masthead that names a place; one in which no other word is left is a name of its own."""
    words = _WORDS.findall(outlet)
    if len(words) < 2 or _HOST.fullmatch(outlet.lower()):
        return []
    runs = [
        (a, b)
        for a in range(len(words))
        for b in range(a + 1, min(a + 3, len(words)) + 1)
        if b - a < len(words) and words[a][:1].isupper() and not all(w.lower() in MASTHEADS for w in words[a:b])
    ]
    plain = {run: normal(" ".join(words[slice(*run)])) for run in runs}
    known = gazetteer.look_up(plain.values())
    found = [run for run in runs if plain[run] in known and len(plain[run]) >= SHORTEST]
    if not found:
        return []
    best = max(found, key=lambda run: (run[1] - run[0], -run[0]))
    return [Spot(0, 0, plain[best], known[plain[best]])]


def _of_address(article: Article) -> list[Spot]:
    """The country of the outlet's host, where its last label is a country's."""
    for host in ((article.outlet or "").lower(), urlsplit(article.url or "").hostname or ""):
        found = _HOST.fullmatch(host)
        if found and len(found[1]) == 2 and found[1] not in _GENERIC:
            code = _CODES.get(found[1], found[1].upper())
            return [Spot(0, 0, f".{found[1]}", (Candidate(-1, Kind.COUNTRY, 0.0, 0.0, 0, code, "", own=True),))]
    return []
