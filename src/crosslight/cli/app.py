"""The commands and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crosslight._version import __version__

app = typer.Typer(
    name="crosslight",
    help="Lays the accounts of several outlets on one event side by side; every line shows the words it came from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files (.txt .md .html .jsonl .json), feeds, web archives (.warc .wacz), folders, http(s) addresses, or - for standard input.",
    ),
]
AllowHosts = Annotated[
    list[str], typer.Option("--allow-host", metavar="HOST", help="Fetch from this host though its address is private. Repeatable.")
]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that read articles.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither take annotations from the cache nor keep them.")]
Parser = Annotated[str | None, typer.Option("--parser", metavar="NAME", help="An installed spaCy pipeline to read with.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes on standard error.")]


@app.callback(invoke_without_command=True)
def crosslight(version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    """Lay the accounts of several outlets on one event side by side."""
    if version:
        typer.echo(f"crosslight {__version__}")
        raise typer.Exit


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
    from crosslight.cli.run import Outputs, run_compare, settings_from

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


feeds = typer.Typer(no_args_is_help=True, help="Feeds: whether they can be read, and what they hold.")
app.add_typer(feeds, name="feeds")


@feeds.command("check")
def feeds_check(
    feed: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses or files of feeds, OPML lists or sitemaps.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON line a feed.")] = False,
    allow_host: AllowHosts = [],
    quiet: Quiet = False,
) -> None:
    """Ask each feed (of a list, each of its feeds) and say whether it works, what it holds and what is wrong with it."""
    from crosslight.cli.feeds import run_feeds_check

    sys.exit(run_feeds_check(feed, allow_host, as_json=json, quiet=quiet))


StorePlace = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FILE",
        help="The store: a file or a postgresql:// address. Default: CROSSLIGHT_STORE, or the user's data folder.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON line each.")]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only of this outlet.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published on this day or later (ISO 8601).")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published on this day or before.")]
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="So many at most.")]
Judge = Annotated[str | None, typer.Option("--judge", metavar="NAME", help="Whose judgement it is. Default: the name of the user.")]


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


story = typer.Typer(
    no_args_is_help=True, help="Correct what stories hold: a person's judgement is kept, and wins over the clusterer's."
)
app.add_typer(story, name="story")
StoryId = Annotated[str, typer.Argument(metavar="STORY", help="A story's id.")]
OtherStory = Annotated[str, typer.Argument(metavar="INTO", help="The id of the story that it goes into.")]


@story.command("split")
def story_split(
    id: StoryId,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="The articles that are a story of their own.")],
    store: StorePlace = None,
    judge: Judge = None,
) -> None:
    """Take articles out of a story, into one of their own."""
    from crosslight.cli.story import run_split

    run_split(store, id, articles, judge)


@story.command("merge")
def story_merge(id: StoryId, into: OtherStory, store: StorePlace = None, judge: Judge = None) -> None:
    """Make two stories one."""
    from crosslight.cli.story import run_merge

    run_merge(store, id, into, judge)


@story.command("move")
def story_move(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id.")],
    into: OtherStory,
    store: StorePlace = None,
    judge: Judge = None,
) -> None:
    """Move an article to another story."""
    from crosslight.cli.story import run_move

    run_move(store, article, into, judge)


@story.command("pin")
def story_pin(id: StoryId, store: StorePlace = None, judge: Judge = None) -> None:
    """Hold the articles of a story together, whatever is found later."""
    from crosslight.cli.story import run_pin

    run_pin(store, id, judge)


@feeds.command("add")
def feeds_add(
    feed: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses of feeds, and OPML files.")],
    store: StorePlace = None,
) -> None:
    """Put feeds, and those of OPML files, on the list of those that are watched."""
    from crosslight.cli.store import run_feeds_add

    run_feeds_add(store, feed)


@feeds.command("remove")
def feeds_remove(
    feed: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses as feeds list shows them.")],
    store: StorePlace = None,
) -> None:
    """Take feeds off the list. Their articles stay."""
    from crosslight.cli.store import run_feeds_remove

    run_feeds_remove(store, feed)


@feeds.command("list")
def feeds_list(store: StorePlace = None, json: AsJson = False) -> None:
    """List the feeds that are watched, and how each does."""
    from crosslight.cli.store import run_feeds_list

    run_feeds_list(store, as_json=json)


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
    settings = settings_from(workers=1, no_cache=True, parser=None)
    sys.exit(run_watch(feed or [], store, options, settings, Showing(as_json=json, quiet=quiet)))
