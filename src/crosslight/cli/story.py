"""``crosslight story``: a person's judgements on which articles belong together."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from crosslight.cli.store import lineage_line, place, story_of
from crosslight.cli.telling import say
from crosslight.errors import UsageError
from crosslight.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crosslight.model import Judgement, Story
    from crosslight.store import Session


def run_split(store: str | None, id: str, articles: Sequence[str], judge: str | None) -> None:
    """These articles of a story are a story of their own."""
    from crosslight.discover.judging import split

    with Store.open(place(store), judge=True) as kept, kept.writing() as session:
        story = story_of(session, id)
        _check_inside(story, articles)
        rest = [a for a in story.articles if a not in articles]
        if not rest:
            raise UsageError(f"these are all the articles of {story.id}; name those that are to leave it")
        _judge(session, split(list(dict.fromkeys(articles)), rest, _judge_name(judge)))


def run_merge(store: str | None, id: str, into: str, judge: str | None) -> None:
    """Two stories are one."""
    from crosslight.discover.judging import merge

    with Store.open(place(store), judge=True) as kept, kept.writing() as session:
        one, other = story_of(session, id), story_of(session, into)
        if one.id == other.id:
            raise UsageError(f"{id} and {into} are one story already")
        name = _judge_name(judge)
        _judge(session, (*_taken_back(session, one.articles, other.articles, name), *merge(one.articles, other.articles, name)))


def run_move(store: str | None, article: str, into: str, judge: str | None) -> None:
    """An article belongs to another story."""
    from crosslight.discover.judging import move

    with Store.open(place(store), judge=True) as kept, kept.writing() as session:
        held, target = session.stories.of(article), story_of(session, into)
        if held is None:
            raise UsageError(f"there is no article {article!r} in a story; crosslight search finds ids")
        if held == target.id:
            raise UsageError(f"{article} is in {target.id} already")
        away = [a for a in story_of(session, held).articles if a != article]
        name = _judge_name(judge)
        _judge(session, (*_taken_back(session, [article], target.articles, name), *move(article, away, target.articles, name)))


def run_pin(store: str | None, id: str, judge: str | None) -> None:
    """The articles of a story belong together, whatever is found later."""
    from crosslight.discover.judging import pin

    with Store.open(place(store), judge=True) as kept, kept.writing() as session:
        story = story_of(session, id)
        if len(story.articles) < 2:
            raise UsageError(f"{story.id} has one article; there is nothing to hold together")
        _judge(session, pin(story.articles, _judge_name(judge)))
        say(f"{story.id}: {len(story.articles)} articles are held together")


def _judge(session: Session, judgements: Sequence[Judgement]) -> None:
    lineage = session.stories.judge(judgements)
    for line in lineage:
        sys.stdout.write(lineage_line(line) + "\n")
    if not lineage:
        say("kept; no story has changed by it")


def _taken_back(session: Session, articles: Sequence[str], into: Sequence[str], judge: str) -> list[Judgement]:
    """What has to be said against older judgements that these articles and those are apart."""
    from crosslight.model import Judgement

    apart = {
        (a, b)
        for kept in session.judgements.about(articles, persons=True)
        if kept.judgement.verdict == "different"
        for a, b in ((kept.judgement.article, kept.judgement.other), (kept.judgement.other, kept.judgement.article))
        if a in articles and b in into
    }
    return [Judgement(a, b, "same", 1.0, (f"{judge} took back that they are apart",), judge) for a, b in sorted(apart)]


def _judge_name(name: str | None) -> str:
    given = name or getpass.getuser()
    if given.split(" ")[0] == "clusterer":
        raise UsageError("'clusterer' is the program's own name; give another with --judge")
    return given


def _check_inside(story: Story, articles: Iterable[str]) -> None:
    for article in articles:
        if article not in story.articles:
            raise UsageError(f"{article} is not in {story.id}; its articles are {', '.join(story.articles[:10])}")
