"""The corpora as articles. They are found through ``CROSSLIGHT_CORPORA``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator


def corpora() -> Path | None:
    """Where the corpora lie, if anywhere."""
    folder = os.environ.get("CROSSLIGHT_CORPORA")
    return Path(folder) if folder and Path(folder).is_dir() else None


def stories(folder: Path) -> Iterator[tuple[str, tuple[Article, ...]]]:
    """Each annotated story's name and its articles, in the order of their names."""
    for story in sorted(p for p in folder.iterdir() if (p / "articles.json").exists()):
        yield story.name, story_articles(story)


def story_articles(folder: Path) -> tuple[Article, ...]:
    """The articles of one story folder."""
    listed = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
    return tuple(
        Article(
            id=a["id"],
            text=(folder / f"{a['id']}.txt").read_bytes().decode("utf-8"),
            title=a.get("title"),
            outlet=a.get("outlet"),
            url=a.get("url"),
            published=a.get("published"),
            language="en",
        )
        for a in listed
    )
