"""The command line as a whole: its groups of commands, each declared in :mod:`crosslight.cli.commands`."""

from __future__ import annotations

from typing import Annotated

import typer

from crosslight._version import __version__
from crosslight.cli.commands import accounts, feeds, store, story, streams, watch

app = typer.Typer(
    name="crosslight",
    help="Lays the accounts of several outlets on one event side by side; every line shows the words it came from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def crosslight(version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    """Lay the accounts of several outlets on one event side by side."""
    if version:
        typer.echo(f"crosslight {__version__}")
        raise typer.Exit


for one in (accounts, streams, store, watch):
    app.add_typer(one.app)
app.add_typer(feeds.app, name="feeds")
app.add_typer(story.app, name="story")
