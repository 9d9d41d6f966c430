"""Commands as a user types them: in this process, where models are loaded once, or in a process of their own."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from crosslight.cli import main

ALONE = [sys.executable, "-m", "crosslight"]
"""What starts the command line in a process of its own."""


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def run_here(*arguments: object, given: str | None = None) -> Ended:
    """Through the same entry point as the installed command. What is not told in a line, but raised, is raised here."""
    out, err, stdin = (io.TextIOWrapper(io.BytesIO((text or "").encode()), encoding="utf-8") for text in ("", "", given))
    argv = ["crosslight", *map(str, arguments)]
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "stdin", stdin), patch.object(sys, "argv", argv):
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
    return Ended(code, _written(out), _written(err))


def run_alone(*arguments: object, given: str | None = None) -> Ended:
    """In a process of its own, as a shell starts it."""
    run = subprocess.run([*ALONE, *map(str, arguments)], capture_output=True, text=True, input=given, check=False)
    return Ended(run.returncode, run.stdout, run.stderr)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()
