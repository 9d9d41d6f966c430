"""``cluster`` and ``fetch``: streams of articles, without a store."""

from pathlib import Path
from typing import Annotated

import typer

from crosslight.cli.commands.options import AllowHosts, Quiet, Sources

app = typer.Typer()


@app.command()
def cluster(
    source: Annotated[str, typer.Argument(metavar="FILE.jsonl", help="Article records, one a line (- for standard input).")],
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar="ARTICLE", help="Say why this article went where it went, and which stories it nearly joined."
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Find the stories in a stream of articles, in one pass; print each article's id and story, one JSON line an article."""
    from crosslight.cli.cluster import run_cluster

    run_cluster(source, explain=explain, quiet=quiet)


@app.command()
def fetch(
    sources: Sources,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.jsonl", help="Write the records there (- for standard output).")
    ] = Path("-"),
    keep_raw: Annotated[
        Path | None,
        typer.Option("--keep-raw", metavar="FILE.warc.gz", help="Keep every fetched page as it came, in this WARC file."),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, metavar="N", help="Items of one feed that are read, the newest first.")
    ] = 50,
    provenance: Annotated[
        bool, typer.Option("--provenance", help="Say of each title, outlet, author and date where it came from.")
    ] = False,
    allow_host: AllowHosts = [],
    quiet: Quiet = False,
) -> None:
    """Read articles from pages, feeds and archives; print them as article records, one JSON line an article."""
    from crosslight.cli.fetch import FetchOptions, run_fetch

    run_fetch(sources, FetchOptions(out, keep_raw, most, provenance), allow_host, quiet=quiet)
