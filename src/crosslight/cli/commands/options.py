"""The arguments and options that several commands have."""

from typing import Annotated

import typer

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
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither take annotations and vectors from the cache nor keep them.")]
Parser = Annotated[str | None, typer.Option("--parser", metavar="NAME", help="An installed spaCy pipeline to read with.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes on standard error.")]
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
StoryId = Annotated[str, typer.Argument(metavar="STORY", help="A story's id.")]
OtherStory = Annotated[str, typer.Argument(metavar="INTO", help="The id of the story that it goes into.")]
