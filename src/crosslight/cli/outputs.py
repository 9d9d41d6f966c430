"""Where a dossier goes: checked before any work, rendered in every wanted format, written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from crosslight.errors import OutputError, UsageError

if TYPE_CHECKING:
    from crosslight.model import Dossier

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


def rendered(dossier: Dossier, outputs: Outputs) -> list[tuple[Path, str]]:
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


def write_all(made: list[tuple[Path, str]]) -> None:
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
        raise _refused(file, error) from error
    finally:
        for name, _ in aside:
            Path(name).unlink(missing_ok=True)


def _written_aside(file: Path, text: str) -> str:
    """The name of a new file beside ``file`` that holds the text, safely on disk."""
    with _aside(file) as handle:
        try:
            handle.write(text.encode("utf-8", "surrogatepass"))
            handle.flush()
            os.fsync(handle.fileno())
            os.fchmod(handle.fileno(), 0o666 & ~_umask())
        except BaseException:
            Path(handle.name).unlink(missing_ok=True)
            raise
    return handle.name


def _aside(file: Path, *, delete: bool = False) -> IO[bytes]:
    """A new file beside ``file``, named after it."""
    return tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=delete)


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
    try:  # not all that forbids a file shows in the permissions: a read-only disk, /proc, a name that is too long
        if file.is_dir():
            raise OutputError(f"{file} is a folder; give the name of a file in it")
        if not file.parent.is_dir():
            raise OutputError(f"the folder {file.parent} does not exist; make it first")
        if file.exists() and not os.access(file, os.W_OK):
            raise OutputError(f"{file} cannot be written (no permission); choose another place")
        if file.is_file() or not file.exists():  # a device or pipe is written to as it is
            _aside(file.resolve(), delete=True).close()
    except OSError as error:
        raise _refused(file, error) from error


def _refused(file: Path, error: OSError) -> OutputError:
    return OutputError(f"{file} cannot be written ({error.strerror}); make room or choose another place")
