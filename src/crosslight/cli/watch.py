"""``crosslight watch``: from a list of feeds to stories that keep themselves up to date."""

from __future__ import annotations

import json
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosslight.cli.store import place
from crosslight.cli.telling import console, say
from crosslight.errors import SkipArticle, UsageError
from crosslight.present.lineup import squeeze
from crosslight.store import Store
from crosslight.store.moments import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crosslight.settings import Settings
    from crosslight.watch import Event, Options
    from crosslight.watch.telling import Tell


@dataclass(frozen=True, slots=True)
class Showing:
    """How what happens is shown."""

    as_json: bool = False
    quiet: bool = False


def run_watch(sources: Sequence[str], store: str | None, options: Options, settings: Settings, showing: Showing) -> int:
    """Watch until told to stop. 0 when stopped, or when the one round was done; 3 where there is no feed to watch."""
    from crosslight.scale import parts
    from crosslight.watch import Watch, atom, webhook
    from crosslight.watch.reading import Reader

    if options.webhook:
        webhook.check(options.webhook, options.allow_hosts)
    if options.alert_feed:
        atom.check(options.alert_feed)
    named = [pair for source in sources for pair in _feeds_in(source)]
    with Store.open(place(store), write=True) as kept, _stoppable() as stop, _teller(showing) as tell:
        with kept.writing() as session:
            for url, title in named:
                session.feeds.add(url, title)
            watched = len(session.feeds.all())
        if not watched:
            say("there is no feed to watch; give an OPML file, or the address of a feed or sitemap, or say crosslight feeds add")
            return 3
        reader = Reader(settings, stop)
        Watch(kept, reader, parts.clustering(), parts.annotating(settings).name, tell, options, stop).run()
    if stop.is_set() and not showing.quiet:
        say("stopped; all that was taken in is kept, and the next start goes on from there")
    return 0


def _feeds_in(source: str) -> list[tuple[str, str | None]]:
    """The feeds that a source names: an address itself, or those of an OPML file.

    Raises:
        UsageError: it names none.

    """
    if source.startswith(("http://", "https://")):
        return [(source, None)]
    from crosslight.acquire.feeds import parse

    try:
        found = parse(Path(source).read_bytes(), source)
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}); give an OPML file, or the address of a feed") from error
    except SkipArticle as error:
        raise UsageError(f"{source} {error.reason}; give an OPML file, or the address of a feed") from error
    if not found.links:
        raise UsageError(
            f"{source} names no feeds; give an OPML file, or the address of the feed itself, so that it can be asked again"
        )
    return [(link.address, link.title) for link in found.links]


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Set by Ctrl-C or SIGTERM; a second one ends the program where it stands, as kill -9 would."""
    stop = threading.Event()

    def told(number: int, frame: object) -> None:  # noqa: ARG001 - the signature of a handler
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _teller(showing: Showing) -> Iterator[Tell]:
    """What shows events: JSON lines; or alerts on standard output and the rest on standard error."""
    if showing.as_json:
        yield _json_line
    elif showing.quiet:
        yield _alerts_alone
    elif sys.stderr.isatty():
        from rich.live import Live
        from rich.spinner import Spinner
        from rich.text import Text

        moving = Spinner("dots", Text("starting"))
        # alerts are shown above the line that moves where both are on the terminal, and go where they should where not
        shown = {"redirect_stdout": sys.stdout.isatty(), "transient": True, "refresh_per_second": 4}

        def show(event: Event) -> None:
            if event.kind == "state":
                moving.update(text=Text(squeeze(event.text)))
            else:
                _line(event)

        with Live(moving, console=console(sys.stderr), **shown):  # type: ignore[arg-type]
            yield show
    else:
        yield _line


def _json_line(event: Event) -> None:
    if event.kind != "state":
        told = {"event": event.kind, "at": now(), "text": event.text, **event.details}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _alerts_alone(event: Event) -> None:
    if event.kind == "alert":
        sys.stdout.write(f"{str(event.details['at'])[:16]}  {squeeze(event.text)}\n")
        sys.stdout.flush()


def _line(event: Event) -> None:
    """Alerts on standard output; what is in the way, and a line a round, on standard error."""
    _alerts_alone(event)
    failed = event.kind == "feed" and event.details.get("outcome") == "failed"
    if event.kind in ("round", "problem") or failed:
        say(squeeze(event.text))
