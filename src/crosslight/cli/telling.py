"""What a command says of itself while it works: lines and a progress bar on standard error."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from crosslight.present.lineup import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from crosslight.errors import SkipArticle
    from crosslight.flow import Progress

MOST_LINES = 3
"""Lines of one file that are named when they are skipped: a file of another kind has a reason in every line."""
_LINE = re.compile(r", (?:line|article|record) \d+\Z")


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing where standard error is piped, or quiet was asked for."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        tasks: dict[str, object] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield advance


class Skipping:
    """Says which inputs are skipped: of the lines of one file the first few, and at the end how many more."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def tell(self, skip: SkipArticle) -> None:
        """Say why an input is skipped, unless enough of its file were named."""
        file = _LINE.sub("", skip.source)
        if file != skip.source:
            self._lines[file] = self._lines.get(file, 0) + 1
        if self._lines.get(file, 0) <= MOST_LINES:
            say(str(skip))

    def end(self) -> None:
        """Say of how many nothing was said."""
        for file, skipped in self._lines.items():
            if skipped > MOST_LINES:
                say(f"{file}: {skipped - MOST_LINES:,} more lines or records of it are skipped, {skipped:,} in all")


def say_skipped(skips: Iterable[SkipArticle]) -> None:
    """Say which inputs are skipped, and why."""
    skipping = Skipping()
    for skip in skips:
        skipping.tell(skip)
    skipping.end()


def console(file: IO[str]) -> Console:
    """Where rich writes to ``file``."""
    from rich.console import Console

    return Console(file=file)


def say(message: str) -> None:
    """One line on standard error, without characters that steer a terminal: names in it may come from anywhere."""
    sys.stderr.write(f"crosslight: {squeeze(message)}\n")
