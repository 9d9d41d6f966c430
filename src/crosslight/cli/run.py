"""What compare, annotate, verify and schema do: call the flow, show progress, write the results."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from crosslight import flow
from crosslight.cli.outputs import STDOUT, Outputs, rendered, write_all
from crosslight.cli.telling import console, progress_bar, say, say_skipped
from crosslight.errors import UsageError
from crosslight.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from crosslight.acquire import ReadResult
    from crosslight.model import Article, Dossier


def settings_from(*, workers: int, no_cache: bool, parser: str | None) -> Settings:
    """The settings of one call, over those of the environment."""
    settings = Settings.from_environment()
    return replace(settings, workers=workers, cache=None if no_cache else settings.cache, parser=parser or settings.parser)


def run_compare(
    sources: list[str], outputs: Outputs, given: dict[str, list[str]], allow_hosts: list[str], settings: Settings, *, quiet: bool
) -> None:
    """Read, compare, write, show."""
    outputs.check()
    earlier = _json_of(outputs.since) if outputs.since else None
    result = _read(sources, allow_hosts, settings, quiet=quiet)
    articles = _with_given(result.articles, given)
    from crosslight.model import Note

    skipped = tuple(Note("skipped", s.source, s.reason) for s in result.skipped)
    with progress_bar(quiet=quiet) as progress:
        dossier = flow.compare(articles, settings=settings, notes=skipped, progress=progress)
    write_all(rendered(dossier, outputs))
    if not quiet:
        for note in dossier.notes:
            if note.kind != "skipped":
                say(f"{note.about}: {note.text}")
    if outputs.explain:
        _explain(dossier, outputs.explain)
    elif earlier is not None:
        _say_changes(earlier, dossier)
    elif not (outputs.stdout_taken or quiet):
        from crosslight.present import terminal

        terminal.render(dossier, console(sys.stdout))


def _explain(dossier: Dossier, id: str) -> None:
    """Why one line of the dossier stands, on standard output."""
    explained = {one.id: one for part in (dossier.facts, dossier.quantities, dossier.disputes, dossier.utterances) for one in part}
    if id not in explained:
        raise UsageError(
            f"there is no line {id!r}; facts are k1 to k{len(dossier.facts)}, quantities q…, disputes d…, utterances u…"
        )
    from crosslight.export.record import record

    sys.stdout.write(json.dumps(record(explained[id], article=True), ensure_ascii=False, indent=1) + "\n")


def _say_changes(earlier: dict[str, object], dossier: Dossier) -> None:
    """What is new since an earlier dossier, a line each, on standard output."""
    from crosslight.export.changes import changes
    from crosslight.export.record import dossier_record

    found = changes(earlier, dossier_record(dossier))
    for change in found:
        sys.stdout.write(f"{change.kind:8}  {change.text}\n")
    if not found:
        say("nothing changed")


def run_annotate(
    sources: list[str], allow_hosts: list[str], settings: Settings, *, explain: str | None = None, quiet: bool
) -> None:
    """Read and annotate, a line an article as soon as it is there; or say why one annotation was made."""
    from crosslight.export.record import annotations_record

    result = _read(sources, allow_hosts, settings, quiet=quiet)
    with progress_bar(quiet=quiet) as progress:
        readings = flow.annotate(result.articles, settings=settings, progress=progress)
        if explain:
            told = flow.explain(readings, explain, settings=settings)
            where = f"{told.span.article.id}, characters {told.span.start} to {told.span.end}"
            sys.stdout.write(f"{told.kind} {told.id} ({where}): {told.span.text!r}\n{told.what}\n")
            sys.stdout.writelines(f"- {reason}\n" for reason in told.reasons)
            return
        for reading in readings:
            sys.stdout.write(json.dumps(annotations_record(reading), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def run_verify(file: Path) -> int:
    """0 where everything holds; 1 and a list on standard output where not."""
    found = flow.verify(_json_of(file))
    for line in found:
        sys.stdout.write(line + "\n")
    if found:
        say(f"{len(found)} things do not hold in {file}")
        return 1
    say(f"{file}: every hash and span holds")
    return 0


def run_schema(name: str) -> None:
    """Print one schema."""
    from crosslight.export.schema import FORMATS, schema

    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}; choose one of {', '.join(FORMATS)}")
    sys.stdout.write(json.dumps(schema(name), indent=2) + "\n")


def _json_of(file: Path) -> dict[str, object]:
    try:
        raw = sys.stdin.buffer.read() if file == STDOUT else file.read_bytes()
        value = json.loads(raw)
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}); give a dossier that compare wrote") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not JSON; give a dossier that compare --json wrote") from error
    if not isinstance(value, dict) or not isinstance(value.get("articles"), list):
        raise UsageError(f"{file} is no dossier; give one that compare --json wrote")
    return value


def _read(sources: list[str], allow_hosts: list[str], settings: Settings, *, quiet: bool) -> ReadResult:
    result = flow.read(sources, allow_hosts=allow_hosts, settings=settings)
    if not quiet or not result.articles:
        say_skipped(result.skipped)
    if not result.articles:
        say("no article could be read; give text, Markdown, HTML or JSONL files, folders of them, or web addresses")
        raise SystemExit(3)
    return result


def _with_given(articles: tuple[Article, ...], given: dict[str, list[str]]) -> tuple[Article, ...]:
    """The articles with the outlets and dates that were given by hand."""
    for field, pairs in given.items():
        for pair in pairs:
            id, found, value = pair.partition("=")
            if not found or not value:
                raise UsageError(f"--{field} {pair} says nothing; write --{field} ID=VALUE")
            if field == "published":
                _check_date(value)
            if all(a.id != id for a in articles):
                raise UsageError(f"--{field} {pair} names no article; the articles are {', '.join(a.id for a in articles)}")
            articles = tuple(
                replace(a, outlet=value) if a.id == id and field == "outlet" else replace(a, published=value) if a.id == id else a
                for a in articles
            )
    return articles


def _check_date(value: str) -> None:
    from datetime import datetime

    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is no date; write it as 2026-03-14 or 2026-03-14T09:30") from error
