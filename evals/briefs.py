"""Writes a brief for each Multi-News cluster: ``python -m evals.briefs ARTICLES.jsonl OUT.jsonl``.

ARTICLES.jsonl holds article records with their ``story`` (what ``score.py articles briefs`` prints); OUT.jsonl gets ``{"id","text"}`` a line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crosslight.annotate.pipeline import read
from crosslight.collate import alignment, brief, cast, facts, origins
from crosslight.collate.reading import StoryReading
from crosslight.model import Article
from crosslight.vectors import MiniLM
from evals.parses import parsed

LONGEST = 20_000
"""Characters of an article that are read: a few documents there are whole transcripts."""


def main(articles: Path, out: Path) -> None:
    """One line a story, in the order in which the stories come."""
    stories: dict[str, list[Article]] = {}
    for line in articles.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        stories.setdefault(row["story"], []).append(Article(id=row["id"], text=row["text"][:LONGEST], language="en"))
    encoder = MiniLM(threads=1)
    with out.open("w", encoding="utf-8") as file:
        for story, given in stories.items():
            file.write(
                json.dumps({"id": story, "text": text(StoryReading.of(map(read, parsed(given)), encoder))}, ensure_ascii=False)
                + "\n"
            )


def text(story: StoryReading) -> str:
    """The story's brief as running text."""
    told = facts.find(story, cast.join(story), alignment.align(story), origins.find(story), ())
    return " ".join(line.text for line in brief.find(story, told, ()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
