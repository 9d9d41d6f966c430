"""The errors that Crosslight raises, named by how a caller reacts to them.

::

    CrosslightError          the root: catch it to catch everything of ours
    ├── AbortError           the whole run cannot go on: show the message, stop
    │   ├── UsageError       what was asked for makes no sense: mend the call
    │   ├── OutputError      the result cannot be written where it was wanted
    │   ├── Interrupted      a person stopped it: what was done until then is kept
    │   ├── PartMissing      an installed part (model, data) is missing or altered
    │   └── StoreError       the store cannot be used as it is: damaged, or newer than the program
    │       └── StoreBusy    another program is writing to it: wait, or stop that one
    ├── SkipArticle          this one input cannot be used: count it, say why, go on
    ├── RetryLater           it may work another time (a host that is down)
    └── SpanError            a span that does not fit its article: a defect of the caller

Every message is one line that says what is wrong and what to do about it.
"""

from __future__ import annotations


class CrosslightError(Exception):
    """Root of all errors that Crosslight raises on purpose."""


class AbortError(CrosslightError):
    """The run cannot go on."""


class UsageError(AbortError):
    """The request itself is at fault."""


class OutputError(AbortError):
    """The result cannot be written."""


class Interrupted(AbortError):  # noqa: N818 - named by what happened
    """A person stopped the run; what it had done is kept."""


class PartMissing(AbortError):  # noqa: N818 - named by what happened, as its siblings are
    """A model or data file that Crosslight needs is absent or not the one it was measured with."""


class StoreError(AbortError):
    """The store cannot be used as it is."""


class StoreBusy(StoreError):  # noqa: N818 - named by what happened
    """Another program holds the store for writing."""


class SkipArticle(CrosslightError):  # noqa: N818 - an instruction to the caller, not only a fault
    """One input cannot be used; the others can.

    ``source`` is the file, URL or line it came from, ``reason`` one plain clause.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type[SkipArticle], tuple[str, str]]:
        return type(self), (self.source, self.reason)


class RetryLater(SkipArticle):
    """One input could not be had now, but may be another time.

    ``after`` is the number of seconds for which its host is better left alone, where that is known.
    """

    def __init__(self, source: str, reason: str, after: float | None = None) -> None:
        super().__init__(source, reason)
        self.after = after

    def __reduce__(self) -> tuple[type[RetryLater], tuple[str, str, float | None]]:  # type: ignore[override]
        return type(self), (self.source, self.reason, self.after)


class SpanError(CrosslightError, ValueError):
    """A span that does not lie inside its article."""
