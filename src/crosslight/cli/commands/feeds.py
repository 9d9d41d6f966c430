"""``feeds``: whether feeds can be read, and the list of those that are watched."""

import sys
from typing import Annotated

import typer

from crosslight.cli.commands.options import AllowHosts, AsJson, Quiet, StorePlace

app = typer.Typer(no_args_is_help=True, help="Feeds: whether they can be read, and what they hold.")


@app.command("check")
def feeds_check(
    feed: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses or files of feeds, OPML lists or sitemaps.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON line a feed.")] = False,
    allow_host: AllowHosts = [],
    quiet: Quiet = False,
) -> None:
    """Ask each feed (of a list, each of its feeds) and say whether it works, what it holds and what is wrong with it."""
    from crosslight.cli.feeds import run_feeds_check

    sys.exit(run_feeds_check(feed, allow_host, as_json=json, quiet=quiet))


@app.command("add")
def feeds_add(
    feed: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses of feeds, and OPML files.")],
    store: StorePlace = None,
) -> None:
    """Put feeds, and those of OPML files, on the list of those that are watched."""
    from crosslight.cli.store import run_feeds_add

    run_feeds_add(store, feed)


@app.command("remove")
def feeds_remove(
    feed: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses as feeds list shows them.")],
    store: StorePlace = None,
) -> None:
    """Take feeds off the list. Their articles stay."""
    from crosslight.cli.store import run_feeds_remove

    run_feeds_remove(store, feed)


@app.command("list")
def feeds_list(store: StorePlace = None, json: AsJson = False) -> None:
    """List the feeds that are watched, and how each does."""
    from crosslight.cli.store import run_feeds_list

    run_feeds_list(store, as_json=json)
