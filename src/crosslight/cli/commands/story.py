"""``story``: a person's judgements on what stories hold."""

from typing import Annotated

import typer

from crosslight.cli.commands.options import Judge, OtherStory, StorePlace, StoryId

app = typer.Typer(
    no_args_is_help=True, help="Correct what stories hold: a person's judgement is kept, and wins over the clusterer's."
)


@app.command("split")
def story_split(
    id: StoryId,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="The articles that are a story of their own.")],
    store: StorePlace = None,
    judge: Judge = None,
) -> None:
    """Take articles out of a story, into one of their own."""
    from crosslight.cli.story import run_split

    run_split(store, id, articles, judge)


@app.command("merge")
def story_merge(id: StoryId, into: OtherStory, store: StorePlace = None, judge: Judge = None) -> None:
    """Make two stories one."""
    from crosslight.cli.story import run_merge

    run_merge(store, id, into, judge)


@app.command("move")
def story_move(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id.")],
    into: OtherStory,
    store: StorePlace = None,
    judge: Judge = None,
) -> None:
    """Move an article to another story."""
    from crosslight.cli.story import run_move

    run_move(store, article, into, judge)


@app.command("pin")
def story_pin(id: StoryId, store: StorePlace = None, judge: Judge = None) -> None:
    """Hold the articles of a story together, whatever is found later."""
    from crosslight.cli.story import run_pin

    run_pin(store, id, judge)
