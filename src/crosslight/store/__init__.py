"""What is kept: one interface over SQLite (one file) and PostgreSQL with pgvector."""

from crosslight.store.derive import Judged, derive
from crosslight.store.shapes import (
    Alert,
    Feed,
    FigureHit,
    Filters,
    Hit,
    Item,
    Kept,
    Page,
    Revision,
    Skipped,
    Snapshot,
    StoryLine,
    Version,
)
from crosslight.store.store import Session, Store

__all__ = [
    "Alert",
    "Feed",
    "FigureHit",
    "Filters",
    "Hit",
    "Item",
    "Judged",
    "Kept",
    "Page",
    "Revision",
    "Session",
    "Skipped",
    "Snapshot",
    "Store",
    "StoryLine",
    "Version",
    "derive",
]
