"""What a command says of itself while it works: lines and a progress bar on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from crosslight.present.lineup import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from crosslight.flow import Progress


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


def console(file: IO[str]) -> Console:
    """Where rich writes to ``file``."""
    from rich.console import Console

    return Console(file=file)


def say(message: str) -> None:
    """One line on standard error, without characters that steer a terminal: names in it may come from anywhere."""
    sys.stderr.write(f"crosslight: {squeeze(message)}\n")
