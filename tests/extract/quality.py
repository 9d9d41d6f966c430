"""How well pages are read: words in common with the expected text, and the share of right titles, outlets, authors and dates."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from crosslight.errors import SkipArticle
from crosslight.extract import from_page
from crosslight.model import Extraction, Page

PAGES = Path(__file__).parent / "pages"
FIELDS = ("title", "outlet", "authors", "published", "modified")


@dataclass(frozen=True)
class Reading:
    """What was read of one page beside what should be."""

    name: str
    precision: float
    recall: float
    f1: float
    right: dict[str, bool]
    extraction: Extraction | None


def read_page(file: Path) -> Reading:
    """One page as it would come from its host."""
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    page = Page(
        expected["url"], expected["url"], 200, file.read_bytes(), "2026-03-15T12:00:00+00:00", (("content-type", "text/html"),)
    )
    try:
        found = from_page(page)
    except SkipArticle:
        return Reading(file.stem, 0.0, 0.0, 0.0, dict.fromkeys(FIELDS, False), None)
    precision, recall, f1 = overlap(words(found.article.text), words(" ".join(expected["text"])))
    given = {"title": found.article.title, "outlet": found.article.outlet, "authors": list(found.article.authors)}
    given |= {"published": found.article.published, "modified": found.modified}
    return Reading(file.stem, precision, recall, f1, {name: given[name] == expected[name] for name in FIELDS}, found)


def words(text: str) -> Counter[str]:
    """Words, and single characters of scripts that put no space between them."""
    return Counter(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", text.lower()))


def overlap(found: Counter[str], expected: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over words, each as often as it stands."""
    same = sum((found & expected).values())
    precision = same / max(sum(found.values()), 1)
    recall = same / max(sum(expected.values()), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def all_pages() -> list[Reading]:
    """Every page of the folder."""
    return [read_page(file) for file in sorted(PAGES.glob("*.html"))]


if __name__ == "__main__":
    readings = all_pages()
    for one in readings:
        wrong = [name for name, right in one.right.items() if not right]
        print(f"{one.name:22} P {one.precision:.3f} R {one.recall:.3f} F1 {one.f1:.3f} {wrong or ''}")  # noqa: T201
    print(f"mean F1 {sum(r.f1 for r in readings) / len(readings):.4f}")  # noqa: T201
