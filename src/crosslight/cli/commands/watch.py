"""``watch``: feeds, for as long as you like."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crosslight.cli.commands.options import AllowHosts, Quiet, StorePlace

app = typer.Typer()


@app.command()
def watch(
    feed: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FEED...]", help="OPML files, and addresses of feeds, sitemaps or OPML lists; none: the feeds of the store."
        ),
    ] = None,
    store: StorePlace = None,
    every: Annotated[
        float, typer.Option("--every", min=0.05, metavar="MINUTES", help="Minutes between two visits of a feed.")
    ] = 10.0,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once, take in what is due, and stop.")] = False,
    alert_webhook: Annotated[
        str | None, typer.Option("--alert-webhook", metavar="URL", help="Post each alert there as JSON, until it is taken.")
    ] = None,
    alert_feed: Annotated[
        Path | None, typer.Option("--alert-feed", metavar="FILE.xml", help="Keep the newest alerts in this Atom feed.")
    ] = None,
    allow_host: AllowHosts = [],
    json: Annotated[bool, typer.Option("--json", help="One JSON line for everything that happens.")] = False,
    quiet: Quiet = False,
) -> None:
    """Watch feeds for as long as you like: new articles go into their stories, dossiers keep up, and what changes is told."""
    from crosslight.cli.run import settings_from
    from crosslight.cli.watch import Showing, run_watch
    from crosslight.watch import Options

    options = Options(every=every * 60, once=once, webhook=alert_webhook, alert_feed=alert_feed, allow_hosts=frozenset(allow_host))
    settings = settings_from(workers=1, no_cache=False, parser=None)
    sys.exit(run_watch(feed or [], store, options, settings, Showing(as_json=json, quiet=quiet)))
