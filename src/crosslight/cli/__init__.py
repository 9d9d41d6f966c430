"""The command line: parse, call the flow, render. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import os
import sys

EXIT_CODES = {
    0: "done",
    1: "verify found something that does not hold, or feeds check a feed that does not work, or doctor a store that is not sound",
    2: "the call makes no sense (unknown option, missing file name)",
    3: "no article could be read",
    4: "a result could not be written",
    5: "an installed part (model, data) is missing or altered",
    6: "the store cannot be used: another program writes to it, it is damaged, or a newer Crosslight made it",
    130: "interrupted; what ingest or watch had taken in is kept",
}
"""What each exit code means (docs/reference/cli.md prints this table)."""


def main() -> None:
    """Entry point of ``crosslight``."""
    from crosslight.errors import CrosslightError, Interrupted, OutputError, PartMissing, StoreError

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(
            errors="backslashreplace"
        )  # half a surrogate pair, which no stream takes, becomes JSON's own \\ud800
    try:
        _run()
    except KeyboardInterrupt:
        _stop("interrupted; nothing was written", 130)
    except BrokenPipeError:
        _nobody_reads()
    except Interrupted as error:
        _stop(str(error), 130)
    except OutputError as error:
        _stop(str(error), 4)
    except PartMissing as error:
        _stop(str(error), 5)
    except StoreError as error:
        _stop(str(error), 6)
    except CrosslightError as error:
        _stop(str(error), 2)


def _run() -> None:
    from crosslight.cli.app import app

    try:
        app(prog_name="crosslight")  # however it was started
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # typer and rich turn it into code 1
            raise stop.__context__ from None
        if stop.code == 130:  # typer turns Ctrl-C into this, without a word
            raise KeyboardInterrupt from None
        sys.stdout.flush()  # here, not when the interpreter ends, it can be seen that nobody reads any more
        raise


def _nobody_reads() -> None:
    """Whoever read standard output has seen enough ("| head"): that is no failure, and there is nobody to tell."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer goes nowhere
    sys.exit(0)


def _stop(message: str, code: int) -> None:
    from crosslight.present.lineup import squeeze

    print(f"crosslight: {squeeze(message)}", file=sys.stderr)  # noqa: T201 - the CLI talks on stderr
    sys.exit(code)
