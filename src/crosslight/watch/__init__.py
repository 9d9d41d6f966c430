"""Watching feeds for weeks: fetched when due, taken in, laid side by side again, and told of what changed."""

from crosslight.watch.loop import Options, Watch
from crosslight.watch.telling import Event

__all__ = ["Event", "Options", "Watch"]
