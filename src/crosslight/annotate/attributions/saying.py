"""An act of saying before it is an Attribution: character ranges, and the token that stands for the speaker."""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass(slots=True)
class Saying:
    """Somebody says something: what the finders hand to the one that names the speakers.

    ``head`` is the index of the source's head token. ``carried``: no cue names the speaker, who is the one of the saying before.
    ``plain``: the parse gives the cue a subject of its own, before it.
    ``block``: the words are set off as a paragraph of their own.
    ``reported``: the words are quoted from somebody who is not the cue's subject ("the paper quoted him as saying").
    """

    content: list[Range]
    cue: Range | None = None
    source: Range | None = None
    head: int | None = None
    cue_tokens: tuple[int, ...] = ()
    carried: bool = False
    reported: bool = False
    block: bool = False
    plain: bool = False
    quoted: list[Range] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its first words stand."""
        return min(r[0] for r in (*self.content, self.cue or self.content[0], self.source or self.content[0]))
