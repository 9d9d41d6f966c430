"""``compare``, ``annotate``, ``verify``, ``schema``: from reports of one event to its dossier."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crosslight.cli.commands.options import AllowHosts, NoCache, Parser, Quiet, Sources, Workers

app = typer.Typer()


@app.command()
def compare(
    sources: Sources,
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the dossier as JSON (- for standard output).")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the dossier as one self-contained page (- for standard output)."),
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE", help="Write the dossier as Markdown (- for standard output).")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="DOSSIER.json", help="Say what changed since this earlier dossier of the story."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="ID",
            help="Say why one line stands: the id of a fact (k3), quantity (q1), dispute (d2) or utterance (u1).",
        ),
    ] = None,
    outlet: Annotated[
        list[str], typer.Option("--outlet", metavar="ID=NAME", help="Say which outlet an article is of. Repeatable.")
    ] = [],
    published: Annotated[
        list[str], typer.Option("--published", metavar="ID=DATE", help="Say when an article was published (ISO 8601). Repeatable.")
    ] = [],
    allow_host: AllowHosts = [],
    workers: Workers = 1,
    no_cache: NoCache = False,
    parser: Parser = None,
    quiet: Quiet = False,
) -> None:
    """Compare the reports of one event and show the dossier."""
    from crosslight.cli.outputs import Outputs
    from crosslight.cli.run import run_compare, settings_from

    outputs = Outputs(json, html, markdown, since, explain)
    given = {"outlet": outlet, "published": published}
    run_compare(sources, outputs, given, allow_host, settings_from(workers=workers, no_cache=no_cache, parser=parser), quiet=quiet)


@app.command()
def annotate(
    sources: Sources,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="ID",
            help="Say why one annotation was made: the id of a figure (f0), time (t0), place (p1), attribution (a1), event (ev1) or entity (e1); ARTICLE:ID among several articles.",
        ),
    ] = None,
    allow_host: AllowHosts = [],
    workers: Workers = 1,
    no_cache: NoCache = False,
    parser: Parser = None,
    quiet: Quiet = False,
) -> None:
    """Read each article closely and print its annotations, one JSON line an article."""
    from crosslight.cli.run import run_annotate, settings_from

    settings = settings_from(workers=workers, no_cache=no_cache, parser=parser)
    run_annotate(sources, allow_host, settings, explain=explain, quiet=quiet)


@app.command()
def verify(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER.json", help="A dossier that compare wrote (- for standard input).")],
) -> None:
    """Recompute every hash and span of a dossier; exit code 1 and a list where anything does not hold."""
    from crosslight.cli.run import run_verify

    sys.exit(run_verify(dossier))


@app.command()
def schema(name: Annotated[str, typer.Argument(metavar="article|annotations|dossier", help="Which format.")]) -> None:
    """Print the JSON Schema of an interchange format."""
    from crosslight.cli.run import run_schema

    run_schema(name)
