"""What each command does: call the flow, show progress, write the results whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight import flow
from crosslight.errors import OutputError, UsageError
from crosslight.present.lineup import squeeze
from crosslight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from crosslight.acquire import ReadResult
    from crosslight.model import Article, Dossier

STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the dossier goes, by format, and what is wanted on the terminal in its stead."""

    json: Path | None
    html: Path | None
    markdown: Path | None
    since: Path | None = None
    explain: str | None = None

    def check(self) -> None:
        """Refuse, before any work, what cannot be written after it.

        Raises:
            OutputError: a folder is missing or not writable, or two formats go to one place.

        """
        files = [f for f in (self.json, self.html, self.markdown) if f is not None]
        if len(set(files)) < len(files):
            raise UsageError("two formats would go to one place; give each a file of its own")
        for file in files:
            if file != STDOUT:
                _check_writable(file)

    @property
    def stdout_taken(self) -> bool:
        """True where one format goes to standard output."""
        return STDOUT in (self.json, self.html, self.markdown)


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
    with _progress(quiet=quiet) as progress:
        dossier = flow.compare(articles, settings=settings, notes=skipped, progress=progress)
    _write_all(_rendered(dossier, outputs))
    if not quiet:
        for note in dossier.notes:
            if note.kind != "skipped":
                _say(f"{note.about}: {note.text}")
    if outputs.explain:
        _explain(dossier, outputs.explain)
    elif earlier is not None:
        _say_changes(earlier, dossier)
    elif not (outputs.stdout_taken or quiet):
        from crosslight.present import terminal

        terminal.render(dossier, _console(sys.stdout))


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
        _say("nothing changed")


def run_annotate(
    sources: list[str], allow_hosts: list[str], settings: Settings, *, explain: str | None = None, quiet: bool
) -> None:
    """Read and annotate, a line an article as soon as it is there; or say why one annotation was made."""
    from crosslight.export.record import annotations_record

    result = _read(sources, allow_hosts, settings, quiet=quiet)
    with _progress(quiet=quiet) as progress:
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
        _say(f"{len(found)} things do not hold in {file}")
        return 1
    _say(f"{file}: every hash and span holds")
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
        for skip in result.skipped:
            _say(str(skip))
    if not result.articles:
        _say("no article could be read; give text, Markdown, HTML or JSONL files, folders of them, or web addresses")
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


def _rendered(dossier: Dossier, outputs: Outputs) -> list[tuple[Path, str]]:
    """Every wanted format as text, before any is written."""
    made: list[tuple[Path, str]] = []
    if outputs.json:
        from crosslight.export.record import dossier_record

        made.append((outputs.json, json.dumps(dossier_record(dossier), ensure_ascii=False, indent=1) + "\n"))
    if outputs.html:
        from crosslight.present import html

        made.append((outputs.html, html.render(dossier)))
    if outputs.markdown:
        from crosslight.present import markdown

        made.append((outputs.markdown, markdown.render(dossier)))
    return made


def _write_all(made: list[tuple[Path, str]]) -> None:
    """Write each text aside, and only when all are on disk give them their names: no half of a result is ever seen.

    A device or pipe ("/dev/stdout") cannot be replaced: it is written to, last.
    """
    aside: list[tuple[str, Path]] = []
    streams = [(file, text) for file, text in made if file == STDOUT or (file.exists() and not file.is_file())]
    file = STDOUT
    try:
        for file, text in made:
            if (file, text) not in streams:
                aside.append((_written_aside(file.resolve(), text), file.resolve()))
        for name, file in aside:
            Path(name).replace(file)
        for file, text in streams:
            _write_stream(file, text)
    except OSError as error:
        raise OutputError(f"{file} cannot be written ({error.strerror}); make room or choose another place") from error
    finally:
        for name, _ in aside:
            Path(name).unlink(missing_ok=True)


def _written_aside(file: Path, text: str) -> str:
    """The name of a new file beside ``file`` that holds the text, safely on disk."""
    with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False) as handle:
        try:
            handle.write(text.encode("utf-8", "surrogatepass"))
            handle.flush()
            os.fsync(handle.fileno())
            os.fchmod(handle.fileno(), 0o666 & ~_umask())
        except BaseException:
            Path(handle.name).unlink(missing_ok=True)
            raise
    return handle.name


def _write_stream(file: Path, text: str) -> None:
    if file == STDOUT:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        with file.open("w", encoding="utf-8", errors="surrogatepass") as stream:
            stream.write(text)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _check_writable(file: Path) -> None:
    if file.is_dir():
        raise OutputError(f"{file} is a folder; give the name of a file in it")
    if not file.parent.is_dir():
        raise OutputError(f"the folder {file.parent} does not exist; make it first")
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        raise OutputError(f"{file} cannot be written (no permission); choose another place")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[flow.Progress | None]:
    """A progress bar on a terminal; nothing where standard error is piped, or quiet was asked for."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(sys.stderr), transient=True) as bar:
        tasks: dict[str, object] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield advance


def _console(file: object) -> Console:
    from rich.console import Console

    return Console(file=file)  # type: ignore[arg-type]


def _say(message: str) -> None:
    """One line on standard error, without characters that steer a terminal: names in it may come from anywhere."""
    sys.stderr.write(f"crosslight: {squeeze(message)}\n")
