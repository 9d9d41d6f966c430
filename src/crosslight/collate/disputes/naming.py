"""What a dispute is called: its kind, what it is about, each side's position and holder, and why it was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crosslight.collate.disputes.pairing import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from crosslight.collate.disputes.marks import Marks
    from crosslight.collate.reading import StoryReading
    from crosslight.model import DisputeKind

LONGEST = 160
"""Characters of a position: longer sentences are cut to the clause that differs."""
_CLAUSE = re.compile(r"[^,;:—–]+(?:[,;:—–]+|$)")
_REASONS = (
    ("quantity_apart", "they give different figures of one quantity"),
    ("number_clash", "their numbers differ"),
    ("event_time_clash", "they date one act differently"),
    ("time_clash", "their days or dates differ"),
    ("clock_clash", "their hours differ"),
    ("length_clash", "they give different lengths of time"),
    ("place_clash", "they name different places"),
    ("denial_one", "one of them denies or doubts"),
    ("not_one", "one of them says that it is not so"),
    ("blame_both", "both lay blame or criticise"),
    ("cause_both", "both tell of a cause"),
    ("judged_opposite", "one praises where the other finds fault"),
    ("speakers_differ", "different people speak"),
    ("doubt_one", "one is sure where the other is not"),
)


def kind_of(row: NDArray[np.float32]) -> DisputeKind:
    """The kind of a dispute from the features of its best pair: slots that clash first, then cues."""
    at = dict(zip(FEATURES, row.tolist(), strict=True))
    tests: tuple[tuple[DisputeKind, bool], ...] = (
        ("figure", bool(at["quantity_apart"]) or at["figures_clash"] > 0.3),
        ("time", bool(at["clock_clash"] or at["time_clash"] or at["length_clash"])),
        ("figure", bool(at["number_clash"] and not at["number_equal"])),
        ("denial", bool(at["denial_one"])),
        ("place", bool(at["place_clash"])),
        ("cause", bool(at["cause_both"] and not at["blame_both"])),
        ("blame", bool(at["blame_both"] and at["speakers_differ"])),
        ("identity", bool(at["name_less"] >= 1 and at["words"] >= 0.4)),
    )
    return next((kind for kind, holds in tests if holds), "characterisation")


def reasons(row: NDArray[np.float32], score: float) -> tuple[str, ...]:
    """Why two sentences are held to dispute, in plain words."""
    at = dict(zip(FEATURES, row.tolist(), strict=True))
    told = [words for name, words in _REASONS if at[name]]
    return (f"they tell of the same thing (likeness in meaning {at['cosine']:.2f})", *told[:4], f"confidence {score:.2f}")


def subject(told: Sequence[Marks], sides: Sequence[Sequence[int]], weight: Mapping[str, float]) -> str:
    """What the sides speak of: the words that they share, rarest first, in the order of the first sentence."""
    first, second = told[sides[0][0]], told[sides[1][0]]
    shared = (first.nouns | first.names) & (second.nouns | second.names)
    best = sorted(shared, key=lambda w: (-weight.get(w, 0.0), w))[:4]
    text = first.sentence.text
    at = {w: m.start() for w in best if (m := re.search(rf"\b{re.escape(w[:5])}", text, re.IGNORECASE))}
    words = [re.match(r"[\w'’-]+", text[at[w] :]) for w in sorted(at, key=lambda w: at[w])]
    return ", ".join(m.group() for m in words if m) or _cut(text)


def position(mine: Marks, others: Sequence[Marks]) -> str:
    """The side's position in its sentence's own words: the whole of it, or the part that the others do not share."""
    text = re.sub(r"\s+", " ", mine.sentence.text).strip()
    if len(text) <= LONGEST:
        return text
    foreign = {w for m in others for w in m.words}
    best, score = "", -1.0
    for clause in _CLAUSE.finditer(text):
        words = {w.lower() for w in re.findall(r"\w+", clause.group())}
        here = len(words & mine.words) + len(words & foreign) * 0.5 - max(0, len(words) - 30)
        if here > score:
            best, score = clause.group().strip(" ,;:—–"), here
    return _cut(best)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: text.rfind(" ", 0, LONGEST)] + " …"


def holder(mine: Marks, story: StoryReading) -> str:
    """Who holds a position: the speaker whose words it is, else the outlet, else the article."""
    article = story.readings[mine.sentence.article].article
    return mine.speaker or article.outlet or article.id
