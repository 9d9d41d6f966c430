"""``ingest``, ``stories``, ``show``, ``search``, ``doctor``: what a store is given, asked and looked over."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crosslight.cli.commands.options import AllowHosts, AsJson, Limit, Outlet, Quiet, Since, StorePlace, Until, Workers

app = typer.Typer()


@app.command()
def ingest(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE...]",
            help="Files, folders, feeds, web archives, http(s) addresses, or - for standard input; none: what the store holds and nobody has read or placed yet.",
        ),
    ] = None,
    store: StorePlace = None,
    no_annotate: Annotated[bool, typer.Option("--no-annotate", help="Do not read the articles closely.")] = False,
    no_cluster: Annotated[bool, typer.Option("--no-cluster", help="Do not put the articles into stories.")] = False,
    json: AsJson = False,
    allow_host: AllowHosts = [],
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Take articles from files, archives, feeds and addresses into the store, each into its story. May be stopped and started again."""
    from crosslight.cli.ingest import IngestOptions, run_ingest
    from crosslight.cli.run import settings_from

    settings = settings_from(workers=workers, no_cache=True, parser=None)
    sys.exit(
        run_ingest(
            sources or [],
            store,
            IngestOptions(annotate=not no_annotate, cluster=not no_cluster, as_json=json),
            allow_host,
            settings,
            quiet=quiet,
        )
    )


@app.command()
def stories(
    store: StorePlace = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """List the stories of the store, the one that grew last first."""
    from crosslight.cli.store import run_stories
    from crosslight.store import Filters

    run_stories(store, Filters(outlet=outlet, since=since, until=until, limit=limit), as_json=json)


@app.command()
def show(
    story: Annotated[str, typer.Argument(metavar="STORY", help="A story's id.")],
    store: StorePlace = None,
    dossier: Annotated[bool, typer.Option("--dossier", help="Lay its accounts side by side.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write its accounts as one self-contained page (- for standard output)."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON; with --dossier, as compare writes it.")] = False,
) -> None:
    """Show a story: its articles, why each is in it and what it nearly was in; or its accounts side by side."""
    from crosslight.cli.show import run_show
    from crosslight.settings import Settings

    run_show(store, story, dossier=dossier, as_json=json, html=html, settings=Settings.from_environment())


@app.command(context_settings={"ignore_unknown_options": True})  # -word is a word that must not stand there
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD...]", help='Words that must all stand in it; "a phrase"; -word for none of it.'),
    ] = None,
    store: StorePlace = None,
    outlet: Outlet = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help="Naming this person, body or group.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Naming this place.")] = None,
    since: Since = None,
    until: Until = None,
    counts: Annotated[
        str | None, typer.Option("--counts", metavar="WORDS", help='Figures that count this, such as "people killed".')
    ] = None,
    over: Annotated[float | None, typer.Option("--over", metavar="N", help="Figures of more than this.")] = None,
    under: Annotated[float | None, typer.Option("--under", metavar="N", help="Figures of less than this.")] = None,
    best: Annotated[bool, typer.Option("--best", help="The best match first, not the newest.")] = False,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """Find articles by words, outlet, person, place and date; or figures by what they count and how large they are."""
    from crosslight.cli.store import FigureQuestion, run_search
    from crosslight.store import Filters

    wanted = Filters(outlet=outlet, since=since, until=until, person=person, place=place, limit=limit)
    run_search(store, words or [], wanted, FigureQuestion(counts, over, under), best_first=best, as_json=json)


@app.command()
def doctor(
    store: StorePlace = None,
    repair: Annotated[bool, typer.Option("--repair", help="Make anew what can be made anew: indexes, lists, stories.")] = False,
    backup: Annotated[
        Path | None, typer.Option("--backup", metavar="FILE", help="First write a whole copy of the store there.")
    ] = None,
    rescue: Annotated[
        Path | None, typer.Option("--rescue", metavar="FILE", help="Put what can still be read of a damaged store into a new one.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON line.")] = False,
) -> None:
    """Check that the store holds what was put into it; articles and judgements are never touched."""
    from crosslight.cli.store import run_doctor

    sys.exit(run_doctor(store, repair=repair, backup=backup, rescue=rescue, as_json=json))
