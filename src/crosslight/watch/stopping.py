"""Being told to stop."""

from __future__ import annotations

from crosslight.errors import CrosslightError


class Stopped(CrosslightError):  # noqa: N818 - what happened, no fault
    """The watch was told to stop; what was begun and not kept is begun again at the next start."""
